"""What follows for a mention once its sides are known: kinds of actors decide what the words alone leave open."""

import re
from collections.abc import Sequence
from dataclasses import replace

from legation.actors.coordination import apart, succession
from legation.actors.telling import reworded
from legation.ontology.codebook import plover_reading, score
from legation.ontology.knowledge import Knowledge
from legation.records.event import Cooperation, EventMention, Side
from legation.records.place import PlaceMention
from legation.records.reading import Reading

_SITES = (
    r"\b(?:base|camp|airfield|airport|barracks|outpost|garrison|town|village|headquarters)s?\b|\b(?:the|that) city\b"
)
_LASTS = r"\b(?:last|final|only|remaining)\b"
_SITE, _LAST = re.compile(_SITES, re.IGNORECASE), re.compile(_LASTS, re.IGNORECASE)
_LAST_SITE = re.compile(rf"{_LASTS}(?: \w+){{0,3}} (?:{_SITES})", re.IGNORECASE)
_COMPLETING = re.compile(r"\b(?:end|complet|conclud|finish)ing\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being) $", re.IGNORECASE)
_BREAK = re.compile("[,;]")
_SOLDIERS = re.compile(r"\b(?:soldier|troop|battalion|brigade|commando)s?\b", re.IGNORECASE)
_MANDATED = re.compile(
    r"\b(?:mission|mandate|multinational|regional force|contingent|monitor|observer|stabili[sz]\w+|peace\w*|UN)s?\b"
    r"|U\.N\.|United Nations|African Union|[A-Z]{5,}",
)
_POLICE = re.compile(r"\b(?:police|gendarme|(?:border |coast ?)?guards\b)\w*", re.IGNORECASE)
_MISSION_OF_MANY = re.compile(
    r"\b(?:international|multinational|regional|UN|United Nations) (?:\w+ ){0,2}(?:mission|force|operation)\b"
)
_REACH = 60  # characters behind a verb in which its object stands (our choice)
_LETS_IN = re.compile(r"(?:host|let|allow|permit|invit|offer|grant|welcom)\w*", re.IGNORECASE)
"""What only a host does with the forces of others."""
_LEAVES = re.compile(r"leav(?:e|es|ing)|left|depart(?:s|ed|ing)?|quit(?:s|ting)?", re.IGNORECASE)
_CIVIL = re.compile(r"\w+:(?:CVL|REF|BUS|JRN|EDU|LAB|MED|REL|AGR|SOC|CRM)")
_HOST_PROVIDES = frozenset({"basing"})
_HOST_RECEIVES = frozenset({"presence", "peacekeeping"})
_FORCES = _HOST_RECEIVES | {"training", "combat", "policing"}
_SENDS_HOME = frozenset({"REQUEST", "THREATEN"})
_MISSIONS = frozenset({"mission"})
_SENDS_MISSIONS = frozenset({"organization"})
_HIRED = frozenset({"contractor"})
_OWN_FORCES = frozenset({"country", "contractor"})
_BODIES = frozenset({"alliance", "organization", "council"})
_BEGINS = ("entry", "resume")


def settle(mentions: Sequence[EventMention], reading: Reading, knowledge: Knowledge) -> list[EventMention]:
    """The mentions, in order: sides split, cooperation made to fit its actors, headlines as their bodies."""
    told = [part for mention in mentions for part in succession(reworded(mention), knowledge)]
    settled = [part for mention in told for part in apart(_settled(mention, reading, knowledge), reading)]
    return [reworded(one) if one.field == "title" else one for one in _with_body(_kept(settled))]


def _kept(mentions: list[EventMention]) -> list[EventMention]:
    """The mentions that still have a side: an event with neither is not coded (annotation guide)."""
    kept = [mention for mention in mentions if mention.source or mention.target]
    ids = {mention.mention_id for mention in kept}
    return [mention if mention.content_of in ids else replace(mention, content_of=None) for mention in kept]


def _settled(mention: EventMention, reading: Reading, knowledge: Knowledge) -> EventMention:
    source, target = mention.source, mention.target
    if mention.mutual and not target and len(source) > 1:
        source, target = source[:1], source[1:]
    told = replace(mention, source=source, target=target)
    if told.cooperation is not None:
        told = _fitted(replace(told, cooperation=_split(told.cooperation, told.mutual)), reading, knowledge)
    return told


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
    if (mention.event_type, mention.mode) == ("RETREAT", ("withdraw",)) and cooperation.direction in _BEGINS:
        cooperation = replace(cooperation, direction="exit")  # who withdraws begins nothing
    cooperation = _by_leaver(_by_doer(_way_round(cooperation, mention.place), mention), mention, knowledge)
    cooperation = _membership(cooperation, mention, knowledge)
    providers, recipients = _ids(cooperation.provider), _ids(cooperation.recipient)
    if len(providers) == 1 and providers == recipients:
        return replace(mention, cooperation=None)
    if any(_CIVIL.fullmatch(actor_id) for actor_id in providers | recipients):
        return replace(mention, cooperation=None)  # a people's civilians are no party to security cooperation
    if cooperation.type == "presence":
        hosts = _kinds(recipients, knowledge)
        if hosts and "country" not in hosts:  # only countries host forces; a bloc or mission is left, not vacated
            cooperation = replace(cooperation, type="commitment")
        elif _kinds(providers, knowledge) & _MISSIONS or _kinds(providers, knowledge) == _SENDS_MISSIONS:
            cooperation = replace(cooperation, type="peacekeeping")
        elif _police(cooperation):
            cooperation = replace(cooperation, type="policing")
    elif cooperation.type == "peacekeeping" and _kinds(providers, knowledge) == _HIRED:
        cooperation = replace(cooperation, type="presence")
    elif cooperation.type == "policing" and _MISSION_OF_MANY.search(mention.sentence.text):
        cooperation = replace(cooperation, type="peacekeeping")
    elif _sends_soldiers_of_its_own(mention, cooperation, knowledge):
        cooperation = replace(cooperation, type="presence")
    leaves = cooperation.type in ("presence", "peacekeeping") and cooperation.direction == "exit"
    if leaves and _leaves_part(mention, cooperation, reading, knowledge):
        cooperation = replace(cooperation, direction="reduce")
    return _typed(replace(mention, cooperation=cooperation), cooperation)


def _sends_soldiers_of_its_own(mention: EventMention, cooperation: Cooperation, knowledge: Knowledge) -> bool:
    """Whether a country has soldiers in another for itself: neither police nor part of a mission with a mandate."""
    sides = _ids(cooperation.provider) | _ids(cooperation.recipient)
    deed = mention.event_type in ("AID", "COOPERATE", "RETREAT")
    if not deed or cooperation.type not in ("peacekeeping", "policing") or _kinds(sides, knowledge) != {"country"}:
        return False
    sent = mention.sentence.text[mention.trigger.end - mention.sentence.start :][:_REACH]
    told = (sent, *(side.text for side in (*mention.source, *cooperation.provider)))
    return any(_SOLDIERS.search(text) for text in told) and not _MANDATED.search(mention.sentence.text)


def _police(cooperation: Cooperation) -> bool:
    """Whether all who serve abroad are told as police or border guards, who are no soldiers."""
    told = [side.text for side in cooperation.provider]
    return bool(told) and all(_POLICE.search(text) and not _SOLDIERS.search(text) for text in told)


def _typed(mention: EventMention, cooperation: Cooperation) -> EventMention:
    """The mention with the type that its act has by who does it: a body is quit, an own operation is ended."""
    if cooperation.direction != "exit":
        return mention
    if cooperation.type == "commitment" and mention.event_type == "RETREAT":
        return _withdrawal(mention, "SANCTION")
    own = bool(mention.source) and _ids(mention.source) <= _ids(cooperation.provider)
    if cooperation.type in _FORCES and own and mention.event_type == "SANCTION":
        return _withdrawal(mention, "RETREAT")
    return mention


def _withdrawal(mention: EventMention, event_type: str) -> EventMention:
    """The mention as a withdrawal of another type, with the score of that."""
    mode = ("withdraw",)
    plover = plover_reading(event_type, mention.factuality, mode)
    return replace(mention, event_type=event_type, mode=mode, score=score(event_type, mode), plover=plover)


def _membership(cooperation: Cooperation, mention: EventMention, knowledge: Knowledge) -> Cooperation:
    """Between countries and a body there is membership, of member in body, unless the body has a force there."""
    sides = (*cooperation.provider, *cooperation.recipient)
    linked = [(side, knowledge.actors.get(side.actor_id or "")) for side in sides]
    members = tuple(side for side, actor in linked if actor and actor.kind == "country")
    bodies = tuple(side for side, actor in linked if actor and actor.kind in _BODIES)
    quits = cooperation.direction == "exit" and mention.event_type in ("SANCTION", "RETREAT")
    own = mention.event_type == "RETREAT" and bool(mention.source) and _ids(mention.source) <= _ids(members)
    force = cooperation.type in _HOST_RECEIVES and quits and (own or set(bodies) != set(cooperation.provider))
    if not members or not bodies or not (cooperation.type == "commitment" or force):
        return cooperation
    return replace(cooperation, type="commitment", provider=_firsts(members), recipient=_firsts(bodies))


def _firsts(sides: Sequence[Side]) -> tuple[Side, ...]:
    """Each actor once, by its first side."""
    return tuple({side.actor_id: side for side in reversed(sides)}.values())[::-1]


def _way_round(cooperation: Cooperation, place: PlaceMention | None) -> Cooperation:
    """Provider and recipient as the place has them: the host of a force or base is the country where it is."""
    host = place.country if place else None
    providers, recipients = _ids(cooperation.provider), _ids(cooperation.recipient)
    misplaced = recipients if cooperation.type in _HOST_PROVIDES else providers
    other = providers if misplaced is recipients else recipients
    if cooperation.type not in _HOST_PROVIDES | _HOST_RECEIVES or misplaced != {host} or host in other or not other:
        return cooperation
    return replace(cooperation, provider=cooperation.recipient, recipient=cooperation.provider)


def _by_doer(cooperation: Cooperation, mention: EventMention) -> Cooperation:
    """Provider and recipient as the act has them: who lets forces in or sends them home is their host.

    Who gives a base back has used it, and who gets it back has granted it.
    """
    providers, recipients = _ids(cooperation.provider), _ids(cooperation.recipient)
    if not providers or not recipients or providers & recipients:
        return cooperation
    leaves = cooperation.direction in ("exit", "reduce")
    host, user = _ids(mention.source), _ids(mention.target)
    if leaves and mention.event_type == "RETREAT" and cooperation.type in _HOST_PROVIDES:
        host, user = user, host
    elif not (_LETS_IN.fullmatch(mention.trigger.text) or (leaves and _sends_home(mention))):
        return cooperation
    gives, gets = (providers, recipients) if cooperation.type in _HOST_PROVIDES else (recipients, providers)
    turned = (host and host <= gets) or (user and user <= gives)
    if cooperation.type not in _HOST_PROVIDES | _FORCES or not turned or host & gives or user & gets:
        return cooperation
    return replace(cooperation, provider=cooperation.recipient, recipient=cooperation.provider)


def _by_leaver(cooperation: Cooperation, mention: EventMention, knowledge: Knowledge) -> Cooperation:
    """A force that leaves is of the one who leaves, whoever else the sentence names."""
    who, kinds = _ids(mention.source), _kinds(_ids((*mention.source, *cooperation.provider)), knowledge)
    leaves = cooperation.direction == "exit" and _LEAVES.fullmatch(mention.trigger.text)
    others = _ids((*cooperation.provider, *cooperation.recipient))
    if not leaves or not who or who & others or cooperation.type != "presence" or not kinds <= _OWN_FORCES:
        return cooperation
    return replace(cooperation, provider=mention.source)


def _sends_home(mention: EventMention) -> bool:
    return mention.event_type in _SENDS_HOME or (mention.event_type == "SANCTION" and "expel" in mention.mode)


def _ids(sides: Sequence[Side]) -> frozenset[str]:
    return frozenset(side.actor_id for side in sides if side.actor_id)


def _kinds(ids: frozenset[str], knowledge: Knowledge) -> frozenset[str]:
    return frozenset(knowledge.actors[actor_id].kind for actor_id in ids if actor_id in knowledge.actors)


def _leaves_part(mention: EventMention, cooperation: Cooperation, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether what is left is a town or base, so that leaving it is no exit from the country.

    When the last ones leave the capital, or the last base is handed over, the country is left.
    """
    trigger = slice(mention.trigger.start - mention.sentence.start, mention.trigger.end - mention.sentence.start)
    before, after = mention.sentence.text[: trigger.start], mention.sentence.text[trigger.stop :]
    if _COMPLETING.search(after) or _last_of_all(mention, cooperation):
        return False
    left = _BREAK.split(before)[-1] if _PASSIVE.search(before) else _BREAK.split(after)[0]
    if mention.event_type == "RETREAT" and _SITE.search(left):
        return not _LAST_SITE.search(left)
    if mention.field == "title":
        return False
    told = [side for side in cooperation.recipient if mention.sentence.start <= side.start < mention.sentence.end]
    return any(_is_part_of_country(side, mention, reading, knowledge) for side in told)


def _last_of_all(mention: EventMention, cooperation: Cooperation) -> bool:
    """Whether those who leave are told as the last in the whole country: "the last soldiers of the mission in Mali"."""
    return any(
        _LAST.search(one.text) and one.start <= host.start and host.end <= one.end
        for one in mention.source
        for host in cooperation.recipient
    )


def _is_part_of_country(side: Side, mention: EventMention, reading: Reading, knowledge: Knowledge) -> bool:
    country = knowledge.countries.get(side.country or "")
    if country is not None and country.capital in side.text and any(_LAST.search(one.text) for one in mention.source):
        return False
    if _SITE.search(side.text):
        return True
    inside = [place for place in reading.places if side.start <= place.start and place.end <= side.end]
    return any(place.country == side.country and place.name != side.name for place in inside)


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
