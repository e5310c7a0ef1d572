"""Every named read query: rows of records, on both clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from legation.ledger.codec import read_article, read_mention
from legation.ledger.corrections import corrections_of, in_effect
from legation.ledger.database import Database
from legation.ledger.read_tables import lives, merged_events
from legation.ledger.relationships import Life, Note, Provenance, Step
from legation.ontology.cooperation import load_lifecycle
from legation.ontology.knowledge import load_knowledge
from legation.ontology.parts import with_parts
from legation.records.article import Article, Problem
from legation.records.event import Event, EventMention, Factuality
from legation.records.place import Quantity
from legation.records.relationship import Relationship, State, Transition

_TRANSITION = tuple(field.name for field in fields(Transition))
_EVENT = tuple(field.name for field in fields(Event))
_EITHER = "(list_contains(source, ?) OR list_contains(target, ?))"
_AT_ONCE = 200
_OPEN = frozenset(State) - {State.ENDED, State.REJECTED}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which relationships are asked for; None asks for all. `country` and `actor` may be on either side.

    With `parts`, those of an actor's missions, organs and contractors are asked for too.
    """

    country: str | None = None
    actor: str | None = None
    provider: str | None = None
    recipient: str | None = None
    type: str | None = None
    parts: bool = False
    among: tuple[str, ...] | None = None
    """Both sides are of these."""

    def condition(self) -> tuple[str, list[object]]:
        """The same as SQL, with its parameters."""
        parts: list[str] = ["true"]
        parameters: list[object] = []
        for side in (self.country, self.actor):
            if side is not None:
                parts.append("(provider IN (SELECT unnest(?)) OR recipient IN (SELECT unnest(?)))")
                parameters += [self._meant(side)] * 2
        for mine, other, actor in (("provider", "recipient", self.provider), ("recipient", "provider", self.recipient)):
            if actor is not None:
                parts.append(f"({mine} IN (SELECT unnest(?)) OR (mutual AND {other} IN (SELECT unnest(?))))")
                parameters += [self._meant(actor)] * 2
        if self.type is not None:
            parts.append("type = ?")
            parameters.append(self.type)
        if self.among is not None:
            parts.append("provider IN (SELECT unnest(?)) AND recipient IN (SELECT unnest(?))")
            parameters += [list(self.among), list(self.among)]
        return " AND ".join(parts), parameters

    def _meant(self, actor: str) -> list[str]:
        return list(with_parts(load_knowledge(), actor)) if self.parts else [actor]


def life_histories(database: Database, chosen: Chosen, known_on: date | None = None) -> dict[str, Life]:
    """The lives of the chosen relationships, as known on a day (default: all that the ledger knows).

    What was known on a day is made from the claims published by then; all else is read from the derived tables.
    """
    condition, parameters = chosen.condition()
    if known_on is not None:
        return lives(database, condition, parameters, known_on)
    steps: dict[str, list[Step]] = {}
    for key, last_told, *cells in database.rows(
        f"SELECT row_key, last_told, {', '.join(_TRANSITION)} FROM transitions WHERE {condition} "
        "ORDER BY row_key, step",
        parameters,
    ):
        steps.setdefault(key, []).append(Step(_transition(cells), last_told))
    notes: dict[str, list[Note]] = {}
    for key, day, disputes, beside, evidence in database.rows(
        "SELECT row_key, day, disputes, beside, evidence FROM notes WHERE row_key IN (SELECT unnest(?)) "
        "ORDER BY row_key, day, evidence, beside NULLS FIRST",
        [list(steps)],
    ):
        note = Note(day, tuple(map(State, disputes)), State(beside) if beside else None, tuple(evidence))
        notes.setdefault(key, []).append(note)
    return {key: Life(tuple(steps[key]), tuple(notes.get(key, ()))) for key in steps}


def latest_transitions(
    database: Database, most: int, as_of: date | None = None, known_on: date | None = None
) -> list[Transition]:
    """The steps of any relationship that became known last, the last one first, in the world as of a day."""
    until = as_of or date.max
    if known_on is None:
        rows = database.rows(
            f"SELECT {', '.join(_TRANSITION)} FROM transitions WHERE valid_latest <= ? "
            "ORDER BY known_from DESC, valid_latest DESC, row_key, step DESC LIMIT ?",
            [until, most],
        )
        return [_transition(row) for row in rows]
    told = database.rows(
        "SELECT row_key, max(day) FROM (SELECT row_key, known_from AS day FROM claims JOIN documents "
        "USING (document_id) UNION ALL SELECT row_key, made_at::DATE FROM state_judgements) WHERE day <= ? "
        "GROUP BY row_key ORDER BY 2 DESC, 1",
        [known_on],
    )
    found: list[Transition] = []
    for begin in range(0, len(told), _AT_ONCE):  # no step of a relationship is known later than what was told of it
        keys = [key for key, _ in told[begin : begin + _AT_ONCE]]
        if len(found) >= most and told[begin][1] < found[most - 1].known_from:
            break
        made = lives(database, "row_key IN (SELECT unnest(?))", [keys], known_on)
        steps = [step.transition for life in made.values() for step in reversed(life.steps)]
        found += [step for step in steps if step.valid_latest <= until]
        found.sort(key=lambda step: (step.known_from, step.valid_latest), reverse=True)
    return found[:most]


def _transition(cells: Sequence[Any]) -> Transition:
    row = dict(zip(_TRANSITION, cells, strict=True))
    return Transition(**(row | {"state": State(row["state"]), "evidence": tuple(row["evidence"])}))


def relationship_rows(
    database: Database, chosen: Chosen, as_of: date | None = None, known_on: date | None = None
) -> list[Relationship]:
    """Where the chosen relationships stand on a day in the world (default: at the end of what is known)."""
    today = as_of or known_on or latest_day(database) or date.max
    found = (standing(life, as_of, today) for life in life_histories(database, chosen, known_on).values())
    return sorted((row for row in found if row), key=lambda row: (row.provider, row.recipient, row.type, row.mutual))


def latest_day(database: Database) -> date | None:
    """The day on which the ledger's newest document was known; None where it has none."""
    day: date | None = database.value("SELECT max(known_from) FROM documents")
    return day


def standing(life: Life, as_of: date | None, today: date) -> Relationship | None:
    """The state of one relationship as of a day; None where nothing is known to have been so by then.

    Silence up to `today` lowers the confidence of a row that is still open; it never changes the state.
    """
    steps = [step for step in life.steps if as_of is None or step.transition.valid_latest <= as_of]
    if not steps:
        return None
    last, told = steps[-1].transition, steps[-1].last_told
    notes = [note for note in life.notes if as_of is None or note.day <= as_of]
    against = [note for note in notes if last.state in note.disputes and note.day >= last.valid_from]
    beside = [note.beside for note in notes if note.beside and note.day >= last.valid_from]
    silence = max(0, (today - told).days) if last.state in _OPEN else 0
    return Relationship(
        provider=last.provider,
        recipient=last.recipient,
        mutual=last.mutual,
        type=last.type,
        state=last.state,
        disputed=bool(against),
        reported=last.reported,
        since=None if last.precision == "unknown" else last.valid_from,
        since_precision=last.precision,
        expected_by=last.expected_by,
        known_from=last.known_from,
        evidence=last.evidence,
        confidence=round(last.confidence * 0.5 ** (silence / load_lifecycle().silence_half_life_days), 4),
        beside=beside[-1] if beside else None,
        since_latest=last.valid_latest,
        disputed_by=tuple(dict.fromkeys(mention_id for note in against for mention_id in note.evidence)),
    )


@dataclass(frozen=True, slots=True)
class EventsAsked:
    """Which events are asked for; None asks for all.

    `country` and `other` may be on either side; `since` and `until` bound the day of the event, or of its first report
    where no day is known; `known_on` leaves out what was published later.
    """

    country: str | None = None
    event_type: str | None = None
    cooperation: str | None = None
    factuality: str | None = None
    since: date | None = None
    until: date | None = None
    known_on: date | None = None
    other: str | None = None

    def wants(self, event: Event) -> bool:
        """Whether the event is among those asked for."""
        first = event.start_date or event.end_date or event.first_reported or date.min
        last = event.end_date or event.start_date or event.first_reported or date.max
        return (
            all(one is None or one in (*event.source, *event.target) for one in (self.country, self.other))
            and (self.event_type is None or event.event_type == self.event_type)
            and (self.cooperation is None or event.cooperation == self.cooperation)
            and (self.factuality is None or event.factuality == self.factuality)
            and (self.since is None or last >= self.since)
            and (self.until is None or first <= self.until)
        )


def event_rows(database: Database, asked: EventsAsked) -> list[Event]:
    """The merged events asked for, in the order of their days."""
    sides = [one for one in (asked.country, asked.other) if one]
    named = [one for side in sides for one in (side, side)]
    if asked.known_on is not None:
        where = "documents.known_from <= ?" + f" AND block IN (SELECT block FROM facts WHERE {_EITHER})" * len(sides)
        events = [event for _, event in merged_events(database, where, [asked.known_on, *named])]
    else:
        where = " AND ".join([_EITHER] * len(sides)) or "true"
        stored = database.rows(f"SELECT {', '.join(_EVENT)} FROM events WHERE {where}", named)
        events = [event_of(dict(zip(_EVENT, cells, strict=True))) for cells in stored]
    return sorted((event for event in events if asked.wants(event)), key=event_order)


def event(database: Database, event_id: str, known_on: date | None = None) -> Event | None:
    """One event, with what was known of it on a day; None where there is none, or nothing was known."""
    columns = ", ".join(_EVENT)
    stored = database.rows(f"SELECT block, {columns} FROM events WHERE event_id = ?", [event_id])
    if not stored:
        return None
    block, *cells = stored[0]
    found = event_of(dict(zip(_EVENT, cells, strict=True)))
    if known_on is None:
        return found
    made = merged_events(database, "block = ? AND documents.known_from <= ?", [block, known_on])
    return next((one for _, one in made if set(one.mentions) & set(found.mentions)), None)


def events_told_by(database: Database, document_id: str) -> dict[str, str]:
    """The event that each mention of a document tells of, by mention id."""
    return dict(
        database.rows(
            "SELECT facts.mention_id, events.event_id FROM facts JOIN events USING (block) "
            "WHERE facts.document_id = ? AND list_contains(events.mentions, facts.mention_id)",
            [document_id],
        )
    )


def event_of(row: Mapping[str, Any]) -> Event:
    """The event in a row of its table."""
    lists = {name: tuple(row[name]) for name in ("source", "target", "mentions")}
    numbers = tuple(Quantity(**number) for number in row["numbers"])
    return Event(**(dict(row) | lists | {"factuality": Factuality(row["factuality"]), "numbers": numbers}))


def event_order(event: Event) -> tuple[date, str]:
    """What events are sorted by: their day, or that of their first report."""
    return event.start_date or event.end_date or event.first_reported or date.max, event.event_id


def revision(database: Database) -> int:
    """The number of the last change; 0 where there was none yet."""
    return int(database.value("SELECT max(revision) FROM changes") or 0)


def changed_since(database: Database, revision: int) -> list[str]:
    """The documents that changed after a revision, each once, those that lie together in the file one after another."""
    asked = (
        "SELECT document_id FROM changes WHERE revision > ? AND document_id IS NOT NULL GROUP BY 1 ORDER BY min(rowid)"
    )
    return [document_id for (document_id,) in database.rows(asked, [revision])]


def holds(database: Database, document_id: str) -> bool:
    """Whether an article is there."""
    return bool(database.rows("SELECT 1 FROM documents WHERE document_id = ?", [document_id]))


def mention(database: Database, mention_id: str) -> EventMention | None:
    """A mention with its edits; one that a reviewer rejected, as it was coded."""
    record = database.value("SELECT record FROM mentions WHERE mention_id = ?", [mention_id])
    if record is None:
        return None
    coded = read_mention(record)
    return in_effect(coded, corrections_of(database, [mention_id]).get(mention_id, ())) or coded


def mentions_by_id(database: Database, mention_ids: Sequence[str]) -> dict[str, EventMention]:
    """Several mentions at once, each as `mention` gives it; ids that do not exist are left out."""
    ids = list(mention_ids)
    stored = database.rows("SELECT record FROM mentions WHERE mention_id IN (SELECT unnest(?))", [ids])
    coded = [read_mention(record) for (record,) in stored]
    corrections = corrections_of(database, ids)
    return {one.mention_id: in_effect(one, corrections.get(one.mention_id, ())) or one for one in coded}


def articles_by_id(database: Database, document_ids: Sequence[str]) -> dict[str, Article]:
    """Several articles at once; ids that do not exist are left out."""
    stored = database.rows("SELECT record FROM documents WHERE document_id IN (SELECT unnest(?))", [list(document_ids)])
    return {one.document_id: one for one in (read_article(record) for (record,) in stored)}


def mentions(database: Database, document_id: str | None = None) -> list[EventMention]:
    """The mentions in effect (edited ones as edited, rejected ones left out) of one document or of all."""
    where, parameters = ("", []) if document_id is None else ("WHERE document_id = ?", [document_id])
    stored = database.rows(f"SELECT record FROM mentions {where} ORDER BY document_id, ordinal", parameters)
    coded = [read_mention(record) for (record,) in stored]
    corrections = corrections_of(database, None if document_id is None else [one.mention_id for one in coded])
    effective = (in_effect(one, corrections.get(one.mention_id, ())) for one in coded)
    return [one for one in effective if one]


def sentences(database: Database, mention_ids: Sequence[str]) -> dict[str, str]:
    """The sentence of each mention."""
    stored = database.rows("SELECT record FROM mentions WHERE mention_id IN (SELECT unnest(?))", [list(mention_ids)])
    return {one.mention_id: one.sentence.text for one in (read_mention(record) for (record,) in stored)}


def provenances(database: Database, mention_ids: Sequence[str]) -> dict[str, Provenance]:
    """Since when each mention can be known, whose it is, and which copies its article counts with."""
    rows = database.rows(
        "SELECT mention_id, documents.known_from, documents.dated, documents.outlet, copies.copy_group "
        "FROM mentions JOIN documents USING (document_id) JOIN copies USING (document_id) "
        "WHERE mention_id IN (SELECT unnest(?))",
        [list(mention_ids)],
    )
    return {mention_id: Provenance(*cells) for mention_id, *cells in rows}


def judgements(database: Database) -> list[tuple[Any, ...]]:
    """When, who, on what kind of thing, on which, what, and why: every judgement, in order."""
    return database.rows(
        "SELECT made_at, who, 'mention' AS kind, mention_id AS subject, "
        "CASE edit WHEN '{}' THEN judgement ELSE judgement || ' ' || edit END AS judgement, reason, number "
        "FROM corrections UNION ALL "
        "SELECT made_at, who, 'event', array_to_string(mentions, ' '), 'one event', reason, number "
        "FROM event_judgements UNION ALL "
        "SELECT made_at, who, 'state', row_key, coalesce(state || coalesce(' since ' || since, ''), 'nothing follows') "
        "|| ' by ' || array_to_string(evidence, ' '), reason, number FROM state_judgements ORDER BY number"
    )


def problems(database: Database) -> list[tuple[Problem, date]]:
    """What was set aside, each with the day on which it was first met."""
    rows = database.rows("SELECT origin, what, why, seen FROM problems ORDER BY ALL")
    return [(Problem(origin, what, why), seen) for origin, what, why, seen in rows]


def coders(database: Database) -> list[str]:
    """Which coders read the documents, the one that read most first."""
    rows = database.rows("SELECT coder FROM documents WHERE coder IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1")
    return [coder for (coder,) in rows]


def counts(database: Database) -> dict[str, int]:
    """How many documents, mentions, events, relationships and so on the ledger holds."""
    asked = {
        "documents": "FROM documents",
        "documents_not_coded": "FROM documents WHERE not_coded IS NOT NULL",
        "documents_undated": "FROM documents WHERE NOT dated",
        "mentions": "FROM mentions",
        "events": "FROM events",
        "relationships": "FROM (SELECT DISTINCT row_key FROM transitions)",
        "transitions": "FROM transitions",
        "corrections": "FROM corrections",
        "problems": "FROM problems",
    }
    return {name: int(database.value(f"SELECT count(*) {source}")) for name, source in asked.items()}


def changed(
    before: Sequence[Relationship], after: Sequence[Relationship]
) -> list[tuple[Relationship | None, Relationship]]:
    """The relationships that are new, or whose state, dispute, bearing-out or plan differs: before and after."""

    def key(row: Relationship) -> tuple[str, str, bool, str]:
        return row.provider, row.recipient, row.mutual, row.type

    def said(row: Relationship) -> Relationship:
        blank = {"evidence": (), "confidence": 0.0, "known_from": date.min, "since_latest": None, "disputed_by": ()}
        return replace(row, since=None, since_precision="", **blank)  # type: ignore[arg-type]

    known = {key(row): row for row in before}
    pairs = [(known.get(key(row)), row) for row in after]
    return [(old, new) for old, new in pairs if old is None or said(old) != said(new)]
