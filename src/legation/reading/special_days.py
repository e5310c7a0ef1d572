"""Days that have names: holidays, events that news calls by their day, and the fiscal years of governments."""

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from legation.ontology.data import cells, read_tsv
from legation.ontology.knowledge import load_knowledge
from legation.ontology.spelling import tokenize
from legation.reading.calendar_rules import WEEKDAYS, easter, month_of, nth_weekday, orthodox_easter

_LONGEST_NAME = 3  # words of a country's name, demonym or capital
_COUNTRY_NAMES = frozenset({"name", "alias", "demonym", "capital", "seat"})
_REACH_BEFORE, _REACH_AFTER = 30, 40
_MOVING = re.compile(r"(?P<feast>easter|orthodox-easter)(?P<step>[+-]\d+)")
_FEASTS = {"easter": easter, "orthodox-easter": orthodox_easter}

DayOf = Callable[[int], date]


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event known by its day; the patterns tell which words around its name must stand there."""

    day: date
    names: tuple[str, ...]
    nouns: re.Pattern[str] | None
    context: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def is_meant(self, sentence: str, start: int, end: int) -> bool:
        """Whether the name at sentence[start:end] means the event."""
        return (
            (self.nouns is None or bool(self.nouns.match(sentence, end, end + _REACH_AFTER)))
            and (self.context is None or bool(self.context.search(sentence)))
            and (self.after is None or bool(self.after.search(sentence, max(0, start - _REACH_BEFORE), start)))
        )


def countries_named(text: str) -> tuple[str, ...]:
    """The countries that a text names, by name, demonym, capital or seat; those named beyond doubt first."""
    known = load_knowledge()
    words = tokenize(text)
    sure: list[str | None] = []
    doubtful: list[str | None] = []
    floor = 0
    for first, end in ((first, first + count) for first in range(len(words)) for count in range(_LONGEST_NAME, 0, -1)):
        if first < floor or not text[words[first].start].isupper():
            continue
        meant = [
            known.actors[target.actor_id].country
            for target in known.aliases.get(tuple(word.key for word in words[first:end]), ())
            if target.how in _COUNTRY_NAMES and target.actor_id in known.actors
        ]
        if meant:
            (sure if len(meant) == 1 else doubtful).append(meant[0])
            floor = end
    return tuple(country for country in (*sure, *doubtful) if country)


def holiday(name: str, sentence: str) -> DayOf | None:
    """On which day of a year a holiday falls: the one of a country that the sentence names, else the usual one."""
    days = _holidays()[name.casefold().replace("’", "'")]
    named = countries_named(sentence) if days.keys() - {""} else ()
    return next((days[country] for country in named if country in days), days.get(""))


def dated_event(name: str, sentence: str, start: int, end: int) -> date | None:
    """The day of an event that news knows by name ("9/11"), where the words around it say that it is meant."""
    events = _events()[0].get(name.casefold(), ())
    return next((event.day for event in events if event.is_meant(sentence, start, end)), None)


def dated_year(month: int, day: int, sentence: str, start: int, end: int) -> int | None:
    """The year of an event that news calls by day and month ("the January 6 riot"), if it is meant."""
    events = _events()[1].get((month, day), ())
    return next((event.day.year for event in events if event.is_meant(sentence, start, end)), None)


def event_names() -> tuple[str, ...]:
    """The names of dated events, as written."""
    return tuple(name for row in read_tsv("reading/dated_events.tsv") for name in cells(row["name"]))


def holiday_names() -> tuple[str, ...]:
    """The names of holidays, as written, each once."""
    rows = read_tsv("reading/holidays.tsv")
    return tuple(dict.fromkeys(name for row in rows for name in cells(row["name"])))


@functools.cache
def _holidays() -> Mapping[str, Mapping[str, DayOf]]:
    """By the name in small letters: the day of each country's holiday; that of the rest of the world under ""."""
    found: dict[str, dict[str, DayOf]] = {}
    for row in read_tsv("reading/holidays.tsv"):
        for name in cells(row["name"]):
            found.setdefault(name.casefold(), {})[row["country"]] = _day_of(row["when"])
    return found


def _day_of(when: str) -> DayOf:
    moving = _MOVING.fullmatch(when)
    if moving:
        feast, step = _FEASTS[moving["feast"]], timedelta(days=int(moving["step"]))
        return lambda year: feast(year) + step
    if " " in when:
        month, weekday, nth = when.split()
        return lambda year: nth_weekday(month_of(year, int(month)), WEEKDAYS[weekday.lower()], int(nth))
    month, day = when.split("-")
    return lambda year: date(year, int(month), int(day))


@functools.cache
def _events() -> tuple[Mapping[str, tuple[DatedEvent, ...]], Mapping[tuple[int, int], tuple[DatedEvent, ...]]]:
    """The dated events by name in small letters, and those without one by month and day."""
    by_name: dict[str, tuple[DatedEvent, ...]] = {}
    by_day: dict[tuple[int, int], tuple[DatedEvent, ...]] = {}
    for event in _read_events():
        for name in event.names:
            by_name[name.casefold()] = (*by_name.get(name.casefold(), ()), event)
        if not event.names:
            key = event.day.month, event.day.day
            by_day[key] = (*by_day.get(key, ()), event)
    return by_name, by_day


def _read_events() -> Iterator[DatedEvent]:
    for row in read_tsv("reading/dated_events.tsv"):
        yield DatedEvent(
            day=date.fromisoformat(row["day"]),
            names=cells(row["name"]),
            nouns=re.compile(rf",?\s(?:[A-Za-z-]+\s)?(?:{row['nouns']})\b") if row["nouns"] else None,
            context=re.compile(rf"\b(?:{row['context']})") if row["context"] else None,
            after=re.compile(rf"\b(?:{row['after']})\s(?:[\w'’]+\s)?$", re.IGNORECASE) if row["after"] else None,
        )


@functools.cache
def fiscal_years() -> Mapping[str, tuple[int, bool]]:
    """By country: the month in which its fiscal year begins, and whether it is named for the year in which it ends."""
    rows = read_tsv("reading/fiscal_years.tsv")
    return {row["country"]: (int(row["month"]), row["named_for"] == "end") for row in rows}
