"""Who is meant: descriptions in the corpus's documents ("he", "the junta") against the name of the same actor there.

python -m evaluation.coreference     the descriptions that are not linked as their name is, and the figures
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.records import HERE, Record, read
from evaluation.lists import meant
from evaluation.scores import NOTHING, Figure, Pairs, figure, ratio, recall
from evaluation.tables import shown
from legation import pipeline
from legation.actors.phrase import Headed
from legation.records.reading import Reading
from legation.sources.inputs import article_from_text

Marked = Mapping[str, str | int]
_STANDS_FOR_OTHERS = frozenset(
    """
    he she it they him her them his hers its their theirs both neither each who the this that these those
    """.split()
)


@dataclass(frozen=True, slots=True)
class Description:
    """A descriptive mention of a document: what its actor's name there links to, and what it links to itself."""

    document: str
    text: str
    expected: str
    said: str


def descriptions() -> Iterator[Description]:
    """The descriptive mentions of every actor of a document whose name links to an actor that is known."""
    by_document: dict[str, list[Record]] = {}
    for record in read([HERE / "documents.jsonl"]):
        by_document.setdefault(record.document or "", []).append(record)
    for line in (HERE / "coreference.jsonl").read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        yield from _described(document["id"], document["chains"], by_document[document["id"]])


def figures(found: Iterable[Description]) -> dict[str, Figure]:
    """The shares of the descriptions that are linked as the name is, to something else, and not at all."""
    by_document: dict[str, Pairs] = {}
    for each in found:
        by_document.setdefault(each.document, Counter())[each.expected, each.said] += 1
    shares: dict[str, Callable[[Pairs], float]] = {
        "linked as the name is": recall,
        "linked to something else": lambda pairs: 1 - recall(pairs) - _unlinked(pairs),
        "not linked": _unlinked,
    }
    return {name: figure(list(by_document.values()), share) for name, share in shares.items()}


def descriptive(text: str) -> bool:
    """Whether a mention names nobody: a pronoun, or a phrase in which no word but the first has a capital."""
    first, *rest = text.split()
    if any(word[:1].isupper() for word in rest):
        return False
    role = pipeline.linker().parse(text)
    bare = role.headed is Headed.ROLE and not role.owners
    return first[:1].islower() or first.casefold() in _STANDS_FOR_OTHERS or bare


def _described(document: str, chains: Sequence[Sequence[Marked]], records: Sequence[Record]) -> Iterator[Description]:
    begins: dict[str, int] = {}
    for record in records:
        begins[record.id] = sum(len(other.text) + 1 for other in records[: len(begins)])
    reading = pipeline.read(article_from_text(" ".join(record.text for record in records), clean=False))
    for chain in chains:
        mentions = sorted(begins[str(each["record"])] + int(each["start"]) for each in chain)
        lengths = {begins[str(e["record"])] + int(e["start"]): int(e["end"]) - int(e["start"]) for e in chain}
        texts = {start: reading.article.text[start : start + lengths[start]] for start in mentions}
        names = (_told(reading, texts[start], start) for start in mentions if not descriptive(texts[start]))
        expected = next((name for name in names if name), NOTHING)
        if expected:
            for start in mentions:
                if descriptive(texts[start]):
                    yield Description(document, texts[start], expected, _told(reading, texts[start], start))


def _told(reading: Reading, text: str, start: int) -> str:
    return " ".join(sorted(meant(reading, text, start)))


def _unlinked(pairs: Pairs) -> float:
    return ratio(sum(count for (_, said), count in pairs.items() if said == NOTHING), pairs.total())


def main() -> int:
    found = list(descriptions())
    for each in found:
        if each.said != each.expected:
            print(f"{each.document}\t{each.text}\texpected {each.expected}\tsaid {each.said or '-'}")
    for name, value in figures(found).items():
        print(f"{name}\t{shown(value)} of {value.number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
