"""What chance and the real news do to a training run: three seeds with the real sentences, three without.

    python -m training.seeds --out FOLDER --real open_news.jsonl [--public relation_dev.jsonl] [--epochs 2]

Each run is measured, given the triggers (training/measure.py), on the test sentences and on the real gold, of which it
saw nothing; the table has means, and in brackets the distance from the lowest to the highest seed. A run that is
finished stays in FOLDER, so that what was stopped goes on.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from corpus import records
from corpus.standoff import real, texts
from training import train
from training.examples import examples, tokenizer
from training.measure import measure, public_score
from training.network import load

_SEEDS = (1, 2, 3)
_KINDS = ("without real news", "with real news")
_TOLD = ("trigger", "factuality F1", "source", "target", "cooperation", "speaker", "public macro", "public accuracy")

Scores = Mapping[str, Mapping[str, float]]
"""By set (`test`, `real gold`), then by measure."""


def main(arguments: Sequence[str]) -> None:
    options = _options(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Scores]] = {kind: [] for kind in _KINDS}
    for seed in _SEEDS:
        for kind in _KINDS:
            found[kind].append(_run(options, kind, seed))
    sys.stdout.write(table(found))


def table(found: Mapping[str, Sequence[Scores]]) -> str:
    """Markdown: a row for each set and measure, with the mean and the spread of each kind of run."""
    lines = [f"|  | {' | '.join(found)} |", f"| --- |{' --- |' * len(found)}"]
    for name in next(iter(found.values()))[0]:
        for measured in _TOLD:
            runs = [[scores[name][measured] for scores in each if measured in scores[name]] for each in found.values()]
            if all(runs):
                cells = " | ".join(f"{fmean(each):.3f} ({max(each) - min(each):.3f})" for each in runs)
                lines.append(f"| {name}: {measured} | {cells} |")
    return "\n".join(lines) + "\n"


def _run(options: argparse.Namespace, kind: str, seed: int) -> Scores:
    """Trains and measures, or reads what was measured before."""
    path: Path = options.out / f"{kind.replace(' ', '-')}-{seed}.json"
    if not path.exists():
        model = path.with_suffix(".pt")
        given = ["--real", str(options.real)] if kind == _KINDS[1] else []
        asked = ["--epochs", str(options.epochs), "--every", str(options.epochs), "--seed", str(seed)]
        train.main(["--out", str(model), *given, *asked])
        path.write_text(json.dumps(_scores(model, options.real, options.public)), encoding="utf-8")
        model.unlink()
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def _scores(model: Path, news: Path, public: Path | None) -> Scores:
    network, trained = load(model)
    tokens = tokenizer(str(Path(str(trained["encoder"])) / "tokenizer.json"))
    test = measure(network, examples(records.read([records.HERE / "test.jsonl"]), tokens, 0))
    gold = measure(network, examples(real("gold", texts(news)), tokens, 0))
    given_sides = {"relations": public_score(network, tokens, public)} if public else {}
    return {"test": test, "real gold": gold, **given_sides}


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.seeds")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs' figures")
    parser.add_argument("--real", type=Path, required=True, help="open_news.jsonl")
    parser.add_argument("--public", type=Path, help="a public set with given sides, measured and never trained on")
    parser.add_argument("--epochs", type=int, default=2)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
