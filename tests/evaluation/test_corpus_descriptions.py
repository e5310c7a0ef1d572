"""Descriptions in the corpus's documents are linked as the name of the same actor there."""

import pytest

from evaluation.coreference import Description, descriptions, descriptive, figures


def test_descriptions_are_linked_as_well_as_before() -> None:
    shares = figures(descriptions())
    assert shares["linked as the name is"].number >= 300
    assert shares["linked as the name is"].value >= 0.72  # what was reached; it may only rise


def test_shares_of_descriptions_add_up() -> None:
    found = [Description("one", "he", "NER", said) for said in ("NER", "NER", "MLI", "")]
    values = [share.value for share in figures(found).values()]
    assert values == pytest.approx([0.5, 0.25, 0.25])


@pytest.mark.parametrize(("text", "expected"), [("he", True), ("the junta", True), ("Mali", False), ("the AES", False)])
def test_what_names_nobody_is_descriptive(text: str, expected: bool) -> None:
    assert descriptive(text) is expected
