"""Finds the triggers of a parsed sentence, each with the words that make it up and its cooperation theme."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from legation.coding import syntax
from legation.coding.lexicon import Lexicon, Pattern, Trigger

MayAct = Callable[[str], bool]

_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_OWN_SLOTS = {"obj": syntax.patients, "subj": syntax.agents, "poss": syntax.possessors, "mod": syntax.modifiers}
# Types whose object may name a cooperation though the trigger names none ("sign a *defence pact*").
_GIVEN = frozenset({"training", "arms", "finance", "intelligence", "logistics", "exercise", "industry", "policing"})
_SIGNED = frozenset({"framework", "commitment", "industry", "basing"})
_OPEN_TO_THEME = {
    "SUPPORT": _SIGNED,
    "AGREE": _SIGNED | _GIVEN,
    "REQUEST": _SIGNED | _GIVEN,
    "AID": _GIVEN,
    "COOPERATE": _GIVEN,
}
# Nouns that count or contain what the theme names ("a batch of drones", "deliveries of arms").
_CONTAINERS = frozenset(
    "number group batch delivery shipment supply contingent hundred thousand dozen team set round series lot package "
    "handful withdrawal departure arrival sale transfer provision detachment consignment fleet pair rest remainder "
    "last first most all some part half wave contract deal agreement".split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """A trigger in a sentence. `head` is the verb or noun, `words` all tokens of the pattern, `theme` the noun that
    names the cooperation, `cooperation` its type (or the trigger's own)."""

    trigger: Trigger
    head: Token
    words: tuple[Token, ...]
    theme: Token | None
    cooperation: str | None


def themes(doc: Doc, lexicon: Lexicon) -> dict[int, str]:
    """Cooperation type by the index of each noun that names one, by the longest lemma phrase that ends there."""
    lemmas = [token.lemma_.lower() for token in doc]
    found = {}
    for index, lemma in enumerate(lemmas):
        if doc[index].pos_ not in ("NOUN", "PROPN", "VERB", "ADJ", "NUM"):
            continue
        for pattern, cooperation in lexicon.themes.get(lemma, ()):
            if tuple(lemmas[max(0, index + 1 - len(pattern)) : index + 1]) == pattern:
                found[index] = cooperation
                break
    return found


def matches(doc: Doc, lexicon: Lexicon, may_act: MayAct) -> list[Match]:
    """The events of a sentence in text order; no token is the head of two triggers of one theme."""
    named = themes(doc, lexicon)
    found = [match for token in doc for match in _at(token, named, lexicon, may_act)]
    inner = {word.i for match in found for word in match.words if word.i != match.head.i}
    inner |= {match.theme.i for match in found if match.theme is not None and match.head.pos_ == "VERB"}
    return [match for match in found if match.head.i not in inner]


def _at(token: Token, named: dict[int, str], lexicon: Lexicon, may_act: MayAct) -> Iterator[Match]:
    pos = _POS.get(token.pos_)
    if pos is None:
        return
    lemma = token.lemma_.lower()
    if pos == "verb" and (_is_negative(token, lexicon) or _is_question(token)):
        return
    for trigger in lexicon.triggers.get((lemma, pos), ()):
        words = _words(token, trigger.pattern)
        if words is None:
            continue
        objects = _theme_candidates(token, words)
        fitting = [noun for noun in objects if noun.i in named]
        if not _fits(trigger, token, words, fitting, named, may_act):
            continue
        if trigger.cooperation != "*":
            open_to = _OPEN_TO_THEME.get(trigger.event_type, frozenset()) if not trigger.cooperation else frozenset()
            wanted = next((named[noun.i] for noun in fitting if named[noun.i] in open_to), trigger.cooperation)
            theme = next((noun for noun in fitting if named[noun.i] == wanted), None)
            yield Match(trigger, token, words, theme, wanted or None)
        elif fitting:
            for noun in _one_of_each(fitting, named):
                yield Match(trigger, token, words, noun, named[noun.i])
        else:
            yield Match(trigger, token, words, None, None)
        return


def _is_question(verb: Token) -> bool:
    """Whether somebody asks for information, not for an act ("asked how many …", "asked whether …")."""
    if verb.lemma_ not in ("ask", "question", "wonder"):
        return False
    return any(word.lower_ in ("how", "whether", "why", "what", "if") for word in verb.subtree if word.i > verb.i)


def _is_negative(token: Token, lexicon: Lexicon) -> bool:
    patterns = lexicon.negatives.get(token.lemma_.lower())
    if not patterns:
        return False
    below = {child.lemma_.lower() for child in syntax.descendants(token, 2)}
    return any(below.issuperset(further) for further in patterns)


def _words(head: Token, pattern: Pattern) -> tuple[Token, ...] | None:
    """The tokens of a pattern: its head, and for each further lemma a token attached to those before."""
    words = [head]
    for lemma in pattern[1:]:
        below = [token for token in syntax.complement_words(head, 3) if lemma in (token.lemma_.lower(), token.lower_)]
        fresh = [token for token in below if token not in words]
        if not fresh:
            return None
        words.append(fresh[0])
    return tuple(words)


def _theme_candidates(head: Token, words: tuple[Token, ...]) -> list[Token]:
    """The nouns that may name the cooperation: objects, what they contain, the of-phrase of a noun, pattern words."""
    nouns = list(words[1:])
    if head.pos_ in ("VERB", "AUX"):
        nouns += syntax.patients(head)
        nouns += [noun for word in words[1:] if word.pos_ == "ADP" for noun in syntax.complements(head, word.lower_)]
    else:
        nouns += [head, *syntax.complements(head, "of"), *syntax.complements(head, "for")]
        nouns += [child for child in head.lefts if child.dep_ in ("compound", "amod", "poss")]
    for noun in list(nouns):
        if noun.lemma_.lower() in _CONTAINERS:
            nouns += syntax.complements(noun, "of")
            nouns += [child for child in noun.lefts if child.dep_ == "compound"]
    seen: dict[int, Token] = {noun.i: noun for noun in nouns if noun.pos_ not in ("ADP", "PRON")}
    return list(seen.values())


def _one_of_each(nouns: list[Token], named: dict[int, str]) -> list[Token]:
    first: dict[str, Token] = {}
    for noun in nouns:
        first.setdefault(named[noun.i], noun)
    return list(first.values())


def _fits(
    trigger: Trigger,
    head: Token,
    words: tuple[Token, ...],
    fitting: list[Token],
    named: dict[int, str],
    may_act: MayAct,
) -> bool:
    kind, values = trigger.needs
    if kind == "":
        return True
    if kind == "theme":
        return any(values == ("any",) or named[noun.i] in values for noun in fitting)
    if kind == "noobj":
        return all(noun in words for noun in syntax.patients(head))
    if kind == "actor":
        return any(may_act(text(noun)) for noun in slot_tokens(trigger.target, head, words))
    return any(noun.lemma_.lower() in values for noun in slot_tokens((kind,), head, words))


def text(head: Token) -> str:
    """The words of the noun phrase of a head."""
    start, end = syntax.phrase(head)
    return str(head.doc.text[start:end])


def slot_tokens(slots: tuple[str, ...], head: Token, words: tuple[Token, ...]) -> list[Token]:
    """Heads of the phrases in the first of the slots that is filled; the pattern's own words do not fill a slot."""
    for slot in slots:
        found = [token for token in _slot(slot, head, words) if token not in words and not syntax.is_time(token)]
        if found:
            return found
    if "obj" in slots:  # the pattern's own noun, where it says whose it is: "train *Niger's forces*"
        return [word for word in words[1:] if syntax.possessors(word) or syntax.modifiers(word)]
    return []


def _slot(slot: str, head: Token, words: tuple[Token, ...]) -> list[Token]:
    if slot == "iobj":
        return [child for child in head.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    if slot in _OWN_SLOTS and (head.pos_ in ("VERB", "AUX") or slot in ("poss", "mod")):
        own = _OWN_SLOTS[slot](head)
        if slot == "obj" and all(token in words for token in own):  # "threaten to attack *South Korea*"
            return [token for word in words[1:] if word.pos_ == "VERB" for token in syntax.patients(word)]
        return own
    objects = [*words[1:], *(syntax.patients(head) if head.pos_ in ("VERB", "AUX") else syntax.complements(head, "of"))]
    if slot in ("objposs", "poss", "mod"):
        owners = [owner for noun in objects for owner in syntax.possessors(noun) or syntax.modifiers(noun)]
        return [owner for owner in owners if owner.pos_ != "PRON"]
    word = slot.removeprefix("obj") if slot != "obj" else ""
    inner = [noun for place in objects for noun in syntax.complements(place, "of")]
    places = [*objects, *inner] if slot.startswith("obj") else [head, *objects, *inner]
    for place in places:
        if word and (found := syntax.complements(place, word)):
            return found
    return []
