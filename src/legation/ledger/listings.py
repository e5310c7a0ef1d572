"""Lists of what the ledger holds, the newest first, a page at a time.

A page begins after the last row of the one before (its key), so that what is added meanwhile shifts nothing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from legation.ledger.codec import read_article
from legation.ledger.database import Database, among, conditions
from legation.ledger.event_queries import EVENT, EventsAsked, event_of, event_order
from legation.ledger.read_tables import mentions_in_effect
from legation.records.article import Article
from legation.records.event import Event, EventMention

if TYPE_CHECKING:
    from legation.ledger.columns import Columns

Key = tuple[Any, ...]
"""What a list is sorted by; no two rows share one."""
A_contra = TypeVar("A_contra", contravariant=True)
T = TypeVar("T")


class Source(NamedTuple):
    """What lists are made from: the file, what is kept of it, the ways to records by id and to the events asked for."""

    database: Database
    columns: "Columns | None"
    articles: Callable[[Sequence[str]], Mapping[str, Article]]
    mentions: Callable[[Sequence[str]], Mapping[str, EventMention]]
    events: Callable[[EventsAsked], Sequence[Event]]


class Listing(Protocol[A_contra, T]):
    """A list: what is asked, the key after which the page begins (None: at the top), and how many rows it holds."""

    def __call__(self, source: Source, asked: A_contra, after: Key | None, most: int) -> list[tuple[Key, T]]: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in a list, without its text. `mentions` counts those in effect."""

    document_id: str
    title: str | None
    outlet: str | None
    published: date | None
    known_from: date
    url: str | None
    language: str
    not_coded: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles or mentions are asked for; None asks for all. Days are those of publication, both inclusive."""

    actor: str | None = None
    event_type: str | None = None
    cooperation: str | None = None
    factuality: str | None = None
    outlet: str | None = None
    document_id: str | None = None
    since: date | None = None
    until: date | None = None
    known_on: date | None = None

    @property
    def kind(self) -> dict[str, str]:
        """What a mention has to be, by column."""
        asked = {name: getattr(self, name) for name in ("event_type", "cooperation", "factuality")}
        return {name: value for name, value in asked.items() if value is not None}

    def facts(self) -> tuple[list[str], list[object]]:
        """What is asked of mentions, as conditions on `facts`."""
        asked: list[tuple[str, object]] = [(f"{name} = ?", value) for name, value in self.kind.items()]
        asked.append(("(list_contains(source, ?) OR list_contains(target, ?))", self.actor))
        return conditions(asked)

    def documents(self) -> tuple[list[str], list[object]]:
        """What is asked of articles, as conditions on `documents`."""
        return conditions(
            [
                ("document_id = ?", self.document_id),
                ("outlet = ?", self.outlet and self.outlet.strip().casefold()),
                ("published >= ?", self.since),
                ("published <= ?", self.until),
                ("known_from <= ?", self.known_on),
            ]
        )


def article_list(source: Source, asked: Asked, after: Key | None, most: int) -> list[tuple[Key, Listed]]:
    """Articles by the day from which they are known; those of a mention asked for, where one is."""
    where, parameters = asked.documents()
    told, values = asked.facts()
    if told:
        where.append(f"document_id IN (SELECT document_id FROM facts WHERE {' AND '.join(told)})")
        parameters += values
    if after:
        where.append("(known_from, document_id) < (?, ?)")
        parameters += after
    rows = source.database.rows(
        "SELECT document_id, known_from, outlet FROM documents "
        f"WHERE {' AND '.join(where) or 'true'} ORDER BY known_from DESC, document_id DESC LIMIT ?",
        [*parameters, most],
    )
    ids = [row[0] for row in rows]
    articles, numbers = source.articles(ids), _numbers_of_mentions(source.database, ids)
    return [
        ((known_from, one), _listed(articles[one], known_from, outlet, numbers.get(one, 0)))
        for one, known_from, outlet in rows
    ]


def _numbers_of_mentions(database: Database, document_ids: Sequence[str]) -> dict[str, int]:
    where, parameters = among("document_id", document_ids)
    return dict(database.rows(f"SELECT document_id, count(*) FROM facts WHERE {where} GROUP BY 1", parameters))


def mention_list(source: Source, asked: Asked, after: Key | None, most: int) -> list[tuple[Key, EventMention]]:
    """The mentions in effect by the day from which they are known."""
    days = _days_of_mentions(source, asked, after, most)
    found = source.mentions([mention_id for _, mention_id in days])
    return [((day, mention_id), found[mention_id]) for day, mention_id in days]


def _days_of_mentions(source: Source, asked: Asked, after: Key | None, most: int) -> list[tuple[date, str]]:
    others = asked.outlet, asked.document_id, asked.since, asked.until
    if source.columns and asked.actor and others == (None,) * 4:
        kept = source.columns.mentions(asked.actor, asked.kind, asked.known_on or date.max)
        return [key for key in kept if after is None or key < after][:most]
    where, parameters = asked.documents()
    told, values = asked.facts()
    if after:
        where.append("(known_from, mention_id) < (?, ?)")
        parameters += after
    return source.database.rows(
        "SELECT known_from, mention_id FROM facts JOIN documents USING (document_id) "
        f"WHERE {' AND '.join([*told, *where]) or 'true'} ORDER BY known_from DESC, mention_id DESC LIMIT ?",
        [*values, *parameters, most],
    )


_DAY = "coalesce(start_date, end_date, first_reported, DATE '9999-12-31')"


def event_list(source: Source, asked: EventsAsked, after: Key | None, most: int) -> list[tuple[Key, Event]]:
    """Merged events by their day (of an event without one, that of its first report)."""
    if asked.known_on is not None or asked.named:
        keyed = [(event_order(event), event) for event in reversed(source.events(asked))]
        return [(key, event) for key, event in keyed if after is None or key < tuple(after)][:most]
    where, parameters = asked.conditions()
    if after:
        where.append(f"({_DAY}, event_id) < (?, ?)")
        parameters += after
    rows = source.database.rows(
        f"SELECT {', '.join(EVENT)} FROM events WHERE {' AND '.join(where) or 'true'} "
        f"ORDER BY {_DAY} DESC, event_id DESC LIMIT ?",
        [*parameters, most],
    )
    return [(event_order(event), event) for event in map(event_of, rows)]


@dataclass(frozen=True, slots=True)
class Told:
    """An article with its mentions in effect, the day from which it is known, and who published it."""

    article: Article
    known_from: date
    outlet: str | None
    mentions: tuple[EventMention, ...]

    def listed(self) -> Listed:
        """The same as a row of a list."""
        return _listed(self.article, self.known_from, self.outlet, len(self.mentions))


def _listed(article: Article, known_from: date, outlet: str | None, mentions: int) -> Listed:
    return Listed(
        document_id=article.document_id,
        title=article.title,
        outlet=outlet,
        published=article.published,
        known_from=known_from,
        url=article.url,
        language=article.language,
        not_coded=article.not_coded,
        mentions=mentions,
    )


def told(database: Database, document_ids: Sequence[str]) -> list[Told]:
    """Several articles at once; ids that do not exist are left out."""
    ids = list(document_ids)
    mentions: dict[str, list[EventMention]] = {}
    for same in mentions_in_effect(database, ids):
        mentions[same[0].document_id] = same
    rows = database.rows(
        "SELECT document_id, record, known_from, outlet FROM documents "
        "WHERE rowid IN (SELECT rowid FROM documents WHERE document_id IN (SELECT unnest(?)))",
        [ids],
    )
    return [
        Told(read_article(record), known_from, outlet, tuple(mentions.get(document_id, ())))
        for document_id, record, known_from, outlet in rows
    ]


def relationship_counts(
    database: Database, as_of: date | None = None, known_on: date | None = None, columns: "Columns | None" = None
) -> Mapping[str, int]:
    """How many relationships each actor has, of those begun and known by these days."""
    days = as_of or date.max, known_on or date.max
    if columns is not None:
        return columns.relationship_counts(*days)
    rows = database.rows(
        "WITH begun AS (SELECT DISTINCT provider, recipient, row_key FROM transitions "
        "WHERE valid_latest <= ? AND known_from <= ?) "
        "SELECT side, count(*) FROM (SELECT provider AS side FROM begun "
        "UNION ALL SELECT recipient FROM begun WHERE recipient <> provider) GROUP BY side ORDER BY side",
        days,
    )
    return dict(rows)


def event_counts(database: Database, columns: "Columns | None" = None) -> Mapping[str, int]:
    """How many events each actor has."""
    if columns is not None:
        return columns.event_counts()
    sides = "SELECT unnest(list_distinct(source || target)) AS side FROM events"
    return dict(database.rows(f"SELECT side, count(*) FROM ({sides}) GROUP BY side ORDER BY side"))


@dataclass(frozen=True, slots=True)
class Pair:
    """A provider and a recipient, with the first and the last day of a step between them."""

    provider: str
    recipient: str
    first: date
    last: date


def pairs(
    database: Database, states: Iterable[str], actor: str | None = None, known_on: date | None = None
) -> list[Pair]:
    """Who was ever in one of these states with whom, by the steps known on a day; with `actor` on either side."""
    where, parameters = conditions(
        [
            ("state IN (SELECT unnest(?))", [str(state) for state in states]),
            ("? IN (provider, recipient)", actor),
            ("known_from <= ?", known_on),
        ]
    )
    rows = database.rows(
        "SELECT provider, recipient, min(valid_latest), max(valid_latest) FROM transitions "
        f"WHERE {' AND '.join(where)} GROUP BY provider, recipient ORDER BY provider, recipient",
        parameters,
    )
    return [Pair(*row) for row in rows]
