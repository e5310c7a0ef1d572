"""The questions asked of the demo ledger."""

from evaluation.questions import answered, shares
from legation.ledger.store import open_ledger

LEAST_RIGHT = 0.90
"""0.907 when it was set."""


def test_the_ledger_answers_most_questions_rightly_and_more_than_its_last_claims(demo_ledger):
    with open_ledger(demo_ledger, read_only=True) as ledger:
        right, baseline, number = shares(answered(ledger))
    assert number == 257
    assert right >= LEAST_RIGHT
    assert right - baseline > 0.1
