"""Descriptions of several actors, and of one among several: "the two countries", "both sides", "the latter"."""

from collections.abc import Callable, Iterator, Sequence

from legation.actors.appearance import Named
from legation.actors.roles import singular

_NUMBERS = {"two": 2, "both": 2, "pair": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6}
_COUNTRIES = frozenset(
    """
    countries nations states governments capitals neighbours neighbors juntas armies presidents ministers republics
    kingdoms powers
    """.split()
)
_PERSONS = frozenset("leaders presidents ministers men women officials generals premiers".split())
_ANYBODY = frozenset("sides parties two both pair trio allies rivals foes enemies adversaries signatories".split())
# Plurals that mean a pair or group named together even where no number is given.
_UNNUMBERED = frozenset("parties sides presidents leaders allies neighbours neighbors rivals foes".split())
_ORDINALS = {"former": 0, "first": 0, "second": 1, "third": 2, "latter": -1, "last": -1}
_ORDERED_NOUNS = frozenset("country nation state group one company firm party side two".split())
_COUNTRY_LIKE = frozenset({"country", "government", "junta"})

Item = tuple[str, Named]


def number_of(words: Sequence[str]) -> int | None:
    """How many actors a description means: 0 for a plural without a number; None where it does not mean several."""
    noun = words[-1]
    number = next((_NUMBERS[word] for word in words if word in _NUMBERS), 0)
    if noun not in _COUNTRIES | _PERSONS | _ANYBODY:
        return None
    definite = words[0] in ("the", "both", "all", "these") or noun == "both"
    if not definite or "other" in words:
        return None
    return number if number or noun in _UNNUMBERED else None


def place_of(words: Sequence[str]) -> int | None:
    """Which of several "the latter", "the first" or "the second country" means, counted from the first; -1 the last."""
    if len(words) < 2 or words[0] != "the" or words[1] not in _ORDINALS:
        return None
    if len(words) == 2 or (len(words) == 3 and words[1] == "latter" and singular(words[2]) in _ORDERED_NOUNS):
        return _ORDINALS[words[1]]
    return None


def fitting(words: Sequence[str]) -> Callable[[Named], bool]:
    """Which named actors the plural noun of a description may mean."""
    noun = words[-1]
    if noun in _PERSONS and noun not in _COUNTRIES and not {"leaders"} & set(words):
        return lambda named: named.kind == "person"
    if noun in _COUNTRIES or noun in _PERSONS:
        return lambda named: named.kind in _COUNTRY_LIKE or named.kind == "person"
    return lambda named: True


def identity(named: Named) -> str:
    """The actor that a name counts for: a person's country or body."""
    return (named.link.actor_id or "").partition(":")[0]


def coordinated(named: Sequence[Named], text: str) -> Iterator[list[Named]]:
    """The runs of names that a text joins by commas and "and": "Mali, Niger and the M23"."""
    run: list[Named] = []
    joined = False
    for one in named:
        gap = text[run[-1].end : one.start] if run else ""
        link = _joint(gap, run[-1]) if run and run[-1].sentence == one.sentence else ""
        if not link or (joined and link == "and"):
            if joined:
                yield run
            run, joined = [one], False
            continue
        run.append(one)
        joined = link == "and"
    if joined:
        yield run


def together(
    named: Sequence[Named],
    text: str,
    number: int,
    fits: Callable[[Named], bool],
    agree: Callable[[Sequence[Named]], bool],
) -> list[Named]:
    """The latest actors before a description that are told together, `number` of them (0: two or more); or none.

    Sentence by sentence backwards: those coordinated, rather as a subject, else all that a sentence names. `fits` tells
    who may be meant, `agree` whether some are what the description says of them together.
    """
    for sentence in sorted({one.sentence for one in named}, reverse=True):
        here = [one for one in named if one.sentence == sentence]
        runs = [
            distinct
            for run in coordinated(here, text)
            if (distinct := _distinct(one for one in run if fits(one)))
            and (len(distinct) == number or (not number and len(distinct) > 1))
            and agree(distinct)
        ]
        if runs:
            return min(runs, key=lambda run: bool(run[0].before) and run[0].before != "of")
        told = _distinct(one for one in here if fits(one) and not one.place and one.kind != "organization")
        if len(told) == (number or 2) and agree(told):
            return told
    told = _distinct(one for one in named if fits(one) and not one.place and one.kind in _COUNTRY_LIKE | {"person"})
    return told if len(told) == (number or 2) and agree(told) else []


def _distinct(named: Iterator[Named]) -> list[Named]:
    first: dict[str, Named] = {}
    for one in named:
        if identity(one):
            first.setdefault(identity(one), one)
    return list(first.values())


def _joint(gap: str, before: Named) -> str:
    """How two names are joined by the text between them: "," or "and"; empty where they are not."""
    words = gap.replace("'s", " ").replace("’s", " ").split()
    if before.noun and words[:1] == [before.noun]:
        words = words[1:]
    elif (before.possessive or before.noun) and len(words) > 1 and words[1] in ("and", before.noun):
        words = words[1 + (words[1] == before.noun) :]
    while words and (words[-1] == "the" or words[-1][:1].isupper()):
        words = words[:-1]
    if words in ([","], []) and gap.startswith(","):
        return ","
    plain = [word.strip(",") for word in words if word.strip(",")]
    return "and" if plain in (["and"], ["as", "well", "as"], ["&"]) else ""
