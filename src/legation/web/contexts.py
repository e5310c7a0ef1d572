"""What pages show and the API answers: one context for both, read from the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

from legation.export.public_json import mention_json
from legation.ledger.evidence import Evidence
from legation.ledger.store import Ledger
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Event, EventMention
from legation.records.relationship import Relationship, State, Transition

VERSION = version("legation")
LATEST = 30
"""How many changes and events a page shows."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The world as of a day, as known on a day; None for the end of what the ledger holds."""

    as_of: date | None = None
    known_on: date | None = None

    def has_come(self, step: Transition) -> bool:
        """Whether a step lies within the world as of the day."""
        return self.as_of is None or step.valid_latest <= self.as_of


@dataclass(frozen=True, slots=True)
class Proof:
    """One sentence that a state rests on, the mentions read from it, and where it stands."""

    mention_ids: tuple[str, ...]
    document_id: str
    sentence: str
    title: str | None
    outlet: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a relationship, with every sentence behind it."""

    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State
    valid_from: date
    valid_latest: date
    precision: str
    known_from: date
    reported: bool
    expected_by: date | None
    confidence: float
    evidence: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One relationship: where it stands, how it came there, and what is said against it."""

    standing: Relationship
    steps: tuple[Step, ...]
    disputed_by: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class CountryCount:
    """An actor of the ledger and how many relationships it has."""

    actor_id: str
    name: str
    relationships: int


@dataclass(frozen=True, slots=True)
class Front:
    """The front page: what the ledger came to know last, and whom it knows of."""

    changes: tuple[Transition, ...]
    actors: tuple[CountryCount, ...]


@dataclass(frozen=True, slots=True)
class ActorPage:
    """One actor: its relationships, and its latest events with the article that first tells of each."""

    actor_id: str
    name: str
    relationships: tuple[Relationship, ...]
    events: tuple[tuple[Event, EventMention], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article and every mention read from it, in the JSON that `legation code` prints."""

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


@dataclass(frozen=True, slots=True)
class About:
    """The version of Legation, and how much the ledger holds."""

    version: str
    counts: dict[str, int]


def actor_name(actor_id: str) -> str:
    """The actor's usual name; an id that is not known stands for itself."""
    actor = load_knowledge().actors.get(actor_id)
    return actor.name if actor else actor_id


def front(ledger: Ledger, clocks: Clocks) -> Front:
    """The latest steps by the day on which they became known, and all actors with a relationship, by name."""
    steps = ledger.latest_transitions(LATEST, as_of=clocks.as_of, known_on=clocks.known_on)
    counted = ledger.actor_counts(as_of=clocks.as_of, known_on=clocks.known_on)
    actors = [
        CountryCount(actor_id, actor_name(actor_id), number) for actor_id, (number, _) in counted.items() if number
    ]
    return Front(tuple(steps), tuple(sorted(actors, key=lambda actor: (actor.name, actor.actor_id))))


def actor_page(ledger: Ledger, actor_id: str, clocks: Clocks) -> ActorPage | None:
    """An actor's relationships and latest events; None where the ledger holds neither and the actor is not known."""
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on, actor=actor_id)
    events = ledger.event_rows(country=actor_id, until=clocks.as_of, known_on=clocks.known_on)
    if not rows and not events and actor_id not in load_knowledge().actors:
        return None
    latest = [(event, ledger.mention(event.mentions[0])) for event in events[: -LATEST - 1 : -1]]
    told = tuple((event, mention) for event, mention in latest if mention)
    return ActorPage(actor_id, actor_name(actor_id), tuple(rows), told)


def lives(ledger: Ledger, clocks: Clocks, **chosen: str | None) -> tuple[Life, ...]:
    """The lives of relationships, each with its standing; `chosen` as in `Ledger.relationship_rows`."""
    steps: dict[tuple[str, str, bool, str], list[Step]] = {}
    for step in ledger.transitions(known_on=clocks.known_on, **chosen):
        if clocks.has_come(step):
            steps.setdefault(_row(step), []).append(_step(ledger, step))
    rows = ledger.relationship_rows(as_of=clocks.as_of, known_on=clocks.known_on, **chosen)
    return tuple(Life(row, tuple(steps[_row(row)]), proofs(ledger, row.disputed_by)) for row in rows)


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
    )


def about(ledger: Ledger) -> About:
    """What the ledger holds, and by which version it is read."""
    return About(VERSION, ledger.counts())


def proofs(ledger: Ledger, mention_ids: Iterable[str]) -> tuple[Proof, ...]:
    """The sentences behind mentions, each once; the text is read again for each, as always when evidence is shown."""
    told: dict[tuple[str, str, int], list[Evidence]] = {}
    for mention_id in mention_ids:
        evidence = ledger.evidence(mention_id)
        place = evidence.article.document_id, evidence.mention.field, evidence.sentence.start
        told.setdefault(place, []).append(evidence)
    return tuple(_proof(same) for same in told.values())


def _proof(same: Sequence[Evidence]) -> Proof:
    article, sentence, _ = same[0]
    return Proof(
        mention_ids=tuple(evidence.mention.mention_id for evidence in same),
        document_id=article.document_id,
        sentence=sentence.text,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
    )


def _step(ledger: Ledger, step: Transition) -> Step:
    return Step(
        provider=step.provider,
        recipient=step.recipient,
        mutual=step.mutual,
        type=step.type,
        state=step.state,
        valid_from=step.valid_from,
        valid_latest=step.valid_latest,
        precision=step.precision,
        known_from=step.known_from,
        reported=step.reported,
        expected_by=step.expected_by,
        confidence=step.confidence,
        evidence=proofs(ledger, step.evidence),
    )


def _row(row: Relationship | Transition) -> tuple[str, str, bool, str]:
    return row.provider, row.recipient, row.mutual, row.type


def by_partner(page: ActorPage) -> dict[str, Sequence[Relationship]]:
    """The relationships of an actor by the other side, the partner with most of them first."""
    found: dict[str, list[Relationship]] = {}
    for row in page.relationships:
        found.setdefault(row.recipient if row.provider == page.actor_id else row.provider, []).append(row)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), actor_name(item[0]))))
