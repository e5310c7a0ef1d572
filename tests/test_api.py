"""The public functions: offsets into the very string given, sides of a relation, the JSON form."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mention_checks import assert_sound, ids

import legation
from legation.api import code_relation, code_text
from legation.export.public_json import mention_json
from legation.ontology import codebook

_PUBLISHED = date(2024, 4, 22)
_ARTICLE = (
    "The Kremlin said on Monday that Russia will send about 100 instructors to Niger next week to train its soldiers.\n"
    "France withdrew 1,500 troops from Niger in December 2023.\n"
    "Chad and Turkey signed a military agreement in Ankara on Thursday.\n"
    "Niger asked the United States to share intelligence."
)
_KEYS = set(
    "mention_id document_id url title byline published sentence event_type mode contexts score plover trigger source "
    "target mutual factuality alleged content_of attribution cooperation time place numbers confidence coder".split()
)
_SIDE = set("text start end actor_id name country sector".split())


@pytest.mark.parametrize(
    "text",
    [
        "Nothing new.\r\n\r\nRussia delivered drones to Mali on Monday.\r\nThat is all.\r\n",
        "Cafe\u0301s in Bamako were open. Russia delivered drones to Mali on Monday.",
        "🪖🪖 Parade 👩🏽‍✈️! Russia delivered drones to Mali on Monday. 🎖",
        "\tWire\treport:\tnone.\n\tRussia delivered\tdrones to\tMali on Monday.",
        "Russia\u00a0delivered drones to\u2009Mali on Monday.",
        "\ufeffRussia delivered drones to Mali on Monday.",
        "Côte d’Ivoire’s army waits.\u2028Russia delivered drones to Mali on Monday.",
        "  \n\n   Russia delivered drones to Mali on Monday.   \n",
    ],
)
def test_offsets_count_code_points_of_the_very_string_given(text: str) -> None:
    mentions = code_text(text, published=_PUBLISHED)
    assert_sound(mentions, text)
    delivered = [mention for mention in mentions if mention.trigger.text == "delivered"]
    assert len(delivered) == 1
    assert delivered[0].trigger.start == text.index("delivered")
    assert (ids(delivered[0].source), ids(delivered[0].target)) == ({"RUS"}, {"MLI"})
    assert delivered[0].time is not None and delivered[0].time.start_date == _PUBLISHED


def test_without_a_publication_day_relative_dates_stay_unresolved() -> None:
    (mention,) = code_text("Russia delivered drones to Mali on Monday.")
    assert mention.published is None
    assert mention.time is not None
    assert (mention.time.start_date, mention.time.end_date) == (None, None)


def test_a_title_has_its_own_offsets() -> None:
    title, text = "Russia Delivers Drones to Mali", "On Monday, Russia delivered drones to Mali."
    mentions = code_text(text, title=title, published=_PUBLISHED)
    assert {mention.field for mention in mentions} == {"title", "text"}
    assert_sound(mentions, text, title)


def test_a_text_without_events_has_no_mentions() -> None:
    for text in ("", " \n", "The weather in Niamey is fine.", "The growing role of Russia could reshape the region."):
        assert code_text(text, published=_PUBLISHED) == []


def _json() -> list[dict[str, object]]:
    mentions = code_text(_ARTICLE, published=_PUBLISHED, title="Russia to Send Instructors to Niger")
    assert_sound(mentions, _ARTICLE, "Russia to Send Instructors to Niger")
    return [json.loads(json.dumps(mention_json(mention))) for mention in mentions]


def test_the_public_form_has_the_documented_keys() -> None:
    found = _json()
    assert len(found) >= 6
    for mention in found:
        assert mention.keys() >= _KEYS
        assert mention["sentence"].keys() >= {"text", "start", "end"}
        assert mention["trigger"].keys() >= {"text", "start", "end"}
        assert mention["plover"].keys() >= {"event_type", "score"}
        for side in (*mention["source"], *mention["target"]):
            assert side.keys() >= _SIDE
        if mention["attribution"]:
            assert mention["attribution"].keys() >= _SIDE | {"verb", "quoted"}
        if mention["cooperation"]:
            assert mention["cooperation"].keys() >= {"type", "provider", "recipient", "direction"}
        if mention["time"]:
            assert mention["time"].keys() >= {"text", "start", "end", "start_date", "end_date", "precision"}
        if mention["place"]:
            assert mention["place"].keys() >= set("text start end name geonameid lat lon country".split())
        for number in mention["numbers"]:
            assert number.keys() >= {"what", "value", "text", "start", "end"}
    for optional in ("attribution", "cooperation", "time", "place", "numbers"):
        assert any(mention[optional] for mention in found), f"the article was to show a mention with {optional}"


def test_the_public_form_tells_what_the_mention_tells() -> None:
    left = next(mention for mention in _json() if mention["trigger"]["text"] == "withdrew")
    assert left["published"] == "2024-04-22"
    assert left["event_type"] == "RETREAT" and left["mode"] == ["withdraw"]
    assert left["factuality"] == "historical"
    assert left["cooperation"] == {"type": "presence", "provider": ["FRA"], "recipient": ["NER"], "direction": "exit"}
    assert (left["time"]["start_date"], left["time"]["end_date"]) == ("2023-12-01", "2023-12-31")
    assert [(number["what"], number["value"]) for number in left["numbers"]] == [("troops", 1500)]


def test_what_the_text_does_not_say_is_null_and_not_a_guess() -> None:
    mention = mention_json(code_text("Soldiers attacked Poland.")[0])
    for name in ("url", "title", "byline", "published", "content_of", "attribution", "cooperation", "time"):
        assert mention[name] is None, name
    assert mention["numbers"] == []
    (soldiers,) = mention["source"]
    assert (soldiers["actor_id"], soldiers["country"]) == (None, None)


def test_a_bare_country_has_a_sector_where_it_acts_and_none_where_it_is_acted_on() -> None:
    mention = mention_json(code_text("Russia delivered drones to Mali.")[0])
    assert [side["sector"] for side in mention["source"]] == [["GOV"]]
    assert [side["sector"] for side in mention["target"]] == [[]]
    army = mention_json(code_text("Russia delivered drones to the Malian army.")[0])
    assert army["target"][0]["sector"][0] == "MIL"


_SENTENCE = "Russian forces attacked Ukraine while Poland praised Germany."


def _span(phrase: str) -> tuple[int, int]:
    start = _SENTENCE.index(phrase)
    return start, start + len(phrase)


def test_a_relation_is_read_between_the_sides_given() -> None:
    assert code_relation(_SENTENCE, [_span("Russian forces")], [_span("Ukraine")]).event_type == "ASSAULT"
    assert code_relation(_SENTENCE, [_span("Poland")], [_span("Germany")]).event_type == "SUPPORT"


def test_who_does_it_to_whom_matters() -> None:
    there = code_relation(_SENTENCE, [_span("Russian forces")], [_span("Ukraine")]).probabilities["ASSAULT"]
    back = code_relation(_SENTENCE, [_span("Ukraine")], [_span("Russian forces")]).probabilities["ASSAULT"]
    assert there > back


def test_the_plover_reading_folds_in_the_factuality() -> None:
    sentence = "Germany will train Ukrainian crews."
    start = sentence.index("Ukrainian")
    assert code_relation(sentence, [(0, 7)], [(start, len(sentence) - 1)]).event_type == "AGREE"


def test_a_list_of_spans_may_be_empty_or_hold_several() -> None:
    both = [_span("Ukraine"), _span("Germany")]
    for sources, targets in (([], []), ([], both), (both, []), (both, both)):
        _assert_distribution(code_relation(_SENTENCE, sources, targets).probabilities)


@pytest.mark.parametrize("span", [(-1, 3), (0, len(_SENTENCE) + 1), (5, 5), (7, 3), (999, 1000)])
def test_a_span_outside_the_sentence_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="span"):
        code_relation(_SENTENCE, [span], [(0, 3)])
    with pytest.raises(ValueError, match="span"):
        code_relation(_SENTENCE, [(0, 3)], [span])


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=60) | st.just(_SENTENCE), st.data())
def test_probabilities_of_any_sentence_are_a_distribution_over_all_types(sentence: str, data: st.DataObject) -> None:
    start = st.integers(0, len(sentence) - 1)
    span = start.flatmap(lambda first: st.tuples(st.just(first), st.integers(first + 1, len(sentence))))
    scores = code_relation(sentence, data.draw(st.lists(span, max_size=2)), data.draw(st.lists(span, max_size=2)))
    _assert_distribution(scores.probabilities)
    assert scores.probabilities[scores.event_type] == max(scores.probabilities.values())


def _assert_distribution(probabilities: dict[str, float]) -> None:
    assert set(probabilities) == set(codebook.event_types())
    assert len(probabilities) == 16
    assert all(0 < probability < 1 for probability in probabilities.values())
    assert sum(probabilities.values()) == pytest.approx(1)


def test_add_takes_articles_records_and_paths(tmp_path):
    told = "The United States will withdraw its troops from Niger, the Pentagon said."
    (tmp_path / "plain.txt").write_text("Russian instructors are training the army of Mali.", encoding="utf-8")
    with legation.open_ledger(tmp_path / "ledger.duckdb") as ledger:
        record = {"text": told, "published": "2024-04-22", "outlet": "Meridian Post"}
        counts = legation.add(ledger, [record, str(tmp_path / "plain.txt"), {"title": "no text"}])
        assert (counts.added, counts.problems) == (2, 1)
        assert {(row.provider, row.recipient, row.type) for row in ledger.relationship_rows()} == {
            ("USA", "NER", "presence"),
            ("RUS", "MLI", "training"),
        }
        assert legation.add(ledger, [record]).known == 1
