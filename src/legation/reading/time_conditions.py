"""Conditions on what stands around a match: whether its words name a time here."""

import re
from collections.abc import Iterable

from legation.ontology.knowledge import load_knowledge
from legation.ontology.spelling import alias_key
from legation.reading.special_days import dated_event
from legation.reading.tense import looks_ahead, sentence_around

_FIRST_SINCE = re.compile(r"\b(?:first|last|second|third|only|once|twice|times?|\w{3,}est|most|least)\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?:has|have|['’]ve|had been)\b")
# A verb that happens at once: with it "for three years" tells how long its outcome is to last.
_AT_ONCE = re.compile(
    r"\b(?:jailed|imprisoned|sentenced|banned|suspended|extended|renewed|prolonged|appointed|elected|signed|agreed"
    r"|will|would|to)\b"
)
_BEFORE_NAME = re.compile(
    r"\b(?:at|by|before|since|until|till|over|after|on|around|for|of|from|during)\s+$", re.IGNORECASE
)
_DAY_NAME = re.compile(r"(?:day|eve|night|tide)$", re.IGNORECASE)
_NOUN = re.compile(r"['’-]| (?!with\b|when\b|after\b|before\b|this\b|last\b|next\b)[a-z]{4,}")
_GIVEN_NAME = re.compile("Sunday|Monday|Friday")
_SURNAME = re.compile(r" ([A-Z][a-z]+) (?=[a-z])")
_NEAR = 40


def always(_: re.Match[str]) -> bool:
    """No condition."""
    return True


def a_month(match: re.Match[str]) -> bool:
    """Months have a capital: "may" and "march" are none."""
    return not match["month"].islower()


def no_person(match: re.Match[str]) -> bool:
    """ "Sunday the army said", but not "Sunday Igboho said": in West Africa a weekday may be a given name."""
    words, name = match[0], _SURNAME.match(match.string, match.end())
    if name is None or not _GIVEN_NAME.fullmatch(words):
        return True
    return alias_key(name[1]) in load_knowledge().aliases


def to_come(match: re.Match[str]) -> bool:
    """ "Returns in five days" but not "took the town in five days" or "the first visit in five years"."""
    sentence, start, end = sentence_around(match)
    return bool(looks_ahead(sentence, start, end)) and not _FIRST_SINCE.search(sentence, max(0, start - _NEAR), start)


def still_so(match: re.Match[str]) -> bool:
    """ "Have ruled for three years" but not "was jailed for three years"."""
    sentence, start, end = sentence_around(match)
    clause = sentence[:start].rpartition(",")[2] if start else sentence[end:]
    return bool(_PERFECT.search(clause)) and not _AT_ONCE.search(clause)


def a_day(match: re.Match[str]) -> bool:
    """ "At Christmas", "Christmas Day", "Christmas 1914", but not "a Christmas market"."""
    if match["year"] or match["that"] or match["which"] or _DAY_NAME.search(match["holiday"]):
        return True
    lead = _BEFORE_NAME.search(match.string, max(0, match.start("holiday") - _NEAR), match.start("holiday"))
    return bool(lead) and not _NOUN.match(match.string, match.end())


def an_event(match: re.Match[str]) -> bool:
    """ "The 9/11 attacks", where the words around the name say so."""
    sentence, start, end = sentence_around(match, "event")
    return dated_event(match["event"], sentence, start, end) is not None


def alternatives(names: Iterable[str]) -> str:
    """A pattern of names as they are written, the longest first, with either apostrophe."""
    return "|".join(re.escape(name).replace("'", "['’]") for name in sorted(names, key=len, reverse=True)).replace(
        "\\ ", " "
    )
