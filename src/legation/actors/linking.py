"""Links a noun phrase to the actor that it names: country and PLOVER sectors, with score and reason."""

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from legation.actors.bearers import Bearers
from legation.actors.dating import Holders
from legation.actors.missions import Missions
from legation.actors.names import Found, Names, person_like
from legation.actors.phrase import Headed, Parser, Phrase
from legation.actors.roles import Roles, outermost, singular
from legation.actors.rollup import attribute, organ_id, unlinked
from legation.actors.senses import Sense, Senses
from legation.actors.wording import (
    ELDERS,
    body_named,
    definite,
    modified,
    owner_of,
    sector_of,
    worldwide,
)
from legation.ontology.knowledge import STATE_SECTORS, AliasTarget, Knowledge
from legation.ontology.spelling import tokenize
from legation.records.actor import ActorLink, Alternative

THRESHOLD = 0.5
LONGEST_TEXT = 400
# What a name keeps of its score where a slip of the pen must be forgiven.
_MISSPELT = 0.8

_APPOSITION = re.compile(r"\s*(?:,|\(|\s[–—-])\s+|\s*\(")
NOT_OF_HERE = frozenset(
    """
    foreign international western regional allied european african asian arab islamist jihadist
    """.split()
)


class Linker:
    """Resolves phrases against the shipped knowledge. Build it once: everything is precomputed."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.roles = Roles(knowledge)
        self.names = Names(knowledge, self.roles.words)
        self.senses = Senses(knowledge)
        self.holders = Holders(knowledge)
        self._bearers = Bearers(knowledge, self.names)
        self._missions = Missions(knowledge)
        self._resolved = lru_cache(maxsize=4096)(self._resolve)
        self._parser = Parser(self.names, self.roles, frozenset(knowledge.modifiers))

    def resolve(self, text: str, *, on: date | None = None, context: str | None = None) -> ActorLink:
        """What the noun phrase `text` refers to on a day (today without `on`).

        `context` is surrounding text that may decide between namesakes. Never raises: what is not known, or not known
        with a score of THRESHOLD, comes back with `actor_id` and `country` None and the reason.
        """
        return self._resolved(text, on or date.today(), context)

    def _resolve(self, text: str, day: date, context: str | None) -> ActorLink:
        parts = [part for part in _APPOSITION.split(text[:LONGEST_TEXT], maxsplit=1) if part and part.strip()]
        if not parts:
            return unlinked(text, "no words")
        link = self._link(parts[0], day, context)
        if len(parts) == 2:
            link = self._with_apposition(link, parts[0], parts[1], day, context)
        return replace(link, text=text)

    def parse(self, text: str) -> Phrase:
        """The anatomy of a phrase, for those who know more of its context."""
        return self._parser.parse(text[:LONGEST_TEXT])

    def resolve_role(
        self, text: str, country: str, score: float, why: str, *, on: date | None = None
    ) -> ActorLink | None:
        """The link of a phrase that names a role but no country ("the army"), given the country; else None."""
        phrase = self.parse(text)
        if phrase.headed is Headed.NAME and phrase.owners:
            phrase = self._as_role(phrase) or phrase
        if phrase.headed is not Headed.ROLE or country not in self.knowledge.actors:
            return None
        sense = Sense(country, self.knowledge.actors[country], "context", country, score)
        return replace(self._role_of(phrase, sense, None, why, on or date.today()), text=text)

    def _with_apposition(self, link: ActorLink, main: str, rest: str, on: date, context: str | None) -> ActorLink:
        """Joins "X, Y": a role with its bearer's name, either way round."""
        rest = re.split(r"[,()]", rest, maxsplit=1)[0].strip()
        if link.country is not None:
            person = person_like(tokenize(rest)) and not self.names.find(tokenize(rest))
            known = self._link(rest, on, context) if not person else None
            if person and self.parse(main).headed is Headed.ROLE:
                return replace(link, name=rest, reason=f"{link.reason}; named in apposition")
            if known and known.actor_id and self.knowledge.parents.get(known.actor_id) == link.actor_id:
                return replace(known, score=max(link.score, known.score))  # a body's mission, by its own name
            if known and known.country == link.country and known.name and self.parse(main).headed is Headed.ROLE:
                return replace(link, name=known.name, score=max(link.score, known.score))
            return link
        beside = self._link(rest, on, context)
        if beside.country is None:
            return link
        if self.parse(rest).headed is Headed.ROLE:
            name = main.strip() if person_like(tokenize(main)) else beside.name
            return replace(beside, name=name, reason=f"{beside.reason}; in apposition")
        if beside.country in self.knowledge.countries and person_like(tokenize(main)):
            return replace(
                beside, actor_id=beside.country, sector=(), score=beside.score * 0.8, reason=f"a place in {beside.name}"
            )
        return link

    def _link(self, text: str, on: date, context: str | None) -> ActorLink:
        phrase = self._parser.parse(text)
        if phrase.headed is Headed.NOTHING:
            return unlinked(text, "no name and no role")
        if phrase.headed is Headed.NAME and phrase.owners:
            return self._by_name(phrase, on, context)
        if phrase.headed is Headed.ROLE:
            return self._by_role(phrase, on, context)
        if phrase.headed is Headed.PLACE:
            return self._by_place(phrase, on, context)
        if phrase.headed is Headed.UNKNOWN_NAME:
            return self._by_likeness(phrase, on, context)
        return unlinked(text, f"{phrase.head!r} is neither a known name nor a role")

    def _sense(self, found: Found, phrase: Phrase, on: date, context: str | None) -> Sense | None:
        """What a name of the phrase means; a namesake from a country that the phrase names goes before others."""
        words = phrase.tokens[found.first : found.last]
        targets = found.targets
        if len(targets) > 1:
            beside = {
                target.actor_id
                for other in (*phrase.owners, *phrase.complements)
                if other is not found
                for target in other.targets
            }
            targets = tuple(one for one in targets if beside & self._countries_of(one)) or targets
            if len(targets) == 1:
                context = f"{context or ''} {self.knowledge.actors[min(beside & self._countries_of(targets[0]))].name}"
        return self.senses.choose(targets, tuple(token.key for token in words if token.key != "the"), on, context)

    def _countries_of(self, target: AliasTarget) -> set[str | None]:
        """The countries to which what a name may mean belongs."""
        if target.actor_id in self.knowledge.terms:
            return {office.country for office in self.knowledge.terms[target.actor_id]}
        return {self.knowledge.actors[target.actor_id].country} & self.knowledge.countries.keys()

    def _as_role(self, phrase: Phrase) -> Phrase | None:
        """The phrase with a name at its end taken for the role that it also is ("Peru's Congress"); else None."""
        found = phrase.owners[-1]
        roles = outermost(self.roles.find(phrase.tokens[found.first : found.last]), ())
        if not roles or roles[-1].last != found.last - found.first:
            return None
        role = replace(roles[-1], first=roles[-1].first + found.first, last=found.last)
        return replace(phrase, headed=Headed.ROLE, owners=phrase.owners[:-1], roles=(role,))

    def _by_name(self, phrase: Phrase, on: date, context: str | None) -> ActorLink:
        joined = any(
            token.key in ("and", "or") for token in phrase.tokens[phrase.owners[0].last : phrase.owners[-1].first]
        )
        found = phrase.owners[0 if joined else -1]
        sense = self._sense(found, phrase, on, context)
        surface = phrase.words(found.first, found.last)
        if sense is None and (meant := self._as_role(phrase)):
            return self._by_role(meant, on, context)
        if sense is None:
            others = self.senses.alternatives(found.targets, on)
            return unlinked(phrase.text, f"{surface!r} alone may mean several things", others)
        if sense.person:
            return self._person(phrase, sense)
        sector = sense.actor.sector
        keys = tuple(token.key for token in phrase.tokens[found.first : found.last])
        plural = keys[-1][-1] == "s" and (*keys[:-1], keys[-1][:-1]) in self.knowledge.aliases
        if sense.how == "people":
            sector = ("CVL",)
        elif sense.how == "part":
            sector = ()
        elif sense.how == "demonym" and plural and sense.actor.kind == "country" and not definite(phrase):
            sector = ("CVL",)
        sector = modified(sector, phrase, self.knowledge)
        return self._of_actor(phrase.text, sense, sector, f"{sense.how} {surface}")

    def _person(self, phrase: Phrase, sense: Sense) -> ActorLink:
        if sense.office is None:
            return self._build(
                phrase.text, (None, sense.actor.country, ()), sense.person, sense.score, "before any known office"
            )
        then = any(token.key == "then" for token in phrase.tokens)  # in office when it happened, not today
        sector = ("ELI",) if sense.former and not then else modified(sense.office.sector, phrase, self.knowledge)
        named = f"{'surname' if sense.how == 'surname' else 'name'} {sense.surface}"
        reason = f"{named}: {'formerly ' if sense.former else ''}{sense.office.title} ({sense.actor.actor_id})"
        return self._of_actor(phrase.text, sense, sector, reason, name=sense.person)

    def _by_role(self, phrase: Phrase, on: date, context: str | None) -> ActorLink:
        last = phrase.roles[-1]
        person: Sense | None = None
        owners: list[tuple[Found, Sense]] = []
        for found in phrase.owners:
            sense = self._sense(found, phrase, on, context)
            if sense is None:
                continue
            if sense.person and found.first >= last.first and not phrase.tokens[found.last - 1].possessive:
                person = sense
            else:
                owners.append((found, sense))
        named = body_named(owners, phrase)
        owner = named or owner_of(owners, phrase, self.knowledge)
        why = f"{owner.how} {owner.surface}" if owner else ""
        if owner is None and person is None and not NOT_OF_HERE.intersection(t.key for t in phrase.tokens[: last.last]):
            for found in phrase.complements:
                sense = self._sense(found, phrase, on, context)
                if sense is not None:
                    owner = replace(sense, score=sense.score * 0.9, person=None)
                    why = f"{phrase.tokens[found.first - 1].text} {sense.surface}"
                    break
        if owner is None and person is None and (meant := self._misspelt_owner(phrase, on, context)):
            owner, why = meant, f"spelled like {meant.surface}"
        if owner is None and person is not None:
            return self._person(phrase, replace(person, score=self._bearers.titled(person, phrase)))
        if owner is None and last.role.actor:
            actor = self.knowledge.actors[last.role.actor]
            owner, why = Sense(actor.actor_id, actor, "role", actor.name, 0.9), f"always of {actor.name}"
        if owner is None and worldwide(phrase):
            reason = f"companies of no one country ({phrase.words(last.first, last.last)})"
            return self._build(phrase.text, (None, "MNC", last.role.sector), None, 0.7, reason)
        if owner and owner.actor.kind != "country" and phrase.complements:
            place = self._sense(phrase.complements[0], phrase, on, context)
            mission = self._missions.sent(owner, phrase, place) if place else None
            if mission:
                owner, why = mission, f"mission of {owner.actor.name} in {mission.surface}"
        if owner is None:
            return unlinked(phrase.text, f"role {phrase.words(last.first, last.last)} without a country")
        return self._role_of(phrase, owner, person, why, on)

    def _misspelt_owner(self, phrase: Phrase, on: date, context: str | None) -> Sense | None:
        """The country whose name before the role is misspelt ("Ukranian forces")."""
        for token in phrase.tokens[: phrase.roles[-1].first]:
            if token.capital and not self.roles.begins(token.key) and (targets := self.names.misspelt(token.key)):
                sense = self.senses.choose(targets, (token.key,), on, context)
                return replace(sense, score=sense.score * _MISSPELT) if sense else None
        return None

    def _role_of(self, phrase: Phrase, owner: Sense, person: Sense | None, why: str, on: date) -> ActorLink:
        """The link of a role of `owner`, with the name of whoever bears it."""
        role = phrase.roles[-1]
        role_text = phrase.words(role.first, role.last)
        sector = modified(sector_of(phrase), phrase, self.knowledge)
        if owner.how == "people" and sector[:1] == ("MIL",):
            sector = ("REB",)  # the forces of a people without a state are not the state's
        elif owner.how == "people" and singular(phrase.tokens[role.last - 1].key) in ELDERS:
            sector = ("CVL",)
        elif role.role.kind == "kin" and (owner.person or (phrase.complement_role or role).role.kind == "office"):
            sector = ("ELI",)
        reason = f"{why} + role {role_text} ({' '.join(sector) or 'no sector'})"
        name: str | None = None
        score = owner.score * 0.97
        if person is not None:
            agrees = owner.actor.actor_id in (person.actor.actor_id, person.actor.country, *person.posts)
            name = person.person if agrees else None
            score = min(1.0, score + 0.05) if agrees else score
        elif phrase.tail:
            name = phrase.words(*phrase.tail)
        elif role.role.kind == "office":
            holder = self._bearers.holder(phrase, owner, on)
            if holder:
                name, reason = holder.person, f"{reason}, held by {holder.person}"
        actor = owner.actor
        if actor.kind != "country" and not (sector and sector[0] in STATE_SECTORS - {"GOV"} and actor.country == "IGO"):
            sector = actor.sector or sector
        elif owner.person and sector == ("GOV",) and phrase.roles[-1].role.kind == "people":
            sector = ("CVL",)
        return self._of_actor(phrase.text, replace(owner, score=score), sector, reason, name=name)

    def _by_place(self, phrase: Phrase, on: date, context: str | None) -> ActorLink:
        for found in (*phrase.owners, *phrase.complements):
            sense = self._sense(found, phrase, on, context)
            if sense and sense.actor.kind == "country":
                return self._of_actor(
                    phrase.text, sense, (), f"a place ({phrase.head}) of {sense.actor.name}", factor=0.75
                )
        return unlinked(phrase.text, f"a place ({phrase.head}), in no country that is named")

    def _by_likeness(self, phrase: Phrase, on: date, context: str | None) -> ActorLink:
        """The last resort for an unknown name: a transliteration or a near spelling of a known one."""
        first, last = phrase.tail or (0, len(phrase.tokens))
        words = phrase.tokens[first:last]
        name = " ".join(token.key for token in words)
        alike = self.names.spoken_alike(name)
        if alike:
            sense = self.senses.choose(alike, (name,), on, context)
            if sense:
                return replace(
                    self._person(phrase, sense), score=sense.score * 0.9, reason=f"transliteration of {sense.surface}"
                )
        if all(token.capital for token in words):
            targets, likeness = self.names.fuzzy(name)
            sense = self.senses.choose(targets, tuple(name.split()), on, context) if targets else None
            if sense:
                near = replace(sense, score=sense.score * likeness / 150)
                link = (
                    self._person(phrase, near)
                    if near.person
                    else self._of_actor(phrase.text, near, near.actor.sector, "")
                )
                return replace(link, reason=f"spelled like {sense.surface} ({likeness:.0f}%)")
        owner = (
            owner_of(
                [(f, s) for f in phrase.owners if (s := self._sense(f, phrase, on, context))], phrase, self.knowledge
            )
            if phrase.owners
            else None
        )
        adjective = phrase.owners and not phrase.tokens[phrase.owners[-1].last - 1].possessive
        if owner and owner.actor.kind == "country" and not owner.person and not adjective:
            unknown = phrase.words(first, last)
            return self._build(
                phrase.text,
                (None, owner.actor.country, ()),
                unknown,
                owner.score * 0.6,
                f"{unknown} of {owner.actor.name}: unknown",
            )
        return unlinked(phrase.text, "an unknown name")

    def _of_actor(
        self,
        text: str,
        sense: Sense,
        sector: tuple[str, ...],
        reason: str,
        *,
        name: str | None = None,
        factor: float = 1.0,
    ) -> ActorLink:
        """The link to an actor's organ of a sector, rolled up to the state where the organ is the state's."""
        ids = attribute(self.knowledge, sense.actor, sector)
        link = self._build(text, ids, name or sense.actor.name, sense.score * factor, reason, sense.alternatives)
        return replace(link, own_id=organ_id(sense.actor, sector)) if link.country else link

    def _build(
        self,
        text: str,
        ids: tuple[str | None, str | None, tuple[str, ...]],
        name: str | None,
        score: float,
        reason: str,
        alternatives: tuple[Alternative, ...] = (),
    ) -> ActorLink:
        if score < THRESHOLD:
            return unlinked(text, f"too unsure ({score:.2f}): {reason}", alternatives)
        return ActorLink(text, ids[0], name, ids[1], ids[2], round(score, 3), reason, alternatives)
