"""One record to one sentence: which pattern, which slots, which mentions are cited."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from itertools import islice

from legation.analysis.calendar import PENDING, Planned
from legation.analysis.comparisons import Comparison
from legation.analysis.lives import Key, key_of
from legation.analysis.shifts import Shift
from legation.briefs.brief import Claim, RecordRef, Sentence, Slot
from legation.briefs.citations import bears_out, copied
from legation.briefs.phrases import phrases, variants
from legation.briefs.selection import ref_of
from legation.briefs.view import LOOKED_AT, View, evidence_of, value_of
from legation.records.event import Event, EventMention, Factuality
from legation.records.relationship import Relationship, State, Transition

SIDES = ("provider", "recipient", "mutual", "type")
MOST_CITED = 3
ASKING = frozenset({Factuality.OCCURRED, Factuality.ONGOING, Factuality.POSSIBLE})
FIGURES = frozenset({"troops", "trainers"})
Reported = Relationship | Transition | Event


class Teller:
    """Makes sentences from the records of one view; variants of a pattern take turns."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._used: dict[str, int] = {}

    # Sentences ---------------------------------------------------------------------------------------------------

    def title(self, rows: Sequence[Relationship]) -> Sentence | None:
        """The headline: the leading relationships in a few words each."""
        slots = [self._headline("first", rows[0])]
        slots += [self._headline("second", row) for row in rows[1:2]]
        slots.append(Slot("subject", "named", self._claims(RecordRef("subject", ()), "name")))
        return self._sentence("title_two" if len(rows) > 1 else "title", slots)

    def dek(self, rows: Sequence[Relationship]) -> Sentence | None:
        """The leading relationships in one sentence."""
        slots = [self._clause(_row_ref(rows[0])), self._hedge(_row_ref(rows[0]))]
        if len(rows) == 1:
            return self._sentence("dek", slots)
        second = _row_ref(rows[1])
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
        ref = _row_ref(row)
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
        ref = _row_ref(row)
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
        whose = Slot("whose", "whose", self._claims(_row_ref(row), *SIDES))
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
        claims = tuple(claim for row in rows for claim in self._claims(_row_ref(row), *SIDES, "state"))
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

    # Slots -------------------------------------------------------------------------------------------------------

    def _claims(self, ref: RecordRef, *paths: str) -> tuple[Claim, ...]:
        """Claims on fields of a record, with the values that it has."""
        record = self.view.record(ref)
        return tuple(Claim(ref, path, value_of(record, path)) for path in paths)

    def _home(self, ref: RecordRef) -> str:
        """The actor from whose side a record is told."""
        record = self.view.record(ref)
        return self.view.scope.subject.home(record.provider, record.recipient)

    def _country(self, ref: RecordRef) -> Claim:
        """The country from whose side it is told, as the side of the relationship that it is."""
        record = self.view.record(ref)
        side = "provider" if record.provider == self._home(ref) else "recipient"
        return Claim(ref, side, getattr(record, side))

    def _partner(self, ref: RecordRef, country: str | None = None) -> Claim:
        """The other side."""
        record = self.view.record(ref)
        side = "recipient" if record.provider == (country or self._home(ref)) else "provider"
        return Claim(ref, side, getattr(record, side))

    def _outlets(self, ref: RecordRef) -> Claim:
        return self._claims(RecordRef("outlets", (ref.kind, *ref.key)), "count")[0]

    def _clause(self, ref: RecordRef, *, form: str = "now", name: str = "clause") -> Slot:
        return Slot(name, form, self._claims(ref, *SIDES, "state"))

    def _then(self, ref: RecordRef) -> Slot | None:
        """What happened in a step, as a report that bears it out tells it."""
        lead = self._bearing(self.view.record(ref))
        if lead is None:
            return None
        how = self._claims(RecordRef("mention", (lead.mention_id,)), "factuality")
        return Slot("clause", "then", (*self._claims(ref, *SIDES, "state"), *how))

    def _headline(self, name: str, row: Relationship) -> Slot:
        """In few words; both sides are named where the title does not name one."""
        ref = _row_ref(row)
        told = self._claims(ref, *SIDES, "state")
        if self.view.scope.subject.kind in ("country", "dyad"):
            return Slot(name, "headline", (self._country(ref), *told))
        return Slot(name, "headline_far", told)

    def _on(self, ref: RecordRef, first: str, last: str) -> Slot:
        return Slot("on", "on", self._claims(ref, first, last, "precision"))

    def _hedge(self, ref: RecordRef, name: str = "hedge") -> Slot:
        """How sure a row, step or event is."""
        if ref.kind == "event":
            mention = self._bearing(self.view.record(ref))
            told = RecordRef("mention", (mention.mention_id,)) if mention else ref
            return Slot(name, "alleged", self._claims(told, "alleged")) if mention else Slot(name, "nothing", ())
        if ref.kind == "step":
            return Slot(name, "hedge_step", (*self._claims(ref, "reported"), self._outlets(ref)))
        return Slot(name, "hedge", (*self._claims(ref, "reported", "disputed"), self._outlets(ref)))

    def _event_clause(self, ref: RecordRef, event: Event) -> Slot | None:
        mention = self._bearing(event)
        if mention is None:
            return None
        mode = self._claims(RecordRef("mention", (mention.mention_id,)), "mode")
        type_, *rest = self._claims(ref, "event_type", "factuality", "source", "target")
        return Slot("clause", "event", (type_, *mode, *rest))

    def _asked(self, ref: RecordRef, step: Transition) -> Slot | None:
        """The person or body that asked for what is mooted; a sentence that spells the name goes before others."""
        spelled: dict[bool, str] = {}
        for mention_id in islice(step.evidence, LOOKED_AT):
            mention = self.view.mention(mention_id)
            if mention is None or mention.event_type != "REQUEST" or mention.factuality is not Factuality.OCCURRED:
                continue
            side = mention.source[0] if mention.source else None
            if side and side.name and side.name.strip() and side.actor_id in (step.provider, step.recipient):
                spelled.setdefault(side.name.split()[-1] in mention.sentence.text, mention_id)
        if not spelled:
            return None
        asked = RecordRef("mention", (spelled.get(True) or spelled[False],))
        named = self._claims(asked, "source.0.name", "source.0.country")
        return Slot("person", "person", (*named, *self._claims(ref, "known_from")))

    def _figure(self, step: Transition) -> Slot | None:
        """How many troops or trainers a step concerns, in the words of a report that bears the step out."""
        for mention_id in islice(step.evidence, LOOKED_AT):
            mention = self.view.mention(mention_id)
            if mention is None or not bears_out(mention, step):
                continue
            for index, number in enumerate(mention.numbers):
                if number.what in FIGURES:
                    told = RecordRef("mention", (mention_id,))
                    return Slot("number", "quantity", self._claims(told, f"numbers.{index}.text"))
        return None

    # Citing ------------------------------------------------------------------------------------------------------

    def _bearing(self, record: Reported) -> EventMention | None:
        """The first mention that by itself names the record's type and sides."""
        mentions = (self.view.mention(mention_id) for mention_id in evidence_of(record))
        return next((mention for mention in mentions if mention and bears_out(mention, record)), None)

    def _sentence(self, pattern: str, slots: Sequence[Slot], *, most: int = MOST_CITED) -> Sentence | None:
        """The sentence in a variant that copies no article; None where its records have nothing to cite."""
        refs = tuple(dict.fromkeys(claim.record for slot in slots for claim in slot.claims))
        mentions = self._cited(refs, most)
        if not mentions:
            return None
        documents = {mention.document_id for one in self._evidence(refs) if (mention := self.view.mention(one))}
        articles = [article for one in sorted(documents) if (article := self.view.article(one))]
        usual, reserve = variants(pattern)
        turn = self._used[pattern] = (self._used.get(pattern, -1) + 1) % len(usual)
        order = [*range(turn, len(usual)), *range(turn), *range(len(usual), len(usual) + len(reserve))]
        for variant in order:
            sentence = Sentence(pattern, variant, tuple(slots), mentions)
            if pattern == "row" or not copied(sentence.text, articles):
                return sentence
        row = next((ref for ref in refs if ref.kind == "relationship"), None)
        return self._plain(row) if row and pattern != "plain" else None

    def _plain(self, ref: RecordRef) -> Sentence | None:
        """The same in few words, where every other wording is that of an article."""
        slots = [
            Slot("noun", "noun", self._claims(ref, *SIDES)),
            Slot("partner", "actor", (self._partner(ref),)),
            Slot("state", "state", self._claims(ref, "state", "reported", "disputed", "beside")),
        ]
        return self._sentence("plain", slots)

    def _evidence(self, refs: Sequence[RecordRef]) -> tuple[str, ...]:
        found = (one for ref in refs for one in evidence_of(self.view.record(ref))[:LOOKED_AT])
        return tuple(dict.fromkeys(found))

    def _cited(self, refs: Sequence[RecordRef], most: int) -> tuple[str, ...]:
        """The mentions to cite: for every record one that bears it out, then reports of other outlets of the first."""
        cited = [str(ref.key[0]) for ref in refs if ref.kind == "mention"]
        for ref in refs:
            record = self.view.record(ref)
            evidence = evidence_of(record)
            if isinstance(record, Reported):
                lead = self._bearing(record)
                if lead is None:
                    return ()
                cited.append(lead.mention_id)
            elif not set(cited) & set(evidence):
                cited += evidence[:1]
        outlets = {self._outlet(mention_id) for mention_id in cited}
        for mention_id in self._evidence(refs[:1]):
            outlet = self._outlet(mention_id)
            if len(set(cited)) < most and outlet not in outlets:
                outlets.add(outlet)
                cited.append(mention_id)
        return tuple(dict.fromkeys(cited))

    def _outlet(self, mention_id: str) -> Hashable:
        """Who published it; an article without an outlet stands for itself."""
        mention = self.view.mention(mention_id)
        article = self.view.article(mention.document_id) if mention else None
        return (article.outlet or article.document_id) if article else None


def _row_ref(row: Relationship) -> RecordRef:
    return RecordRef("relationship", key_of(row))
