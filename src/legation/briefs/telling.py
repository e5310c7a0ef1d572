"""One record to one sentence: which pattern, which slots, which mentions are cited."""

from collections.abc import Hashable, Sequence
from itertools import islice

from legation.analysis.calendar import Planned
from legation.analysis.comparisons import Comparison
from legation.analysis.lives import Key, key_of
from legation.briefs.brief import Claim, RecordRef, Sentence, Slot
from legation.briefs.citations import bears_out, copied
from legation.briefs.phrases import variants
from legation.briefs.selection import ref_of
from legation.briefs.view import View, evidence_of, value_of
from legation.records.event import Event, EventMention, Factuality
from legation.records.relationship import Relationship, State, Transition

SIDES = ("provider", "recipient", "mutual", "type")
MOST_CITED = 3
LOOKED_AT = 12
"""How many of a record's mentions are considered for citing."""
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
        first = _row_ref(rows[0])
        country = self._country(first)
        slots = [Slot("country", "bare", (country,)), self._headline("first", rows[0], country)]
        slots += [self._headline("second", row, country) for row in rows[1:2]]
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
        step = self.view.lives[key][index]
        if step.precision == "unknown":
            day = Slot("day", "day", self._claims(ref, "known_from"))
            return self._sentence("happened_told", [day, self._clause(ref), self._hedge(ref)])
        slots = [self._on(ref, "valid_from", "valid_latest"), self._hedge(ref)]
        if step.state is State.MOOTED and (asked := self._asked(ref, step)):
            return self._sentence("asked", [self._clause(ref), asked, slots[0]])
        lead = self._bearing(step)
        if lead is None:
            return None
        how = self._claims(RecordRef("mention", (lead.mention_id,)), "factuality")
        slots.append(Slot("clause", "then", (*self._claims(ref, *SIDES, "state"), *how)))
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
            Slot("partner", "actor", (self._partner(ref),)),
            Slot("type", "label", (self._country(ref), *self._claims(ref, *SIDES))),
            Slot("state", "state", self._claims(ref, "state", "reported", "disputed", "beside")),
            Slot("since", "since_cell", self._claims(ref, "since", "since_latest", "since_precision")),
            Slot("sources", "outlets", (self._outlets(ref),)),
            Slot("change", "change", (*course, *self._claims(ref, "expected_by"))),
        ]
        return self._sentence("row", slots)

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
        ref = RecordRef("comparison", (fact.kind, *fact.subject))
        row = RecordRef("relationship", fact.subject)
        step = RecordRef("step", (*fact.subject, fact.step))
        partner = Slot("partner", "actor", self._claims(ref, "partner"))
        country = Slot("country", "actor", (self._country(row),))
        match fact.kind:
            case "leaving":
                rank = Slot("ordinal", "ordinal", self._claims(ref, "rank"))
                earlier = (self._partner(RecordRef("step", (*key, place))) for key, place in fact.others)
                return self._sentence("leaving", [partner, rank, country, Slot("others", "actors", tuple(earlier))])
            case "only":
                doing = Slot("doing", "doing", self._claims(row, *SIDES))
                return self._sentence("only", [partner, doing, self._hedge(row)])
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
        """How a relationship stands, and since when where that is known."""
        ref = _row_ref(row)
        note = Slot("note", "note", self._claims(ref, "state", "since", "since_latest", "since_precision"))
        return self._sentence("takeaway", [self._clause(ref), note, self._hedge(ref)])

    # Slots -------------------------------------------------------------------------------------------------------

    def _claims(self, ref: RecordRef, *paths: str) -> tuple[Claim, ...]:
        """Claims on fields of a record, with the values that it has."""
        record = self.view.record(ref)
        return tuple(Claim(ref, path, value_of(record, path)) for path in paths)

    def _country(self, ref: RecordRef) -> Claim:
        """The country of the brief, as the side of the relationship that it is."""
        record = self.view.record(ref)
        side = "provider" if record.provider == self.view.scope.country else "recipient"
        return Claim(ref, side, getattr(record, side))

    def _partner(self, ref: RecordRef) -> Claim:
        """The other side."""
        record = self.view.record(ref)
        side = "recipient" if record.provider == self.view.scope.country else "provider"
        return Claim(ref, side, getattr(record, side))

    def _outlets(self, ref: RecordRef) -> Claim:
        return self._claims(RecordRef("outlets", (ref.kind, *ref.key)), "count")[0]

    def _clause(self, ref: RecordRef, *, form: str = "now", name: str = "clause") -> Slot:
        return Slot(name, form, self._claims(ref, *SIDES, "state"))

    def _headline(self, name: str, row: Relationship, country: Claim) -> Slot:
        return Slot(name, "headline", (country, *self._claims(_row_ref(row), *SIDES, "state")))

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
