"""What rules ask for and was not told before, found in the ledger."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b

from legation.ledger.store import Ledger
from legation.records.article import Article, Span
from legation.watch.alert import Alert, Quote
from legation.watch.changes import Change, Changed, changes
from legation.watch.rules import Rule
from legation.watch.wording import headline

MOST_QUOTES = 5
"""So many sentences an alert carries at most; `outlets` counts all that tell of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """New alerts, and the marks of all that rules ask for, new or not."""

    alerts: tuple[Alert, ...]
    marks: frozenset[str]


def find(ledger: Ledger, rules: Sequence[Rule], seen: frozenset[str], now: datetime) -> Found:
    """The changes in the ledger that rules ask for and that share no mark with `seen`, the oldest first.

    One change that several rules ask for gives one alert for each of them. Marks of a change that was seen are given
    too, so that it stays known when the report that first told it is taken back.
    """
    found: list[Alert] = []
    known: set[str] = set()
    for changed, rule, marks in _asked_for(ledger, rules, now.date()):
        new = seen.isdisjoint(marks) and known.isdisjoint(marks)
        if new and not _borne_out(ledger, changed, rule):
            continue
        known.update(marks)
        if new:
            found.append(_alert(ledger, rule, changed, marks, now))
    found.sort(key=lambda alert: (alert.evidence[0].published or date.min, alert.alert_id))
    return Found(tuple(found), frozenset(known))


def known_marks(ledger: Ledger, rules: Sequence[Rule], today: date) -> frozenset[str]:
    """The marks of all that the ledger holds of what rules ask for: no news to somebody who begins to watch."""
    asked = _asked_for(ledger, rules, today)
    return frozenset(mark for changed, rule, marks in asked if _borne_out(ledger, changed, rule) for mark in marks)


def _asked_for(ledger: Ledger, rules: Sequence[Rule], today: date) -> Iterator[tuple[Changed, Rule, tuple[str, ...]]]:
    wanted = frozenset().union(*(rule.wanted for rule in rules))
    for changed in changes(ledger, wanted, today, _aligned(rules)):
        for rule in rules:
            if rule.fits(changed):
                yield changed, rule, marks_of(changed, rule)


def _borne_out(ledger: Ledger, changed: Changed, rule: Rule) -> bool:
    """Whether as many independent outlets tell of it as the rule wants."""
    return rule.outlets == 1 or ledger.independent_outlets(changed.evidence) >= rule.outlets


def _aligned(rules: Iterable[Rule]) -> frozenset[str] | None:
    """The countries on either side of the alignments that rules ask for; None where a rule asks for all."""
    asking = [rule.countries for rule in rules if Change.ALIGNMENT_SHIFT in rule.wanted]
    return frozenset().union(*asking) if all(asking) else None


def marks_of(changed: Changed, rule: Rule) -> tuple[str, ...]:
    """A hash for each mention, with the rule and what became of whom."""
    return tuple(_hash((rule.name, *changed.subject, mention_id)) for mention_id in changed.evidence)


def _hash(parts: Iterable[object]) -> str:
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def _alert(ledger: Ledger, rule: Rule, changed: Changed, marks: tuple[str, ...], now: datetime) -> Alert:
    return Alert(
        alert_id=marks[0],
        rule=rule.name,
        change=changed.change,
        headline=headline(changed),
        actors=changed.actors,
        type=changed.type,
        mutual=changed.mutual,
        state=changed.state,
        before=changed.before,
        since=changed.since,
        due=changed.due,
        reported=changed.reported,
        event_type=changed.event_type,
        pole=changed.pole,
        levels=changed.levels,
        outlets=ledger.independent_outlets(changed.evidence),
        found=now,
        evidence=_quotes(ledger, changed.evidence),
        marks=marks,
    )


def _quotes(ledger: Ledger, mention_ids: Iterable[str]) -> tuple[Quote, ...]:
    """The sentences of the first of these mentions, each once; every span is read again."""
    quotes: dict[tuple[str, int], Quote] = {}
    for mention_id in mention_ids:
        article, sentence, _ = ledger.evidence(mention_id)
        quotes.setdefault((article.document_id, sentence.start), _quote(article, sentence, mention_id))
        if len(quotes) == MOST_QUOTES:
            break
    return tuple(quotes.values())


def _quote(article: Article, sentence: Span, mention_id: str) -> Quote:
    return Quote(
        sentence=sentence.text,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        url=article.url,
        mention_id=mention_id,
        document_id=article.document_id,
    )
