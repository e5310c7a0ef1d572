"""The flow from text to mentions: for any text, the planted events are found, and every span slices back."""

import os
import subprocess
import sys
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from mention_checks import assert_sound, ids

from legation import pipeline
from legation.api import code_text
from legation.ledger.store import open_ledger
from legation.records.article import Article, Problem
from legation.records.event import EventMention

_PUBLISHED = date(2024, 4, 22)
# Sentences that leave no doubt, with what they tell: source, type, target.
_CLEAR = {
    "Turkey gave Mali six drones on Monday.": ("TUR", "AID", "MLI"),
    "Germany will withdraw its soldiers from Niger by the end of August.": ("DEU", "RETREAT", "NER"),
    "Malian soldiers were trained by Russian instructors last week.": ("RUS", "AID", "MLI"),
    "Egypt and Sudan held joint naval drills in the Red Sea on Sunday.": ("EGY", "COOPERATE", "SDN"),
    "The Russian foreign minister visited Chad on Wednesday.": ("RUS", "CONSULT", "TCD"),
    "Israeli jets bombed targets in southern Lebanon overnight.": ("ISR", "ASSAULT", "LBN"),
    "Niger accused France of arming rebels in the north.": ("NER", "ACCUSE", "FRA"),
    "Russia promised to train the Malian army.": ("RUS", "AGREE", "MLI"),
    "Chad asked France to withdraw its soldiers.": ("TCD", "REQUEST", "FRA"),
    "China expelled two Canadian diplomats on Tuesday.": ("CHN", "SANCTION", "CAN"),
    "Italy has no plans to withdraw its troops from Niger.": ("ITA", "RETREAT", "NER"),
    "Algeria severed diplomatic relations with Morocco in August 2021.": ("DZA", "SANCTION", "MAR"),
    "Poland imposed sanctions on Belarus on Monday.": ("POL", "SANCTION", "BLR"),
    "Russia ratified a military agreement with Togo last week.": ("RUS", "SUPPORT", "TGO"),
    "Iran apologised to Pakistan for the air strike.": ("IRN", "CONCEDE", "PAK"),
    "The Kremlin praised Mali's army.": ("RUS", "SUPPORT", "MLI"),
    "Benin rejected Niger's demand to reopen the border.": ("BEN", "REJECT", "NER"),
    "Egypt withdrew its peacekeepers from Mali.": ("EGY", "RETREAT", "MLI"),
    "South Korea will supply howitzers to Poland under a deal signed in Warsaw.": ("KOR", "AID", "POL"),
    "The United States shares intelligence with Ukraine.": ("USA", "COOPERATE", "UKR"),
    "Algeria supplied fuel to Tunisia's army.": ("DZA", "AID", "TUN"),
    "Finland joined NATO in April 2023.": ("FIN", "SUPPORT", "NATO"),
    "Australia reduced its military presence in Iraq.": ("AUS", "RETREAT", "IRQ"),
    "Paris is pulling its forces out of Senegal.": ("FRA", "RETREAT", "SEN"),
    "Sudan will grant Russia a naval base on the Red Sea.": ("SDN", "COOPERATE", "RUS"),
}
_PIECES = st.sampled_from(
    "“ ” \" ' ‘ « » • - – — ( ) ; : ? ! . … \r\n \n \t \u200b \u202e \x00 é 🪖 中国 Niger France the U.S. army said "
    "did not troops will withdraw from drones • 2023 Monday 1,000 BAMAKO (AFP) -- Mr. agreed he they which".split(" ")
)
_NOISE = st.lists(st.text(max_size=30) | _PIECES, max_size=12).map(" ".join) | st.text(max_size=120)


@st.composite
def _planted(draw: st.DrawFn) -> tuple[str, list[tuple[int, str]]]:
    """A text with one to three clear sentences in paragraphs of their own, each with where it begins."""
    text, places = draw(_NOISE), []
    for sentence in draw(st.lists(st.sampled_from(sorted(_CLEAR)), min_size=1, max_size=3)):
        text += "\n\n"
        places.append((len(text), sentence))
        text += sentence + "\n\n" + draw(_NOISE)
    return text, places


def _tells(mention: EventMention, start: int, sentence: str) -> bool:
    source, event_type, target = _CLEAR[sentence]
    inside = start <= mention.trigger.start < start + len(sentence)
    sides = source in ids(mention.source) and target in ids(mention.target)
    return inside and mention.event_type == event_type and sides


@settings(max_examples=600, deadline=None)
@given(_planted(), st.none() | _NOISE | st.sampled_from(sorted(_CLEAR)), st.none() | st.just(_PUBLISHED))
def test_in_any_text_planted_events_are_found_and_spans_slice_back(
    planted: tuple[str, list[tuple[int, str]]], title: str | None, published: date | None
) -> None:
    text, places = planted
    mentions = code_text(text, published=published, title=title)
    assert_sound(mentions, text, title)
    for start, sentence in places:
        assert any(_tells(mention, start, sentence) for mention in mentions if mention.field == "text"), sentence


@settings(max_examples=100, deadline=None)
@given(_planted())
def test_the_same_input_gives_the_same_mentions(planted: tuple[str, list[tuple[int, str]]]) -> None:
    text, _ = planted
    assert code_text(text, published=_PUBLISHED) == code_text(text, published=_PUBLISHED)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | _NOISE, st.none() | _NOISE)
def test_any_text_is_coded_without_an_error(text: str, title: str | None) -> None:
    assert_sound(code_text(text, published=_PUBLISHED, title=title), text, title)


def test_a_clear_title_is_coded_with_offsets_into_the_title() -> None:
    for title, (source, event_type, target) in _CLEAR.items():
        found = code_text("Nothing happens here.", published=_PUBLISHED, title=title)
        assert_sound(found, "Nothing happens here.", title)
        assert any(
            m.field == "title" and m.event_type == event_type and source in ids(m.source) and target in ids(m.target)
            for m in found
        ), title


def test_mention_ids_depend_on_the_document_and_the_trigger_alone() -> None:
    sentence = "Turkey delivered six drones to Mali on Monday."
    first, other = (code_text(sentence, published=date(2024, 4, day)) for day in (22, 23))
    assert {m.mention_id for m in first}.isdisjoint(m.mention_id for m in other), "another document"
    moved = code_text("Well. " + sentence, published=_PUBLISHED)
    assert {m.mention_id for m in first}.isdisjoint(m.mention_id for m in moved), "another text"


def test_an_article_in_another_language_has_no_mentions() -> None:
    sentence = next(iter(_CLEAR))
    article = Article("d", sentence, published=_PUBLISHED)
    assert pipeline.code_article(article)
    assert pipeline.code_article(Article("d", sentence, language="fr", not_coded="language fr")) == []


def test_the_pipeline_counts_what_it_did_and_adds_nothing_twice(tmp_path) -> None:
    sentence = next(iter(_CLEAR))
    inputs = [
        Article("one", sentence, published=_PUBLISHED),
        Problem("a file", "empty", "nothing in it"),
        Article("two", "Bonjour.", published=_PUBLISHED, language="fr", not_coded="language fr"),
    ]
    with open_ledger(tmp_path / "one.ledger") as ledger:
        first = pipeline.add(ledger, inputs)
        assert (first.added, first.known, first.not_coded, first.problems) == (2, 0, 1, 1)
        assert first.mentions == len(ledger.mentions()) > 0
        again = pipeline.add(ledger, inputs[:1] + inputs[2:])
        assert (again.added, again.known, again.mentions) == (0, 2, 0)
        assert ledger.mentions() == pipeline.code_article(inputs[0])


# Two countries are named equally often after an office that either may have.
_TIED = (
    "The talks between the two leaders of Cyprus in Crans-Montana collapsed early on Friday without an agreement on "
    "the Turkish soldiers in the north, and no further round was arranged, the U.N. secretary-general told reporters "
    "before he left Switzerland."
)


def test_the_order_of_hashes_changes_nothing() -> None:
    code = "import sys, legation; print([repr(each) for each in legation.code_text(sys.argv[1])])"
    found = {
        subprocess.run(
            [sys.executable, "-c", code, _TIED],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(found) == 1
    assert "Cyprus" in found.pop()


def test_articles_coded_together_keep_their_order_and_give_what_each_gives_alone() -> None:
    known = [Article(f"{number:016x}", sentence, published=_PUBLISHED) for number, sentence in enumerate([*_CLEAR] * 6)]
    inputs = [*known[:70], Problem("a.txt", "empty", "there is nothing in it"), *known[70:]]
    coded = list(pipeline.code_each(inputs, skip=lambda article: article is known[1]))
    assert len(known) > 128  # more windows than are coded at a time
    assert [item for item, _ in coded] == inputs
    for item, mentions in coded[:: len(_CLEAR) - 1]:
        assert mentions == (pipeline.code_article(item) if item in known[2:] or item is known[0] else [])
