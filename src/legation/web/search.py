"""Full-text search: an index beside the ledger, which follows the ledger's revision.

It holds each mention's sentence and each article's text as documents of one shape, so that both are found by words
and narrowed by facets alike. It can be deleted at any time: it is made anew from the ledger. What is there of it can be
searched meanwhile, and the next run goes on where one was cut off.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any

import tantivy

from legation.ledger.listings import Told
from legation.ledger.store import Ledger
from legation.ontology.knowledge import load_knowledge
from legation.records.event import EventMention

FACETS = ("actor", "sector", "event_type", "cooperation", "factuality", "year", "outlet", "confidence")
"""What can be narrowed by."""
CHOICES = 12
"""How many values of a facet are counted out."""
DEEPEST = 10_000
"""How far down a list of results may be paged."""
_SHAPE = 2
"""Grows when the documents of the index change; an index of another shape is made anew."""
_AT_ONCE = 1000
_COMMITTED = 10.0
"""Seconds after which what was taken in can be found."""
_HEAP = 32_000_000
_WORDS = {"sentence": 2.0, "title": 2.0, "who": 1.0, "text": 1.0}
"""The fields that words are looked for in, and how much a word there weighs (our choice)."""
_SPELT = ("sentence", "title", "who")
"""Those of a mention."""


class Scope(StrEnum):
    """What is looked for: sentences that were coded, or whole articles."""

    SENTENCES = "sentences"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: words (all of them, or any; "in quotes" as a phrase), one value a facet, days of publication."""

    words: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    known_on: date | None = None
    scope: Scope = Scope.SENTENCES
    any_word: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, the ids of a page of them, best first, and each facet's commonest values, counted.

    `lacking`: how many articles cannot be found yet, since the index is still being made.
    """

    total: int
    ids: tuple[str, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    revision: int
    lacking: int = 0


class Index:
    """The index in a folder. One process has it open, as it has the ledger."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        """Opens the index of a ledger; one of another ledger, or of a later state of this one, is begun anew."""
        self._folder = folder
        self._lock = Lock()
        self._writer: Any = None
        self._lacking = 0
        self._analyzer = _analyzer()
        self._index, self._state = _opened(folder)
        if self._state["identity"] not in (None, ledger.identity()) or self.revision > ledger.revision():
            shutil.rmtree(folder)
            self._index, self._state = _opened(folder)

    @property
    def revision(self) -> int:
        """The ledger's revision that this follows; -1 before it followed any."""
        return int(self._state["revision"])

    @property
    def lacking(self) -> int:
        """How many articles cannot be found yet, while the index is made for the first time."""
        return self._lacking

    def follow(self, ledger: Ledger, rest: Callable[[float], bool] = lambda seconds: True) -> None:
        """Brings the index to the ledger's revision.

        `rest` is told how long each part took: it may let others work, and ends it all with False. Documents that
        changed are taken out and put in again, so an update that was cut off does no harm.
        """
        with self._lock:
            while self.revision < (revision := ledger.revision()):
                if not self._go_on(ledger, int(self._state["towards"] or revision), rest):
                    return

    def _go_on(self, ledger: Ledger, towards: int, rest: Callable[[float], bool]) -> bool:
        """Takes in what changed since the index's revision, from where an earlier run was cut off; False where ended.

        What changed after `towards` may have been taken in before it did: it is taken in again from there.
        """
        state = {"shape": _SHAPE, "identity": ledger.identity(), "revision": self.revision, "towards": towards}
        changed, begun, committed = ledger.changed_since(self.revision), int(self._state["done"]), time.monotonic()
        for begin in range(begun, len(changed), _AT_ONCE):
            started = time.monotonic()
            self._lacking = len(changed) - begin if self.revision < 0 else 0
            self._take(ledger, changed[begin : begin + _AT_ONCE], fresh=self.revision < 0 and begin > begun)
            if time.monotonic() - committed > _COMMITTED:
                self._commit(state | {"done": begin + _AT_ONCE})
                committed = time.monotonic()
            if not rest(time.monotonic() - started):
                return False
        self._commit(state | {"revision": towards, "towards": None, "done": 0})
        if len(changed) - begun > _AT_ONCE:
            self._finish()
        self._lacking = 0
        return True

    def _commit(self, state: Mapping[str, Any]) -> None:
        if self._writer is not None:
            self._writer.commit()
            self._index.reload()
        self._keep(state)

    def _finish(self) -> None:
        """Lets the writer go, with the memory that it takes."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def find(self, query: Query, start: int = 0, most: int = 20) -> Found:
        """The results from `start` on: by how well they fit the words, or the newest first where there are none."""
        revision, searcher = self.revision, self._index.searcher()
        asked = self._asked(query)
        order = None if query.words.strip() else "day"
        result = searcher.search(asked, most, count=True, order_by_field=order, offset=start)
        ids = tuple(str(searcher.doc(address)["id"][0]) for _, address in result.hits)
        counted = searcher.aggregate(asked, {name: {"terms": {"field": name, "size": CHOICES}} for name in FACETS})
        facets = {name: tuple((one["key"], one["doc_count"]) for one in counted[name]["buckets"]) for name in FACETS}
        return Found(int(result.count or 0), ids, facets, revision, self.lacking)

    def near(self, word: str, slips: int, most: int = 50) -> tuple[str, ...]:
        """Mentions with a word that is this one but for so many slips of the pen (letters changed or swapped)."""
        schema, must, may = self._index.schema, tantivy.Occur.Must, tantivy.Occur.Should
        terms = self._analyzer.analyze(word)[:1]
        fields = [(may, tantivy.Query.fuzzy_term_query(schema, name, term, slips)) for name in _SPELT for term in terms]
        scope = (must, tantivy.Query.term_query(schema, "scope", Scope.SENTENCES.value))
        searcher = self._index.searcher()
        asked = tantivy.Query.boolean_query([scope, (must, tantivy.Query.boolean_query(fields))])
        return tuple(str(searcher.doc(address)["id"][0]) for _, address in searcher.search(asked, most).hits)

    def close(self) -> None:
        """Waits for what is being written."""
        with self._lock:
            self._finish()

    def _write(self) -> Any:  # noqa: ANN401 - tantivy is untyped
        if self._writer is None:
            self._writer = self._index.writer(_HEAP, 1)
        return self._writer

    def _take(self, ledger: Ledger, document_ids: Sequence[str], *, fresh: bool) -> None:
        """Takes documents in; what the index holds of them goes, unless they are known to be fresh."""
        writer = self._write()
        for document_id in () if fresh else document_ids:
            writer.delete_documents_by_term("document_id", document_id)
        for told in ledger.told(document_ids):
            for document in _documents(told):
                writer.add_document(document)

    def _keep(self, state: Mapping[str, Any]) -> None:
        draft = self._folder / "state.new"
        draft.write_text(json.dumps(state), encoding="utf-8")
        draft.replace(self._folder / "state.json")
        self._state = state

    def _asked(self, query: Query) -> Any:  # noqa: ANN401 - tantivy is untyped
        schema, must = self._index.schema, tantivy.Occur.Must
        parts = [(must, tantivy.Query.term_query(schema, "scope", query.scope.value))]
        if query.words.strip():
            words, _ = self._index.parse_query_lenient(
                query.words, list(_WORDS), field_boosts=_WORDS, conjunction_by_default=not query.any_word
            )
            parts.append((must, words))
        for name, value in query.facets.items():
            parts.append((must, tantivy.Query.term_query(schema, name, value)))
        days = (("day", query.since, query.until), ("known", None, query.known_on))
        for name, first, last in days:
            if first or last:
                bounds = _number(first or date.min), _number(last or date.max)
                parts.append((must, tantivy.Query.range_query(schema, name, tantivy.FieldType.Unsigned, *bounds)))
        return tantivy.Query.boolean_query(parts)


def facet_values(mention: EventMention) -> dict[str, set[str]]:
    """What a mention is narrowed by; year and outlet are its article's."""
    sides = (*mention.source, *mention.target)
    sure = mention.confidence
    return {
        "actor": {side.actor_id for side in sides if side.actor_id},
        "sector": {sector for side in sides for sector in side.sector[:1]},
        "event_type": {mention.event_type},
        "cooperation": {mention.cooperation.type} if mention.cooperation else set(),
        "factuality": {mention.factuality.value},
        "confidence": {"high" if sure >= 0.8 else "middle" if sure >= 0.5 else "low"},
    }


def _opened(folder: Path) -> tuple[Any, Mapping[str, Any]]:
    """The index in a folder with what it follows; made anew where it is of another shape or cannot be read."""
    fresh: Mapping[str, Any] = {"shape": _SHAPE, "identity": None, "revision": -1, "towards": None, "done": 0}
    try:
        state = json.loads((folder / "state.json").read_text(encoding="utf-8"))
        if state["shape"] == _SHAPE:
            return _with_words(tantivy.Index(_schema(), str(folder))), state
    except (OSError, ValueError, KeyError):
        pass  # none yet, or one that was cut off: either way there is nothing to keep
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return _with_words(tantivy.Index(_schema(), str(folder))), fresh


def _schema() -> Any:  # noqa: ANN401 - tantivy is untyped
    made = tantivy.SchemaBuilder()
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("document_id", "scope"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _WORDS:
        made.add_text_field(name, tokenizer_name="words")
    for name in FACETS:
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("day", "known"):
        made.add_unsigned_field(name, indexed=True, fast=True)
    return made.build()


def _with_words(index: Any) -> Any:  # noqa: ANN401 - tantivy is untyped
    index.register_tokenizer("words", _analyzer())
    return index


def _analyzer() -> Any:  # noqa: ANN401 - tantivy is untyped
    """Words are found whatever their case, accents and endings; those of more than 60 letters are none."""
    steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(60), tantivy.Filter.ascii_fold(), tantivy.Filter.lowercase()):
        steps = steps.filter(step)
    return steps.filter(tantivy.Filter.stemmer("english")).build()


def _documents(told: Told) -> Iterator[Any]:
    """The article, and each of its mentions."""
    article, values = told.article, [facet_values(mention) for mention in told.mentions]
    every = {name: set(chain.from_iterable(one[name] for one in values)) for name in FACETS[:5]}
    whole = {"title": article.title or "", "text": article.text}
    yield _document(told, article.document_id, Scope.ARTICLES, whole, every)
    for mention, narrowed in zip(told.mentions, values, strict=True):
        words = {"sentence": mention.sentence.text, "title": article.title or "", "who": names_of(mention)}
        yield _document(told, mention.mention_id, Scope.SENTENCES, words, narrowed)


def _document(told: Told, id: str, scope: Scope, words: Mapping[str, str], narrowed: Mapping[str, set[str]]) -> Any:  # noqa: ANN401 - tantivy is untyped
    made = tantivy.Document()
    published = told.article.published
    around = {"year": {str(published.year)} if published else set(), "outlet": {told.outlet} if told.outlet else set()}
    single = {"id": id, "document_id": told.article.document_id, "scope": scope.value, **words}
    for name, value in single.items():
        made.add_text(name, value)
    for name, values in (*narrowed.items(), *around.items()):
        for value in sorted(values):
            made.add_text(name, value)
    made.add_unsigned("day", _number(published) if published else 0)
    made.add_unsigned("known", _number(told.known_from))
    return made


def names_of(mention: EventMention) -> str:
    """The names of the actors that the sides were linked to, whatever the text calls them."""
    ids = {side.actor_id for side in (*mention.source, *mention.target) if side.actor_id}
    return "; ".join(filter(None, map(_name_of, sorted(ids))))


@cache
def _name_of(actor_id: str) -> str | None:
    actor = load_knowledge().actors.get(actor_id)
    return actor.name if actor else None


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
