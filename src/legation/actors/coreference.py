"""Descriptions within one article: "the junta", "the two countries", "he", "its forces" → whoever was named before."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legation.actors.introductions import Introduced
from legation.actors.linking import Linker
from legation.actors.phrase import Headed, Phrase
from legation.actors.roles import singular
from legation.ontology.knowledge import STATE_SECTORS, Knowledge
from legation.ontology.spelling import Token, tokenize
from legation.records.actor import ActorLink

_PERSONAL = frozenset("he she him her himself herself".split())
_NEUTRAL = frozenset("it its itself".split())
_PLURAL = frozenset("they them their theirs themselves".split())
_COUNTRY_NOUNS = frozenset("country nation state republic kingdom".split())
_COUNTRIES_NOUNS = frozenset(
    """
    countries nations states sides parties neighbours neighbors governments allies capitals
    """.split()
)
_BODY_NOUNS = frozenset(
    """
    bloc alliance organization organisation union coalition mission confederation grouping body
    """.split()
)
_GROUP_NOUNS = frozenset(
    """
    group militant insurgent jihadist rebel terrorist militia contractor mercenary company
    """.split()
)
_INDEFINITE = frozenset("a an another other others some several many few two three four five new more most".split())
_DEFINITE = frozenset("the this these those that his her its their our".split())
# Without an article only these mean those of the country that the text is about; others may be anybody's.
_OF_THE_FOCUS = frozenset(
    "police army military government authority official parliament lawmaker mp minister ministry court prosecutor "
    "gendarme gendarmerie junta spokesman spokeswoman spokesperson president premier opposition protester demonstrator "
    "civilian resident villager journalist activist".split()
)
_BLOCS = frozenset("alliance organization organisation forum mission coalition".split())
# A country dominates an article, so that "the region" can stand for it, when named so many times as often as the next.
DOMINANT = 1.3
NEARLY_AS_OFTEN = 0.75
# "Russian instructors" names Russia less than "Russia" does.
ADJECTIVE_COUNTS = 0.5


@dataclass(frozen=True, slots=True)
class Named:
    """A known actor where the text names it; `attributive` where only an adjective or a place does."""

    start: int
    end: int
    link: ActorLink
    attributive: bool
    adjective: bool = False


class Cast:
    """Who appears in a text, in order, and whom its descriptions mean."""

    def __init__(self, text: str, linker: Linker, introduced: Introduced, on: date | None) -> None:
        self._linker = linker
        self._knowledge: Knowledge = linker.knowledge
        self._on = on
        self.named = named_in(text, linker, introduced, on)
        self._starts = [named.start for named in self.named]
        self._counts: dict[str, float] = {}
        for named in self.named:
            country = named.link.country
            if country in self._knowledge.countries and country:
                self._counts[country] = self._counts.get(country, 0.0) + (ADJECTIVE_COUNTS if named.adjective else 1.0)

    def focus(
        self, before: int, exclude: frozenset[str] = frozenset(), region: frozenset[str] | None = None
    ) -> str | None:
        """The country that the text is about: the most named one, the latest before `before` among near equals."""
        counts = {
            country: count
            for country, count in self._counts.items()
            if country and country not in exclude and (region is None or country in region)
        }
        if not counts:
            return None
        top = max(counts.values())
        rivals = {country for country, count in counts.items() if count >= NEARLY_AS_OFTEN * top}
        for named in reversed(self.named[: bisect_left(self._starts, before)]):
            if named.link.country in rivals:
                return named.link.country
        return max(rivals, key=lambda country: counts[country])

    def describe(self, text: str, at: int, exclude: frozenset[str], sentence: tuple[int, int]) -> list[ActorLink]:
        """The actors that a phrase without a known name means at an offset; two for "the two countries"; or none.

        `exclude` holds the actors on the other side of the event, `sentence` the offsets of the sentence.
        """
        phrase = self._linker.parse(text)
        words = [token.key for token in phrase.tokens]
        if not words or words[0] in _INDEFINITE or text[:1].isdigit() or words == ["their"]:
            return []
        if len(words) == 1 and words[0] in _PERSONAL | _NEUTRAL | _PLURAL:
            return self._one(self._pronoun(words[0], at, exclude, sentence), text, f"pronoun {text}")
        if words[-1] in _COUNTRIES_NOUNS and ({"two", "both", "three", "its", "their"} & set(words)):
            return self._several(text, at, sentence, 3 if "three" in words else 2)
        noun = singular(words[-1])
        if words[0] == "that" and noun in _COUNTRY_NOUNS:
            last = self._last(at, lambda link: link.actor_id in self._knowledge.countries, exclude)
            return self._one(last, text, "the last country named")
        if noun in _COUNTRY_NOUNS and words[-1] == noun and "country's" not in text:
            return self._country(text, words, at, exclude)
        if words in (["the", "region"], ["the", "area"]):
            return self._region(text, at, exclude)
        if words == ["the", "capital"]:
            return self._of_country(text, self.focus(at, exclude), (), "the capital of the text's focus")
        if noun in _BODY_NOUNS and words[0] in ("the", "this"):
            return self._one(
                self._last(at, lambda link: self._kind(link) in _BLOCS, exclude),
                text,
                f"the last body named before {text!r}",
            )
        if phrase.headed is Headed.ROLE:
            return self._role(phrase, text, at, exclude, sentence)
        if noun in _GROUP_NOUNS and words[0] in ("the", "this", "these", "those"):
            return self._group(text, at, exclude)
        return []

    def _role(
        self, phrase: Phrase, text: str, at: int, exclude: frozenset[str], sentence: tuple[int, int]
    ) -> list[ActorLink]:
        """ "The minister", "the army", "its forces", "the country's security forces"."""
        words = [token.key for token in phrase.tokens]
        role = phrase.roles[-1].role
        head = phrase.tokens[phrase.roles[-1].last - 1].key
        plain = len(words) - (words[0] in ("the", "this")) == phrase.roles[-1].last - phrase.roles[-1].first
        if role.kind == "office" and plain and words[0] == "the" and singular(head) == head:
            bearer = self._last(at, lambda link: _bears(link, phrase, self._knowledge), exclude)
            if bearer:
                return self._one(bearer, text, f"the last {head} named")
        of_focus = singular(head) in _OF_THE_FOCUS or words[-2:] == ["security", "forces"]
        if words[0] not in _DEFINITE and "'s" not in text and not of_focus:
            return []
        if singular(head) in _COUNTRY_NOUNS and singular(head) != head:
            return []
        armed = singular(head) in _GROUP_NOUNS and words[0] in ("the", "these", "those")
        if armed and role.sector and role.sector[0] not in STATE_SECTORS:
            group = self._group(text, at, exclude)
            if group:
                return group
        if words[0] in _NEUTRAL | _PLURAL | {"his", "her"}:
            owner = self._pronoun(words[0], at, exclude, sentence)
            country = owner.country if owner else None
        elif (
            {"foreign", "western", "international"} & set(words[: phrase.roles[-1].last])
            and "ministry" not in words
            and "minister" not in words
        ):
            country = None
        else:
            country = self.focus(at, exclude)
        if country is None or country not in self._knowledge.countries:
            return []
        link = self._linker.resolve_role(text, country, 0.66, f"of {country}, from the text", on=self._on)
        return [link] if link else []

    def _pronoun(self, word: str, at: int, exclude: frozenset[str], sentence: tuple[int, int]) -> ActorLink | None:
        if word in _PERSONAL or word == "his":
            return self._last(at, lambda link: _is_person(link, self._knowledge), exclude)
        here = self._between(sentence[0], at)
        earlier = self._between(max(0, sentence[0] - 400), sentence[0])
        for named in (*here, *reversed(earlier)):
            fits = (
                not named.attributive
                and named.link.actor_id not in exclude
                and not _is_person(named.link, self._knowledge)
            )
            if fits:
                return named.link
        return None

    def _country(self, text: str, words: Sequence[str], at: int, exclude: frozenset[str]) -> list[ActorLink]:
        region = self._regional(words)
        return self._of_country(text, self.focus(at, exclude, region), ("GOV",), "the country that the text is about")

    def _region(self, text: str, at: int, exclude: frozenset[str]) -> list[ActorLink]:
        counts = sorted(
            ((count, name) for name, count in self._counts.items() if name and name not in exclude), reverse=True
        )
        if not counts or (len(counts) > 1 and counts[0][0] < DOMINANT * counts[1][0]):
            return []
        country = counts[0][1]
        return self._of_country(text, country, (), "the country that dominates the text, for its region")

    def _several(self, text: str, at: int, sentence: tuple[int, int], number: int) -> list[ActorLink]:
        """The last `number` countries named, those of the sentence itself first."""
        seen: dict[str, None] = {}
        for named in (*self._between(sentence[0], at), *reversed(self._between(0, sentence[0]))):
            country = named.link.country
            if country in self._knowledge.countries and country and len(seen) < number:
                seen.setdefault(country)
        if len(seen) < number:
            return []
        return [
            link
            for country in seen
            for link in self._of_country(text, country, ("GOV",), "one of the countries named before")
        ]

    def _group(self, text: str, at: int, exclude: frozenset[str]) -> list[ActorLink]:
        return self._one(
            self._last(at, lambda link: _is_group(link, self._knowledge), exclude), text, "the last group named"
        )

    def _regional(self, words: Sequence[str]) -> frozenset[str] | None:
        for name, countries in self._knowledge.regions.items():
            wanted = name.replace("african", "africa").split("-")
            given = [
                word.replace("african", "africa").replace("asian", "asia").replace("european", "europe")
                for word in words
            ]
            if all(part in given for part in wanted):
                return frozenset(countries)
        return None

    def _of_country(self, text: str, country: str | None, sector: tuple[str, ...], reason: str) -> list[ActorLink]:
        if country is None:
            return []
        actor = self._knowledge.actors[country]
        return [ActorLink(text, actor.actor_id, actor.name, actor.country, sector, 0.7, reason)]

    def _kind(self, link: ActorLink) -> str:
        actor = self._knowledge.actors.get(link.actor_id or "")
        return actor.kind if actor else ""

    def _last(self, at: int, fits: Callable[[ActorLink], bool], exclude: frozenset[str]) -> ActorLink | None:
        for named in reversed(self.named[: bisect_left(self._starts, at)]):
            if named.link.actor_id not in exclude and fits(named.link):
                return named.link
        return None

    def _between(self, start: int, end: int) -> list[Named]:
        return self.named[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    @staticmethod
    def _one(link: ActorLink | None, text: str, reason: str) -> list[ActorLink]:
        return (
            [replace(link, text=text, score=round(link.score * 0.75, 3), reason=f"{reason}: {link.name}")]
            if link
            else []
        )


def stands_for_country(phrase: Phrase) -> bool:
    """Whether a description means a country as such ("the West African nation", "the two countries")."""
    return phrase.head in _COUNTRY_NOUNS or phrase.head in _COUNTRIES_NOUNS


def named_in(text: str, linker: Linker, introduced: Introduced, on: date | None) -> list[Named]:
    """Every known actor that a running text names, in order, the persons and initials that it introduces among them."""
    tokens = tokenize(text)
    guarded = not _all_capitals(tokens)
    named: list[Named] = []
    taken: set[int] = set()
    known = linker.names.find(tokens, guarded=guarded)
    strangers = linker.names.strangers(tokens, known) if guarded else set()
    for found in known:
        surface = text[tokens[found.first].start : tokens[found.last - 1].end]
        if found.person and tuple(token.key for token in tokens[found.first : found.last]) in introduced:
            continue
        if found.person and found.last - found.first == 1 and tokens[found.first].key in strangers:
            continue
        link = linker.resolve(surface, on=on)
        if link.country is not None:
            after = tokens[found.last] if found.last < len(tokens) else None
            modifies = (
                found.demonym or found.part or (after is not None and after.glued and linker.roles.begins(after.key))
            )
            place = found.first > 0 and tokens[found.first - 1].key in ("in", "from", "at", "near", "across")
            start, end = tokens[found.first].start, tokens[found.last - 1].end
            named.append(Named(start, end, link, modifies or place, found.demonym))
            taken.update(range(found.first, found.last))
    longest = max((len(key) for key in introduced), default=0)
    for first in range(len(tokens)):
        for size in range(min(longest, len(tokens) - first), 0, -1):
            link_or_none = introduced.get(tuple(token.key for token in tokens[first : first + size]))
            if link_or_none and first not in taken and tokens[first].capital:
                named.append(Named(tokens[first].start, tokens[first + size - 1].end, link_or_none, False))
                taken.update(range(first, first + size))
                break
    return sorted(named, key=lambda item: item.start)


def _all_capitals(tokens: Sequence[Token]) -> bool:
    """Whether the text is a headline in capitals, where these tell nothing."""
    long = [token for token in tokens if len(token.key) > 3]
    return bool(long) and sum(token.capital for token in long) > 0.8 * len(long)


def _is_person(link: ActorLink, knowledge: Knowledge) -> bool:
    """Whether a link's name is a person's: neither the name of its actor nor of its country."""
    actors = (knowledge.actors.get(link.actor_id or ""), knowledge.actors.get(link.country or ""))
    return (
        link.name is not None and all(actor is None or actor.name != link.name for actor in actors) and " " in link.name
    )


def _is_group(link: ActorLink, knowledge: Knowledge) -> bool:
    actor = knowledge.actors.get(link.actor_id or "")
    return actor is not None and actor.actor_id.islower()


def _bears(link: ActorLink, phrase: Phrase, knowledge: Knowledge) -> bool:
    """Whether a named person is known by the title of the phrase ("the minister")."""
    role = phrase.roles[-1]
    title = {singular(token.key) for token in phrase.tokens[role.first : role.last]}
    return _is_person(link, knowledge) and title <= {singular(token.key) for token in tokenize(link.reason)}
