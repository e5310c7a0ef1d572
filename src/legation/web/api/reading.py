"""What was read: articles, the mentions in them, the events that they tell of together."""

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Response

from legation.export.public_json import mention_json
from legation.ledger.event_queries import EventsAsked
from legation.ledger.listings import article_list, event_list, mention_list
from legation.records.event import Factuality
from legation.web import contexts
from legation.web.api import models
from legation.web.api.answers import TABLE, Freshly, Replying
from legation.web.api.parameters import At, CooperationType, EventType, Id, KnownOn, Paged, Since, Told

router = APIRouter(tags=["what was read"])


@router.get("/articles", response_model=models.Page[models.Listed], responses=TABLE, summary="Articles, newest first")
def articles(reply: Replying, paging: Paged, asked: Told) -> Response:
    """Without their text. With `actor`, `event_type`, `cooperation` or `factuality`: those with such a mention."""
    return reply.page(models.Listed, reply.ledger.page(article_list, asked, paging.after, paging.most + 1), paging)


@router.get("/articles/{document_id}", response_model=models.Article, summary="One article with its mentions")
def article(fresh: Freshly, document_id: str) -> Response:
    """The stored text, into which every offset points, and all that was read in it."""
    found = contexts.article_page(fresh.ledger, document_id)
    if found is None:
        raise HTTPException(404, "The ledger holds no such article.")
    return fresh.one(models.Article.model_validate(found))


@router.get("/mentions", response_model=models.Page[models.Mention], responses=TABLE, summary="Mentions, newest first")
def mentions(reply: Replying, paging: Paged, asked: Told, document_id: Id | None = None) -> Response:
    """The mentions in effect: edited ones as edited, rejected ones left out. Days are those of publication."""
    found = reply.ledger.page(mention_list, replace(asked, document_id=document_id), paging.after, paging.most + 1)
    return reply.page(models.Mention, [(key, mention_json(one)) for key, one in found], paging)


@router.get("/mentions/{mention_id}", response_model=models.Evidence, summary="One mention with its evidence")
def mention(fresh: Freshly, mention_id: str) -> Response:
    """The mention (a rejected one too), its sentence read again from the stored text, and what reviewers said."""
    if fresh.ledger.mention(mention_id) is None:
        raise HTTPException(404, "The ledger holds no such mention.")
    evidence = fresh.ledger.evidence(mention_id)
    judgements = [models.Judged.model_validate(one) for one in fresh.ledger.corrections(mention_id)]
    told = models.Mention.model_validate(mention_json(evidence.mention))
    return fresh.one(models.Evidence(mention=told, sentence=evidence.sentence.text, judgements=judgements))


@router.get("/events", response_model=models.Page[models.Event], responses=TABLE, summary="Events, newest first")
def events(
    reply: Replying,
    paging: Paged,
    at: At,
    country: Id | None = None,
    event_type: EventType | None = None,
    cooperation: CooperationType | None = None,
    factuality: Factuality | None = None,
    since: Since = None,
) -> Response:
    """Merged: one event once, however many articles tell of it. `country` may be on either side."""
    asked = EventsAsked(country, event_type, cooperation, factuality, since, at.as_of, at.known_on)
    return reply.page(models.Event, reply.ledger.page(event_list, asked, paging.after, paging.most + 1), paging)


@router.get("/events/{event_id}", response_model=models.Event, summary="One event")
def event(fresh: Freshly, event_id: str, known_on: KnownOn = None) -> Response:
    """An event with the mentions that tell of it, as known on a day."""
    found = fresh.ledger.event(event_id, known_on=known_on)
    if found is None:
        raise HTTPException(404, "The ledger holds no such event, or knew of none on this day.")
    return fresh.one(models.Event.model_validate(found))
