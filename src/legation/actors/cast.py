"""Who appears in a text, in order and how often; what a description there asks; and the links that answer it."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from legation.actors.appearance import Named, Scan
from legation.actors.introduced import Introduced
from legation.actors.roles import singular
from legation.records.actor import ActorLink

Links = list[ActorLink]

DEFINITE = frozenset("the this these those that his her its their our".split())
# A country dominates an article, so that "the region" can stand for it, when named so many times as often as the next.
DOMINANT = 1.3
NEARLY_AS_OFTEN = 0.9
# A text is about one country alone when so much of what it names is of that country.
ALONE = 0.6
# "Russian instructors" names Russia less than "Russia" does; what a text is about, its first sentence tells most.
# Tried on evaluation/lists/coreference.jsonl and corpus/coreference.jsonl.
MODIFIER_COUNTS, LEAD_COUNTS = 0.5, 1.5
_SURE, _COUNTRY_SURE = 0.75, 0.7
# Whoever reports is named often, and seldom what a text is about.
_PRESS = ("JRN",)
_FRONTED = 20
_FRONT = frozenset({"in", "from", "at"})
_AFTER = re.compile(r" in (?:the )?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A description: its words as keys, where it stands, and who cannot be meant."""

    text: str
    words: tuple[str, ...]
    start: int
    sentence: tuple[int, int]
    exclude: frozenset[str]

    @property
    def noun(self) -> str:
        """Its last word in the singular."""
        return singular(self.words[-1])

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text)


class Cast:
    """Who appears in a text."""

    def __init__(self, scan: Scan, introduced: Introduced, on: date | None) -> None:
        self.scan = scan
        self.linker = scan.linker
        self.knowledge = scan.linker.knowledge
        self.on = on
        self.text = scan.text
        self.named = scan.appearances(introduced, on)
        self._starts = [named.start for named in self.named]
        self.counts: dict[str, float] = {}
        for named in self.named:
            country = named.link.country
            if country in self.knowledge.countries and country and named.link.sector[:1] != _PRESS:
                self.counts[country] = self.counts.get(country, 0.0) + _weight(named)

    def before(self, at: int) -> list[Named]:
        """Those named before an offset."""
        return self.named[: bisect_left(self._starts, at)]

    def at(self, start: int) -> Named | None:
        """Who is named at an offset."""
        index = bisect_left(self._starts, start)
        return self.named[index] if index < len(self.named) and self._starts[index] == start else None

    def last(self, asked: Asked, fits: Callable[[Named], bool]) -> Named | None:
        """The last one named before a description that fits, and may be meant."""
        for named in reversed(self.before(asked.start)):
            if named.link.actor_id not in asked.exclude and fits(named):
                return named
        return None

    def focus(
        self, before: int, exclude: frozenset[str] = frozenset(), among: frozenset[str] | None = None
    ) -> str | None:
        """The country that the text is about: the most named one, the latest before `before` among near equals."""
        counts = {
            country: count
            for country, count in self.counts.items()
            if country not in exclude and (among is None or country in among)
        }
        if not counts:
            return None
        top = max(counts.values())
        rivals = [country for country, count in counts.items() if count >= NEARLY_AS_OFTEN * top]
        for named in reversed(self.before(before)):
            if named.link.country in rivals:
                return named.link.country
        return max(rivals, key=lambda country: counts[country])

    def dominant(self, exclude: frozenset[str]) -> str | None:
        """The country that dominates the text, if one does."""
        counts = sorted(((count, name) for name, count in self.counts.items() if name not in exclude), reverse=True)
        if not counts or (len(counts) > 1 and counts[0][0] < DOMINANT * counts[1][0]):
            return None
        return counts[0][1]

    def one_country(self) -> str | None:
        """The country that the text is about, if it is about one alone."""
        top = max(self.counts, key=self.counts.__getitem__, default=None)
        return top if top and self.counts[top] >= ALONE * sum(self.counts.values()) else None

    def fronted(self, asked: Asked) -> str | None:
        """The country of the place with which the sentence begins ("In Ouagadougou the new junta ...")."""
        for one in self.before(asked.start):
            if asked.sentence[0] <= one.start < asked.sentence[0] + _FRONTED and one.before in _FRONT:
                return one.link.country
        return None

    def place_after(self, asked: Asked) -> str | None:
        """The country in whose capital a description says that it is ("the regional government in Erbil")."""
        match = _AFTER.match(self.text, asked.end)
        named = self.at(match.end()) if match else None
        return named.link.country if named and named.seat else None

    def country(self, asked: Asked, country: str | None, reason: str, sector: tuple[str, ...] = ("GOV",)) -> Links:
        """The link to a country, if it is one."""
        actor = self.knowledge.actors.get(country or "") if country in self.knowledge.countries else None
        if actor is None:
            return []
        return [ActorLink(asked.text, actor.actor_id, actor.name, actor.country, sector, _COUNTRY_SURE, reason)]

    def actors(self, named: Iterable[Named], asked: Asked, reason: str) -> Links:
        """The links to actors named elsewhere in the text."""
        return [
            replace(
                one.link, text=asked.text, score=round(one.link.score * _SURE, 3), reason=f"{reason}: {one.link.name}"
            )
            for one in named
        ]

    def member(self, named: Named, asked: Asked, reason: str) -> ActorLink:
        """One of several actors: a country for its people and organs, else the actor itself."""
        country = self.country(asked, named.link.country, reason)
        return (country if country and named.kind in ("country", "person") else self.actors([named], asked, reason))[0]

    def kind(self, named: Named) -> str:
        """The kind of the actor that a name or person stands for."""
        actor = self.knowledge.actors.get(named.link.actor_id or "")
        return actor.kind if actor else ""


def _weight(named: Named) -> float:
    """What a name adds to the count of its country."""
    mere = MODIFIER_COUNTS if named.modifies and not named.possessive else 1.0
    return mere * (LEAD_COUNTS if named.sentence == 0 else 1.0)
