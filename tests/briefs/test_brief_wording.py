"""The phrase table is complete and holds words only; names and dates read as English wants them."""

import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.briefs import names, wording
from legation.briefs.phrases import phrases, variants
from legation.errors import LegationError
from legation.ontology.codebook import event_types
from legation.ontology.cooperation import load_cooperation
from legation.ontology.knowledge import load_knowledge
from legation.records.relationship import State

SLOT = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize(("type_", "state", "mutual"), list(product(load_cooperation(), State, (False, True))))
def test_every_type_and_state_has_its_clauses(type_: str, state: State, mutual: bool) -> None:
    for tell in (wording.now_clause, lambda *key: wording.then_clause(*key, "occurred")):
        clause = tell("USA", "NER", mutual, type_, state)
        assert re.search(r"the United States\b", clause) and "Niger" in clause
        assert "{" not in clause and not re.search(r"\d|\s\s", clause)
    for country in ("USA", "NER"):
        assert wording.headline(country, "USA", "NER", mutual, type_, state)[0].isalpha()


def test_the_table_holds_words_only() -> None:
    """No digit and no proper name may stand in a clause or pattern: they come in through slots alone."""
    told = [
        clause for entry in phrases()["types"].values() for form in ("now", "then") for clause in entry[form].values()
    ]
    told += [clause for event in phrases()["events"].values() for clause in event.values()]
    told += [line for table in ("patterns", "in_reserve") for lines in phrases()[table].values() for line in lines]
    for clause in told:
        words = SLOT.sub("", clause)
        assert not re.search(r"\d|[A-Z]", words), clause
    assert {kind.removesuffix("_visit") for kind in phrases()["events"]} == {*event_types(), "ENDING"}
    assert all(variants(name)[0] for name in phrases()["patterns"])


@pytest.mark.parametrize(
    ("actor", "running"),
    [
        ("USA", "the United States"),
        ("NER", "Niger"),
        ("EU", "the EU"),
        ("NATO", "NATO"),
        ("AES", "the Alliance of Sahel States"),
        ("CAF", "the Central African Republic"),
        ("COD", "DR Congo"),
        ("GMB", "the Gambia"),
        ("wagner", "the Wagner Group"),
        ("MINUSMA", "MINUSMA"),
        ("EUTM-MALI", "the EU Training Mission in Mali"),
        ("BARKHANE", "Operation Barkhane"),
        ("somebody new", "somebody new"),
        ("MLI:REB", "a rebel group in Mali"),
        ("USA:ELI", "the former leadership of the United States"),
        ("nowhere:REB", "nowhere:REB"),
    ],
)
def test_names_take_the_article_where_english_wants_it(actor: str, running: str) -> None:
    assert names.running_name(actor) == running


def test_every_known_actor_has_a_name_and_is_found_by_it() -> None:
    for key, actor in load_knowledge().actors.items():  # an organ without an id is known by its name
        assert names.running_name(actor.actor_id).strip()
        assert names.find_actor(key) == actor
    assert names.find_actor("Türkiye").actor_id == "TUR"
    with pytest.raises(LegationError):
        names.find_actor(" ")


def test_people_are_told_with_their_office_on_the_day() -> None:
    assert names.person("Abdourahamane Tiani", "NER", date(2024, 1, 1)) == "Junta Leader Abdourahamane Tiani"
    assert (
        names.person("Abdourahamane Tiani", "NER", date(2020, 1, 1))
        == "Head of the Presidential Guard Abdourahamane Tiani"
    )
    assert names.person("Some One", "USA", None) == "the United States' Some One"
    assert names.person("Niger", "NER", None) == "Niger"
    assert names.person("Some  One", None, None) == "Some One"


D = date


@pytest.mark.parametrize(
    ("start", "end", "precision", "on", "since"),
    [
        (D(2023, 9, 24), D(2023, 9, 24), "day", "on 24 September 2023", "since 24 September 2023"),
        (D(2023, 3, 1), D(2023, 3, 31), "month", "in March 2023", "since March 2023"),
        (D(2013, 1, 1), D(2013, 12, 31), "year", "in 2013", "since 2013"),
        (D(2010, 1, 1), D(2019, 12, 31), "decade", "in the 2010s", "since the 2010s"),
        (
            D(2014, 7, 5),
            D(2024, 7, 5),
            "decade",
            "between 5 July 2014 and 5 July 2024",
            "since some time between 5 July 2014 and 5 July 2024",
        ),
        (D(2024, 4, 22), D(2024, 4, 28), "week", "in the week of 22 April 2024", "since the week of 22 April 2024"),
        (D(2024, 4, 6), D(2024, 4, 12), "week", "in the week to 12 April 2024", "since the week to 12 April 2024"),
        (D(2024, 4, 6), None, "day", "on 6 April 2024", "since 6 April 2024"),
        (None, D(2024, 4, 6), "unknown", "on 6 April 2024", "at least since 6 April 2024"),
    ],
)
def test_days_are_told_by_their_precision(
    start: date | None, end: date | None, precision: str, on: str, since: str
) -> None:
    assert wording.on(start, end, precision) == on
    assert wording.since(start, end, precision) == since


@given(
    st.none() | st.dates(),
    st.none() | st.dates(),
    st.sampled_from(["day", "week", "month", "year", "quarter", "range", "unknown"]),
)
def test_any_interval_can_be_told(start: date | None, end: date | None, precision: str) -> None:
    for words in (
        wording.on(start, end, precision),
        wording.since(start, end, precision),
        wording.since_cell(start, end, precision),
    ):
        assert words and "None" not in words


def test_ordinals() -> None:
    assert [wording.ordinal(rank) for rank in (1, 3, 12, 13, 21, 22, 111)] == [
        "first",
        "third",
        "twelfth",
        "13th",
        "21st",
        "22nd",
        "111th",
    ]
