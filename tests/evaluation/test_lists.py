"""The test lists: large enough, sound, and answered at least as well as before."""

import pytest

from evaluation.lists import LISTS, kilometres, share
from legation.records.place import PlaceMention

# What was reached; it may only rise.
FLOORS = {"actors": (600, 0.96), "dates": (300, 0.95), "places": (300, 0.98), "coreference": (150, 0.86)}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_answered_as_well_as_before(name: str) -> None:
    least, floor = FLOORS[name]
    answers = list(LISTS[name]())
    assert len(answers) >= least
    assert sum(answer.hard for answer in answers) >= 0.3 * len(answers)
    assert share(answers) >= floor


def test_kilometres_are_those_of_the_globe() -> None:
    paris = PlaceMention("Paris", 0, 5, lat=48.86, lon=2.35)
    assert kilometres(paris, 48.86, 2.35) == pytest.approx(0)
    assert kilometres(paris, 51.51, -0.13) == pytest.approx(344, abs=2)
    assert kilometres(PlaceMention("Atlantis", 0, 8), 0, 0) == float("inf")
