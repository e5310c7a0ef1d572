"""Events are compared by triggers and heads: each kind of fault shows where it should, and nowhere else."""

from collections import Counter
from dataclasses import replace

import pytest

import legation
from corpus.notation import records
from corpus.records import HERE, Event, Mark, Record, read
from evaluation.alignment import align, settle
from evaluation.mentions import by_class, compared, is_whole, rated, tally
from evaluation.predictions import Coded, as_events
from evaluation.triples import compare, triples

SHEET = """Niger's interior minister asked Moscow on Monday to send instructors, a senior official said.
- REQUEST.assist occurred | asked | Niger's interior minister ~ Niger | Moscow | coop=training entry: Moscow > Niger
- AID possible of 1 | send | Moscow | Niger | coop=training entry: Moscow > Niger | by=a senior official / said

France and Germany signed a pact near Kyiv.
- SUPPORT occurred mutual | signed | France | Germany | where=Kyiv

The team won the war of words.
"""


def gold() -> list[Record]:
    return [record for _, record in records(SHEET, "hand") if isinstance(record, Record)]


REQUEST, PACT, QUIET = gold()
ASKED, SENT = REQUEST.events
SIGNED = PACT.events[0]


def mark(record: Record, words: str, *, place: bool = False) -> Mark:
    start = record.text.index(words)
    return Mark(start, start + len(words), start + words.rfind(" ") + 1, place)


def f1s(record: Record, *said: Event) -> dict[str, float]:
    return {name: each.value for name, each in compared([(record, said)]).items()}


def test_the_gold_compared_with_itself_is_right_in_all():
    for record in [*gold(), *read([HERE / "dev.jsonl"])]:
        wrong = {key: pair for key, pairs in tally(record, record.events).items() for pair in pairs if len({*pair}) > 1}
        assert (record.id, wrong) == (record.id, {})


def test_saying_nothing_misses_all_and_invents_nothing():
    told = tally(REQUEST, ())
    assert told["type"] == Counter({("REQUEST", ""): 1, ("AID", ""): 1})
    assert told["argument"] == Counter({("source", ""): 2, ("target", ""): 2})
    assert told["content"] == Counter({("link", ""): 1})
    assert "factuality" not in told


def test_triggers_are_paired_one_to_one_by_overlap():
    twice = replace(ASKED, trigger=((ASKED.trigger[0][0], ASKED.trigger[0][1] + 7),))
    assert align([ASKED, SENT], [SENT, twice, ASKED]) == [(0, 2), (1, 0), (None, 1)]
    other = replace(ASKED, type="ACCUSE")
    assert align([ASKED], [other, ASKED]) == [(0, 1), (None, 0)]


def test_a_side_is_right_by_heads_not_by_edges():
    minister = mark(REQUEST, "interior minister")
    assert settle(ASKED.source, [minister]).right == 1
    assert settle(ASKED.source, [mark(REQUEST, "instructors")]).extra
    whole = Mark(0, len(REQUEST.text), len(REQUEST.text) - 5)
    assert settle(ASKED.source, [whole]).right == 0


def test_an_apposition_is_the_same_side():
    assert len(ASKED.source) == 2
    for said in (ASKED.source, ASKED.source[:1], ASKED.source[1:]):
        found = settle(ASKED.source, said)
        assert (found.right, found.missed, found.extra) == (1, (), ())


def test_only_a_mutual_event_may_be_told_the_other_way_round():
    turned = replace(SIGNED, source=SIGNED.target, target=SIGNED.source)
    assert is_whole(SIGNED, turned)
    assert not is_whole(replace(SIGNED, mutual=False), turned)


def test_a_place_may_be_a_side_or_a_place():
    placed = replace(SIGNED, target=(*SIGNED.target, mark(PACT, "Kyiv", place=True)), place=None)
    assert is_whole(SIGNED, placed) and is_whole(placed, SIGNED)
    assert not is_whole(replace(SIGNED, place=None), placed)


@pytest.mark.parametrize(
    "change", [{"type": "ACCUSE"}, {"factuality": "denied"}, {"source": ()}, {"target": ASKED.source}], ids=str
)
def test_a_mention_is_whole_only_if_type_factuality_and_sides_are(change):
    wrong = replace(ASKED, **change)
    assert is_whole(ASKED, ASKED) and not is_whole(ASKED, wrong)
    found = f1s(REQUEST, wrong, SENT)
    assert found["whole mentions, precision"] == found["whole mentions, recall"] == 0.5
    assert found["trigger F1"] == 1


def test_a_cooperation_turned_round_is_seen():
    layer = SENT.cooperation
    turned = replace(layer, provider=layer.recipient, recipient=layer.provider)
    found = f1s(REQUEST, replace(ASKED, cooperation=turned), SENT)
    assert found["provider and recipient the right way round"] == 0.5
    assert found["cooperation type F1"] == found["direction of the act"] == 1


def test_a_link_to_the_wrong_act_and_another_speaker_are_seen():
    loose = replace(SENT, content_of=None, attribution=replace(SENT.attribution, start=0, end=5, head=0))
    found = f1s(REQUEST, ASKED, loose)
    assert found["content of a speech act F1"] == found["attribution F1 (speaker's head)"] == 0
    assert f1s(REQUEST, ASKED, SENT)["content of a speech act F1"] == 1


def test_the_gate_is_scored_on_eventless_sentences_alone():
    assert f1s(QUIET)["sentences without event left alone"] == 1
    assert f1s(QUIET, ASKED)["sentences without event left alone"] == 0
    assert "gate" not in tally(REQUEST, ())


def test_classes_tell_how_many_the_gold_has():
    found = by_class([Coded(REQUEST, (), (ASKED,))], "type")
    assert {name: (each.value, each.number) for name, each in found.items()} == {"AID": (0, 1), "REQUEST": (1, 1)}


def test_mentions_of_the_coder_become_events_of_the_corpus():
    mentions = legation.code_text(PACT.text)
    assert mentions
    found = Coded(PACT, tuple(mentions), as_events(PACT.text, mentions))
    for mention, event in zip(mentions, found.events, strict=True):
        assert PACT.text[slice(*event.trigger[0])] == mention.trigger.text
        assert [PACT.text[each.start : each.end] for each in event.source] == [each.text for each in mention.source]
        assert all(each.start <= each.head < each.end for each in (*event.source, *event.target))
    assert [confidence for confidence, _ in rated(found)] == [mention.confidence for mention in mentions]


def test_a_triple_is_counted_once_a_sentence_and_a_mutual_event_goes_both_ways():
    told, said = triples(Coded(PACT, (), ()))
    assert told == {("FRA", "SUPPORT", "DEU"), ("DEU", "SUPPORT", "FRA")} and not said
    assert compare(told, {("FRA", "SUPPORT", "DEU"), ("FRA", "AID", "DEU")}) == Counter(
        {("SUPPORT", "SUPPORT"): 1, ("SUPPORT", ""): 1, ("", "AID"): 1}
    )
