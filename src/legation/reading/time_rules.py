"""How times are written: each rule is a pattern and its meaning.

Rules stand under the kind of word that they hang on, and are tried around such words only. In a pattern a blank
stands for one to three blanks on one line, and case counts for nothing.
"""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from legation.ontology.data import read_tsv
from legation.reading import relative_times as told
from legation.reading import time_conditions as when
from legation.reading import time_meanings as means
from legation.reading.number_words import COUNT, ORDINAL
from legation.reading.special_days import event_names, holiday_names
from legation.reading.time_words import KINDS, MONTHS, SEASONS, SHORT_MONTHS, WEEKDAYS

Condition = Callable[[re.Match[str]], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """Words of a pattern and what they mean, where the condition holds; without a meaning they name no time."""

    pattern: re.Pattern[str]
    meaning: means.Meaning | None
    holds: Condition


_LEAD = r"(?:(?:on|in|during|at|over) )?"
_MONTH_NAMES = "|".join(MONTHS)
_MONTH_NAME = rf"(?P<month>{_MONTH_NAMES})"
_MONTH = rf"(?P<month>{_MONTH_NAMES}|(?:{'|'.join(SHORT_MONTHS)})\.?)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DAYS = rf"{_DAY}(?:(?:[–-]| to | and | - | – )(?P<until>\d{{1,2}})(?:st|nd|rd|th)?)?"
_FOUR = r"(?:19|20)\d\d(?!,\d|[\d%]|-\d\d-)"
_YEAR = rf"(?P<year>{_FOUR})"
_NAMED_YEAR = rf"(?:{_YEAR}|(?P<that>the|this|last|next) year)"
_TO_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)(?: (?:to|until|and) the (?P<until>\d{1,2})(?:st|nd|rd|th))?"
_OF_YEAR = rf"(?:,?(?: )?(?:of )?{_YEAR}|,?(?: of)? (?P<that>this|last|next) year)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:very )?(?:beginning|start|middle|end) of)(?: in)?(?: the)?(?: |-))"
_UNIT = r"(?P<unit>hour|day|week(?:end)?|fortnight|month|quarter|year|decade)"
_FAR_UNIT = r"(?P<unit>hour|day|week(?:end)?|fortnight|month|quarter|year|decade|century)"
_LONG_UNIT = r"(?P<unit>week(?:end)?|month|quarter|year|decade|century)"
_COUNT = rf"(?P<count>{COUNT})"
_ABOUT = "(?:about|around|some|nearly|almost|roughly|exactly|just over|just under|up to)"
_OVER = "(?P<over>more than|over|at least)"
_NTH = rf"(?P<nth>{ORDINAL}|last|final)"
_WAYS = "ago|from now|earlier|later|before|after"
_SEASON = rf"(?P<season>{'|'.join(SEASONS)})"
_TOLD = "(?P<way>same|next|following|previous)"
_TIME_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
_DURING = r"(?:(?:in|over|during|for|within|throughout) )?"
_CUE = (
    "in|during|prior to|of|for|since|until|till|by|before|after|from|through|throughout|between"
    "|as (?:early|late|recently|far back) as"
)
_COUNTED = (
    "troops|soldiers|men|people|fighters|personnel|peacekeepers|police|civilians|refugees|tons?|tonnes|miles|meters"
    "|metres|km|hours|GMT|UTC|local time"
)
_NO_COUNT = rf"(?! (?:{_COUNTED}|of the|dollars|euros)\b)"
_TO = r"(?: (?:to|until|till|through) |(?: )?[-–—](?: )?)"
_SINCE = rf"(?P<since>{_FOUR})"
_NO_RANGE = r"(?![/–—-]\d)"
_FROM_MONTH = rf"(?P<from>{_MONTH_NAMES})(?:,? {_SINCE})?"
_TIES = "twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
_FISCAL = "(?:fiscal|financial) year|fiscal|FY"
# Lookbehinds have one width each; \x20 stays the one blank that it is.
_DETERMINERS = (r"\bthe", r"\bits", r"\bhis", r"\bher", r"\btheir", r"\ba", r"\ban", "['’]s")
_AFTER_DETERMINER = "(?:" + "|".join(rf"(?<={word}\x20)" for word in _DETERMINERS) + ")"

_Written = tuple[str, means.Meaning] | tuple[str, means.Meaning, Condition]

# Where two rules match at one place, the longer match wins, then the earlier rule.
_PATTERNS: Mapping[str, tuple[_Written, ...]] = {
    "month": (
        (rf"{_LEAD}(?:{_WEEKDAY},? )?(?:the )?{_DAYS}(?: of)? {_MONTH}{_OF_YEAR}?", means.calendar_date),
        (rf"{_LEAD}(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAYS}(?!,?\d){_OF_YEAR}?", means.calendar_date),
        (rf"{_LEAD}{_MONTH_NAME} {_DAY}(?= (?:[a-z-]+ ){{1,2}}of {_YEAR})", means.calendar_date),
        (rf"{_LEAD}{_DAY} {_MONTH_NAME}(?= (?:[a-z-]+ ){{1,2}}of {_YEAR})", means.calendar_date),
        (rf"{_LEAD}the (?P<nth>{ORDINAL}) of {_MONTH_NAME}{_OF_YEAR}?", means.calendar_date),
        (rf"{_DAY}-{_MONTH}-{_YEAR}", means.calendar_date),
        (rf"(?P<day>\d\d)\d{{4}}Z{_MONTH}(?P<year>\d\d)", means.calendar_date),
        (rf"{_LEAD}the week (?:of|beginning|starting) {_DAY} {_MONTH_NAME}{_OF_YEAR}?", means.week_of_date),
        (rf"{_LEAD}the week (?:of|beginning|starting) {_MONTH_NAME} {_DAY}(?!,?\d){_OF_YEAR}?", means.week_of_date),
        (
            rf"{_LEAD}the {_NTH} (?:(?P<unit>day|week)|{_WEEKDAY}) (?:of|in) {_MONTH_NAME}{_OF_YEAR}?",
            means.nth_of,
        ),
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
        (
            r"(?P<year>\d{4})(?P<sign>-)(?P<number>\d\d)-(?P<day>\d\d)(?!\d)(?:T\d\d:?\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?",
            means.iso_date,
        ),
        (r"(?P<year>(?:19|20)\d\d)(?P<number>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])", means.iso_date),
        (rf"(?P<day>\d{{1,2}})(?P<sign>[/.])(?P<number>\d{{1,2}})[/.]{_YEAR}", means.numeric_date),
        (rf"(?P<day>\d{{1,2}})\.(?P<roman>(?-i:I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}}))\.{_YEAR}", means.calendar_date),
        (rf"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/{_YEAR}", means.numeric_month),
        (rf"(?:{_CUE}|as of) {_PART}?{_YEAR}{_NO_RANGE}{_NO_COUNT}", means.years),
        (rf"{_LEAD}{_PART}{_YEAR}", means.years),
        (rf"{_AFTER_DETERMINER}{_YEAR}(?= [a-z]){_NO_COUNT}", means.years),
        (rf"(?<=\(){_YEAR}(?=\))", means.years),
        (
            rf"{_LEAD}(?:the )?{_PART}?(?:(?P<decade>1[5-9]\d0|20\d0)s|['’](?P<short>\d0)s"
            rf"|(?P<ties>(?:eighteen|nineteen)(?: |-)(?:{_TIES})))",
            means.decade,
        ),
        (rf"between {_SINCE} and {_YEAR}", means.years_between),
        (rf"(?:(?:{_CUE}) )?{_SINCE}{_TO}{_YEAR}", means.years_between),
        (rf"(?:(?:{_CUE}) )?{_SINCE}[–-](?P<year>\d\d)(?![\d-])", means.years_between),
        (rf"{_LEAD}(?P<fraction>Q|H)(?P<nth>[1-4])(?: of)? {_YEAR}", means.fraction),
        (rf"{_LEAD}week (?P<number>\d{{1,2}}) of {_YEAR}", means.week_number),
        (rf"(?:(?:{_CUE}) )?{_YEAR}['’]s {_NTH} (?P<unit>day|week)", means.nth_of),
        (rf"{_LEAD}the {_NTH} (?P<unit>day|week) of {_YEAR}", means.nth_of),
        (
            rf"{_LEAD}the (?P<nth>first|last) {_COUNT} (?P<unit>day|week|month)s of {_YEAR}",
            means.first_units_of,
        ),
        (rf"{_LEAD}(?:the )?(?:Iranian|Persian)(?: calendar)? year (?P<persian>1[34]\d\d)", means.persian),
    ),
    "season": (
        (rf"{_LEAD}(?:the )?{_PART}?{_SEASON}{_OF_YEAR}(?:[/–-]\d\d(?!\d))?", means.season),
        (rf"{_LEAD}{_PART}?(?P<which>last|next|this) {_SEASON}", means.season),
        (
            rf"(?:in|over|during|since|until|by|before|after|through) {_PART}?(?:the )?(?!fall){_SEASON}"
            rf"(?:{_OF_YEAR}(?:[/–-]\d\d(?!\d))?)?",
            means.season,
        ),
        (rf"{_LEAD}the {_TOLD} {_SEASON}", told.season_from_told),
    ),
    "near": (
        (
            r"(?:(?:later|earlier|late|early) )?(?P<near>the day before yesterday|the day after tomorrow|today|tonight"
            rf"|yesterday|tomorrow|overnight|last night|this (?:morning|afternoon|evening)){_TIME_OF_DAY}",
            means.relative(told.near_day),
        ),
        (r"(?:the )?(?P<unit>morning|night) (?P<way>before|after)", told.away),
        (rf"(?:{_ABOUT} )?{_COUNT} {_FAR_UNIT}s? (?P<way>ago)(?P<exactly> today)", told.away),
        (rf"{_COUNT} {_UNIT}s? from (?P<base>today|tomorrow)", means.relative(told.from_day)),
        (r"(?:recently|lately)", means.relative(told.vague_past)),
        (
            r"(?<!\bas\x20)(?<!\btoo\x20)(?<!\bhow\x20)soon(?! (?:after|as|before|afterwards)\b)",
            means.relative(told.vague_future),
        ),
    ),
    "weekday": (
        (
            rf"(?:(?:early|late) )?(?:on )?(?:(?P<which>this past|this coming|last|next|this|past|coming) )?{_WEEKDAY}"
            rf"{_TIME_OF_DAY}(?:,?(?: of)? (?P<that>this|last|next) week)?",
            told.weekday,
            when.no_person,
        ),
        (rf"{_LEAD}the {_TOLD} {_WEEKDAY}", told.weekday_from_told),
        (rf"{_COUNT} {_UNIT}s? from {_WEEKDAY}", means.relative(told.from_day)),
    ),
    "unit": (
        (
            rf"(?:(?P<edge>later|earlier) (?:in )?)?{_LEAD}(?P<which>this past|this|last|next) {_LONG_UNIT}",
            means.relative(told.period),
        ),
        (rf"{_LEAD}{_PART}(?P<which>this|last|next|the) {_LONG_UNIT}", means.relative(told.period)),
        (rf"(?P<edge>later|earlier) in the {_LONG_UNIT}", means.relative(told.period)),
        (
            rf"{_LEAD}the {_LONG_UNIT} (?P<beyond>before|after) (?P<which>last|next)(?! [a-z])",
            means.relative(told.period),
        ),
        (rf"{_LEAD}the (?P<way>same|following|previous) {_UNIT}", told.from_told),
        (rf"(?:on )?the (?P<way>next) {_UNIT}", told.next_told),
        (rf"(?:on|in|during|later|earlier) (?P<way>that) {_UNIT}(?!-)", told.from_told),
        (
            rf"(?:(?:{_ABOUT}|{_OVER}) )?(?:(?P<count>half a|{COUNT}) )?{_FAR_UNIT}(?P<plural>s)?"
            rf"(?P<exactly> to the day)? (?P<way>{_WAYS})",
            told.away,
        ),
        (
            rf"{_DURING}the (?P<side>last|past|next|coming|recent)(?! (?:day|hour)\b)(?: {_COUNT})? "
            rf"{_FAR_UNIT}(?P<plural>s)?",
            means.relative(told.stretch),
        ),
        (rf"{_DURING}(?P<side>last|past|next|coming|recent) {_COUNT} {_UNIT}s?", means.relative(told.stretch)),
        (rf"{_DURING}(?P<side>recent|coming) {_UNIT}(?P<plural>s)", means.relative(told.stretch)),
        (rf"(?P<side>within)(?: {_COUNT})? {_UNIT}(?P<plural>s)?(?! of)", means.relative(told.stretch)),
        (rf"in (?:{_ABOUT} )?{_COUNT} {_UNIT}s?['’]?s? time", means.relative(told.from_now)),
        (rf"in (?:{_ABOUT} )?{_COUNT} {_UNIT}s?(?! (?:of|time)\b)", means.relative(told.from_now), when.to_come),
        (
            rf"for (?:(?:{_ABOUT}|{_OVER}) )?{_COUNT} {_FAR_UNIT}s?(?! (?:of|to|in)\b)",
            means.relative(told.lasting),
            when.still_so,
        ),
        (rf"{_LEAD}the (?P<nth>{ORDINAL}) (?P<unit>day|week|month|year) (?P<way>of|since)", told.nth_since),
    ),
    "end": ((rf"{_LEAD}(?:the )?{_LONG_UNIT}(?:['’]s |-)(?P<part>end)", means.relative(told.period)),),
    "weekend": ((r"(?:over|during|at) the (?P<unit>weekend)", means.relative(told.period)),),
    "fraction": (
        (rf"{_LEAD}the {_NTH} (?P<fraction>half|quarter) of {_NAMED_YEAR}", means.fraction),
        (rf"(?:in|for|during|over) the {_NTH} (?P<fraction>quarter)(?! of\b)", means.fraction),
    ),
    "century": (
        (rf"{_LEAD}(?:the )?{_PART}?(?P<nth>{ORDINAL})(?: |-)century", means.century),
        (rf"{_LEAD}the (?P<decade>{ORDINAL}|last|final) decade of the (?P<nth>{ORDINAL}) century", means.century),
    ),
    "day": (
        (rf"(?:(?:on|by|from|until) )?the {_TO_DAY} of (?P<which>this|last|next) month", told.day_of_month),
        (
            rf"(?:on|by|from|until) the {_TO_DAY}(?=[.,;:\n]|$| (?:and|but|at|in|to|when|after|before)\b)",
            told.day_of_month,
        ),
    ),
    "fiscal": (
        (rf"{_LEAD}(?:the )?(?:{_FISCAL})(?: |-)?{_YEAR}{_NO_RANGE}", means.fiscal_year),
        (rf"{_LEAD}(?:the )?(?:{_FISCAL})(?: |-)?{_SINCE}[/–-](?P<year>\d\d(?:\d\d)?)", means.fiscal_year),
        (rf"{_LEAD}(?:the )?{_SINCE}[/–-](?P<year>\d\d(?:\d\d)?) (?:{_FISCAL})", means.fiscal_year),
        (rf"{_LEAD}(?:the )?{_YEAR} (?:{_FISCAL})", means.fiscal_year),
    ),
    "anniversary": (
        (rf"{_LEAD}(?:the )?(?:(?P<nth>{ORDINAL}) )?anniversary (?P<way>of)", told.anniversary),
        (r"(?:on )?(?:the )?(?P<unit>eve) (?P<way>of)", told.eve),
    ),
    "named": (
        (
            rf"(?:(?:on|in|during|at|over) )?(?:the )?(?:(?P<which>last|next|this) )?"
            rf"(?P<holiday>{when.alternatives(holiday_names())})"
            rf"(?:,? (?:of |in )?{_YEAR}|,? (?P<that>last|next|this) year)?",
            means.named_day,
            when.a_day,
        ),
        (rf"(?P<event>{when.alternatives(event_names())})", means.named_event, when.an_event),
    ),
}


@functools.cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules of each kind of word; first those for what looks like a time and is none."""
    made: dict[str, list[Rule]] = {kind: [] for kind in KINDS}
    names = {"month": f"(?:{_MONTH_NAMES})", "weekday": f"(?:{'|'.join(WEEKDAYS)})"}
    for row in read_tsv("reading/not_times.tsv"):
        pattern = row["pattern"].replace("{month}", names["month"]).replace("{weekday}", names["weekday"])
        # With its preposition, so that no time that begins with that one comes first.
        made[row["anchor"]].append(
            Rule(_compiled(rf"(?:(?:on|at|over|{_CUE}) )?(?:the )?(?-i:{pattern})"), None, when.always)
        )
    for kind, written in _PATTERNS.items():
        for pattern, meaning, *condition in written:
            holds = condition[0] if condition else when.a_month if "(?P<month>" in pattern else when.always
            made[kind].append(Rule(_compiled(pattern), meaning, holds))
    return {kind: tuple(those) for kind, those in made.items()}


def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern at the borders of words: not after a letter's hyphen or a number's point."""
    spaced = pattern.replace(" ", r"[^\S\n]{1,3}")
    return re.compile(rf"(?<!\w)(?<![^\W\d_]-)(?<!\d[.,])(?:{spaced})(?!\w)", re.IGNORECASE)
