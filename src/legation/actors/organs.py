"""Offices and organs without a country: "the minister", "the army", "its forces", "the country's security forces"."""

from dataclasses import replace

from legation.actors.appearance import is_person
from legation.actors.bodies import body_meant
from legation.actors.cast import DEFINITE, Asked, Cast, Links
from legation.actors.countries import COUNTRY_NOUNS, acting
from legation.actors.phrase import Phrase
from legation.actors.pronouns import POSSESSIVE, referents
from legation.actors.roles import GENERIC, singular
from legation.ontology.knowledge import STATE_SECTORS, Knowledge
from legation.ontology.spelling import tokenize
from legation.records.actor import ActorLink

_ROLE_SURE = 0.66
# Of these a text seldom has two: "the embassy" is the one named before, however far back.
_SINGULAR_ORGANS = frozenset("embassy ambassador envoy ministry junta guard council consulate delegation".split())
# Without an article only these mean those of the country that the text is about; others may be anybody's.
_OF_THE_FOCUS = frozenset(
    "police army military government authority official parliament lawmaker mp minister ministry court prosecutor "
    "gendarme gendarmerie junta spokesman spokeswoman spokesperson president premier opposition protester demonstrator "
    "civilian resident villager journalist activist".split()
)
_SENT_ABROAD = frozenset("embassy consulate ambassador envoy diplomat delegation mission troop soldier force".split())
_ABROAD = frozenset("foreign western international".split())
_OF_MANY = frozenset("regional multinational".split())
_REACH = 2


def organ_meant(cast: Cast, phrase: Phrase, asked: Asked) -> Links:
    """Whose office, organ or people a description with a role means; none where it may be anybody's."""
    head = phrase.tokens[phrase.roles[-1].last - 1].key
    if bearer := _bearer(cast, phrase, asked, head):
        return bearer
    if not _tells_one(phrase, asked, head):
        return []
    if asked.words[0] in POSSESSIVE:
        group = [one for one in referents(asked.words[0], cast, asked) if cast.kind(one) not in ("country", "")]
        if group and group[0].kind != "person":
            return cast.actors(group, asked, f"{asked.words[0]} {head}")
    sector = phrase.roles[-1].role.sector
    if sector and sector[0] not in STATE_SECTORS:
        nouns = cast.knowledge.descriptions.nouns
        noun = next((word for word in map(singular, asked.words) if word in nouns), None)
        if noun and (links := body_meant(cast, asked, noun)):
            return links
    fuller = _fuller(cast, asked, head)
    found = [
        cast.linker.resolve_role(fuller, country, _ROLE_SURE, f"of {country}, from the text", on=cast.on)
        for country in _owners(cast, phrase, asked, head)
        if country in cast.knowledge.countries
    ]
    return [replace(link, text=asked.text) for link in found if link]


def _fuller(cast: Cast, asked: Asked, head: str) -> str:
    """The last longer wording of a role that says little by itself: "the officers" after "police officers"."""
    if singular(head) not in GENERIC or len(asked.words) != 2 or asked.words[0] not in DEFINITE - POSSESSIVE:
        return asked.text
    tokens = cast.scan.tokens
    longer = (
        cast.scan.words(role.first, role.last)
        for role in reversed(cast.scan.roles)
        if tokens[role.last - 1].end < asked.start and role.last - role.first > 1 and tokens[role.last - 1].key == head
    )
    return next(longer, asked.text)


def _bearer(cast: Cast, phrase: Phrase, asked: Asked, head: str) -> Links:
    """The person named before whose title is all that the description says: "the minister"."""
    role = phrase.roles[-1]
    plain = len(asked.words) - (asked.words[0] in ("the", "this")) == role.last - role.first
    if role.role.kind != "office" or not plain or asked.words[0] != "the" or singular(head) != head:
        return []
    bearer = cast.last(asked, lambda named: _bears(named.link, phrase, cast.knowledge))
    return cast.actors([bearer] if bearer else [], asked, f"the last {head} named")


def _bears(link: ActorLink, phrase: Phrase, knowledge: Knowledge) -> bool:
    """Whether a named person is known by the title of the phrase ("the minister")."""
    role = phrase.roles[-1]
    title = {singular(token.key) for token in phrase.tokens[role.first : role.last]}
    return is_person(link, knowledge) and title <= {singular(token.key) for token in tokenize(link.reason)}


def _tells_one(phrase: Phrase, asked: Asked, head: str) -> bool:
    """Whether the owner of a role can be told at all."""
    of_focus = singular(head) in _OF_THE_FOCUS or asked.words[-2:] == ("security", "forces")
    if asked.words[0] not in DEFINITE and "'s" not in asked.text and not of_focus:
        return False
    if singular(head) in COUNTRY_NOUNS and singular(head) != head:
        return False
    return phrase.roles[-1].role.sector[:1] != ("UAF",)


def _owners(cast: Cast, phrase: Phrase, asked: Asked, head: str) -> list[str]:
    """The countries whose role a description tells: the owners', the last one's with such a role, the focus's."""
    words = asked.words
    if words[0] in POSSESSIVE:
        return list(dict.fromkeys(one.link.country for one in referents(words[0], cast, asked) if one.link.country))
    if _ABROAD & set(words[: phrase.roles[-1].last]) and "ministry" not in words and "minister" not in words:
        return []
    if _OF_MANY & set(words) and singular(head) in _SENT_ABROAD:
        return []  # "the regional force" is of several
    place = None if singular(head) in _SENT_ABROAD else cast.place_after(asked)
    if place := place or cast.fronted(asked):
        return [place]
    before = cast.before(asked.start)
    recent = before[-1].sentence - _REACH if before and singular(head) not in _SINGULAR_ORGANS else 0
    same = cast.last(asked, lambda named: named.noun == head and named.sentence >= recent)
    if same and same.link.country:
        return [same.link.country]
    about = cast.one_country()
    if about in asked.exclude and singular(head) in _OF_THE_FOCUS:
        return [str(about)]  # both sides of what happens within one country
    others = acting(cast, asked) if words[:2] == ("the", "country") else frozenset()
    country = cast.focus(asked.start, asked.exclude | others) or cast.focus(asked.start, asked.exclude)
    return [country] if country else []
