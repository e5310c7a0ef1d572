"""Scores Legation and writes the tables and pictures of docs/accuracy.md.

    python -m evaluation [--data FOLDER]

FOLDER holds public sets that are not ours to ship: relation_dev.jsonl (relations with given sides), open_news.jsonl
and news_sample.jsonl (real news). What is not there is left out, and said. Fails if the corpus holds a near-copy of a
text that must stay unseen.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

from corpus.likeness import Copy, near_copies, trigrams, words
from corpus.markdown import machine, put
from corpus.records import HERE, WRITTEN, Record, read
from corpus.standoff import real, texts
from evaluation import actors, coreference, geoparsing, report
from evaluation.predictions import Coded, coded
from evaluation.questions import DEMO, Answered, answered
from evaluation.realness import realness
from evaluation.relations import Half, guesses
from evaluation.screening import sentence_rate, split, text_rate
from evaluation.tables import shown
from legation.ledger.store import open_ledger

DOCUMENT = Path(__file__).parents[1] / "docs" / "accuracy.md"
NEAR = 0.4
"""Jaccard similarity of word trigrams from which a sentence counts as a near-copy of what must stay unseen."""
Files = Mapping[str, Path]
"""The files that are there, by their names."""


def main(arguments: Sequence[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    files, pictures = dict(_files(asked.data)), DOCUMENT.parent / "pictures"
    sections = [f"Measured on {date.today():%d %B %Y} on {machine()}, with bootstrap 95 % intervals (1,000 draws).\n"]
    if "relation_dev.jsonl" in files:
        halves = {half: guesses(files["relation_dev.jsonl"], half) for half in get_args(Half)}
        sections.append(report.relation_section(halves, pictures))
    if sets := dict(_sets(files)):
        sections.append(report.mention_section(sets, pictures))
    sections.append(report.agreement_section(_twice(files)))
    sections.append(report.judging_section())
    sections.append(report.list_section(_placing(files)))
    sections.append(report.ledger_section(_answers()))
    copies = _copies(files)
    sections.append(report.other_section({**_passing(files), **_likeness(files, copies)}))
    sections.append(report.published_section())
    DOCUMENT.write_text(put(DOCUMENT.read_text(encoding="utf-8"), "evaluation", "\n".join(sections)), encoding="utf-8")
    _say(f"written: {DOCUMENT}")
    for copy in copies or ():
        _say(f"near-copy: {copy.ours} of {copy.theirs} ({copy.similarity:.2f})")
    return 1 if copies else 0


def _files(data: Path | None) -> Iterator[tuple[str, Path]]:
    """The files that are there and not empty; says which are left out."""
    public = ("relation_dev.jsonl", "open_news.jsonl", "news_sample.jsonl", "geo_dev_lgl.jsonl")
    named = [(name, HERE / name) for name in (*WRITTEN, "real_gold.jsonl")]
    named += [(name, data / name) for name in public] if data else []
    named += [("seed article", data.parent / "seed" / "article.txt")] if data else []
    if data is None:
        _say(f"left out: no folder is given for {', '.join(public)}")
    for name, path in named:
        if path.is_file() and path.stat().st_size:
            yield name, path
        else:
            _say(f"left out: {name} is not there, or empty")


def _sets(files: Files) -> Iterator[tuple[str, list[Coded]]]:
    """The annotated sets, coded."""
    if "test.jsonl" in files:
        yield "our test sentences", coded(read([files["test.jsonl"]]))
    if {"real_gold.jsonl", "open_news.jsonl"} <= files.keys():
        yield "real news", coded(real("gold", texts(files["open_news.jsonl"])))


def _twice(files: Files) -> dict[str, list[tuple[Record, Record]]]:
    """The sentences that two annotators have read, as each saw them."""
    twice = HERE / "twice"
    own = [read([twice / f"own_{which}.jsonl"]) for which in ("first", "second")]
    sets = {"our sentences": list(zip(*own, strict=True))}
    if "open_news.jsonl" in files:
        articles = texts(files["open_news.jsonl"])
        news = [real(which, articles, twice) for which in ("first", "second")]
        sets["real news"] = list(zip(*news, strict=True))
    return sets


def _answers() -> list[Answered]:
    """The questions, asked of the demo ledger."""
    if not DEMO.exists():
        _say("left out: the questions (`make demo` makes the ledger that they are asked of)")
        return []
    with open_ledger(DEMO, read_only=True) as ledger:
        return list(answered(ledger))


def _placing(files: Files) -> dict[str, str]:
    """Descriptions in the corpus's documents, actors of real articles, places of local news."""
    told = coreference.figures(coreference.descriptions())
    facts = {f"descriptions in the documents of the corpus {name}": shown(value) for name, value in told.items()}
    if "open_news.jsonl" in files:
        facts |= actors.facts(files["open_news.jsonl"])
    if "geo_dev_lgl.jsonl" in files:
        facts |= geoparsing.facts(files["geo_dev_lgl.jsonl"])
    return facts


def _passing(files: Files) -> dict[str, str]:
    """What screen and gate let through."""
    facts = {}
    if "relation_dev.jsonl" in files:
        rate = text_rate([record["sentence"] for record in _lines(files["relation_dev.jsonl"])])
        facts["sentences with an event (relations with given sides) that pass screen and gate"] = shown(rate)
    if "news_sample.jsonl" in files:
        rate = sentence_rate([record["text"] for record in _lines(files["news_sample.jsonl"])])
        facts[f"sentences of general news that pass screen and gate, of {rate.number}"] = shown(rate)
    return facts


def _likeness(files: Files, copies: list[Copy] | None) -> dict[str, str]:
    """How near our sentences are to what they must not be near, and to real news."""
    facts = {}
    if copies is not None:
        facts[f"sentences of the corpus near a public relation or the seed article (trigrams, {NEAR})"] = str(
            len(copies)
        )
    ours = [record.text for record in _written(files)]
    if ours and "open_news.jsonl" in files:
        news = [sentence for text in texts(files["open_news.jsonl"]).values() for sentence in split(text)]
        area, number = realness(ours, news)
        facts[f"ROC AUC of a word classifier, {number} of our sentences against as many real ones"] = f"{area:.2f}"
    return facts


def _copies(files: Files) -> list[Copy] | None:
    """The near-copies of what must stay unseen; None where none of that is there."""
    unseen: dict[str, str] = {}
    if "relation_dev.jsonl" in files:
        unseen |= {record["id"]: record["sentence"] for record in _lines(files["relation_dev.jsonl"])}
    if "seed article" in files:
        parts = split(files["seed article"].read_text(encoding="utf-8"))
        unseen |= {f"seed-{index}": sentence for index, sentence in enumerate(parts, 1)}
    ours = {record.id: trigrams(words(record.text)) for record in _written(files)}
    theirs = {name: trigrams(words(text)) for name, text in unseen.items()}
    return list(near_copies(ours, theirs, NEAR)) if ours and unseen else None


def _written(files: Files) -> Iterator[Record]:
    """The sentences that we wrote."""
    return read(files[name] for name in WRITTEN if name in files)


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    folder = os.environ.get("LEGATION_DATA")
    given = Path(folder) if folder else None
    parser.add_argument("--data", type=Path, default=given, help="the folder (else that of LEGATION_DATA)")
    return parser


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
