"""Facts that follow from comparing relationships: who left as which, who alone remains, what is new, what turned.

Each comparison names the steps it rests on, and is found again by its kind and subject, so that a sentence made of it
can be checked by comparing anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from legation.analysis.lives import TYPE_WEIGHTS, Key, Lives, partner_of
from legation.ontology.cooperation import load_cooperation
from legation.ontology.knowledge import load_knowledge
from legation.records.relationship import State, Transition

LEAVING = frozenset({State.WINDING_DOWN, State.ENDED})
HANDS_ON = frozenset({"presence", "training", "combat", "basing", "peacekeeping", "commitment", "framework"})
"""Cooperation that a partner leaves."""
SETTLED = frozenset({State.ACTIVE, State.SUSPENDED, State.WINDING_DOWN})
BEGINNING = frozenset({State.MOOTED, State.NEGOTIATING, State.AGREED, State.ACTIVE})
BEGUN = frozenset({State.AGREED, State.ACTIVE})
BLOC = "NATO"
"""The alliance beyond which a country may look for partners (members as the knowledge has them, which are today's)."""
LONG_DAYS = 365
"""A first in so many days is worth telling."""
MOST_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared: a country's lives within a period (None: open)."""

    country: str
    lives: Lives
    start: date | None
    end: date | None

    def within(self, step: Transition) -> bool:
        """Whether a step was taken within the period."""
        early = self.start is not None and step.valid_latest < self.start
        return not early and (self.end is None or step.valid_from <= self.end)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A computed fact of a country. `subject` is the relationship it is told of; `step` the step's index in its life.

    `rank` counts from 1; `others` are the steps that it is compared with: a relationship and the index in its life;
    `bloc` is an alliance that the comparison is about.
    """

    kind: str
    country: str
    subject: Key
    step: int
    partner: str
    rank: int
    others: tuple[tuple[Key, int], ...]
    evidence: tuple[str, ...]
    bloc: str | None = None


KINDS = ("leaving", "turning", "again", "first_since", "only", "first_tie", "first_type", "still", "turned")
"""The weightier first."""


def comparisons(known: Known) -> list[Comparison]:
    """Every comparison that the country's relationships allow, the weightier kinds first."""
    ways: Sequence[Callable[[Known], list[Comparison]]] = (
        leavings,
        turnings,
        firsts_since,
        remaining,
        first_ties,
        still_active,
        turns,
    )
    return sorted((found for compare in ways for found in compare(known)), key=lambda one: KINDS.index(one.kind))


def leavings(known: Known) -> list[Comparison]:
    """The partners that end or wind down hands-on cooperation with the country in the period, in order.

    A partner counts once, by its first such step. The order of two steps that are not certainly one after the other
    (their intervals overlap) is not told.
    """
    found: dict[str, tuple[Transition, Key, int]] = {}
    for key, life in sorted(known.lives.items()):
        if key[3] not in HANDS_ON or (key[0] == known.country and not key[2]):
            continue
        partner = partner_of(key, known.country)
        index = next((number for number, step in enumerate(life) if _told_leaving(step)), None)
        if index is not None and (partner not in found or life[index].valid_latest < found[partner][0].valid_latest):
            found[partner] = life[index], key, index
    # A group that is not identified ("USA:REB") may be one of the others.
    found = {partner: leaving for partner, leaving in found.items() if known.within(leaving[0]) and ":" not in partner}
    order = sorted(found.items(), key=lambda item: (item[1][0].valid_latest, item[0]))
    made = []
    for rank, (partner, (step, key, index)) in enumerate(order, start=1):
        before = [(other, place, earlier) for _, (earlier, other, place) in order[: rank - 1]]
        if not before or any(earlier.valid_latest >= step.valid_from for _, _, earlier in before):
            continue
        others = tuple((other, place) for other, place, _ in before)
        evidence = tuple(
            mention for told in (step, *(earlier for _, _, earlier in before)) for mention in told.evidence
        )
        made.append(Comparison("leaving", known.country, key, index, partner, rank, others, evidence))
    return made[::-1]


def _told_leaving(step: Transition) -> bool:
    return step.state in LEAVING and _borne_out(step)


def _borne_out(step: Transition) -> bool:
    """Whether its day is known, and a party or two outlets tell it."""
    return step.precision != "unknown" and not step.reported


def turnings(known: Known) -> list[Comparison]:
    """Partners outside a bloc with which something begins in the period, while one or more of the bloc leave.

    `others` are the relationships that members of the bloc end or wind down. One for each newcomer, the weightiest
    first; none for a country that is in the bloc itself.
    """
    members = load_knowledge().members.get(BLOC, ())
    last = {key: life[-1] for key, life in known.lives.items()}
    leaving = [key for key, step in last.items() if _told_leaving(step) and known.within(step) and key[3] in HANDS_ON]
    leaving = [key for key in leaving if partner_of(key, known.country) in members]
    if known.country in members or not leaving:
        return []
    leaving.sort(key=lambda key: (-TYPE_WEIGHTS[key[3]], -last[key].valid_latest.toordinal(), key))
    gone = {partner_of(key, known.country) for key in leaving}
    made: dict[str, Comparison] = {}
    for key, step in sorted(last.items(), key=lambda one: (-_firmness(one[1]), one[0])):
        partner = partner_of(key, known.country)
        outside = partner in load_knowledge().countries and partner not in members and partner not in gone
        received = key[1] == known.country or key[2]
        if outside and received and step.state in BEGINNING and known.within(step) and key[3] in HANDS_ON | {"arms"}:
            others = tuple((other, len(known.lives[other]) - 1) for other in leaving[:1])
            evidence = (*step.evidence, *(one for other in leaving[:1] for one in last[other].evidence))
            index = len(known.lives[key]) - 1
            made.setdefault(
                partner, Comparison("turning", known.country, key, index, partner, 1, others, evidence, BLOC)
            )
    return list(made.values())


def _firmness(step: Transition) -> float:
    """What a beginning weighs: what is in force or settled counts whole, what is only spoken of half."""
    return TYPE_WEIGHTS.get(step.type, 0.0) * (1.0 if step.state in BEGUN else 0.5)


def firsts_since(known: Known) -> list[Comparison]:
    """What is agreed or begins in the period as the first of its type for long, the latest first.

    "again": the partner's own, after it had ended; "first_since": with another partner than the last, at least
    `LONG_DAYS` later. `others` is the step since which it is the first: that end, or that beginning.
    """
    begun = [
        (key, index, step)
        for key, life in sorted(known.lives.items())
        if key[1] == known.country or key[2]
        for index, step in enumerate(life)
        if step.state in BEGUN and _borne_out(step)
    ]
    made = []
    for key, index, step in sorted(begun, key=lambda one: (one[2].valid_latest, one[0]), reverse=True):
        life, partner = known.lives[key], partner_of(key, known.country)
        if not known.within(step):
            continue
        if index and life[index - 1].state is State.ENDED and _borne_out(life[index - 1]):
            evidence = (*step.evidence, *life[index - 1].evidence)
            made.append(Comparison("again", known.country, key, index, partner, 1, ((key, index - 1),), evidence))
        elif not any(earlier.state in BEGUN | SETTLED for earlier in life[:index]):
            same = [
                one for one in begun if one[0][3] == key[3] and one[0] != key and one[2].valid_from <= step.valid_latest
            ]
            before = max(same, key=lambda one: (one[2].valid_latest, one[0]), default=None)
            if before and (step.valid_from - before[2].valid_latest).days >= LONG_DAYS:
                evidence = (*step.evidence, *before[2].evidence)
                others = ((before[0], before[1]),)
                made.append(Comparison("first_since", known.country, key, index, partner, 1, others, evidence))
    return made


def remaining(known: Known) -> list[Comparison]:
    """Of each one-sided type that the country receives: the only active provider, where others have gone or are going.

    `others` are the latest of those.
    """
    made = []
    for type_, kind in load_cooperation().items():
        rows = [(key, life[-1]) for key, life in sorted(known.lives.items()) if key[3] == type_ and not key[2]]
        rows = [(key, last) for key, last in rows if key[1] == known.country]
        active = [(key, last) for key, last in rows if last.state is State.ACTIVE]
        gone = sorted((row for row in rows if row[1].state in LEAVING), key=lambda row: row[1].valid_latest)
        if len(active) == 1 and gone and kind.mutual == "never" and type_ != "restriction":
            key, last = active[0]
            others = tuple((other, len(known.lives[other]) - 1) for other, _ in gone[-MOST_OTHERS:])
            evidence = (*last.evidence, *(one for _, step in gone[-MOST_OTHERS:] for one in step.evidence))
            index = len(known.lives[key]) - 1
            made.append(Comparison("only", known.country, key, index, key[0], 1, others, evidence))
    return made


def still_active(known: Known) -> list[Comparison]:
    """Partners that wind down or have ended one thing while another goes on; `others` are what goes on.

    After an end only what was told to go on since then counts.
    """
    made: list[Comparison] = []
    for key, life in sorted(known.lives.items(), key=lambda item: -TYPE_WEIGHTS.get(item[0][3], 0.0)):
        partner = partner_of(key, known.country)
        if life[-1].state not in LEAVING or not known.within(life[-1]) or partner in {done.partner for done in made}:
            continue
        going = [
            (other, steps[-1])
            for other, steps in sorted(known.lives.items())
            if other != key and partner in other[:2] and other[3] not in ("restriction", "diplomatic", key[3])
            if steps[-1].state is State.ACTIVE and other[0] == partner and not other[2]
            if life[-1].state is State.WINDING_DOWN or steps[-1].known_from >= life[-1].known_from
        ]
        if going:
            evidence = (*life[-1].evidence, *(mention for _, step in going for mention in step.evidence))
            others = tuple((other, len(known.lives[other]) - 1) for other, _ in going)
            made.append(Comparison("still", known.country, key, len(life) - 1, partner, 1, others, evidence))
    return made


def first_ties(known: Known) -> list[Comparison]:
    """New in the period: the first tie with a partner, or the first of a type with it, in a ledger that reaches back.

    Only where something older is known of the country: in a ledger that begins with the period all is new.
    """
    steps = [(key, index, step) for key, life in known.lives.items() for index, step in enumerate(life)]
    made = []
    for key, index, step in sorted(steps, key=lambda item: (item[2].valid_latest, item[0])):
        if index or not known.within(step) or step.precision == "unknown" or step.state not in BEGINNING:
            continue
        older = [(other, first) for other, _, first in steps if first.known_from < step.known_from]
        older = [(other, first) for other, first in older if first.valid_latest < step.valid_from]
        partner = partner_of(key, known.country)
        with_partner = [other for other, _ in older if partner in other[:2]]
        same_day = [
            other
            for other, _, also in steps
            if other != key and partner in other[:2] and also.valid_from <= step.valid_latest
        ]
        if older and not with_partner and not same_day:
            made.append(Comparison("first_tie", known.country, key, 0, partner, 1, (), step.evidence))
        elif with_partner and key[3] not in {other[3] for other in (*with_partner, *same_day)}:
            made.append(Comparison("first_type", known.country, key, 0, partner, 1, (), step.evidence))
    return made[::-1]


def turns(known: Known) -> list[Comparison]:
    """Relationships that left a settled state within the period, the latest turn first."""
    made = []
    for key, life in sorted(known.lives.items()):
        if len(life) < 2 or not known.within(life[-1]) or life[-2].state not in SETTLED:
            continue
        evidence = (*life[-1].evidence, *life[-2].evidence)
        partner = partner_of(key, known.country)
        made.append((life[-1], Comparison("turned", known.country, key, len(life) - 1, partner, 1, (), evidence)))
    return [found for _, found in sorted(made, key=lambda item: item[0].valid_latest, reverse=True)]
