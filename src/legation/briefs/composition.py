"""Figures to sentences: a country's brief, each sentence bound to the records that it tells of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from legation.analysis.lives import key_of
from legation.briefs import selection
from legation.briefs.brief import Brief, Group, Line, Notice, Section, Sentence, Source
from legation.briefs.citations import check_brief
from legation.briefs.phrases import notice, phrases
from legation.briefs.subject import Subject, find_subject
from legation.briefs.substance import Passage
from legation.briefs.telling import Teller
from legation.briefs.view import Scope, View
from legation.briefs.wording import month
from legation.errors import LedgerError
from legation.ledger.store import Ledger

TELLING = frozenset({"leaving", "turning", "again", "first_since", "only"})
"""Comparisons that say more than how their relationship stands."""


def compose_brief(
    ledger: Ledger,
    about: str | tuple[str, str] | Subject,
    *,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
    known_on: date | None = None,
) -> Brief:
    """The brief on a country, a region or a cooperation type, or on two countries (a pair), over a period.

    Countries and bodies go by alpha-3, acronym or a known name. `start` and `end` bound what happened; `as_of`
    (default: `end`) is the day in the world on which relationships are looked at, `known_on` the day whose knowledge
    counts; None stands for all that the ledger knows. Every sentence is checked against the ledger before the brief is
    given. Raises LegationError for an unknown subject, UncitedError where what a sentence cites does not bear it out.
    """
    subject = about if isinstance(about, Subject) else find_subject(about)
    scope = Scope(subject, start, end, as_of or end, known_on)
    view = View(ledger, scope)
    view.read_evidence(record for ref in selection.told(view) if (record := view.record(ref)))
    teller = Teller(view)
    title, dek = _opening(teller)
    brief = Brief(scope.subject, start, end, scope.as_of, known_on, title, dek, _sections(teller), ())
    brief = replace(brief, sources=_sources(view, brief.sentences))
    check_brief(brief, View(ledger, scope))
    return brief


def _sections(teller: Teller) -> tuple[Section, ...]:
    """The parts in reading order; turning points only where there are any, momentum only of a dyad."""
    view = teller.view
    takeaways = _section("takeaways", _takeaways(teller))
    columns = list(phrases()["columns"])
    if view.scope.subject.kind != "country":
        columns[0] = phrases()["sides_column"]
    sections = [_section("happened", _happened(teller)), _section("standing", _standing(teller), columns)]
    if turning := [line for one in selection.shifts(view) if (line := teller.shift(*one))]:
        sections.append(_section("shifts", _lines(turning, "why")))
    if view.scope.subject.kind == "dyad":
        sections.append(_section("momentum", _lines(teller.momentum(), "momentum")))
    sections += [
        _section("watch", _lines([teller.plan(plan) for plan in selection.plans(view)], "watch")),
        _section("why", _lines([teller.fact(fact) for fact in selection.facts(view)], "why")),
    ]
    return (takeaways, *sections)


def _section(key: str, groups: Sequence[Group], columns: Sequence[str] = ()) -> Section:
    return Section(key, phrases()["headings"][key], tuple(groups), tuple(columns))


def _lines(told: Sequence[Sentence | None], key: str) -> list[Group]:
    """One group of lines; a fixed line where there are none."""
    lines: tuple[Line, ...] = tuple(line for line in told if line)
    return [Group(None, lines or (Notice(notice(key)),))]


def _opening(teller: Teller) -> tuple[Line, tuple[Line, ...]]:
    """Title and dek: the two leading relationships, and the next thing to come."""
    view = teller.view
    subject = view.scope.subject
    leads = selection.leads(view)
    title = teller.title(leads) if leads else None
    dek: list[Line | None] = [teller.dek(leads)] if leads else []
    coming = next((plan for plan in selection.plans(view) if plan.due and not plan.overdue), None)
    dek += [teller.plan(coming)] if coming else []
    told = tuple(line for line in dek if line)
    nothing = Notice(notice("nothing", country=subject.running, period=_period(view.scope)))
    return title or Notice(notice("title", country=subject.name)), told or (nothing,)


def _period(scope: Scope) -> str:
    if scope.start and scope.end:
        return f" between {scope.start.isoformat()} and {scope.end.isoformat()}"
    if scope.start:
        return f" since {scope.start.isoformat()}"
    return f" until {scope.end.isoformat()}" if scope.end else ""


def _happened(teller: Teller) -> list[Group]:
    """Steps and events by month, the newest month first, each month told from its beginning."""
    view = teller.view
    dated: list[tuple[date, Sentence | None]] = [
        (step.valid_latest, teller.step(key, index)) for key, index, step in selection.steps(view)
    ]
    dated += [(event.end_date or event.start_date or date.min, teller.event(event)) for event in selection.events(view)]
    told = sorted(((day, line) for day, line in dated if line), key=lambda one: one[0])
    groups = [
        Group(month(first), tuple(line for _, line in lines))
        for first, lines in ((key, list(lines)) for key, lines in groupby(told, key=lambda one: one[0].replace(day=1)))
    ]
    return groups[::-1] or [Group(None, (Notice(notice("happened")),))]


def _standing(teller: Teller) -> list[Group]:
    ranked = selection.rows(teller.view)
    told: list[Line] = [line for row in ranked[: selection.MOST_ROWS] if (line := teller.row(row))]
    groups = [Group(None, tuple(told) or (Notice(notice("standing")),))]
    return [*groups, Group(None, (Notice(notice("more")),))] if len(ranked) > selection.MOST_ROWS else groups


def _takeaways(teller: Teller) -> list[Group]:
    """The main rows (another partner or type each) and what they are about, then a comparison and what is to come."""
    view = teller.view
    taken = selection.main_rows(view)
    told = [line for row in taken for line in (teller.takeaway(row), teller.substance(row))]
    facts = [fact for fact in selection.facts(view) if fact.kind in TELLING or fact.subject not in map(key_of, taken)]
    told += [teller.fact(fact) for fact in facts[:1]]
    meetings = [plan for plan in selection.plans(view) if plan.event_id][:1]
    told += [
        teller.plan_and_pending(plan, selection.pending(view, view.events[plan.event_id or ""])) for plan in meetings
    ]
    return _lines(list(dict.fromkeys(told)), "takeaways")


def _sources(view: View, sentences: Sequence[Sentence]) -> tuple[Source, ...]:
    """The cited sentences in the order of their first citation, numbered; mentions of one sentence together."""
    found: dict[tuple[str, str, int], list[str | Passage]] = {}
    every: list[str | Passage] = []
    for sentence in sentences:
        every += [*sentence.mentions, *sentence.passages]
    for cited in dict.fromkeys(every):
        if isinstance(cited, Passage):
            found.setdefault((cited.document_id, "passage", cited.start), []).append(cited)
        elif mention := view.mention(cited):
            found.setdefault((mention.document_id, mention.field, mention.sentence.start), []).append(cited)
    return tuple(
        _passage(view, number, cited[0])
        if isinstance(cited[0], Passage)
        else _source(view, number, [one for one in cited if isinstance(one, str)])
        for number, cited in enumerate(found.values(), start=1)
    )


def _passage(view: View, number: int, passage: Passage) -> Source:
    article = view.article(passage.document_id)
    if article is None:
        raise LedgerError(f"there is no document {passage.document_id}")
    text = article.text[passage.start : passage.end]
    where = article.title, article.outlet, article.published, article.url
    return Source(number, passage.document_id, *where, text, passage.marks, (), passage)


def _source(view: View, number: int, mention_ids: Sequence[str]) -> Source:
    mentions = [mention for one in mention_ids if (mention := view.mention(one))]
    first, article = mentions[0], view.article(mentions[0].document_id)
    begin, length = first.sentence.start, len(first.sentence.text)
    spans = sorted({(one.trigger.start - begin, one.trigger.end - begin) for one in mentions})
    return Source(
        number=number,
        document_id=first.document_id,
        title=article.title if article else None,
        outlet=article.outlet if article else None,
        published=article.published if article else None,
        url=article.url if article else None,
        sentence=first.sentence.text,
        marks=_apart([span for span in spans if 0 <= span[0] < span[1] <= length]),
        mentions=tuple(mention_ids),
    )


def _apart(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans without those that overlap an earlier one."""
    kept: list[tuple[int, int]] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)
