"""The pages: rendered on the server from the same contexts as the API; they need no script."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from legation.ontology.cooperation import load_cooperation
from legation.web import contexts
from legation.web.contexts import Clocks
from legation.web.highlight import pieces
from legation.web.requests import At, Opened

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def front(request: Request, ledger: Opened, at: At) -> HTMLResponse:
    """What changed last, and the actors."""
    return page(request, "front.html", {"front": contexts.front(ledger, at)}, at)


@router.get("/actors/{actor_id}")
def actor(request: Request, actor_id: str, ledger: Opened, at: At) -> HTMLResponse:
    """One country, body or group: its relationships by partner, and its latest events."""
    found = contexts.actor_page(ledger, actor_id, at)
    if found is None:
        raise HTTPException(404, "Neither the ledger nor the tables of actors know of this actor.")
    return page(request, "actor.html", {"actor": found, "partners": contexts.by_partner(found)}, at)


@router.get("/relationships/{provider}/{recipient}/{type}")
def relationship(request: Request, provider: str, recipient: str, type: str, ledger: Opened, at: At) -> HTMLResponse:
    """The life of one relationship, with the sentences behind every step."""
    lives = contexts.lives(ledger, at, provider=provider, recipient=recipient, type=type)
    if not lives and not ledger.transitions(provider=provider, recipient=recipient, type=type):
        raise HTTPException(404, "The ledger knows of no such relationship.")
    names = {"provider": provider, "recipient": recipient, "type": load_cooperation()[type]}
    return page(request, "relationship.html", {"lives": lives, **names}, at)


@router.get("/articles/{document_id}")
def article(request: Request, document_id: str, ledger: Opened, at: At) -> HTMLResponse:
    """The text of an article, with what was read in it."""
    found = contexts.article_page(ledger, document_id)
    if found is None:
        raise HTTPException(404, "The ledger holds no such article.")
    shown = {
        "article": found,
        "title": pieces(found.title or "", found.mentions, "title"),
        "text": pieces(found.text, found.mentions, "text"),
    }
    return page(request, "article.html", shown, at)


@router.get("/about")
def about(request: Request, ledger: Opened, at: At) -> HTMLResponse:
    """How it works, its limits, and what the ledger holds."""
    return page(request, "about.html", {"about": contexts.about(ledger)}, at)


def page(request: Request, template: str, context: Mapping[str, Any], at: Clocks, status: int = 200) -> HTMLResponse:
    """A page; its links keep the two clocks of the address."""
    clocks = {name: day.isoformat() for name, day in (("as_of", at.as_of), ("known_on", at.known_on)) if day}

    def link(*parts: str, fragment: str = "") -> str:
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        query = f"?{urlencode(clocks)}" if clocks else ""
        return path + query + (f"#{quote(fragment)}" if fragment else "")

    html = environment().get_template(template).render(**context, at=at, link=link, here=request.url.path)
    return HTMLResponse(html, status)


@cache
def environment() -> Environment:
    """The templates. Everything is escaped, and a name that a page lacks is an error."""
    made = Environment(
        loader=PackageLoader("legation.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters |= {"name": contexts.actor_name, "words": lambda text: text.replace("_", " "), "web": _web_address}
    return made


def _web_address(url: str | None) -> str | None:
    """The address if it is one of the web; any other (`javascript:`) is not linked."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None
