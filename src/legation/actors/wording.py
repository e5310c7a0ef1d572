"""What the words of a phrase say of its sector and its office, whoever its actor is."""

from collections.abc import Sequence

from legation.actors.names import Found
from legation.actors.phrase import Phrase
from legation.actors.roles import GENERIC, singular
from legation.actors.senses import Sense
from legation.ontology.knowledge import Knowledge

_SERVES_ABROAD = frozenset(
    """
    ambassador envoy representative delegation delegate mission diplomat emissary consul embassy
    """.split()
)
# Titles without a sector of their own that, of a bare country, mean its government.
_SPEAKS = ("spokes", "chief", "head", "deputy", "secretary")
_NOT_THE_HOLDER = frozenset("then deputy vice designate elect nominee shadow next new incoming outgoing".split())
_WORLDWIDE = frozenset("multinational transnational international foreign global".split())
# Those who lead a people hold no office for it.
ELDERS = frozenset("leader chief elder representative".split())


def sector_of(phrase: Phrase) -> tuple[str, ...]:
    """The sector of the head role; one that speaks for another role takes that one's ("police spokesman")."""
    last = phrase.roles[-1]
    noun = singular(phrase.tokens[last.last - 1].key)
    if not last.role.sector or (noun in GENERIC and last.last - last.first == 1):
        if len(phrase.roles) > 1 and phrase.roles[-2].role.sector:
            return phrase.roles[-2].role.sector
        if phrase.complement_role and phrase.complement_role.role.sector:
            return phrase.complement_role.role.sector
    return last.role.sector or (("GOV",) if noun.startswith(_SPEAKS) else ("UNK",))


def modified(sector: tuple[str, ...], phrase: Phrase, knowledge: Knowledge) -> tuple[str, ...]:
    """A sector after the words before the role ("former", "opposition")."""
    for words in phrase.modifiers:
        effect = knowledge.modifiers[words]
        if effect != "keep":
            sector = (effect,)
    return sector


def former(phrase: Phrase, knowledge: Knowledge) -> bool:
    """Whether a word before the role keeps today's holder from being meant ("former", "deputy", "elect")."""
    changed = any(knowledge.modifiers[words] != "keep" for words in phrase.modifiers)
    named = {index for owner in phrase.owners for index in range(owner.first, owner.last)}
    before = {token.key for index, token in enumerate(phrase.tokens[: phrase.roles[-1].first]) if index not in named}
    return changed or bool(_NOT_THE_HOLDER & before)


def wordings(phrase: Phrase) -> tuple[str, ...]:
    """The title in a phrase as it stands, without the names in it, and with all that follows."""
    role = phrase.roles[-1]
    named = {index for owner in (*phrase.owners, *phrase.complements) for index in range(owner.first, owner.last)}
    own = [token.text for index, token in enumerate(phrase.tokens) if index not in named and token.key != "the"]
    inside = [phrase.tokens[index].text for index in range(role.first, role.last) if index not in named]
    return tuple(" ".join(words) for words in (phrase.words(role.first, role.last).split(), inside, own) if words)


def worldwide(phrase: Phrase) -> bool:
    """Whether companies are told to be of many countries or of others."""
    return phrase.roles[-1].role.sector[:1] == ("BUS",) and any(token.key in _WORLDWIDE for token in phrase.tokens)


def definite(phrase: Phrase) -> bool:
    """Whether a phrase begins with the article "the"."""
    return bool(phrase.tokens) and phrase.tokens[0].key == "the"


def body_named(owners: Sequence[tuple[Found, Sense]], phrase: Phrase) -> Sense | None:
    """The body or group whose name follows the noun that says what it is ("the UN mission MINUSMA")."""
    found, sense = owners[-1] if owners else (None, None)
    if found is None or sense is None or sense.person or sense.actor.kind == "country":
        return None
    after = found.first >= phrase.roles[-1].last and not phrase.tokens[found.last - 1].possessive
    return sense if after and found.last == phrase.end else None


def owner_of(owners: Sequence[tuple[Found, Sense]], phrase: Phrase, knowledge: Knowledge) -> Sense | None:
    """Of the names that modify the head, the one whose role it is."""
    if not owners:
        return None
    states = [(found, sense) for found, sense in owners if sense.actor.kind == "country"]
    others = [(found, sense) for found, sense in owners if sense.actor.kind != "country"]
    if not others:
        return states[0][1]
    if states and states[0][0].first < others[0][0].first:
        found = states[0][0]
        last = singular(phrase.tokens[phrase.roles[-1].last - 1].key) if phrase.roles else ""
        own = found.demonym or phrase.tokens[found.last - 1].possessive or last in _SERVES_ABROAD
        if own and (others[0][1].actor.country not in knowledge.actors) and others[0][1].actor.kind != "contractor":
            international = others[0][1].actor.country in ("IGO", "NGO")
            return states[0][1] if international else others[0][1]
    return others[0][1]
