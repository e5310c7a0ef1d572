"""The `~` lines of documents in the notation: which mentions of a document are one actor.

python -m corpus.coreference FILE… --to OUT      check, then write JSON Lines, one document a line
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.notation import NotationError, records
from corpus.records import Record

_MENTION = re.compile(r"(?P<words>.*?)(?:#(?P<number>\d+))?(?:@(?P<sentence>\d+))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an actor: the record that holds it, and where."""

    record: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document's actors, each with all its mentions in the order in which the annotator gave them."""

    id: str
    chains: tuple[tuple[Mention, ...], ...]


def documents(text: str, name: str) -> Iterator[Document | NotationError]:
    """The documents of a file, with its slips among them."""
    by_document: dict[str, list[Record]] = {}
    for _, record in records(text, name):
        if isinstance(record, Record) and record.document:
            by_document.setdefault(record.document, []).append(record)
    current, chains = "", dict[str, list[tuple[Mention, ...]]]()
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("="):
            current = f"{name}-{line[1:].strip().replace(' ', '-')}"
            chains[current] = []
        elif line.startswith("~"):
            try:
                chains[current].append(_chain(line[1:], by_document.get(current, [])))
            except NotationError as slip:
                yield NotationError(f"line {number}: {slip}")
    for document, found in chains.items():
        yield Document(document, tuple(found))


def _chain(line: str, sentences: Sequence[Record]) -> tuple[Mention, ...]:
    return tuple(_mention(part.strip(), sentences) for part in line.split(" = "))


def _mention(cell: str, sentences: Sequence[Record]) -> Mention:
    told = _MENTION.match(cell)
    if told is None or not told["words"]:
        raise NotationError(f"no mention in {cell!r}")
    words = re.compile(rf"(?<!\w){re.escape(told['words'])}(?!\w)")
    where = int(told["sentence"]) - 1 if told["sentence"] else None
    for index, sentence in enumerate(sentences):
        found = list(words.finditer(sentence.text))
        if found and where in (None, index):
            number = int(told["number"] or 1) - 1
            if number >= len(found):
                raise NotationError(f"{told['words']!r} stands {len(found)} times there")
            return Mention(sentence.id, *found[number].span())
    raise NotationError(f"not in the sentence: {cell!r}")


def main(arguments: Sequence[str]) -> int:
    target = Path(arguments[arguments.index("--to") + 1]) if "--to" in arguments else None
    slips, kept = 0, list[Document]()
    for source in (Path(each) for each in arguments if each != "--to" and each != str(target)):
        for document in documents(source.read_text(encoding="utf-8"), source.stem):
            if isinstance(document, NotationError):
                slips += 1
                sys.stderr.write(f"{source}: {document}\n")
            else:
                kept.append(document)
    sys.stderr.write(f"{len(kept)} documents, {sum(len(each.chains) for each in kept)} actors, {slips} slips\n")
    if target is not None:
        lines = (json.dumps(asdict(document), ensure_ascii=False) + "\n" for document in kept)
        target.write_text("".join(lines), encoding="utf-8")
    return 1 if slips else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
