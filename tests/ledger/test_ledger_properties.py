"""The content of a ledger depends on what was added, never on when, in what order, or how often."""

import tempfile
from datetime import date
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_building import TODAY, archive, contents

from legation.ledger.corrections import Judgement
from legation.ledger.store import Ledger, open_ledger

seeds = st.integers(0, 10**6)


def fresh() -> Ledger:
    return open_ledger(Path(tempfile.mkdtemp()) / "test.ledger")


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(3, 12), st.randoms(use_true_random=False), st.integers(1, 6))
def test_order_batches_and_repetition_change_nothing(seed, size, chance: Random, at_once):
    articles = archive(size, seed)
    with fresh() as ledger:
        with ledger.batch():
            added = [ledger.add(*article, today=TODAY) for article in articles]
        assert all(added)
        expected = contents(ledger)
        ledger.rederive()
        assert contents(ledger) == expected
    shuffled = articles + chance.sample(articles, size // 2)
    chance.shuffle(shuffled)
    with fresh() as ledger:
        for begin in range(0, len(shuffled), at_once):
            with ledger.batch():
                for article in shuffled[begin : begin + at_once]:
                    ledger.add(*article, today=TODAY)
        assert contents(ledger) == expected
        assert not any(ledger.add(*article, today=TODAY) for article in articles)
        assert contents(ledger) == expected
    assert expected["events"] and expected["mentions"]


def test_one_by_one_is_the_same_and_not_empty():
    articles = archive(40, seed=7)
    results = []
    for order in (articles, articles[::-1]):
        with fresh() as ledger:
            for article in order:
                ledger.add(*article, today=TODAY)
            results.append(contents(ledger))
    assert results[0] == results[1]
    assert all(results[0].values())
    assert {str(row.state) for row in results[0]["transitions"]} >= {"active", "ended", "winding_down", "agreed"}
    assert any(event.outlets > 1 for event in results[0]["events"])


@settings(max_examples=5, deadline=None)
@given(seeds)
def test_every_state_has_evidence_that_re_reads(seed):
    with fresh() as ledger:
        with ledger.batch():
            for article in archive(10, seed):
                ledger.add(*article, today=TODAY)
        for step in ledger.transitions():
            assert step.evidence and step.valid_from <= step.valid_latest
            for mention_id in step.evidence:
                evidence = ledger.evidence(mention_id)
                span = evidence.sentence
                assert evidence.article.text[span.start : span.end] == span.text
                assert evidence.mention.cooperation.type == step.type
        told = {mention_id for event in ledger.event_rows() for mention_id in event.mentions}
        assert told == {mention.mention_id for mention in ledger.mentions()}


@settings(max_examples=5, deadline=None)
@given(seeds)
def test_what_was_known_on_a_day_is_what_a_ledger_of_that_day_held(seed):
    articles = archive(12, seed)
    day = date(2024, 3, 31)
    with fresh() as ledger, fresh() as then:
        with ledger.batch():
            for article in articles:
                ledger.add(*article, today=TODAY)
        with then.batch():
            for article in articles:
                if (article[0].published or TODAY) <= day:
                    then.add(*article, today=TODAY)
        assert ledger.transitions(known_on=day) == then.transitions()


@settings(max_examples=5, deadline=None)
@given(seeds)
def test_corrections_survive_a_full_derivation_and_apply_before_or_after(seed):
    articles = archive(8, seed)
    chosen = [mentions[0].mention_id for _, mentions in articles[::2]]
    with fresh() as ledger:
        for number, article in enumerate(articles):
            ledger.add(*article, today=TODAY)
            if number % 2 == 0:
                ledger.correct(chosen[number // 2], Judgement.REJECT, who="R", reason="not so")
        expected = contents(ledger)
        ledger.rederive()
        assert contents(ledger) == expected
        assert not set(chosen) & {mention.mention_id for mention in ledger.mentions()}
        assert ledger.counts()["corrections"] == len(chosen)
