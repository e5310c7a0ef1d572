"""What may be said to the ledger: judgements by reviewers, articles and problems by processes of this machine."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, HTTPException, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from legation.ledger.corrections import Judgement
from legation.ledger.store import Ledger
from legation.records.article import Article, Problem
from legation.records.event import EventMention
from legation.records.relationship import State
from legation.web.access import Person
from legation.web.api import models
from legation.web.api.answers import TABLE, WRITING, Replying, refusing
from legation.web.api.parameters import CooperationType, Paged
from legation.web.requests import Keeper, Reviewer, desk_of
from legation.web.users import Role

router = APIRouter(tags=["judgements"], responses=WRITING)
handover = APIRouter(tags=["judgements"], responses=WRITING, include_in_schema=False)
"""For the other processes of this machine, whose records these are: no part of what others are promised."""

Reason = Annotated[str, Field(max_length=1000, description="in a few words", examples=["will leave, has not yet"])]
MentionId = Annotated[str, Field(min_length=1, max_length=80, examples=["5f1c9e0d2b7a4c38"])]
ActorId = Annotated[str, Field(min_length=1, max_length=80, examples=["NER"])]


class Said(BaseModel):
    """What every judgement carries. `who` is for the machine's own processes: others judge in their own name."""

    model_config = ConfigDict(extra="forbid")
    reason: Reason = ""
    who: Annotated[str | None, Field(max_length=80)] = None


class OfMention(Said):
    """A judgement on one mention. `edit` holds the fields to replace, in the shape in which mentions are given."""

    judgement: Judgement
    edit: dict[str, Any] = Field(default_factory=dict, examples=[{"factuality": "planned"}])


class OfLink(Said):
    """Who a side of a mention is."""

    side: Annotated[
        str, Field(max_length=20, description="source, target, provider, recipient; source.1 is the second")
    ]
    actor_id: ActorId


class OfEvent(Said):
    """These mentions, and no others, tell of one event."""

    mentions: Annotated[list[MentionId], Field(min_length=1, max_length=1000)]


class OfState(Said):
    """A relationship came into a state on a day, as mentions show; without a state, nothing follows from them."""

    provider: ActorId
    recipient: ActorId
    type: CooperationType
    mutual: bool = False
    state: State | None = None
    since: date | None = None
    evidence: Annotated[list[MentionId], Field(min_length=1, max_length=1000)]


class Named(BaseModel):
    """An article by its id."""

    document_id: str


class Coded(BaseModel):
    """An article as it was coded elsewhere."""

    article: Article
    mentions: list[EventMention]
    coder: str | None = None


@router.get("/judgements", response_model=models.Page[models.Judgement], responses=TABLE, summary="All judgements")
def judgements(reply: Replying, paging: Paged) -> Response:
    """On mentions, events and states, in the order in which they were made. None is ever taken out."""
    rows = enumerate(reply.ledger.judgements().iter_rows(named=True))
    return reply.whole(models.Judgement, (((place,), models.Judgement(**row)) for place, row in rows), paging)


@router.post("/mentions/{mention_id}/judgements", response_model=models.Judged, status_code=201, summary="On a mention")
def judge_mention(request: Request, person: Reviewer, mention_id: str, said: OfMention) -> models.Judged:
    """Accepts, edits or rejects it, or takes back one's own last judgement; what rests on it changes at once."""
    ledger, who = _ledger(request, mention_id), _who(person, said)
    with refusing():
        ledger.correct(mention_id, said.judgement, who=who, reason=said.reason, edit=said.edit)
    return models.Judged.model_validate(ledger.corrections(mention_id)[-1])


@router.post("/mentions/{mention_id}/links", response_model=models.Judged, status_code=201, summary="Who a side is")
def judge_link(request: Request, person: Reviewer, mention_id: str, said: OfLink) -> models.Judged:
    """Links a side of a mention to another actor: an edit of that side."""
    ledger, who = _ledger(request, mention_id), _who(person, said)
    with refusing():
        ledger.relink(mention_id, said.side, said.actor_id, who=who, reason=said.reason)
    return models.Judged.model_validate(ledger.corrections(mention_id)[-1])


@router.post("/judgements/events", response_model=models.Revised, status_code=201, summary="On events")
def judge_event(request: Request, person: Reviewer, said: OfEvent) -> models.Revised:
    """Says that these mentions, and no others, tell of one event."""
    ledger = desk_of(request).ledger
    with refusing():
        ledger.judge_event(said.mentions, who=_who(person, said), reason=said.reason)
    return models.Revised(revision=ledger.revision())


@router.post("/judgements/states", response_model=models.Revised, status_code=201, summary="On a state")
def judge_state(request: Request, person: Reviewer, said: OfState) -> models.Revised:
    """Says in which state a relationship is since when, or that nothing follows for it from some mentions."""
    ledger = desk_of(request).ledger
    first, second = sorted((said.provider, said.recipient)) if said.mutual else (said.provider, said.recipient)
    with refusing():
        ledger.judge_state(
            (first, second, said.mutual, said.type),
            said.state,
            since=said.since,
            evidence=said.evidence,
            who=_who(person, said),
            reason=said.reason,
        )
    return models.Revised(revision=ledger.revision())


@handover.post("/handover/copy")
def copy(request: Request, keeper: Keeper, folder: Annotated[Path, Body(embed=True)]) -> dict[str, Path]:
    """Copies the ledger as it is now into a folder, for another process to read."""
    with refusing():
        return {"copy": desk_of(request).copy(folder)}


@handover.post("/handover/holds")
def holds(request: Request, keeper: Keeper, asked: Annotated[Named, Body()]) -> dict[str, bool]:
    """Whether the ledger holds an article."""
    return {"holds": desk_of(request).ledger.holds(asked.document_id)}


@handover.post("/handover/article")
def take_article(request: Request, keeper: Keeper, coded: Annotated[Coded, Body()]) -> dict[str, bool]:
    """Stores an article that another process has coded."""
    with refusing():
        return {"added": desk_of(request).ledger.add(coded.article, coded.mentions, coder=coded.coder)}


@handover.post("/handover/problem")
def take_problem(request: Request, keeper: Keeper, problem: Annotated[Problem, Body()]) -> dict[str, Literal[True]]:
    """Notes an input that another process has set aside."""
    desk_of(request).ledger.add_problem(problem)
    return {"added": True}


@handover.post("/handover/run")
def start_run(request: Request, keeper: Keeper, inputs: Annotated[list[str], Body(embed=True)]) -> dict[str, int]:
    """Notes that another process has begun a run."""
    return {"number": desk_of(request).ledger.start_run(inputs)}


@handover.post("/handover/run/{number}")
def finish_run(
    request: Request, keeper: Keeper, number: int, counts: Annotated[dict[str, int], Body(embed=True)]
) -> dict[str, int]:
    """Notes that a run has ended."""
    desk_of(request).ledger.finish_run(number, counts)
    return {"number": number}


def _ledger(request: Request, mention_id: str) -> Ledger:
    ledger = desk_of(request).ledger
    if ledger.mention(mention_id) is None:
        raise HTTPException(404, "The ledger holds no such mention.")
    return ledger


def _who(person: Person, said: Said) -> str:
    """In whose name: one's own, except that a process of this machine says for whom it speaks."""
    if said.who is None or said.who == person.name:
        return person.name
    if person.role is not Role.KEEPER:
        raise HTTPException(403, "Everybody judges in their own name.")
    return said.who
