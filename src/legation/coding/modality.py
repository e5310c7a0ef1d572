"""Factuality: polarity, certainty and time of an event, read from the words that govern and modify it.

The three readings and the order in which they make one value are those of the annotation guide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from spacy.tokens import Token

from legation.coding import syntax
from legation.coding.lexicon import Aspect, Effect, Lexicon
from legation.records.event import Direction, Factuality
from legation.records.place import TimeExpression

_UP = frozenset("xcomp ccomp dobj pobj prep pcomp nsubjpass nsubj compound conj acl attr advcl oprd agent".split())
# What stands after these is beside the clause, not part of what its verb governs.
BESIDE = frozenset("amid amidst despite after before following during since without alongside besides".split())
_STOPPING = frozenset({"exit", "pause", "reduce"})
_COPULAS = frozenset({"be", "remain", "stay"})
_HEDGES = {"may", "might", "could", "would", "can", "should"}
_HAVE = {"has", "have", "'ve"}
_FUTURE = {"will", "shall", "'ll", "’ll", "wo"}
_POS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj", "ADV": "adv"}
# A dated event this long before publication is background, not the news (annotation guide, decision 12).
_NEWS_DAYS = 45
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b(?:last|next|this|tomorrow)\b")
_LONG_AGO = re.compile(r"\b(?:19|20)\d\d\b|\blast (?:year|[A-Z])|\byears? ago")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")


@dataclass(frozen=True, slots=True)
class Modality:
    """What the words around a trigger say of its event; `governors` are the aspect words above it."""

    factuality: Factuality
    alleged: bool
    direction: Direction | None
    governors: tuple[Token, ...]


def modality(trigger: Token, lexicon: Lexicon, *, headline: bool, standing: bool) -> Modality:
    """The modality of the event of a trigger. `headline`: the simple present tells the news.

    `standing`: the event is a practice that holds over time, so the perfect tense says that it still does.
    """
    effects: list[Effect] = []
    direction: Direction | None = None
    over = False
    governors: list[Token] = []
    for token, aspect in _aspects(trigger, lexicon):
        effects.append(aspect.effect)
        direction = direction or aspect.direction
        if token.pos_ in ("VERB", "AUX", "NOUN"):
            governors.append(token)
    for token in (trigger, *governors):
        said = _grammar(token)
        if "negated" in said and token != trigger and direction in _STOPPING:  # "has not stopped training"
            said = [effect for effect in said if effect != "negated"]
            direction = "continue"
        effects += said
        if _no_longer(token):
            direction, over = direction or "exit", True
    if "negated" not in effects and any(_has_no(noun) for noun in syntax.patients(trigger)):
        effects.append("negated")
    tense = _tense(_finite(trigger, governors), headline=headline, standing=standing)
    stopped = over or (standing and direction in _STOPPING)
    if stopped and tense is Factuality.ONGOING:
        tense = Factuality.OCCURRED
    if trigger.pos_ == "NOUN" and trigger.dep_ == "pobj" and trigger.head.lower_ in ("after", "since", "following"):
        tense = Factuality.HISTORICAL  # what other things came after is no news
    if any(governor.tag_ == "VBD" for governor in governors):  # "kept shelling" tells of the past
        effects = [effect for effect in effects if effect != "present"]
    return Modality(_value(effects, tense), "alleged" in effects, direction, tuple(governors))


def _value(effects: list[Effect], tense: Factuality) -> Factuality:
    for effect, value in (
        ("negated", Factuality.DENIED),
        ("possible", Factuality.POSSIBLE),
        ("future", Factuality.PLANNED),
        ("historical", Factuality.HISTORICAL),
        ("present", Factuality.ONGOING),
    ):
        if effect in effects:
            return value
    return tense


def _aspects(trigger: Token, lexicon: Lexicon) -> Iterator[tuple[Token, Aspect]]:
    token = trigger
    yield from _modifying(token, lexicon)
    for _ in range(6):
        head = token.head
        if head == token or token.dep_ not in _UP or (token.pos_ in ("VERB", "AUX") and _stands_apart(token)):
            return
        if token.dep_ == "prep" and token.lower_ in BESIDE:
            return
        if token.dep_ == "ccomp" and head.lemma_.lower() in lexicon.reporting and not _aspect_of(head, lexicon):
            return
        aspect = None if token.dep_ == "conj" else _aspect_of(head, lexicon)
        if aspect is None and head.lemma_ in _COPULAS and token.dep_ == "nsubj":
            yield from _modifying(head, lexicon)
        if aspect and not (aspect.effect == "future" and _has_happened(token)):
            yield head, aspect
            yield from _modifying(head, lexicon)
        elif head.pos_ in ("VERB", "AUX") and token.dep_ in ("ccomp", "advcl") and not is_infinitive(token):
            return
        token = head


def _stands_apart(verb: Token) -> bool:
    """Whether a verb heads a clause of its own, which the words above it do not modify."""
    if verb.dep_ == "conj":
        return syntax.has_own_subject(verb)
    if verb.dep_ in ("advcl", "acl"):
        return not is_infinitive(verb)
    return verb.dep_ in ("nsubj", "nsubjpass")


def is_infinitive(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def _aspect_of(token: Token, lexicon: Lexicon) -> Aspect | None:
    pos = _POS.get(token.pos_)
    if pos is None:
        return None
    below = {lemma for child in syntax.descendants(token, 2) for lemma in (child.lemma_.lower(), child.lower_)}
    for aspect in lexicon.aspects.get((token.lemma_.lower(), pos), ()):
        if below.issuperset(aspect.pattern[1:]):
            return aspect
    return None


def _modifying(token: Token, lexicon: Lexicon) -> Iterator[tuple[Token, Aspect]]:
    for child in token.children:
        if child.dep_ in ("advmod", "amod", "acomp"):
            aspect = _aspect_of(child, lexicon)
            if aspect is None and child.pos_ in ("VERB", "ADJ"):
                aspect = next(iter(lexicon.aspects.get((child.lower_, "adj"), ())), None)
            if aspect:
                yield child, aspect


def _no_longer(token: Token) -> bool:
    return any(
        child.lemma_.lower() in ("long", "longer", "more")
        and any(word.lower_ in ("no", "not", "any") for word in child.lefts)
        for child in token.children
        if child.dep_ == "advmod"
    ) or any(child.lower_ == "anymore" for child in token.children)


def _has_no(noun: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ == "no" for child in noun.children)


def _is_reported(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.tag_ in ("VBD", "VBN")


def _has_happened(verb: Token) -> bool:
    """Whether a clause says in its own words that it is past or done: what was announced of it is no plan."""
    return verb.dep_ == "ccomp" and (verb.tag_ == "VBD" or (verb.tag_ == "VBN" and bool(_auxiliaries(verb) & _HAVE)))


def _grammar(token: Token) -> list[Effect]:
    """What auxiliaries, negation and conditions right at a token say."""
    effects: list[Effect] = []
    for child in token.children:
        if child.dep_ == "neg" or (child.dep_ == "det" and child.lower_ == "no"):
            effects.append("negated")
        elif child.dep_ == "aux" and child.lower_ == "would" and _is_reported(token):
            effects.append("future")  # "said that it would stay" is "will stay" in the past
        elif child.dep_ == "aux" and child.lower_ in _HEDGES:
            effects.append("possible")
        elif child.dep_ == "aux" and child.lower_ in _FUTURE:
            effects.append("future")
        elif child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether"):
            effects.append("possible")
    if token.dep_ == "dobj" and any(child.lower_ == "no" for child in token.children):
        effects.append("negated")
    if token.dep_ == "conj" and not syntax.has_own_subject(token) and token.head.pos_ in ("VERB", "AUX"):
        shared = _grammar(token.head)
        effects += [effect for effect in shared if effect != "negated"]
    if token.head.lower_ == "without" and token.dep_ == "pcomp":
        effects.append("negated")
    return effects


def _finite(trigger: Token, governors: list[Token]) -> Token:
    """The verb whose tense places the event in time: the outermost governor, or what a participle hangs on."""
    token = governors[-1] if governors else trigger
    for _ in range(4):
        if token.pos_ in ("VERB", "AUX") and (token.tag_ in ("VBD", "VBZ", "VBP") or _auxiliaries(token)):
            return token
        if (
            token.dep_ in ("advcl", "conj", "xcomp", "pcomp", "prep", "dobj", "pobj", "nsubjpass", "nsubj")
            and token.head != token
        ):
            token = token.head
        else:
            return token
    return token


def _auxiliaries(token: Token) -> set[str]:
    found = {child.lower_ for child in token.children if child.dep_ in ("aux", "auxpass")}
    if not found and token.dep_ == "conj" and token.head.pos_ == "VERB" and token.tag_ in ("VBN", "VBG"):
        return _auxiliaries(token.head)
    return found


def _tense(verb: Token, *, headline: bool, standing: bool) -> Factuality:
    words = _auxiliaries(verb)
    if "to" in words:
        return Factuality.PLANNED
    if verb.pos_ not in ("VERB", "AUX"):
        return Factuality.ONGOING if standing and not headline else Factuality.OCCURRED
    if "had" in words:
        return Factuality.HISTORICAL
    if words & _HAVE:
        return Factuality.ONGOING if standing or verb.tag_ == "VBG" else Factuality.OCCURRED
    if words & {"was", "were"} or verb.tag_ == "VBD":
        return Factuality.HISTORICAL if standing and _over_years(verb) else Factuality.OCCURRED
    if verb.tag_ == "VBG" and (words & {"is", "are", "'s", "'re"}):
        return Factuality.ONGOING
    if verb.tag_ in ("VBZ", "VBP") or words & {"is", "are"}:
        return Factuality.ONGOING if standing and not headline else Factuality.OCCURRED
    return Factuality.ONGOING if standing and verb.tag_ == "VBG" else Factuality.OCCURRED


def _over_years(verb: Token) -> bool:
    """Whether the verb is told of a stretch of years ("trained them for a decade")."""
    spans = [noun.lemma_.lower() for noun in syntax.complements(verb, "for")]
    return any(noun in ("year", "decade", "month") for noun in spans)


def in_the_right_year(value: Factuality, time: TimeExpression | None, published: date | None) -> TimeExpression | None:
    """The time moved by a year or week where tense and calendar disagree: "in January" told in the past has been."""
    if time is None or published is None or time.start_date is None or _YEAR.search(time.text):
        return time
    step = timedelta(days=7) if _WEEKDAY.search(time.text) else None
    told_past = value in (Factuality.OCCURRED, Factuality.HISTORICAL)
    if told_past and time.start_date > published and time.precision in ("day", "month") and step is None:
        return _years_later(time, -1)
    told_ahead = value in (Factuality.PLANNED, Factuality.POSSIBLE)
    if told_ahead and time.end_date is not None and time.end_date < published:
        if step is not None and time.precision == "day":
            return replace(time, start_date=time.start_date + step, end_date=time.end_date + step)
        if time.precision == "month" or (time.precision == "day" and _MONTH.search(time.text)):
            return _years_later(time, 1)
    return time


def _years_later(time: TimeExpression, years: int) -> TimeExpression:
    def moved(day: date | None) -> date | None:
        return day and day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)

    return replace(time, start_date=moved(time.start_date), end_date=moved(time.end_date))


def placed_in_time(value: Factuality, time: TimeExpression | None, published: date | None) -> Factuality:
    """The factuality once its date is known: what is dated long before publication is `historical`."""
    if value not in (Factuality.OCCURRED, Factuality.ONGOING) or time is None:
        return value
    if published is None:  # today's news seldom names its year
        return Factuality.HISTORICAL if value is Factuality.OCCURRED and _LONG_AGO.search(time.text) else value
    old = published - timedelta(days=_NEWS_DAYS)
    if time.end_date is not None and time.end_date < old:
        return Factuality.HISTORICAL
    if value is Factuality.OCCURRED and time.start_date is not None and time.start_date > published:
        return Factuality.PLANNED
    return value
