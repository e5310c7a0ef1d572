"""What the offices lack on a day is told, and nothing else."""

from dataclasses import replace
from datetime import date

from legation.ontology.knowledge import Knowledge, load_knowledge
from legation.ontology.offices import LONG_YEARS, currency
from legation.records.actor import Office

SHIPPED = load_knowledge()
ON = date(2020, 6, 15)


def _knowing(*terms: tuple[str, str, date | None, date | None]) -> Knowledge:
    """The shipped knowledge with these terms (country, title, start, end) alone."""
    offices = tuple(Office(f"holder-{n}", "Somebody", *term[:2], ("GOV",), *term[2:]) for n, term in enumerate(terms))
    return replace(SHIPPED, offices=offices)


def test_the_newest_change_and_the_long_open_terms_are_counted_up_to_the_day() -> None:
    found = currency(
        _knowing(
            ("FRA", "president", date(ON.year - LONG_YEARS - 1, 1, 1), None),
            ("DEU", "chancellor", date(2019, 1, 1), None),
            ("ITA", "president", date(2001, 1, 1), date(2020, 6, 1)),
            ("POL", "president", date(2015, 8, 6), date(2025, 8, 6)),
        ),
        ON,
    )
    assert (found.terms, found.open_terms, found.long_open_terms) == (4, 2, 1)
    assert found.newest_change == date(2020, 6, 1)
    assert currency(_knowing(), ON).newest_change is None


def test_an_office_is_lacking_before_and_after_a_term_and_under_another_title() -> None:
    def lacking(*terms: tuple[str, str, date | None, date | None]) -> set[str]:
        return {office for office, states in currency(_knowing(*terms), ON).lacking.items() if "DEU" in states}

    every = {"head of state", "head of government", "foreign minister"}
    assert lacking() == every
    assert lacking(("DEU", "acting president", None, None)) == {"foreign minister"}
    assert lacking(("DEU", "president", None, None), ("DEU", "chancellor", None, date(2019, 1, 1))) == {
        "head of government",
        "foreign minister",
    }
    assert lacking(("DEU", "chancellor", date(2020, 6, 16), None)) == every
    assert lacking(("DEU", "vice president", None, None), ("DEU", "secretary of state", None, None)) == every
    assert lacking(("DEU", "interim foreign minister", date(2020, 6, 15), date(2020, 6, 15))) == every - {
        "foreign minister"
    }


def test_only_states_are_named() -> None:
    assert {"GRL", "SUN", "abkhazia"}.isdisjoint(currency(_knowing(), ON).lacking["head of state"])


def test_the_shipped_offices_lead_nearly_every_state() -> None:
    """On a day when the table was whole; a state that truly had nobody may be missing."""
    lacking = currency(SHIPPED, date(2024, 6, 1)).lacking
    assert len(lacking["head of state"]) < 5
    assert len(lacking["head of government"]) < 5
    assert len(lacking["foreign minister"]) < 12
