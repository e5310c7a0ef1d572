"""Descriptions within one article: "the junta", "the two countries", "he", "its forces" → whoever was named before."""

import re
from collections.abc import Sequence

from legation.actors.appearance import Named
from legation.actors.bodies import COMPANIES, body_meant
from legation.actors.cast import Asked, Cast, Links
from legation.actors.countries import COUNTRY_NOUNS, country_meant
from legation.actors.organs import organ_meant
from legation.actors.phrase import Headed
from legation.actors.pronouns import POSSESSIVE, PRONOUNS, referents
from legation.actors.several import coordinated, fitting, number_of, place_of, together
from legation.actors.speaking import spoken
from legation.ontology.spelling import alias_key

_COUNTERPARTS = frozenset("rival foe enemy adversary ally partner".split())
_NEIGHBOURS = frozenset("neighbours neighbors".split())
# "Opposition to the dam" is nobody; "the wronged side" may be anybody.
_ABSTRACT = frozenset("opposition resistance".split())
_OPEN = frozenset({"side"})
_INDEFINITE = frozenset("a an another other others some several many few two three four five new more most".split())
_APPOSED = re.compile(r",\s+(?:the\s+)?")


def described(cast: Cast, text: str, at: int, exclude: frozenset[str], sentence: tuple[int, int]) -> Links:
    """The actors that a phrase without a known name means at an offset; two for "the two countries"; or none.

    `exclude` holds the actors on the other side of the event, `sentence` the offsets of the sentence.
    """
    phrase = cast.linker.parse(text)
    words = tuple(token.key for token in phrase.tokens)
    if not words or words[0] in _INDEFINITE or text[:1].isdigit():
        return []
    asked = Asked(text, words, at, sentence, exclude)
    if _anybody(cast, asked):
        return []
    if len(words) == 1 and words[0] in PRONOUNS:
        return cast.actors(referents(words[0], cast, asked), asked, f"pronoun {text}")
    if said := spoken(cast, phrase, asked):
        return said
    if all(token.capital or token.key == "the" for token in phrase.tokens) and phrase.headed is Headed.UNKNOWN_NAME:
        return _shortened(cast, asked)
    if named := _by_its_noun(cast, asked):
        return named
    several = _several(cast, asked)
    if several is not None:
        return several
    meant = _apposed(cast, asked) or _counterpart(cast, asked)
    if meant:
        return meant
    country = country_meant(cast, asked)
    if country is not None:
        return country
    body = body_meant(cast, asked)
    if body or asked.noun in COMPANIES:
        return body
    return organ_meant(cast, phrase, asked) if phrase.headed is Headed.ROLE else []


def _anybody(cast: Cast, asked: Asked) -> bool:
    """Whether a description may stand for nobody in particular: "the wronged side", "opposition to"."""
    if asked.words[-1] in _OPEN and len(asked.words) > 1:
        return True
    return asked.noun in _ABSTRACT and cast.text.startswith(" to ", asked.end)


def _several(cast: Cast, asked: Asked) -> Links | None:
    """Those whom a plural or an ordinal means; None where the description is neither."""
    before = [one for one in cast.before(asked.start) if one.link.actor_id not in asked.exclude]
    place = place_of(asked.words)
    if place is not None:
        runs = list(coordinated(before, cast.text))
        wanted = 2 if asked.words[1] in ("former", "latter") else 0
        run = next((run for run in reversed(runs) if len(run) == wanted or (not wanted and len(run) > 1)), None)
        if run is None or place >= len(run):
            return []
        return cast.actors([run[place]], asked, f"{asked.text} of those told together")
    number = number_of(asked.words)
    if number is None:
        return None
    told = together(before, cast.text, number, fitting(asked.words), lambda some: _agree(cast, some, asked))
    return [cast.member(one, asked, "one of those told together") for one in told]


def _agree(cast: Cast, some: Sequence[Named], asked: Asked) -> bool:
    """Whether actors are what a description says of them together: neighbours lie beside each other."""
    if asked.words[-1] not in _NEIGHBOURS:
        return True
    first, *rest = (one.link.country for one in some)
    return all(other in cast.knowledge.descriptions.of(first).neighbours for other in rest)


def _shortened(cast: Cast, asked: Asked) -> Links:
    """The last one named in full whose name holds the words of a shorter one: "the Tigers"."""
    short = tuple(word for word in asked.words if word != "the")
    whole = cast.last(asked, lambda one: one.kind != "person" and set(short) < set(_words_of(cast, one)))
    return cast.actors([whole] if whole and short else [], asked, "short for one named in full")


def _by_its_noun(cast: Cast, asked: Asked) -> Links:
    """The last body or group whose full name ends with the noun of a description: "the council", "the forces"."""
    if len(asked.words) != 2 or asked.words[0] != "the" or asked.noun in COUNTRY_NOUNS:
        return []
    whole = cast.last(
        asked,
        lambda one: one.kind not in ("person", "country") and _words_of(cast, one)[1:][-1:] == asked.words[1:],
    )
    return cast.actors([whole] if whole else [], asked, f"the last {asked.noun} named in full")


def _words_of(cast: Cast, one: Named) -> tuple[str, ...]:
    return alias_key(cast.text[one.start : one.end])


def _apposed(cast: Cast, asked: Asked) -> Links:
    """The name that follows a description in commas: "the former colonial power, Portugal,"."""
    match = _APPOSED.match(cast.text, asked.end)
    named = cast.at(match.end()) if match and asked.words[0] not in PRONOUNS - POSSESSIVE else None
    if named is None or named.kind == "person" or cast.text[named.end : named.end + 1] not in (",", ".", ";", ":"):
        return []
    return cast.actors([named], asked, "named in apposition")


def _counterpart(cast: Cast, asked: Asked) -> Links:
    """ "Its rival", "their ally": the country that dominates the text beside those whose rival or ally it is."""
    if asked.words[-1] not in _COUNTERPARTS or asked.words[0] not in POSSESSIVE:
        return []
    owners = frozenset(one.link.country or "" for one in referents(asked.words[0], cast, asked))
    return cast.country(asked, cast.dominant(asked.exclude | owners), f"{asked.noun} of {' '.join(sorted(owners))}")
