"""The records of a brief: sentences bound to the ledger, gathered in sections, with their sources."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from legation.briefs.forms import FORMS
from legation.briefs.subject import Subject
from legation.briefs.substance import Passage
from legation.briefs.wording import fill

RefKind = Literal[
    "relationship",
    "step",
    "event",
    "mention",
    "comparison",
    "plan",
    "outlets",
    "course",
    "subject",
    "momentum",
    "shift",
    "substance",
]


@dataclass(frozen=True, slots=True)
class RecordRef:
    """Which record of the ledger, or figure computed from it, a claim is about; `key` finds it again."""

    kind: RefKind
    key: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """One typed statement of a sentence: the field (a dotted path) of a record, and the value told."""

    record: RecordRef
    field: str
    value: Hashable


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a sentence: its words are made from the values of claims by a named form, and from nothing else."""

    name: str
    form: str
    claims: tuple[Claim, ...]

    @property
    def text(self) -> str:
        """The words."""
        return FORMS[self.form](*(claim.value for claim in self.claims))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a brief: a pattern of `phrases.yaml` (name, variant), its slots, and the mentions it rests on.

    The plain text is never stored: it follows from pattern and claims. `passages` are sentences cited besides, which
    hold no mention. `polished` is another wording of the same, which `polishing` has checked.
    """

    pattern: str
    variant: int
    slots: tuple[Slot, ...]
    mentions: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    polished: str | None = None

    @property
    def text(self) -> str:
        """The sentence as it is read. Raises KeyError for a pattern or form that does not exist."""
        return self.polished or self.plain

    @property
    def plain(self) -> str:
        """The sentence as pattern and claims give it."""
        return fill(self.pattern, self.variant, {slot.name: slot.text for slot in self.slots})

    @property
    def cells(self) -> tuple[str, ...]:
        """The words of each slot, for a row of a table."""
        return tuple(slot.text for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Notice:
    """A fixed line about the ledger itself (nothing known, more left out); it states no fact, and has no citation."""

    text: str


Line = Sentence | Notice


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, under a label ("April 2024") or none."""

    label: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a brief. `columns` are the heads of its table, whose rows are the cells of its sentences."""

    key: str
    heading: str
    groups: tuple[Group, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered sentence of an article; `marks` are the trigger spans in it, or the telling words of a passage."""

    number: int
    document_id: str
    title: str | None
    outlet: str | None
    published: date | None
    url: str | None
    sentence: str
    marks: tuple[tuple[int, int], ...]
    mentions: tuple[str, ...]
    passage: Passage | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief on a subject: where things stood on `as_of` as known on `known_on` (None: all that is known)."""

    subject: Subject
    start: date | None
    end: date | None
    as_of: date | None
    known_on: date | None
    title: Line
    dek: tuple[Line, ...]
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        """The subject's name, as in the title."""
        return self.subject.name

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in reading order."""
        inner = (line for section in self.sections for group in section.groups for line in group.lines)
        return (self.title, *self.dek, *inner)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every line that states a fact."""
        return tuple(line for line in self.lines if isinstance(line, Sentence))

    def numbers(self, sentence: Sentence) -> tuple[int, ...]:
        """The numbers of the sources that a sentence cites, in order."""
        return tuple(
            source.number
            for source in self.sources
            if set(source.mentions) & set(sentence.mentions) or source.passage in sentence.passages
        )
