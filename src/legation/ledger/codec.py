"""Records to JSON and back, as they are kept in the ledger."""

from pydantic import TypeAdapter

from legation.records.article import Article
from legation.records.event import EventMention

_ARTICLE = TypeAdapter(Article)
_MENTION = TypeAdapter(EventMention)


def article_json(article: Article) -> str:
    """An article as JSON; fields at their default are left out."""
    return _ARTICLE.dump_json(article, exclude_defaults=True).decode()


def read_article(text: str) -> Article:
    """The article that `article_json` wrote."""
    return _ARTICLE.validate_json(text)


def mention_json(mention: EventMention) -> str:
    """A mention as JSON; fields at their default are left out."""
    return _MENTION.dump_json(mention, exclude_defaults=True).decode()


def read_mention(text: str) -> EventMention:
    """The mention that `mention_json` wrote. Raises pydantic.ValidationError where the text is no mention."""
    return _MENTION.validate_json(text)
