"""The same content as the pages, as JSON."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from legation.records.event import Event
from legation.records.relationship import Relationship
from legation.web import contexts
from legation.web.contexts import About, ArticlePage, Front, Life
from legation.web.requests import At, Opened

router = APIRouter(prefix="/api", tags=["ledger"])

Id = Annotated[str | None, Query(max_length=80)]


@router.get("/front")
def front(ledger: Opened, at: At) -> Front:
    """What became known last, and the actors of the ledger."""
    return contexts.front(ledger, at)


@router.get("/relationships")
def relationships(
    ledger: Opened, at: At, country: Id = None, provider: Id = None, recipient: Id = None, type: Id = None
) -> list[Relationship]:
    """Where relationships stand; `country` may be on either side."""
    return ledger.relationship_rows(
        as_of=at.as_of, known_on=at.known_on, country=country, provider=provider, recipient=recipient, type=type
    )


@router.get("/history")
def history(
    ledger: Opened, at: At, country: Id = None, provider: Id = None, recipient: Id = None, type: Id = None
) -> list[Life]:
    """The life of each relationship, with the sentences behind every step. One filter is needed."""
    chosen = {"country": country, "provider": provider, "recipient": recipient, "type": type}
    if not any(chosen.values()):
        raise HTTPException(422, "say at least one of country, provider, recipient and type")
    return list(contexts.lives(ledger, at, **chosen))


@router.get("/events")
def events(
    ledger: Opened, at: At, country: Id = None, event_type: Id = None, cooperation: Id = None, factuality: Id = None
) -> list[Event]:
    """The merged events, in the order of their days."""
    return ledger.event_rows(
        country=country,
        event_type=event_type,
        cooperation=cooperation,
        factuality=factuality,
        until=at.as_of,
        known_on=at.known_on,
    )


@router.get("/articles/{document_id}")
def article(document_id: str, ledger: Opened) -> ArticlePage:
    """An article with the mentions that were read from it."""
    found = contexts.article_page(ledger, document_id)
    if found is None:
        raise HTTPException(404, "The ledger holds no such article.")
    return found


@router.get("/about")
def about(ledger: Opened) -> About:
    """The version, and how much the ledger holds."""
    return contexts.about(ledger)
