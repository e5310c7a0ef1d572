"""One record to one sentence: which pattern, which slots, which mentions are cited."""

from collections.abc import Sequence
from dataclasses import replace

from legation.analysis.calendar import PENDING, Planned
from legation.analysis.comparisons import Comparison
from legation.analysis.lives import Key, key_of
from legation.analysis.shifts import Shift
from legation.briefs.binding import SIDES, Binder, row_ref
from legation.briefs.brief import RecordRef, Sentence, Slot
from legation.briefs.citations import bears_out
from legation.briefs.phrases import phrases
from legation.briefs.selection import ref_of
from legation.briefs.view import LOOKED_AT
from legation.records.event import Event, Factuality
from legation.records.relationship import Relationship, State

ASKING = frozenset({Factuality.OCCURRED, Factuality.ONGOING, Factuality.POSSIBLE})


class Teller(Binder):
    """Makes sentences from the records of one view."""

    def title(self, rows: Sequence[Relationship]) -> Sentence | None:
        """The headline: the leading relationships in a few words each."""
        slots = [self._headline("first", rows[0])]
        slots += [self._headline("second", row) for row in rows[1:2]]
        slots.append(Slot("subject", "named", self._claims(RecordRef("subject", ()), "name")))
        return self._sentence("title_two" if len(rows) > 1 else "title", slots)

    def dek(self, rows: Sequence[Relationship]) -> Sentence | None:
        """The leading relationships in one sentence."""
        slots = [self._clause(row_ref(rows[0])), self._hedge(row_ref(rows[0]))]
        if len(rows) == 1:
            return self._sentence("dek", slots)
        second = row_ref(rows[1])
        slots += [self._clause(second, name="other"), self._hedge(second, name="other_hedge")]
        return self._sentence("dek_two", slots)

    def step(self, key: Key, index: int) -> Sentence | None:
        """What happened when a relationship took a step."""
        ref = RecordRef("step", (*key, index))
        step = self.view.life(key)[index]
        if step.precision == "unknown":
            day = Slot("day", "day", self._claims(ref, "known_from"))
            return self._sentence("happened_told", [day, self._clause(ref), self._hedge(ref)])
        slots = [self._on(ref, "valid_from", "valid_latest"), self._hedge(ref)]
        if step.state is State.MOOTED and (asked := self._asked(ref, step)):
            return self._sentence("asked", [self._clause(ref), asked, slots[0]])
        clause = self._then(ref)
        if clause is None:
            return None
        slots.append(clause)
        figure = self._figure(step)
        if figure:
            return self._sentence("happened_number", [*slots, figure])
        return self._sentence("happened", slots)

    def event(self, event: Event) -> Sentence | None:
        """What happened between two sides, outside any relationship."""
        ref = RecordRef("event", (event.event_id,))
        clause = self._event_clause(ref, event)
        if clause is None:
            return None
        on = self._on(ref, "start_date", "end_date")
        return self._sentence("event", [clause, on, self._hedge(ref)])

    def row(self, row: Relationship) -> Sentence | None:
        """A row of the table."""
        ref = row_ref(row)
        course = self._claims(RecordRef("course", key_of(row)), "before")
        slots = [
            *self._who(ref),
            Slot("state", "state", self._claims(ref, "state", "reported", "disputed", "beside")),
            Slot("since", "since_cell", self._claims(ref, "since", "since_latest", "since_precision")),
            Slot("sources", "outlets", (self._outlets(ref),)),
            Slot("change", "change", (*course, *self._claims(ref, "expected_by"))),
        ]
        return self._sentence("row", slots)

    def _who(self, ref: RecordRef) -> list[Slot]:
        """The first cells of a row: a country's partner, of other subjects both sides; and the type."""
        if self.view.scope.subject.kind == "country":
            label = Slot("type", "label", (self._country(ref), *self._claims(ref, *SIDES)))
            return [Slot("partner", "actor", (self._partner(ref),)), label]
        sides = Slot("partner", "sides", self._claims(ref, "provider", "recipient", "mutual"))
        return [sides, Slot("type", "label_plain", self._claims(ref, *SIDES))]

    def plan(self, plan: Planned) -> Sentence | None:
        """Something to watch."""
        ref = ref_of(plan)
        if plan.key is not None:
            row = RecordRef("relationship", plan.key)
            due = Slot("due", "due", self._claims(ref, "due", "overdue"))
            return self._sentence("watch", [self._clause(row), self._hedge(row), due])
        event = self.view.events[plan.event_id or ""]
        event_ref = RecordRef("event", (event.event_id,))
        clause = self._event_clause(event_ref, event)
        if clause is None:
            return None
        due = Slot("due", "due_event", self._claims(ref, "due_from", "due", "precision", "overdue"))
        return self._sentence("watch_event", [clause, due, self._hedge(event_ref)])

    def fact(self, fact: Comparison) -> Sentence | None:
        """A computed comparison."""
        ref = RecordRef("comparison", (fact.kind, fact.country, *fact.subject))
        row = RecordRef("relationship", fact.subject)
        step = RecordRef("step", (*fact.subject, fact.step))
        partner = Slot("partner", "actor", self._claims(ref, "partner"))
        country = Slot("country", "actor", self._claims(ref, "country"))
        compared = [RecordRef("step", (*key, place)) for key, place in fact.others]
        others = Slot("others", "actors", tuple(self._partner(one, fact.country) for one in compared))
        match fact.kind:
            case "leaving":
                rank = Slot("ordinal", "ordinal", self._claims(ref, "rank"))
                return self._sentence("leaving", [partner, rank, country, others], most=len(compared) + 1)
            case "turning":
                bloc = Slot("bloc", "actor", self._claims(ref, "bloc"))
                away = self._clause(compared[0], name="away")
                return self._sentence("turning", [self._clause(step), away, country, bloc])
            case "again" | "first_since":
                noun = Slot("noun", "noun", self._claims(step, *SIDES))
                on = self._on(compared[0], "valid_from", "valid_latest")
                then = self._then(step)
                slots = [self._hedge(step), noun, partner, country, others, on]
                return self._sentence(fact.kind, [then, *slots]) if then else None
            case "only":
                doing = Slot("doing", "doing", self._claims(row, *SIDES))
                return self._sentence("only", [partner, doing, others, self._hedge(row)], most=len(compared) + 1)
            case "still":
                going = [RecordRef("relationship", key) for key, _ in fact.others]
                doing = Slot("doing", "doing", tuple(claim for one in going for claim in self._claims(one, *SIDES)))
                weakest = next((one for one in going if self.view.record(one).reported), going[0])
                return self._sentence("still", [self._clause(row), partner, doing, self._hedge(weakest)])
            case "first_tie":
                return self._sentence("first_tie", [partner, country, self._clause(row), self._hedge(row)])
            case "first_type":
                noun = Slot("noun", "noun", self._claims(row, *SIDES))
                return self._sentence("first_type", [noun, partner, self._clause(row), self._hedge(row)])
            case _:
                previous = RecordRef("step", (*fact.subject, fact.step - 1))
                before = Slot("before", "before", self._claims(previous, "state"))
                return self._sentence("turned", [self._clause(step), self._hedge(row), before])

    def takeaway(self, row: Relationship) -> Sentence | None:
        """Who wants what of whom; else how a relationship stands, and since when where that is known."""
        ref = row_ref(row)
        if row.state is State.MOOTED and (asked := self._wanted(ref, row)):
            return asked
        note = Slot("note", "note", self._claims(ref, "state", "since", "since_latest", "since_precision"))
        return self._sentence("takeaway", [self._clause(ref), note, self._hedge(ref)])

    def _wanted(self, ref: RecordRef, row: Relationship) -> Sentence | None:
        """What the receiving side asks for, or may ask for."""
        for mention_id in row.evidence[:LOOKED_AT]:
            mention = self.view.mention(mention_id)
            asks = mention and mention.event_type == "REQUEST" and mention.source and bears_out(mention, row)
            if not asks or mention is None or mention.factuality not in ASKING:
                continue
            if mention.source[0].actor_id == row.recipient and row.type in phrases()["sought"]:
                told = RecordRef("mention", (mention_id,))
                asker = Slot("asker", "actor", self._claims(told, "source.0.actor_id"))
                sought = Slot("sought", "sought", self._claims(ref, *SIDES))
                asks_ = Slot("asks", "asks", self._claims(told, "factuality"))
                aim = Slot("aim", "aim", self._claims(told, "contexts"))
                slots = [asker, asks_, Slot("partner", "actor", (self._claims(ref, "provider"))), sought, aim]
                return self._sentence("wanted", [*slots, self._hedge(ref)])
        return None

    def substance(self, row: Relationship) -> Sentence | None:
        """What a cooperation is about, where its reports say."""
        ref = RecordRef("substance", key_of(row))
        found = self.view.record(ref)
        if found is None:
            return None
        about = Slot("about", "joined", self._claims(ref, *(f"subjects.{at}" for at in range(len(found.subjects)))))
        whose = Slot("whose", "whose", self._claims(row_ref(row), *SIDES))
        told = self._sentence("substance_to_come" if row.state in PENDING else "substance", [whose, about])
        return told and replace(told, passages=found.passages)

    def plan_and_pending(self, plan: Planned, rows: Sequence[Relationship]) -> Sentence | None:
        """A meeting to come, and what is on its way between the same two sides."""
        if not rows:
            return self.plan(plan)
        ref, event_ref = ref_of(plan), RecordRef("event", (plan.event_id,))
        clause = self._event_clause(event_ref, self.view.events[plan.event_id or ""])
        if clause is None:
            return None
        due = Slot("due", "due_event", self._claims(ref, "due_from", "due", "precision", "overdue"))
        claims = tuple(claim for row in rows for claim in self._claims(row_ref(row), *SIDES, "state"))
        return self._sentence(
            "watch_and_pending", [clause, due, self._hedge(event_ref), Slot("pending", "nows", claims)]
        )

    def shift(self, shift: Shift, behind: RecordRef) -> Sentence | None:
        """A lasting change of alignment, and what mainly made it."""
        ref = RecordRef("shift", (shift.pole, shift.month))
        slots = [
            Slot("month", "in_month", self._claims(ref, "month")),
            Slot("country", "actor", self._claims(ref, "country")),
            Slot("turned", "turned", self._claims(ref, "before", "after")),
            Slot("pole", "pole", self._claims(ref, "pole")),
            Slot("figures", "figures", self._claims(ref, "before", "after")),
        ]
        is_event = behind.kind == "event"
        clause = self._event_clause(behind, self.view.record(behind)) if is_event else self._then(behind)
        return self._sentence("shift", [*slots, clause, self._hedge(behind)]) if clause else None

    def momentum(self) -> list[Sentence | None]:
        """How much goes on in a dyad beside its own past, and in which tone."""
        found, ref = self.view.momentum, RecordRef("momentum", ())
        if found is None:
            return []
        slots = [
            Slot("window", "window", self._claims(ref, "days", "day")),
            Slot("sides", "actors", self._claims(ref, "first", "second")),
            Slot("recent", "events", self._claims(ref, "recent")),
        ]
        past = Slot("past", "usual", self._claims(ref, "usual", "past", "since", "trend", "p"))
        told = [self._sentence("momentum", [*slots, past])]
        if found.tone is not None and found.usual_tone is not None:
            tones = Slot("tones", "tones", self._claims(ref, "tone", "usual_tone"))
            told.append(self._sentence("tone", [tones]))
        return told
