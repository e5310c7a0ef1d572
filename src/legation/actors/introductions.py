"""Names that a text introduces itself: "the army chief, General X", "the Alliance of Sahel States (AES)"."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from legation.actors.appearance import Scan, is_person
from legation.actors.introduced import Introduced
from legation.actors.linking import Linker
from legation.actors.names import PARTICLES, person_like
from legation.actors.phrase import Headed
from legation.actors.roles import RoleFound, outermost, singular
from legation.ontology.knowledge import STATE_SECTORS
from legation.ontology.spelling import Token, alias_key
from legation.records.actor import ActorLink

_BRACKETED = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Za-z]*[A-Z][A-Za-z-]*)(?:,[^)]*)?\)")
_LEADING_WORDS = re.compile(r"(?:[^\W\d_][\w'’-]*\s+){0,9}[^\W\d_][\w'’-]*$")
_LEADING_LETTERS = 160
_WITHIN = re.compile(r"\s+(?:in|of)\s+(?:the\s+)?[A-Z][\w-]+")
_MEMBER_OF = frozenset("of for from at with".split())
_CLAUSES = frozenset("who a an the".split())
_SUCH_AS = frozenset("including such as like".split())
_NAME_WORDS = 5
_PHRASE_WORDS = 8

Bounds = tuple[int, int]
Focus = tuple[str | None, bool]


def introductions(scans: Sequence[Scan], on: date | None, focus: Callable[[], Focus]) -> Introduced:
    """Full names, surnames and initials that texts introduce; offsets count in the first text.

    `focus` gives the country that an office belongs to where the text names none ("Interior Minister X"), and whether
    the text is about that one alone, so that its teachers and activists are of it too.
    """
    introduced = Introduced()
    alone = frozenset[str]().union(*(scan.alone for scan in scans))
    supposed: list[_Introduction] = []
    for scan in scans:
        offset = 0 if scan is scans[0] else -len(scan.text)
        for each in (*_initials(scan, on), *_known_persons(scan, on), *_bearers(scan), *_members(scan)):
            link = each.link or scan.linker.resolve(each.phrase, on=on)
            told = replace(each, at=each.at + offset)
            if link.country is not None and (each.link or not _surname(link, scan.linker)):
                _introduce(introduced, told, link, alone)
            else:
                supposed.append(told)
    country, only = focus() if supposed else (None, False)
    for told in supposed:
        if len(key := alias_key(told.name)) == 1 and key in introduced:
            continue  # "President X" is whoever was named in full
        own = scans[0].linker.resolve_role(told.phrase, country or "", 0.7, f"the text's focus {country}", on=on)
        if own and (only or (own.sector[:1] and own.sector[0] in STATE_SECTORS)):
            _introduce(introduced, told, own, alone)
    introduced.settle()
    return introduced


def _surname(link: ActorLink, linker: Linker) -> bool:
    """Whether what stands beside a name was taken for another person's name ("Sheikh")."""
    return is_person(link, linker.knowledge) and linker.parse(link.text).headed is Headed.NAME


@dataclass(frozen=True, slots=True)
class _Introduction:
    """A name that stands for what a phrase says, or for the actor of a link; `initials` where it is no person's."""

    name: str
    phrase: str
    at: int
    link: ActorLink | None = None
    initials: bool = False


def _known_persons(scan: Scan, on: date | None) -> Iterator[_Introduction]:
    """Office holders whom a text names in full, so that their surnames alone are known afterwards."""
    for found in scan.names:
        if found.person and found.last - found.first > 1:
            name = scan.words(found.first, found.last)
            link = scan.linker.resolve(name, on=on)
            if link.country is not None:
                yield _Introduction(name, name, scan.tokens[found.first].start, link)


def _introduce(introduced: Introduced, told: _Introduction, link: ActorLink, alone: frozenset[str]) -> None:
    reason = f"introduced as {told.phrase}: {link.reason}"
    key = alias_key(told.name)
    if told.initials:
        introduced.add(key, told.at, replace(link, reason=reason), ())
        return
    name = link.name if link.name and told.name == told.phrase else told.name
    introduced.add(key, told.at, replace(link, name=name, reason=reason), _short(key, link.country, alone))


def _short(key: tuple[str, ...], country: str | None, alone: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """What a person is called afterwards: by the last word, with its particles ("de la Vega"), or the first.

    By the first where surnames come first, and where `alone`, the words that stand alone, tells that the text does so.
    """
    yield key[-1:]
    particle = next((index for index, word in enumerate(key) if index and word in PARTICLES), None)
    if particle is not None:
        yield key[particle:]
    if len(key) > 1 and (country in _SURNAME_FIRST or (key[0] in alone and key[-1] not in alone)):
        yield key[:1]


def _initials(scan: Scan, on: date | None) -> Iterator[_Introduction]:
    """Initials and long names for "the Alliance of Sahel States (AES)", "the Ministry of Defence (MOD) in London"."""
    for long, short, at, end in _bracketed(scan.text):
        within = _WITHIN.match(scan.text, end)
        told = (long, short, f"{long}{within.group()}" if within else "")
        links = [scan.linker.resolve(phrase, on=on) for phrase in told if phrase]
        link = next((link for link in links if link.country is not None), None)
        for name in (short, long):
            yield _Introduction(name, long, at, link, initials=True)


def _bracketed(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Long names with their initials, where they begin and end: as many words back as the initials bear out."""
    for match in _BRACKETED.finditer(text):
        leading = _LEADING_WORDS.search(text, max(0, match.start() - _LEADING_LETTERS), match.start())
        short = match.group(1)
        for word in re.finditer(r"\S+", leading.group() if leading else ""):
            long = leading.group()[word.start() :] if leading else ""
            if word.group()[0].isupper() and word.group()[0] == short[0] and len(long.split()) >= 2:
                yield long, short, match.start() - len(long), match.end()
                break


def _bearers(scan: Scan) -> Iterator[_Introduction]:
    """Every person whom a text names beside a role."""
    search = _Search(scan)
    for role in outermost(scan.roles, ()):
        if role.first in search.named or role.role.kind == "kin":
            continue
        start = search.phrase_start(role.first)
        for name in search.listed(role):
            yield _Introduction(scan.words(*name), scan.words(start, role.last), scan.tokens[name[0]].start)
        after = search.name_after(role)
        if role.role.kind == "people" and not (after and search.is_one(role, after)):
            continue
        if after:
            phrase = f"{scan.words(start, after[0])} {search.owner_after(after[1])}".strip()
            yield _Introduction(scan.words(*after), phrase, scan.tokens[after[0]].start)
            continue
        before = search.name_before(start)
        if before:
            phrase = scan.words(start, search.phrase_end(role))
            yield _Introduction(scan.words(*before), phrase, scan.tokens[before[0]].start)


def _members(scan: Scan) -> Iterator[_Introduction]:
    """Every person whom a text tells to be of a body or group: "X of the Crisis Group", "X, who speaks for the UN"."""
    search = _Search(scan)
    for found in scan.names:
        if found.person or all(target.actor_id in scan.linker.knowledge.countries for target in found.targets):
            continue
        name = search.member(found.first)
        if name:
            phrase = scan.words(found.first, found.last)
            yield _Introduction(scan.words(*name), phrase, scan.tokens[name[0]].start)


class _Search:
    """A text while it is searched for persons beside roles; all positions count words."""

    def __init__(self, scan: Scan) -> None:
        self.tokens = scan.tokens
        self._text = scan.text
        self._linker = scan.linker
        self._names = scan.names
        self.named = {index for name in scan.names for index in range(name.first, name.last)}
        self._others = {index for name in scan.names if not name.person for index in range(name.first, name.last)}

    def name_after(self, role: RoleFound) -> Bounds | None:
        """The name in "Interior Minister X" or "the interior minister of Niger, X,"."""
        direct = self._run(role.last)
        if direct and self._runs_on(role.last) and not self.tokens[role.last - 1].possessive:
            return direct
        end = self.phrase_end(role)
        apposed = self._run(end)
        if apposed and apposed[1] - apposed[0] >= 2 and self._gap(end) == ",":
            following = self._text[self.tokens[apposed[1] - 1].end :].lstrip()
            return apposed if not following or following[0] in ",.;:)—–" else None
        return None

    def is_one(self, role: RoleFound, name: Bounds) -> bool:
        """Whether a name in full follows a noun of one person: "activist X Y", not "supporters" or "farmer Giles"."""
        noun = self.tokens[role.last - 1].key
        return singular(noun) == noun and name[0] == role.last and name[1] - name[0] > 1

    def listed(self, role: RoleFound) -> list[Bounds]:
        """The full names after a plural: "clerics X and Sheikh Y", "bloggers, X and Y", "politicians including X"."""
        if singular(self.tokens[role.last - 1].key) == self.tokens[role.last - 1].key:
            return []
        at = role.last
        while at < len(self.tokens) and self.tokens[at].key in _SUCH_AS:
            at += 1
        apposed = at == role.last and at < len(self.tokens) and self._gap(at) == ","
        runs: list[Bounds] = []
        while at < len(self.tokens) and self._within(at):
            while self._linker.roles.begins(self.tokens[at].key) and at + 1 < len(self.tokens):
                at += 1
            run = self._run(at)
            if run is None or run[1] - run[0] < 2:
                break
            runs.append(run)
            joined = run[1] < len(self.tokens) and (self.tokens[run[1]].key == "and" or self._gap(run[1]) == ",")
            at = run[1] + (self.tokens[run[1]].key == "and") if joined else len(self.tokens)
        return [] if apposed and len(runs) < 2 else runs

    def _within(self, index: int) -> bool:
        """Whether a word is in one sentence and paragraph with the one before it."""
        return self._runs_on(index) or self._gap(index) == ","

    def owner_after(self, first: int) -> str:
        """The words "of Niger" if a name with "of" begins at a word; else nothing."""
        if first + 1 >= len(self.tokens) or self.tokens[first].key != "of" or not self.tokens[first].glued:
            return ""
        at = first + 1 + (self.tokens[first + 1].key == "the")
        end = next((name.last for name in self._names if name.first == at), 0)
        return self._text[self.tokens[first].start : self.tokens[end - 1].end] if end else ""

    def name_before(self, start: int) -> Bounds | None:
        """The name in "General X, the army chief", without the rank."""
        return self._name_up_to(start) if start > 0 and self._gap(start) in (",", "(") else None

    def member(self, first: int) -> Bounds | None:
        """The name in "X of the body" and "X, who works for the body", the body's name beginning at a word."""
        at = first - 1 - (first > 1 and self.tokens[first - 1].key == "the")
        if at < 1 or self.tokens[at].key not in _MEMBER_OF:
            return None
        if self._runs_on(at) and (direct := self._name_up_to(at)):
            return direct
        start = at
        while start > 0 and self._runs_on(start) and at - start < _PHRASE_WORDS:
            start -= 1
        return self.name_before(start) if start == at or self.tokens[start].key in _CLAUSES else None

    def _name_up_to(self, start: int) -> Bounds | None:
        """The name of two words or more that ends before a word, without a rank."""
        first = start - 1
        while first > 0 and self._runs_on(first) and _may_name(self.tokens[first - 1]) and start - first < _NAME_WORDS:
            first -= 1
        while first + 1 < start and self._linker.roles.begins(self.tokens[first].key):
            first += 1
        run = self._run(first)
        return run if run and run[1] == start and run[1] - run[0] >= 2 else None

    def phrase_start(self, first: int) -> int:
        """Where the noun phrase of a role begins: back over adjectives and the name of its country."""
        while first > 0 and self._runs_on(first):
            before = self.tokens[first - 1]
            if first - 1 not in self.named and not self._leads(before) and not self._leads_role(first - 1):
                break
            first -= 1
        return first

    def _leads(self, token: Token) -> bool:
        """Whether a word may stand before a role within its phrase."""
        return token.possessive or token.key in _FRONT or (token.key,) in self._linker.knowledge.modifiers

    def _leads_role(self, index: int) -> bool:
        """Whether a word is another role between a role and what modifies both ("former military head of state")."""
        tokens = self.tokens
        modified = index > 0 and tokens[index].glued and (tokens[index - 1].key,) in self._linker.knowledge.modifiers
        return modified and self._linker.roles.begins(tokens[index].key)

    def phrase_end(self, role: RoleFound) -> int:
        """Where it ends: after "of Niger" or "for the Malian army"."""
        end = role.last
        while end < len(self.tokens) and self._runs_on(end) and end - role.last < _PHRASE_WORDS:
            end += 1
        return next((name.last for name in self._names if name.first < end < name.last), end)

    def _runs_on(self, index: int) -> bool:
        """Whether a word follows the one before it without punctuation, in the same paragraph."""
        return (
            self.tokens[index].glued and "\n" not in self._text[self.tokens[index - 1].end : self.tokens[index].start]
        )

    def _gap(self, index: int) -> str:
        """What stands between a word and the one before it, without blanks."""
        return self._text[self.tokens[index - 1].end : self.tokens[index].start].strip()

    def _run(self, first: int) -> Bounds | None:
        """The unknown proper name (or known person) that begins at a word."""
        tokens, last = self.tokens, first
        while last < len(tokens) and last - first < _NAME_WORDS and _may_name(tokens[last]):
            if last > first and (not self._runs_on(last) or tokens[last - 1].possessive):
                break
            last += 1
        while last > first and not tokens[last - 1].capital:
            last -= 1
        taken = any(index in self._others for index in range(first, last))
        return (first, last) if last > first and not taken and person_like(tokens[first:last]) else None


def _may_name(token: Token) -> bool:
    if token.key == "the":
        return False
    return (token.capital and not (token.shout and len(token.key) > 2)) or token.key in PARTICLES


_SURNAME_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC"})
_FRONT = frozenset(
    """
    the a an former acting deputy new senior top interim its his her their country's ousted outgoing
    """.split()
)
