"""What follows for a mention once its sides are known: which are kept, and what their cooperation becomes."""

from dataclasses import replace
from datetime import date

import pytest

from legation.actors.settling import settle
from legation.ontology.codebook import score
from legation.ontology.knowledge import load_knowledge
from legation.reading.places import places
from legation.records.article import Article, Span
from legation.records.event import Cooperation, Direction, EventMention, Factuality, PloverReading, Side
from legation.records.reading import Reading

KNOWLEDGE = load_knowledge()
_WHERE = Span("Somebody did something.", 0, 23)
_NOWHERE = Reading(Article("doc", _WHERE.text, published=date(2024, 4, 22)), ())


def _side(actor: str | None, **more: object) -> Side:
    known = {"actor_id": actor, "country": actor, "score": 0.95, "sector": ("GOV",)} if actor else {}
    return Side(**({"text": actor or "somebody", "start": 0, "end": 8} | known | more))  # type: ignore[arg-type]


def _mention(source: list[Side], target: list[Side], event_type: str = "AID", **more: object) -> EventMention:
    fields: dict[str, object] = {
        "mention_id": "m",
        "document_id": "doc",
        "sentence": _WHERE,
        "event_type": event_type,
        "trigger": Span("did", 9, 12),
        "source": tuple(source),
        "target": tuple(target),
        "factuality": Factuality.OCCURRED,
        "confidence": 0.0,
        "coder": "test",
        "score": 10.0,
        "plover": PloverReading(event_type, 10.0),
    }
    return EventMention(**(fields | more))  # type: ignore[arg-type]


def _coop(kind: str, direction: Direction, provider: list[Side], recipient: list[Side]) -> Cooperation:
    return Cooperation(kind, direction, tuple(provider), tuple(recipient))


def _settled(mention: EventMention, reading: Reading = _NOWHERE) -> EventMention:
    (only,) = settle([mention], reading, KNOWLEDGE)
    return only


def _ids(sides: tuple[Side, ...]) -> list[str | None]:
    return [side.actor_id for side in sides]


def test_an_event_with_neither_side_is_not_coded_and_an_unknown_side_is_one() -> None:
    assert settle([_mention([], [])], _NOWHERE, KNOWLEDGE) == []
    assert _settled(_mention([_side(None)], [])).source == (_side(None),)


def test_the_members_of_a_plural_side_of_a_mutual_event_stand_on_both_sides() -> None:
    both = [_side("NER"), _side("TUR")]
    settled = _settled(_mention(both, [], "SUPPORT", mutual=True, cooperation=_coop("framework", "entry", both, [])))
    assert (_ids(settled.source), _ids(settled.target)) == (["NER"], ["TUR"])
    assert settled.cooperation is not None
    assert (_ids(settled.cooperation.provider), _ids(settled.cooperation.recipient)) == (["NER"], ["TUR"])


def test_one_plural_side_of_an_event_that_is_not_mutual_stays_one() -> None:
    settled = _settled(_mention([_side("NER"), _side("TUR")], [], "ASSAULT"))
    assert (_ids(settled.source), _ids(settled.target)) == (["NER", "TUR"], [])


def test_nobody_cooperates_with_himself() -> None:
    cooperation = _coop("training", "entry", [_side("NER")], [_side("NER")])
    settled = _settled(_mention([_side("NER")], [_side("NER")], cooperation=cooperation))
    assert settled.cooperation is None


def test_leaving_a_bloc_is_no_troop_withdrawal() -> None:
    bloc = _side("ECOWAS", country="IGO")
    cooperation = _coop("presence", "exit", [_side("NER")], [bloc])
    settled = _settled(_mention([_side("NER")], [bloc], "RETREAT", mode=("withdraw",), cooperation=cooperation))
    assert settled.cooperation is not None and settled.cooperation.type == "commitment"
    assert (settled.event_type, settled.mode) == ("SANCTION", ("withdraw",))
    assert settled.score == settled.plover.score == score("SANCTION", ("withdraw",)) < 0


def test_a_mission_that_is_present_keeps_the_peace() -> None:
    mission = _side("MINUSMA", country="IGO")
    cooperation = _coop("presence", "continue", [mission], [_side("MLI")])
    settled = _settled(_mention([mission], [_side("MLI")], "COOPERATE", cooperation=cooperation))
    assert settled.cooperation is not None and settled.cooperation.type == "peacekeeping"


@pytest.mark.parametrize(
    ("kind", "provider", "recipient", "where", "expected"),
    [
        ("basing", "USA", "NER", "Agadez", ["NER"]),  # a base in Niger is Niger's to grant
        ("basing", "NER", "USA", "Agadez", ["NER"]),
        ("presence", "NER", "USA", "Agadez", ["USA"]),  # who is in Niger is not Niger's
        ("presence", "USA", "NER", "Agadez", ["USA"]),
        ("presence", "USA", "NER", "Ramstein", ["USA"]),  # a place in a third country tells nothing
        ("training", "NER", "USA", "Agadez", ["NER"]),  # soldiers are trained at home and abroad
    ],
)
def test_the_host_is_the_country_where_the_place_is(
    kind: str, provider: str, recipient: str, where: str, expected: list[str]
) -> None:
    cooperation = _coop(kind, "exit", [_side(provider)], [_side(recipient)])
    (place,) = places(f"They left {where}.")
    settled = _settled(_mention([_side("USA")], [], "RETREAT", cooperation=cooperation, place=place))
    assert settled.cooperation is not None
    assert _ids(settled.cooperation.provider) == expected


def _withdrawal(text: str, who: str, where: str) -> EventMention:
    article = Article("doc", text, published=date(2024, 4, 22))
    source = _side("FRA", text=who, start=text.index(who), end=text.index(who) + len(who))
    start = text.index(where)
    target = _side("NER", text=where, start=start, end=start + len(where), name="Niger", sector=())
    cooperation = _coop("presence", "exit", [source], [target])
    trigger = Span("left", text.index(who) + len(who) + 1, text.index(who) + len(who) + 5)
    told = {"sentence": Span(text, 0, len(text)), "trigger": trigger, "cooperation": cooperation}
    mention = _mention([source], [target], "RETREAT", **told)
    return _settled(mention, Reading(article, (), places=tuple(places(text))))


@pytest.mark.parametrize(
    ("text", "who", "where", "direction"),
    [
        ("French troops left Niger.", "French troops", "Niger", "exit"),
        ("French troops left the town of Ouallam.", "French troops", "the town of Ouallam", "reduce"),
        ("French troops left Niamey.", "French troops", "Niamey", "reduce"),
        ("The last French troops left Niamey.", "The last French troops", "Niamey", "exit"),
        ("French troops handed over their base in Ouallam to Niger.", "French troops", "Niger", "reduce"),
        ("French troops handed over their last base to Niger.", "French troops", "Niger", "exit"),
        ("French troops left Niger, which took over the base.", "French troops", "Niger", "exit"),
    ],
)
def test_leaving_a_town_is_no_exit_unless_the_last_ones_leave_the_capital(
    text: str, who: str, where: str, direction: str
) -> None:
    cooperation = _withdrawal(text, who, where).cooperation
    assert cooperation is not None and cooperation.direction == direction


def test_a_headline_takes_the_factuality_of_its_body_whatever_its_target() -> None:
    body = _mention([_side("DEU")], [_side("NER")], "RETREAT", factuality=Factuality.PLANNED)
    body = replace(body, plover=PloverReading("AGREE", 2.5))
    headline = _mention([_side("DEU")], [], "RETREAT", field="title", mention_id="h")
    other = _mention([_side("FRA")], [], "RETREAT", field="title", mention_id="o")
    first, second, third = settle([headline, other, body], _NOWHERE, KNOWLEDGE)
    assert (first.factuality, first.plover) == (Factuality.PLANNED, body.plover)
    assert second.factuality is Factuality.OCCURRED, "the body tells nothing of France"
    assert third.factuality is Factuality.PLANNED


def test_a_content_whose_act_is_dropped_stands_alone() -> None:
    dropped = _mention([], [], "REQUEST", mention_id="act")
    orphan = _mention([_side("RUS")], [_side("NER")], mention_id="content", content_of="act")
    (only,) = settle([dropped, orphan], _NOWHERE, KNOWLEDGE)
    assert (only.mention_id, only.content_of) == ("content", None)
    kept = _mention([_side("NER")], [_side("RUS")], "REQUEST", mention_id="act")
    assert [m.content_of for m in settle([kept, orphan], _NOWHERE, KNOWLEDGE)] == [None, "act"]


@pytest.mark.parametrize(
    ("kind", "event_type", "provider", "recipient", "expected"),
    [
        ("commitment", "SUPPORT", ["NATO"], ["FIN"], ("commitment", ["FIN"], ["NATO"])),
        ("peacekeeping", "SANCTION", ["MLI", "NER"], ["ECOWAS"], ("commitment", ["MLI", "NER"], ["ECOWAS"])),
        ("presence", "RETREAT", ["MLI", "G5-SAHEL"], ["MLI"], ("commitment", ["MLI"], ["G5-SAHEL"])),
        ("peacekeeping", "RETREAT", ["ECOWAS"], ["GNB"], ("peacekeeping", ["ECOWAS"], ["GNB"])),
        ("commitment", "SUPPORT", ["USA"], ["JPN"], ("commitment", ["USA"], ["JPN"])),
    ],
)
def test_who_quits_or_joins_a_body_is_its_member(
    kind: str, event_type: str, provider: list[str], recipient: list[str], expected: tuple[str, list[str], list[str]]
) -> None:
    cooperation = _coop(kind, "exit", [_side(one) for one in provider], [_side(one) for one in recipient])
    told = _settled(_mention([_side(provider[0])], [], event_type, cooperation=cooperation)).cooperation
    assert told is not None
    assert (told.type, _ids(told.provider), _ids(told.recipient)) == expected


def test_who_withdraws_begins_nothing() -> None:
    cooperation = _coop("presence", "entry", [_side("FRA")], [_side("NER")])
    told = _settled(_mention([_side("FRA")], [], "RETREAT", mode=("withdraw",), cooperation=cooperation)).cooperation
    assert told is not None and told.direction == "exit"


@pytest.mark.parametrize(("who", "expected"), [("FRA", "RETREAT"), ("NER", "SANCTION")])
def test_who_ends_its_own_operation_leaves_and_a_host_that_ends_it_expels(who: str, expected: str) -> None:
    cooperation = _coop("presence", "exit", [_side("FRA")], [_side("NER")])
    mention = _mention([_side(who)], [], "SANCTION", mode=("discontinue",), cooperation=cooperation)
    assert _settled(mention).event_type == expected


@pytest.mark.parametrize(
    ("kind", "event_type", "direction", "trigger", "provider", "recipient", "expected"),
    [
        ("basing", "RETREAT", "exit", "gave back", ["ITA"], ["ALB"], (["ALB"], ["ITA"])),  # who leaves a base used it
        ("basing", "COOPERATE", "entry", "offers", ["ITA"], ["ALB"], (["ALB"], ["ITA"])),
        ("presence", "COOPERATE", "continue", "hosts", ["ALB"], ["ITA"], (["ITA"], ["ALB"])),
        ("presence", "REQUEST", "exit", "asked", ["ALB"], ["ITA"], (["ITA"], ["ALB"])),
        ("training", "REQUEST", "entry", "asked", ["ALB"], ["ITA"], (["ALB"], ["ITA"])),  # not about leaving
        ("presence", "COOPERATE", "continue", "keeps", ["ITA"], ["ALB"], (["ITA"], ["ALB"])),
        ("arms", "AID", "entry", "offers", ["ITA"], ["ALB"], (["ITA"], ["ALB"])),
    ],
)
def test_who_lets_forces_in_or_sends_them_home_is_their_host(
    kind: str,
    event_type: str,
    direction: Direction,
    trigger: str,
    provider: list[str],
    recipient: list[str],
    expected: tuple[list[str], list[str]],
) -> None:
    """Italy and Albania, whoever the model took for the provider; the doer is Italy where it leaves, else Albania."""
    doer, other = ("ITA", "ALB") if event_type == "RETREAT" or trigger == "keeps" else ("ALB", "ITA")
    if kind == "arms":
        doer, other = "ITA", "ALB"
    told = _settled(
        _mention(
            [_side(doer)],
            [_side(other)],
            event_type,
            trigger=Span(trigger, 9, 12),
            cooperation=_coop(kind, direction, [_side(one) for one in provider], [_side(one) for one in recipient]),
        )
    ).cooperation
    assert told is not None
    assert (_ids(told.provider), _ids(told.recipient)) == expected


@pytest.mark.parametrize(
    ("sentence", "trigger", "source", "direction"),
    [
        ("Italian soldiers gave up the camp and left the town.", "left", "Italian soldiers", "reduce"),
        ("The camp at Shama was handed over.", "handed over", "Italian soldiers", "reduce"),
        ("The camp at Shama was handed over, ending the mission.", "handed over", "Italian soldiers", "exit"),
        ("The last soldiers in Lebanon have left their camp.", "left", "The last soldiers in Lebanon", "exit"),
        ("Italian soldiers left.", "left", "Italian soldiers", "exit"),
    ],
)
def test_a_camp_told_before_or_after_its_verb_is_one_part_of_a_presence(
    sentence: str, trigger: str, source: str, direction: str
) -> None:
    at = sentence.index(trigger)
    host = sentence.find("Lebanon")
    side = replace(_side("LBN"), text="Lebanon", start=host, end=host + 7) if host >= 0 else _side("LBN")
    told = _settled(
        _mention(
            [replace(_side("ITA"), text=source, start=0, end=len(source))],
            [],
            "RETREAT",
            sentence=Span(sentence, 0, len(sentence)),
            trigger=Span(trigger, at, at + len(trigger)),
            cooperation=_coop("presence", "exit", [_side("ITA")], [side]),
        )
    ).cooperation
    assert told is not None
    assert told.direction == direction


def test_who_ends_its_own_part_in_a_mission_leaves_and_is_not_sent_home() -> None:
    cooperation = _coop("peacekeeping", "exit", [_side("ITA")], [_side("LBN")])
    for doer, expected in (("ITA", "RETREAT"), ("LBN", "SANCTION")):
        mention = _mention([_side(doer)], [], "SANCTION", mode=("discontinue",), cooperation=cooperation)
        assert _settled(mention).event_type == expected


@pytest.mark.parametrize(
    ("sentence", "kind", "event_type", "recipient", "expected"),
    [
        ("Italy sends 200 soldiers to Albania.", "peacekeeping", "AID", "ALB", "presence"),
        ("Italy sends 200 soldiers and police to Albania.", "policing", "AID", "ALB", "presence"),
        ("Italy sends 200 police officers to Albania.", "policing", "AID", "ALB", "policing"),
        ("Italy sends 200 soldiers to the mission in Albania.", "peacekeeping", "AID", "ALB", "peacekeeping"),
        ("Italy sends 200 soldiers to UNIFIL.", "peacekeeping", "AID", "LBN", "peacekeeping"),
        ("Italy sends 200 soldiers to KFOR.", "peacekeeping", "AID", "KFOR", "peacekeeping"),
        ("Albania asked Italy for soldiers.", "policing", "REQUEST", "ALB", "policing"),
    ],
)
def test_soldiers_that_a_country_sends_without_a_mandate_are_its_presence(
    sentence: str, kind: str, event_type: str, recipient: str, expected: str
) -> None:
    verb = "asked" if "asked" in sentence else "sends"
    at = sentence.index(verb)
    told = _settled(
        _mention(
            [_side("ITA")],
            [_side(recipient)],
            event_type,
            sentence=Span(sentence, 0, len(sentence)),
            trigger=Span(verb, at, at + len(verb)),
            cooperation=_coop(kind, "entry", [_side("ITA")], [_side(recipient)]),
        )
    ).cooperation
    assert told is not None
    assert told.type == expected


@pytest.mark.parametrize(
    ("sentence", "who", "kind", "expected"),
    [
        ("Italian border guards left Albania.", "ITA", "presence", "policing"),
        ("Italian guards and soldiers left Albania.", "ITA", "presence", "presence"),
        ("Italian police joined a multinational security mission in Albania.", "ITA", "policing", "peacekeeping"),
        ("Wagner fighters patrolled in Albania.", "wagner", "peacekeeping", "presence"),
        ("African Union troops are in Albania.", "AU", "presence", "peacekeeping"),
        ("NATO troops are in Albania.", "NATO", "presence", "presence"),
    ],
)
def test_a_force_is_of_the_kind_of_those_who_serve_in_it(sentence: str, who: str, kind: str, expected: str) -> None:
    words = sentence.partition(" left")[0].partition(" joined")[0]
    force = replace(_side(who), text=words, end=len(words))
    cooperation = _coop(kind, "continue", [force], [_side("ALB")])
    mention = _mention([force], [], "COOPERATE", sentence=Span(sentence, 0, len(sentence)), cooperation=cooperation)
    told = _settled(mention).cooperation
    assert told is not None and told.type == expected


def test_who_withdraws_from_a_body_that_was_taken_for_the_force_is_its_member() -> None:
    cooperation = _coop("presence", "exit", [_side("G5-SAHEL", country="IGO")], [_side("MLI")])
    told = _settled(_mention([_side("MLI")], [], "RETREAT", mode=("withdraw",), cooperation=cooperation)).cooperation
    assert told is not None
    assert (told.type, _ids(told.provider), _ids(told.recipient)) == ("commitment", ["MLI"], ["G5-SAHEL"])


@pytest.mark.parametrize(
    ("who", "provider", "trigger", "expected"),
    [
        ("wagner", "RUS", "leaving", ["wagner"]),
        ("wagner", "RUS", "ended", ["RUS"]),
        ("ALB", "RUS", "left", ["RUS"]),  # the host leaves nothing
        ("UN", "UNIFIL", "left", ["UNIFIL"]),
    ],
)
def test_a_force_that_leaves_is_of_the_one_who_leaves(
    who: str, provider: str, trigger: str, expected: list[str]
) -> None:
    cooperation = _coop("presence", "exit", [_side(provider)], [_side("ALB")])
    mention = _mention([_side(who)], [], "RETREAT", trigger=Span(trigger, 9, 12), cooperation=cooperation)
    told = _settled(mention).cooperation
    assert told is not None and _ids(told.provider) == expected
