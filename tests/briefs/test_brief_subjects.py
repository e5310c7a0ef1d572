"""Briefs on two countries, a region, a cooperation type: what they are about, and that they keep to it."""

from datetime import date
from pathlib import Path

import pytest
from brief_building import AMERICA, FRANCE, NIGER, Plant, Story, ledger_of, seed_situation

from legation.briefs.brief import Brief, Notice
from legation.briefs.composition import compose_brief
from legation.briefs.illustration import illustrations
from legation.briefs.public_json import brief_json
from legation.briefs.render import render_html, render_markdown, render_pdf
from legation.briefs.subject import find_subject
from legation.errors import LegationError
from legation.ledger.store import Ledger
from legation.ontology.knowledge import load_knowledge
from legation.ontology.regions import find_region, load_regions

MALI = ("Mali", "MLI", "Mali")


def leaving(who: tuple[str, str, str], where: tuple[str, str, str], day: date) -> Story:
    sentence = f"All soldiers of {who[0]} have left {where[0]}."
    plant = Plant(sentence, "left", "RETREAT", "occurred", who, where, ("presence", "exit"), who, where, speaker=who)
    return Story([plant], published=day, outlet=f"Desk {day}")


def rows(brief: Brief) -> list[str]:
    return [line.text for line in brief.sentences if line.pattern == "row"]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    stories = [leaving(FRANCE, MALI, date(2022, 8, 15)), leaving(FRANCE, NIGER, date(2023, 12, 22))]
    return ledger_of(tmp_path_factory.mktemp("subjects"), seed_situation(), *stories)


@pytest.mark.parametrize(
    ("about", "kind", "name"),
    [
        ("NER", "country", "Niger"),
        ("niger", "country", "Niger"),
        ("ECOWAS", "country", "Economic Community of West African States"),
        (("USA", "NER"), "dyad", "United States and Niger"),
        (("Niger", "United States"), "dyad", "Niger and United States"),
        ("Sahel", "region", "Sahel"),
        ("the horn of africa", "region", "Horn of Africa"),
        ("Western Africa", "region", "Western Africa"),
        ("Latin America", "region", "Latin America and the Caribbean"),
        ("presence", "topic", "Military presence"),
        ("Arms", "topic", "Arms"),
    ],
)
def test_subjects_are_found_by_name(about: str | tuple[str, str], kind: str, name: str) -> None:
    subject = find_subject(about)
    assert subject.kind == kind and (subject.name == name or about == "ECOWAS")


@pytest.mark.parametrize("about", ["Atlantis", "", ("NER", "Niger"), ("NER", "Atlantis")])
def test_unknown_subjects_are_refused(about: str | tuple[str, str]) -> None:
    with pytest.raises(LegationError):
        find_subject(about)


def test_every_state_is_in_one_region_of_its_continent() -> None:
    regions, knowledge = load_regions(), load_knowledge()
    continents = [set(regions[one].countries) for one in ("africa", "americas", "asia", "europe", "oceania")]
    for country in knowledge.countries.values():
        if country.status in ("state", "territory", "disputed") and country.actor_id != "ATA":
            assert sum(country.actor_id in continent for continent in continents) == 1, country
    for region in regions.values():
        assert find_region(region.name) == region and region.countries
    sahel = find_region("Sahel")
    assert sahel and set(sahel.countries) == {"BFA", "MLI", "MRT", "NER", "TCD"}


def test_a_dyad_keeps_to_its_two(ledger: Ledger) -> None:
    brief = compose_brief(ledger, ("USA", "NER"))
    assert brief.title.text.startswith("United States and Niger: American military presence winding down")
    assert rows(brief) and all("The United States to Niger" in row for row in rows(brief))
    assert {section.key for section in brief.sections} >= {"momentum", "standing", "why"}
    momentum = next(section for section in brief.sections if section.key == "momentum")
    assert (
        momentum.groups[0].lines == (Notice("Nothing in this ledger has happened between them by this day."),)
        or "this ledger shows" in momentum.groups[0].lines[0].text
    )
    assert compose_brief(ledger, ("FRA", "MLI")).title.text == "France and Mali: French military presence over"


def test_a_dyad_is_compared_with_the_whole_of_the_country(tmp_path: Path) -> None:
    stories = [leaving(FRANCE, NIGER, date(2023, 12, 22)), leaving(AMERICA, NIGER, date(2024, 9, 15))]
    ledger = ledger_of(tmp_path, *stories)
    brief = compose_brief(ledger, ("USA", "NER"))
    ranked = [line.text for line in brief.sentences if line.pattern == "leaving"]
    assert ranked and "the second partner" in ranked[0] and "after France" in ranked[0]
    assert not [line for line in compose_brief(ledger, ("FRA", "NER")).sentences if line.pattern == "leaving"]


def test_a_region_takes_in_its_countries_and_no_others(ledger: Ledger) -> None:
    brief = compose_brief(ledger, "Sahel")
    assert any("France to Mali" in row for row in rows(brief)) and any("Russia to Niger" in row for row in rows(brief))
    assert not rows(compose_brief(ledger, "Southern Africa"))
    assert brief.title.text.startswith("Sahel: ") and " in " in brief.title.text
    assert [one.title.split(":")[0] for one in illustrations(ledger, brief)] == ["Sahel"], "a map, and no timeline"


def test_a_topic_keeps_to_its_type(ledger: Ledger) -> None:
    brief = compose_brief(ledger, "presence")
    assert len(rows(brief)) == 3 and all("Military presence" in row for row in rows(brief))
    assert not [line for line in brief.sentences for slot in line.slots for c in slot.claims if c.value == "training"]


@pytest.mark.parametrize("about", [("USA", "RUS"), "Oceania", "industry"])
def test_nothing_known_gives_an_honest_brief(tmp_path: Path, about: str | tuple[str, str]) -> None:
    brief = compose_brief(ledger_of(tmp_path, seed_situation()), about)
    assert not brief.sentences and not brief.sources
    assert all(isinstance(line, Notice) for line in brief.lines)
    assert "nothing to report" in render_markdown(brief)
    assert render_pdf(brief).startswith(b"%PDF")


@pytest.mark.parametrize("about", [("USA", "NER"), "Sahel", "presence"])
def test_every_format_serves_every_subject(ledger: Ledger, about: str | tuple[str, str]) -> None:
    brief = compose_brief(ledger, about, end=date(2024, 5, 1))
    pictures = illustrations(ledger, brief)
    assert "<table>" in render_html(brief, pictures=pictures) and "| Sides |" in render_markdown(brief)
    assert render_pdf(brief, pictures=pictures).startswith(b"%PDF")
    told = brief_json(brief)
    assert told["about"]["kind"] == brief.subject.kind and told["country"] is None


def test_what_training_is_about_is_read_from_later_sentences(tmp_path: Path) -> None:
    lead = "Nobody spoke of urban warfare. "
    story = seed_situation(lead=lead.strip())
    later = Plant(
        "Mohamed Toumba told reporters that the training might cover first aid and mine clearance.",
        "told", "CONSULT", "denied",
    )  # fmt: skip
    ledger = ledger_of(tmp_path, Story([*story.plants[:2], later], lead=story.lead))
    brief = compose_brief(ledger, "NER")
    told = next(line for line in brief.sentences if line.pattern == "substance_to_come")
    assert told.text == (
        "Russia's training of Niger's forces is meant to be about medical care and "
        "the clearing of mines and explosives."
    )
    cited = [source.sentence for source in brief.sources if source.number in brief.numbers(told)]
    assert later.sentence in cited
