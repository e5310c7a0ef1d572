"""Search over the API: sentences and articles by words and facets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from pydantic import Field

from legation.export.public_json import mention_json
from legation.records.event import Factuality
from legation.web import search
from legation.web.api import models
from legation.web.api.answers import TABLE, Replying
from legation.web.api.parameters import CooperationType, Day, EventType, Id, KnownOn, Paged, Paging
from legation.web.requests import Indexed
from legation.web.search import DEEPEST, Found, Scope

router = APIRouter(tags=["search"])

Words = Annotated[str, Query(max_length=400, description='all of these words; "in quotes" as a phrase')]
Year = Annotated[str, Field(pattern="^[0-9]{4}$"), Query(examples=["2024"])]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Words and facets, as both searches take them."""

    words: str
    facets: Mapping[str, str]
    days: Mapping[str, Any]

    def query(self, scope: Scope) -> search.Query:
        """The same as the index is asked."""
        return search.Query(self.words, self.facets, scope=scope, **self.days)


async def _narrowed(
    q: Words = "",
    actor: Id | None = None,
    sector: Id | None = None,
    event_type: EventType | None = None,
    cooperation: CooperationType | None = None,
    factuality: Factuality | None = None,
    year: Year | None = None,
    outlet: Id | None = None,
    confidence: Literal["high", "middle", "low"] | None = None,
    since: Annotated[Day | None, Query(description="first day of publication")] = None,
    until: Annotated[Day | None, Query(description="last day of publication")] = None,
    known_on: KnownOn = None,
) -> Narrowed:
    given = {
        "actor": actor,
        "sector": sector,
        "event_type": event_type,
        "cooperation": cooperation,
        "factuality": factuality and factuality.value,
        "year": year,
        "outlet": outlet and outlet.strip().casefold(),
        "confidence": confidence,
    }
    facets = {name: value for name, value in given.items() if value is not None}
    return Narrowed(q, facets, {"since": since, "until": until, "known_on": known_on})


Asking = Annotated[Narrowed, Depends(_narrowed)]


@router.get("/search", response_model=models.Results[models.Mention], responses=TABLE, summary="Sentences")
def sentences(index: Indexed, reply: Replying, paging: Paged, asked: Asking) -> Response:
    """Coded sentences, best first (without words: newest first), and per facet what they can be narrowed to.

    A word is found whatever its case, accents and ending, in the sentence, in its article's title, and in the names
    of the actors that were recognized in it.
    """
    start = _start(paging)
    found = index.find(asked.query(Scope.SENTENCES), start, paging.most + 1)
    mentions = reply.ledger.mentions_by_id(found.ids)
    rows = [((start + place,), mention_json(mentions[one])) for place, one in enumerate(found.ids) if one in mentions]
    return reply.page(models.Mention, rows, paging, _around(found))


@router.get("/search/articles", response_model=models.Results[models.Listed], responses=TABLE, summary="Articles")
def articles(index: Indexed, reply: Replying, paging: Paged, asked: Asking) -> Response:
    """Articles whose title or text holds the words, and in which something was read that the facets ask for."""
    start = _start(paging)
    found = index.find(asked.query(Scope.ARTICLES), start, paging.most + 1)
    told = {one.article.document_id: one.listed() for one in reply.ledger.told(found.ids)}
    rows = [((start + place,), told[one]) for place, one in enumerate(found.ids) if one in told]
    return reply.page(models.Listed, rows, paging, _around(found))


def _start(paging: Paging) -> int:
    """How many results come before the page. Raises HTTPException (404) where no list goes that deep."""
    (last,) = paging.after or (-1,)
    if not isinstance(last, int) or not -1 <= last < DEEPEST:
        raise HTTPException(404, "The cursor leads to no page of this list.")
    return last + 1


def _around(found: Found) -> dict[str, object]:
    facets = {
        name: [models.Choice(value=value, number=number) for value, number in choices]
        for name, choices in found.facets.items()
    }
    return {"total": found.total, "facets": facets, "lacking": found.lacking}
