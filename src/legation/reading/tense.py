"""Which way the words around a time look: "will meet on Tuesday" ahead, "met on Tuesday" back."""

import functools
import re
from collections.abc import Mapping, Sequence

from legation.ontology.data import cells, read_tsv

_REACH = 200  # how far to either side of the time its clause is read, in characters
_STOP = re.compile(r"[.!?][\"'”’)]*\s|[\n;]")
_WORD = re.compile(r"[A-Za-z]+(?:['’](?!ll)[a-z]+)?|['’]ll")
_DUE = re.compile(r"\b(?:by|until|till|no later than)(?:\s+the)?\s+$", re.IGNORECASE)
_DUE_REACH = 20
# Before a word in -ed or -s these make it no finite verb: "will be opened", "the armed men", "to feed", "two visits".
_NO_VERB_AFTER = frozenset(
    "be being to a an the this these those its his her their our my of in for with by and or two three four "
    "several many most some".split()
)
_NOT_PAST = frozenset("need feed speed indeed exceed proceed succeed embed shed united red bed led".split())
_NO_PLURAL = frozenset("is was has does this its his us as always towards across".split())

_Words = tuple[str, ...]


def looks_ahead(text: str, start: int, end: int) -> bool | None:
    """Whether a time at text[start:end] is told as to come (True) or past (False); None where nothing tells.

    The last word before it that tells counts, else the first one after it. A deadline ("by", "until") lies ahead
    unless a past tense rules it.
    """
    first, last = _bounds(text, start, end)
    cues = _cues(text[first:start]) or _cues(text[end:last])[:1]
    cue = cues[-1] if cues else None
    if _DUE.search(text, max(0, start - _DUE_REACH), start):
        return cue != "back"
    return cue == "ahead" if cue else None


def sentence_around(match: re.Match[str], group: str = "") -> tuple[str, int, int]:
    """The sentence in which a match or one of its groups stands, and the group's offsets in it."""
    start, end = match.span(group or 0)
    first, last = _bounds(match.string, start, end)
    return match.string[first:last], start - first, end - first


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around text[start:end] begins and ends, as far as we read it."""
    floor = max(0, start - _REACH)
    stops = [stop.end() for stop in _STOP.finditer(text, floor, start)]
    stop = _STOP.search(text, end, end + _REACH)
    return stops[-1] if stops else floor, stop.start() if stop else min(len(text), end + _REACH)


def _cues(clause: str) -> list[str]:
    """What each telling word of a clause says, in its order."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(clause)]
    phrases = _phrases()
    cues = []
    index = 0
    while index < len(words):
        before = words[index - 1] if index else ""
        phrase, looks = _phrase(words, index, phrases)
        if looks == "opens":
            looks = "ahead" if before.endswith("s") and before not in _NO_PLURAL else ""
        elif (looks and len(phrase) == 1 and before in _NO_VERB_AFTER) or (not looks and not _past(words, index)):
            looks = ""
        elif not looks:
            looks = "back"
        if looks:
            cues.append(looks)
        index += max(1, len(phrase))
    return cues


def _phrase(
    words: Sequence[str], index: int, phrases: Mapping[str, Sequence[tuple[_Words, str]]]
) -> tuple[_Words, str]:
    """The longest phrase of the table that begins at a word, and which way it looks."""
    for phrase, looks in phrases.get(words[index], ()):
        if tuple(words[index : index + len(phrase)]) == phrase:
            return phrase, looks
    return (), ""


def _past(words: Sequence[str], index: int) -> bool:
    """Whether a word is a past tense in -ed, and not after "be" or an article."""
    word = words[index]
    if not word.endswith("ed") or len(word) < 5 or word in _NOT_PAST:
        return False
    near = words[max(0, index - 2) : index]
    return "be" not in near and not (near and near[-1] in _NO_VERB_AFTER)


@functools.cache
def _phrases() -> Mapping[str, Sequence[tuple[_Words, str]]]:
    """The phrases of the table by their first word, the longest first."""
    found: dict[str, list[tuple[_Words, str]]] = {}
    for row in read_tsv("reading/tense.tsv"):
        for phrase in cells(row["words"]):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, row["looks"]))
    return {word: sorted(those, key=lambda one: -len(one[0])) for word, those in found.items()}
