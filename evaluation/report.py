"""The sections of docs/accuracy.md that are computed, and their pictures."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.markdown import table
from corpus.records import Record
from evaluation import event_merging, questions
from evaluation.judging import summary
from evaluation.lists import LISTS, share
from evaluation.mentions import by_class, compared, figures, rated
from evaluation.pictures import confusion_picture, reliability_picture
from evaluation.predictions import Coded
from evaluation.questions import Answered
from evaluation.relations import Guess, Half, by_type, confusion, overall
from evaluation.scores import Figure
from evaluation.tables import best_published, published, shown, side_by_side
from evaluation.triples import triples_f1
from legation.pictures.rendering import Picture

TRIPLES = "triples F1 (source country, root, target country)"


def relation_section(halves: Mapping[Half, Sequence[Guess]], pictures: Path) -> str:
    """Relations with given sides: over all, beside what is published, and by type, with the confusion matrix."""
    found = [guess for half in halves.values() for guess in half]
    parts = {"looked at while working": halves["even"], "looked at once": halves["odd"], "both": found}
    figures = {name: overall(part) for name, part in parts.items()}
    rows = [[name, *(shown(each[name]) for each in figures.values()), best_published(name)] for name in figures["both"]]
    title = f"Relations between given sides: gold and coded types of {len(found)} sentences"
    save(confusion_picture(confusion(found), title), pictures / "confusion.svg")
    return "\n".join(
        [
            "### Relation between two given sides\n",
            f"`code_relation` on {len(found)} sentences of a public set of PLOVER relations (Hu et al., ACL 2024),",
            "never trained on. Those of even index were looked at while working, those of odd index once, when the",
            "model was done. CONCEDE and RETREAT count as YIELD. They are of the set's training part; the published",
            "figures are of its test part.\n",
            table(["", *parts, "best published"], rows),
            side_by_side("F1 by type; of how many", {"both": by_type(found)}, number=True),
            f"![{title}](pictures/confusion.svg)\n",
        ]
    )


def mention_section(sets: Mapping[str, Sequence[Coded]], pictures: Path) -> str:
    """Mentions against annotation, one column a set, with the reliability diagram."""
    scored = {name: figures(found) | {TRIPLES: triples_f1(found)} for name, found in sets.items()}
    sizes = "; ".join(
        f"{name}: {len(found)} sentences, {sum(len(each.record.events) for each in found)} events"
        for name, found in sets.items()
    )
    ratings = {name: [rating for each in found for rating in rated(each)] for name, found in sets.items()}
    title = "Confidence of mentions, and the share of them that is right as a whole"
    save(reliability_picture(ratings, title), pictures / "reliability.svg")
    return "\n".join(
        [
            "### Mentions in annotated sentences\n",
            f"`code_text` on bare sentences ({sizes}).",
            "Events are paired by overlapping triggers. A side is right if its head is, in the right role of the right",
            "trigger; a mention is whole if type, factuality and both sides are right.\n",
            side_by_side("", scored),
            side_by_side("trigger + type F1; of how many", _classes(sets, "type"), number=True),
            side_by_side("factuality F1; of how many", _classes(sets, "factuality"), number=True),
            f"![{title}](pictures/reliability.svg)\n",
        ]
    )


def agreement_section(twice: Mapping[str, Sequence[tuple[Record, Record]]]) -> str:
    """How far two annotators agree, by the measures by which the coder is scored."""
    scored = {name: compared([(first, second.events) for first, second in both]) for name, both in twice.items()}
    sizes = "; ".join(f"{name}: {len(both)} sentences" for name, both in twice.items())
    return "\n".join(
        [
            "### Two annotators\n",
            f"The same measures for a second annotator, who saw the guide and the bare sentence alone ({sizes}),",
            "against the first, before anything was settled: what a coder can hope for.\n",
            side_by_side("", scored),
        ]
    )


def list_section(facts: Mapping[str, str]) -> str:
    """Who, when and where: the test lists, by cases as a whole and by their hard part, and further facts."""
    answers = {name: list(asked()) for name, asked in LISTS.items()}
    hard = {name: [answer for answer in found if answer.hard] for name, found in answers.items()}
    rows = [
        [name, f"{share(found):.2f}, {len(found)}", f"{share(hard[name]):.2f}, {len(hard[name])}"]
        for name, found in answers.items()
    ]
    return "\n".join(
        [
            "### Who, when, where\n",
            "Cases written from public facts, before the rules and by others than their authors (`evaluation/lists/`;",
            "what fails: `python -m evaluation.lists`); unresolved is wrong. What failed was looked at while the rules",
            "were written, so read these as figures of development.\n",
            table(["list", "right, of all cases", "right, of the hard ones"], rows),
            table(["", ""], [[name, value] for name, value in facts.items()]) if facts else "",
        ]
    )


def ledger_section(answers: Sequence[Answered]) -> str:
    """Events merged, and the questions asked of the demo ledger (none where there is no such ledger)."""
    rows = [[name, f"{value:.2f}"] for name, value in event_merging.figures(event_merging.merged()).items()]
    words = [
        "### The ledger\n",
        "Mentions of 70 stories as careful readers would code them (`evaluation/lists/clusters.jsonl`; what is merged",
        "wrongly: `python -m evaluation.event_merging`):\n",
        table(["events merged", ""], rows),
    ]
    if answers:
        right, baseline, number = questions.shares(answers)
        asked = [["right", f"{right:.2f}"], ["the last claim taken for the truth", f"{baseline:.2f}"]]
        words += [
            f"{number} questions on states of relationships, written from public facts before the articles were coded",
            "and asked of the ledger of the demo articles, which tell of only part of them. (107 articles were written",
            "later, by people who knew topics and saw no question and no answer. The topics were those that the others",
            "leave out, and, of the last 50, mostly those on which answers were wrong: read the figure as one of",
            "development.)",
            "What is answered wrongly, and what would be right: `python -m evaluation.questions`.\n",
            table(["questions", ""], asked),
        ]
    return "\n".join(words)


def judging_section() -> str:
    """What readings of random mentions found."""
    return "\n".join(
        [
            "### Read by hand\n",
            "Random mentions from real articles of which nothing was annotated, and random sentences of theirs that",
            "gave none, judged singly (`evaluation/judging.py`; the judgements, without text: `evaluation/judged/`).",
            "A mention is whole if it is right in every part; the first model was trained on fewer sentences than the",
            "later one. The two readings of the models were by different readers of different random drawings from the",
            "same articles, so that a difference of ten in a hundred may be chance.\n",
            summary(),
        ]
    )


def other_section(facts: Mapping[str, str]) -> str:
    """What else is measured, in words."""
    return "### The screen and the corpus\n\n" + table(["", ""], [[name, value] for name, value in facts.items()])


def published_section() -> str:
    """The published figures with their sources."""
    rows = [[each.measure, each.system, each.value, each.source] for each in published()]
    return "### Published figures\n\n" + table(["measure", "system", "figure", "source"], rows)


def save(picture: Picture, path: Path) -> None:
    """Writes a picture, its folder too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture.svg + "\n", encoding="utf-8")


def _classes(sets: Mapping[str, Sequence[Coded]], key: str) -> dict[str, dict[str, Figure]]:
    return {name: by_class(found, key) for name, found in sets.items()}
