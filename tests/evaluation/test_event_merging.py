"""Merging of mentions to events on the stories of the gold set: as well as before, and measured as it should be."""

from evaluation.event_merging import Merged, alone, attacks_over_days, b_cubed, merged, pairwise, several

FOUND = merged()


def test_the_gold_set_is_large() -> None:
    sizes = [list(FOUND.gold.values()).count(event) for event in set(FOUND.gold.values())]
    assert len(sizes) >= 100
    assert sum(size > 1 for size in sizes) >= 60
    assert max(sizes) >= 12


def test_merging_is_as_good_as_before() -> None:
    part = several(FOUND)
    assert b_cubed(FOUND.gold, FOUND.made) >= 0.85
    assert pairwise(part.gold, part.made) >= 0.70
    assert b_cubed(FOUND.gold, alone(FOUND.gold)) < 0.7
    assert attacks_over_days(FOUND) == []


def test_the_measures_are_those_of_the_literature() -> None:
    gold = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}
    assert b_cubed(gold, gold) == pairwise(gold, gold) == 1
    assert pairwise(gold, alone(gold)) == 0
    made = {"a": "x", "b": "x", "c": "y", "d": "y", "e": "y"}
    precision, recall = (2 * 1 + 1 / 3 + 2 * 2 / 3) / 5, (2 * 2 / 3 + 1 / 3 + 2 * 1) / 5
    assert b_cubed(gold, made) == 2 * precision * recall / (precision + recall)
    assert pairwise(gold, made) == 2 * 2 / (4 + 4)


def test_attacks_of_two_days_are_found() -> None:
    gold, made = {"a": "1", "b": "2"}, {"a": "x", "b": "x"}
    assert attacks_over_days(Merged(gold, made, {}, {"a": "2024-01-01", "b": "2024-01-02"})) == [("a", "b")]
    assert attacks_over_days(Merged(gold, made, {}, {"a": "2024-01-01", "b": "2024-01-01"})) == []
