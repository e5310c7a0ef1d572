"""All that one brief reads from the ledger, on its two clocks: rows, steps, events, and what follows from them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from legation.analysis.alignment import alignment_series
from legation.analysis.calendar import Planned, calendar
from legation.analysis.comparisons import Comparison, Known, comparisons
from legation.analysis.lives import Key, Lives, key_of, lives_of
from legation.analysis.momentum import Momentum, momentum
from legation.analysis.shifts import Shift, shifts
from legation.briefs.brief import RecordRef
from legation.briefs.read_once import ReadOnce
from legation.briefs.subject import Subject
from legation.briefs.substance import Substance, substance
from legation.errors import LedgerError
from legation.ledger.evidence import check_spans
from legation.ledger.relationships import independent
from legation.ledger.store import Ledger
from legation.records.article import Article
from legation.records.event import Event, EventMention, Factuality
from legation.records.relationship import Relationship, State, Transition

LOOKED_AT = 12
"""How many of a record's mentions are considered for citing."""
MOST_COMPARED = 12
"""Of how many countries a topic's comparisons are made."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief is about: its subject, a period (None: open), and the days on the two clocks (None: the latest)."""

    subject: Subject
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outlets:
    """How many independent outlets a set of mentions comes from."""

    count: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How a relationship came to where it stands: the state before this one (None: it is the first that is known)."""

    before: State | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """The subject's name, in titles and within sentences, with what is known of it."""

    name: str
    running: str
    evidence: tuple[str, ...]


class View:
    """Reads the ledger for one scope; what was read once is kept for as long as the view lives."""

    def __init__(self, ledger: Ledger, scope: Scope) -> None:
        self.scope = scope
        self._ledger = ledger
        self._mentions = ReadOnce(ledger.mentions_by_id)
        self._articles = ReadOnce(ledger.articles_by_id)
        self._told = ReadOnce(lambda ids: {told.article.document_id: told for told in ledger.told(ids)})
        self._provenances = ReadOnce(ledger.provenances)
        self._further: dict[Key, tuple[Transition, ...]] = {}
        self._beyond: dict[Key, Relationship | None] = {}

    @cached_property
    def relationships(self) -> dict[Key, Relationship]:
        """Where the subject's relationships stand."""
        scope = self.scope
        rows = self._ledger.relationship_rows(as_of=scope.as_of, known_on=scope.known_on, **self._asked())
        return {key_of(row): row for row in sorted(rows, key=lambda row: self._member(key_of(row)))}

    @cached_property
    def lives(self) -> Lives:
        """The steps of the subject's relationships."""
        return dict(sorted(self._lives(**self._asked()).items(), key=lambda life: self._member(life[0])))

    def _asked(self) -> dict[str, Any]:
        """The subject as a question about relationships."""
        subject = self.scope.subject
        match subject.kind:
            case "topic":
                return {"type": subject.type}
            case "dyad":
                return {"country": subject.members[0], "actor": subject.members[1]}
            case "country" | "region":
                return {"any_of": subject.members}

    def _member(self, key: Key) -> int:
        """Which of the subject's actors a relationship is told with: the first that is a side of it."""
        members = self.scope.subject.members
        return next((place for place, one in enumerate(members) if one in key[:2]), 0)

    def _lives(self, **asked: Any) -> Lives:  # noqa: ANN401 - as `relationship_queries.Chosen` has them
        return lives_of(self._ledger.transitions(known_on=self.scope.known_on, **asked), self.scope.as_of)

    def life(self, key: Key) -> tuple[Transition, ...]:
        """The steps of one relationship, also of one that the subject is compared with."""
        if key not in self.lives and key not in self._further:
            self._further[key] = self._lives(provider=key[0], recipient=key[1], type=key[3]).get(key, ())
        return self.lives.get(key) or self._further[key]

    @cached_property
    def events(self) -> dict[str, Event]:
        """The subject's events: those that had happened, or were spoken of, by the day of the brief."""
        subject, asked = self.scope.subject, self._asked()
        if subject.kind == "topic":
            asked = {"cooperation": subject.type}
        elif subject.kind == "dyad":
            asked = {"country": subject.members[0], "other": subject.members[1]}
        rows = self._ledger.event_rows(known_on=self.scope.known_on, **asked)
        return {event.event_id: event for event in rows if self._by_then(event)}

    def _by_then(self, event: Event) -> bool:
        as_of = self.scope.as_of
        ahead = event.factuality in (Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED)
        told = event.first_reported if ahead else event.start_date or event.end_date or event.first_reported
        return as_of is None or told is None or told <= as_of

    @cached_property
    def day(self) -> date | None:
        """The day on which the brief looks at things: as asked, else the last day of which the ledger knows."""
        scope = self.scope
        return scope.as_of or scope.end or scope.known_on or self._ledger.latest_day()

    @cached_property
    def plans(self) -> list[Planned]:
        """What is planned as seen on that day."""
        if self.day is None:
            return []
        return calendar(self.relationships.values(), list(self.events.values()), self.day)

    def within(self, step: Transition) -> bool:
        """Whether a step was taken within the period."""
        return Known("", {}, self.scope.start, self.scope.end).within(step)

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """The computed facts, each told of one country among all that the ledger knows of it."""
        subject = self.scope.subject
        found = [
            fact
            for country, lives in self._compared()
            for fact in comparisons(Known(country, lives, self.scope.start, self.scope.end))
        ]
        if subject.kind == "dyad":
            return [fact for fact in found if fact.partner == subject.members[1]]
        return [fact for fact in found if subject.type in (None, fact.subject[3])]

    def _compared(self) -> list[tuple[str, Lives]]:
        """The countries that comparisons are about, each with all its lives; of a topic the most frequent ones."""
        subject = self.scope.subject
        if subject.kind == "topic":
            homes = Counter(subject.home(*key[:2]) for key in self.lives)
            return [(country, self._lives(country=country)) for country, _ in homes.most_common(MOST_COMPARED)]
        if subject.kind == "region":
            return [(one, {key: life for key, life in self.lives.items() if one in key[:2]}) for one in subject.members]
        home = subject.members[0]
        return [(home, self.lives if subject.kind == "country" else self._lives(country=home))]

    @cached_property
    def momentum(self) -> Momentum | None:
        """How much goes on between the two of a dyad beside their own past; None for other subjects, or no day."""
        subject = self.scope.subject
        if subject.kind != "dyad" or self.day is None:
            return None
        return momentum(subject.members[1], subject.members[0], list(self.events.values()), self.day)

    @cached_property
    def shifts(self) -> list[Shift]:
        """The lasting changes of a country's alignment within the period; none for other subjects."""
        subject, scope = self.scope.subject, self.scope
        if subject.kind != "country":
            return []
        events = list(self.events.values())
        found = shifts(alignment_series(subject.members[0], self.lives, events), self.lives, events)
        return [
            shift
            for shift in found
            if (scope.start is None or scope.start <= shift.month) and (scope.end is None or shift.month <= scope.end)
        ]

    def relationship(self, key: Key) -> Relationship | None:
        """Where one relationship stands, also one that the subject is compared with; None where there is none."""
        if key not in self.relationships and key not in self._beyond:
            asked = {"provider": key[0], "recipient": key[1], "type": key[3]}
            rows = self._ledger.relationship_rows(as_of=self.scope.as_of, known_on=self.scope.known_on, **asked)
            self._beyond[key] = next((row for row in rows if key_of(row) == key), None)
        return self.relationships.get(key) or self._beyond[key]

    def read(self, mention_ids: Iterable[str]) -> None:
        """Reads at once the mentions, and the articles that they are in, of which single ones will be asked for."""
        ids = list(mention_ids)
        self._mentions.ahead(ids)
        self._articles.ahead(mention.document_id for one in ids if (mention := self.mention(one)))

    def read_evidence(self, records: Iterable[Any]) -> None:
        """Reads at once what is considered for citing these records."""
        self.read(one for record in records for one in evidence_of(record)[:LOOKED_AT])

    def read_outlets(self, records: Iterable[Any]) -> None:
        """Reads at once where the evidence of these records was published, of which `outlets` will be asked."""
        self._provenances.ahead(one for record in records for one in evidence_of(record))

    def mention(self, mention_id: str) -> EventMention | None:
        """A mention; None where there is none."""
        return self._mentions.get(mention_id)

    def article(self, document_id: str) -> Article | None:
        """An article; None where there is none."""
        return self._articles.get(document_id)

    def substance(self, key: Key) -> Substance | None:
        """What a relationship is about, by the first of its reports that tells; None where none does."""
        row = self.relationship(key)
        evidence = row.evidence[:LOOKED_AT] if row else ()
        self._mentions.ahead(evidence)
        documents = dict.fromkeys(mention.document_id for one in evidence if (mention := self.mention(one)))
        self._told.ahead(documents)
        for told in (told for one in documents if (told := self._told.get(one))):
            own = [one for one in told.mentions if row and one.mention_id in row.evidence]
            if found := substance(key, own, told.article, told.mentions):
                return found
        return None

    def reread(self, mention_id: str) -> None:
        """Reads a mention's spans again. Raises LedgerError where the stored text does not hold them."""
        mention = self.mention(mention_id)
        article = self.article(mention.document_id) if mention else None
        if mention is None or article is None:
            raise LedgerError(f"there is no mention {mention_id}")
        check_spans(article, mention)

    def outlets(self, mention_ids: Sequence[str]) -> Outlets:
        """How many independent outlets these mentions come from."""
        ids = tuple(mention_ids)
        self._provenances.ahead(ids)
        return Outlets(independent(known for one in ids if (known := self._provenances.get(one))), ids)

    def record(self, ref: RecordRef) -> Any:  # noqa: ANN401 - any record; claims name their fields
        """The record that a claim is about; None where the ledger does not have it."""
        key: Any = ref.key
        match ref.kind:
            case "relationship":
                return self.relationship(key)
            case "step":
                life = self.life(key[:4])
                return life[key[4]] if 0 <= key[4] < len(life) else None
            case "event":
                return self.events.get(key[0])
            case "mention":
                return self.mention(key[0])
            case "comparison":
                found = (one for one in self.comparisons if (one.kind, one.country, *one.subject) == key)
                return next(found, None)
            case "subject":
                evidence = tuple(one for row in self.relationships.values() for one in row.evidence)
                return Named(self.scope.subject.name, self.scope.subject.running, evidence)
            case "momentum":
                return self.momentum
            case "shift":
                return next((one for one in self.shifts if (one.pole, one.month) == key), None)
            case "substance":
                return self.substance(key)
            case "plan":
                return next((one for one in self.plans if (one.key or (one.event_id,)) == key), None)
            case "course":
                steps = self.life(key)[-2:]
                evidence = tuple(one for step in steps[::-1] for one in step.evidence)
                return Course(steps[0].state if len(steps) > 1 else None, evidence) if steps else None
            case "outlets":
                record = self.record(counted(ref))
                return None if record is None else self.outlets(evidence_of(record))


def counted(outlets: RecordRef) -> RecordRef:
    """The record whose outlets a reference of the kind "outlets" is about."""
    kind: Any = outlets.key[0]
    return RecordRef(kind, outlets.key[1:])


def evidence_of(record: Any) -> tuple[str, ...]:  # noqa: ANN401 - any record that `View.record` gives
    """The mentions that a record rests on."""
    match record:
        case EventMention():
            return (record.mention_id,)
        case Event():
            return record.mentions
        case Relationship():
            return (*record.evidence, *record.disputed_by)
        case _:
            return tuple(record.evidence)


def value_of(record: Any, path: str) -> Any:  # noqa: ANN401 - any field of any record
    """The value at a dotted path ("source.0.name"). Raises AttributeError or IndexError where there is none."""
    for part in path.split("."):
        record = record[int(part)] if part.isdigit() else getattr(record, part)
    return record
