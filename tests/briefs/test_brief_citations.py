"""Citations are checked against the ledger: a changed actor, type, state, date, number or source is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from brief_building import ledger_of, seed_situation

from legation.briefs.brief import Brief, Claim, Notice, RecordRef, Sentence
from legation.briefs.citations import check, check_brief
from legation.briefs.composition import compose_brief
from legation.briefs.subject import find_subject
from legation.briefs.view import Scope, View
from legation.errors import UncitedError
from legation.ledger.corrections import Judgement
from legation.ledger.store import Ledger
from legation.records.relationship import State


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Brief, View]:
    ledger = ledger_of(tmp_path_factory.mktemp("cited"), seed_situation())
    return compose_brief(ledger, "NER"), View(ledger, Scope(find_subject("NER")))


def of_pattern(brief: Brief, pattern: str) -> Sentence:
    return next(line for line in brief.sentences if line.pattern == pattern)


def changed(sentence: Sentence, field: str, value: object) -> Sentence:
    """The sentence with every claim on a field telling another value."""

    def other(claim: Claim) -> Claim:
        return replace(claim, value=value) if claim.field == field else claim

    assert any(claim.field == field for slot in sentence.slots for claim in slot.claims)
    slots = tuple(replace(slot, claims=tuple(map(other, slot.claims))) for slot in sentence.slots)
    return replace(sentence, slots=slots)


@pytest.mark.parametrize(
    ("pattern", "field", "value"),
    [
        ("asked", "provider", "CHN"),
        ("asked", "type", "arms"),
        ("asked", "state", State.ACTIVE),
        ("asked", "valid_from", date(2024, 4, 21)),
        ("asked", "source.0.name", "Salifou Mody"),
        ("happened_number", "numbers.0.text", "about 9,000 troops"),
        ("happened_number", "factuality", "occurred"),
        ("row", "since", date(2020, 1, 1)),
        ("row", "count", 7),
        ("row", "reported", True),
        ("watch_event", "due", date(2024, 5, 30)),
        ("watch_event", "source", ("RUS",)),
        ("watch", "overdue", True),
        ("still", "partner", "FRA"),
    ],
)
def test_a_tampered_claim_is_refused(checked: tuple[Brief, View], pattern: str, field: str, value: object) -> None:
    brief, view = checked
    sentence = of_pattern(brief, pattern)
    check(sentence, view)
    with pytest.raises(UncitedError):
        check(changed(sentence, field, value), view)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda sentence, brief: replace(sentence, mentions=()),
        lambda sentence, brief: replace(sentence, slots=()),
        lambda sentence, brief: replace(sentence, pattern="made up"),
        lambda sentence, brief: replace(sentence, variant=99),
        lambda sentence, brief: replace(sentence, mentions=("no such mention",)),
        lambda sentence, brief: replace(
            sentence, mentions=(*sentence.mentions, *of_pattern(brief, "watch_event").mentions)
        ),
        lambda sentence, brief: replace(sentence, mentions=of_pattern(brief, "watch_event").mentions),
    ],
)
def test_a_tampered_sentence_is_refused(
    checked: tuple[Brief, View], tamper: Callable[[Sentence, Brief], Sentence]
) -> None:
    brief, view = checked
    with pytest.raises(UncitedError):
        check(tamper(of_pattern(brief, "asked"), brief), view)


def test_a_claim_on_a_record_that_does_not_exist_is_refused(checked: tuple[Brief, View]) -> None:
    brief, view = checked
    sentence = of_pattern(brief, "takeaway")
    ref = RecordRef("relationship", ("CHN", "NER", False, "training"))
    slots = tuple(
        replace(slot, claims=tuple(replace(claim, record=ref) for claim in slot.claims)) for slot in sentence.slots
    )
    with pytest.raises(UncitedError, match="CHN"):
        check(replace(sentence, slots=slots), view)


def test_a_sentence_cannot_pass_as_a_notice(checked: tuple[Brief, View]) -> None:
    brief, view = checked
    check_brief(brief, view)
    with pytest.raises(UncitedError, match="without a citation"):
        check_brief(replace(brief, dek=(Notice("Russia has invaded Niger."),)), view)
    with pytest.raises(UncitedError):
        check_brief(replace(brief, sources=brief.sources[:1]), view)
    with pytest.raises(UncitedError):
        check_brief(replace(brief, sources=(replace(brief.sources[0], sentence="Else."), *brief.sources[1:])), view)


def test_what_a_reviewer_rejects_no_longer_bears_a_sentence_out(tmp_path: Path) -> None:
    ledger: Ledger = ledger_of(tmp_path, seed_situation())
    before = compose_brief(ledger, "NER")
    presence = next(line for line in before.sentences if line.pattern == "happened_number")
    ledger.correct(presence.mentions[0], Judgement.REJECT, who="A reviewer", reason="a misreading")
    with pytest.raises(UncitedError):
        check(presence, View(ledger, Scope(find_subject("NER"))))
    assert "presence" not in compose_brief(ledger, "NER").title.text
