"""Sides that a sentence leaves out: supplied by mission, event or article; what was read is never changed."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from legation.actors.implicit import imply
from legation.ontology.cooperation import load_cooperation
from legation.ontology.knowledge import load_knowledge
from legation.records.article import Span
from legation.records.event import Cooperation, Direction, EventMention, Factuality, PloverReading, Side

KNOWLEDGE = load_knowledge()
ACTORS = ("FRA", "NER", "USA", "MLI", "MINUSMA", "UN", None)


def _side(actor: str | None, text: str = "somebody") -> Side:
    known = KNOWLEDGE.actors.get(actor or "")
    return Side(text, 0, len(text), actor, known.name if known else None, known.country if known else None, score=0.9)


def _mention(
    source: str | None,
    target: str | None,
    coop: tuple[str, Direction, str | None, str | None] | None,
    type_: str = "AID",
) -> EventMention:
    def sides(actor: str | None) -> tuple[Side, ...]:
        return (_side(actor),) if actor else ()

    return EventMention(
        mention_id="m",
        document_id="d",
        sentence=Span("somebody did", 0, 12),
        event_type=type_,
        trigger=Span("did", 9, 12),
        source=sides(source),
        target=sides(target),
        factuality=Factuality.OCCURRED,
        confidence=0.5,
        coder="test",
        score=0.0,
        plover=PloverReading(type_, 0.0),
        cooperation=Cooperation(coop[0], coop[1], sides(coop[2]), sides(coop[3])) if coop else None,
    )


def _coop(mentions: list[EventMention]) -> list[tuple[list[str | None], list[str | None]]]:
    told = [mention.cooperation for mention in imply(mentions, KNOWLEDGE)]
    return [([s.actor_id for s in one.provider], [s.actor_id for s in one.recipient]) for one in told if one]


def test_the_other_side_of_the_event_is_the_side_that_is_missing() -> None:
    assert _coop([_mention("FRA", "NER", ("training", "entry", "FRA", None))]) == [(["FRA"], ["NER"])]
    assert _coop([_mention("FRA", "NER", ("training", "entry", None, "NER"))]) == [(["FRA"], ["NER"])]
    assert _coop([_mention("FRA", "NER", ("training", "entry", None, None))]) == [(["FRA"], ["NER"])]


def test_who_asks_or_expels_is_the_host() -> None:
    assert _coop([_mention("NER", "RUS", ("training", "entry", None, None), "REQUEST")]) == [(["RUS"], ["NER"])]
    assert _coop([_mention("NER", "FRA", ("presence", "exit", None, None), "SANCTION")]) == [(["FRA"], ["NER"])]
    assert _coop([_mention("ECOWAS", "NER", ("restriction", "entry", None, None), "SANCTION")]) == [
        (["ECOWAS"], ["NER"])
    ]


def test_a_mission_serves_its_host_whichever_way_it_is_put() -> None:
    for coop in (("MINUSMA", None), ("UN", "MINUSMA"), ("UN", "MLI")):
        mention = _mention("UN", "MINUSMA", ("peacekeeping", "exit", *coop))
        expected = (["UN"], ["MLI"]) if coop == ("UN", "MLI") else (["MINUSMA"], ["MLI"])
        assert _coop([mention]) == [expected]
    contributor = _mention("FRA", None, ("peacekeeping", "exit", "FRA", "MINUSMA"))
    assert _coop([contributor]) == [(["FRA"], ["MLI"])]


def test_the_article_tells_from_where_forces_withdraw() -> None:
    told = _mention("USA", "NER", ("presence", "exit", "USA", "NER"))
    other = _mention("FRA", "MLI", ("presence", "exit", "FRA", "MLI"))
    short = _mention("USA", None, ("presence", "exit", "USA", None))
    assert _coop([told, other, short])[2] == (["USA"], ["NER"])
    assert _coop([short, other, told])[0] == (["USA"], ["NER"])
    arms = _mention("USA", None, ("arms", "entry", "USA", None))
    assert _coop([told, arms])[1] == (["USA"], [])


def test_a_supplied_side_says_so_and_is_less_sure() -> None:
    (made,) = imply([_mention("FRA", "NER", ("training", "entry", "FRA", None))], KNOWLEDGE)
    assert made.cooperation is not None
    (side,) = made.cooperation.recipient
    assert side.reason.startswith("supplied")
    assert side.score < 0.9


@given(
    st.lists(
        st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTORS), st.sampled_from(sorted(load_cooperation()))),
        max_size=6,
    )
)
def test_what_was_read_of_both_sides_stays(rows: list[tuple[str | None, str | None, str]]) -> None:
    mentions = [_mention(one, other, (type_, "entry", one, other)) for one, other, type_ in rows]
    made = imply(mentions, KNOWLEDGE)
    for before, after in zip(mentions, made, strict=True):
        assert replace(after, cooperation=before.cooperation) == before
        read = before.cooperation
        assert read is not None
        if (
            read.provider
            and read.recipient
            and not {"MINUSMA"} & {read.provider[0].actor_id, read.recipient[0].actor_id}
        ):
            assert after == before


def test_who_leaves_a_mission_is_not_the_mission() -> None:
    left = _mention(None, "MINUSMA", ("peacekeeping", "exit", None, "MINUSMA"), "RETREAT")
    assert _coop([left]) == [([], ["MLI"])]
    joined = _mention(None, "MINUSMA", ("peacekeeping", "continue", None, "MINUSMA"))
    assert _coop([joined]) == [(["MINUSMA"], ["MLI"])]


def test_its_soldiers_are_the_same_in_the_event_and_in_its_cooperation() -> None:
    told = _mention("FRA", None, ("peacekeeping", "exit", "MINUSMA", "MLI"), "RETREAT")
    assert told.cooperation is not None
    own, mission = _side("FRA", "its soldiers"), _side("MINUSMA", "its soldiers")
    told = replace(told, source=(own,), cooperation=replace(told.cooperation, provider=(mission,)))
    assert _coop([told]) == [(["FRA"], ["MLI"])]


def test_a_host_that_announces_the_exit_announces_that_of_which_the_article_tells() -> None:
    announced = _mention("NER", None, ("presence", "exit", None, None), "RETREAT")
    for direction, expected in (("exit", (["FRA"], ["NER"])), ("continue", ([], []))):
        told = _mention("FRA", "NER", ("presence", direction, "FRA", "NER"))  # type: ignore[arg-type]
        assert _coop([told, announced])[1] == expected
    other = _mention("FRA", "MLI", ("presence", "exit", "FRA", "MLI"), "RETREAT")
    assert _coop([other, announced])[1] == ([], [])


def test_several_countries_are_not_those_of_whom_the_article_told() -> None:
    told = _mention("FRA", "NER", ("presence", "continue", "FRA", "NER"))
    left = _mention(None, "NER", ("presence", "exit", None, "NER"), "RETREAT")
    assert _coop([told, left])[1] == (["FRA"], ["NER"])
    several = replace(left, source=(_side(None, "several countries"),))
    assert _coop([told, several])[1] == ([], ["NER"])


def test_a_force_is_where_all_forces_are_of_which_the_article_tells() -> None:
    there = _mention("FRA", "NER", ("presence", "continue", "FRA", "NER"))
    unplaced = _mention("USA", None, ("presence", "continue", "USA", None))
    assert _coop([there, there, unplaced])[2] == (["USA"], ["NER"])
    assert _coop([there, unplaced])[1] == (["USA"], [])  # too little to tell
    elsewhere = _mention("FRA", "MLI", ("presence", "exit", "FRA", "MLI"))
    assert _coop([there, there, elsewhere, unplaced])[3] == (["USA"], [])
    trains = _mention("FRA", "NER", ("training", "continue", "FRA", "NER"))
    assert _coop([trains, trains, trains, elsewhere, unplaced])[4] == (["USA"], ["NER"]), "nearly all are there"
    assert _coop([there, there, replace(unplaced, factuality=Factuality.POSSIBLE)])[2] == (["USA"], [])


def test_it_is_the_same_in_the_event_and_in_its_cooperation_and_they_may_be_several() -> None:
    both = (_side("MLI", "they"), _side("NER", "they"))
    told = _mention("MLI", "FRA", ("commitment", "exit", "USA", "FRA"))
    assert told.cooperation is not None
    misread = replace(told, source=both, cooperation=replace(told.cooperation, provider=(_side("USA", "they"),)))
    assert _coop([misread]) == [(["MLI", "NER"], ["FRA"])]


def test_where_forces_are_is_their_host() -> None:
    sentence = "The last French soldiers in Niger left on Thursday."
    force, place = _side("FRA", "The last French soldiers"), _side("NER", "Niger")
    place = replace(place, start=sentence.index("Niger"), end=sentence.index("Niger") + 5)
    for recipient, expected in (((), (["FRA"], ["NER"])), ((_side("MLI"),), (["FRA", "NER"], ["MLI"]))):
        cooperation = Cooperation("presence", "exit", (force, place), recipient)
        mention = replace(_mention("FRA", None, None), sentence=Span(sentence, 0, len(sentence)))
        assert _coop([replace(mention, cooperation=cooperation)]) == [expected]
