"""The rule file is read strictly, and the list of feeds too."""

import pytest

from legation.errors import DataError
from legation.records.relationship import State
from legation.watch.poll import read_feed_list
from legation.watch.rules import EVERYTHING, Change, Rule, read_rules

GOOD = """
rules:
  - name: Sahel
    countries: [NER, MLI]
    types: [presence]
    states: [ended, winding_down]
    events: [state_change]
  - name: all
"""


def test_a_good_file_is_read(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(GOOD, encoding="utf-8")
    sahel, everything = read_rules(path)
    assert sahel == Rule(
        "Sahel",
        frozenset({"NER", "MLI"}),
        frozenset({"presence"}),
        frozenset({"ended", "winding_down"}),
        frozenset({"state_change"}),
    )
    assert everything == Rule("all")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "rules"),
        ("rules: []", "rules"),
        ("rules: [{name: a}]\nmore: 1", "rules"),
        ("rules: [{countries: [NER]}]", "name"),
        ("rules: [{name: a, countries: [ATLANTIS]}]", "ATLANTIS"),
        ("rules: [{name: a, countries: NER}]", "list"),
        ("rules: [{name: a, countries: [NO]}]", "list"),
        ("rules: [{name: a, types: [dancing]}]", "dancing"),
        ("rules: [{name: a, states: [over]}]", "over"),
        ("rules: [{name: a, events: [state_chnage]}]", "state_chnage"),
        ("rules: [{name: a, state: [ended]}]", "state"),
        ("rules: [{name: a, types: []}]", "empty"),
        ("rules: [{name: a}, {name: a}]", "two rules"),
        ("rules: [", "cannot be read"),
    ],
)
def test_a_mistake_is_named(tmp_path, text, word):
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=word) as raised:
        read_rules(path)
    assert "rules.yaml" in str(raised.value)


def test_a_missing_file_is_a_mistake(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_rules(tmp_path / "none.yaml")


def test_each_list_narrows_a_rule():
    fits = ("USA", "NER"), "presence", State.ENDED, Change.STATE_CHANGE
    rule = Rule("a", *(frozenset({word}) for word in ("NER", "presence", "ended", "state_change")))
    assert rule.fits(*fits)
    assert EVERYTHING.fits(*fits)
    for place, other in enumerate([("USA", "MLI"), "training", State.ACTIVE, Change.DENIAL]):
        assert not rule.fits(*fits[:place], other, *fits[place + 1 :])


def test_feeds_come_from_opml_or_from_lines(tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="a">'
        '<outline xmlUrl="https://a.example/rss"/><outline xmlUrl="https://a.example/rss"/></outline>'
        '<outline xmlUrl="http://b.example/atom"/></body></opml>',
        encoding="utf-8",
    )
    lines = tmp_path / "feeds.txt"
    lines.write_text("# mine\nhttps://a.example/rss\n\nhttp://b.example/atom\n", encoding="utf-8")
    assert read_feed_list(opml) == read_feed_list(lines) == ("https://a.example/rss", "http://b.example/atom")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing",
        "file:///etc/passwd",
        "<opml><body/></opml>",
        "<opml><body>",
        '<!DOCTYPE o [<!ENTITY a "b">]><opml><body><outline xmlUrl="https://&a;"/></body></opml>',
    ],
)
def test_a_bad_list_of_feeds_is_refused(tmp_path, text):
    path = tmp_path / "feeds.opml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"feeds\.opml"):
        read_feed_list(path)
