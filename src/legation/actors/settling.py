"""What follows for a mention once its sides are known: kinds of actors decide what the words alone leave open."""

import re
from collections.abc import Sequence
from dataclasses import replace

from legation.ontology.knowledge import STATE_SECTORS, Knowledge
from legation.records.event import Cooperation, EventMention, Side
from legation.records.reading import Reading

# A link by description ("the ministry", "they") scores at most this much.
_DESCRIBED = 0.7
_STATE = {(sector,) for sector in STATE_SECTORS}
# PLOVER requires a recipient of AID, COOPERATE and SANCTION; a meeting, praise or pledge without a known partner is
# hardly ever politics between actors. Of a request without an addressee little can be made.
_BETWEEN_ACTORS = frozenset({"CONSULT", "AID", "COOPERATE", "SANCTION", "SUPPORT", "AGREE"})
_NEEDS_TARGET = frozenset({"REQUEST"})
_FIRST_PERSON = re.compile(r"I|we|you|one|who", re.IGNORECASE)
_SITE = re.compile(r"\b(?:base|camp|airfield|airport|barracks|outpost|garrison)s?\b", re.IGNORECASE)
_CIVIL = re.compile(r"\w+:(?:CVL|REF|BUS|JRN|EDU|LAB|MED|REL|AGR|SOC|CRM)")
_PRONOUN = re.compile(r"he|she|it|they|him|her|them|his|its|their", re.IGNORECASE)
_MISSIONS = frozenset({"mission"})


def settle(mentions: Sequence[EventMention], reading: Reading, knowledge: Knowledge) -> list[EventMention]:
    """The mentions worth keeping, in order: sides split, cooperation made to fit its actors, headlines as their bodies.

    An event with neither side known is not coded (annotation guide, decision 8).
    """
    settled = [_settled(mention, reading, knowledge) for mention in mentions]
    return _kept(_with_body(settled))


def _settled(mention: EventMention, reading: Reading, knowledge: Knowledge) -> EventMention:
    source, target = mention.source, mention.target
    if mention.mutual and not target and len(source) > 1:
        source, target = source[:1], source[1:]
    told = replace(mention, source=source, target=target)
    if told.cooperation is not None:
        told = _fitted(replace(told, cooperation=_split(told.cooperation, told.mutual)), reading, knowledge)
    return replace(told, confidence=_confidence(told))


def _split(cooperation: Cooperation, mutual: bool) -> Cooperation:
    """A mutual cooperation told of one plural side ("the two countries") has its members on both sides."""
    if mutual and not cooperation.recipient and len(cooperation.provider) > 1:
        first, *rest = cooperation.provider
        return replace(cooperation, provider=(first,), recipient=tuple(rest))
    return cooperation


def _fitted(mention: EventMention, reading: Reading, knowledge: Knowledge) -> EventMention:
    """The mention with its cooperation as its actors have it, or without one where both sides are the same actor."""
    cooperation = mention.cooperation
    if cooperation is None:
        return mention
    providers, recipients = _ids(cooperation.provider), _ids(cooperation.recipient)
    if len(providers) == 1 and providers == recipients:
        return replace(mention, cooperation=None)
    if any(_CIVIL.fullmatch(actor_id) for actor_id in providers | recipients):
        return replace(mention, cooperation=None)  # a people's civilians are no party to security cooperation
    if cooperation.type == "presence":
        hosts = _kinds(recipients, knowledge)
        if hosts and "country" not in hosts:  # only countries host forces; a bloc or mission is left, not vacated
            cooperation = replace(cooperation, type="commitment")
        elif _kinds(providers, knowledge) & _MISSIONS:
            cooperation = replace(cooperation, type="peacekeeping")
    leaves = cooperation.type in ("presence", "peacekeeping") and cooperation.direction == "exit"
    if leaves and any(_is_part_of_country(side, mention, reading, knowledge) for side in cooperation.recipient):
        cooperation = replace(cooperation, direction="reduce")
    if cooperation.type == "commitment" and mention.event_type == "RETREAT":
        mention = replace(mention, event_type="SANCTION", mode=("withdraw",))
    return replace(mention, cooperation=cooperation)


def _ids(sides: Sequence[Side]) -> frozenset[str]:
    return frozenset(side.actor_id for side in sides if side.actor_id)


def _kinds(ids: frozenset[str], knowledge: Knowledge) -> frozenset[str]:
    return frozenset(knowledge.actors[actor_id].kind for actor_id in ids if actor_id in knowledge.actors)


def _is_part_of_country(side: Side, mention: EventMention, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether a side is told by a town or base, so that leaving it is no exit from the country.

    When the last ones leave the capital, they leave the country.
    """
    country = knowledge.countries.get(side.country or "")
    last = any("last" in actor.text.lower().split() for actor in mention.source)
    if mention.field == "title" or (last and country is not None and country.capital in side.text):
        return False
    if _SITE.search(side.text):
        return True
    inside = [place for place in reading.places if side.start <= place.start and place.end <= side.end]
    return any(place.country == side.country and place.name != side.name for place in inside)


def _confidence(mention: EventMention) -> float:
    """A first guess, not yet calibrated: how well both sides are linked, less where a side is missing."""
    sides = [max((side.score for side in group), default=0.0) for group in (mention.source, mention.target)]
    return round(0.2 + 0.6 * sum(sides) / 2 + (0.1 if mention.cooperation else 0.0), 3)


def _with_body(mentions: list[EventMention]) -> list[EventMention]:
    """A headline takes the factuality of its body where the body tells it (annotation guide, decision 6)."""
    body: dict[object, EventMention] = {}
    for mention in mentions:
        if mention.field == "text":
            body.setdefault(_told(mention), mention)
    return [
        replace(mention, factuality=same.factuality, plover=same.plover)
        if mention.field == "title" and (same := body.get(_told(mention)))
        else mention
        for mention in mentions
    ]


def _told(mention: EventMention) -> object:
    """What an event is about, its target apart, which headlines leave out."""
    cooperation = mention.cooperation.type if mention.cooperation else None
    return mention.event_type, cooperation, frozenset(side.actor_id for side in mention.source)


def _kept(mentions: list[EventMention]) -> list[EventMention]:
    kept = [mention for mention in mentions if _is_sound(mention)]
    ids = {mention.mention_id for mention in kept}
    return [mention if mention.content_of in ids else replace(mention, content_of=None) for mention in kept]


def _is_sound(mention: EventMention) -> bool:
    """Whether enough is known of the sides: one by its name or as a state's organ, both where the type needs both."""
    source = [side for side in mention.source if _is_known(side)]
    target = [side for side in mention.target if _is_known(side)]
    if mention.source and _FIRST_PERSON.fullmatch(mention.source[0].text):
        return False
    if not any(_is_firm(side) for side in (*source, *target)):
        return False
    if mention.event_type in _BETWEEN_ACTORS:
        about = mention.cooperation is not None or mention.content_of is not None
        partner = mention.target or mention.event_type == "AGREE"
        return bool(source and target) or (about and bool(source) and bool(partner))
    if mention.event_type in _NEEDS_TARGET and mention.cooperation is None:
        return bool(mention.source and mention.target)
    return bool(source or target)


def _is_firm(side: Side) -> bool:
    """Whether a link rests on a name, or on the description of a state's organ; never on a pronoun alone."""
    return side.score > _DESCRIBED or (side.sector[:1] in _STATE and not _PRONOUN.fullmatch(side.text))


def _is_known(side: Side) -> bool:
    return side.country is not None or side.actor_id is not None
