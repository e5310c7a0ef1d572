"""The lexicons hold only codes that the ontology knows, and enough of each."""

from collections import Counter
from typing import get_args

import pytest

from legation.ontology.codebook import event_types
from legation.ontology.data import cells, read_tsv
from legation.records.event import Direction

COOPERATION = set(
    "training arms finance presence basing exercise combat intelligence logistics industry commitment framework "
    "peacekeeping policing diplomatic restriction".split()
)
DIRECTIONS = {*get_args(Direction), ""}
SLOTS = set(
    "subj obj iobj poss mod from with to against in of by on at for between into over toward upon objposs objto "
    "objfrom objwith objin objagainst objof objfor objby objbetween".split()
)
EFFECTS = {"negated", "possible", "future", "present", "historical", "alleged", "none"}
TRIGGERS = read_tsv("lexicon/triggers.tsv")


def words(row):
    return f"{row['pattern']} ({row['pos']}, {row['event_type']})"


@pytest.mark.parametrize("name", ["triggers", "themes", "aspects", "reporting", "negatives"])
def test_patterns_are_lower_case_lemmas_and_no_row_stands_twice(name):
    rows = read_tsv(f"lexicon/{name}.tsv")
    column = "lemma" if name == "reporting" else "pattern"
    patterns = [row[column] for row in rows]
    assert [p for p in patterns if not p or p != " ".join(p.lower().split())] == []
    assert [row for row, count in Counter(tuple(row.values()) for row in rows).items() if count > 1] == []


def test_trigger_codes_exist():
    for row in TRIGGERS:
        assert row["pos"] in ("verb", "noun", "adj"), words(row)
        assert row["direction"] in DIRECTIONS, words(row)
        assert row["cooperation"] in COOPERATION | {"", "*"}, words(row)
        assert row["mutual"] in ("", "yes"), words(row)
        if row["event_type"] == "*":
            assert (row["mode"], row["cooperation"]) == ("", "*"), words(row)
        else:
            assert row["mode"] in {"", *event_types()[row["event_type"]].modes}, words(row)


def test_trigger_slots_exist_and_no_slot_is_both_sides():
    for row in TRIGGERS:
        source, target = cells(row["source"]), cells(row["target"])
        assert source, words(row)
        assert set(source) | set(target) <= SLOTS, words(row)
        assert len(set(source)) == len(source), words(row)
        assert len(set(target)) == len(target), words(row)
        shared = {"between"} if row["mutual"] else set()
        assert set(source) & set(target) <= shared, words(row)


def test_trigger_conditions_are_well_formed():
    for row in TRIGGERS:
        kind, colon, values = row["needs"].partition(":")
        if kind == "theme":
            assert values == "any" or set(cells(values)) <= COOPERATION, words(row)
        elif colon:
            assert kind in SLOTS, words(row)
            assert cells(values), words(row)
        else:
            assert kind in ("", "actor", "noobj"), words(row)
        if kind == "actor":
            assert row["target"], words(row)
        if "*" in (row["event_type"], row["cooperation"]) and row["pos"] == "verb":
            assert kind == "theme" or row["event_type"] == "THREATEN", words(row)


def test_no_two_triggers_compete():
    """Of the rows of one pattern no two have the same condition, so which one fits is never a matter of order."""
    seen = Counter((row["pattern"], row["pos"], row["needs"]) for row in TRIGGERS)
    assert [key for key, count in seen.items() if count > 1] == []


def test_triggers_are_sorted_and_cover_every_type_and_mode():
    keys = [(row["event_type"], row["pattern"]) for row in TRIGGERS]
    assert keys == sorted(keys)
    per_type = Counter(row["event_type"] for row in TRIGGERS)
    assert {code for code in event_types() if per_type[code] < 80} == set()
    modes = {(row["event_type"], row["mode"]) for row in TRIGGERS}
    assert {(t.code, mode) for t in event_types().values() for mode in t.modes} <= modes


def test_themes():
    rows = read_tsv("lexicon/themes.tsv")
    per_code = Counter(row["cooperation"] for row in rows)
    assert per_code.keys() == COOPERATION
    assert min(per_code.values()) >= 20
    assert Counter(row["pattern"] for row in rows).most_common(1)[0][1] == 1
    assert {row["pattern"] for row in rows}.isdisjoint({"support", "assistance", "aid", "help"})
    assert max(len(row["pattern"].replace(" - ", "-").split()) for row in rows) <= 4


def test_aspects():
    rows = read_tsv("lexicon/aspects.tsv")
    assert len(rows) >= 150
    assert {row["effect"] for row in rows} == EFFECTS
    assert {row["direction"] for row in rows} <= DIRECTIONS
    assert {row["pos"] for row in rows} == {"verb", "noun", "adj", "adv"}
    assert Counter((row["pattern"], row["pos"]) for row in rows).most_common(1)[0][1] == 1


def test_reporting():
    flags = {row["lemma"]: row["alleged"] for row in read_tsv("lexicon/reporting.tsv")}
    assert len(flags) >= 90
    assert set(flags.values()) == {"", "yes"}
    assert (flags["say"], flags["claim"], flags["allege"]) == ("", "yes", "yes")


def test_negatives_take_nothing_from_the_triggers():
    negatives = {row["pattern"] for row in read_tsv("lexicon/negatives.tsv")}
    assert len(negatives) >= 80
    assert negatives.isdisjoint(row["pattern"] for row in TRIGGERS if row["pos"] == "verb")
