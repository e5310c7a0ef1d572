"""Scores keep to their bounds and agree with their definitions, whatever the counts."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluation import scores
from evaluation.scores import NOTHING

NAMES = st.sampled_from([NOTHING, "a", "b", "c"])
PAIRS = st.lists(st.tuples(NAMES, NAMES), max_size=30).map(Counter)
RATED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)
ALL = [scores.f1, scores.macro_f1, scores.precision, scores.recall, scores.accuracy, scores.f1_of("a")]


@given(PAIRS)
def test_a_share_is_none_or_between_nothing_and_all(pairs):
    for score in ALL:
        value = score(pairs)
        assert math.isnan(value) or 0 <= value <= 1


@given(PAIRS)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(pairs):
    precision, recall = scores.precision(pairs), scores.recall(pairs)
    assume(not math.isnan(precision + recall) and precision + recall)
    assert scores.f1(pairs) == pytest.approx(2 * precision * recall / (precision + recall))


@given(PAIRS)
def test_saying_what_the_gold_says_is_right_always(pairs):
    told = Counter((gold, gold) for gold, _ in pairs.elements() if gold != NOTHING)
    assume(told)
    assert [score(told) for score in ALL[:-1]] == [1] * 5
    assert math.isnan(scores.kappa(told)) if len(told) == 1 else scores.kappa(told) == pytest.approx(1)


@given(PAIRS)
def test_macro_f1_is_the_mean_over_the_classes_of_the_gold(pairs):
    names = scores.classes(pairs)
    assume(names)
    assert scores.macro_f1(pairs) == pytest.approx(np.mean([scores.f1_of(name)(pairs) for name in names]))


@given(PAIRS)
def test_kappa_never_exceeds_accuracy_and_ignores_who_is_gold(pairs):
    kappa = scores.kappa(pairs)
    assume(not math.isnan(kappa))
    swapped = Counter({(said, gold): count for (gold, said), count in pairs.items()})
    assert kappa <= scores.accuracy(pairs) + 1e-9
    assert scores.kappa(swapped) == pytest.approx(kappa)


def test_kappa_of_a_worked_example():
    """Of 50, both say yes to 20 and no to 15, one alone to 5, the other to 10: by chance they agree on half."""
    pairs = Counter({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    assert scores.kappa(pairs) == pytest.approx(0.4)


def test_an_interval_holds_the_score_narrows_with_more_records_and_repeats():
    few = [Counter({("a", "a"): 1}), Counter({("a", "b"): 1})] * 10
    some, many = (scores.figure(few * times, scores.accuracy) for times in (1, 20))
    assert some.value == many.value == 0.5
    assert some.low < many.low < 0.5 < many.high < some.high
    assert some == scores.figure(few, scores.accuracy)
    assert (some.number, many.number) == (20, 400)


def test_nothing_to_measure_is_no_score():
    empty = scores.figure([], scores.f1)
    assert all(math.isnan(value) for value in (empty.value, empty.low, empty.high))
    assert math.isnan(scores.calibration([]).value)


@given(RATED)
def test_bins_keep_every_rating_in_order_and_of_like_number(rated):
    found = scores.bins(rated)
    assert sum(each.number for each in found) == len(rated)
    assert max(each.number for each in found) - min(each.number for each in found) <= 1
    assert [each.confidence for each in found] == sorted(each.confidence for each in found)
    assert sum(each.right * each.number for each in found) == pytest.approx(sum(right for _, right in rated))


@given(RATED)
def test_calibration_error_is_at_least_the_gap_of_the_means(rated):
    gap = abs(np.mean([confidence for confidence, _ in rated]) - np.mean([right for _, right in rated]))
    assert gap - 1e-9 <= scores.calibration_error(rated) <= 1


def test_calibration_error_of_one_who_knows_is_nothing():
    assert scores.calibration_error([(1.0, True)] * 30 + [(0.0, False)] * 30) == 0
    assert scores.calibration_error([(1.0, False)] * 30) == 1


@given(RATED)
def test_the_area_is_the_share_of_pairs_in_order(rated):
    above = [score for score, label in rated if label]
    below = [score for score, label in rated if not label]
    assume(above and below)
    wins = [(one > other) + (one == other) / 2 for one in above for other in below]
    area = scores.roc_auc([score for score, _ in rated], [label for _, label in rated])
    assert area == pytest.approx(np.mean(wins))
