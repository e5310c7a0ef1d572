"""The rules by which a user says what to be told of: a small YAML file, read strictly.

    rules:
      - name: Foreign forces in the Sahel
        countries: [NER, MLI, BFA]          # on either side; actor ids
        types: [presence, basing]           # cooperation types
        states: [winding_down, ended]       # the state that a relationship has come to
        events: [state_change, new_cooperation, denial]

Only `name` is required; a list that is left out fits everything.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from legation.errors import DataError
from legation.ontology.cooperation import load_cooperation
from legation.ontology.knowledge import load_knowledge
from legation.records.relationship import State


class Change(StrEnum):
    """What may happen to a relationship: another state, its first appearance, or a denial of the state held true."""

    STATE_CHANGE = "state_change"
    NEW_COOPERATION = "new_cooperation"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; an empty set fits everything."""

    name: str
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()

    def fits(self, sides: tuple[str, str], type_: str, state: State, change: Change) -> bool:
        """Whether a change of the relationship between two sides is to be told."""
        return (
            (not self.countries or not self.countries.isdisjoint(sides))
            and (not self.types or type_ in self.types)
            and (not self.states or state in self.states)
            and (not self.events or change in self.events)
        )


EVERYTHING = Rule("every change")
"""The rule for those who give no file."""


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of a file. Raises DataError, naming the file and the rule, where it says anything unknown."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path}: cannot be read as rules ({error})") from error
    if not isinstance(raw, dict) or set(raw) != {"rules"} or not isinstance(raw["rules"], list) or not raw["rules"]:
        raise DataError(f"{path}: one list under the word `rules` is wanted, with at least one rule")
    rules = tuple(_rule(entry, f"{path}: rule {number}") for number, entry in enumerate(raw["rules"], 1))
    names = [rule.name for rule in rules]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise DataError(f"{path}: two rules are called {twice!r}")
    return rules


def _rule(entry: Any, where: str) -> Rule:  # noqa: ANN401 - whatever the file holds
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"].strip():
        raise DataError(f"{where}: it needs a name")
    known = {
        "countries": frozenset(load_knowledge().actors),
        "types": frozenset(load_cooperation()),
        "states": frozenset(State),
        "events": frozenset(Change),
    }
    if unknown := entry.keys() - known.keys() - {"name"}:
        raise DataError(f"{where}: unknown word {min(map(str, unknown))!r}; there are name, {', '.join(known)}")
    return Rule(entry["name"].strip(), **{word: _values(entry, word, known[word], where) for word in known})


def _values(entry: dict[str, Any], word: str, known: frozenset[str], where: str) -> frozenset[str]:
    given = entry.get(word, [])
    if not isinstance(given, list) or not all(isinstance(value, str) for value in given):
        raise DataError(f"{where}: {word} is to be a list of words")
    if word in entry and not given:
        raise DataError(f"{where}: {word} is empty, so nothing could fit; leave it out to fit everything")
    if unknown := set(given) - known:
        hint = "" if len(known) > 30 else f"; there are {', '.join(sorted(known))}"
        raise DataError(f"{where}: unknown {min(unknown)!r} in {word}{hint}")
    return frozenset(given)
