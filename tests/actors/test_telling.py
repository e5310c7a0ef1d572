"""What words around a trigger say more surely than the model."""

from dataclasses import replace
from datetime import date

import pytest

from legation.actors.telling import reworded
from legation.ontology.codebook import plover_reading
from legation.ontology.cooperation import load_cooperation
from legation.ontology.wording import Rewording, load_wording
from legation.records.article import Span
from legation.records.event import Cooperation, EventMention, Factuality, PloverReading, Side
from legation.records.place import TimeExpression

_SIDE = Side("somebody", 0, 8)


def _mention(marked: str, type_: str, direction: str, factuality: str, **more: object) -> EventMention:
    """A mention of a sentence whose trigger stands between asterisks."""
    before, trigger, after = marked.split("*")
    fields: dict[str, object] = {
        "mention_id": "m",
        "document_id": "doc",
        "sentence": Span(before + trigger + after, 100, 100 + len(marked) - 2),
        "event_type": "AID",
        "trigger": Span(trigger, 100 + len(before), 100 + len(before + trigger)),
        "source": (_SIDE,),
        "target": (),
        "factuality": Factuality(factuality),
        "confidence": 0.5,
        "coder": "test",
        "score": 1.0,
        "plover": PloverReading("AID", 1.0),
        "cooperation": Cooperation(type_, direction, (_SIDE,), ()),  # type: ignore[arg-type]
    }
    return EventMention(**(fields | more))  # type: ignore[arg-type]


def _told(mention: EventMention) -> tuple[str, str | None]:
    return str(mention.factuality), mention.cooperation and mention.cooperation.direction


@pytest.mark.parametrize("row", load_wording(), ids=lambda row: row.example)
def test_each_row_changes_its_own_example(row: Rewording) -> None:
    type_ = min(row.types or load_cooperation())
    direction = max(row.directions or ("exit",))
    mention = _mention(row.example, type_, direction, min(row.factualities or ("denied",)), field=row.field or "text")
    told = reworded(mention)
    if row.nothing:
        assert told.cooperation is None
    else:
        assert row.factuality in (None, told.factuality)
        assert told.cooperation is not None
        assert row.direction in (None, told.cooperation.direction)
        assert told != mention


@pytest.mark.parametrize(
    ("sentence", "type_", "direction", "told"),
    [
        ("Italy has not *left* Lebanon.", "presence", "exit", "denied"),
        ("Rome ruled out a *withdrawal*.", "presence", "exit", "denied"),
        ("Portugal completed the *withdrawal* of its soldiers.", "presence", "exit", "occurred"),
        ("Italian soldiers *left* Lebanon.", "presence", "exit", "occurred"),
        ("The fleet was *based* at Aden.", "basing", "continue", "historical"),
        ("Iran *lifted* the embargo on Yemen.", "restriction", "exit", "occurred"),
        ("Albania *ended* the agreement on the Italian naval base.", "basing", "exit", "occurred"),
        ("The mission *trained* officers to lead the army of Moldova.", "training", "entry", "occurred"),
    ],
)
def test_other_words_leave_a_mention_as_it_was_read(sentence: str, type_: str, direction: str, told: str) -> None:
    mention = _mention(sentence, type_, direction, told)
    assert reworded(mention) == mention


def test_a_headline_in_the_past_or_with_a_date_may_be_background() -> None:
    of_2008 = TimeExpression("in 2008", 0, 7, date(2008, 1, 1), date(2008, 12, 31), "year")
    past = _mention("Montenegro *joined* NATO", "commitment", "entry", "historical", field="title")
    dated = _mention("Montenegro *joins* NATO", "commitment", "entry", "historical", field="title", time=of_2008)
    body = _mention("Montenegro *joins* NATO", "commitment", "entry", "historical")
    assert [_told(reworded(one)) for one in (past, dated, body)] == [("historical", "entry")] * 3


def test_plover_reads_what_the_words_tell() -> None:
    announced = _mention("Portugal announced the *withdrawal* of its soldiers.", "presence", "exit", "occurred")
    told = reworded(replace(announced, event_type="RETREAT", mode=("withdraw",)))
    assert told.plover == plover_reading("RETREAT", Factuality.PLANNED, ("withdraw",))
