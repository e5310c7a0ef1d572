"""The rule file is read strictly, each mistake told with its line and key; the list of feeds too."""

from pathlib import Path

import pytest

from legation.errors import DataError
from legation.records.relationship import State
from legation.watch.changes import Change, Changed
from legation.watch.poll import read_feed_list
from legation.watch.rule_file import NO_FILE, read_rules
from legation.watch.rules import EVERYTHING, Rule
from legation.watch.targets import Feed, File, Mail, Security, Terminal, Webhook

ROOT = Path(__file__).parents[2]
GOOD = """
rules:
  - name: Sahel
    events: [state_change]
    countries: [NER, Mali]
    types: [presence]
    states: [ended, winding_down]
    outlets: 2
    deliver: [terminal, newsroom]
  - name: all
deliveries:
  - to: terminal
  - {to: file, path: alerts.jsonl}
  - {to: webhook, name: newsroom, url: "https://example.org/hook", secret_from: HOOK}
  - {to: mail, server: smtp.example.org, sender: a@example.org, recipients: [b@example.org], user_from: U, password_from: P}
  - {to: feed, path: changes.atom, title: Changes, url: "https://example.org/changes.atom"}
"""  # noqa: E501


def given(tmp_path, text: str) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read(tmp_path):
    read = read_rules(given(tmp_path, GOOD))
    assert read.rules == (
        Rule(
            "Sahel",
            frozenset({Change.STATE_CHANGE}),
            frozenset({"NER", "MLI"}),
            frozenset({"presence"}),
            frozenset({State.ENDED, State.WINDING_DOWN}),
            2,
            frozenset({"terminal", "newsroom"}),
        ),
        Rule("all"),
    )
    assert read.targets == {
        "terminal": Terminal(),
        "file": File(tmp_path / "alerts.jsonl"),
        "newsroom": Webhook("https://example.org/hook", "HOOK"),
        "mail": Mail("smtp.example.org", 587, Security.STARTTLS, "a@example.org", ("b@example.org",), "U", "P"),
        "feed": Feed(tmp_path / "changes.atom", "Changes", "https://example.org/changes.atom"),
    }


def test_the_example_file_is_good():
    read = read_rules(ROOT / "docs/rules.example.yaml")
    assert {kind for rule in read.rules for kind in rule.events} == set(Change)
    assert {type(target) for target in read.targets.values()} == {Terminal, File, Webhook, Mail, Feed}


def test_without_deliveries_the_terminal_tells(tmp_path):
    assert read_rules(given(tmp_path, "rules: [{name: a}]")).targets == NO_FILE.targets == {"terminal": Terminal()}


RULE = "rules:\n  - name: a\n    "
DELIVERY = "rules: [{name: a}]\ndeliveries:\n  - "
MAIL = DELIVERY + "{to: mail, server: s, sender: "


@pytest.mark.parametrize(
    ("text", "line", "key", "word"),
    [
        ("# nothing", 1, "", "nothing in it"),
        ("rules: []", 1, "rules", "empty"),
        ("rules:\n  - name: a\nmore: 1", 3, "more", "unknown key"),
        ("- rules", 1, "the whole", "keys"),
        ("rules:\n  - countries: [NER]", 2, "rules[1]", "name is missing"),
        ("rules:\n  - name: [a]", 2, "rules[1].name", "text"),
        ("rules:\n  - name: 5", 2, "rules[1].name", "quotes"),
        (RULE + "countries: [NER, ATLANTIS]", 3, "rules[1].countries[2]", "ATLANTIS"),
        (RULE + "countries:\n    - NER\n    - ATLANTIS", 5, "rules[1].countries[2]", "ATLANTIS"),
        (RULE + "countries: NER", 3, "rules[1].countries", "list"),
        (RULE + "countries: [NO]", 3, "rules[1].countries[1]", "quotes"),
        (RULE + "types: [dancing]", 3, "rules[1].types[1]", "dancing"),
        (RULE + "states: [over]", 3, "rules[1].states[1]", "winding_down"),
        (RULE + "events: [state_chnage]", 3, "rules[1].events[1]", "alignment_shift"),
        (RULE + "state: [ended]", 3, "rules[1].state", "unknown key"),
        (RULE + "types: []", 3, "rules[1].types", "empty"),
        (RULE + "outlets: 0", 3, "rules[1].outlets", "from 1"),
        (RULE + "outlets: yes", 3, "rules[1].outlets", "whole number"),
        (RULE + "deliver: [pigeon]", 3, "rules[1].deliver[1]", "terminal"),
        (RULE + "events: [alignment_shift]\n    types: [arms]", 3, "rules[1].events", "alignment"),
        (RULE + "outlets: 2\n    outlets: 3", 4, "rules[1].outlets", "twice"),
        ("rules:\n  - name: a\n  - name: a", 3, "rules[2]", "two rules"),
        ("rules:\n  - [", 2, "", "no YAML"),
        ("rules: &a [*a]", 1, "rules[1]", "too deep"),
        (DELIVERY + "to: pigeon", 3, "deliveries[1].to", "webhook"),
        (DELIVERY + "to: file", 3, "deliveries[1]", "path is missing"),
        (DELIVERY + "to: file\n    url: x", 4, "deliveries[1].url", "unknown key"),
        (DELIVERY + "to: file\n    path: no/such/folder", 4, "deliveries[1].path", "folder"),
        (DELIVERY + "to: webhook\n    url: ftp://a.example", 4, "deliveries[1].url", "http"),
        (DELIVERY + "to: webhook\n    url: https://me:pw@a.example", 4, "deliveries[1].url", "without user"),
        (DELIVERY + "to: terminal\n  - to: terminal", 4, "deliveries[2]", "two deliveries"),
        (MAIL + "a, recipients: [a@b]}", 3, "deliveries[1].sender", "mail address"),
        (MAIL + "a@b, recipients: [a@b], security: none, user_from: U, password_from: P}", 3, "deliveries[1].security",
         "TLS"),
        (MAIL + "a@b, recipients: [a@b], user_from: U}", 3, "deliveries[1].user_from", "together"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_and_key(tmp_path, text, line, key, word):
    path = given(tmp_path, text)
    with pytest.raises(DataError, match=word) as raised:
        read_rules(path)
    assert str(raised.value).startswith(f"{path}, line {line}")
    assert f", {key}: " in str(raised.value) or not key


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path):
    text = DELIVERY + 'to: webhook\n    url: https://a.example\n    secret_from: "whsec_c2VjcmV0/c2VjcmV0"'
    with pytest.raises(DataError, match=r"line 5, deliveries\[1\]\.secret_from: .*environment variable") as raised:
        read_rules(given(tmp_path, text))
    assert "c2VjcmV0" not in str(raised.value)


def test_a_missing_file_is_a_mistake(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_rules(tmp_path / "none.yaml")


def test_each_list_narrows_a_rule():
    changed = Changed(Change.STATE_CHANGE, ("USA", "NER"), ("m",), type="presence", state=State.ENDED)
    narrow = {"events": {Change.STATE_CHANGE}, "countries": {"NER"}, "types": {"presence"}, "states": {State.ENDED}}
    other = {"events": {Change.DENIAL}, "countries": {"MLI"}, "types": {"arms"}, "states": {State.ACTIVE}}
    assert EVERYTHING.fits(changed)
    assert Rule("a", **{key: frozenset(value) for key, value in narrow.items()}).fits(changed)
    for key in narrow:
        assert not Rule("a", **{key: frozenset(other[key])}).fits(changed)


def test_a_group_counts_as_its_country_and_as_its_patron():
    changed = Changed(Change.STATE_CHANGE, ("wagner", "MLI:REB"), ("m",), type="combat", state=State.ACTIVE)
    fitting = [one for one in ("RUS", "MLI", "wagner", "FRA") if Rule("a", countries=frozenset({one})).fits(changed)]
    assert fitting == ["RUS", "MLI", "wagner"]


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
