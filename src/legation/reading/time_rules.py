"""How times are written: each rule is a pattern and its meaning.

Rules stand under the kind of word that they hang on, and are tried around such words only. In a pattern a blank
stands for one to three blanks on one line, and case counts for nothing.
"""

import re
from collections.abc import Mapping

from legation.reading import time_meanings as means
from legation.reading.calendar_rules import NUMBERS, VAGUE

_LEAD = r"(?:(?:on|in|during|at|over) )?"
_MONTH_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH_NAME = rf"(?P<month>{_MONTH_NAMES})"
_MONTH = rf"(?P<month>{_MONTH_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:(?:[–-]| to | and | - | – )(?P<until>\d{{1,2}})(?:st|nd|rd|th)?)?"
_FOUR = r"(?:19|20)\d\d(?!,\d|[\d%])"
_YEAR = rf"(?P<year>{_FOUR})"
_OF_YEAR = rf"(?:,?(?: )?(?:of )?{_YEAR}|,?(?: of)? (?P<that>this|last|next) year)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:very )?(?:beginning|start|middle|end) of)(?: in)?(?: the)?(?: |-))"
_UNIT = r"(?P<unit>hour|day|week(?:end)?|month|quarter|year|decade)"
_LONG_UNIT = r"(?P<unit>week(?:end)?|month|quarter|year|decade)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(NUMBERS | VAGUE, key=len, reverse=True))})"
_WAYS = "ago|from now|earlier|later|before|after"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_TIME_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
_DURING = r"(?:(?:in|over|during|for|within|throughout) )?"
_CUE = "in|during|prior to|of|for|since|until|till|by|before|after|from|through|throughout|between"
_COUNTED = (
    "troops|soldiers|men|people|fighters|personnel|peacekeepers|police|civilians|refugees|tons?|tonnes|miles|meters"
    "|metres|km"
)
_NO_COUNT = rf"(?! (?:{_COUNTED}|of the|dollars|euros)\b)"
_TO = r"(?: (?:to|until|till|through) |(?: )?[-–—](?: )?)"
_SINCE = rf"(?P<since>{_FOUR})"
_FROM_MONTH = rf"(?P<from>{_MONTH_NAMES})(?:,? {_SINCE})?"
# Lookbehinds have one width each; \x20 stays the one blank that it is.
_DETERMINERS = (r"\bthe", r"\bits", r"\bhis", r"\bher", r"\btheir", r"\ba", r"\ban", "['’]s")
_AFTER_DETERMINER = "(?:" + "|".join(rf"(?<={word}\x20)" for word in _DETERMINERS) + ")"
_NO_NAME = r"(?! (?:Movement|Brigade|Times|Telegraph)\b)"

# Where two rules match at one place, the longer match wins, then the earlier rule.
_PATTERNS: Mapping[str, tuple[tuple[str, means.Meaning], ...]] = {
    "month": (
        (
            rf"{_LEAD}(?:{_WEEKDAY},? )?(?:the )?{_DAYS}(?: of)? {_MONTH}{_OF_YEAR}?{_NO_NAME}",
            means.calendar_date,
        ),
        (rf"{_LEAD}(?:{_WEEKDAY},? )?{_MONTH} {_DAYS}(?!,?\d){_OF_YEAR}?{_NO_NAME}", means.calendar_date),
        (rf"{_LEAD}{_PART}?{_MONTH}{_OF_YEAR}", means.months),
        (rf"{_LEAD}{_PART}{_MONTH_NAME}", means.months),
        (rf"(?:{_CUE}|as of) {_MONTH_NAME}{_OF_YEAR}?(?! \d)", means.months),
        (rf"{_LEAD}(?P<which>last|next|this) {_MONTH_NAME}", means.months),
        (rf"{_MONTH_NAME}(?=['’]s )", means.months),
        (rf"{_AFTER_DETERMINER}{_MONTH_NAME}(?= (?!on\b)(?-i:[a-z]))", means.months),
        (rf"between {_FROM_MONTH} and {_MONTH_NAME}{_OF_YEAR}?", means.months_between),
        (rf"(?:from )?{_FROM_MONTH}{_TO}{_MONTH_NAME}{_OF_YEAR}?", means.months_between),
    ),
    "year": (
        (r"(?P<year>\d{4})(?P<sign>-)(?P<number>\d\d)-(?P<day>\d\d)(?!\d)", means.iso_date),
        (rf"(?P<day>\d{{1,2}})(?P<sign>[/.])(?P<number>\d{{1,2}})[/.]{_YEAR}", means.numeric_date),
        (rf"(?:{_CUE}|as of) {_PART}?{_YEAR}{_NO_COUNT}", means.years),
        (rf"{_LEAD}{_PART}{_YEAR}", means.years),
        (rf"{_AFTER_DETERMINER}{_YEAR}(?= [a-z]){_NO_COUNT}", means.years),
        (rf"(?<=\(){_YEAR}(?=\))", means.years),
        (rf"{_LEAD}(?:the )?{_PART}?(?P<decade>(?:19|20)\d0)s", means.decade),
        (rf"between {_SINCE} and {_YEAR}", means.years_between),
        (rf"(?:from )?{_SINCE}{_TO}{_YEAR}", means.years_between),
        (rf"(?:in )?{_SINCE}[–-](?P<year>\d\d)(?![\d-])", means.years_between),
        (rf"{_LEAD}(?P<fraction>Q|H)(?P<nth>[1-4])(?: of)? {_YEAR}", means.fraction),
    ),
    "season": (
        (rf"{_LEAD}(?:the )?{_PART}?{_SEASON}{_OF_YEAR}(?:[–-]\d\d)?", means.season),
        (rf"{_LEAD}{_PART}?(?P<which>last|next|this) {_SEASON}", means.season),
        (
            rf"(?:in|over|during|since|until|by|before|after|through) {_PART}?(?:the )?(?!fall){_SEASON}"
            rf"(?:{_OF_YEAR}(?:[–-]\d\d)?)?",
            means.season,
        ),
    ),
    "near": (
        (
            r"(?:(?:later|earlier|late|early) )?(?P<near>the day before yesterday|the day after tomorrow|today|tonight"
            rf"|yesterday|tomorrow|overnight|last night|this (?:morning|afternoon|evening)){_TIME_OF_DAY}",
            means.relative(means.near_day),
        ),
    ),
    "weekday": (
        (
            rf"(?:(?:early|late) )?(?:on )?(?:(?P<which>this past|this coming|last|next|this|past|coming) )?{_WEEKDAY}"
            rf"{_TIME_OF_DAY}(?:,?(?: of)? (?P<that>this|last|next) week)?{_NO_NAME}",
            means.relative(means.weekday),
        ),
    ),
    "unit": (
        (
            rf"(?:(?P<edge>later|earlier) (?:in )?)?{_LEAD}(?P<which>this past|this|last|next) {_LONG_UNIT}",
            means.relative(means.period),
        ),
        (rf"{_LEAD}{_PART}(?P<which>this|last|next|the) {_LONG_UNIT}", means.relative(means.period)),
        (rf"(?P<edge>later|earlier) in the {_LONG_UNIT}", means.relative(means.period)),
        (rf"{_LEAD}(?:the )?{_LONG_UNIT}(?:['’]s |-)(?P<part>end)", means.relative(means.period)),
        (r"(?:over|during|at) the (?P<unit>weekend)", means.relative(means.period)),
        (
            rf"{_LEAD}the (?P<nth>first|second|third|fourth|last) (?P<fraction>half|quarter) of "
            rf"(?:(?P<that>the|this|last|next) year|{_YEAR})",
            means.fraction,
        ),
        (rf"(?:on |in |during )?the (?P<way>same|next|following|previous) {_UNIT}", means.from_told),
        (rf"(?:on|in|during|later|earlier) (?P<way>that) {_UNIT}(?!-)", means.from_told),
        (rf"(?:{_COUNT} )?{_UNIT}(?P<plural>s)? (?P<way>{_WAYS})", means.away),
        (
            rf"{_DURING}the (?P<side>last|past|next|coming|recent)(?! (?:day|hour)\b)(?: {_COUNT})? "
            rf"{_UNIT}(?P<plural>s)?",
            means.relative(means.stretch),
        ),
        (
            rf"{_DURING}(?P<side>last|past|next|coming|recent) {_COUNT} {_UNIT}s?",
            means.relative(means.stretch),
        ),
        (rf"{_DURING}(?P<side>recent|coming) {_UNIT}(?P<plural>s)", means.relative(means.stretch)),
        (rf"(?P<side>within)(?: {_COUNT})? {_UNIT}(?P<plural>s)?(?! of)", means.relative(means.stretch)),
        (rf"(?P<side>in) {_COUNT} {_UNIT}s?['’]?s? time", means.relative(means.stretch)),
    ),
}
RULES: Mapping[str, tuple[tuple[re.Pattern[str], means.Meaning], ...]] = {
    kind: tuple(
        (
            re.compile(rf"(?<![\w-])(?<!\d[.,]){pattern}(?!\w)".replace(" ", r"[^\S\n]{1,3}"), re.IGNORECASE),
            meaning,
        )
        for pattern, meaning in rules
    )
    for kind, rules in _PATTERNS.items()
}
# The words that rules hang on; the group says which rules to try.
ANCHOR = re.compile(
    rf"\b(?:(?P<month>{_MONTH_NAMES}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b|{_WEEKDAY}\b|{_SEASON}"
    r"|(?P<year>(?:19|20)\d\d)|(?P<unit>hour|day|week|month|quarter|half|year|decade)"
    r"|(?P<near>today|tonight|yesterday|tomorrow|overnight|night|morning|afternoon|evening))",
    re.IGNORECASE,
)
