"""The words that the rules for times hang on, and the stretches of a text around them."""

import functools
from collections.abc import Iterable, Iterator, Mapping

from ahocorasick_rs import AhoCorasick

from legation.reading.special_days import event_names, holiday_names

MONTHS = "January February March April May June July August September October November December".split()
SHORT_MONTHS = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SEASONS = "spring summer autumn fall winter".split()

# How far around the word that a rule hangs on its pattern may reach, in characters.
_BEFORE, _AFTER = 40, 35


def _cases(words: str) -> list[str]:
    return [form for word in words.split() for form in (word, word.capitalize(), word.upper())]


# Words of these kinds are proper names: small letters are no month ("may", "march").
_PROPER = [form for name in (*MONTHS, *SHORT_MONTHS) for form in (name, name.upper())]
_WORDS: Mapping[str, Iterable[str]] = {
    "month": [*_PROPER, *(f"Z{name.upper()}" for name in SHORT_MONTHS)],
    "weekday": [form for name in WEEKDAYS for form in (name, name.upper())],
    "season": [form for word in SEASONS for form in _cases(word)],
    "year": [
        *map(str, range(13, 21)),
        *(f"{sign}{tens}0s" for sign in "'’" for tens in range(2, 10)),
        *_cases("twenties thirties forties fifties sixties seventies eighties nineties"),
    ],
    "unit": _cases("hour day week fortnight month quarter year decade century centuries"),
    "near": _cases("today tonight yesterday tomorrow overnight night morning afternoon evening recently lately soon"),
    "weekend": ["weekend"],
    "end": [f"{sign}end" for sign in ("-", "'s ", "’s ")],
    "fraction": _cases("quarter half"),
    "century": _cases("century"),
    "day": [f"{the} {digit}" for the in ("the", "The") for digit in range(1, 10)],
    "fiscal": ["fiscal", "Fiscal", "financial year", "FY"],
    "anniversary": ["anniversary", "eve of", "Eve of"],
    "again": [
        *_cases("every each alternate"),
        *(f"{unit} after" for unit in _cases("day night week month year")),
    ],
    "named": [form for name in (*holiday_names(), *event_names()) for form in {name, name.replace("'", "’")}],
}
KINDS = tuple(_WORDS)
_GOING_ON = frozenset({"year", "unit", "season", "fiscal", "day"})  # a word of these kinds may go on: "days", "2013"


def windows(text: str) -> Iterator[tuple[str, int, int]]:
    """The stretches to try each kind of rule on, none of a kind overlapping."""
    automaton, kinds = _automaton()
    open_windows: dict[str, tuple[int, int]] = {}
    for number, first, last in automaton.find_matches_as_indexes(text, overlapping=True):
        kind = kinds[number]
        if first and text[first - 1].isalnum() and text[first].isalnum() and text[first] != "Z":
            continue
        if kind not in _GOING_ON and text[last : last + 1].isalpha():
            continue
        if kind == "year" and text[first].isdigit() and not text[first : first + 4].isdigit():
            continue
        start, end = max(0, first - _BEFORE), min(len(text), last + _AFTER)
        before = open_windows.get(kind)
        if before and start <= before[1]:
            start = before[0]
        elif before:
            yield kind, *before
        open_windows[kind] = start, end
    for kind, window in open_windows.items():
        yield kind, *window


@functools.cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    """The automaton of all words, and the kind of each; a word of two kinds is there twice."""
    words = [(word, kind) for kind, those in _WORDS.items() for word in those]
    return AhoCorasick([word for word, _ in words]), tuple(kind for _, kind in words)
