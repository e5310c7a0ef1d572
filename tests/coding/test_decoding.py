"""From probabilities to drafts: spans lie in the text, on whole words, and nothing is lost between two pieces."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.coding.decoding import spans, triggers
from legation.coding.tagger import Tagged, tagger

_CARD = tagger().card


@st.composite
def _tagged(draw: st.DrawFn) -> tuple[Tagged, np.ndarray]:
    """A text, each word of it one token or two pieces, with random tags."""
    words = draw(st.lists(st.text("abcdé", min_size=1, max_size=8), min_size=1, max_size=12))
    offsets, position = [(0, 0)], 0
    for word in words:
        cut = draw(st.integers(0, len(word) - 1))
        pieces = [(position, position + cut), (position + cut, position + len(word))] if cut else []
        offsets += pieces or [(position, position + len(word))]
        position += len(word) + 1
    offsets.append((0, 0))
    numbers = st.floats(0, 1, width=32)
    roles = draw(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=len(offsets), max_size=len(offsets)))
    size = len(_CARD.tags)
    tags = draw(st.lists(st.lists(numbers, min_size=size, max_size=size), min_size=len(offsets), max_size=len(offsets)))
    text = " ".join(words)
    return Tagged(
        text, np.array(offsets), np.array(tags, np.float32), np.zeros((len(offsets), 2), np.float32)
    ), np.array(roles, np.float32)


@given(_tagged())
def test_spans_are_whole_words_of_the_text_each_once(case: tuple[Tagged, np.ndarray]) -> None:
    tagged, roles = case
    found = spans(tagged, roles)
    assert len(set(found)) == len(found)
    for start, end in found:
        assert 0 <= start < end <= len(tagged.text)
        assert tagged.text[start:end] == tagged.text[start:end].strip()
        assert start == 0 or tagged.text[start - 1] == " "
        assert end == len(tagged.text) or tagged.text[end] == " "


@given(_tagged())
def test_triggers_begin_at_words_and_a_higher_threshold_finds_no_more(case: tuple[Tagged, np.ndarray]) -> None:
    tagged, _ = case
    few, many = (triggers(tagged, replace(_CARD, least=least)) for least in (3.0, 1.0))
    assert {trigger.tokens[0] for trigger in few} <= {trigger.tokens[0] for trigger in many}
    for trigger in many:
        start = int(tagged.offsets[trigger.tokens[0], 0])
        assert start == 0 or tagged.text[start - 1] == " "


def test_a_sentence_held_back_has_no_triggers() -> None:
    (held,) = tagger().tag(["Bananas are yellow."])
    if not len(held.offsets):
        assert triggers(held, replace(_CARD, least=0.0)) == []


@settings(deadline=None)  # it runs the model
@given(st.lists(st.sampled_from(["France sent tanks to Kyiv.", "Cats sleep.", "", "Mali " * 400]), max_size=6))
def test_a_sentence_is_read_the_same_alone_and_in_company(texts: list[str]) -> None:
    together = tagger().tag(texts, gated=False)
    for text, one in zip(texts, together, strict=True):
        (alone,) = tagger().tag([text], gated=False)
        assert np.allclose(alone.tags, one.tags, atol=0.05)
        assert one.text == text
