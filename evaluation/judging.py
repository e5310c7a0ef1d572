"""A reading by hand: random mentions, and random sentences that gave none, of articles that nobody annotated.

    python -m evaluation.judging draw open_news.jsonl > sheet.txt
    python -m evaluation.judging store open_news.jsonl sheet.txt > evaluation/judged/NUMBER-NAME.jsonl

A sheet asks of a mention whether it is right in each part (`type=y source=n …`; all are wrong where there is no event),
and of a sentence without one how many it should have given (`missed=0`). What is kept has no text, as in `corpus/`.
"""

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from corpus.markdown import table
from corpus.records import HERE
from corpus.standoff import digest, texts
from legation.pipeline import code_article
from legation.reading.sentences import sentences
from legation.records.event import EventMention, Side
from legation.sources.inputs import article_from_text

JUDGED = Path(__file__).parent / "judged"
PARTS = ("type", "source", "target", "factuality")
_EACH = 100
_ASKED = re.compile(
    r"^\[(?P<article>[\w-]+)\.(?P<start>\d+)\.(?P<end>\d+)\] .*\nsays: (?P<says>.*)\njudged: (?P<judged>.*)$",
    re.MULTILINE,
)


def annotated() -> set[str]:
    """The articles of which the corpus has annotated sentences."""
    lines = (line for path in HERE.glob("real_*.jsonl") for line in path.read_text(encoding="utf-8").splitlines())
    return {json.loads(line)["article"] for line in lines}


def sheet(articles: Mapping[str, str], seed: int = 1) -> Iterator[str]:
    """What a reader is asked, in random order: mentions first, then sentences without one."""
    said: list[tuple[str, int, int, str]] = []
    silent: list[tuple[str, int, int, str]] = []
    for name, text in sorted(articles.items()):
        article = article_from_text(text, clean=False)
        mentions = code_article(article)
        said += [(name, each.sentence.start, each.sentence.end, told(each)) for each in mentions]
        spoken = {each.sentence.start for each in mentions}
        silent += [(name, each.start, each.end, "nothing") for each in sentences(article) if each.start not in spoken]
    chance = random.Random(seed)
    for rows, question in ((said, " ".join(f"{part}=?" for part in PARTS)), (silent, "missed=?")):
        for name, start, end, says in chance.sample(rows, min(_EACH, len(rows))):
            yield f"[{name}.{start}.{end}] {articles[name][start:end]}\nsays: {says}\njudged: {question}\n"


def told(mention: EventMention) -> str:
    """A mention in one line, with the offsets of its spans in the article."""

    def sides(found: Iterable[Side]) -> str:
        return "; ".join(f"{side.text} ({side.start}-{side.end})" for side in found)

    trigger = f"{mention.trigger.text} ({mention.trigger.start}-{mention.trigger.end})"
    return " | ".join(
        (f"{mention.event_type} {mention.factuality}", trigger, sides(mention.source), sides(mention.target))
    )


def store(articles: Mapping[str, str], judged: str) -> Iterator[str]:
    """The lines to keep of a sheet that was filled in. Raises ValueError where an answer is missing."""
    for asked in _ASKED.finditer(judged):
        answers = dict(answer.split("=") for answer in asked["judged"].split())
        if not all(answer in ("y", "n") or answer.isdigit() for answer in answers.values()):
            raise ValueError(f"not answered: {asked['judged']!r} of {asked['article']} at {asked['start']}")
        where = {"article": asked["article"], "sha256": digest(articles[asked["article"]])}
        fields = {**where, "start": int(asked["start"]), "end": int(asked["end"]), "said": _said(asked["says"])}
        yield json.dumps({**fields, "judged": answers})


def _said(line: str) -> dict[str, object] | None:
    """A mention without its words."""
    if line == "nothing":
        return None
    kind, *cells = line.split(" | ")
    spans = [[tuple(map(int, pair)) for pair in re.findall(r"\((\d+)-(\d+)\)", cell)] for cell in cells]
    return dict(zip(("event", "trigger", "source", "target"), (kind, *spans), strict=True))


def summary() -> str:
    """A table of what the readings found, one column a reading, in the order of their numbers."""
    named = {_title(path): list(map(json.loads, path.read_text(encoding="utf-8").splitlines())) for path in _readings()}
    rows = [_share(name, named.values()) for name in ("mentions", *PARTS, "whole", "silent", "silent rightly")]
    return table(["how many", *named], rows)


def _readings() -> list[Path]:
    return sorted(JUDGED.glob("*.jsonl"))


def _title(reading: Path) -> str:
    """What was read: `2-first-model` is "first model"."""
    return reading.stem.partition("-")[2].replace("-", " ")


def _share(name: str, readings: Iterable[Sequence[Mapping[str, Mapping[str, str]]]]) -> list[str]:
    counted = [Counter(_judgements(reading)) for reading in readings]
    return [name, *(str(counts[name]) for counts in counted)]


def _judgements(reading: Iterable[Mapping[str, Mapping[str, str]]]) -> Iterator[str]:
    for line in reading:
        answers = line["judged"]
        if "missed" in answers:
            yield "silent"
            yield from ["silent rightly"] * (answers["missed"] == "0")
        else:
            yield "mentions"
            right = [part for part in PARTS if answers[part] == "y"]
            yield from right
            yield from ["whole"] * (len(right) == len(PARTS))


def main(arguments: Sequence[str]) -> None:
    match arguments:
        case ["draw", news]:
            known = annotated()
            fresh = {name: text for name, text in texts(Path(news)).items() if name not in known}
            sys.stdout.writelines(f"{each}\n" for each in sheet(fresh))
        case ["store", news, filled]:
            lines = store(texts(Path(news)), Path(filled).read_text(encoding="utf-8"))
            sys.stdout.writelines(f"{line}\n" for line in lines)
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
