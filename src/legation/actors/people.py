"""People and organs told without their country: "22 police officers", "several NGOs", in a text about one country."""

from legation.actors.cast import Cast, Links
from legation.actors.linking import NOT_OF_HERE
from legation.actors.phrase import Headed, Phrase
from legation.actors.roles import singular
from legation.ontology.knowledge import STATE_SECTORS

# How sure a role is of the country that the text is about, where nothing beside it tells of another.
_OF_THE_TEXT = 0.55
# Whose country is seldom that of the events, or whom a text keeps apart because it is not known.
_NOT_AT_HOME = frozenset({"UAF", "UNK", "REF", "REB", "PRM", "IGO", "NGO", "MNC"})
# Words that tell of people from elsewhere, of many countries, or of nobody's in particular.
_ELSEWHERE = NOT_OF_HERE | frozenset(
    """
    world global worldwide overseas abroad neighbouring neighboring expatriate foreigner tourist exile diaspora visiting
    both two three country countries nation nations states continent
    """.split()
)
# Nouns of forces, envoys and heads of state, of which a text about one country as often tells of another's.
_SENT_ABROAD = frozenset(
    """
    force troop soldier fighter mercenary instructor trainer adviser advisor envoy ambassador diplomat embassy consulate
    delegation mission peacekeeper leader president minister spokesman spokeswoman spokesperson
    """.split()
)
_FAITHS = frozenset("catholic protestant orthodox anglican evangelical jewish hindu buddhist sunni shia shiite".split())
# "Men" may be of any kind, soldiers as well as villagers.
_ANYBODY = frozenset({"man"})


def of_the_text(cast: Cast, text: str, *, opens: bool) -> Links:
    """The role of a phrase in the one country that the text is about; none where it may be of another.

    `opens` says that the phrase begins a sentence, so that its first capital tells nothing.
    """
    phrase = cast.linker.parse(text)
    if phrase.headed is not Headed.ROLE or not _unowned(phrase):
        return []
    before = phrase.tokens[opens : phrase.roles[-1].last]
    if any(token.capital and token.key not in cast.linker.roles.words | _FAITHS for token in before):
        return []  # "Facebook representatives"
    country = cast.one_country()
    link = cast.linker.resolve_role(text, country or "", _OF_THE_TEXT, f"the text is about {country}", on=cast.on)
    return [link] if link and _at_home(phrase, link.sector) else []


def _unowned(phrase: Phrase) -> bool:
    """Whether nothing in a phrase names another country, person or body, or tells of people from elsewhere."""
    named = phrase.owners or phrase.complements or phrase.tail
    return not named and not _ELSEWHERE.intersection(token.key for token in phrase.tokens)


def _at_home(phrase: Phrase, sector: tuple[str, ...]) -> bool:
    """Whether a role is one that people have in their own country, and tells of some in particular ("a junta" none)."""
    role = phrase.roles[-1]
    word = phrase.tokens[role.last - 1].key
    head = singular(word)
    if head in _ANYBODY or not sector or sector[0] in _NOT_AT_HOME or (role.role.kind == "organ" and head == word):
        return False
    governs = any(token.key == "government" for token in phrase.tokens[: role.last])
    return sector[0] not in STATE_SECTORS or head not in _SENT_ABROAD or governs
