"""Annotation of real news kept without its text: article id, hash of its text, offsets; joined with the text to read.

    python -m corpus.standoff sheet open_news.jsonl SPANS.tsv > sheet.txt       bare sentences for annotators
    python -m corpus.standoff store open_news.jsonl sheet.txt > real.jsonl      annotated sheet to stand-off

SPANS.tsv has a line `article start end` for each sentence. In a sheet every sentence opens with `[article.start.end]`.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from corpus.notation import NotationError, records
from corpus.records import HERE, Record, decode, encode


def texts(path: Path) -> dict[str, str]:
    """The article texts of a JSON Lines file, by their ids."""
    articles = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {article["id"]: article["text"] for article in articles}


def strip(record: Record, article: str, start: int, text: str) -> str:
    """A line of stand-off: the record without its text, with where the text stands."""
    fields = json.loads(encode(replace(record, text="", group=None, document=None)))
    del fields["text"]
    where = {"article": article, "sha256": digest(text), "start": start, "end": start + len(record.text)}
    return json.dumps({**where, **fields}, ensure_ascii=False)


def join(lines: Iterable[str], articles: dict[str, str]) -> Iterator[Record]:
    """The records of stand-off lines, with their text. Raises ValueError where an article is not the one annotated."""
    for line in lines:
        fields = json.loads(line)
        article = fields.pop("article")
        text, start, end = articles[article], fields.pop("start"), fields.pop("end")
        if digest(text) != fields.pop("sha256"):
            raise ValueError(f"{article}: the text is not the one that was annotated")
        yield decode(json.dumps({**fields, "text": text[start:end], "document": article}))


def real(part: str, articles: dict[str, str], folder: Path = HERE) -> Iterator[Record]:
    """The annotated real news of a part ("gold", "train", "dev"; of `twice/`, "first", "second"), with its text."""
    return join((folder / f"real_{part}.jsonl").read_text(encoding="utf-8").splitlines(), articles)


def digest(text: str) -> str:
    """The hash that tells an article's text, 16 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()[:16]


def _sheet(articles: dict[str, str], spans: Path) -> None:
    for line in spans.read_text(encoding="utf-8").splitlines():
        article, start, end = line.split("\t")
        sentence = articles[article][int(start) : int(end)]
        sys.stdout.write(f"[{article}.{start}.{end}] {sentence}\n\n")


def _store(articles: dict[str, str], sheet: Path) -> int:
    slips = 0
    for _, record in records(sheet.read_text(encoding="utf-8"), sheet.stem):
        if isinstance(record, NotationError):
            slips += 1
            sys.stderr.write(f"{sheet}: {record}\n")
            continue
        article, start, end = (record.group or "").removeprefix(f"{sheet.stem}-").rsplit(".", 2)
        if articles[article][int(start) : int(end)] != record.text:
            slips += 1
            sys.stderr.write(f"{sheet}: {record.group}: the sentence was changed\n")
            continue
        named = replace(record, id=f"{article}-{start}")
        sys.stdout.write(strip(named, article, int(start), articles[article]) + "\n")
    return 1 if slips else 0


def main(arguments: list[str]) -> int:
    articles = texts(Path(arguments[1]))
    if arguments[0] == "sheet":
        _sheet(articles, Path(arguments[2]))
        return 0
    return _store(articles, Path(arguments[2]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
