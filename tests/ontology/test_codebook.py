"""The codebook: PLOVER's types, modes, scores and contexts, and the reading that folds factuality into the type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import DataError
from legation.ontology.codebook import contexts, contexts_of, event_types, plover_reading, score
from legation.records.event import Factuality

PLOVER_CONTEXTS = set(
    "military intelligence executive legislative election political_institutions pro_democracy pro_autocracy economic "
    "legal reparations human_rights rights_freedoms repression human_security gender lgbt religion_ethnicity "
    "inequality diplomatic territory peacekeeping health asylum migration disasters natural_resource environment "
    "technology terrorism cbrn cyber misinformation crime corruption illegal_drugs trafficking".split()
)
QUADS = {
    1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    2: {"COOPERATE", "AID", "RETREAT"},
    3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
types = st.sampled_from(sorted(event_types()))
factualities = st.sampled_from(list(Factuality))


def test_the_sixteen_types_stand_in_their_quads():
    by_quad = {quad: {t.code for t in event_types().values() if t.quad == quad} for quad in QUADS}
    assert by_quad == QUADS
    assert sum(len(entry.modes) for entry in event_types().values()) == 67


@pytest.mark.parametrize(
    ("event_type", "mode", "expected"),
    [
        ("RETREAT", "withdraw", 8.0),
        ("RETREAT", None, 6.5),
        ("RETREAT", "", 6.5),
        ("ACCUSE", None, -3.0),
        ("PROTEST", "vandalize", -5.0),
        ("ASSAULT", ("beat", "primitive"), -8.0),
        ("REQUEST", ("assist",), 0.5),
        ("AID", (), 10.0),
    ],
)
def test_score(event_type, mode, expected):
    assert score(event_type, mode) == expected


def test_unknown_codes_raise():
    for event_type, mode in (("FIGHT", None), ("RETREAT", "visit"), ("AID", "withdraw")):
        with pytest.raises(DataError):
            score(event_type, mode)


def test_the_sign_of_a_score_is_that_of_its_quad():
    for entry in event_types().values():
        values = (entry.score, *entry.modes.values())
        if entry.quad <= 2:
            assert min(values) > 0, entry.code
        elif entry.code != "REQUEST":
            assert max(values) < 0, entry.code


@pytest.mark.parametrize(
    ("event_type", "factuality", "mode", "reads_as", "value"),
    [
        ("RETREAT", "planned", "withdraw", "AGREE", 2.5),
        ("RETREAT", "occurred", "withdraw", "RETREAT", 8.0),
        ("CONSULT", "planned", "visit", "AGREE", 2.5),
        ("AID", "possible", None, "AID", 10.0),
        ("SANCTION", "planned", "expel", "THREATEN", -3.5),
        ("AID", "denied", None, "REJECT", -2.0),
        ("COOPERATE", "historical", None, "COOPERATE", 9.5),
        ("REQUEST", "planned", "meet", "REQUEST", 0.0),
    ],
)
def test_plover_reading(event_type, factuality, mode, reads_as, value):
    reading = plover_reading(event_type, Factuality(factuality), mode)
    assert (reading.event_type, reading.score) == (reads_as, value)


@given(types, factualities)
def test_every_reading_scores_as_its_type(event_type, factuality):
    reading = plover_reading(event_type, factuality)
    assert reading.score == event_types()[reading.event_type].score


@given(types, st.sampled_from([Factuality.OCCURRED, Factuality.ONGOING, Factuality.HISTORICAL]))
def test_what_happened_reads_as_itself(event_type, factuality):
    for mode in event_types()[event_type].modes:
        reading = plover_reading(event_type, factuality, mode)
        assert (reading.event_type, reading.score) == (event_type, score(event_type, mode))


def test_contexts_are_plovers():
    assert set(contexts()) == PLOVER_CONTEXTS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Soldiers of the two armies met", {"military"}),
        ("The court jailed a hacker for bribery.", {"legal", "cyber", "corruption"}),
        ("Counter-terrorism talks", {"terrorism", "diplomatic"}),
        ("a sunny day in the park", set()),
        ("Boilers and spyglasses", set()),
    ],
)
def test_contexts_of(text, expected):
    assert expected == set(contexts_of(text))


@given(st.text())
def test_contexts_do_not_depend_on_case_or_what_stands_around(text):
    found = contexts_of(f"{text} | peacekeepers | {text}")
    assert "peacekeeping" in found
    assert set(contexts_of(text)) <= set(found)
    assert set(found) <= set(contexts())
