"""Sides of a cooperation that a sentence leaves out, and that its event, its mission or its article supplies.

"The withdrawal will be complete by August" names neither whose nor from where; three sentences before stood "the US
plans to withdraw its troops from Niger". Such implicit arguments are taken, in this order, from the mission's mandate,
from the event's own sides, and from the nearest mention of the same article that tells of the same kind of cooperation.
A side that was read is never changed; one that is supplied says so in its reason and has a lower score.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from legation.actors.pronouns import PRONOUNS
from legation.ontology.cooperation import load_cooperation
from legation.ontology.knowledge import Knowledge
from legation.records.event import Cooperation, EventMention, Factuality, Side

Sides = tuple[Side, ...]
SUPPLIED = 0.6
"""What the score of a supplied side is of the score of the side that supplies it (our choice)."""

_FORCES = frozenset({"presence", "basing", "combat", "peacekeeping", "training"})
"""Types that a force on the ground brings about together: one of them tells who is host of another."""
_ABROAD = ("presence", "peacekeeping")
_UNREAL = (Factuality.POSSIBLE, Factuality.DENIED)
_SOMEBODY = frozenset("several other others many most few various numerous".split())
"""Words by which a phrase speaks of somebody new, or of nobody in particular."""
_FEW = 3
_NEARLY_ALL = 0.75
"""So often, and in such a share, an article must tell of forces in one country to make it host of all (our choice)."""
_BY_HOST = frozenset({"REQUEST", "SANCTION", "ACCUSE", "THREATEN"})
"""Acts over cooperation whose doer is, where nothing else tells, the side that receives it."""


def imply(mentions: Sequence[EventMention], knowledge: Knowledge) -> list[EventMention]:
    """The mentions of one article, in order, with the sides of their cooperation supplied where that can be done."""
    told = [_by_itself(mention, knowledge) for mention in mentions]
    return [_by_article(mention, place, told) for place, mention in enumerate(told)]


def _by_itself(mention: EventMention, knowledge: Knowledge) -> EventMention:
    cooperation = mention.cooperation
    if cooperation is None:
        return mention
    cooperation = _by_mandate(_where(_as_in_the_event(cooperation, mention), mention), knowledge)
    return replace(mention, cooperation=_by_event(mention, cooperation))


def _as_in_the_event(cooperation: Cooperation, mention: EventMention) -> Cooperation:
    """ "It" and "its soldiers" of the cooperation are those of the event, whichever way each was linked."""
    owned = [side for side in mention.source if side.actor_id and side.text.split()[0].lower() in PRONOUNS]
    spans: dict[tuple[int, int], list[Side]] = {}
    for side in owned:
        spans.setdefault((side.start, side.end), []).append(side)
    meant = [one for side in cooperation.provider for one in spans.get((side.start, side.end), [side])]
    return replace(cooperation, provider=tuple(dict.fromkeys(meant)))


def _where(cooperation: Cooperation, mention: EventMention) -> Cooperation:
    """Where forces are is their host, though the words belong to them: "the last soldiers in Mali left"."""
    before = {side: mention.sentence.text[: side.start - mention.sentence.start] for side in cooperation.provider}
    places = tuple(
        side for side in cooperation.provider if side.actor_id and before[side].endswith((" in ", " in the "))
    )
    doers = tuple(side for side in cooperation.provider if side not in places)
    if not places or not _linked(doers) or cooperation.recipient or cooperation.type not in _ABROAD:
        return cooperation
    return replace(cooperation, provider=doers, recipient=places)


def _by_mandate(cooperation: Cooperation, knowledge: Knowledge) -> Cooperation:
    """A mission gives, and its host receives, whichever way the sentence puts them."""
    sides = (*cooperation.provider, *cooperation.recipient)
    missions = tuple(side for side in sides if side.actor_id in knowledge.hosts)
    if not missions or cooperation.type not in _FORCES:
        return cooperation
    hosts = tuple(_host(mission, knowledge) for mission in missions)
    ids = {side.actor_id for side in (*missions, *hosts)}
    others = tuple(side for side in cooperation.provider if side.actor_id and side.actor_id not in ids)
    bodies = tuple(side for side in others if side.country not in knowledge.countries)
    contributors = tuple(side for side in others if side not in bodies)
    own = bodies or set(missions) & set(cooperation.provider) or cooperation.direction not in ("exit", "reduce")
    gives = contributors or (missions if own else ())  # who leaves a mission is not the mission
    return replace(cooperation, provider=gives, recipient=_once(hosts))


def _host(mission: Side, knowledge: Knowledge) -> Side:
    host = knowledge.hosts[mission.actor_id or ""]
    known = knowledge.actors[host]
    reason = f"host of {mission.name}"
    return replace(mission, actor_id=host, name=known.name, country=known.country, sector=(), reason=reason)


def _by_event(mention: EventMention, cooperation: Cooperation) -> Cooperation:
    """A side that was not read, or leads to nobody, is the side of the event that is not the other one."""
    gives, gets = _linked(cooperation.provider), _linked(cooperation.recipient)
    if gives and gets:
        return cooperation
    source, target = _linked(mention.source), _linked(mention.target)
    if not gives and not gets:
        if not source or not target or mention.event_type == "REJECT":
            return cooperation
        turned = mention.event_type in _BY_HOST and cooperation.type != "restriction"
        gives, gets = (target, source) if turned else (source, target)
        return replace(cooperation, provider=_supplied(gives), recipient=_supplied(gets))
    read = mention.cooperation or cooperation  # who was read as a side there is no missing one here
    known = {side.actor_id for side in (*gives, *gets, *read.provider, *read.recipient)}
    others = tuple(side for side in (*source, *target) if side.actor_id not in known)
    if len({side.actor_id for side in others}) != 1:
        return cooperation
    supplied = _supplied(others)[:1]
    return replace(cooperation, provider=gives or supplied, recipient=gets or supplied)


def _by_article(mention: EventMention, place: int, told: Sequence[EventMention]) -> EventMention:
    """A side that is still not known, from the nearest mention of such cooperation, rather one before."""
    cooperation = mention.cooperation
    if cooperation is None or mention.field == "title":
        return mention
    gives, gets, doer = _linked(cooperation.provider), _linked(cooperation.recipient), _linked(mention.source)
    if (gives and gets) or not (gives or gets or doer):
        return mention
    if not gives and any(not side.actor_id and side.text.split()[0].lower() in _SOMEBODY for side in mention.source):
        return mention  # "several countries" are others than those of whom the article told
    for other in (*reversed(told[:place]), *told[place + 1 :]):
        found = other.cooperation
        if found is None or other.field != mention.field or not _alike(cooperation, found):
            continue
        theirs = (_linked(found.provider), _linked(found.recipient))
        if not all(theirs):
            continue
        if gives and _ids(gives) & _ids(theirs[0]) and not _ids(gives) & _ids(theirs[1]):
            return replace(mention, cooperation=replace(cooperation, recipient=_supplied(theirs[1])))
        if gets and _ids(gets) & _ids(theirs[1]) and not _ids(gets) & _ids(theirs[0]):
            return replace(mention, cooperation=replace(cooperation, provider=_supplied(theirs[0])))
        leaving = found.type == cooperation.type and {found.direction, cooperation.direction} <= {"exit", "reduce"}
        if leaving and not (gives or gets) and _ids(doer) & _ids((*theirs[0], *theirs[1])):
            both = replace(cooperation, provider=_supplied(theirs[0]), recipient=_supplied(theirs[1]))
            return replace(mention, cooperation=both)
    return _by_only_host(mention, cooperation, told)


def _by_only_host(mention: EventMention, cooperation: Cooperation, told: Sequence[EventMention]) -> EventMention:
    """A force whose host is not told is where nearly all forces are of which the article tells."""
    gives, read = _linked(cooperation.provider), cooperation.recipient
    if not gives or read or cooperation.type not in _ABROAD or mention.factuality in _UNREAL:
        return mention
    here = [one.cooperation for one in told if one.cooperation and one.field == mention.field]
    host = _only_host([one for one in here if one.type == cooperation.type], 1.0)
    host = host or _only_host([one for one in here if one.type in _FORCES - {"basing"}], _NEARLY_ALL)
    if host is None or host.actor_id in _ids(gives):
        return mention
    return replace(mention, cooperation=replace(cooperation, recipient=_supplied((host,))))


def _only_host(alike: Sequence[Cooperation], share: float) -> Side | None:
    """The host of at least such a share of what is told, as it was named last; None where there are too few."""
    hosts = [side for one in alike for side in _linked(one.recipient)]
    (host, times), *_ = Counter(side.actor_id for side in hosts).most_common(1) or [(None, 0)]
    if len(alike) < _FEW or times < share * len(hosts):
        return None
    return next((side for side in reversed(hosts) if side.actor_id == host), None)


def _alike(one: Cooperation, other: Cooperation) -> bool:
    """Whether what is told of the sides of the one tells of the other's: of one type, or both of forces abroad."""
    if one.type == other.type:
        return True
    mutual = load_cooperation()[one.type].mutual == "always"
    return not mutual and one.type in _FORCES and other.type in _FORCES


def _supplied(sides: Sides) -> Sides:
    return tuple(replace(side, score=side.score * SUPPLIED, reason=f"supplied: {side.reason}") for side in sides)


def _linked(sides: Iterable[Side]) -> Sides:
    return tuple(side for side in sides if side.actor_id)


def _ids(sides: Iterable[Side]) -> frozenset[str]:
    return frozenset(side.actor_id for side in sides if side.actor_id)


def _once(sides: Iterable[Side]) -> Sides:
    return tuple({side.actor_id: side for side in sides}.values())
