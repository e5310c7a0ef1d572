"""The sixteen cooperation types, and the table by which claims move a relationship through its life."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args

from legation.errors import DataError
from legation.ontology.data import read_yaml
from legation.records.event import Direction, Factuality
from legation.records.relationship import State

Mutuality = Literal["always", "never", "either", "between states"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class EventCode:
    """A PLOVER event type with at most one mode."""

    event_type: str
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class CooperationType:
    """One kind of security cooperation: what it means, who its sides are, when it is in force, and its event types.

    `event_types` are the acts of the provider by direction, `mutual_event_types` those of both sides together and
    `recipient_event_types` those of the recipient, where they differ. `cameo` holds export codes (a prefix of two
    or more digits; empty: no equivalent).
    """

    code: str
    meaning: str
    provider: str
    recipient: str
    mutual: Mutuality
    in_force_when: str
    event_types: Mapping[str, EventCode]
    mutual_event_types: Mapping[str, EventCode]
    recipient_event_types: Mapping[str, EventCode]
    cameo: tuple[str, ...]
    older_data: tuple[str, ...]

    def event_code(self, direction: Direction, *, mutual: bool = False, by_recipient: bool = False) -> EventCode:
        """The event type of an act in this direction, as done by the provider, by both, or by the recipient."""
        own = self.event_types[direction]
        if by_recipient:
            return self.recipient_event_types.get(direction, own)
        return self.mutual_event_types.get(direction, own) if mutual else own

    def is_mutual(self, told_as_mutual: bool, *, between_states: bool) -> bool:
        """Whether a relationship of this type has no provider, given how the text tells it and who its sides are."""
        if self.mutual == "between states":
            return between_states
        return self.mutual == "always" or (self.mutual == "either" and told_as_mutual)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a claim does to a relationship; see the head of `lifecycle.yaml` for the meaning of each field."""

    state: State | None = None
    beside: State | None = None
    disputes: frozenset[State] = frozenset()
    fills: bool = False
    past: bool = False
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Which claims a rule of the lifecycle fits; None fits everything. `event` fits plain reports alone."""

    alleged: bool | None
    act: frozenset[str] | None
    event: frozenset[str] | None
    types: frozenset[str] | None
    direction: frozenset[str] | None
    factuality: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Telling:
    """How a claim is told: all that the lifecycle table looks at. `act` is the speech act, None for a plain report."""

    type: str
    direction: Direction
    factuality: Factuality
    event_type: str
    act: str | None = None
    alleged: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words that tell a claim's part in the life of a relationship of these types; see `lifecycle.yaml`."""

    types: frozenset[str]
    trigger: re.Pattern[str]
    sentence: re.Pattern[str] | None
    lacks: re.Pattern[str] | None

    def tell(self, type_: str, trigger: str, sentence: str) -> bool:
        """Whether a claim on this type is told in such words."""
        if type_ not in self.types or (self.lacks and self.lacks.search(sentence)):
            return False
        return bool(self.trigger.fullmatch(trigger) or (self.sentence and self.sentence.search(sentence)))


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The table of `lifecycle.yaml`, read and checked."""

    rules: tuple[tuple[Condition, Outcome], ...]
    precedence: Mapping[State, int]
    kept_against: Mapping[State, frozenset[State]]
    filled_over: Mapping[State, frozenset[State]]
    begun_again_days: int
    ends_of_itself: Mapping[str, int]
    practice_kept_against: frozenset[State]
    noted_beside: Mapping[State, frozenset[State]]
    need_bearing_out: frozenset[State]
    alive: frozenset[State]
    past_practice_ends: frozenset[State]
    speech_acts: frozenset[str]
    not_the_state: frozenset[str]
    silence_half_life_days: int
    least_confidence: float
    least_in_plain_words: float
    in_force: Words
    decided: Words
    concluded: Words
    ordered: Words
    lasting: Words
    halted: Words
    leaving: Words
    pausing: Words
    restricting: Words
    clearing: Words

    def outcome(self, telling: Telling) -> Outcome:
        """What a claim told in this way does to its relationship, by the first rule that fits."""
        return next((outcome for condition, outcome in self.rules if _fits(condition, telling)), Outcome())


def _fits(condition: Condition, telling: Telling) -> bool:
    if condition.alleged is not None and condition.alleged != telling.alleged:
        return False
    if condition.act is not None and telling.act not in condition.act:
        return False
    if condition.event is not None and (telling.act is not None or telling.event_type not in condition.event):
        return False
    return (
        (condition.types is None or telling.type in condition.types)
        and (condition.direction is None or telling.direction in condition.direction)
        and (condition.factuality is None or telling.factuality in condition.factuality)
    )


def several(value: str | list[str] | None) -> frozenset[str] | None:
    """A condition's value as a set: one word or a list of words."""
    if value is None:
        return None
    return frozenset([value] if isinstance(value, str) else value)


def _states(value: str | list[str] | None) -> frozenset[State]:
    if value is None:
        return frozenset()
    return frozenset(State) if value == "all" else frozenset(map(State, [value] if isinstance(value, str) else value))


def _rule(row: Mapping[str, Any]) -> tuple[Condition, Outcome]:
    known = {"alleged", "act", "event", "types", "direction", "factuality"}
    unknown = row.keys() - known - {"state", "beside", "disputes", "fills", "past", "reported"}
    words = {name: several(row.get(name)) for name in ("act", "event", "types", "direction", "factuality")}
    unknown |= (words["types"] or frozenset()) - load_cooperation().keys()
    unknown |= (words["direction"] or frozenset()) - set(DIRECTIONS)
    unknown |= (words["factuality"] or frozenset()) - set(Factuality)
    if unknown:
        raise DataError(f"lifecycle.yaml: unknown {sorted(unknown)} in {dict(row)}")
    state, beside = row.get("state"), row.get("beside")
    outcome = Outcome(
        state=State(state) if state else None,
        beside=State(beside) if beside else None,
        disputes=_states(row.get("disputes")),
        fills=bool(row.get("fills", False)),
        past=bool(row.get("past", False)),
        reported=bool(row.get("reported", False)),
    )
    return Condition(alleged=row.get("alleged"), **words), outcome


def _words(row: Mapping[str, Any]) -> Words:
    types = several(row["types"]) or frozenset()
    if unknown := types - load_cooperation().keys():
        raise DataError(f"lifecycle.yaml: unknown types {sorted(unknown)} in words")
    trigger, sentence, lacks = (
        re.compile(row[name], re.IGNORECASE) if name in row else None for name in ("trigger", "sentence", "lacks")
    )
    if trigger is None:
        raise DataError("lifecycle.yaml: words without a trigger")
    return Words(types, trigger, sentence, lacks)


@cache
def load_lifecycle() -> Lifecycle:
    """The lifecycle table. Raises DataError where it names a state, direction or type that does not exist."""
    raw = read_yaml("ontology/lifecycle.yaml")
    try:
        past = raw["past_practice"]
        return Lifecycle(
            rules=tuple(_rule(row) for row in raw["rules"]),
            precedence={State(name): rank for rank, name in enumerate(raw["precedence"])},
            kept_against={State(name): _states(states) for name, states in raw["kept_against"].items()},
            filled_over={State(name): _states(states) for name, states in raw["filled_over"].items()},
            begun_again_days=int(raw["begun_again_days"]),
            ends_of_itself={type_: int(raw["ends_of_itself"][type_]) for type_ in sorted(raw["ends_of_itself"])},
            practice_kept_against=_states(raw["practice_kept_against"]),
            noted_beside={State(name): _states(states) for name, states in raw["noted_beside"].items()},
            need_bearing_out=_states(raw["need_bearing_out"]),
            alive=_states(past["alive"]),
            past_practice_ends=_states(past["ends"]),
            speech_acts=frozenset(raw["speech_acts"]),
            not_the_state=frozenset(raw["not_the_state"]),
            silence_half_life_days=int(raw["silence_half_life_days"]),
            least_confidence=float(raw["least_confidence"]),
            least_in_plain_words=float(raw["least_in_plain_words"]),
            **{name: _words(row) for name, row in raw["words"].items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"lifecycle.yaml: {error}") from error


def _codes(row: Mapping[str, str]) -> Mapping[str, EventCode]:
    """Directions with "TYPE" or "TYPE mode" read into event codes."""
    if unknown := row.keys() - set(DIRECTIONS):
        raise DataError(f"cooperation.yaml: unknown directions {sorted(unknown)}")
    return MappingProxyType({direction: EventCode(*text.split(" ", 1)) for direction, text in row.items()})


def _cooperation_type(code: str, row: Mapping[str, Any]) -> CooperationType:
    if row["mutual"] not in get_args(Mutuality) or set(row["event_types"]) != set(DIRECTIONS):
        raise DataError(f"cooperation.yaml: {code} has a wrong `mutual` or lacks a direction in `event_types`")
    return CooperationType(
        code=code,
        meaning=row["meaning"],
        provider=row["provider"],
        recipient=row["recipient"],
        mutual=row["mutual"],
        in_force_when=row["in_force_when"],
        event_types=_codes(row["event_types"]),
        mutual_event_types=_codes(row["mutual_event_types"]),
        recipient_event_types=_codes(row["recipient_event_types"]),
        cameo=tuple(row["export"]["cameo"]),
        older_data=tuple(row["older_data"]),
    )


@cache
def load_cooperation() -> Mapping[str, CooperationType]:
    """The cooperation types by code, in the order of the file. Raises DataError where the file contradicts itself."""
    types = read_yaml("ontology/cooperation.yaml")["types"]
    try:
        return MappingProxyType({code: _cooperation_type(code, row) for code, row in types.items()})
    except KeyError as error:
        raise DataError(f"cooperation.yaml: {error} is missing") from error


def signing_code() -> EventCode:
    """The event type of signing, ratifying or concluding an agreement on any type of cooperation."""
    return EventCode(read_yaml("ontology/cooperation.yaml")["signing"])
