"""Whom a pronoun means: "he", "it", "their", by what the sentences before it are about."""

import re
from collections.abc import Iterator, Sequence

from legation.actors.appearance import Named
from legation.actors.cast import Asked, Cast
from legation.actors.several import coordinated

PERSONAL = frozenset("he she him her his hers himself herself".split())
NEUTRAL = frozenset("it its itself".split())
PLURAL = frozenset("they them their theirs themselves".split())
PRONOUNS = PERSONAL | NEUTRAL | PLURAL
STANDING_FOR_SOMEBODY = PRONOUNS | frozenset(
    "i me my we us our you your some many several both all most others those who".split()
)
"""Words that open a side which is somebody, known or not."""
POSSESSIVE = frozenset("his her its their".split())
# How many sentences back a pronoun reaches.
_REACH = 3
_SUBORDINATE = re.compile(
    r"\s*(?:before|after|while|when|as|although|though|since|if|once|because|until)\s", re.IGNORECASE
)
_CATAPHORA = 25
# "It is the second time": stands for nobody.
_EXPLETIVE = re.compile(
    r"\s+(?:is|was|has been|had been|will be|would be|may be|remains?|seems|appears)\s+"
    r"(?:the|a|an|to|not|also|only|still|un\w+|likely|possible|clear|expected|reported|said|believed|thought|in|on|his|her)\b"
    r"|\s+(?:took|takes|rained|follows|followed|emerged|came|comes)\b"
)
# "X accused Y of ... It denies that": the accused.
_DENIES = re.compile(r"\s+(?:has |have )?(?:denie[sd]|deny|rejects?|rejected|dismisse[sd])\b")
_ACCUSES = re.compile(r"\b(?:accus|blam)(?:es|ed|ing) (?:the )?$")
# "Russia says it has sent", "Paris announced on Friday that it": the one that speaks.
_SPEAKS = re.compile(
    r"(?: \w+){0,3} (?:sa(?:ys?|id)|announce[sd]?|claim(?:s|ed)?|declare[sd]?|confirm(?:s|ed)?|insist(?:s|ed)?"
    r"|promise[sd]?|pledge[sd]?|warn(?:s|ed)?|den(?:y|ies|ied)|admit(?:s|ted)?)(?: on \w+)?(?: that)? $"
)
_ACCUSED_REACH = 24
_THING = re.compile(r"\s*(?:A|An)\s+[a-z]")


def referents(word: str, cast: Cast, asked: Asked) -> list[Named]:
    """The actors that a pronoun means where a description stands; none where unsure.

    Persons by "he" and "she" alone, others by the rest.
    """
    named, text, at, sentence = cast.named, cast.text, asked.start, asked.sentence
    personal = word in PERSONAL
    several = word in PLURAL or word == "their"
    chosen = [
        one
        for one in named
        if (several or (one.kind == "person") == personal) and one.link.actor_id not in asked.exclude
    ]
    before = [one for one in chosen if one.start < at]
    main_clause = text.find(",", at, sentence[1])
    after = next((one for one in chosen if at < main_clause < one.start < sentence[1]), None)
    if after and at - sentence[0] < _CATAPHORA and _SUBORDINATE.match(text, sentence[0], at):
        return [after]
    opens = word == "it" and at == sentence[0]
    if opens and (_EXPLETIVE.match(text, at + len(word)) or _begins_with_a_thing(named, text, sentence[0])):
        return []
    if accused := _accused(before, text, at + len(word)):
        return [accused]
    if several:
        return _many(before, text, sentence)
    if not personal:
        speaker = next((one for one in reversed(before) if one.prominent and one.start >= sentence[0]), None)
        own = speaker and speaker.acts and (speaker.organ or not speaker.modifies)
        if speaker and own and _SPEAKS.match(text[speaker.end : at]):
            return [speaker]
        here = next((one for one in before if one.start >= sentence[0] and one.prominent and one.acts), None)
        if here:
            return [here]
    return next(([one] for one in ranked(before, sentence[0])), [])


def ranked(before: Sequence[Named], start: int, reach: int = _REACH) -> Iterator[Named]:
    """Named actors as a reader thinks of them next: sentence by sentence backwards, in each the prominent ones first.

    `start` is where the sentence of the description begins.
    """
    if not before:
        return
    latest = before[-1].sentence + (before[-1].start < start)
    by_sentence: dict[int, list[Named]] = {}
    for one in before:
        if latest - one.sentence <= reach:
            by_sentence.setdefault(one.sentence, []).append(one)
    for prominent in (True, False):
        for number in sorted(by_sentence, reverse=True):
            yield from (one for one in by_sentence[number] if one.prominent == prominent)


def _many(before: Sequence[Named], text: str, sentence: tuple[int, int]) -> list[Named]:
    """Whom "they" means: those told together as a subject, else many of one kind."""
    if not before:
        return []
    latest = before[-1].sentence + (before[-1].start < sentence[0])
    for number in sorted({one.sentence for one in before if latest - one.sentence <= _REACH - 1}, reverse=True):
        here = [one for one in before if one.sentence == number]
        run = next((run for run in coordinated(here, text) if run[0].prominent), [])
        group = next((one for one in here if _is_many(one) and not one.before), None)
        if group and (not run or group.start < run[0].start):
            return [group]
        if run:
            return run
    return []


def _is_many(one: Named) -> bool:
    return one.plural or one.kind in ("rebel", "jihadist", "militia", "paramilitary", "movement")


def _accused(before: Sequence[Named], text: str, after: int) -> Named | None:
    """Whom the sentence before accuses, where what follows a pronoun denies something."""
    if not before or not _DENIES.match(text, after):
        return None
    here = [one for one in before if one.sentence == before[-1].sentence]
    return next((one for one in here if _ACCUSES.search(text, max(0, one.start - _ACCUSED_REACH), one.start)), None)


def _begins_with_a_thing(named: Sequence[Named], text: str, start: int) -> bool:
    """Whether the sentence before is about a thing ("A ceasefire took effect"), which a pronoun then takes up."""
    before = [one for one in named if one.start < start]
    opening = text.rfind(". ", 0, max(0, start - 2))
    opening = opening + 2 if opening >= 0 else 0
    first = next((one for one in before if one.start >= opening), None)
    return bool(_THING.match(text, opening)) and (first is None or first.start - opening > 12)
