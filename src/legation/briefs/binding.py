"""What sentences are made of: slots bound to the records of a view, and the mentions that are cited for them."""

from collections.abc import Hashable, Sequence
from itertools import islice

from legation.analysis.lives import key_of
from legation.briefs.brief import Claim, RecordRef, Sentence, Slot
from legation.briefs.citations import bears_out, copied
from legation.briefs.phrases import variants
from legation.briefs.view import LOOKED_AT, View, evidence_of, value_of
from legation.records.event import Event, EventMention, Factuality
from legation.records.relationship import Relationship, Transition

SIDES = ("provider", "recipient", "mutual", "type")
MOST_CITED = 3
FIGURES = frozenset({"troops", "trainers"})
Reported = Relationship | Transition | Event


class Binder:
    """Binds words to the records of one view; variants of a pattern take turns."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._used: dict[str, int] = {}

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
        ref = row_ref(row)
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
        type_, *rest = self._claims(ref, "event_type", "factuality", "source", "target", "direction")
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


def row_ref(row: Relationship) -> RecordRef:
    """The reference by which a relationship is found again."""
    return RecordRef("relationship", key_of(row))
