"""Where things stand: relationships on two clocks, their lives, what changed, actors, alignment, briefs."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response

from legation.analysis.alignment import POLES, alignment_series
from legation.analysis.lives import lives_of
from legation.briefs.composition import compose_brief
from legation.briefs.illustration import illustrations
from legation.briefs.public_json import brief_json
from legation.briefs.render import render_html, render_markdown, render_pdf
from legation.briefs.subject import read_subject
from legation.errors import LegationError
from legation.ontology.knowledge import load_knowledge
from legation.records.relationship import Relationship, State
from legation.web import contexts
from legation.web.api import models
from legation.web.api.answers import TABLE, Freshly, Replying, after
from legation.web.api.brief_models import Brief
from legation.web.api.parameters import At, Day, Id, Paged, Relations

router = APIRouter(tags=["where things stand"])


def _key(row: Relationship) -> tuple[str, str, str, bool]:
    return row.provider, row.recipient, row.type, row.mutual


@router.get(
    "/relationships", response_model=models.Page[models.Relationship], responses=TABLE, summary="Where they stand"
)
def relationships(reply: Replying, paging: Paged, at: At, chosen: Relations, state: State | None = None) -> Response:
    """As of a day in the world, as known on a day. `country` may be on either side."""
    rows = reply.ledger.relationship_rows(as_of=at.as_of, known_on=at.known_on, state=state, **chosen)
    return reply.whole(models.Relationship, [(_key(row), row) for row in rows], paging)


@router.get("/history", response_model=models.Page[models.Life], responses=TABLE, summary="Lives of relationships")
def history(reply: Replying, paging: Paged, at: At, chosen: Relations) -> Response:
    """Each with its steps and the sentences behind every one."""
    rows = reply.ledger.relationship_rows(as_of=at.as_of, known_on=at.known_on, **chosen)
    rest = after(((_key(row), row) for row in rows), paging)
    lives = contexts.lives_of_rows(reply.ledger, at, [row for _, row in rest], **chosen)
    return reply.page(models.Life, [(_key(life.standing), life) for life in lives], paging)


@router.get("/changes", response_model=models.Page[models.Change], responses=TABLE, summary="What changed")
def changes(
    reply: Replying,
    paging: Paged,
    from_: Annotated[Day, Query(alias="from", description="the day to start from")],
    to: Annotated[Day, Query(description="the day to come to")],
    country: Id | None = None,
) -> Response:
    """Relationships that differ between two days, each as it stood and was known then."""
    found = [
        (_key(now), models.Change.model_validate(_change(before, now)))
        for before, now in reply.ledger.changes(from_, to, country)
    ]
    return reply.whole(models.Change, found, paging)


def _change(before: Relationship | None, now: Relationship) -> dict[str, object]:
    row = models.Relationship.model_validate(now).model_dump()
    return row | {"before": before and before.state, "disputed_before": before and before.disputed}


@router.get("/actors", response_model=models.Page[models.Actor], responses=TABLE, summary="Who is in the ledger")
def actors(reply: Replying, paging: Paged, kind: Id | None = None) -> Response:
    """Every actor with a relationship or an event, by id. `kind`: country, body, group and so on."""
    ties, events = reply.ledger.relationship_counts(), reply.ledger.event_counts()
    known = load_knowledge().actors
    found = sorted(ties.keys() | events.keys())
    asked = [one for one in found if kind is None or (one in known and known[one].kind == kind)]
    rest = after((((one,), one) for one in asked), paging)
    rows = [(key, _actor(one, ties.get(one, 0), events.get(one, 0))) for key, one in rest]
    return reply.page(models.Actor, rows, paging)


@router.get("/actors/{actor_id}", response_model=models.Actor, summary="One actor")
def actor(fresh: Freshly, actor_id: str) -> Response:
    """Who it is, and how much the ledger knows of it."""
    ties, events = (
        counts.get(actor_id, 0) for counts in (fresh.ledger.relationship_counts(), fresh.ledger.event_counts())
    )
    if not ties and not events and actor_id not in load_knowledge().actors:
        raise HTTPException(404, "Neither the ledger nor the tables of actors know of this actor.")
    return fresh.one(_actor(actor_id, ties, events))


def _actor(actor_id: str, relationships: int, events: int) -> models.Actor:
    known = load_knowledge().actors.get(actor_id)
    return models.Actor(
        actor_id=actor_id,
        name=contexts.actor_name(actor_id),
        kind=known.kind if known else None,
        country=known.country if known else None,
        relationships=relationships,
        events=events,
    )


class Pole(StrEnum):
    """What alignment is measured against."""

    USA = "USA"
    FRA = "FRA"
    EU = "EU"
    RUS = "RUS"
    CHN = "CHN"
    TUR = "TUR"
    GULF = "Gulf"


assert {pole.value for pole in Pole} == POLES.keys()


@router.get("/alignment", response_model=models.Page[models.Alignment], responses=TABLE, summary="Alignment by month")
def alignment(reply: Replying, paging: Paged, at: At, country: Id, pole: Pole | None = None) -> Response:
    """How near a country stood to each pole at the end of each month, from -1 (against) to 1 (with)."""
    lives = lives_of(reply.ledger.transitions(known_on=at.known_on, country=country), at.as_of)
    events = reply.ledger.event_rows(country, until=at.as_of, known_on=at.known_on)
    series = alignment_series(country, lives, events)
    wanted = sorted(((one.month, one.pole), one) for one in series if pole is None or one.pole == pole)
    return reply.whole(models.Alignment, wanted, paging)


class Written(StrEnum):
    """How a brief is written."""

    JSON = "json"
    MD = "md"
    HTML = "html"
    PDF = "pdf"


WRITTEN = {Written.MD: "text/markdown", Written.HTML: "text/html", Written.PDF: "application/pdf"}
BRIEF: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string"}} for media in WRITTEN.values()}}
}


@router.get("/briefs/{about}", response_model=Brief, responses=BRIEF, summary="A brief, every line cited")
def brief(
    fresh: Freshly,
    at: At,
    about: str,
    start: Annotated[Day | None, Query(description="first day of the period")] = None,
    end: Annotated[Day | None, Query(description="last day of the period")] = None,
    format: Annotated[Written, Query(description="how it is written")] = Written.JSON,
) -> Response:
    """On a country or body, two of them ("USA,NER"), a region or a type of cooperation; HTML and PDF have pictures."""
    try:
        subject = read_subject(about)
    except LegationError as error:
        raise HTTPException(404, "No country, body, region or type of cooperation is known by this name.") from error
    made = compose_brief(fresh.ledger, subject, start=start, end=end, as_of=at.as_of, known_on=at.known_on)
    if format is Written.JSON:
        written = Brief.model_validate(brief_json(made)).model_dump_json().encode()
        return fresh.respond(written, "application/json")
    if format is Written.MD:
        return fresh.respond(render_markdown(made).encode(), WRITTEN[format])
    pictures = illustrations(fresh.ledger, made)
    if format is Written.PDF:
        return fresh.respond(render_pdf(made, pictures=pictures), WRITTEN[format])
    return fresh.respond(render_html(made, pictures=pictures).encode(), WRITTEN[format])
