"""Links the sides of an article's event mentions, with what the article itself says of who is who."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from legation.actors.appearance import Scan
from legation.actors.cast import Cast
from legation.actors.coreference import described
from legation.actors.countries import is_regional, stands_for_country
from legation.actors.dating import likely_day
from legation.actors.introduced import Introduced
from legation.actors.introductions import introductions
from legation.actors.linking import NOT_OF_HERE, Linker
from legation.actors.members import members
from legation.actors.people import of_the_text
from legation.actors.phrase import Headed, Phrase
from legation.actors.pronouns import POSSESSIVE, STANDING_FOR_SOMEBODY
from legation.actors.rollup import attribute
from legation.ontology.spelling import alias_key
from legation.records.actor import ActorLink
from legation.records.event import EventMention, Side
from legation.records.reading import Reading

Sides = tuple[Side, ...]
_BARE = frozenset({"name", "alias", "capital", "demonym"})
_SEATS = frozenset({"capital", "seat"})
_WHERE = re.compile(r"\b(?:in|near|outside|around|through|across|(?:centre|center|streets|outskirts|suburbs) of) $")
_WHERE_LETTERS = 16
# How far apart members are that share a country: ", as well as the".
_JOINT = 18


def link_mentions(mentions: Sequence[EventMention], reading: Reading, linker: Linker) -> list[EventMention]:
    """The mentions with actor, country and sectors on every side that could be linked; the others keep None.

    A side that names several actors becomes one side for each, with a span of its own; a bare country that is a mere
    target or place has no sector; source and target are never one and the same actor by a description alone.
    """
    if not mentions:
        return []
    scene = _Scene(reading, linker)
    return [scene.link(mention) for mention in mentions]


@dataclass(frozen=True, slots=True)
class _Linked:
    """A side after linking; `described` where a description, not a name, led to it."""

    side: Side
    described: bool


class _Scene:
    """One article while its mentions are linked."""

    def __init__(self, reading: Reading, linker: Linker) -> None:
        article = reading.article
        self._reading = reading
        self._linker = linker
        self._on = article.published or likely_day(article.text, linker.holders)
        self._scans = {"text": Scan(article.text, linker)}
        if article.title:
            self._scans["title"] = Scan(article.title, linker)
        self._introduced = introductions(list(self._scans.values()), self._on, self._focus)
        self._strangers = {(name,) for name in self._scans["text"].strangers if (name,) not in self._introduced}
        self._casts: dict[str, Cast] = {}

    def _focus(self) -> tuple[str | None, bool]:
        """The country that the article is about, whoever it introduces, and whether it is about that one alone."""
        cast = Cast(self._scans["text"], Introduced(), self._on)
        country = cast.focus(len(self._reading.article.text))
        return country, country == cast.one_country()

    def _cast(self, field: str) -> Cast | None:
        """Who appears in a field of the article, told when first asked for."""
        if field not in self._casts and field in self._scans:
            self._casts[field] = Cast(self._scans[field], self._introduced, self._on)
        return self._casts.get(field)

    def link(self, mention: EventMention) -> EventMention:
        acting = tuple(side for side in mention.source if not self._merely_where(side, mention))
        source, target = self._pair(acting, mention.target, mention)
        changed = replace(
            mention, source=source, target=target if mention.mutual else _mere_targets(target, self._linker)
        )
        if mention.cooperation:
            provider, recipient = self._pair(mention.cooperation.provider, mention.cooperation.recipient, mention)
            receiving = recipient if mention.mutual else _mere_targets(recipient, self._linker)
            changed = replace(changed, cooperation=replace(mention.cooperation, provider=provider, recipient=receiving))
        if mention.attribution:
            speakers = self._sides([mention.attribution.speaker], mention, frozenset())
            changed = replace(changed, attribution=replace(mention.attribution, speaker=speakers[0].side))
        return changed

    def _merely_where(self, side: Side, mention: EventMention) -> bool:
        """Whether a capital tells where something happens, as in "marched through the centre of Niamey"."""
        text = (self._reading.article.title or "") if mention.field == "title" else self._reading.article.text
        if not _WHERE.search(text, max(0, side.start - _WHERE_LETTERS), side.start):
            return False
        phrase = self._linker.parse(side.text)
        return (
            bool(phrase.owners)
            and phrase.headed is Headed.NAME
            and all(target.how in _SEATS for target in phrase.owners[-1].targets)
        )

    def _pair(self, one: Sides, other: Sides, mention: EventMention) -> tuple[Sides, Sides]:
        """Both sides of an event: those named first, then those described, which never mean the other side."""
        named_one, named_other = self._named(one, mention), self._named(other, mention)
        first = self._described(named_one, mention, _states(named_other))
        second = self._described(named_other, mention, _states(first))
        ids = {(linked.side.actor_id, linked.side.sector) for linked in first}
        if (
            len(first) == len(second) == 1
            and first[0].side.actor_id
            and (second[0].side.actor_id, second[0].side.sector) in ids
        ):
            if second[0].described:
                second = [_undone(second[0])]
            elif first[0].described:
                first = [_undone(first[0])]
        return self._actors(first), self._actors(second)

    def _actors(self, linked: Iterable[_Linked]) -> Sides:
        """The sides, each once; things that nobody could take for an actor ("funding", "such a move") are left out."""
        return tuple(side for side in _unique(linked) if side.country or side.actor_id or self._may_act(side.text))

    def _may_act(self, text: str) -> bool:
        words = text.split()
        somebody = bool(words) and words[0].lower() in STANDING_FOR_SOMEBODY
        return somebody or self._linker.parse(text).headed is Headed.ROLE or any(word[:1].isupper() for word in words)

    def _sides(self, sides: Iterable[Side], mention: EventMention, exclude: frozenset[str]) -> list[_Linked]:
        return self._described(self._named(sides, mention), mention, exclude)

    def _named(self, sides: Iterable[Side], mention: EventMention) -> list[_Linked]:
        """The sides split into their members, with those linked that have a name."""
        linked = []
        for side in sides:
            for start, end in members(side.text, self._linker):
                part = replace(side, text=side.text[start:end], start=side.start + start, end=side.start + end)
                link = self._by_name(part, mention)
                linked.append(_Linked(_filled(part, link) if link else part, False))
        return _shared_roles(linked, self._linker)

    def _by_name(self, side: Side, mention: EventMention) -> ActorLink | None:
        introduced = self._by_introduction(side.text, side.start)
        if introduced:
            return introduced
        if alias_key(side.text) in self._strangers:
            return None
        phrase = self._linker.parse(side.text)
        if is_regional(phrase, self._linker.knowledge):
            return None
        link = self._linker.resolve(side.text, on=self._on, context=self._reading.article.text)
        if link.country is None:
            link = self._by_title(phrase, side.start) or self._by_place(side, mention) or link
        if side.place and link.country is not None:
            state = self._linker.knowledge.countries.get(link.country)
            link = replace(link, actor_id=link.country if state else link.actor_id, sector=())
        return link if link.country is not None else None

    def _by_introduction(self, text: str, start: int) -> ActorLink | None:
        """A person or body that the article introduced: by full name, surname, initials, or title and surname."""
        phrase = self._linker.parse(text)
        named = self._introduced.of(alias_key(text), start)
        if named and phrase.tokens[-1].capital:
            return replace(named, text=text, score=0.9)
        return self._by_title(phrase, start) if phrase.tail else None

    def _by_title(self, phrase: Phrase, start: int) -> ActorLink | None:
        """A person whom the article introduced, by the name after a title: "Prince Mohammed"."""
        if phrase.headed is not Headed.ROLE or phrase.tokens[-1].possessive or not phrase.tokens[-1].capital:
            return None
        bearer = self._introduced.of(tuple(token.key for token in phrase.tokens[phrase.roles[-1].last :]), start)
        return replace(bearer, text=phrase.text, score=0.92) if bearer else None

    def _by_place(self, side: Side, mention: EventMention) -> ActorLink | None:
        """A side that names a place which reading located: the place's country, with the side's role if it has one."""
        if mention.field == "title":
            return None
        phrase = self._linker.parse(side.text)
        for place in self._reading.places:
            actor = self._linker.knowledge.actors.get(place.country or "")
            if actor is None or place.start < side.start or side.end < place.end:
                continue
            if phrase.in_tail(place.start - side.start):
                continue
            why = f"in {place.text}"
            role = self._linker.resolve_role(side.text, actor.actor_id, 0.7, why, on=self._on)
            if role:
                return role
            if side.place or side.text.strip() == place.text:
                return ActorLink(
                    side.text, actor.actor_id, actor.name, actor.country, (), 0.7, f"the place {place.text}"
                )
        return None

    def _described(self, linked: Sequence[_Linked], mention: EventMention, exclude: frozenset[str]) -> list[_Linked]:
        if all(item.side.actor_id is not None or item.side.country is not None for item in linked):
            return list(linked)
        cast, text = self._cast(mention.field), self._cast("text")
        if cast is None or text is None:
            return list(linked)
        done: list[_Linked] = []
        for item in linked:
            if item.side.actor_id is not None or item.side.country is not None:
                done.append(item)
                continue
            span = (mention.sentence.start, mention.sentence.end)
            opens = item.side.start == span[0]
            links = described(cast, item.side.text, item.side.start, exclude, span)
            links = links or of_the_text(text, item.side.text, opens=opens)
            done.extend(_Linked(_filled(item.side, link), True) for link in links)
            if not links:
                done.append(item)
        return done


def _shared_roles(linked: list[_Linked], linker: Linker) -> list[_Linked]:
    """Shares what members leave out: the role in "Malian and US forces", the country in "Mali's army and police"."""
    if len(linked) < 2:
        return linked
    first, last = linked[0].side, linked[-1].side
    role_last = linker.parse(last.text).headed is Headed.ROLE and bool(last.sector)
    shared = []
    for item in linked:
        side = item.side
        phrase = linker.parse(side.text)
        adjective = phrase.headed is Headed.NAME and phrase.owners and phrase.owners[-1].demonym
        if adjective and role_last and side.actor_id in linker.knowledge.countries:
            state = linker.knowledge.actors[side.actor_id or ""]
            actor_id, country, sector = attribute(linker.knowledge, state, last.sector)
            reason = f"{side.reason} + role of {last.text!r}"
            shared.append(
                _Linked(replace(side, actor_id=actor_id, country=country, sector=sector, reason=reason), False)
            )
        elif side.country is None and first.country and _may_share(phrase, side.start - shared[-1].side.end):
            why = f"of {first.country}, as the member before it"
            link = linker.resolve_role(side.text, first.country, first.score * 0.85, why)
            shared.append(_Linked(_filled(side, link), False) if link else item)
        else:
            shared.append(item)
    return shared


def _may_share(phrase: Phrase, gap: int) -> bool:
    """Whether a role so many letters on may be of the country of the member before; not "foreign troops"."""
    words = {token.key for token in phrase.tokens}
    owned = phrase.owners or words & (NOT_OF_HERE | POSSESSIVE | {"other"})
    return phrase.headed is Headed.ROLE and not owned and gap <= _JOINT


def _mere_targets(sides: Sides, linker: Linker) -> Sides:
    """Takes the sector GOV from bare countries: being a target or a place, they do not act as a state."""
    return tuple(replace(side, sector=()) if _bare_country(side, linker) else side for side in sides)


def _bare_country(side: Side, linker: Linker) -> bool:
    if side.actor_id is None or side.actor_id not in linker.knowledge.countries or side.sector[:1] != ("GOV",):
        return False
    phrase = linker.parse(side.text)
    if phrase.headed is Headed.NAME and phrase.owners:
        return any(target.how in _BARE for target in phrase.owners[-1].targets)
    organ = phrase.headed is Headed.ROLE and not stands_for_country(phrase)
    return not organ and side.name == linker.knowledge.actors[side.actor_id].name


def _filled(side: Side, link: ActorLink) -> Side:
    return replace(
        side,
        actor_id=link.actor_id,
        name=link.name,
        country=link.country,
        sector=link.sector,
        score=link.score,
        reason=link.reason,
    )


def _undone(linked: _Linked) -> _Linked:
    side = linked.side
    empty = Side(side.text, side.start, side.end, reason="would be the other side of the event", place=side.place)
    return _Linked(empty, True)


def _states(linked: Iterable[_Linked]) -> frozenset[str]:
    return frozenset(item.side.actor_id for item in linked if item.side.actor_id)


def _unique(linked: Iterable[_Linked]) -> Sides:
    return tuple(dict.fromkeys(item.side for item in linked))
