"""Wants, aims and figures to words: what is asked for, how alignment and momentum stand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from legation.briefs import names
from legation.briefs.phrases import phrases
from legation.briefs.wording import day, joined, named_sides, now_clause


def sought(provider: str, recipient: str, mutual: bool, type_: str) -> str:
    """What is asked for."""
    return str(phrases()["sought"][type_])


def aim(contexts: Sequence[str]) -> str:
    """What something is for, by the contexts of its report; nothing for most."""
    aims = phrases()["aims"]
    return joined(told) if (told := [aims[one] for one in contexts if one in aims]) else ""


def whose(provider: str, recipient: str, mutual: bool, type_: str) -> str:
    """A cooperation by its provider: "Russia's training of Niger's forces"."""
    return str(phrases()["substance_whose"][type_]).format(**named_sides(provider, recipient))


def nows(*values: Any) -> str:  # noqa: ANN401 - the values of `now_clause`, of one relationship after another
    """How relationships stand, joined."""
    return joined(now_clause(*values[at : at + 5]) for at in range(0, len(values), 5))


def turned(before: float, after: float) -> str:
    """Which way an alignment went."""
    return str(phrases()["shifts"]["nearer" if after > before else "away"])


def figures(before: float, after: float) -> str:
    """Two values of the scale from -1 to 1: "0.12 to 0.45"."""
    return f"{before:.2f} to {after:.2f}"


def pole(pole_id: str) -> str:
    """A pole within a sentence."""
    return str(phrases()["poles"].get(pole_id) or names.running_name(pole_id))


def window(days: int, last: date) -> str:
    """ "in the 90 days to 22 April 2024"."""
    return f"in the {days} days to {day(last)}"


def events(count: int) -> str:
    """ "no event", "one event", "7 events"."""
    return {0: "no event", 1: "one event"}.get(count, f"{count} events")


def usual(expected: float, past: int, begin: date, trend: str, chance: float) -> str:
    """What the past would lead one to expect, and how the present compares."""
    told = phrases()["momentum"][trend]
    return str(told).format(usual=f"{expected:.1f}", past=events(past), since=day(begin), chance=f"{chance:.2f}")


def tones(tone: float, usual_tone: float) -> str:
    """The tone of late and the usual one."""
    way = "warmer" if tone > usual_tone else "cooler" if tone < usual_tone else "same"
    return str(phrases()["tones"][way]).format(tone=f"{tone:.2f}", usual=f"{usual_tone:.2f}")
