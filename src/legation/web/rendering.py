"""From a context to a page: templates, links that keep the two clocks, and what every page shows around its content."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from legation.analysis.lives import partner_of
from legation.briefs.names import running_name
from legation.briefs.phrases import phrases
from legation.briefs.wording import day as long_day
from legation.briefs.wording import due, label_cell, now_clause, on, since_cell
from legation.ontology.codebook import event_types
from legation.ontology.cooperation import load_cooperation, load_lifecycle
from legation.ontology.knowledge import load_knowledge
from legation.pictures.world import countries
from legation.web.contexts.common import SYMBOLS, Clocks, Stand, actor_name, type_label
from legation.web.contexts.event import event_title
from legation.web.contexts.today import told
from legation.web.kept_pages import KeptPages, address_of

CLOCKS = ("as_of", "known_on")
TIMES = (*CLOCKS, "revision")
Link = Callable[..., str]


def linker(at: Clocks) -> Link:
    """Makes addresses on the desk that keep the two clocks: `link("actors", "NER", fragment="watch", type="arms")`."""
    clocks = {name: day.isoformat() for name in CLOCKS if (day := getattr(at, name))}
    plain = urlencode(clocks)  # for most links, of which a page has hundreds

    def link(*parts: str, fragment: str = "", **query: str | int | None) -> str:
        path = "/" + "/".join(map(_quoted, parts))
        given = {name: str(value) for name, value in query.items() if value not in (None, "")}
        asked = urlencode(given | clocks) if given else plain
        return path + (f"?{asked}" if asked else "") + (f"#{quote(fragment)}" if fragment else "")

    return link


@lru_cache(maxsize=10_000)
def _quoted(part: str) -> str:
    return quote(part, safe="")


def page(request: Request, template: str, context: Mapping[str, Any], at: Clocks, status: int = 200) -> HTMLResponse:
    """A page; its links, and the form that sets them, keep the two clocks of the address.

    Opened by its lasting address while the ledger stands as that says, it is kept, without anything of who opens it.
    """
    found = status < 400
    stand: Stand | None = getattr(request.state, "stand", None)
    here = request.url.path if found else "/"
    others = [(name, value) for name, value in request.query_params.multi_items() if name not in TIMES and found]
    asked = request.query_params.get("revision", "")
    made_at = int(asked) if asked.isdecimal() and len(asked) < 16 else None
    keeps = found and "csrf" not in context and stand is not None and made_at == stand.revision
    pages: KeptPages | None = request.app.state.desk.pages if keeps else None
    kept = pages is not None and pages.room
    around = {
        "at": at,
        "link": linker(at),
        "here": here,
        "now": here + (f"?{urlencode(others)}" if others else ""),
        "others": others,
        "permanent": lasting(here, others, at, stand) if found else None,
        "site": str(request.base_url).rstrip("/"),
        "stand": stand,
        "made_at": made_at,
        "kept": kept,
        "person": None if kept else getattr(request.state, "person", None),
        "words_asked": request.query_params.get("q", "") if found else "",
    }
    written = environment().get_template(template).render(**context, **around)
    if pages and kept:
        pages.keep(address_of(request), written)
    return HTMLResponse(written, status)


def lasting(here: str, others: Sequence[tuple[str, str]], at: Clocks, stand: Stand | None) -> str:
    """The address that shows tomorrow what the page shows now: what had been published by the last day known of."""
    days = {"as_of": at.as_of, "known_on": at.known_on or (stand and stand.last_known)}
    times = {name: day.isoformat() for name, day in days.items() if day}
    if stand:
        times["revision"] = str(stand.revision)
    return here + (f"?{urlencode([*others, *times.items()])}" if others or times else "")


@cache
def environment() -> Environment:
    """The templates. Everything is escaped, and a name that a page lacks is an error."""
    made = Environment(
        loader=PackageLoader("legation.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters |= {
        "name": actor_name,
        "running": running_name,
        "words": lambda text: text.replace("_", " "),
        "capfirst": lambda text: text[:1].upper() + text[1:],
        "web": web_address,
        "day": written_day,
        "label": type_label,
        "told": told,
        "event_title": event_title,
    }
    made.globals |= {
        "symbols": SYMBOLS,
        "meanings": {code: kind.meaning for code, kind in load_cooperation().items()},
        "event_meanings": {code: kind.meaning for code, kind in event_types().items()},
        "partner_of": partner_of,
        "label_of": label_cell,
        "now_clause": now_clause,
        "since_of": since_cell,
        "on": on,
        "due": due,
    }
    return made


def load() -> None:
    """Loads what most pages need, which takes a second: else the first reader would wait for it."""
    for table in (load_knowledge, load_lifecycle, phrases, countries):
        table()
    for name in environment().list_templates(extensions=["html"]):
        environment().get_template(name)


def written_day(day: date | str) -> str:
    """A day as it stands in a text: "22 April 2024"."""
    return long_day(date.fromisoformat(day) if isinstance(day, str) else day)


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web; any other (`javascript:`) is not linked."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None
