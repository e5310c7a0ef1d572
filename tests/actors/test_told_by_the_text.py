"""Those whose country only the text tells: people and organs at home, speakers, persons introduced by what they do."""

from datetime import date

import pytest

from legation import pipeline
from legation.actors.article import link_mentions
from legation.actors.dating import likely_day
from legation.records.article import Article, Span
from legation.records.event import EventMention, Factuality, PloverReading, Side
from legation.records.reading import Reading

ZAMBIA = (
    "Zambia's government sent the army to Kitwe on Monday. Zambia's parliament had voted for it. {} fled. "
    "President Hakainde Hichilema will speak in Lusaka."
)
MEETING = (
    "Envoys of Zambia and Malawi met in Maputo. Mozambique and Tanzania sent ministers. {} were held back outside."
)


def _linked(text: str, phrase: str, near: str = "") -> Side:
    """A phrase of a text as the source of a mention, linked; empty where nobody is meant."""
    start = text.index(phrase, text.index(near))
    opens = max(text.rfind(". ", 0, start) + 2, text.rfind("\n", 0, start) + 1) if start else 0
    ends = text.find(". ", start)
    span = Span(text[opens : ends if ends >= 0 else len(text)], opens, ends if ends >= 0 else len(text))
    mention = EventMention(
        mention_id="m",
        document_id="doc",
        sentence=span,
        event_type="PROTEST",
        trigger=span,
        source=(Side(phrase, start, start + len(phrase)),),
        target=(),
        factuality=Factuality.OCCURRED,
        confidence=1.0,
        coder="test",
        score=1.0,
        plover=PloverReading("PROTEST", 1.0),
    )
    reading = Reading(Article("doc", text, published=date(2023, 5, 2)), ())
    (linked,) = link_mentions([mention], reading, pipeline.linker())
    return next(iter(linked.source), Side(phrase, start, start))


@pytest.mark.parametrize(
    ("phrase", "sector"),
    [
        ("More than 740 civilians", "CVL"),
        ("22 police officers", "COP"),
        ("Several NGOs", "SOC"),
        ("Students", "EDU"),
        ("Opposition groups", "OPP"),
        ("Government troops", "MIL"),
        ("A Catholic priest", "REL"),
    ],
)
def test_people_told_without_a_country_are_of_the_one_that_the_text_is_about(phrase: str, sector: str) -> None:
    side = _linked(ZAMBIA.format(phrase), phrase)
    assert (side.country, side.sector[0]) == ("ZMB", sector)
    assert side.score < 0.6
    assert "the text is about ZMB" in side.reason


@pytest.mark.parametrize(
    "phrase",
    ["Foreign troops", "Migrants", "Gunmen", "Multiple world leaders", "The two men", "Troops", "A company"],
)
def test_those_who_may_be_from_elsewhere_stay_unlinked(phrase: str) -> None:
    assert _linked(ZAMBIA.format(phrase), phrase).country is None


def test_nobody_is_at_home_in_a_text_about_several_countries() -> None:
    assert _linked(MEETING.format("Several NGOs"), "Several NGOs").country is None


def test_a_company_named_by_an_unknown_name_is_not_at_home() -> None:
    text = ZAMBIA.format("On Sunday Facebook representatives")
    assert _linked(text, "Facebook representatives").country is None


def test_both_sides_of_what_happens_at_home_may_be_of_one_country() -> None:
    text = (
        "Kenya's parliament met in Nairobi. Kenya's courts are closed. The police beat protesters. Uganda said nothing."
    )
    assert _linked(text, "The police").country == _linked(text, "protesters").country == "KEN"


def test_whoever_reports_is_not_what_a_text_is_about() -> None:
    told = " ".join(f"He told VOA so on day {number}." for number in range(9))
    text = f"Police in Harare beat Zimbabwe's teachers. {told} Students fled."
    assert _linked(text, "Students").country == "ZWE"


SPEECH = (
    '{}\n"I have been invited to London, and our soldiers will stay at home," {} said.\n'
    "Zambia's government agreed with Zambia's parliament."
)
HICHILEMA = "President Hakainde Hichilema of Zambia spoke in Lusaka."


@pytest.mark.parametrize("speaker", ["he", "Hichilema"])
def test_a_first_person_in_a_quotation_is_the_speaker(speaker: str) -> None:
    text = SPEECH.format(HICHILEMA, speaker)
    assert _linked(text, "I", near='"').name == "Hakainde Hichilema"
    ours = _linked(text, "our soldiers")
    assert (ours.country, ours.sector) == ("ZMB", ("MIL",))


def test_a_speaker_without_a_name_is_nobody_else() -> None:
    assert _linked(SPEECH.format(HICHILEMA, "a trader"), "I", near='"').country is None


def test_outside_of_quotations_a_first_person_is_the_author() -> None:
    assert _linked(f"{HICHILEMA} I have been invited to London.", "I", near="Lusaka. ").country is None


INTRODUCED = (
    "Samoa's police arrested three bloggers. Samoan clerics Sheikh Omar Faleolo, Tomasi Ioane and Sheikh Pita Leota "
    "were held too. Activist Malele Sapolu was freed in Apia. Malele thanked Samoa's judges. Faleolo was silent."
)


@pytest.mark.parametrize(
    ("phrase", "sector"), [("Faleolo", "REL"), ("Tomasi Ioane", "REL"), ("Sheikh Pita Leota", "REL"), ("Malele", "CVL")]
)
def test_an_unknown_person_keeps_the_role_of_the_introduction(phrase: str, sector: str) -> None:
    side = _linked(INTRODUCED, phrase)
    assert (side.country, side.sector[0]) == ("WSM", sector)


def test_a_name_in_the_next_paragraph_is_not_introduced_by_the_last_word_before() -> None:
    text = "Samoa's government named no officials\nMalele Sapolu sells fish in Apia. Malele Sapolu is well."
    assert _linked(text, "Malele Sapolu", near="Apia. ").country is None


def test_a_short_title_means_what_the_longer_one_before_it_said() -> None:
    police = "Zambia's plainclothes police officers came to Kitwe. The officers left Zambia's north."
    army = "Zambia's army officers came to Kitwe. The officers left Zambia's north."
    assert _linked(police, "The officers").sector == ("COP",)
    assert _linked(army, "The officers").sector == ("MIL",)


def test_a_former_holder_stays_one_under_the_old_title() -> None:
    text = "Former South African President Jacob Zuma lost his appeal. A court heard that President Zuma is ill."
    day = likely_day(text, pipeline.linker().holders)
    assert day and day > date(2018, 2, 14)
    assert _linked(text, "President Zuma").sector[0] == "ELI"


def test_former_reaches_over_the_word_between_it_and_the_office() -> None:
    text = "Samoa's former military head of state Pita Leota spoke in Apia. Leota praised Samoa's judges."
    assert _linked(text, "Leota", near="Apia").sector[0] == "ELI"
