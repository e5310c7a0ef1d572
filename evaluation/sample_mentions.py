"""Draws random event mentions for a person to judge, and keeps the judgements as stand-off (ids and offsets, no text).

    python evaluation/sample_mentions.py draw INPUT… --number 50 --seed 7 --sheet sheet.txt --out judged.tsv
    python evaluation/sample_mentions.py score judged.tsv

`draw` writes a sheet with the sentences (not to be committed where the texts are not ours) and a table with one row
per mention; the judge fills `type`, `sides` and `factuality` with yes or no, and `note`. A mention is right if all
three are. `score` prints the shares with Wilson 95 % intervals.
"""

import argparse
import csv
import math
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from legation import pipeline
from legation.records.article import Article
from legation.records.event import EventMention, Side
from legation.settings import load_settings
from legation.sources.inputs import read_inputs

COLUMNS = "document_id field start end event_type factuality source target cooperation type sides factual note".split()
JUDGED = ("type", "sides", "factual")


def draw(inputs: Sequence[str], number: int, seed: int, sheet: Path, out: Path) -> None:
    """Codes the inputs and writes `number` random mentions to the sheet and the table."""
    articles = [item for item in read_inputs(inputs, load_settings(os.environ)) if isinstance(item, Article)]
    mentions = sorted(
        (mention for article in articles for mention in pipeline.code_article(article)), key=lambda m: m.mention_id
    )
    chosen = random.Random(seed).sample(mentions, min(number, len(mentions)))
    sheet.write_text("\n".join(_shown(index, mention) for index, mention in enumerate(chosen, 1)), encoding="utf-8")
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_row(mention) for mention in chosen)
    sys.stdout.write(f"{len(mentions)} mentions in {len(articles)} articles; {len(chosen)} drawn\n")


def score(judged: Path) -> None:
    """Prints the share of mentions that are right in each respect, and in all."""
    with judged.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for name in JUDGED:
        _print(name, sum(row[name] == "yes" for row in rows), len(rows))
    _print("all three", sum(all(row[name] == "yes" for name in JUDGED) for row in rows), len(rows))


def _print(name: str, right: int, total: int) -> None:
    low, high = wilson(right, total)
    sys.stdout.write(f"{name:12}{right}/{total} = {right / total:.2f} ({low:.2f} to {high:.2f})\n")


def wilson(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927)."""
    share = right / total
    middle = share + z * z / (2 * total)
    width = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return (middle - width) / (1 + z * z / total), (middle + width) / (1 + z * z / total)


def _shown(index: int, mention: EventMention) -> str:
    cooperation = mention.cooperation
    told = f"{cooperation.type} {cooperation.direction}" if cooperation else "-"
    said = f"per {mention.attribution.speaker.text!r}" if mention.attribution else ""
    return (
        f"[{index}] {mention.sentence.text}\n"
        f"    {mention.event_type} {'/'.join(mention.mode)} {mention.factuality.value} by {mention.trigger.text!r}: "
        f"{_sides(mention.source)} -> {_sides(mention.target)} | cooperation {told} "
        f"{'(content of an act) ' if mention.content_of else ''}{'(alleged) ' if mention.alleged else ''}{said}\n"
    )


def _sides(sides: Sequence[Side]) -> str:
    return "; ".join(f"{side.text!r} = {side.actor_id} {'/'.join(side.sector)}" for side in sides) or "-"


def _row(mention: EventMention) -> list[object]:
    ids = [",".join(side.actor_id or side.text[:0] for side in sides) for sides in (mention.source, mention.target)]
    cooperation = mention.cooperation.type if mention.cooperation else ""
    trigger = mention.trigger
    where = [mention.document_id, mention.field, trigger.start, trigger.end]
    return [*where, mention.event_type, mention.factuality.value, *ids, cooperation, "", "", "", ""]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("inputs", nargs="+")
    drawing.add_argument("--number", type=int, default=50)
    drawing.add_argument("--seed", type=int, default=7)
    drawing.add_argument("--sheet", type=Path, required=True)
    drawing.add_argument("--out", type=Path, required=True)
    scoring = commands.add_parser("score")
    scoring.add_argument("judged", type=Path)
    asked = parser.parse_args()
    if asked.command == "draw":
        draw(asked.inputs, asked.number, asked.seed, asked.sheet, asked.out)
    else:
        score(asked.judged)


if __name__ == "__main__":
    main()
