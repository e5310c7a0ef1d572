"""Counts what the corpus holds, and writes the tables of its datasheet.

python -m corpus.datasheet        renews the tables in corpus/README.md
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.check import lemma
from corpus.markdown import put, table
from corpus.records import HERE, WRITTEN, Event, Record, read
from legation.ontology.knowledge import Knowledge, load_knowledge
from legation.ontology.spelling import alias_key, tokenize

_DECADE = re.compile(r"\b(19[5-9]|20[0-2])\d\b")


def countries(records: Iterable[Record], knowledge: Knowledge) -> set[str]:
    """The countries that the sentences name, by any of their names, adjectives or capitals."""
    found: set[str] = set()
    for record in records:
        words = [token.text for token in tokenize(record.text)]
        for size in (1, 2, 3):
            for at in range(len(words) - size + 1):
                targets = knowledge.aliases.get(alias_key(" ".join(words[at : at + size])), ())
                found.update(target.actor_id for target in targets if target.actor_id in knowledge.countries)
    return found


def shares(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """The rows of the first table: what, and how much."""
    events = _events(records)
    sides = {
        record.text[mark.start : mark.end]
        for record in records
        for event in record.events
        for mark in event.source + event.target
    }
    triggers = {
        " ".join(record.text[slice(*part)].lower() for part in event.trigger)
        for record in records
        for event in record.events
    }
    decades = Counter(match.group()[:3] + "0s" for record in records for match in _DECADE.finditer(record.text))
    yield "sentences", str(len(records))
    yield "events", str(len(events))
    yield "sentences without an event", _share(sum(not record.events for record in records), len(records))
    yield "with two events or more", _share(sum(len(record.events) > 1 for record in records), len(records))
    yield "over 30 words", _share(sum(len(record.text.split()) > 30 for record in records), len(records))
    yield "in groups of minimal pairs", str(sum(record.group is not None for record in records))
    yield "in documents", str(sum(record.document is not None for record in records))
    yield "countries named", str(len(countries(records, load_knowledge())))
    yield "distinct sides", str(len(sides))
    yield "distinct trigger expressions", str(len(triggers))
    yield "distinct trigger lemmas", str(len({lemma(record, event) for record in records for event in record.events}))
    yield "decades named", ", ".join(f"{decade} {count}" for decade, count in sorted(decades.items()))


def classes(records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """The rows of the second table: labels, and how many events have them."""
    events = _events(records)
    yield "types", _list(Counter(event.type for event in events))
    yield "modes", _list(Counter(f"{event.type}.{mode}" for event in events for mode in event.mode))
    yield (
        "factuality",
        ", ".join(
            f"{name} {_share(count, len(events))}"
            for name, count in Counter(event.factuality for event in events).most_common()
        ),
    )
    yield "cooperation types", _list(Counter(event.cooperation.type for event in events if event.cooperation))
    yield "directions", _list(Counter(event.cooperation.direction for event in events if event.cooperation))
    yield (
        "alleged, mutual, content of a speech act, with a speaker",
        ", ".join(str(sum(bool(told(event)) for event in events)) for told in _FLAGS),
    )


_FLAGS = (
    lambda event: event.alleged,
    lambda event: event.mutual,
    lambda event: event.content_of is not None,
    lambda event: event.attribution,
)


def _events(records: Iterable[Record]) -> list[Event]:
    return [event for record in records for event in record.events]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}"


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def _files() -> Iterator[tuple[str, str, str]]:
    for path in sorted(HERE.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        yield path.name, str(len(lines)), str(sum(len(line.get("events", ())) for line in lines))


def main() -> None:
    records = list(read(HERE / name for name in WRITTEN))
    tables = "\n".join(
        [
            table(("file", "lines", "events"), _files()),
            table(("our own sentences", ""), shares(records)),
            table(("label", "events"), classes(records)),
        ]
    )
    readme = HERE / "README.md"
    readme.write_text(put(readme.read_text(encoding="utf-8"), "counts", tables), encoding="utf-8")


if __name__ == "__main__":
    main()
