"""The pages: rendered on the server from the same contexts as the API; they need no script."""

import json
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi import Query as Asked
from fastapi.responses import HTMLResponse, RedirectResponse

from legation.analysis.lives import lives_of
from legation.briefs.brief import Brief
from legation.briefs.composition import compose_brief
from legation.briefs.illustration import illustrations
from legation.briefs.names import find_actor
from legation.briefs.public_json import brief_json
from legation.briefs.render import render_markdown, render_pdf
from legation.briefs.subject import read_subject
from legation.errors import LegationError
from legation.ledger.store import Ledger
from legation.ontology.cooperation import load_cooperation
from legation.pictures.world import disputed
from legation.web import contexts, drawings
from legation.web.contexts import Clocks
from legation.web.contexts.country import by_state, matrix
from legation.web.contexts.pair import pair_name
from legation.web.contexts.search import PER_PAGE
from legation.web.contexts.today import by_day, most_changed
from legation.web.highlight import pieces
from legation.web.kept_pages import KeptRoute
from legation.web.rendering import linker, page
from legation.web.requests import At, Day, Indexed, Opened, person_of
from legation.web.search import DEEPEST, FACETS, Query
from legation.web.users import Role

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=KeptRoute)
router.include_router(drawings.router)

Word = Annotated[str | None, Asked(max_length=120)]
Words = Annotated[str | None, Asked(max_length=400)]
Start = Annotated[int, Asked(ge=0, lt=DEEPEST)]
_FORMS = {"pdf": "application/pdf", "json": "application/json", "md": "text/markdown; charset=utf-8"}


@router.get("/")
def front(request: Request, ledger: Opened, at: At) -> HTMLResponse:
    """What changed last, where, and the actors."""
    found = contexts.front(ledger, at)
    shown = {
        "front": found,
        "days": by_day(found.changes),
        "most": most_changed(found.changes),
        "map": drawings.changes_shown(found.changes, at),
    }
    return page(request, "today.html", shown, at)


@router.get("/actors/{actor_id}")
def actor(request: Request, actor_id: str, ledger: Opened, at: At, type: Word = None) -> Response:
    """One country, body or group: matrix, timeline, alignment, what to watch, latest events; `type` chooses the map."""
    found = contexts.actor_page(ledger, actor_id, at)
    if found is None and (known := _named(actor_id)) is not None and known != actor_id:
        return RedirectResponse(linker(at)("actors", known))
    if found is None:
        raise HTTPException(404, "Neither the ledger nor the tables of actors know of this actor.")
    table = matrix(actor_id, found.relationships)
    chosen = type if type in table.types else drawings.heaviest_type(found.relationships)
    shown = {
        "actor": found,
        "matrix": table,
        "states": by_state(table),
        "map_type": chosen,
        "timeline": drawings.timeline_shown(actor_id, found.lives, found.day, at),
        "alignment": drawings.alignment_shown(actor_id, found.alignment),
        "partners": drawings.partners_shown(actor_id, found.relationships, chosen, at),
        "places": drawings.places_shown(actor_id, found.events, at),
    }
    return page(request, "country.html", shown, at)


@router.get("/pairs/{first}/{second}")
def pair(request: Request, first: str, second: str, ledger: Opened, at: At) -> HTMLResponse:
    """Two actors: the life of each relationship, events both ways, momentum."""
    found = contexts.pair_page(ledger, first, second, at)
    lives = lives_of(found.steps)
    until = contexts.day_of(ledger, at)
    shown = {
        "pair": found,
        "title": pair_name(first, second),
        "timeline": drawings.pair_shown(first, second, lives, until, at),
    }
    return page(request, "pair.html", shown, at)


@router.get("/relationships/{provider}/{recipient}/{type}")
def relationship(request: Request, provider: str, recipient: str, type: str, ledger: Opened, at: At) -> HTMLResponse:
    """The life of one relationship, with the sentences behind every step."""
    lives = contexts.lives(ledger, at, provider=provider, recipient=recipient, type=type)
    if not lives and not ledger.transitions(provider=provider, recipient=recipient, type=type):
        raise HTTPException(404, "The ledger knows of no such relationship.")
    names = {"provider": provider, "recipient": recipient, "type": load_cooperation()[type]}
    return page(request, "relationship.html", {"lives": lives, **names}, at)


@router.get("/events/{event_id}")
def event(request: Request, event_id: str, ledger: Opened, at: At) -> HTMLResponse:
    """One event: its mentions side by side, the outlets, and where figures differ."""
    found = contexts.event_page(ledger, event_id, at)
    if found is None:
        raise HTTPException(404, "The ledger knows of no such event, or did not by that day.")
    return page(request, "event.html", {"told": found}, at)


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


@router.get("/network")
def network(request: Request, ledger: Opened, at: At, actor: Word = None) -> HTMLResponse:
    """Who is tied to whom, as of a day."""
    found = contexts.network_page(ledger, at, actor)
    shown = {
        "network": found,
        "actor": actor,
        "day": contexts.day_of(ledger, at),
        "picture": drawings.network_shown(found, at, actor),
    }
    return page(request, "network.html", shown, at)


@router.get("/due")
def due(request: Request, ledger: Opened, at: At) -> HTMLResponse:
    """What is overdue, and what is to come by when."""
    return page(request, "due.html", {"due_page": contexts.due_page(ledger, at)}, at)


@router.get("/search")
def search(request: Request, index: Indexed, ledger: Opened, at: At, q: Words = None, start: Start = 0) -> HTMLResponse:
    """Sentences by words and facets."""
    chosen = {facet: value for facet in FACETS if (value := request.query_params.get(facet))}
    asked = Query(q or "", chosen, until=at.as_of, known_on=at.known_on)
    found = contexts.search(index, ledger, asked, start)
    shown = {
        "found": found,
        "named": _named(q or ""),
        "q": q or "",
        "chosen": chosen,
        "start": start,
        "per_page": PER_PAGE,
    }
    return page(request, "search.html", shown, at)


@router.get("/review")
def review(request: Request, ledger: Opened, at: At) -> HTMLResponse:
    """The mentions that most deserve a second look, to accept, edit or reject."""
    person = person_of(request)
    shown = {
        "review": contexts.review_page(ledger, person.name),
        "csrf": person.form_token or "",
        "may": person.role.may(Role.REVIEWER),
    }
    return page(request, "review.html", shown, at)


@router.get("/briefs/{about}")
def brief(request: Request, about: str, ledger: Opened, at: At, start: Day = None, end: Day = None) -> HTMLResponse:
    """A brief with its pictures: on a country, two ("USA,NER"), a region or a type of cooperation."""
    composed = _brief(ledger, about, at, start, end)
    shown = {
        "brief": brief_json(composed),
        "about": about,
        "members": composed.subject.members if composed.subject.kind in ("country", "dyad") else (),
        "period": {"start": start and start.isoformat(), "end": end and end.isoformat()},
        "timeline": _timeline(ledger, composed, at, end),
    }
    return page(request, "brief.html", shown, at)


@router.get("/briefs/{about}/brief.{form}")
def brief_file(
    about: str, form: Literal["pdf", "json", "md"], ledger: Opened, at: At, start: Day = None, end: Day = None
) -> Response:
    """The brief as a file."""
    composed = _brief(ledger, about, at, start, end)
    if form == "pdf":
        body = render_pdf(composed, pictures=illustrations(ledger, composed))
    elif form == "json":
        body = (json.dumps(brief_json(composed), ensure_ascii=False, indent=1) + "\n").encode()
    else:
        body = render_markdown(composed).encode()
    named = "".join(letter for letter in about.lower() if letter.isascii() and letter.isalnum()) or "brief"
    headers = {"Content-Disposition": f'attachment; filename="{named}.{form}"'}
    return Response(body, media_type=_FORMS[form], headers=headers)


@router.get("/about")
def about(request: Request, ledger: Opened, at: At) -> HTMLResponse:
    """How it works, its limits, and what the ledger holds."""
    return page(request, "about.html", {"about": contexts.about(ledger), "disputed": disputed()}, at)


def _named(words: str) -> str | None:
    """The country or body that these words name as a whole."""
    try:
        return find_actor(words).actor_id if words.strip() else None
    except LegationError:
        return None


def _timeline(ledger: Ledger, composed: Brief, at: Clocks, end: date | None) -> drawings.Shown | None:
    """The lives of a country's or dyad's relationships; regions and topics share no timeline."""
    subject = composed.subject
    if subject.kind not in ("country", "dyad"):
        return None
    home, *other = subject.members
    asked = {"country": home} | ({"actor": other[0]} if other else {})
    lives = lives_of(ledger.transitions(known_on=at.known_on, **asked), at.as_of or end)
    until = at.as_of or end or at.known_on or ledger.latest_day()
    return drawings.timeline_shown(home, lives, until, Clocks(at.as_of or end, at.known_on))


def _brief(ledger: Ledger, about: str, at: Clocks, start: date | None, end: date | None) -> Brief:
    try:
        subject = read_subject(about)
    except LegationError as error:
        raise HTTPException(404, "No country, body, region or type of cooperation is known by this name.") from error
    return compose_brief(ledger, subject, start=start, end=end, as_of=at.as_of, known_on=at.known_on)
