"""Search: words and facets find what the ledger holds, and the index follows the ledger through every change."""

from dataclasses import replace
from datetime import date

import pytest
from small_ledger import HOSTILE, Says, article_of, told
from starlette.testclient import TestClient

from legation.ledger.corrections import Judgement
from legation.ledger.store import open_ledger
from legation.web.app import create_app
from legation.web.search import FACETS, Index, Query, Scope
from legation.web.spelling import actors_meant, respelt


@pytest.fixture
def ledger(ledger_file):
    with open_ledger(ledger_file) as opened:
        yield opened


@pytest.fixture
def index(ledger, tmp_path):
    opened = Index(tmp_path / "search", ledger)
    opened.follow(ledger)
    yield opened
    opened.close()


def ids(index, words="", **asked):
    return set(index.find(Query(words, **asked)).ids)


def told_ids(ledger, wanted):
    return {one.mention_id for one in ledger.mentions() if wanted(one)}


def test_words_are_found_whatever_their_endings_case_and_accents(index, ledger):
    exits = told_ids(ledger, lambda one: one.event_type == "RETREAT")
    assert ids(index, "retreats") == ids(index, "RÉTREAT") == exits
    assert ids(index, '"presence exit"') == exits
    assert not ids(index, '"exit presence"')
    assert ids(index, "retreat Mali") == set(), "every word is asked for"


def test_a_sentence_is_found_by_the_names_of_those_it_was_linked_to(index, ledger):
    assert ids(index, '"United States"') == told_ids(ledger, lambda one: one.source[0].actor_id == "USA")


@pytest.mark.parametrize("words", ['"', "AND OR (", "title:", "a:b:c", "*", "-", "x" * 10_000, HOSTILE, "[1 TO", "\\"])
def test_no_words_are_too_strange_to_ask(index, words):
    assert index.find(Query(words)).total >= 0


def test_facets_narrow_and_their_counts_say_to_how_many(index):
    every = index.find(Query(), most=100)
    assert every.total == len(every.ids) == 5
    assert set(every.facets) == set(FACETS)
    for name, choices in every.facets.items():
        assert choices
        for value, number in choices:
            assert index.find(Query(facets={name: value})).total == number
    both = index.find(Query(facets={"actor": "NER", "cooperation": "training"}))
    assert both.total == 2
    assert dict(both.facets["factuality"]) == {"possible": 1, "occurred": 1}


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("retraet", "retreat"),
        ("Amercia presense", "America presence"),
        ('"presence exot"', '"presence exit"'),
        ("retreats", None),
        ("Untied Staets", "United States"),
        ("qqqqqq", None),
        ("Mail retreat", None),
    ],
)
def test_misspelt_words_are_offered_as_the_ledger_has_them(index, ledger, words, instead):
    offered = respelt(index, ledger, Query(words))
    assert offered == instead
    assert offered is None or index.find(Query(offered)).total


def test_misspelt_words_are_offered_only_where_that_finds_something(index, ledger):
    assert respelt(index, ledger, Query("retraet", known_on=date(2024, 4, 22))) == "retreat"
    assert respelt(index, ledger, Query("retraet", known_on=date(2024, 1, 10))) is None
    assert respelt(index, ledger, Query("retraet", {"actor": "RUS"})) is None


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Burkna Faso", "BFA"),
        ("burkina fasso", "BFA"),
        ("Wagnr", "wagner"),
        ("Ngier", "NER"),
        ("Mai", None),
        ("zeppelin over Agadez", None),
        ("", None),
    ],
)
def test_actors_of_nearly_that_name_are_offered(ledger, name, first):
    offered = actors_meant(ledger, name)
    assert (offered[0] if offered else None) == first
    assert len(offered) <= 3


def test_the_page_offers_what_was_meant(ledger_file):
    with TestClient(create_app(ledger_file), base_url="http://127.0.0.1") as client:
        page = client.get("/search", params={"q": "Ngier", "as_of": "2024-04-30"}).text
        assert 'href="/actors/NER?as_of=2024-04-30"' in page and "Did you mean" in page
        assert 'href="/search?q=Niger&amp;as_of=2024-04-30"' in page
        assert "Did you mean" not in client.get("/search", params={"q": "Niger"}).text


def test_where_no_sentence_holds_all_words_those_that_hold_some_are_shown(index, ledger_file):
    words = "retreat Niger zeppelin"
    assert not ids(index, words) and ids(index, words, any_word=True) >= ids(index, "retreat Niger")
    with TestClient(create_app(ledger_file), base_url="http://127.0.0.1") as client:
        page = client.get("/search", params={"q": words}).text
        assert "hold some of them" in page and 'class="events hits"' in page
        assert "hold some of them" not in client.get("/search", params={"q": "Niger"}).text
        assert 'class="events hits"' not in client.get("/search", params={"q": "zeppelin"}).text


def test_days_and_pages(index):
    newest = index.find(Query(), most=100).ids
    assert [index.find(Query(), start=place, most=1).ids[0] for place in range(5)] == list(newest)
    late = index.find(Query(since=date(2024, 4, 22), until=date(2024, 4, 22)))
    assert late.total == 2
    assert index.find(Query(known_on=date(2024, 1, 10))).total == 1
    assert index.find(Query(known_on=date(2024, 1, 9))).total == 0


def test_articles_are_found_by_their_whole_text(index):
    article, _ = told()[3]
    assert ids(index, "onerror", scope=Scope.ARTICLES) == {article.document_id}
    assert not ids(index, "onerror")
    assert ids(index, facets={"cooperation": "training", "factuality": "occurred"}, scope=Scope.ARTICLES) == {
        article.document_id
    }


def test_the_index_follows_what_is_added_judged_and_coded_anew(index, ledger, tmp_path):
    article, mentions = article_of([Says("AID", "FRA", "MLI", coop=("arms", "entry", "FRA", "MLI"))], date(2024, 6, 1))
    ledger.add(article, mentions)
    assert not ids(index, "arms")
    index.follow(ledger)
    assert ids(index, "arms") == {mentions[0].mention_id}
    assert index.revision == ledger.revision()
    ledger.correct(mentions[0].mention_id, Judgement.EDIT, who="Ada", reason="", edit={"factuality": "planned"})
    index.follow(ledger)
    assert ids(index, "arms", facets={"factuality": "planned", "confidence": "high"}) == {mentions[0].mention_id}
    ledger.correct(mentions[0].mention_id, Judgement.REJECT, who="Ada", reason="")
    index.follow(ledger)
    assert not ids(index, "arms")
    ledger.correct(mentions[0].mention_id, Judgement.UNDO, who="Ada", reason="")
    ledger.add(article, [replace(mentions[0], event_type="SUPPORT")], coder="another")
    index.follow(ledger)
    assert ids(index, facets={"event_type": "SUPPORT"}) == {mentions[0].mention_id}
    found = index.find(Query(), most=100)
    index.close()
    again = Index(tmp_path / "search", ledger)
    assert again.revision == ledger.revision()
    assert again.find(Query(), most=100) == found
    again.close()


def test_an_index_of_another_ledger_or_shape_is_made_anew(index, tmp_path):
    index.close()
    with open_ledger(tmp_path / "other") as other:
        other.add(*article_of([Says("AID", "FRA", "MLI")]))
        for spoilt in (None, "{}", '{"shape": 1, "identity": null, "revision": 9}', "no JSON"):
            if spoilt is not None:
                (tmp_path / "search" / "state.json").write_text(spoilt)
            again = Index(tmp_path / "search", other)
            assert again.revision == -1
            again.follow(other)
            assert again.find(Query()).total == 1
            again.close()


def test_an_index_that_was_cut_off_can_be_searched_and_is_gone_on_with(ledger, tmp_path, monkeypatch):
    monkeypatch.setattr("legation.web.search._AT_ONCE", 1)
    monkeypatch.setattr("legation.web.search._COMMITTED", 0.0)
    parts = []

    def rest(seconds):
        parts.append(seconds)
        return len(parts) % 2 != 0

    begun, documents = Index(tmp_path / "search", ledger), len(ledger.changed_since(-1))
    begun.follow(ledger, rest)
    some = begun.find(Query(), most=100)
    begun.close()
    assert (some.lacking, begun.revision, len(parts)) == (documents - 1, -1, 2)
    ledger.add(*article_of([Says("AID", "FRA", "MLI", coop=("arms", "entry", "FRA", "MLI"))]))
    resumed = Index(tmp_path / "search", ledger)
    assert ids(resumed) == set(some.ids)
    resumed.follow(ledger)
    assert len(parts) == 2
    found, whole = resumed.find(Query(), most=100), Index(tmp_path / "whole", ledger)
    whole.follow(ledger)
    assert (found.lacking, resumed.revision) == (0, ledger.revision())
    assert sorted(found.ids) == sorted(whole.find(Query(), most=100).ids)
    resumed.close()
    whole.close()
