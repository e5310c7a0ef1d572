"""The word lists of the first coder, read once: triggers, cooperation themes, aspects, reporting verbs."""

import functools
from dataclasses import dataclass
from typing import Literal

from legation.ontology.data import cells, read_tsv
from legation.records.event import Direction

Effect = Literal["negated", "possible", "future", "present", "historical", "alleged", "none"]
Pattern = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or construction that tells of an event, with the slots in which its sides stand.

    `pattern` holds lemmas, the head first. `event_type` and `cooperation` are "*" where they follow from the theme
    of the object. `needs` is a (kind, values) condition: ("theme", types), ("noobj", ()), ("actor", ()),
    (slot, lemmas) or ("", ()).
    """

    pattern: Pattern
    pos: str
    event_type: str
    mode: str
    cooperation: str
    direction: Direction | None
    source: tuple[str, ...]
    target: tuple[str, ...]
    mutual: bool
    needs: tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Aspect:
    """A word that is no event itself, and what it does to the event below it."""

    pattern: Pattern
    effect: Effect
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, keyed by head lemma; of several patterns on one head the longest and most demanding comes first."""

    triggers: dict[tuple[str, str], tuple[Trigger, ...]]
    themes: dict[str, tuple[tuple[Pattern, str], ...]]
    aspects: dict[tuple[str, str], tuple[Aspect, ...]]
    reporting: dict[str, bool]
    negatives: dict[str, tuple[Pattern, ...]]


@functools.cache
def load_lexicon() -> Lexicon:
    """The shipped lexicon. Raises DataError where a table cannot be read."""
    return Lexicon(
        triggers=_grouped([((row["pattern"].split()[0], row["pos"]), _trigger(row)) for row in _rows("triggers")]),
        themes=_themes(),
        aspects=_aspects(),
        reporting={row["lemma"]: row["alleged"] == "yes" for row in _rows("reporting")},
        negatives=_negatives(),
    )


def _rows(name: str) -> list[dict[str, str]]:
    return read_tsv(f"lexicon/{name}.tsv")


def _trigger(row: dict[str, str]) -> Trigger:
    kind, _, values = row["needs"].partition(":")
    return Trigger(
        pattern=tuple(row["pattern"].split()),
        pos=row["pos"],
        event_type=row["event_type"],
        mode=row["mode"],
        cooperation=row["cooperation"],
        direction=row["direction"] or None,  # type: ignore[arg-type]  # the data check holds it to the literal
        source=cells(row["source"]),
        target=cells(row["target"]),
        mutual=row["mutual"] == "yes",
        needs=(kind, cells(values)),
    )


def _demand(trigger: Trigger) -> tuple[int, int]:
    """Sorts first what fits least often: longer patterns, words in a slot, themes, no object, an actor, nothing."""
    kind, values = trigger.needs
    order = {"theme": 2 if values == ("any",) else 1, "noobj": 2, "actor": 3, "": 4}
    return -len(trigger.pattern), order.get(kind, 0)


def _grouped(pairs: list[tuple[tuple[str, str], Trigger]]) -> dict[tuple[str, str], tuple[Trigger, ...]]:
    groups: dict[tuple[str, str], list[Trigger]] = {}
    for key, trigger in pairs:
        groups.setdefault(key, []).append(trigger)
    return {key: tuple(sorted(group, key=_demand)) for key, group in groups.items()}


def _themes() -> dict[str, tuple[tuple[Pattern, str], ...]]:
    groups: dict[str, list[tuple[Pattern, str]]] = {}
    for row in _rows("themes"):
        pattern = tuple(row["pattern"].split())
        groups.setdefault(pattern[-1], []).append((pattern, row["cooperation"]))
    return {last: tuple(sorted(group, key=lambda entry: -len(entry[0]))) for last, group in groups.items()}


def _negatives() -> dict[str, tuple[Pattern, ...]]:
    """By head lemma the further words of each construction; a word alone is no construction."""
    groups: dict[str, list[Pattern]] = {}
    for row in _rows("negatives"):
        head, *further = row["pattern"].split()
        if further:
            groups.setdefault(head, []).append(tuple(further))
    return {head: tuple(group) for head, group in groups.items()}


def _aspects() -> dict[tuple[str, str], tuple[Aspect, ...]]:
    groups: dict[tuple[str, str], list[Aspect]] = {}
    for row in _rows("aspects"):
        pattern = tuple(row["pattern"].split())
        direction = row["direction"] or None
        aspect = Aspect(pattern, row["effect"], direction)  # type: ignore[arg-type]  # as above
        groups.setdefault((pattern[0], row["pos"]), []).append(aspect)
    return {key: tuple(sorted(group, key=lambda aspect: -len(aspect.pattern))) for key, group in groups.items()}


def stems(lexicon: Lexicon) -> frozenset[str]:
    """Lower-case word beginnings of which every sentence with a trigger holds at least one, for the screen."""
    heads = {lemma for lemma, _ in lexicon.triggers}
    irregular = {form for row in _rows("forms") if row["lemma"] in heads for form in cells(row["forms"])}
    return frozenset(_stem(lemma) for lemma in heads) | irregular


def vocabulary(lexicon: Lexicon) -> frozenset[str]:
    """Every lower-case word of the triggers and themes."""
    patterns = [trigger.pattern for group in lexicon.triggers.values() for trigger in group]
    patterns += [pattern for group in lexicon.themes.values() for pattern, _ in group]
    return frozenset(word for pattern in patterns for word in pattern)


def _stem(lemma: str) -> str:
    return lemma[:-1] if len(lemma) > 3 and lemma[-1] in "ey" else lemma
