"""Reads the annotators' notation (GUIDE.md, section 1) into records, and tells every slip with its line.

python -m corpus.notation FILE…            check
python -m corpus.notation FILE… --to OUT   check, then write JSON Lines
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from corpus.records import Cooperation, Event, Mark, Record, Speaker, encode
from legation.ontology.codebook import event_types
from legation.ontology.cooperation import DIRECTIONS, load_cooperation
from legation.records.event import Factuality

_OPENING = re.compile(r"\[(?P<group>[\w.-]+)\] +")
_NUMBERED = re.compile(r"(?P<words>.*?)(?:#(?P<number>\d+))?$", re.DOTALL)
# A side's head is its last word before the first of these, unless they stand inside a name ("Bosnia and Herzegovina").
_BEFORE_A_MODIFIER = re.compile(
    r"\s(?:of|in|from|at|for|on|with|near|to|by|against|along|across|inside|outside|around|under|between|within|who|that"
    r"|based|backed by|loyal|led by|fighting|operating|close|accused|allied|including|such)\s",
)
_WORD = re.compile(r"\w+(?:[.'’&/-]\w+)*\.?")


class NotationError(ValueError):
    """Something that the notation does not allow."""


def head_of(text: str, start: int, end: int) -> int:
    """Where the head word of a side starts: its last word before the first preposition."""
    phrase = text[start:end]
    modifier = _BEFORE_A_MODIFIER.search(phrase)
    words = list(_WORD.finditer(phrase[: modifier.start()] if modifier else phrase)) or list(_WORD.finditer(phrase))
    return start + (words[-1].start() if words else 0)


class _Reader:
    """Reads the event lines of one sentence."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._trigger = 0

    def event(self, line: str) -> Event:
        cells = [cell.strip() for cell in line.removeprefix("-").split("|")]
        if len(cells) < 4:
            raise NotationError("an event has at least four cells: type, trigger, sources, targets")
        kind, trigger, source, target = cells[:4]
        extra = dict(self._key(cell) for cell in cells[4:] if cell)
        spans = self._parts(trigger)
        self._trigger = spans[0][0]
        sides = self._sides(source), self._sides(target)
        if not any(sides):
            raise NotationError("an event with neither side is not coded")
        return Event(
            **self._kind(kind),
            trigger=spans,
            source=sides[0],
            target=sides[1],
            cooperation=self._cooperation(extra["coop"]) if "coop" in extra else None,
            attribution=self._speaker(extra["by"]) if "by" in extra else None,
            time=self._span(extra["when"]) if "when" in extra else None,
            place=self._span(extra["where"]) if "where" in extra else None,
        )

    def _key(self, cell: str) -> tuple[str, str]:
        key, equals, value = cell.partition("=")
        if not equals or key.strip() not in ("coop", "by", "when", "where"):
            raise NotationError(f"unknown cell {cell!r}: coop=, by=, when= or where=")
        return key.strip(), value.strip()

    def _kind(self, cell: str) -> dict[str, Any]:
        words = cell.split()
        name, *modes = words[0].replace("+", ".").split(".")
        if name not in event_types():
            raise NotationError(f"no event type {name!r}")
        for mode in modes:
            if mode not in event_types()[name].modes:
                raise NotationError(
                    f"{name} has no mode {mode!r}; it has {', '.join(event_types()[name].modes) or 'none'}"
                )
        if len(words) < 2 or words[1] not in list(Factuality):
            raise NotationError(f"a factuality comes after the type: {', '.join(Factuality)}")
        flags, content = words[2:], None
        if "of" in flags:
            at = flags.index("of")
            if at + 1 >= len(flags) or not flags[at + 1].isdigit():
                raise NotationError("`of` is followed by the number of an event line")
            content = int(flags[at + 1]) - 1
            flags = flags[:at] + flags[at + 2 :]
        if set(flags) - {"alleged", "mutual"}:
            raise NotationError(f"unknown flag in {cell!r}: alleged, mutual, of N")
        return {
            "type": name,
            "factuality": words[1],
            "mode": tuple(modes),
            "alleged": "alleged" in flags,
            "mutual": "mutual" in flags,
            "content_of": content,
        }

    def _parts(self, cell: str) -> tuple[tuple[int, int], ...]:
        if not cell:
            raise NotationError("no trigger")
        spans: list[tuple[int, int]] = []
        for part in cell.split(" ... "):
            unnumbered = spans and "#" not in part
            after = [at for at in self._starts(part) if at >= spans[-1][1]] if unnumbered else []
            spans.append((after[0], after[0] + len(part)) if after else self._span(part, first=True))
        return tuple(spans)

    def _starts(self, words: str) -> list[int]:
        found = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", self._text)]
        if not found:
            raise NotationError(f"not in the sentence: {words!r}")
        return found

    def _span(self, cell: str, *, first: bool = False) -> tuple[int, int]:
        numbered = _NUMBERED.match(cell.strip())
        words, number = (numbered["words"], numbered["number"]) if numbered else (cell, None)
        starts = self._starts(words)
        if number is not None and not 1 <= int(number) <= len(starts):
            raise NotationError(f"{words!r} stands {len(starts)} times in the sentence, not {number}")
        start = (
            starts[int(number) - 1]
            if number is not None
            else starts[0]
            if first
            else min(starts, key=lambda at: abs(at - self._trigger))
        )
        return start, start + len(words)

    def _sides(self, cell: str) -> tuple[Mark, ...]:
        marks = []
        for side in filter(None, (part.strip() for part in cell.split(";"))):
            for index, name in enumerate(side.split(" ~ ")):
                start, end = self._span(name.strip().removeprefix("@"))
                head = head_of(self._text, start, end)
                marks.append(Mark(start, end, head, place=side.startswith("@"), apposition=index > 0))
        return tuple(marks)

    def _cooperation(self, cell: str) -> Cooperation:
        kind, _, sides = cell.partition(":")
        words = kind.split()
        if len(words) != 2 or words[0] not in load_cooperation() or words[1] not in DIRECTIONS:
            raise NotationError(f"coop=TYPE DIRECTION: providers > recipients, not {cell!r}")
        mutual = "<>" in sides
        if not mutual and ">" not in sides:
            raise NotationError(f"no `>` or `<>` between the cooperation's sides in {cell!r}")
        provider, recipient = sides.split("<>" if mutual else ">", 1)
        return Cooperation(words[0], words[1], self._sides(provider), self._sides(recipient), mutual)

    def _speaker(self, cell: str) -> Speaker:
        who, *rest = (part.strip() for part in re.split(r"\s+/\s+", cell))
        start, end = self._span(who)
        verb = self._span(rest[0]) if rest and rest[0] not in ("", "quoted") else None
        return Speaker(start, end, head_of(self._text, start, end), verb, quoted="quoted" in rest)


def records(text: str, name: str) -> Iterator[tuple[int, Record | NotationError]]:
    """The records of a file in the notation, each with its line number; a record with a slip comes as the slip."""
    document, serial, block = None, 0, list[tuple[int, str]]()
    for number, line in [*enumerate(text.splitlines(), 1), (0, "")]:
        opens = not line.startswith("-")
        if block and opens:
            serial += 1
            yield block[0][0], _record(block, f"{name}-{serial:03}", document)
            block = []
        if line.startswith("="):
            document = f"{name}-{line[1:].strip().replace(' ', '-')}"
        elif line.strip() and not line.startswith("~"):
            block.append((number, line.strip()))


def _record(block: Sequence[tuple[int, str]], identity: str, document: str | None) -> Record | NotationError:
    opening = _OPENING.match(block[0][1])
    text = block[0][1][opening.end() :] if opening else block[0][1]
    reader, events = _Reader(text), []
    for number, line in block[1:]:
        try:
            event = reader.event(line)
        except NotationError as slip:
            return NotationError(f"line {number}: {slip}")
        events.append(event)
    for event in events:
        if event.content_of is not None and not 0 <= event.content_of < len(events):
            return NotationError(
                f"line {block[0][0]}: `of {event.content_of + 1}` names no event line of this sentence"
            )
    if text.startswith("-"):
        return NotationError(f"line {block[0][0]}: an event line without a sentence")
    group = f"{identity.rsplit('-', 1)[0]}-{opening['group']}" if opening else None
    return Record(identity, text, tuple(events), group, document)


def main(arguments: Sequence[str]) -> int:
    target = Path(arguments[arguments.index("--to") + 1]) if "--to" in arguments else None
    sources = [Path(each) for each in arguments if each != "--to" and (target is None or each != str(target))]
    slips, kept = 0, []
    for source in sources:
        for _, record in records(source.read_text(encoding="utf-8"), source.stem):
            if isinstance(record, NotationError):
                slips += 1
                sys.stderr.write(f"{source}: {record}\n")
            else:
                kept.append(record)
    events = sum(len(record.events) for record in kept)
    sys.stderr.write(f"{len(kept)} records, {events} events, {slips} slips\n")
    if target is not None:
        target.write_text("".join(encode(record) + "\n" for record in kept), encoding="utf-8")
    return 1 if slips else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
