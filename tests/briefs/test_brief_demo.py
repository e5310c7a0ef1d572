"""Briefs on what the demo archive holds: nothing copied, and every comparison counted again from the bare steps."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from legation.analysis.comparisons import BEGUN, HANDS_ON, LEAVING, LONG_DAYS
from legation.analysis.lives import lives_of
from legation.briefs.brief import Brief
from legation.briefs.citations import MOST_COPIED
from legation.briefs.composition import compose_brief
from legation.briefs.subject import Subject
from legation.briefs.view import Scope, View
from legation.ledger.database import Database
from legation.ledger.store import Ledger, open_ledger
from legation.ontology.knowledge import load_knowledge
from legation.records.relationship import State, Transition

SUBJECTS: list[str | tuple[str, str]] = [
    *("NER", "MLI", "BFA", "TCD", "FRA", "USA", "Sahel", "presence", "training", ("USA", "NER"), ("RUS", "MLI")),
]  # fmt: skip


@pytest.fixture(scope="module")
def demo(demo_ledger: Path) -> Iterator[Ledger]:
    with open_ledger(demo_ledger, read_only=True) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def briefs(demo: Ledger) -> list[Brief]:
    return [compose_brief(demo, about) for about in SUBJECTS]


def runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return (tuple(words[at : at + MOST_COPIED + 1]) for at in range(len(words) - MOST_COPIED))


def test_no_sentence_copies_any_article_of_the_demo(demo: Ledger, briefs: list[Brief]) -> None:
    articles = [demo.article(one) for one in {mention.document_id for mention in demo.mentions()}]
    copied = {run for one in articles if one for run in chain(runs(one.text), runs(one.title or ""))}
    assert len(copied) > 10_000
    sentences = [line for brief in briefs for line in brief.sentences]
    told = [text for line in sentences for text in (line.cells if line.pattern == "row" else [line.text])]
    assert len(told) > 500
    assert [text for text in told if copied & set(runs(text))] == []


def test_a_brief_reads_its_ledger_in_few_queries(demo: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    rows, value = Database.rows, Database.value
    monkeypatch.setattr(Database, "rows", lambda self, sql, *rest: asked.append(sql) or rows(self, sql, *rest))
    monkeypatch.setattr(Database, "value", lambda self, sql, *rest: asked.append(sql) or value(self, sql, *rest))
    for country in ("NER", "USA"):
        asked.clear()
        brief = compose_brief(demo, country)
        assert len(brief.sources) > 40
        assert 10 < len(asked) < 90, "mentions, articles and outlets are read many at a time, not one by one"


def lives(ledger: Ledger, country: str) -> dict[tuple[str, str, bool, str], tuple[Transition, ...]]:
    return lives_of(ledger.transitions(country=country))


def other(key: tuple[str, str, bool, str], country: str) -> str:
    return key[0] if key[1] == country else key[1]


def test_every_comparison_holds_when_counted_again(demo: Ledger, briefs: list[Brief]) -> None:
    checked: set[str] = set()
    for brief in briefs:
        view = View(demo, Scope(brief.subject, brief.start, brief.end, brief.as_of, brief.known_on))
        for fact in view.comparisons:
            known, key = lives(demo, fact.country), fact.subject
            step, partner = known[key][fact.step], other(key, fact.country)
            assert partner == fact.partner
            checked.add(fact.kind)
            match fact.kind:
                case "leaving":
                    assert fact.rank == 1 + len(left_before(known, fact.country, step, partner))
                case "only":
                    active = [k for k, life in known.items() if k[1] == fact.country and k[3] == key[3] and not k[2]]
                    active = [k for k in active if known[k][-1].state is State.ACTIVE]
                    assert active == [key] and fact.others
                    assert all(known[k][-1].state in LEAVING for k, _ in fact.others)
                case "again":
                    assert known[key][fact.step - 1].state is State.ENDED and step.state in BEGUN
                case "first_since":
                    assert_first_since(known, fact.country, key, step)
                case "first_tie":
                    earlier = [k for k, life in known.items() if life[0].valid_latest < step.valid_from]
                    assert earlier and all(other(k, fact.country) != partner for k in earlier)
                case "turning":
                    members = load_knowledge().members["NATO"]
                    assert partner not in members and fact.country not in members
                    assert all(other(k, fact.country) in members for k, _ in fact.others)
                    assert all(known[k][at].state in LEAVING for k, at in fact.others)
                case "still":
                    assert known[key][-1].state in LEAVING
                    assert all(known[k][-1].state is State.ACTIVE and k[0] == partner for k, _ in fact.others)
    assert checked >= {"leaving", "only", "first_since", "turning", "still", "turned", "first_tie"}


def left_before(known: dict, country: str, step: Transition, partner: str) -> set[str]:
    """Who had begun to leave before a step, by another way of counting."""
    firsts: dict[str, Transition] = {}
    for key, life in known.items():
        who = other(key, country)
        if key[3] in HANDS_ON and (key[1] == country or key[2]) and ":" not in who:
            for one in life:
                if one.state in LEAVING and not one.reported and one.precision != "unknown":
                    if who not in firsts or one.valid_latest < firsts[who].valid_latest:
                        firsts[who] = one
                    break
    return {who for who, one in firsts.items() if who != partner and one.valid_latest < step.valid_from}


def assert_first_since(known: dict, country: str, key: tuple[str, str, bool, str], step: Transition) -> None:
    for other_key, life in known.items():
        if other_key[3] == key[3] and other_key != key and (other_key[1] == country or other_key[2]):
            for one in life:
                if one.state in BEGUN and one.precision != "unknown" and not one.reported:
                    assert one.valid_from > step.valid_latest or (step.valid_from - one.valid_latest).days >= LONG_DAYS


def test_a_brief_on_a_country_is_seen_from_it(demo: Ledger, briefs: list[Brief]) -> None:
    assert isinstance(briefs[0].subject, Subject) and briefs[0].subject.members == ("NER",)
    assert all(any(section.key == "takeaways" for section in brief.sections) for brief in briefs)
