"""Search: sentences by words and facets, as the index finds them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from legation.ledger.store import Ledger
from legation.records.event import EventMention
from legation.web.search import Index, Query
from legation.web.spelling import actors_meant, respelt

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found: how many mentions, those of this page by sentence, and per facet its values with their counts.

    Where nothing holds all words: the actors that may have been meant, the words spelt as the ledger has them, and what
    holds some of them, most first (`some`). `lacking`: how many articles cannot be found yet.
    """

    total: int
    hits: tuple[tuple[EventMention, ...], ...]
    choices: Mapping[str, tuple[tuple[str, int], ...]]
    meant: tuple[str, ...] = ()
    respelt: str | None = None
    lacking: int = 0
    some: bool = False


def search(index: Index, ledger: Ledger, query: Query, start: int = 0) -> SearchPage:
    """The sentences found, from result `start` on; one that was rejected a moment ago is left out."""
    found = index.find(query, start, PER_PAGE)
    if not found.total and query.words:
        meant, spelt = actors_meant(ledger, query.words), respelt(index, ledger, query)
        some = SearchPage(0, (), {}, lacking=found.lacking)
        if not query.any_word and len(query.words.split()) > 1:
            some = search(index, ledger, replace(query, any_word=True), start)
        return replace(some, meant=meant, respelt=spelt, some=bool(some.hits))
    mentions = ledger.mentions_by_id(found.ids)
    sentences: dict[tuple[str, str, int], list[EventMention]] = {}
    for mention in (mentions[one] for one in found.ids if one in mentions):
        sentences.setdefault((mention.document_id, mention.field, mention.sentence.start), []).append(mention)
    return SearchPage(found.total, tuple(map(tuple, sentences.values())), found.facets, lacking=found.lacking)
