"""Descriptions within one article: "the junta", "the two countries", "he", "its forces" → whoever was named before."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legation.actors.appearance import Introduced, Named, Scan, is_person
from legation.actors.geography import beside, regional, ruler_of
from legation.actors.linking import Linker
from legation.actors.phrase import Headed, Phrase
from legation.actors.pronouns import POSSESSIVE, PRONOUNS, ranked, referents
from legation.actors.roles import singular
from legation.actors.several import coordinated, fitting, number_of, place_of, together
from legation.ontology.knowledge import STATE_SECTORS, Knowledge
from legation.ontology.spelling import tokenize
from legation.records.actor import ActorLink

_COUNTRY_NOUNS = frozenset("country nation state republic kingdom monarchy emirate sultanate federation".split())
_ISLANDS = frozenset("island archipelago".split())
_NEIGHBOURS = frozenset("neighbour neighbor".split())
_COUNTRIES_NOUNS = frozenset(
    """
    countries nations states sides parties neighbours neighbors governments allies capitals
    """.split()
)
_RIVALS = frozenset("rival foe enemy adversary".split())
# "Opposition to the dam" is nobody; "the wronged side" may be anybody.
_ABSTRACT = frozenset("opposition resistance".split())
_OPEN = frozenset({"side"})
# Of these a text seldom has two: "the embassy" is the one named before, however far back.
_SINGULAR_ORGANS = frozenset("embassy ambassador envoy ministry junta guard council consulate delegation".split())
_SPEECH = re.compile(r"\b(?:said|says|say|told|tells|saying|added|warned|announced|claims|claimed|according)\b")
_FRONTED = 20
_COMPANIES = frozenset("company contractor".split())
_INDEFINITE = frozenset("a an another other others some several many few two three four five new more most".split())
_DEFINITE = frozenset("the this these those that his her its their our".split())
# Without an article only these mean those of the country that the text is about; others may be anybody's.
_OF_THE_FOCUS = frozenset(
    "police army military government authority official parliament lawmaker mp minister ministry court prosecutor "
    "gendarme gendarmerie junta spokesman spokeswoman spokesperson president premier opposition protester demonstrator "
    "civilian resident villager journalist activist".split()
)
_APPOSED = re.compile(r",\s+(?:the\s+)?")
_SEAT = re.compile(r"(.+?)-based\b", re.IGNORECASE)
# A country dominates an article, so that "the region" can stand for it, when named so many times as often as the next.
DOMINANT = 1.3
NEARLY_AS_OFTEN = 0.75
# "Russian instructors" names Russia less than "Russia" does.
ADJECTIVE_COUNTS = 0.5
_SURE, _ROLE_SURE, _COUNTRY_SURE = 0.75, 0.66, 0.7

Links = list[ActorLink]


@dataclass(frozen=True, slots=True)
class _Asked:
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


class Cast:
    """Who appears in a text, in order, and whom its descriptions mean."""

    def __init__(self, scan: Scan, introduced: Introduced, on: date | None) -> None:
        self._linker: Linker = scan.linker
        self._knowledge: Knowledge = scan.linker.knowledge
        self._on = on
        self._text = scan.text
        self.named = scan.appearances(introduced, on)
        self._starts = [named.start for named in self.named]
        self._counts: dict[str, float] = {}
        for named in self.named:
            country = named.link.country
            if country in self._knowledge.countries and country:
                self._counts[country] = self._counts.get(country, 0.0) + (ADJECTIVE_COUNTS if named.adjective else 1.0)

    def focus(
        self, before: int, exclude: frozenset[str] = frozenset(), among: frozenset[str] | None = None
    ) -> str | None:
        """The country that the text is about: the most named one, the latest before `before` among near equals."""
        counts = {
            country: count
            for country, count in self._counts.items()
            if country and country not in exclude and (among is None or country in among)
        }
        if not counts:
            return None
        top = max(counts.values())
        rivals = {country for country, count in counts.items() if count >= NEARLY_AS_OFTEN * top}
        for named in reversed(self._before(before)):
            if named.link.country in rivals:
                return named.link.country
        return max(rivals, key=lambda country: counts[country])

    def describe(self, text: str, at: int, exclude: frozenset[str], sentence: tuple[int, int]) -> Links:
        """The actors that a phrase without a known name means at an offset; two for "the two countries"; or none.

        `exclude` holds the actors on the other side of the event, `sentence` the offsets of the sentence.
        """
        phrase = self._linker.parse(text)
        words = tuple(token.key for token in phrase.tokens)
        if not words or words[0] in _INDEFINITE or text[:1].isdigit():
            return []
        asked = _Asked(text, words, at, sentence, exclude)
        if asked.noun in _OPEN and len(words) > 1 and words[-1] == asked.noun:
            return []
        if asked.noun in _ABSTRACT and self._text.startswith(" to ", at + len(text)):
            return []
        if len(words) == 1 and words[0] in PRONOUNS:
            return self._all(self._pronoun(words[0], asked), asked, f"pronoun {text}")
        several = self._several(asked)
        if several is not None:
            return several
        apposed = self._apposed(asked)
        if apposed:
            return apposed
        country = self._country(asked)
        if country is not None:
            return country
        body = self._body(asked)
        if body or asked.noun in _COMPANIES:
            return body
        return self._role(phrase, asked) if phrase.headed is Headed.ROLE else []

    def _pronoun(self, word: str, asked: _Asked) -> list[Named]:
        return referents(
            word,
            self.named,
            self._text,
            asked.start,
            asked.sentence,
            lambda named: named.link.actor_id not in asked.exclude,
        )

    def _several(self, asked: _Asked) -> Links | None:
        """Those whom a plural or an ordinal means; None where the description is neither."""
        before = [one for one in self._before(asked.start) if one.link.actor_id not in asked.exclude]
        place = place_of(asked.words)
        if place is not None:
            runs = list(coordinated(before, self._text))
            wanted = 2 if asked.words[1] in ("former", "latter") else 0
            run = next((run for run in reversed(runs) if len(run) == wanted or (not wanted and len(run) > 1)), None)
            if run is None or place >= len(run):
                return []
            return self._all([run[place]], asked, f"{asked.text} of those told together")
        number = number_of(asked.words)
        if number is None:
            return None
        told = together(before, self._text, number, fitting(asked.words), lambda some: self._agree(some, asked.noun))
        return [self._stands(one, asked, "one of those told together") for one in told]

    def _agree(self, some: Sequence[Named], noun: str) -> bool:
        """Whether actors are what a description says of them together: neighbours lie beside each other."""
        if noun not in _NEIGHBOURS:
            return True
        first, *rest = (one.link.country for one in some)
        return all(other in self._knowledge.descriptions.of(first).neighbours for other in rest)

    def _apposed(self, asked: _Asked) -> Links:
        """The name that follows a description in commas: "the former colonial power, Portugal,"."""
        end = asked.start + len(asked.text)
        match = _APPOSED.match(self._text, end)
        if match is None or asked.words[0] in PRONOUNS - POSSESSIVE:
            return []
        index = bisect_left(self._starts, match.end())
        if index == len(self.named) or self.named[index].start != match.end():
            return []
        named = self.named[index]
        closed = self._text[named.end : named.end + 1] in (",", ".", ";", ":")
        return self._all([named], asked, "named in apposition") if closed and named.kind != "person" else []

    def _country(self, asked: _Asked) -> Links | None:
        """A country by what it is; None where the description is of no country."""
        words, noun = asked.words, asked.noun
        if "colonial" in words or (noun == "coloniser" and words[0] in _DEFINITE):
            return self._colonial(asked)
        if words == ("the", "former", "colony"):
            ruled = frozenset(c for c in self._counts if self._knowledge.descriptions.of(c).rulers)
            return self._of_country(asked, self.focus(asked.start, asked.exclude, ruled), "the former colony")
        if noun in _NEIGHBOURS and words[-1] == noun:
            return self._neighbour(asked)
        if noun in _RIVALS and words[-1] == noun and words[0] in POSSESSIVE:
            owner = next((one.link.country for one in self._pronoun(words[0], asked)), None)
            return self._of_country(asked, self._dominant(asked.exclude | {owner or ""}), f"rival of {owner}")
        if words in (("the", "region"), ("the", "area")):
            return self._of_country(asked, self._dominant(asked.exclude), "the country that dominates the text", ())
        if words == ("the", "capital"):
            return self._of_country(
                asked, self.focus(asked.start, asked.exclude), "the capital of the text's focus", ()
            )
        if (noun not in _COUNTRY_NOUNS | _ISLANDS) or words[-1] != noun or "country's" in asked.text:
            return None
        if words[0] == "that":
            last = self._last(asked, lambda named: named.link.actor_id in self._knowledge.countries)
            return self._all([last] if last else [], asked, "the last country named")
        if words[0] in POSSESSIVE and noun == "country":
            owners = self._pronoun(words[0], asked)
            return [link for one in owners[:1] for link in self._of_country(asked, one.link.country, "whose country")]
        among = self._among(words)
        if among is None and noun in _ISLANDS:
            return []
        if among is None and self._fronted(asked):
            return self._of_country(asked, self._fronted(asked), "the country that the sentence begins with")
        acting = asked.exclude | ({self._subject(asked)} if len(self._counts) > 1 else set())
        country = self.focus(asked.start, acting, among) or self.focus(asked.start, asked.exclude, among)
        return self._of_country(asked, country, "the country of the text")

    def _among(self, words: Sequence[str]) -> frozenset[str] | None:
        """The countries that fit the words of a description, or those before its noun where none that is named does."""
        among = regional(words, self._knowledge)
        if among is not None and not among & self._counts.keys():
            among = regional(words[:-1], self._knowledge)
        return among

    def _subject(self, asked: _Asked) -> str:
        """The country that acts in the sentence of a description, which means another then; empty where it speaks."""
        here = [one for one in self._before(asked.start) if one.start >= asked.sentence[0] and one.prominent]
        if not here or _SPEECH.search(self._text, here[0].end, asked.start):
            return ""
        return here[0].link.country or ""

    def _fronted(self, asked: _Asked) -> str | None:
        """The country of the place with which the sentence begins ("In Ouagadougou the new junta ...")."""
        for one in self._before(asked.start):
            if asked.sentence[0] <= one.start < asked.sentence[0] + _FRONTED and one.before in ("in", "from", "at"):
                return one.link.country
        return None

    def _colonial(self, asked: _Asked) -> Links:
        near = [one.link.country for one in reversed(self._before(asked.start)) if one.link.country]
        colonies = sorted(dict.fromkeys(near), key=lambda country: -self._counts.get(country, 0))
        ruler = ruler_of(colonies, frozenset(self._counts), self._knowledge)
        return self._of_country(asked, ruler, "the former colonial power")

    def _neighbour(self, asked: _Asked) -> Links:
        """ "Its northern neighbour", "the giant neighbour": a country that the text names and that lies beside."""
        if asked.words[0] in POSSESSIVE:
            owners = [one.link.country or "" for one in self._pronoun(asked.words[0], asked)]
        else:
            owners = sorted(self._counts, key=lambda country: -self._counts[country])
        traits = regional(set(asked.words) - {"northern", "southern", "eastern", "western"}, self._knowledge)
        for owner in owners:
            near = beside(owner, asked.words, self._knowledge) & self._counts.keys() - asked.exclude
            if near and (traits is None or near & traits):
                among = near if traits is None else near & traits
                return self._of_country(asked, self.focus(asked.start, asked.exclude, among), f"neighbour of {owner}")
        return []

    def _dominant(self, exclude: frozenset[str]) -> str | None:
        """The country that dominates the text, if one does."""
        counts = sorted(((count, name) for name, count in self._counts.items() if name not in exclude), reverse=True)
        if not counts or (len(counts) > 1 and counts[0][0] < DOMINANT * counts[1][0]):
            return None
        return counts[0][1]

    def _body(self, asked: _Asked, noun: str | None = None) -> Links:
        """A body or group by its kind: "the bloc", "the Cairo-based body", "the guerrillas", "the party"."""
        told = self._knowledge.descriptions
        kinds = told.nouns.get(noun or asked.noun)
        if kinds is None or asked.words[0] not in _DEFINITE or "foreign" in asked.words:
            return []
        seat = _SEAT.search(asked.text)
        if seat:
            city = seat.group(1).split(maxsplit=1)[-1]
            fits = [one for one in self._before(asked.start) if told.seats.get(one.link.actor_id or "") == city]
        else:
            fits = [one for one in self._before(asked.start) if {self._kind(one), one.link.actor_id} & kinds]
        fits = [one for one in fits if one.link.actor_id not in asked.exclude]
        heads = [one for one in fits if not one.modifies and not one.possessive]
        best = next((one for some in (heads, fits) for one in ranked(some, asked.sentence[0])), None)
        best = best or (fits[-1] if fits else None)
        return self._all([best] if best else [], asked, f"the last {asked.noun} named")

    def _role(self, phrase: Phrase, asked: _Asked) -> Links:
        """ "The minister", "the army", "its forces", "the country's security forces"."""
        words, role = asked.words, phrase.roles[-1].role
        head = phrase.tokens[phrase.roles[-1].last - 1].key
        plain = len(words) - (words[0] in ("the", "this")) == phrase.roles[-1].last - phrase.roles[-1].first
        if role.kind == "office" and plain and words[0] == "the" and singular(head) == head:
            bearer = self._last(asked, lambda named: _bears(named.link, phrase, self._knowledge))
            if bearer:
                return self._all([bearer], asked, f"the last {head} named")
        of_focus = singular(head) in _OF_THE_FOCUS or words[-2:] == ("security", "forces")
        if words[0] not in _DEFINITE and "'s" not in asked.text and not of_focus:
            return []
        if singular(head) in _COUNTRY_NOUNS and singular(head) != head:
            return []
        if role.sector and role.sector[0] == "UAF":
            return []
        if words[0] in POSSESSIVE:
            group = [one for one in self._pronoun(words[0], asked) if self._kind(one) not in ("country", "")]
            if group and group[0].kind != "person":
                return self._all(group, asked, f"{words[0]} {head}")
        if role.sector and role.sector[0] not in STATE_SECTORS:
            group_noun = next(
                (word for word in map(singular, words) if word in self._knowledge.descriptions.nouns), None
            )
            if group_noun and (links := self._body(asked, group_noun)):
                return links
        found = [
            self._linker.resolve_role(asked.text, country, _ROLE_SURE, f"of {country}, from the text", on=self._on)
            for country in self._owners(phrase, asked, head)
            if country in self._knowledge.countries
        ]
        return [link for link in found if link]

    def _owners(self, phrase: Phrase, asked: _Asked, head: str) -> list[str]:
        """The countries whose role a description tells: the owners', the last one's with such a role, the focus's."""
        words = asked.words
        if words[0] in POSSESSIVE:
            owners = [one.link.country for one in self._pronoun(words[0], asked)]
            return list(dict.fromkeys(country for country in owners if country))
        foreign = {"foreign", "western", "international"} & set(words[: phrase.roles[-1].last])
        if foreign and "ministry" not in words and "minister" not in words:
            return []
        if fronted := self._fronted(asked):
            return [fronted]
        far = head in _SINGULAR_ORGANS
        same = self._last(asked, lambda named: named.noun == head and (far or named.sentence >= self._recent(asked)))
        if same and same.link.country:
            return [same.link.country]
        country = self.focus(asked.start, asked.exclude)
        return [country] if country else []

    def _recent(self, asked: _Asked) -> int:
        before = self._before(asked.start)
        return before[-1].sentence - 2 if before else 0

    def _of_country(self, asked: _Asked, country: str | None, reason: str, sector: tuple[str, ...] = ("GOV",)) -> Links:
        actor = self._knowledge.countries.get(country or "") and self._knowledge.actors.get(country or "")
        if not actor:
            return []
        return [ActorLink(asked.text, actor.actor_id, actor.name, actor.country, sector, _COUNTRY_SURE, reason)]

    def _stands(self, named: Named, asked: _Asked, reason: str) -> ActorLink:
        """A member of several: a country for its people and organs, else the actor itself."""
        country = self._of_country(asked, named.link.country, reason)
        return country[0] if country and named.kind in ("country", "person") else self._all([named], asked, reason)[0]

    def _kind(self, named: Named) -> str:
        actor = self._knowledge.actors.get(named.link.actor_id or "")
        return actor.kind if actor else ""

    def _last(self, asked: _Asked, fits: Callable[[Named], bool]) -> Named | None:
        for named in reversed(self._before(asked.start)):
            if named.link.actor_id not in asked.exclude and fits(named):
                return named
        return None

    def _before(self, at: int) -> list[Named]:
        return self.named[: bisect_left(self._starts, at)]

    @staticmethod
    def _all(named: Iterable[Named], asked: _Asked, reason: str) -> Links:
        return [
            replace(
                one.link, text=asked.text, score=round(one.link.score * _SURE, 3), reason=f"{reason}: {one.link.name}"
            )
            for one in named
        ]


def stands_for_country(phrase: Phrase) -> bool:
    """Whether a description means a country as such ("the West African nation", "the two countries")."""
    return phrase.head in _COUNTRY_NOUNS or phrase.head in _COUNTRIES_NOUNS


def is_regional(phrase: Phrase, knowledge: Knowledge) -> bool:
    """Whether a description names a country by its region ("the Central American country"), though by no name."""
    return phrase.head in _COUNTRY_NOUNS and regional((token.key for token in phrase.tokens), knowledge) is not None


def _bears(link: ActorLink, phrase: Phrase, knowledge: Knowledge) -> bool:
    """Whether a named person is known by the title of the phrase ("the minister")."""
    role = phrase.roles[-1]
    title = {singular(token.key) for token in phrase.tokens[role.first : role.last]}
    return is_person(link, knowledge) and title <= {singular(token.key) for token in tokenize(link.reason)}
