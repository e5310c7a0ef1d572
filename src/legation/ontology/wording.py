"""Words that say more surely than the model how an event is told: `wording.yaml`, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from legation.errors import DataError
from legation.ontology.cooperation import DIRECTIONS, load_cooperation, several
from legation.ontology.data import read_yaml
from legation.records.event import Direction, Factuality

_KNOWN = frozenset("before at after lacks field dated types direction factuality becomes example".split())


@dataclass(frozen=True, slots=True)
class Rewording:
    """One row: the conditions (None fits everything), and what a mention that fits becomes."""

    before: re.Pattern[str] | None
    at: re.Pattern[str] | None
    after: re.Pattern[str] | None
    lacks: re.Pattern[str] | None
    field: str | None
    dated: bool | None
    types: frozenset[str] | None
    directions: frozenset[str] | None
    factualities: frozenset[str] | None
    factuality: Factuality | None
    direction: Direction | None
    type: str | None
    nothing: bool
    example: str


@cache
def load_wording() -> tuple[Rewording, ...]:
    """The rows in their order. Raises DataError where one names what does not exist, or changes nothing."""
    try:
        return tuple(_row(row) for row in read_yaml("ontology/wording.yaml")["rows"])
    except (KeyError, ValueError) as error:
        raise DataError(f"wording.yaml: {error}") from error


def _row(row: Mapping[str, Any]) -> Rewording:
    becomes = row.get("becomes")
    told = becomes if isinstance(becomes, dict) else {}
    types, directions, factualities = (several(row.get(name)) for name in ("types", "direction", "factuality"))
    rewording = Rewording(
        before=_pattern(row.get("before")),
        at=_pattern(row.get("at"), whole=True),
        after=_pattern(row.get("after")),
        lacks=_pattern(row.get("lacks")),
        field=row.get("field"),
        dated=row.get("dated"),
        types=types,
        directions=directions,
        factualities=factualities,
        factuality=Factuality(told["factuality"]) if "factuality" in told else None,
        direction=told.get("direction"),
        type=told.get("type"),
        nothing=becomes == "none",
        example=row["example"],
    )
    wrong = row.keys() - _KNOWN | told.keys() - {"factuality", "direction", "type"}
    wrong |= {*(types or ()), *_given(rewording.type)} - load_cooperation().keys()
    wrong |= {*(directions or ()), *_given(rewording.direction)} - set(DIRECTIONS)
    wrong |= set(factualities or ()) - set(Factuality)
    if wrong or not (rewording.nothing or told):
        raise DataError(f"wording.yaml: {sorted(wrong)} in {dict(row)}")
    return rewording


def _given(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _pattern(words: str | None, *, whole: bool = False) -> re.Pattern[str] | None:
    if words is None:
        return None
    return re.compile(rf"^(?:{words})$" if whole else words, re.IGNORECASE)
