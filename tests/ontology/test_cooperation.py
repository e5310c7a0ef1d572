"""The cooperation types and the lifecycle table agree with the codebook and with each other."""

from itertools import product

import pytest

from legation.ontology.cooperation import DIRECTIONS, EventCode, Telling, load_cooperation, load_lifecycle, signing_code
from legation.records.event import Factuality
from legation.records.relationship import State

PLOVER = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE "
    "COERCE ASSAULT".split()
)
ENTRY_SIDE = {State.MOOTED, State.NEGOTIATING, State.AGREED}


def test_sixteen_types_each_whole():
    types = load_cooperation()
    assert len(types) == 16 and all(code == kind.code for code, kind in types.items())
    for kind in types.values():
        assert kind.meaning and kind.in_force_when and kind.provider and kind.recipient
        for direction, mutual, by_recipient in product(DIRECTIONS, (False, True), (False, True)):
            assert kind.event_code(direction, mutual=mutual, by_recipient=by_recipient).event_type in PLOVER


@pytest.mark.parametrize(
    ("kind", "direction", "by_recipient", "code"),
    [
        ("training", "entry", False, EventCode("AID")),
        ("presence", "entry", False, EventCode("AID")),
        ("presence", "continue", False, EventCode("COOPERATE")),
        ("presence", "exit", False, EventCode("RETREAT", "withdraw")),
        ("presence", "exit", True, EventCode("SANCTION", "expel")),
        ("basing", "exit", False, EventCode("SANCTION", "expel")),
        ("basing", "exit", True, EventCode("RETREAT", "withdraw")),
        ("arms", "exit", False, EventCode("SANCTION", "discontinue")),
        ("restriction", "entry", False, EventCode("SANCTION", "discontinue")),
        ("exercise", "entry", False, EventCode("COOPERATE")),
    ],
)
def test_event_types_by_direction(kind, direction, by_recipient, code):
    assert load_cooperation()[kind].event_code(direction, by_recipient=by_recipient) == code


def test_mutuality():
    types = load_cooperation()
    assert types["training"].event_code("entry", mutual=True) == EventCode("COOPERATE")
    assert types["framework"].is_mutual(False, between_states=False)
    assert not types["arms"].is_mutual(True, between_states=True)
    assert types["intelligence"].is_mutual(True, between_states=True)
    assert not types["intelligence"].is_mutual(False, between_states=True)
    assert types["commitment"].is_mutual(False, between_states=True)
    assert not types["commitment"].is_mutual(True, between_states=False)
    assert signing_code() == EventCode("SUPPORT")


def tellings():
    acts = [None, *sorted(load_lifecycle().speech_acts)]
    for kind, direction, factuality, act in product(load_cooperation(), DIRECTIONS, Factuality, acts):
        for event_type in ("AID", "SUPPORT", "SANCTION", "RETREAT"):
            yield Telling(kind, direction, factuality, event_type, act)


def test_caps_hold_for_every_claim_that_can_be_told():
    lifecycle = load_lifecycle()
    moved = set()
    for telling in tellings():
        outcome = lifecycle.outcome(telling)
        moved.add(outcome.state)
        if telling.factuality is Factuality.PLANNED:
            assert outcome.state in {None, State.MOOTED, State.NEGOTIATING, State.AGREED, State.WINDING_DOWN}
        if telling.factuality is Factuality.POSSIBLE or telling.act == "REQUEST":
            assert outcome.state in {None, State.MOOTED}
        if telling.act == "CONSULT":
            assert outcome.state in {None, State.MOOTED, State.NEGOTIATING}
        if telling.factuality is Factuality.DENIED:
            assert outcome.state is None
        if telling.direction == "exit" and telling.act is None:
            assert outcome.state not in ENTRY_SIDE | {State.ACTIVE}
    assert moved == {None, *State}


def test_an_allegation_changes_no_state():
    for telling in tellings():
        alleged = Telling(telling.type, telling.direction, telling.factuality, telling.event_type, telling.act, True)
        outcome = load_lifecycle().outcome(alleged)
        assert outcome.state is None and outcome.disputes == frozenset(State)


def test_every_rule_decides_for_some_claim():
    lifecycle = load_lifecycle()
    told = [*tellings(), Telling("arms", "entry", Factuality.OCCURRED, "AID", None, True)]
    used = {id(lifecycle.outcome(telling)) for telling in told}
    assert all(id(outcome) in used for _, outcome in lifecycle.rules)
    assert set(lifecycle.precedence) == set(State)
