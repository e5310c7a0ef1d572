"""What changed in the ledger, as alerts: each with the sentence that it rests on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from legation.errors import LedgerError
from legation.ledger.store import Ledger
from legation.records.relationship import State
from legation.watch.rules import Change, Rule


@dataclass(frozen=True, slots=True)
class Alert:
    """One change of a relationship that a rule asks for, with its evidence.

    `marks` hold one hash for each mention that the change rests on: an alert that shares one with an earlier alert is
    the same change, told again or borne out by another article. `alert_id` is the first of them.
    """

    alert_id: str
    rule: str
    change: Change
    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State
    before: State | None
    reported: bool
    known_from: date
    sentence: str
    mention_id: str
    document_id: str
    title: str | None
    outlet: str | None
    url: str | None
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Changed:
    """A change before the rules have seen it."""

    change: Change
    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State
    before: State | None
    reported: bool
    known_from: date
    evidence: tuple[str, ...]


def alerts(ledger: Ledger, rules: Sequence[Rule], seen: frozenset[str] = frozenset()) -> list[Alert]:
    """The changes in the ledger that rules ask for and that share no mark with `seen`, oldest publication first.

    One change that several rules ask for gives one alert for each of them.
    """
    found = []
    for changed in _changes(ledger):
        for rule in rules:
            if not rule.fits((changed.provider, changed.recipient), changed.type, changed.state, changed.change):
                continue
            marks = _marks(changed, rule)
            if seen.isdisjoint(marks):
                found.append(_alert(ledger, rule, changed, marks))
    return sorted(found, key=lambda alert: (alert.known_from, alert.alert_id))


def marks(ledger: Ledger, rules: Sequence[Rule]) -> frozenset[str]:
    """The marks of every change that the ledger holds now: what is no news to somebody who begins to watch."""
    return frozenset(
        mark
        for changed in _changes(ledger)
        for rule in rules
        if rule.fits((changed.provider, changed.recipient), changed.type, changed.state, changed.change)
        for mark in _marks(changed, rule)
    )


def _changes(ledger: Ledger) -> Iterator[_Changed]:
    before: dict[tuple[str, str, bool, str], State] = {}
    for step in ledger.transitions():
        row = step.provider, step.recipient, step.mutual, step.type
        former = before.get(row)
        change = Change.NEW_COOPERATION if former is None else Change.STATE_CHANGE
        yield _Changed(change, *row, step.state, former, step.reported, step.known_from, step.evidence)
        before[row] = step.state
    for standing in ledger.relationship_rows():
        if standing.disputed:
            row = standing.provider, standing.recipient, standing.mutual, standing.type
            state, told = standing.state, standing.disputed_by
            yield _Changed(Change.DENIAL, *row, state, state, standing.reported, standing.known_from, told)


def _marks(changed: _Changed, rule: Rule) -> tuple[str, ...]:
    """A hash for each mention, with the rule, the relationship, and what became of it."""
    # whether a step is the first of its row changes when older news comes in late; that makes no new alert
    kind = "denial" if changed.change is Change.DENIAL else "step"
    row = (rule.name, kind, changed.provider, changed.recipient, changed.mutual, changed.type, changed.state)
    return tuple(_hash((*row, mention_id)) for mention_id in changed.evidence)


def _hash(parts: Iterable[object]) -> str:
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def _alert(ledger: Ledger, rule: Rule, changed: _Changed, marks: tuple[str, ...]) -> Alert:
    if not changed.evidence:
        raise LedgerError(f"{changed.provider} {changed.recipient} {changed.type}: a state without evidence")
    article, sentence, mention = ledger.evidence(changed.evidence[0])
    return Alert(
        alert_id=marks[0],
        rule=rule.name,
        change=changed.change,
        provider=changed.provider,
        recipient=changed.recipient,
        mutual=changed.mutual,
        type=changed.type,
        state=changed.state,
        before=changed.before,
        reported=changed.reported,
        known_from=changed.known_from,
        sentence=sentence.text,
        mention_id=mention.mention_id,
        document_id=article.document_id,
        title=article.title,
        outlet=article.outlet,
        url=article.url,
        marks=marks,
    )
