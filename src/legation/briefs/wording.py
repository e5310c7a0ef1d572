"""Values to words: the forms in which a sentence tells what its records hold. All English is in `phrases.yaml`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from legation.briefs import names
from legation.briefs.phrases import phrases, variants
from legation.ontology.knowledge import load_knowledge

_BLANKS = re.compile(r"\s+")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_MOST_WORDS = 6
_LASTING = frozenset({"negotiating", "active", "suspended", "ended", "rejected"})
_OF_COOPERATION = ("COOPERATE", "AID", "RETREAT")
"""Types of events that end a cooperation where it says so."""


def fill(pattern: str, variant: int, slots: Mapping[str, str]) -> str:
    """A sentence from a pattern and its slots' words. Raises KeyError or IndexError where one does not exist."""
    usual, reserve = variants(pattern)
    text = _BLANKS.sub(" ", (*usual, *reserve)[variant].format_map(slots)).strip()
    text = text[:1].upper() + text[1:]
    return text if pattern.startswith("title") or pattern == "row" or text.endswith(".") else f"{text}."


def day(value: date) -> str:
    """ "22 April 2024"."""
    return f"{value.day} {month(value)}"


def month(value: date) -> str:
    """ "April 2024"."""
    return f"{value:%B} {value.year}"


def on(start: date | None, end: date | None, precision: str) -> str:
    """When something happened: "on 24 September 2023", "in March 2023", "in the week of 22 April 2024"."""
    start, end = start or end, end or start
    if start is None or end is None:
        return "on a day that is not known"
    if precision == "month" and _same_month(start, end):
        return f"in {month(start)}"
    if precision == "year" and start.year == end.year:
        return f"in {start.year}"
    if precision == "decade" and start.year // 10 == end.year // 10:
        return f"in the {start.year // 10 * 10}s"
    if start == end:
        return f"on {day(start)}"
    if end - start == timedelta(days=6):
        return f"in the week of {day(start)}" if start.weekday() == 0 else f"in the week to {day(end)}"
    if start.year == end.year and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"in {start.year}"
    return f"between {day(start)} and {day(end)}"


def _same_month(start: date, end: date) -> bool:
    return (start.year, start.month) == (end.year, end.month)


def since(start: date | None, latest: date | None, precision: str) -> str:
    """Since when a state has held, in a sentence: "since 2013", "since 24 September 2023"."""
    if start is None or precision == "unknown":
        return f"at least since {day(latest)}" if latest else "for a time that is not known"
    words = on(start, latest or start, precision)
    if words.startswith("between"):
        return f"since some time {words}"
    first, _, rest = words.partition(" ")
    return f"since {rest if first in ('on', 'in') else words}"


def note(state: str, start: date | None, latest: date | None, precision: str) -> str:
    """When a state began, in brackets; nothing where the day is not known."""
    if start is None or precision == "unknown":
        return ""
    told = phrases()["notes"]["lasting" if state in _LASTING else "forward"]
    return str(told).format(since=since(start, latest, precision), on=on(start, latest or start, precision))


def since_cell(start: date | None, latest: date | None, precision: str) -> str:
    """The same for a table: "2013", "24 September 2023", "by 22 April 2024" where only a latest day is known."""
    if start is None or precision == "unknown":
        return f"by {day(latest)}" if latest else "not known"
    words = on(start, latest or start, precision)
    return words.removeprefix("on ").removeprefix("in ")


def entry_of(provider: str, recipient: str, mutual: bool, type_: str) -> Mapping[str, Any]:
    """What the phrase table says of a relationship: its type's entry, or that of its mutual or bloc kind."""
    types = phrases()["types"]
    if mutual and f"{type_}_mutual" in types:
        return dict(types[f"{type_}_mutual"])
    known = load_knowledge().actors.get(recipient)
    if known and known.kind in ("alliance", "organization", "coalition", "forum") and f"{type_}_bloc" in types:
        return dict(types[f"{type_}_bloc"])
    return dict(types[type_])


def named_sides(provider: str, recipient: str) -> dict[str, str]:
    gives, gets = names.running_name(provider), names.running_name(recipient)
    return {
        "provider": gives,
        "recipient": gets,
        "providers": names.possessive(gives),
        "recipients": names.possessive(gets),
    }


def now_clause(provider: str, recipient: str, mutual: bool, type_: str, state: str) -> str:
    """How a relationship stands: "the United States trains Niger's forces"."""
    return str(entry_of(provider, recipient, mutual, type_)["now"][state]).format(**named_sides(provider, recipient))


def then_clause(*told: Any) -> str:  # noqa: ANN401 - the values of `now_clause`, and how the report tells it
    """What happened when a relationship came into a state: "the United States began training Niger's forces".

    The last value is the factuality of the report: some states are told otherwise when they were only announced.
    """
    provider, recipient, mutual, type_, state, factuality = told
    clauses = entry_of(provider, recipient, mutual, type_)["then"]
    return str(clauses.get(f"{state}_{factuality}", clauses[state])).format(**named_sides(provider, recipient))


def doing(*values: Any) -> str:  # noqa: ANN401 - provider, recipient, mutual, type of one relationship after another
    """What a provider does, as a gerund; of several relationships joined."""
    keys = [values[at : at + 4] for at in range(0, len(values), 4)]
    return joined(dict.fromkeys(str(entry_of(*key)["doing"]).format(**named_sides(key[0], key[1])) for key in keys))


def noun(provider: str, recipient: str, mutual: bool, type_: str) -> str:
    """What the cooperation is called in a sentence."""
    return str(entry_of(provider, recipient, mutual, type_)["noun"])


def label(provider: str, recipient: str, mutual: bool, type_: str) -> str:
    """What the cooperation is called in a table, with its direction where only the country gives."""
    return str(entry_of(provider, recipient, mutual, type_)["label"])


def label_cell(country: str, provider: str, recipient: str, mutual: bool, type_: str) -> str:
    """The label, and who gives and who gets where that is not the partner's part: "Basing (given by Niger)"."""
    text = label(provider, recipient, mutual, type_)
    given = country == provider and not mutual and "member" not in text.casefold()
    return f"{text} (from {names.running_name(provider)})" if given else text


def headline(country: str, provider: str, recipient: str, mutual: bool, type_: str, state: str) -> str:
    """A relationship in a few words: "American military presence winding down"."""
    entry = entry_of(provider, recipient, mutual, type_)
    gives = country == provider and not mutual
    other = recipient if country == provider else provider
    words = str(entry["given" if gives else "got"]).format(
        provider=names.running_name(provider),
        recipient=names.running_name(recipient),
        other=names.running_name(other),
        adjective=names.adjective(other),
    )
    return f"{words} {phrases()['headline_states'][state]}"


def headline_far(provider: str, recipient: str, mutual: bool, type_: str, state: str) -> str:
    """The same where neither side is the subject: "American military presence in Niger winding down"."""
    words = str(entry_of(provider, recipient, mutual, type_)["given"]).format(recipient=names.running_name(recipient))
    return f"{names.adjective(provider)} {words} {phrases()['headline_states'][state]}"


def sides_cell(provider: str, recipient: str, mutual: bool) -> str:
    """Both sides for a table: "Russia to Niger", "Mali and Niger"."""
    gives, gets = names.running_name(provider), names.running_name(recipient)
    return f"{gives} and {gets}" if mutual else f"{gives} to {gets}"


def event_clause(
    event_type: str,
    mode: Sequence[str],
    factuality: str,
    source: Sequence[str],
    target: Sequence[str],
    direction: str | None = None,
) -> str:
    """What an event was: "representatives of the United States visited Niger"; `direction` is of its cooperation."""
    events = phrases()["events"]
    kind = f"{event_type}_visit" if "visit" in mode and f"{event_type}_visit" in events else event_type
    if direction == "exit" and event_type in _OF_COOPERATION and factuality in events["ENDING"]:
        kind = "ENDING"
    told = str(events[kind][factuality])
    return told.format(source=actors(*source), target=actors(*target))


def told_event(event_type: str, factuality: str) -> bool:
    """Whether the table has words for an event of this type and factuality."""
    return factuality in phrases()["events"].get(event_type, {})


def actors(*actor_ids: str) -> str:
    """One or more names within a sentence."""
    return joined(names.running_name(one) for one in actor_ids)


def joined(words: Any) -> str:  # noqa: ANN401 - any iterable of words
    """ "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else str(last)


def hedge(reported: bool, disputed: bool, outlets: int) -> str:
    """What weakens a statement: that one report alone has it, that it is disputed."""
    words = ""
    if reported:
        words = (
            ", according to one report" if outlets == 1 else ", according to reports that neither side has borne out"
        )
    return f"{words}, though this is disputed" if disputed else words


def alleged(one_side_only: bool) -> str:
    """What weakens an event: that an interested side alone claims it."""
    return ", by the claim of one side" if one_side_only else ""


def state_cell(state: str, reported: bool, disputed: bool, beside: str | None) -> str:
    """The state for a table, with its flags."""
    states = phrases()["states"]
    flags = [word for word, holds in (("reported", reported), ("disputed", disputed)) if holds]
    flags += [f"beside it: {states[beside]}"] if beside else []
    return f"{states[state]} ({'; '.join(flags)})" if flags else str(states[state])


def change_cell(before: str | None, expected: date | None) -> str:
    """What changed, for a table: the state before this one, and what is expected."""
    told = f"was {phrases()['states'][before]}" if before else "first known state"
    return f"{told}; {day(expected)} is the date given" if expected else told


def outlets_cell(count: int) -> str:
    """ "1 outlet", "3 outlets"."""
    return f"{count} outlet{'' if count == 1 else 's'}"


def due(expected: date | None, overdue: bool) -> str:
    """By when something is due, told after a semicolon."""
    if expected is None:
        return "no date is given for it"
    if overdue:
        return f"the date given for it was {day(expected)}, and nothing in this ledger reports it done"
    return f"the date given for it is {day(expected)}"


def due_event(start: date | None, end: date | None, precision: str, overdue: bool) -> str:
    """When an event is expected, told after the clause."""
    if start is None and end is None:
        return ""
    late = "; that time has passed, and nothing in this ledger reports it" if overdue else ""
    return f" {on(start, end, precision)}{late}"


def ordinal(rank: int) -> str:
    """ "third"; in figures above twelve."""
    if rank <= len(_ORDINALS):
        return _ORDINALS[rank - 1]
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def before(state: str) -> str:
    """What an arrangement had been."""
    return str(phrases()["before"][state])


def quantity(text: str) -> str:
    """A figure in the words of the report, a few at most."""
    return " ".join(text.split()[:_MOST_WORDS])
