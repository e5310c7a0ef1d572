"""An article: its text, and every mention read from it with the event that it tells of."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from legation.export.public_json import mention_json
from legation.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article and every mention read from it, in the JSON that `legation code` prints; `events` by mention id."""

    document_id: str
    title: str | None
    dek: str | None
    byline: str | None
    published: date | None
    url: str | None
    outlet: str | None
    language: str
    not_coded: str | None
    text: str
    mentions: list[dict[str, Any]]
    events: dict[str, str]


def article_page(ledger: Ledger, document_id: str) -> ArticlePage | None:
    """An article with its mentions; None where there is none."""
    article = ledger.article(document_id)
    if article is None:
        return None
    return ArticlePage(
        document_id=article.document_id,
        title=article.title,
        dek=article.dek,
        byline=article.byline,
        published=article.published,
        url=article.url,
        outlet=article.outlet,
        language=article.language,
        not_coded=article.not_coded,
        text=article.text,
        mentions=[mention_json(mention) for mention in ledger.mentions(document_id)],
        events=ledger.events_told_by(document_id),
    )
