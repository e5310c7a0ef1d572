"""In an article, introductions, descriptions and coordinations lead to the actors that a reader would name."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from legation.actors.article import link_mentions
from legation.actors.linking import Linker
from legation.ontology.knowledge import load_knowledge
from legation.records.article import Article, Sentence, Span
from legation.records.event import (
    Attribution,
    Cooperation,
    EventMention,
    Factuality,
    PloverReading,
    Side,
)
from legation.records.place import PlaceMention
from legation.records.reading import Reading

LINKER = Linker(load_knowledge())
NIGER = (
    "NIAMEY - Niger would like instructors from Russia to drill its soldiers, the Interior Minister, Mohamed Toumba, "
    "told a weekly. Toumba named combat skills first. He spoke after Niger asked American forces to leave the country. "
    "A team of U.S. officers is due in Niamey on Thursday. The country once worked with Western powers, including the "
    "United States and France. The minister thanked the Alliance of Sahel States (AES). The AES backs Niger. "
    "Nigerien troops and police patrol Agadez. The junta has ruled since 2023. Russian and Chinese firms wait. "
    "The two countries signed a pact, Niger and Turkey said."
)


def _reading(text: str, title: str | None = None, places: tuple[PlaceMention, ...] = ()) -> Reading:
    article = Article("doc", text, title=title, published=date(2024, 4, 22))
    found = re.finditer(r"(?:U\.S\.|[^.])+\.?", text)
    sentences = [Sentence(i, m.group(), m.start(), m.end()) for i, m in enumerate(found) if m.group().strip()]
    return Reading(article, tuple(sentences), places=places)


def _side(text: str, phrase: str, near: str = "") -> Side:
    start = text.index(phrase, text.index(near))
    return Side(phrase, start, start + len(phrase))


def _mention(reading: Reading, source: list[Side], target: list[Side], **more: object) -> EventMention:
    first = (source + target)[0].start
    sentence = max((item for item in reading.sentences if item.start <= first), key=lambda item: item.start)
    span = Span(sentence.text, sentence.start, sentence.end)
    fields: dict[str, object] = {
        "mention_id": "m",
        "document_id": "doc",
        "sentence": span,
        "event_type": "AID",
        "trigger": span,
        "source": tuple(source),
        "target": tuple(target),
        "factuality": Factuality.OCCURRED,
        "confidence": 0.5,
        "coder": "test",
        "score": 10.0,
        "plover": PloverReading("AID", 10.0),
    }
    return EventMention(**(fields | more))  # type: ignore[arg-type]


def _linked(source: str | list[str], target: str | list[str] = (), near: str = "", **more: object) -> EventMention:  # type: ignore[assignment]
    reading = _reading(NIGER)
    sources = [_side(NIGER, phrase, near) for phrase in ([source] if isinstance(source, str) else source)]
    targets = [_side(NIGER, phrase, near) for phrase in ([target] if isinstance(target, str) else target)]
    return link_mentions([_mention(reading, sources, targets, **more)], reading, LINKER)[0]


def _ids(sides: tuple[Side, ...]) -> list[str | None]:
    return [side.actor_id for side in sides]


def test_an_introduced_name_holds_for_the_rest_of_the_article() -> None:
    for phrase, near in [
        ("Toumba", "Toumba named"),
        ("He", "He spoke"),
        ("The minister", "The minister"),
        ("the Interior Minister, Mohamed Toumba", ""),
    ]:
        side = _linked(phrase, near=near).source[0]
        assert (side.actor_id, side.name, side.sector[:1]) == ("NER", "Mohamed Toumba", ("GOV",)), phrase


def test_introduced_initials_resolve() -> None:
    assert _ids(_linked("The AES", near="The AES backs").source) == ["AES"]


def test_a_person_unknown_to_the_tables_resolves_by_introduction_alone() -> None:
    text = "General Zarwa Qibbe, Chad's army chief, met reporters. Qibbe said French soldiers may stay."
    reading = _reading(text)
    mention = _mention(reading, [_side(text, "Qibbe", "Qibbe said")], [_side(text, "French soldiers")])
    side = link_mentions([mention], reading, LINKER)[0].source[0]
    assert (side.actor_id, side.name, side.sector[:1]) == ("TCD", "Zarwa Qibbe", ("MIL",))


def test_the_country_is_never_the_other_side() -> None:
    mention = _linked("American forces", "the country", near="He spoke")
    assert _ids(mention.source) == ["USA"]
    assert _ids(mention.target) == ["NER"]
    assert mention.target[0].sector == ()


def test_members_of_a_list_are_sides_of_their_own() -> None:
    mention = _linked("The country", "Western powers, including the United States and France", near="The country once")
    assert _ids(mention.source) == ["NER"]
    assert _ids(mention.target) == ["USA", "FRA"]
    assert [side.text for side in mention.target] == ["the United States", "France"]
    assert all(NIGER[side.start : side.end] == side.text for side in mention.target)


def test_coordination_shares_country_and_role() -> None:
    forces = _linked("Nigerien troops and police", near="Nigerien troops")
    assert [(side.actor_id, side.sector[0]) for side in forces.source] == [("NER", "MIL"), ("NER", "COP")]
    firms = _linked("Russian and Chinese firms", near="Russian and")
    assert _ids(firms.source) == ["RUS:BUS", "CHN:BUS"]


def test_the_junta_is_that_of_the_articles_country() -> None:
    side = _linked("The junta", near="The junta").source[0]
    assert (side.actor_id, side.sector[0]) == ("NER", "GOV")
    assert side.reason


def test_its_soldiers_are_those_of_the_last_state_named() -> None:
    side = _linked("its soldiers").source[0]
    assert (side.actor_id, side.sector) == ("NER", ("MIL",))


def test_a_bare_country_has_a_sector_only_where_it_acts() -> None:
    acting = _linked("Niger", "American forces", near="Niger asked")
    assert (acting.source[0].sector, acting.target[0].sector) == (("GOV",), ("MIL",))
    suffering = _linked("American forces", "Niger", near="American forces")
    assert suffering.target[0].sector == ()


def test_speaker_provider_and_recipient_are_linked_too() -> None:
    speaker = _side(NIGER, "the Interior Minister, Mohamed Toumba")
    provider, recipient = _side(NIGER, "instructors from Russia"), _side(NIGER, "its soldiers")
    mention = _linked(
        "Niger",
        "instructors from Russia",
        near="Niger would",
        attribution=Attribution(speaker, "told", False),
        cooperation=Cooperation("training", "entry", (provider,), (recipient,)),
    )
    assert mention.attribution and mention.attribution.speaker.name == "Mohamed Toumba"
    assert mention.cooperation
    assert (_ids(mention.cooperation.provider), _ids(mention.cooperation.recipient)) == (["RUS"], ["NER"])


def test_what_nobody_could_take_for_an_actor_is_no_side() -> None:
    assert _linked("combat skills", near="Toumba named").source == ()


def test_both_sides_never_become_one_actor_by_description() -> None:
    mention = _linked("The junta", "its soldiers")
    assert len({(side.actor_id, side.sector) for side in mention.source + mention.target}) == 2
    reading = _reading("Mali is calm. The government blames the authorities.")
    text = reading.article.text
    both = _mention(reading, [_side(text, "The government")], [_side(text, "the authorities")])
    sides = link_mentions([both], reading, LINKER)[0]
    assert _ids(sides.source + sides.target).count("MLI") == 1


def test_a_place_that_reading_located_stands_for_its_country() -> None:
    text = "Drones struck Agadez. Protesters in Agadez burned tyres."
    start = text.index("Agadez")
    again = text.rindex("Agadez")
    places = tuple(PlaceMention("Agadez", at, at + 6, country="NER") for at in (start, again))
    reading = _reading(text, places=places)
    struck = _mention(reading, [], [Side("Agadez", start, start + 6, place=True)])
    burned = _mention(reading, [_side(text, "Protesters in Agadez")], [])
    linked = link_mentions([struck, burned], reading, LINKER)
    assert (linked[0].target[0].actor_id, linked[0].target[0].sector) == ("NER", ())
    assert linked[1].source[0].actor_id == "NER:CVL"


def test_title_sides_keep_their_offsets() -> None:
    title = "Niger and Mali Quit Bloc"
    reading = _reading(NIGER, title)
    mention = _mention(reading, [Side("Niger and Mali", 0, 14)], [], field="title")
    sides = link_mentions([mention], reading, LINKER)[0].source
    assert [(side.actor_id, title[side.start : side.end]) for side in sides] == [("NER", "Niger"), ("MLI", "Mali")]


@given(st.data())
def test_every_span_slices_back_and_nothing_raises(data: st.DataObject) -> None:
    pieces = st.sampled_from(
        ["Niger", "the", "and", "including", ",", "Mali", "he", "its", "troops", "(AES)", "U.S.", "'s", "\n", "é"]
    )
    text = " ".join(data.draw(st.lists(pieces | st.text(max_size=6), min_size=1, max_size=25))) or "x"
    reading = _reading(text + ".")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    side = Side(text[start:end], start, end)
    whole = Span(text, 0, len(text))
    mention = EventMention(
        "m",
        "doc",
        whole,
        "AID",
        whole,
        (side,),
        (side,),
        Factuality.OCCURRED,
        0.5,
        "test",
        0.0,
        PloverReading("AID", 0.0),
    )
    linked = link_mentions([mention], reading, LINKER)[0]
    known = LINKER.resolve(side.text).country is not None
    assert not known or (linked.source and linked.target)
    for one in linked.source + linked.target:
        assert text[one.start : one.end] == one.text
