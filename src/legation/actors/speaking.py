"""Who speaks: "I", "we", "our sanctions" within a quotation mean whoever is quoted."""

import re

from legation.actors.appearance import Named
from legation.actors.cast import Asked, Cast, Links
from legation.actors.phrase import Headed, Phrase
from legation.actors.pronouns import ranked

_ONE = frozenset("i me my mine myself".split())
_MANY = frozenset("we us our ours ourselves".split())
_FIRST_PERSON = _ONE | _MANY
_POSSESSIVE = frozenset({"my", "our"})
_SPEAKER_SURE = 0.6
_OPENING, _CLOSING = "“", "”"
_VERB = r"(?:said|says|told|tells|adds|added|stated|writes|wrote|reads|explained|declared|warned|insisted)\b"
_SPEECH = re.compile(rf"\b{_VERB}")
_PRONOUN = re.compile(rf"\b(?:he|she)\s+(?:\w+\s+)?{_VERB}|\b{_VERB}\s+(?:he|she)\b", re.IGNORECASE)
# What follows a quotation up to the end of the sentence, where its speaker may be told.
_TAG = re.compile(r"[^\n.;“\"]{0,120}")


def spoken(cast: Cast, phrase: Phrase, asked: Asked) -> Links:
    """The speaker of the quotation in which a first person stands, or their country, or its role; none outside."""
    first = asked.words[0] in _FIRST_PERSON and (asked.words[0] == "i" or not phrase.tokens[0].shout)  # no "US"
    speaker = _speaker(cast, asked) if first else None
    if speaker is None:
        return []
    reason = f"{asked.words[0]} in a quotation"
    if asked.words[0] in _POSSESSIVE and phrase.headed is Headed.ROLE:
        country = speaker.link.country or ""
        link = cast.linker.resolve_role(asked.text, country, _SPEAKER_SURE, f"{reason} of {country}", on=cast.on)
        return [link] if link else []
    if asked.words[0] in _MANY and speaker.link.sector[:1] == ("GOV",):
        return [cast.member(speaker, asked, reason)]
    return cast.actors([speaker], asked, reason)


def _speaker(cast: Cast, asked: Asked) -> Named | None:
    """Who is named after a quotation with a word of speech, else the last person told of before it."""
    bounds = _quotation(cast.text, asked.start)
    if bounds is None:
        return None
    tag = _TAG.match(cast.text, bounds[1])
    if tag and _SPEECH.search(tag.group()):
        told = next((one for one in cast.named if bounds[1] <= one.start < tag.end()), None)
        if told and told.kind == "person":
            return told
        if not _PRONOUN.search(tag.group()):
            return None  # somebody without a name: "a fighter said"
    before = [one for one in cast.before(bounds[0]) if one.kind == "person"]
    return next(iter(ranked(before, bounds[0])), None)


def _quotation(text: str, at: int) -> tuple[int, int] | None:
    """Where the quotation around an offset begins and ends within its paragraph; None outside of one."""
    first = text.rfind("\n", 0, at) + 1
    last = text.find("\n", at)
    last = last if last >= 0 else len(text)
    curly = text.rfind(_OPENING, first, at)
    if curly > text.rfind(_CLOSING, first, at):
        closed = text.find(_CLOSING, at, last)
    elif text.count('"', first, at) % 2:
        curly, closed = text.rfind('"', first, at), text.find('"', at, last)
    else:
        return None
    return curly, closed + 1 if closed >= 0 else last
