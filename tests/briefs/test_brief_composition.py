"""A brief tells what its ledger holds, part by part, and every sentence leads to its evidence."""

import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from brief_building import ASKS, LEAVES, VISIT, Plant, Story, ledger_of, seed_situation, story_parts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.briefs.brief import Brief, Notice, Sentence
from legation.briefs.citations import MOST_COPIED, copied
from legation.briefs.composition import compose_brief
from legation.briefs.render import render_html, render_markdown
from legation.errors import LegationError
from legation.ledger.store import Ledger

PARTS = ["takeaways", "happened", "standing", "watch", "why"]


def texts(brief: Brief, key: str) -> list[str]:
    return [
        line.text
        for section in brief.sections
        if section.key == key
        for group in section.groups
        for line in group.lines
    ]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ledger, Brief]:
    ledger = ledger_of(tmp_path_factory.mktemp("seed"), seed_situation())
    return ledger, compose_brief(ledger, "NER")


def test_the_seed_situation_fills_every_part(seed: tuple[Ledger, Brief]) -> None:
    _, brief = seed
    assert [section.key for section in brief.sections] == PARTS
    assert not [line.text for line in brief.lines if isinstance(line, Notice)]
    assert brief.title.text == "Niger: American military presence winding down, Russian training mooted"
    assert 3 <= len(texts(brief, "takeaways")) <= 6


def test_the_seed_situation_is_told_rightly(seed: tuple[Ledger, Brief]) -> None:
    _, brief = seed
    happened = " ".join(texts(brief, "happened"))
    assert re.search(
        r"Russia's training of Niger's forces is only mooted: .*Mohamed Toumba asked for it on 22 April 2024", happened
    )
    assert re.search(r"On 22 April 2024, the withdrawal of the United States' forces .*“about 1,000 troops”", happened)
    table = texts(brief, "standing")
    assert any("United States · Military presence · winding down · 22 April 2024 · 1 outlet" in row for row in table)
    assert any("France · Defence framework · ended (reported)" in row for row in table)
    assert any("Training · active" in row for row in table) and any("Intelligence · active" in row for row in table)
    visit = "A visit to Niger by representatives of the United States is expected in the week of 22 April 2024."
    assert visit in texts(brief, "watch")
    assert any(line.startswith("Even as the United States' forces are to leave Niger") for line in texts(brief, "why"))


def test_weighty_relationships_come_first(seed: tuple[Ledger, Brief]) -> None:
    rows = texts(seed[1], "standing")
    assert "Military presence" in rows[0] and "Intelligence" in rows[-1]


def test_a_host_said_to_be_the_guest_is_left_out_where_much_more_says_the_other_way(tmp_path: Path) -> None:
    turned = "Niger is to keep its troops in the United States for some weeks."
    niger, america = ("Niger", "NER", "Niger"), ("the United States", "USA", "United States")
    stays = Plant(turned, "keep", "AID", "planned", niger, america, ("presence", "entry"), niger, america)
    (tmp_path / "more").mkdir()
    others = [seed_situation(outlet=f"Paper {number}", title=f"Report {number}") for number in range(4)]
    alone, contradicted = (
        compose_brief(ledger_of(folder, Story([stays]), *stories), "NER")
        for folder, stories in ((tmp_path, []), (tmp_path / "more", others))
    )
    assert any("(from Niger)" in row for row in texts(alone, "standing"))
    assert not any("(from Niger)" in row for row in texts(contradicted, "standing"))
    assert any("United States · Military presence" in row for row in texts(contradicted, "standing"))


def test_every_sentence_cites_a_listed_sentence(seed: tuple[Ledger, Brief]) -> None:
    ledger, brief = seed
    for sentence in brief.sentences:
        assert brief.numbers(sentence), sentence.text
    assert {ASKS, LEAVES, VISIT} <= {source.sentence for source in brief.sources}
    for source in brief.sources:
        article = ledger.article(source.document_id)
        assert article and source.sentence in article.text and source.title == article.title
        assert all(source.sentence[start:end] for start, end in source.marks) and source.marks
    assert [source.number for source in brief.sources] == list(range(1, len(brief.sources) + 1))


def test_the_person_who_asked_is_cited_with_the_request(seed: tuple[Ledger, Brief]) -> None:
    _, brief = seed
    asked = next(line for line in brief.sentences if line.pattern == "asked")
    cited = [source for source in brief.sources if source.number in brief.numbers(asked)]
    assert "Mohamed Toumba" in cited[0].sentence


def test_country_may_be_given_by_name_and_must_be_known(seed: tuple[Ledger, Brief]) -> None:
    ledger, brief = seed
    assert compose_brief(ledger, "niger") == brief
    with pytest.raises(LegationError, match="Atlantis"):
        compose_brief(ledger, "Atlantis")


def test_an_empty_period_gives_an_honest_brief(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path)
    brief = compose_brief(ledger, "FRA", start=date(2020, 1, 1), end=date(2020, 12, 31))
    assert not brief.sentences and not brief.sources
    assert all(isinstance(line, Notice) for line in brief.lines)
    assert "Nothing in this ledger concerns the security relationships of France" in render_markdown(brief)
    assert "<table>" not in render_html(brief)


def test_both_clocks_bound_what_is_told(tmp_path: Path) -> None:
    later = Story(
        [
            Plant(
                "The last soldiers of the United States left Niger.",
                "left",
                "RETREAT",
                "occurred",
                ("the United States", "USA", "United States"),
                ("Niger", "NER", "Niger"),
                ("presence", "exit"),
                ("the United States", "USA", "United States"),
                ("Niger", "NER", "Niger"),
                ("the United States", "USA", "United States"),
            )
        ],
        published=date(2024, 9, 16),
        outlet="Another Desk",
    )
    ledger = ledger_of(tmp_path, seed_situation(), later)
    assert any("· ended ·" in row for row in texts(compose_brief(ledger, "NER"), "standing"))
    for early in ({"as_of": date(2024, 5, 1)}, {"known_on": date(2024, 5, 1)}, {"end": date(2024, 5, 1)}):
        assert any("· winding down ·" in row for row in texts(compose_brief(ledger, "NER", **early), "standing"))
    autumn = compose_brief(ledger, "NER", start=date(2024, 9, 1))
    assert len(texts(autumn, "happened")) == 1 and "ended" in texts(autumn, "happened")[0]
    assert any("before that, the arrangement had been winding down" in line for line in texts(autumn, "why"))


def test_an_overdue_plan_is_flagged(tmp_path: Path) -> None:
    america, niger = ("the United States", "USA", "United States"), ("Niger", "NER", "Niger")
    due = ("by 15 September", None, date(2024, 9, 15), "day")
    plan = Plant(
        "Troops of the United States will leave Niger by 15 September.",
        "leave",
        "RETREAT",
        "planned",
        america,
        niger,
        ("presence", "exit"),
        america,
        niger,
        time=due,
    )
    ledger = ledger_of(tmp_path, Story([plan]))
    early = texts(compose_brief(ledger, "NER"), "watch")
    late = texts(compose_brief(ledger, "NER", as_of=date(2024, 12, 1)), "watch")
    assert early == ["The United States' forces are to leave Niger; the date given for it is 15 September 2024."]
    assert "was 15 September 2024, and nothing in this ledger reports it done" in late[0]


def test_an_article_in_our_own_words_is_not_repeated(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, seed_situation())
    own = {line.text for line in compose_brief(ledger, "NER").sentences if line.pattern in ("dek_two", "takeaway")}
    copycat = seed_situation(lead=" ".join(sorted(own)), outlet="The Copycat")
    (tmp_path / "copied").mkdir()
    ledger = ledger_of(tmp_path / "copied", copycat)
    article = ledger.article(ledger.mentions()[0].document_id)
    assert article
    brief = compose_brief(ledger, "NER")
    assert len(texts(brief, "takeaways")) >= 3
    for sentence in brief.sentences:
        assert sentence.pattern == "row" or not copied(sentence.text, [article]), sentence.text


def test_copied_counts_runs_of_words() -> None:
    article = Story([Plant("one two three four five six seven eight nine ten", "one", "AID", "occurred")])
    ledger_article = story_parts(article)[0]
    assert MOST_COPIED == 8
    assert not copied("ONE, two three four five six seven eight - stop", [ledger_article])
    assert copied("say two Three four five; six seven eight nine ten", [ledger_article])


DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))
ACTORS = {
    "Niger": "NER",
    "Russia": "RUS",
    "France": "FRA",
    "Mali": "MLI",
    "Wagner": "wagner",
    "Ecowas": "ECOWAS",
    "Nobody": "x-1",
}
KINDS = [
    "training",
    "presence",
    "basing",
    "commitment",
    "intelligence",
    "framework",
    "diplomatic",
    "restriction",
    "exercise",
]
DIRECTIONS = ["entry", "continue", "reduce", "pause", "resume", "exit", "refuse"]
TYPES = ["AID", "RETREAT", "REQUEST", "CONSULT", "ASSAULT", "SUPPORT", "REJECT", "AGREE", "ACCUSE"]
FACTS = ["occurred", "ongoing", "planned", "possible", "denied", "historical"]


@st.composite
def plants(draw: st.DrawFn) -> Plant:
    first, second = draw(st.permutations(sorted(ACTORS)))[:2]
    verb = draw(st.sampled_from(["helps", "meets", "leaves"]))
    ours, theirs = (first, ACTORS[first], first), (second, ACTORS[second], second)
    day = draw(st.none() | DAYS)
    time = (
        (
            "then",
            day,
            day + timedelta(draw(st.integers(0, 40))),
            draw(st.sampled_from(["day", "month", "week", "range"])),
        )
        if day
        else None
    )
    kind = draw(st.none() | st.tuples(st.sampled_from(KINDS), st.sampled_from(DIRECTIONS)))
    return Plant(
        f"{first} {verb} {second} then, number {draw(st.integers(0, 10**6))}.",
        verb,
        draw(st.sampled_from(TYPES)),
        draw(st.sampled_from(FACTS)),
        ours,
        theirs,
        kind,
        ours if kind else None,
        theirs if kind else None,
        speaker=draw(st.sampled_from([None, ours])),
        time=time,
        mutual=draw(st.booleans()),
        alleged=draw(st.booleans()),
        mode=draw(st.sampled_from([(), ("visit",)])),
    )


STORIES = st.builds(
    Story,
    st.lists(plants(), min_size=1, max_size=4),
    title=st.sampled_from([None, "A title"]),
    outlet=st.sampled_from([None, "One", "Two"]),
    published=st.none() | DAYS,
)


@given(st.lists(STORIES, min_size=1, max_size=5), st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_ledger_gives_a_brief_with_every_sentence_cited(
    stories: list[Story], start: date | None, as_of: date | None, known_on: date | None
) -> None:
    with TemporaryDirectory() as folder, ledger_of(Path(folder), *stories) as ledger:
        brief = compose_brief(ledger, "NER", start=start, as_of=as_of, known_on=known_on)
        for line in brief.lines:
            assert not isinstance(line, Sentence) or brief.numbers(line)
            assert line.text and "{" not in line.text and "  " not in line.text
        rows = ledger.relationship_rows(country="NER", as_of=as_of, known_on=known_on)
        told = [line for line in brief.sentences if line.pattern == "row"]
        assert len(told) == min(len(rows), 18)
        assert render_markdown(brief).startswith("# ") and render_html(brief).startswith("<!doctype html>")
