"""Checks the corpus against its own promises: sound spans, no templates, no favourite words. Run in CI.

python -m corpus.check            tells what is broken, and fails if anything is
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import simplemma

from corpus.likeness import Copy, near_copies, trigrams
from corpus.records import HERE, WRITTEN, Event, Record, read
from legation.ontology.codebook import event_types
from legation.ontology.cooperation import load_cooperation
from legation.records.event import Factuality

_WORD = re.compile(r"\w+(?:['’-]\w+)*|[.,;:!?\"“”()]")
_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"\d|^[A-Z]")
_TOO_ALIKE = 0.5  # Jaccard similarity on masked word trigrams
_SKELETON_SHARE = 0.003
_LEMMA_SHARE = 0.015


def masked(text: str) -> list[str]:
    """The words of a sentence with names, numbers and dates masked; of a headline all in capitals, numbers alone."""
    words = _WORD.findall(text)
    mask = _NUMBER if sum(word[0].isupper() for word in words) > len(words) / 2 else _NAME
    return ["_" if mask.search(word) and index else word.lower() for index, word in enumerate(words)]


def alike(records: Sequence[Record]) -> Iterator[Copy]:
    """Pairs of sentences too alike once masked, minimal pairs of one group apart."""
    grams = {record.id: trigrams(masked(record.text)) for record in records}
    groups = {record.id: record.group or record.id for record in records}
    for copy in near_copies(grams, grams, _TOO_ALIKE):
        if copy.ours < copy.theirs and groups[copy.ours] != groups[copy.theirs]:
            yield copy


def skeletons(records: Sequence[Record]) -> Counter[tuple[str, ...]]:
    """How many sentences hold each run of five masked words."""
    counts: Counter[tuple[str, ...]] = Counter()
    for record in records:
        words = masked(record.text)
        runs = {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
        counts.update(run for run in runs if run.count("_") < 3 and sum(word.isalpha() for word in run) >= 3)
    return counts


def lemma(record: Record, event: Event) -> str:
    """The trigger with the lemma of its first word ("take over", "take part")."""
    first, *rest = " ".join(record.text[start:end] for start, end in event.trigger).lower().split()
    return " ".join([simplemma.lemmatize(first, lang="en"), *rest])


def unsound(record: Record) -> Iterator[str]:
    """What is wrong with the spans and labels of a record."""
    length = len(record.text)
    for event in record.events:
        marks = [*event.source, *event.target]
        if event.cooperation:
            marks += [*event.cooperation.provider, *event.cooperation.recipient]
            if event.cooperation.type not in load_cooperation():
                yield f"no cooperation type {event.cooperation.type}"
        spans = [*event.trigger, *((mark.start, mark.end) for mark in marks)]
        if any(not 0 <= start < end <= length for start, end in spans):
            yield "a span outside the sentence"
        if any(record.text[start:end] != record.text[start:end].strip() for start, end in spans):
            yield "a span with blanks at its ends"
        if any(not mark.start <= mark.head < mark.end for mark in marks):
            yield "a head outside its span"
        if event.type not in event_types() or event.factuality not in list(Factuality):
            yield f"no type or factuality {event.type} {event.factuality}"
        if not event.source and not event.target:
            yield "an event without sides"
    for one, other in pairwise(sorted(event.trigger[0] for event in record.events)):
        if other[0] < one[1] and other != one:
            yield "triggers that overlap"


def broken(records: Sequence[Record]) -> Iterator[str]:
    """Every promise that the corpus breaks."""
    for record in records:
        for fault in unsound(record):
            yield f"{record.id}: {fault}"
    for copy in alike(records):
        yield f"{copy.ours} and {copy.theirs} are too alike ({copy.similarity:.2f})"
    for run, count in skeletons(records).items():
        if count > _SKELETON_SHARE * len(records):
            yield f"{count} sentences hold {' '.join(run)!r}"
    lemmas = Counter(lemma(record, event) for record in records for event in record.events)
    for word, count in lemmas.items():
        if count > _LEMMA_SHARE * lemmas.total():
            yield f"{count} events of {lemmas.total()} have the trigger {word!r}"


def main() -> int:
    faults = list(broken(list(read(HERE / name for name in WRITTEN))))
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
