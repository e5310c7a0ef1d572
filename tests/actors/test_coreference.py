"""Descriptions mean whom the text named before; where a reader could not tell, nobody."""

import pytest

from evaluation.lists import meant
from legation import pipeline
from legation.actors.geography import beside, regional
from legation.actors.introduced import Introduced
from legation.ontology.knowledge import load_knowledge
from legation.records.actor import ActorLink
from legation.sources.inputs import article_from_text

KNOWLEDGE = load_knowledge()


def _meant(text: str, phrase: str) -> set[str]:
    reading = pipeline.read(article_from_text(text, published=None, clean=False))
    return set(meant(reading, phrase, text.rindex(phrase)))


@pytest.mark.parametrize(
    ("text", "phrase", "actors"),
    [
        ("Laos signed a rail deal with China. The landlocked country owes much.", "The landlocked country", "LAO"),
        ("Nepal shut its border with India. Its southern neighbour complained.", "Its southern neighbour", "IND"),
        ("Angola asked Portugal for teachers. The former colonial power agreed.", "The former colonial power", "PRT"),
        ("Peru and Chile quarrel over fish. The two countries will meet.", "The two countries", "PER CHL"),
        ("Kenya and Uganda met in Arusha. The latter will send troops.", "The latter", "UGA"),
        ("Sudan accused Chad of a raid. It denied the charge.", "It", "TCD"),
        ("When it joined ASEAN, East Timor was glad.", "it", "TLS"),
        ("The European Union fined Poland. The bloc wants new judges.", "The bloc", "EU"),
        ("Norway's Statkraft won the tender in Nepal. The company will build a dam.", "The company", "NOR"),
        ("Cuban doctors came to Honduras. The government in Tegucigalpa paid them.", "The government", "HND"),
        (
            "The Tigers of Sri Lanka are gone. The Liberation Tigers of Tamil Eelam lost. The Tigers fled.",
            "The Tigers",
            "ltte",
        ),
        ("India and Pakistan fired. Delhi blamed its rival.", "its rival", "PAK"),
        ("The UN Security Council met on Libya. The council lifted the embargo.", "The council", "UNSC"),
        ("The Rapid Support Forces hold Nyala. They shelled El Fasher.", "They", "rsf-sudan"),
        ("West African leaders met in Lagos. They lifted the sanctions.", "They", "ECOWAS"),
        ("The heads of state of ASEAN met in Hanoi. They postponed the vote.", "They", "ASEAN"),
        ("Kenya met Uganda in Arusha, where Burundi said that it would leave.", "it", "BDI"),
        ("East Timor lies beside Indonesia; UN experts say its soldiers are few.", "its soldiers", "TLS"),
    ],
)
def test_a_description_means_whom_the_text_named(text: str, phrase: str, actors: str) -> None:
    assert _meant(text, phrase) == set(actors.split())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Mali asked Russia for help. It is likely that more will follow.", "It"),
        ("Kenya and Uganda met. The wronged side left early.", "The wronged side"),
        ("Crowds marched through the centre of Nairobi.", "Nairobi"),
        ("Ghana sold cocoa to Japan. Another country bought gold.", "Another country"),
        ("The Lord's Resistance Army fled. The regional force gave chase.", "The regional force"),
    ],
)
def test_what_no_reader_could_tell_stays_unlinked(text: str, phrase: str) -> None:
    assert _meant(text, phrase) == set()


def test_a_namesake_is_whoever_was_named_last() -> None:
    text = (
        "Interior Minister Olan Quibbe of Ghana spoke. Quibbe was brief. "
        "Defence Minister Marla Quibbe of Kenya followed. Quibbe was long."
    )
    first, last = text.index("Quibbe was brief"), text.index("Quibbe was long")
    reading = pipeline.read(article_from_text(text, published=None, clean=False))
    assert (meant(reading, "Quibbe", first), meant(reading, "Quibbe", last)) == ({"GHA"}, {"KEN"})


@pytest.mark.parametrize(
    "introduction",
    ["said Olan Quibbe of Human Rights Watch", "said Olan Quibbe, who counts the dead for Human Rights Watch"],
)
def test_a_person_told_to_be_of_a_body_speaks_for_it(introduction: str) -> None:
    assert _meant(f'"Many fled," {introduction}. The police shot first, Quibbe added.', "Quibbe") == {"HRW"}


def test_initials_of_an_organ_are_of_the_country_whose_capital_follows() -> None:
    text = "The Ministry of National Defence (MND) in Taipei counted jets from China. The MND protested."
    assert _meant(text, "The MND") == {"TWN"}


def test_a_name_introduced_twice_keeps_its_first_link() -> None:
    introduced = Introduced()
    one, two = (ActorLink("x", actor, None, actor, (), 1.0, "") for actor in ("GHA", "KEN"))
    introduced.add(("olan", "quibbe"), 0, one, [("quibbe",)])
    introduced.add(("olan", "quibbe"), 50, two, [("quibbe",)])
    introduced.settle()
    assert introduced.of(("olan", "quibbe"), 60) == introduced.of(("quibbe",), 60) == one
    assert introduced.of(("quibble",), 60) is None
    assert ("quibbe",) in introduced


def test_regions_and_traits_narrow_each_other() -> None:
    african = regional(["the", "west", "african", "nation"], KNOWLEDGE) or frozenset()
    landlocked = regional(["the", "landlocked", "west", "african", "nation"], KNOWLEDGE) or frozenset()
    assert {"MLI", "GHA"} <= african
    assert landlocked < african
    assert "GHA" not in landlocked
    assert regional(["the", "army"], KNOWLEDGE) is None


def test_neighbours_lie_on_both_sides_and_in_opposite_directions() -> None:
    everyone = frozenset(KNOWLEDGE.countries)
    for country in KNOWLEDGE.countries:
        for other in beside(country, (), everyone, KNOWLEDGE):
            assert country in beside(other, (), everyone, KNOWLEDGE)
    assert beside("KAZ", ("eastern",), frozenset({"RUS", "CHN"}), KNOWLEDGE) == {"CHN"}
    assert beside("ESP", ("western",), everyone, KNOWLEDGE) == {"PRT"}


def test_the_country_is_the_one_that_acts_where_no_other_is_told_nearly_as_often() -> None:
    act = "Chad recalled its envoys hours after the African Union had punished the country."
    often = "Chad is angry. Chad's army, Chad's press and Chad's courts agree. Envoys met in Accra."
    assert _meant(f"{often} {act}", "the country") == {"TCD"}
    assert _meant(f"Chad and Ghana quarrel. Ghana waits. {act}", "the country") == {"GHA"}
