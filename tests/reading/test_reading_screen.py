"""The screen: what passes, what does not, and that more text never hurts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.ontology.knowledge import load_knowledge, names_and_demonyms
from legation.reading.screen import Screen
from legation.records.article import Sentence

_SMALL = Screen(["US", "Niger", "Côte d'Ivoire"], ["junta", "authority", "soldier"])
_REAL = Screen(names_and_demonyms(load_knowledge()), ["soldier"])


@pytest.mark.parametrize(
    "text",
    ["Niger sent troops.", "The US withdrew.", "The US-led force left.", "Nigeriens left.", "The JUNTA withdrew",
     "Côte d'Ivoire trains them.", "Authorities left.", "Two soldiers came."],
)  # fmt: skip
def test_a_name_or_a_role_passes(text: str) -> None:
    assert _SMALL.passes(text)


@pytest.mark.parametrize("text", ["", "They sent troops.", "Let us train.", "BONUS was sent.", "Nobody came."])
def test_without_one_at_a_words_beginning_nothing_passes(text: str) -> None:
    assert not _SMALL.passes(text)


@pytest.mark.parametrize(
    "text",
    ["Russia sent trainers.", "American soldiers left.", "Chad broke with France.", "Wagner fighters were killed."],
)
def test_known_names_pass(text: str) -> None:
    assert _REAL.passes(text)


@pytest.mark.parametrize("text", ["The weather stays hot.", "Cats are nice.", "Rain fell in the afternoon."])
def test_sentences_about_no_actor_do_not_pass_the_real_screen(text: str) -> None:
    assert not _REAL.passes(text)


@given(st.text(), st.text(), st.sampled_from(["Niger sent troops.", "The US withdrew."]))
def test_adding_text_to_a_passing_sentence_keeps_it_passing(before: str, after: str, passing: str) -> None:
    assert _SMALL.passes(f"{before} {passing} {after}")


@given(st.lists(st.sampled_from(["Niger sent troops.", "It is hot.", "They left.", "The US left."])))
def test_keep_gives_the_passing_sentences_in_their_order(texts: list[str]) -> None:
    given_ones = [Sentence(index, text, 0, len(text)) for index, text in enumerate(texts)]
    assert _SMALL.keep(given_ones) == tuple(one for one in given_ones if _SMALL.passes(one.text))


def test_a_screen_without_names_passes_nothing() -> None:
    assert not Screen([], []).passes("Niger sent troops.")
    assert not Screen([""], [""]).passes("Niger sent troops.")
