"""Countries by what they are: "the West African nation", "its northern neighbour", "the former colonial power"."""

import re
from collections.abc import Sequence

from legation.actors.cast import DEFINITE, Asked, Cast, Links
from legation.actors.geography import beside, regional, ruler_of
from legation.actors.phrase import Phrase
from legation.actors.pronouns import POSSESSIVE, referents
from legation.ontology.knowledge import Knowledge

COUNTRY_NOUNS = frozenset("country nation state republic kingdom monarchy emirate sultanate federation".split())
_ISLANDS = frozenset("island archipelago".split())
_NEIGHBOURS = frozenset("neighbour neighbor".split())
_DIRECTIONS = frozenset("northern southern eastern western".split())
_COUNTRIES_NOUNS = frozenset(
    """
    countries nations states sides parties neighbours neighbors governments allies capitals
    """.split()
)
# So much more than another is the country named that acts in a sentence, if "the country" there means it after all.
_FAR_MORE = 3
_SPEECH = re.compile(r"\b(?:said|says|say|told|tells|saying|added|warned|announced|claims|claimed|according)\b")


def country_meant(cast: Cast, asked: Asked) -> Links | None:
    """The country that a description means, if it can be told; None where the description is of no country."""
    words, noun = asked.words, asked.words[-1]
    if "colonial" in words or (noun == "coloniser" and words[0] in DEFINITE):
        return _colonial(cast, asked)
    if words == ("the", "former", "colony"):
        ruled = frozenset(country for country in cast.counts if cast.knowledge.descriptions.of(country).rulers)
        return cast.country(asked, cast.focus(asked.start, asked.exclude, ruled), "the former colony")
    if noun in _NEIGHBOURS:
        return _neighbour(cast, asked)
    if words in (("the", "region"), ("the", "area")):
        return cast.country(asked, cast.dominant(asked.exclude), "the country that dominates the text", ())
    if words == ("the", "capital"):
        return cast.country(asked, cast.focus(asked.start, asked.exclude), "the capital of the text's focus", ())
    if noun not in COUNTRY_NOUNS | _ISLANDS or "country's" in asked.text:
        return None
    if words[0] == "that" or cast.text.endswith(" that ", 0, asked.start):
        last = cast.last(asked, lambda named: named.link.actor_id in cast.knowledge.countries)
        return cast.actors([last] if last else [], asked, "the last country named")
    if words[0] in POSSESSIVE and noun == "country":
        return cast.country(asked, owner_of(cast, asked), "whose country")
    return _nation(cast, asked)


def owner_of(cast: Cast, asked: Asked) -> str | None:
    """The country of whoever the possessive pronoun before a description means."""
    return next((one.link.country for one in referents(asked.words[0], cast, asked)), None)


def acting(cast: Cast, asked: Asked) -> frozenset[str]:
    """The country that acts in the sentence of a description, which means another then; none where it only speaks."""
    here = [one for one in cast.before(asked.start) if one.start >= asked.sentence[0] and one.prominent]
    if not here or len(cast.counts) < 2 or _SPEECH.search(cast.text, here[0].end, asked.start):
        return frozenset()
    return frozenset({here[0].link.country or ""})


def stands_for_country(phrase: Phrase) -> bool:
    """Whether a description means a country as such ("the West African nation", "the two countries")."""
    return phrase.head in COUNTRY_NOUNS or phrase.head in _COUNTRIES_NOUNS


def is_regional(phrase: Phrase, knowledge: Knowledge) -> bool:
    """Whether a description names a country by its region ("the Central American country"), though by no name."""
    return phrase.head in COUNTRY_NOUNS and regional((token.key for token in phrase.tokens), knowledge) is not None


def _nation(cast: Cast, asked: Asked) -> Links:
    """ "The country", "the island nation"."""
    among = _among(asked.words, cast)
    if among is None and asked.words[-1] in _ISLANDS:
        return []
    if among is None and (fronted := cast.fronted(asked)):
        return cast.country(asked, fronted, "the country that the sentence begins with")
    actor = acting(cast, asked)
    country = cast.focus(asked.start, asked.exclude | actor, among)
    if sum(cast.counts.get(one, 0) for one in actor) > _FAR_MORE * cast.counts.get(country or "", 0):
        country = None
    return cast.country(asked, country or cast.focus(asked.start, asked.exclude, among), "the country of the text")


def _among(words: Sequence[str], cast: Cast) -> frozenset[str] | None:
    """The countries that fit the words of a description, or those before its noun where none that is named does."""
    among = regional(words, cast.knowledge)
    if among is not None and not among & cast.counts.keys():
        among = regional(words[:-1], cast.knowledge)
    return among


def _colonial(cast: Cast, asked: Asked) -> Links:
    near = [one.link.country for one in reversed(cast.before(asked.start)) if one.link.country]
    colonies = sorted(dict.fromkeys(near), key=lambda country: -cast.counts.get(country, 0))
    return cast.country(asked, ruler_of(colonies, frozenset(cast.counts), cast.knowledge), "the former colonial power")


def _neighbour(cast: Cast, asked: Asked) -> Links:
    """ "Its northern neighbour", "the giant neighbour": a country that the text names and that lies beside."""
    if asked.words[0] in POSSESSIVE:
        owners = [owner_of(cast, asked) or ""]
    else:
        owners = sorted(cast.counts, key=lambda country: -cast.counts[country])
    traits = regional(set(asked.words) - _DIRECTIONS, cast.knowledge)
    named = cast.counts.keys() - asked.exclude
    for owner in owners:
        near = beside(owner, asked.words, frozenset(named if traits is None else named & traits), cast.knowledge)
        if near:
            return cast.country(asked, cast.focus(asked.start, asked.exclude, near), f"neighbour of {owner}")
    return []
