"""From the model's probabilities to drafts: the events of a sentence, with spans into its text, not yet linked."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from legation.coding.tagger import Answers, Card, Floats, Tagged
from legation.records.event import Direction, Factuality

NONE = "none"
_CALENDAR = r"(?:\w+day|January|February|March|April|May|June|July|August|September|October|November|December)\b"
_NAME_BEFORE = re.compile(rf"(?<=\w )(?:(?!{_CALENDAR})[A-Z][\w’'-]*[a-z] )+$")
_NAME_AFTER = re.compile(r"(?: [A-Z][\w’'-]*[a-z]\b)+")
# What becomes of the content of a speech act that says nothing else of it (annotation guide, factuality).
_NOT_YET = {
    "REQUEST": Factuality.POSSIBLE,
    "AGREE": Factuality.PLANNED,
    "THREATEN": Factuality.POSSIBLE,
    "REJECT": Factuality.DENIED,
}
# A side may be tagged from its preposition on.
_OPENING = re.compile(r"(?:of|by|with|to|and|for|from|in|against|between|than|that)\s+(?=\S)")
Stretch = tuple[int, int]
Sides = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """One event of a sentence. Spans are offsets into the sentence; `content_of` is another draft's index.

    `signs` are the logarithms of how sure the model is of type, factuality, source and target; `confidence`, fitted
    over them, is the probability that all four are right.
    """

    trigger: Stretch
    event_type: str
    factuality: Factuality
    signs: tuple[float, ...]
    confidence: float
    source: tuple[Stretch, ...]
    target: tuple[Stretch, ...]
    mode: str | None = None
    mutual: bool = False
    alleged: bool = False
    placed: bool = False
    cooperation: str | None = None
    direction: Direction | None = None
    provider: tuple[Stretch, ...] = ()
    recipient: tuple[Stretch, ...] = ()
    speaker: Stretch | None = None
    verb: Stretch | None = None
    act: Stretch | None = None
    time: Stretch | None = None
    place: Stretch | None = None
    content_of: int | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """The tokens of a trigger, and the probability that each event type has here (the rest: no event)."""

    tokens: tuple[int, ...]
    types: Floats


def triggers(tagged: Tagged, card: Card) -> list[Trigger]:
    """The triggers that are probable enough to be looked at, in text order."""
    found = []
    inside = card.tags.index("inside")
    if not len(tagged.offsets):
        return []
    begins = tagged.tags[:, 1:inside].sum(-1)
    best = tagged.tags.argmax(-1)
    for token in map(int, np.flatnonzero(begins >= card.least)):
        start, end = tagged.offsets[token]
        if end <= start or _continues(tagged, token):
            continue
        tokens = [token]
        for following in range(token + 1, min(token + 8, len(tagged.offsets))):
            if best[following] == inside or _continues(tagged, following):
                tokens.append(following)
            elif following > token + 4 or inside not in best[following : token + 6]:
                break
        found.append(Trigger(tuple(tokens), tagged.tags[token, 1:inside]))
    return found


def drafts(tagged: Tagged, found: Sequence[Trigger], answers: Sequence[Answers], card: Card) -> list[Draft]:
    """A draft for each trigger that the model, looking at it, takes for an event."""
    looked = (_draft(tagged, trigger, answer, card) for trigger, answer in zip(found, answers, strict=True))
    made = [draft for draft in looked if draft is not None]
    return [_as_content(draft, _act_of(draft, index, made), made) for index, draft in enumerate(made)]


def _draft(tagged: Tagged, trigger: Trigger, answer: Answers, card: Card) -> Draft | None:
    types = answer.heads["type"].copy()
    types[1:] = np.sqrt(types[1:] * trigger.types)
    types[0] = np.sqrt(types[0] * (1 - trigger.types.sum()))
    types /= types.sum()
    kind = int(types.argmax())
    if kind == 0:
        return None
    event_type = card.heads["type"][kind]
    labels = {name: card.heads[name][int(shares.argmax())] for name, shares in answer.heads.items()}
    roles = {name: spans(tagged, answer.roles[:, index]) for index, name in enumerate(card.roles)}
    mutual = labels["mutual"] != NONE
    source, target = _sides(roles["source"], roles["target"], mutual=mutual)
    provider, recipient = _ways(roles["provider"], roles["recipient"], source, target)
    first = {name: next(iter(found), None) for name, found in roles.items()}
    cooperates = labels["cooperation"] != NONE
    signs = _signs(types[kind], answer, card)
    return Draft(
        trigger=_stretch(tagged, trigger.tokens[:1])
        if len(trigger.tokens) == 1
        else _stretch(tagged, _run(trigger.tokens)),
        event_type=event_type,
        factuality=Factuality(labels["factuality"]),
        signs=signs,
        confidence=_confidence(signs, card),
        source=source,
        target=target,
        mode=_mode(answer, event_type, card),
        mutual=mutual,
        alleged=labels["alleged"] != NONE,
        placed=bool(roles["placed"]),
        cooperation=labels["cooperation"] if cooperates else None,
        direction=labels["direction"] if cooperates else None,  # type: ignore[arg-type]  # the card's labels are directions
        provider=provider if cooperates else (),
        recipient=recipient if cooperates else (),
        speaker=first["speaker"],
        verb=first["verb"],
        act=first["act"],
        time=first["time"],
        place=first["place"],
    )


def _sides(source: Sides, target: Sides, *, mutual: bool) -> tuple[Sides, Sides]:
    """Source and target with nobody on both sides; of a mutual event the first named is the source, others the target.

    "France and Chad held talks" has the source France and the target Chad.
    """
    if not mutual:
        return source, tuple(side for side in target if side not in source)
    named = tuple(sorted({*source, *target}))
    if source and target:
        return tuple(side for side in source if side not in target) or named[:1], target
    return named[:1], named[1:]


def _ways(provider: Sides, recipient: Sides, source: Sides, target: Sides) -> tuple[Sides, Sides]:
    """Provider and recipient: where only one is told, the other is the event's other side."""
    if provider and not recipient:
        return provider, _others(provider, source, target)
    if recipient and not provider:
        return _others(recipient, source, target), recipient
    return provider, recipient


def _others(told: Sides, source: Sides, target: Sides) -> Sides:
    """The side of an event that shares no member with what is told."""
    return next((side for side in (source, target) if side and not {*side} & {*told}), ())


def _signs(type_share: float, answer: Answers, card: Card) -> tuple[float, ...]:
    """A side is as sure as the least sure tag of any token in its role."""
    surest = answer.roles.max(-1)
    sides = [float(surest[:, card.roles.index(role)].min()) for role in ("source", "target")]
    return tuple(math.log(max(share, 1e-6)) for share in (type_share, float(answer.heads["factuality"].max()), *sides))


def _confidence(signs: Sequence[float], card: Card) -> float:
    """Logistic regression over the signs (Platt 1999), fitted on annotated sentences that the model has not learned."""
    *weights, bias = card.confidence
    return 1 / (1 + math.exp(-bias - sum(weight * sign for weight, sign in zip(weights, signs, strict=True))))


def _mode(answer: Answers, event_type: str, card: Card) -> str | None:
    """The likeliest mode that the type has, if one is likelier than none."""
    modes = card.heads["mode"]
    fit = [index for index, name in enumerate(modes) if index == 0 or name.startswith(f"{event_type}.")]
    best = max(fit, key=lambda index: float(answer.heads["mode"][index]))
    return modes[best].partition(".")[2] or None


def _as_content(draft: Draft, act: int | None, made: Sequence[Draft]) -> Draft:
    """The draft with its speech act, of which what is asked, promised, threatened or refused has not happened."""
    said = _NOT_YET.get(made[act].event_type) if act is not None else None
    happened = draft.factuality in (Factuality.OCCURRED, Factuality.ONGOING, Factuality.HISTORICAL)
    return replace(draft, content_of=act, factuality=said if said and happened else draft.factuality)


def _act_of(draft: Draft, index: int, made: Sequence[Draft]) -> int | None:
    """The draft whose trigger the model names as the speech act that this one is the content of."""
    if draft.act is None:
        return None
    start, end = draft.act
    return next(
        (other for other, act in enumerate(made) if other != index and act.trigger[0] < end and start < act.trigger[1]),
        None,
    )


def spans(tagged: Tagged, shares: Floats) -> tuple[Stretch, ...]:
    """The spans of one role, from the probabilities of its tokens' tags (outside, first, further).

    Two spans never touch: between members of a coordination stands a comma or "and".
    """
    tags = shares.argmax(-1)
    if not tags.any():
        return ()
    found: list[list[int]] = []
    for token, tag in enumerate(tags):
        start, end = tagged.offsets[token]
        if end <= start:
            continue
        if found and found[-1][-1] == token - 1 and (tag or _continues(tagged, token)):
            found[-1].append(token)
        elif tag:
            found.append([token])
    return tuple(dict.fromkeys(_whole_name(tagged.text, *_stretch(tagged, tokens)) for tokens in found))


def _whole_name(text: str, start: int, end: int) -> Stretch:
    """The stretch with the rest of a name that was cut ("Sri" of "Sri Lankan"), unless most words have capitals."""
    words = text.split()
    if sum(word[:1].isupper() for word in words) > len(words) / 2:
        return start, end
    if text[start].isupper() and (before := _NAME_BEFORE.search(text[:start])):
        start = before.start()
    last = text.rfind(" ", start, end) + 1 or start
    if text[max(last, start)].isupper() and (after := _NAME_AFTER.match(text, end)):
        end = after.end()
    return start, end


def _continues(tagged: Tagged, token: int) -> bool:
    """Whether a token is a later piece of a word."""
    start = int(tagged.offsets[token, 0])
    return (
        token > 0
        and 0 < start == tagged.offsets[token - 1, 1]
        and tagged.text[start - 1].isalnum()
        and tagged.text[start].isalnum()
    )


def _run(tokens: Sequence[int]) -> Sequence[int]:
    """The tokens that follow each other without a gap."""
    return [token for index, token in enumerate(tokens) if token == tokens[0] + index]


def _stretch(tagged: Tagged, tokens: Iterable[int]) -> Stretch:
    """The stretch of text that tokens cover, to the ends of its words."""
    where = tagged.offsets[list(tokens)]
    start, end = int(where[:, 0].min()), int(where[:, 1].max())
    text = tagged.text
    start += len(opening.group()) if (opening := _OPENING.match(text[start:end])) else 0
    while start > 0 and _joined(text[start - 1]) and _joined(text[start]):
        start -= 1
    while end < len(text) and _joined(text[end - 1]) and _goes_on(text, end):
        end += 1
    while start < end and text[start] in " .,;:":
        start += 1
    return start, max(end, start + 1)


def _joined(letter: str) -> bool:
    """Whether a letter can stand inside a word or an abbreviation ("U.S.")."""
    return letter.isalnum() or letter == "."


def _goes_on(text: str, at: int) -> bool:
    """Whether the word before goes on here: with a letter, or with a full stop that is not the sentence's."""
    return text[at].isalnum() or (text[at] == "." and (text[at - 1].isupper() or text[at + 1 : at + 2].isalnum()))
