"""The annotators' notation: spans slice back, slips are told with their line, records survive JSON and stand-off."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.notation import NotationError, head_of, records
from corpus.records import HERE, decode, encode, read
from corpus.standoff import digest, join, strip

SHEET = """Niger's interior minister asked Moscow on Monday to send instructors, a senior official said.
- REQUEST.assist occurred | asked | Niger's interior minister | Moscow | coop=training entry: Moscow > Niger
- AID possible of 1 | send | Moscow | Niger | by=a senior official / said

[g1] The United States pulled its troops out of Niger, and Niger thanked the United States.
- RETREAT.withdraw occurred | pulled ... out | The United States | Niger
- SUPPORT occurred | thanked | Niger#2 | the United States

The team won the war of words.
"""


def read_sheet(text: str) -> list:
    return [record for _, record in records(text, "batch")]


def test_spans_slice_back():
    request, leaving, nothing = read_sheet(SHEET)
    assert nothing.events == () and nothing.group is None
    assert leaving.group == "batch-g1"
    ask, aid = request.events
    assert aid.content_of == 0 and aid.attribution.verb is not None
    assert request.text[slice(*aid.attribution.verb)] == "said"
    assert request.text[ask.source[0].start : ask.source[0].end] == "Niger's interior minister"
    assert request.text[ask.source[0].head :].startswith("minister")
    out, thanks = leaving.events
    assert [leaving.text[slice(*part)] for part in out.trigger] == ["pulled", "out"]
    assert thanks.source[0].start == leaving.text.rindex("Niger")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("- AIDE occurred | sent | Niger | Mali", "no event type"),
        ("- AID.visit occurred | sent | Niger | Mali", "no mode"),
        ("- AID yesterday | sent | Niger | Mali", "factuality"),
        ("- AID occurred | shipped | Niger | Mali", "not in the sentence"),
        ("- AID occurred | sent | |", "neither side"),
        ("- AID occurred of 4 | sent | Niger | Mali", "names no event line"),
        ("- AID occurred | sent | Niger#2 | Mali", "1 times"),
        ("- AID occurred | sent | Niger | Mali | coop=gifts entry: Niger > Mali", "coop=TYPE"),
    ],
)
def test_a_slip_is_told(line, fault):
    (slip,) = read_sheet(f"Niger sent rice to Mali.\n{line}\n")
    assert isinstance(slip, NotationError) and fault in str(slip)


def test_a_slip_loses_no_other_record():
    assert [type(each).__name__ for each in read_sheet("- AID occurred | a | b | c\n\n" + SHEET)] == [
        "NotationError",
        *["Record"] * 3,
    ]


@pytest.mark.parametrize(
    ("phrase", "head"),
    [
        ("riot police in Lima", "police"),
        ("Defence Minister Boris Pistorius", "Pistorius"),
        ("the president of Chad", "president"),
        ("forces loyal to the general", "forces"),
    ],
)
def test_heads(phrase, head):
    assert phrase[head_of(phrase, 0, len(phrase)) :].startswith(head)


def test_json_and_back():
    for record in read_sheet(SHEET):
        assert decode(encode(record)) == record


def test_stand_off_joins_with_the_very_text_alone():
    record = read_sheet(SHEET)[0]
    text = "A first line.\n" + record.text
    line = strip(record, "a1", 14, text)
    assert "interior minister" not in line
    (joined,) = join([line], {"a1": text})
    assert joined.text == record.text and joined.events == record.events
    with pytest.raises(ValueError, match="not the one"):
        list(join([line], {"a1": text + " "}))
    assert digest(text) != digest(text + " ")


@given(st.text(max_size=200))
def test_any_text_is_read_or_told(text):
    for _, record in records(text, "any"):
        assert isinstance(record, NotationError) or record.text


def test_the_corpus_reads():
    assert sum(1 for _ in read([HERE / "train.jsonl"])) > 0
