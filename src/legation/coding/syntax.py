"""Questions to a dependency parse: whose act a verb is, what it acts on, and which words make up a phrase."""

from collections.abc import Iterator

from spacy.tokens import Token

_TIMES = frozenset("day week weekend month year decade today yesterday tomorrow time end beginning past hour".split())
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday".split()
)
# Of "accused France of arming rebels" the object is the one who acts.
_CHARGING = frozenset("accuse suspect convict blame ban bar stop prevent block".split())
# People whose country may follow them ("a delegation *from China*").
_SENT = frozenset("delegation team official expert envoy representative diplomat instructor trainer specialist".split())
SUBJECT = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECT = frozenset({"nsubjpass", "csubjpass"})
_PREPOSITION = frozenset({"prep", "dative", "agent", "prt", "advmod"})
_LEFT_OF_HEAD = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "advmod", "quantmod", "predet", "neg"})
_LISTING = frozenset({"including", "like"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM"})
# Verbs whose object acts in the clause below ("asked Russia to train"); of others the subject does ("promised to").
_OBJECT_CONTROL = frozenset(
    "ask urge order invite help allow want request tell force enable press push encourage permit instruct call "
    "authorize authorise require expect accuse have get let make beg advise persuade convince".split()
)


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, as a clause or as a participle after a noun."""
    if any(child.dep_ in PASSIVE_SUBJECT or child.dep_ == "auxpass" for child in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not _own_subject(verb):
        return is_passive(verb.head) and not any(child.dep_ == "dobj" for child in verb.children)
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def members(head: Token) -> list[Token]:
    """The head of a noun phrase and those coordinated with it, in text order."""
    found = [head]
    for token in found:
        found += [child for child in token.children if child.dep_ == "conj" and child.pos_ in _NOMINAL]
    return found


def _own_subject(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in SUBJECT]


def has_own_subject(verb: Token) -> bool:
    """Whether the clause of a verb names its own subject."""
    return bool(_own_subject(verb)) or any(child.dep_ in PASSIVE_SUBJECT for child in verb.children)


def agents(verb: Token, depth: int = 0) -> list[Token]:
    """Heads of the phrases whose act the verb is, also where its clause leaves them to be understood."""
    if depth > 6:
        return []
    if is_passive(verb):
        by = [
            child for child in verb.children if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")
        ]
        found = [noun for preposition in by for noun in _objects_of(preposition)]
        shared = [child for child in verb.children if child.dep_ == "conj" and child.tag_ == "VBN"]
        return found or [noun for other in shared if not has_own_subject(other) for noun in agents(other, depth + 1)]
    own = _own_subject(verb)
    if own:
        return [noun for subject in own for noun in members(antecedent(subject))]
    return _understood_agents(verb, depth + 1)


def _understood_agents(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_ in _OBJECT_CONTROL and (objects := _direct_objects(head)):
        return objects
    if verb.dep_ in ("xcomp", "conj", "advcl", "pcomp", "ccomp", "prep", "acomp"):
        if head.pos_ in ("VERB", "AUX"):
            return patients(head) if is_passive(head) and verb.dep_ != "conj" else agents(head, depth)
        if head.dep_ in ("prep", "acomp", "agent", "attr") and head.head != head:
            return _around(head.head, depth)
    if verb.dep_ in ("acl", "relcl") and head.pos_ in _NOMINAL:
        infinitive = any(child.dep_ == "aux" for child in verb.children)
        return _around(head, depth) if infinitive and head.dep_ != "ROOT" else members(head)
    return []


def _around(token: Token, depth: int) -> list[Token]:
    """Who stands behind a noun or verb that governs a clause without a subject ("Niger's plans to …")."""
    if token.pos_ in ("VERB", "AUX"):
        if token.lemma_ in _CHARGING and not is_passive(token) and (objects := _direct_objects(token)):
            return objects
        return patients(token) if is_passive(token) else agents(token, depth)
    owners = possessors(token)
    if owners:
        return owners
    if token.dep_ in ("dobj", "attr", "pobj", "nsubj") and token.head != token:
        return _around(token.head, depth) if depth < 6 and token.dep_ != "nsubj" else []
    return []


def patients(verb: Token) -> list[Token]:
    """Heads of the phrases that the verb acts on: its object, or its subject in the passive."""
    if not is_passive(verb):
        return _direct_objects(verb)
    own = [child for child in verb.children if child.dep_ in PASSIVE_SUBJECT]
    if own:
        return [noun for subject in own for noun in members(antecedent(subject))]
    if verb.dep_ == "acl":
        return members(verb.head)
    return patients(verb.head) if verb.dep_ == "conj" else []


def _direct_objects(verb: Token) -> list[Token]:
    own = [child for child in verb.children if child.dep_ in ("dobj", "attr", "oprd")]
    if not own and verb.lemma_ in _OBJECT_CONTROL:  # "wants *Russian specialists* to train"
        clauses = [child for child in verb.children if child.dep_ == "ccomp" and child.tag_ == "VB"]
        own = [noun for clause in clauses for noun in clause.children if noun.dep_ == "nsubj"]
    if not own and verb.dep_ == "relcl" and any(child.dep_ in SUBJECT for child in verb.children):
        return (
            [] if any(child.tag_ in ("WDT", "WP") and child.dep_ in SUBJECT for child in verb.children) else [verb.head]
        )
    return [noun for child in own for noun in members(antecedent(child))]


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is itself."""
    if token.tag_ in ("WDT", "WP") or (token.lower_ == "that" and token.pos_ in ("PRON", "SCONJ")):
        for ancestor in token.ancestors:
            if ancestor.dep_ == "relcl":
                return ancestor.head
    return token


def _objects_of(preposition: Token) -> list[Token]:
    nouns = [child for child in preposition.children if child.dep_ == "pobj"]
    return [noun for child in nouns for noun in members(antecedent(child))]


def complements(token: Token, word: str) -> list[Token]:
    """Heads of what the preposition `word` brings to a verb or noun ("pulled out *of* Niger" too)."""
    for child in token.children:
        if child.dep_ in _PREPOSITION:
            if child.lower_ == word and (found := [noun for noun in _objects_of(child) if not is_time(noun)]):
                return found
            if child.pos_ in ("ADP", "ADV", "SCONJ") and (found := complements(child, word)):
                return found
    return []


def is_time(noun: Token) -> bool:
    """Whether a noun names a time, which is no side of an event."""
    return noun.lemma_.lower() in _TIMES or noun.text in _CALENDAR or (noun.is_digit and len(noun.text) == 4)


def possessors(noun: Token) -> list[Token]:
    """Heads of the possessors of a noun ("Niger's request")."""
    return [owner for child in noun.children if child.dep_ == "poss" for owner in members(child)]


def modifiers(noun: Token) -> list[Token]:
    """Names and capitalized adjectives before a noun ("*U.S.* troop withdrawal", "*Russian* training")."""
    found = [
        child
        for child in noun.lefts
        if child.dep_ in ("compound", "amod", "nmod")
        and child.text[:1].isupper()
        and child.is_alpha | ("." in child.text)
    ]
    for child in noun.lefts:
        if child.dep_ == "compound" and not child.text[:1].isupper():
            found += modifiers(child)
    return found


def phrase(head: Token) -> tuple[int, int]:
    """Character offsets of the noun phrase of a head: determiner to head, an of-phrase, a name in apposition.

    Relative clauses, other prepositional phrases and coordinated members are left out.
    """
    first = last = head
    for child in head.lefts:
        if child.dep_ in _LEFT_OF_HEAD:
            first = min(first, child.left_edge, key=lambda token: token.i)
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == last.i + 1:
            last = max([last, *(_phrase_end(noun) for noun in _objects_of(child)[:1])], key=lambda token: token.i)
        elif child.dep_ == "prep" and child.lower_ == "from" and head.lemma_.lower() in _SENT and child.i == last.i + 1:
            last = max([last, *_objects_of(child)[:1]], key=lambda token: token.i)
        elif child.dep_ == "prep" and child.lower_ in _LISTING:
            last = max(last, child.right_edge, key=lambda token: token.i)
        elif child.dep_ in ("nummod", "appos") and child.is_digit and child.i == last.i + 1:
            last = child
        elif child.dep_ == "appos" and child.pos_ == "PROPN" and child.left_edge.i <= last.i + 2:
            last = max(last, child, key=lambda token: token.i)
    if head.dep_ == "poss":
        last = head
    return first.idx, last.idx + len(last.text)


def _phrase_end(head: Token) -> Token:
    ends = [
        _phrase_end(noun)
        for child in head.rights
        if child.dep_ == "prep" and child.lower_ == "of"
        for noun in _objects_of(child)[:1]
    ]
    return max([head, *ends], key=lambda token: token.i)


def complement_words(head: Token, depth: int) -> Iterator[Token]:
    """The tokens below a verb or noun, its subject's apart, which is never part of a construction."""
    for child in head.children:
        if child.dep_ not in ("conj", "advcl", "relcl", "parataxis", "nsubj"):
            yield child
            if depth > 1:
                yield from descendants(child, depth - 1)


def descendants(token: Token, depth: int) -> Iterator[Token]:
    """The tokens below a token, down to `depth` steps, without the coordinated ones and clauses beside it."""
    for child in token.children:
        if child.dep_ not in ("conj", "advcl", "relcl", "parataxis"):
            yield child
            if depth > 1:
                yield from descendants(child, depth - 1)
