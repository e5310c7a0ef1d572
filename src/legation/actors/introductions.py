"""Names that a text introduces itself: "the army chief, General X", "the Alliance of Sahel States (AES)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legation.actors.linking import Linker
from legation.actors.names import PARTICLES, Found, person_like
from legation.actors.roles import RoleFound, outermost
from legation.ontology.spelling import Token, alias_key, tokenize
from legation.records.actor import ActorLink

_BRACKETED = re.compile(
    r"((?:[^\W\d_][\w'’-]*\s+){0,9}[^\W\d_][\w'’-]*)\s*\((?:the\s+)?([A-Z][A-Za-z]*[A-Z][A-Za-z-]*)(?:,[^)]*)?\)"
)
_NAME_WORDS = 5
_PHRASE_WORDS = 8

Bounds = tuple[int, int]
Introduced = dict[tuple[str, ...], ActorLink]


def introductions(sentences: Sequence[str], linker: Linker, on: date | None, focus: str | None) -> Introduced:
    """Full names, surnames and initials that the sentences introduce, as keys of words, with what they stand for.

    `focus` is the country that an office belongs to where the text names none ("Interior Minister X").
    """
    introduced: Introduced = {}
    supposed: list[tuple[str, str]] = []
    for sentence in sentences:
        for long, short in _initials(sentence):
            link = linker.resolve(long, on=on)
            if link.country is None:
                link = linker.resolve(short, on=on)
            if link.country is not None:
                named = replace(link, reason=f"introduced as {long} ({short}): {link.reason}")
                introduced.setdefault(alias_key(short), named)
                introduced.setdefault(alias_key(long), named)
        for name, link in _known_persons(sentence, linker, on):
            _introduce(introduced, name, name, link)
        for name, phrase in _bearers(sentence, linker):
            link = linker.resolve(phrase, on=on)
            if link.country is not None:
                _introduce(introduced, name, phrase, link)
            elif focus:
                supposed.append((name, phrase))
    for name, phrase in supposed:
        own = linker.resolve_role(phrase, focus or "", 0.7, f"the text's focus {focus}", on=on)
        if own:
            _introduce(introduced, name, phrase, own)
    return introduced


def _known_persons(sentence: str, linker: Linker, on: date | None) -> Iterator[tuple[str, ActorLink]]:
    """Office holders whom the sentence names in full, so that their surnames alone are known afterwards."""
    tokens = tokenize(sentence)
    for found in linker.names.find(tokens):
        if found.person and found.last - found.first > 1:
            name = sentence[tokens[found.first].start : tokens[found.last - 1].end]
            link = linker.resolve(name, on=on)
            if link.country is not None:
                yield name, link


def _introduce(introduced: Introduced, name: str, phrase: str, link: ActorLink) -> None:
    named = replace(
        link, name=link.name if link.name and name == phrase else name, reason=f"introduced as {phrase}: {link.reason}"
    )
    key = alias_key(name)
    introduced.setdefault(key, named)
    introduced.setdefault(key[-1:], named)


def _initials(sentence: str) -> Iterator[tuple[str, str]]:
    """(long name, initials) for "the Alliance of Sahel States (AES)": as many words back as the initials bear out."""
    if "(" not in sentence:
        return
    for match in _BRACKETED.finditer(sentence):
        words = list(re.finditer(r"[^\s]+", match.group(1)))
        short = match.group(2)
        for word in words:
            long = match.group(1)[word.start() :]
            if word.group()[0].isupper() and word.group()[0] == short[0] and len(long.split()) >= 2:
                yield long, short
                break


def _bearers(sentence: str, linker: Linker) -> Iterator[tuple[str, str]]:
    """(name, role phrase) for every person whom the sentence names beside a role."""
    scan = _Scan.of(sentence, linker)
    for role in outermost(linker.roles.find(scan.tokens), ()):
        if role.role.kind == "people" or any(name.first <= role.first < name.last for name in scan.names):
            continue
        start = scan.phrase_start(role.first)
        after = scan.name_after(role)
        if after:
            yield scan.text(*after), scan.text(start, after[0])
            continue
        before = scan.name_before(start)
        if before:
            yield scan.text(*before), scan.text(start, scan.phrase_end(role))


@dataclass(frozen=True, slots=True)
class _Scan:
    """A sentence while it is searched for persons and their roles; all positions count words."""

    sentence: str
    tokens: Sequence[Token]
    names: Sequence[Found]
    linker: Linker

    @classmethod
    def of(cls, sentence: str, linker: Linker) -> "_Scan":
        """The scan of a sentence."""
        tokens = tokenize(sentence)
        return cls(sentence, tokens, linker.names.find(tokens), linker)

    def text(self, first: int, last: int) -> str:
        """The words [first, last) as written."""
        return self.sentence[self.tokens[first].start : self.tokens[last - 1].end]

    def name_after(self, role: RoleFound) -> Bounds | None:
        """The name in "Interior Minister X" or "the interior minister of Niger, X,"."""
        direct = self._run(role.last)
        if direct and self.tokens[role.last].glued and not self.tokens[role.last - 1].possessive:
            return direct
        end = self.phrase_end(role)
        apposed = self._run(end)
        if apposed and apposed[1] - apposed[0] >= 2 and self._gap(end) == ",":
            following = self.sentence[self.tokens[apposed[1] - 1].end :].lstrip()
            return apposed if not following or following[0] in ",.;:)—–" else None
        return None

    def name_before(self, start: int) -> Bounds | None:
        """The name in "General X, the army chief", without the rank."""
        if start == 0 or self._gap(start) not in (",", "("):
            return None
        first = start - 1
        while (
            first > 0 and self.tokens[first].glued and _may_name(self.tokens[first - 1]) and start - first < _NAME_WORDS
        ):
            first -= 1
        while first + 1 < start and self.linker.roles.begins(self.tokens[first].key):
            first += 1
        run = self._run(first)
        return run if run and run[1] == start and run[1] - run[0] >= 2 else None

    def phrase_start(self, first: int) -> int:
        """Where the noun phrase of a role begins: back over adjectives and the name of its country."""
        owned = {index for name in self.names for index in range(name.first, name.last)}
        while first > 0 and self.tokens[first].glued:
            before = self.tokens[first - 1]
            if first - 1 not in owned and before.key not in _FRONT and not before.possessive:
                break
            first -= 1
        return first

    def phrase_end(self, role: RoleFound) -> int:
        """Where it ends: after "of Niger" or "for the Malian army"."""
        end = role.last
        while end < len(self.tokens) and self.tokens[end].glued and end - role.last < _PHRASE_WORDS:
            end += 1
        return end

    def _gap(self, index: int) -> str:
        """What stands between a word and the one before it, without blanks."""
        return self.sentence[self.tokens[index - 1].end : self.tokens[index].start].strip()

    def _run(self, first: int) -> Bounds | None:
        """The unknown proper name (or known person) that begins at a word."""
        tokens, last = self.tokens, first
        while last < len(tokens) and last - first < _NAME_WORDS and _may_name(tokens[last]):
            if last > first and (not tokens[last].glued or tokens[last - 1].possessive):
                break
            last += 1
        while last > first and not tokens[last - 1].capital:
            last -= 1
        taken = any(name.first < last and first < name.last and not name.person for name in self.names)
        return (first, last) if last > first and not taken and person_like(tokens[first:last]) else None


def _may_name(token: Token) -> bool:
    return (token.capital and not (token.shout and len(token.key) > 2)) or token.key in PARTICLES


def _phrase_start(tokens: Sequence[Token], first: int, names: Sequence[Found]) -> int:
    """Where the noun phrase of a role begins: back over adjectives and the name of its country."""
    start = first
    owned = {index for name in names for index in range(name.first, name.last)}
    while (
        start > 0
        and tokens[start].glued
        and (start - 1 in owned or tokens[start - 1].key in _FRONT or tokens[start - 1].possessive)
    ):
        start -= 1
    return start


def _phrase_end(tokens: Sequence[Token], role: RoleFound, names: Sequence[Found]) -> int:
    """Where it ends: after "of Niger" or "for the Malian army"."""
    end = role.last
    while end < len(tokens) and tokens[end].glued and end - role.last < 8:
        end += 1
    return end


_FRONT = frozenset(
    """
    the a an former acting deputy new senior top interim its his her their country's ousted outgoing
    """.split()
)
