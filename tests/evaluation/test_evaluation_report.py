"""What goes round the scores: relations, near-copies, likeness to news, tables and pictures."""

import math
import random
from collections import Counter
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.likeness import near_copies, trigrams, words
from corpus.markdown import put
from evaluation.pictures import confusion_picture, reliability_picture
from evaluation.realness import of_like_length, realness
from evaluation.relations import Guess, by_type, guess, guesses, overall
from evaluation.scores import Figure
from evaluation.tables import best_published, published, shown, side_by_side

DOCUMENT = Path(__file__).parents[2] / "docs" / "accuracy.md"
RECORD = {
    "sentence": "A left B.",
    "sources": [{"start": 0, "end": 1}],
    "targets": [],
    "gold_root": "YIELD",
    "gold_quad": 2,
}


def test_both_kinds_of_giving_way_count_as_one():
    said = guess(RECORD, lambda *_: {"ASSAULT": 0.4, "CONCEDE": 0.3, "RETREAT": 0.3})
    assert said == Guess("YIELD", "YIELD", 2, 2)


def test_the_halves_part_the_records(tmp_path):
    path = tmp_path / "relations.jsonl"
    lines = [str({**RECORD, "sentence": name}).replace("'", '"') for name in "abcde"]
    path.write_text("\n".join(lines), encoding="utf-8")
    seen = {"even": [], "odd": []}
    for half, sentences in seen.items():
        guesses(path, half, lambda text, *_, to=sentences: to.append(text) or {"AID": 1.0})
    assert seen == {"even": ["a", "c", "e"], "odd": ["b", "d"]}


def test_merged_types_forgive_their_own_border_alone():
    found = [Guess("AID", "COOPERATE", 2, 2), Guess("AGREE", "AID", 1, 2), Guess("AGREE", "SUPPORT", 1, 1)]
    figures = overall(found)
    assert figures["accuracy"].value == 0
    assert figures["quad class"].value == pytest.approx(2 / 3)
    assert figures["F1 of AID + COOPERATE as one"].value == pytest.approx(2 / 3)
    assert {name: each.number for name, each in by_type(found).items()} == {"AID": 1, "AGREE": 2}


def test_a_near_copy_is_found_and_a_stranger_is_not():
    theirs = {"t": _grams("The minister told parliament on Monday that the army would leave the north by spring.")}
    ours = {
        "near": _grams("The minister told parliament on Tuesday that the army would leave the north by spring."),
        "far": _grams("Two frigates left the port of Toulon for exercises with the Greek navy."),
    }
    assert [(copy.ours, copy.theirs) for copy in near_copies(ours, theirs, 0.4)] == [("near", "t")]
    assert [copy.similarity for copy in near_copies(theirs, theirs, 0.4)] == [1]
    assert not list(near_copies({"": _grams("")}, {"": _grams("")}, 0.4))


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=9), max_size=8), st.sampled_from((0.3, 0.5, 0.8)))
def test_no_near_copy_is_overlooked(texts, least):
    grams = {str(index): trigrams(text) for index, text in enumerate(texts)}
    plain = {
        (one, other): len(grams[one] & grams[other]) / len(grams[one] | grams[other])
        for one, other in product(grams, grams)
        if grams[one] and grams[other]
    }
    found = {(copy.ours, copy.theirs): copy.similarity for copy in near_copies(grams, grams, least)}
    assert found == {pair: similarity for pair, similarity in plain.items() if similarity >= least}


def _grams(text):
    return trigrams(words(text))


def test_trigrams_ignore_case_and_punctuation_and_keep_short_texts():
    assert _grams("Two words") == _grams("two, WORDS!") != frozenset()


def test_texts_are_compared_at_like_length():
    ours = ["word " * number for number in range(1, 40)]
    some, others = of_like_length(ours, [text.upper() for text in ours[10:20]])
    assert len(some) == len(others) >= 8
    assert sorted(len(text.split()) // 3 for text in some) == sorted(len(text.split()) // 3 for text in others)


def test_a_classifier_tells_what_differs_and_not_what_does_not():
    chance = random.Random(5)
    words = [f"w{number}" for number in range(30)]
    texts = [" ".join(chance.choices(words, k=8)) for _ in range(400)]
    assert abs(realness(texts[:200], texts[200:])[0] - 0.5) < 0.15
    area, number = realness([f"{text} moreover" for text in texts[:200]], [f"{text} also" for text in texts[200:]])
    assert area > 0.95 and number == 200


def test_tables_go_between_their_marks_and_nowhere_else():
    document = "before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n"
    once = put(document, "figures", "new")
    assert once.startswith("before\n") and once.endswith("\nafter\n") and "old" not in once and "new" in once
    assert put(once, "figures", "new") == once
    with pytest.raises(ValueError, match="figures"):
        put("no marks", "figures", "new")


def test_the_document_has_a_place_for_the_tables():
    assert "new tables" in put(DOCUMENT.read_text(encoding="utf-8"), "evaluation", "new tables")


def test_a_figure_without_a_measure_is_a_dash():
    assert shown(Figure(math.nan, math.nan, math.nan, 0)) == shown(None) == "–"
    sets = {"one": {"x": Figure(0.5, 0.4, 0.6, 7)}, "two": {"y": Figure(0.25, math.nan, math.nan, 3)}}
    lines = side_by_side("figure", sets, number=True).splitlines()
    assert lines[2:] == ["| x | 0.50 (0.40 to 0.60), 7 | – |", "| y | – | 0.25, 3 |"]


def test_every_published_figure_has_a_source_and_belongs_to_a_measure():
    known = {*overall([Guess("AID", "AID", 2, 2)]), "triples F1 (source country, root, target country)"}
    assert published() and all(each.source and each.measure in known for each in published())
    assert best_published("macro F1 over 15 roots").startswith("about 0.87")
    assert best_published("accuracy") == "–"


def test_pictures_say_what_they_show():
    confusion = confusion_picture(Counter({("AID", "AGREE"): 3, ("AID", "AID"): 9}), "Gold and coded")
    reliability = reliability_picture({"ours": [(0.2, False), (0.9, True)]}, "Confidence")
    for drawn in (confusion, reliability):
        root = ElementTree.fromstring(drawn.svg)
        assert root[0].text == drawn.title == root.get("aria-label")
    words = {each.text for each in ElementTree.fromstring(confusion.svg).iter() if each.tag.endswith("text")}
    assert {"AID", "AGREE", "3", "9"} <= words
