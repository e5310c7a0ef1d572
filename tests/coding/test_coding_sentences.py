"""What a reader takes a sentence to tell: a table of cases over all types, factualities and cooperation types."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from legation.api import code_text
from legation.ontology import codebook
from legation.ontology.cooperation import load_cooperation
from legation.records.event import EventMention, Factuality, Side

Case = dict[str, str]
# The share of rows that the coder had entirely right when this was last measured; it may only rise. To see the rows
# that are wrong, raise it.
_FLOOR = 0.68
_COLUMNS = "source event_type target factuality cooperation provider recipient direction".split()

_LINES = [
    line
    for line in (Path(__file__).parent / "sentence_cases.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
_CASES: list[Case] = list(csv.DictReader(_LINES, delimiter="\t", quoting=csv.QUOTE_NONE, restval="-"))


@cache
def _coded(sentence: str, published: str) -> tuple[EventMention, ...]:
    return tuple(code_text(sentence, published=date.fromisoformat(published)))


def _ids(sides: Iterable[Side]) -> str:
    return "|".join(sorted({side.actor_id or "?" for side in sides})) or "-"


def _sorted(ids: str) -> str:
    return "|".join(sorted(ids.split("|")))


def _told(mention: EventMention) -> tuple[str, ...]:
    """What the table tells of a mention, in its columns' order."""
    coop = mention.cooperation
    layer = (coop.type, _ids(coop.provider), _ids(coop.recipient), coop.direction) if coop else ("-",) * 4
    return (_ids(mention.source), mention.event_type, _ids(mention.target), mention.factuality.value, *layer)


def _expected(case: Case) -> tuple[str, ...]:
    sides = {name: _sorted(case[name]) for name in ("source", "target", "provider", "recipient")}
    return tuple((case | sides)[name] for name in _COLUMNS)


def _fits(mention: EventMention, expected: tuple[str, ...]) -> bool:
    *act, kind, provider, recipient, direction = _told(mention)
    *wanted_act, wanted_kind, wanted_provider, wanted_recipient, wanted_direction = expected
    parties, wanted = (provider, recipient), (wanted_provider, wanted_recipient)
    unordered = mention.mutual or (kind != "-" and load_cooperation()[kind].mutual == "always")
    tied = unordered and set("|".join(parties).split("|")) == set("|".join(wanted).split("|"))
    return (
        (act, kind) == (wanted_act, wanted_kind)
        and (parties == wanted or tied)
        and wanted_direction in (direction, "*")
    )


def _is_right(case: Case) -> bool:
    mentions = _coded(case["sentence"], case["published"])
    if case["event_type"] == "NONE":
        return not mentions
    return any(_fits(mention, _expected(case)) for mention in mentions)


def test_the_coder_reads_the_table_as_well_as_it_did() -> None:
    wrong = [case for case in _CASES if not _is_right(case)]
    share = 1 - len(wrong) / len(_CASES)
    lines = [
        f"{case['sentence']}\n  wanted {' '.join(_expected(case))}"
        + "".join(f"\n  got    {' '.join(_told(mention))}" for mention in _coded(case["sentence"], case["published"]))
        for case in wrong
    ]
    assert share >= _FLOOR, f"{share:.3f} of {len(_CASES)} rows right, the floor is {_FLOOR}:\n" + "\n".join(lines)


def test_the_table_covers_the_ontology() -> None:
    assert {case["event_type"] for case in _CASES} >= set(codebook.event_types())
    assert {case["factuality"] for case in _CASES} >= {factuality.value for factuality in Factuality}
    assert {case["cooperation"] for case in _CASES} >= set(load_cooperation())
