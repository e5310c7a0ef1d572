"""From a context to a page: templates, links that keep the two clocks, and what every page shows around its content."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from legation.analysis.lives import partner_of
from legation.briefs.names import running_name
from legation.briefs.wording import day as long_day
from legation.briefs.wording import due, label_cell, now_clause, on, since_cell
from legation.ontology.codebook import event_types
from legation.ontology.cooperation import load_cooperation
from legation.web.access import Person
from legation.web.contexts.common import SYMBOLS, Clocks, actor_name, type_label
from legation.web.contexts.event import event_title
from legation.web.contexts.today import told

CLOCKS = ("as_of", "known_on")
TIMES = (*CLOCKS, "revision")
Link = Callable[..., str]


def linker(at: Clocks) -> Link:
    """Makes addresses on the desk that keep the two clocks: `link("actors", "NER", fragment="watch", type="arms")`."""
    clocks = {name: day.isoformat() for name in CLOCKS if (day := getattr(at, name))}

    def link(*parts: str, fragment: str = "", **query: str | int | None) -> str:
        path = "/" + "/".join(quote(part, safe="") for part in parts)
        asked = {name: str(value) for name, value in query.items() if value not in (None, "")} | clocks
        return path + (f"?{urlencode(asked)}" if asked else "") + (f"#{quote(fragment)}" if fragment else "")

    return link


def page(request: Request, template: str, context: Mapping[str, Any], at: Clocks, status: int = 200) -> HTMLResponse:
    """A page; its links, and the form that sets them, keep the two clocks of the address."""
    others = [(name, value) for name, value in request.query_params.multi_items() if name not in TIMES]
    here = request.url.path
    today = date.today().isoformat()
    revision: int | None = getattr(request.state, "revision", None)
    person: Person | None = getattr(request.state, "person", None)
    made_at = request.query_params.get("revision", "")
    lasting = {"as_of": str(at.as_of or today), "known_on": str(at.known_on or today)} | (
        {"revision": str(revision)} if revision is not None else {}
    )
    around = {
        "at": at,
        "link": linker(at),
        "here": here,
        "now": here + (f"?{urlencode(others)}" if others else ""),
        "others": others,
        "permanent": f"{here}?{urlencode([*others, *lasting.items()])}",
        "site": str(request.base_url).rstrip("/"),
        "revision": revision,
        "made_at": int(made_at) if made_at.isdecimal() and len(made_at) < 16 else None,
        "person": person,
        "words_asked": request.query_params.get("q", ""),
    }
    return HTMLResponse(environment().get_template(template).render(**context, **around), status)


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


def written_day(day: date | str) -> str:
    """A day as it stands in a text: "22 April 2024"."""
    return long_day(date.fromisoformat(day) if isinstance(day, str) else day)


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web; any other (`javascript:`) is not linked."""
    return url if url and urlsplit(url).scheme in {"http", "https"} else None
