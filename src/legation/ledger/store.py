"""The ledger: opened, added to, asked. All writing goes through here."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock, get_ident
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from legation.errors import LedgerError
from legation.ledger import corrections, listings, queries
from legation.ledger.claims import row_key
from legation.ledger.codec import article_json, mention_json
from legation.ledger.corrections import Correction, Judgement, corrections_of, in_effect, keep, relinked, standing
from legation.ledger.database import Database, Row, open_database
from legation.ledger.duplicates import signature_rows
from legation.ledger.evidence import Evidence, check_spans
from legation.ledger.judgements import (
    EventJudgement,
    StateJudgement,
    event_judgements,
    keep_event,
    keep_state,
)
from legation.ledger.kept_articles import KeptArticles
from legation.ledger.listings import A_contra, Key, Listing, T
from legation.ledger.queries import Chosen, EventsAsked
from legation.ledger.read_tables import derive, derive_all, refresh_relationships
from legation.ledger.relationships import Provenance, independent
from legation.records.article import Article, Problem
from legation.records.event import Event, EventMention
from legation.records.relationship import Relationship, State, Transition

if TYPE_CHECKING:
    import polars as pl


def open_ledger(path: str | Path, *, read_only: bool = False) -> "Ledger":
    """Opens a ledger file, and creates it where there is none.

    Raises LedgerError where it is missing (read-only), held by another process, or of an unknown version.
    """
    return Ledger(open_database(Path(path), read_only=read_only, derive=derive_all))


class Ledger:
    """Documents, mentions, and what follows from them. A context manager; close it to let other processes in.

    Frames are made by polars, imported when first asked for: adding needs none.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = RLock()
        self._pending: set[str] = set()
        self._waiting: dict[str, list[Row]] = {}
        self._changed = False
        self._writer: int | None = None
        self._snapshot = False
        self._articles = KeptArticles()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go."""
        self._database.close()

    @contextmanager
    def snapshot(self) -> Iterator["Ledger"]:
        """The ledger as it is now, for one thread to read: all reads inside agree, whatever others write meanwhile."""
        reader = self._database.reader()
        taken = Ledger(reader)
        taken._snapshot = True
        taken._articles = self._articles
        try:
            with reader.transaction():
                yield taken
        finally:
            reader.close()

    # Writing -----------------------------------------------------------------------------------------------------

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything added inside is committed together at the end, or nothing of it; faster than one by one."""
        with self._lock:
            if self._snapshot:
                raise LedgerError("a snapshot of a ledger is for reading alone")
            if self._database.within_transaction:
                yield
                return
            self._pending.clear()
            self._waiting.clear()
            self._changed = False
            self._writer = get_ident()
            try:
                with self._database.transaction():
                    yield
                    self._write()
                    if self._pending:
                        derive(self._database, self._pending)
                    self._note_revision()
            finally:
                self._writer = None

    def _write(self) -> None:
        """Inserts the rows that wait: all of a table at once, many times faster than article by article."""
        ids = [mention["mention_id"] for mention in self._waiting.get("mentions", ())]
        held = ids and self._database.value(
            "SELECT mention_id FROM mentions WHERE mention_id IN (SELECT unnest(?))", [ids]
        )
        if held or len(set(ids)) < len(ids):
            held = held or Counter(ids).most_common(1)[0][0]
            raise LedgerError(f"mention {held} is there already, in another document")
        for table, rows in self._waiting.items():
            self._database.insert(table, rows)
        self._waiting.clear()

    def _note_revision(self) -> None:
        """Gives what has changed the next number."""
        changed: list[str | None] = [*sorted(self._pending)] or ([None] if self._changed else [])
        if changed:
            revision = queries.revision(self._database) + 1
            self._database.insert("changes", [{"revision": revision, "document_id": one} for one in changed])

    def add(
        self, article: Article, mentions: Sequence[EventMention], *, coder: str | None = None, today: date | None = None
    ) -> bool:
        """Adds an article with its mentions, and derives what they change; all of it or nothing.

        False, and no change, where the article is there already as read by the same coder; another coder's mentions
        replace the earlier ones. `coder` needs to be given only where an article may have no mentions. `today`
        (default: the day it is) is the day from which an undated article counts as known. Raises LedgerError naming
        the span where a mention does not slice back out of the article.
        """
        for mention in mentions:
            check_spans(article, mention)
        coder = coder or (mentions[0].coder if mentions else None)
        with self.batch():
            if article.document_id in self._pending:
                self._write()
            stored = self._database.rows("SELECT coder FROM documents WHERE document_id = ?", [article.document_id])
            if stored and (coder is None or stored[0][0] == coder):
                return False
            if stored:
                self._database.execute("DELETE FROM mentions WHERE document_id = ?", [article.document_id])
                self._database.execute(
                    "UPDATE documents SET coder = ? WHERE document_id = ?", [coder, article.document_id]
                )
            else:
                self._store_article(article, coder, today or date.today())
            self._store_mentions(article.document_id, mentions)
            self._pending.add(article.document_id)
        return True

    def _store_article(self, article: Article, coder: str | None, today: date) -> None:
        row = {
            "document_id": article.document_id,
            "known_from": article.published or today,
            "dated": article.published is not None,
            "published": article.published,
            "outlet": _outlet(article),
            "language": article.language,
            "not_coded": article.not_coded,
            "coder": coder,
            "record": article_json(article),
        }
        self._wait("documents", [row])
        for table, rows in signature_rows(article.document_id, article.text).items():
            self._wait(table, rows)

    def _store_mentions(self, document_id: str, mentions: Sequence[EventMention]) -> None:
        if len({mention.mention_id for mention in mentions}) < len(mentions):
            raise LedgerError(f"document {document_id} has two mentions of one id")
        rows: list[Row] = [
            {"mention_id": one.mention_id, "document_id": document_id, "ordinal": place, "record": mention_json(one)}
            for place, one in enumerate(mentions)
        ]
        self._wait("mentions", rows)

    def _wait(self, table: str, rows: Sequence[Row]) -> None:
        self._waiting.setdefault(table, []).extend(rows)

    def add_problem(self, problem: Problem) -> None:
        """Keeps what was set aside; the same problem met again is kept once."""
        key = [problem.origin, problem.what, problem.why]
        with self.batch():
            if not self._database.rows("SELECT 1 FROM problems WHERE origin = ? AND what = ? AND why = ?", key):
                self._database.execute("INSERT INTO problems VALUES (?, ?, ?, ?)", [*key, date.today()])
                self._changed = True

    def start_run(self, inputs: Sequence[str]) -> int:
        """Notes that a run over these inputs has begun; gives its number."""
        with self.batch():
            number = int(self._database.value("SELECT nextval('run_numbers')"))
            row = {"number": number, "started": _now(), "inputs": json.dumps(list(inputs))}
            self._database.insert("runs", [row])
        return number

    def finish_run(self, number: int, counts: Mapping[str, int]) -> None:
        """Notes that the run has ended, and what it counted."""
        with self.batch():
            self._database.execute(
                "UPDATE runs SET finished = ?, counts = ? WHERE number = ?", [_now(), json.dumps(dict(counts)), number]
            )

    def correct(
        self, mention_id: str, judgement: Judgement, *, who: str, reason: str, edit: Mapping[str, Any] | None = None
    ) -> None:
        """Keeps a reviewer's judgement on a mention and derives what it changes.

        `edit` holds the fields to replace, in their JSON shape. Raises LedgerError where there is no such mention,
        the edit is no reading of the text, or an undo finds no judgement of the same reviewer to take back.
        """
        correction = Correction(mention_id, judgement, who, datetime.now(UTC), reason, edit or {})
        with self.batch():
            article, coded = self._with_article(mention_id)
            earlier = corrections_of(self._database, [mention_id]).get(mention_id, [])
            if judgement is Judgement.UNDO and len(standing([*earlier, correction])) == len(standing(earlier)):
                raise LedgerError(f"{who} has no judgement on mention {mention_id} to take back")
            if (edited := in_effect(coded, [correction])) is not None:
                check_spans(article, edited)
            keep(self._database, correction)
            self._pending.add(coded.document_id)

    def relink(self, mention_id: str, side: str, actor_id: str, *, who: str, reason: str) -> None:
        """Keeps a reviewer's judgement on who a side ("source", "provider.1") of a mention is: an edit of that side.

        Raises LedgerError where there is no such mention, side or actor.
        """
        mention = self.mention(mention_id)
        if mention is None:
            raise LedgerError(f"there is no mention {mention_id}")
        self.correct(mention_id, Judgement.EDIT, who=who, reason=reason, edit=relinked(mention, side, actor_id))

    def judge_event(self, mention_ids: Iterable[str], *, who: str, reason: str) -> None:
        """Keeps a reviewer's judgement that these mentions, and no others, are one event: merges events, or splits one.

        Raises LedgerError where a mention is not there.
        """
        ids = tuple(sorted(set(mention_ids)))
        with self.batch():
            documents = self._documents_of(ids)
            before = [set(one.mentions) for one in event_judgements(self._reader())]
            ids_before = sorted(set().union(*(ids_ for ids_ in before if ids_ & set(ids))))
            keep_event(self._database, EventJudgement(ids, who, datetime.now(UTC), reason))
            self._pending.update(documents, self._documents_of(ids_before))

    def judge_state(
        self,
        key: tuple[str, str, bool, str],
        state: State | None,
        *,
        since: date | None = None,
        evidence: Iterable[str],
        who: str,
        reason: str,
    ) -> None:
        """Keeps a reviewer's judgement on a relationship (provider, recipient, mutual, type).

        It came into `state` on the day `since`, as mentions show; with None, nothing follows for it from these
        mentions. Raises LedgerError where a mention is not there, or none is named: no state without evidence.
        """
        ids = tuple(dict.fromkeys(evidence))
        if not ids:
            raise LedgerError("a judgement on a state names the mentions that it rests on")
        with self.batch():
            self._documents_of(ids)
            judgement = StateJudgement(*key, state, since, ids, who, datetime.now(UTC), reason)
            name = row_key(*key)
            keep_state(self._database, name, judgement)
            refresh_relationships(self._database, [name])
            self._changed = True

    def _documents_of(self, mention_ids: Sequence[str]) -> set[str]:
        """The documents of mentions. Raises LedgerError where one is not there."""
        rows = self._reader().rows(
            "SELECT mention_id, document_id FROM mentions WHERE mention_id IN (SELECT unnest(?))", [list(mention_ids)]
        )
        found = dict(rows)
        if missing := [one for one in mention_ids if one not in found]:
            raise LedgerError(f"there is no mention {missing[0]}")
        return set(found.values())

    def rederive(self) -> None:
        """Makes events and relationships anew from all mentions; gives what adding one by one gave."""
        with self.batch():
            derive_all(self._database)
            self._changed = True

    # Reading -----------------------------------------------------------------------------------------------------

    def _reader(self) -> Database:
        """What is committed; to the thread that writes a batch, also what it has written."""
        if self._snapshot:
            return self._database
        if self._writer != get_ident():
            return self._database.reader()
        self._write()
        return self._database

    def revision(self) -> int:
        """A number that grows with every change: an article added or coded anew, a judgement, a problem."""
        return queries.revision(self._reader())

    def identity(self) -> str:
        """Tells this ledger from others that are or were in the same place."""
        return str(self._reader().value("SELECT identity FROM ledger"))

    def changed_since(self, revision: int) -> list[str]:
        """The documents that were added, coded anew or corrected after a revision."""
        return queries.changed_since(self._reader(), revision)

    def holds(self, document_id: str) -> bool:
        """Whether an article is there."""
        return queries.holds(self._reader(), document_id)

    def article(self, document_id: str) -> Article | None:
        """An article as it was stored; None where there is none."""
        return self.articles_by_id([document_id]).get(document_id)

    def mention(self, mention_id: str) -> EventMention | None:
        """A mention with its edits (a rejected one as it was coded); None where there is none."""
        return queries.mention(self._reader(), mention_id)

    def mentions(self, document_id: str | None = None) -> list[EventMention]:
        """The mentions in effect of one document, or of all."""
        return queries.mentions(self._reader(), document_id)

    def corrections(self, mention_id: str | None = None) -> list[Correction]:
        """The judgements on one mention, or on all, in the order in which they were made."""
        found = corrections_of(self._reader(), None if mention_id is None else [mention_id])
        return sorted((one for some in found.values() for one in some), key=lambda one: one.made_at)

    def evidence(self, mention_id: str) -> Evidence:
        """Article, sentence and mention; every span is read again.

        Raises LedgerError where there is no such mention, or the stored text does not hold what it says.
        """
        article, mention = self._with_article(mention_id)
        check_spans(article, mention)
        return Evidence(article, mention.sentence, mention)

    def mentions_by_id(self, mention_ids: Sequence[str]) -> dict[str, EventMention]:
        """Several mentions, read at once; ids that do not exist are left out."""
        return queries.mentions_by_id(self._reader(), mention_ids)

    def evidence_of(self, mention_ids: Sequence[str]) -> dict[str, Evidence]:
        """The evidence of several mentions, read at once; raises as `evidence` does."""
        mentions = queries.mentions_by_id(self._reader(), mention_ids)
        documents = {mention.document_id for mention in mentions.values()}
        articles = self.articles_by_id(sorted(documents))
        if missing := [one for one in mention_ids if one not in mentions]:
            raise LedgerError(f"there is no mention {missing[0]}")
        for mention in mentions.values():
            check_spans(articles[mention.document_id], mention)
        return {
            one: Evidence(articles[mentions[one].document_id], mentions[one].sentence, mentions[one])
            for one in mention_ids
        }

    def articles_by_id(self, document_ids: Sequence[str]) -> dict[str, Article]:
        """Several articles, read at once; ids that do not exist are left out."""
        reader = self._reader()
        if not self._snapshot:  # who writes may read what is not kept in the end
            return queries.articles_by_id(reader, document_ids)
        return self._articles.get(document_ids, lambda missing: queries.articles_by_id(reader, missing))

    def _with_article(self, mention_id: str) -> tuple[Article, EventMention]:
        mention = self.mention(mention_id)
        article = self.article(mention.document_id) if mention else None
        if mention is None or article is None:
            raise LedgerError(f"there is no mention {mention_id}")
        return article, mention

    def told(self, document_ids: Sequence[str]) -> list[listings.Told]:
        """Several articles with their mentions in effect; ids that do not exist are left out."""
        return listings.told(self._reader(), document_ids)

    def provenances(self, mention_ids: Sequence[str]) -> dict[str, Provenance]:
        """Where several mentions come from, read at once; ids that do not exist are left out."""
        return queries.provenances(self._reader(), mention_ids)

    def independent_outlets(self, mention_ids: Sequence[str]) -> int:
        """How many independent outlets these mentions come from; copies of one report count once."""
        return independent(self.provenances(mention_ids).values())

    def event_rows(self, country: str | None = None, **asked: Any) -> list[Event]:  # noqa: ANN401 - EventsAsked
        """The merged events by day; further keywords as in `queries.EventsAsked`."""
        return queries.event_rows(self._reader(), EventsAsked(country, **asked))

    def event(self, event_id: str, *, known_on: date | None = None) -> Event | None:
        """One event, as known on a day; None where there is none."""
        return queries.event(self._reader(), event_id, known_on)

    def events_told_by(self, document_id: str) -> dict[str, str]:
        """The id of the event that each mention of a document tells of, by mention id."""
        return queries.events_told_by(self._reader(), document_id)

    def events(self, country: str | None = None, **asked: Any) -> "pl.DataFrame":  # noqa: ANN401 - EventsAsked
        """The same as a frame."""
        from legation.ledger.frames import events_frame

        return events_frame(self.event_rows(country, **asked))

    def relationship_rows(
        self,
        country: str | None = None,
        *,
        as_of: date | None = None,
        known_on: date | None = None,
        state: str | None = None,
        **chosen: Any,  # noqa: ANN401 - as `queries.Chosen` has them
    ) -> list[Relationship]:
        """Where relationships stand on a day in the world, as known on a day.

        `country` may be on either side; further keywords as in `queries.Chosen`.
        """
        rows = queries.relationship_rows(self._reader(), Chosen(country, **chosen), as_of, known_on)
        return [row for row in rows if state is None or row.state == state]

    def relationships(self, country: str | None = None, **asked: Any) -> "pl.DataFrame":  # noqa: ANN401 - as above
        """The same as a frame."""
        from legation.ledger.frames import relationships_frame

        return relationships_frame(self.relationship_rows(country, **asked))

    def transitions(self, *, known_on: date | None = None, **chosen: Any) -> list[Transition]:  # noqa: ANN401 - as above
        """The steps in the life of relationships, each in order; keywords as in `queries.Chosen`."""
        found = queries.life_histories(self._reader(), Chosen(**chosen), known_on)
        return [step.transition for key in sorted(found) for step in found[key].steps]

    def latest_transitions(
        self, most: int, *, as_of: date | None = None, known_on: date | None = None
    ) -> list[Transition]:
        """The steps of any relationship that became known last, the last one first, in the world as of a day."""
        return queries.latest_transitions(self._reader(), most, as_of, known_on)

    def history(
        self,
        provider: str | None = None,
        recipient: str | None = None,
        type: str | None = None,
        **asked: Any,  # noqa: ANN401 - as above
    ) -> "pl.DataFrame":
        """The same as a frame, with the sentence behind each step."""
        from legation.ledger.frames import history_frame

        steps = self.transitions(provider=provider, recipient=recipient, type=type, **asked)
        return history_frame(steps, queries.sentences(self._reader(), [step.evidence[0] for step in steps]))

    def figures(self, *, known_on: date | None = None, **chosen: Any) -> "pl.DataFrame":  # noqa: ANN401 - as above
        """The numbers told of relationships over time; keywords as in `queries.Chosen`."""
        from legation.ledger.figures import figures
        from legation.ledger.frames import figures_frame

        return figures_frame(figures(self._reader(), Chosen(**chosen), known_on))

    def diff(self, from_: date, to: date, country: str | None = None) -> "pl.DataFrame":
        """What changed: relationships as they stood and were known on one day and on a later one."""
        from legation.ledger.frames import diff_frame

        return diff_frame(self.changes(from_, to, country))

    def changes(
        self, from_: date, to: date, country: str | None = None
    ) -> list[tuple[Relationship | None, Relationship]]:
        """The same as records: each changed relationship before (None: new) and after."""
        before, after = (self.relationship_rows(as_of=day, known_on=day, country=country) for day in (from_, to))
        return queries.changed(before, after)

    def problem_rows(self) -> list[tuple[Problem, date]]:
        """What was set aside and why, each with the day on which it was first met."""
        return queries.problems(self._reader())

    def judgements(self) -> "pl.DataFrame":
        """Every judgement of a reviewer, on mentions, events and states, in the order in which they were made."""
        from legation.ledger.frames import judgements_frame

        return judgements_frame(queries.judgements(self._reader()))

    def problems(self) -> "pl.DataFrame":
        """The same as a frame."""
        from legation.ledger.frames import problems_frame

        return problems_frame(self.problem_rows())

    def page(
        self, listing: Listing[A_contra, T], asked: A_contra, after: Key | None = None, most: int = 100
    ) -> list[tuple[Key, T]]:
        """A page of a list of `listings`; `after` is the key of the last row of the page before."""
        return listing(self._reader(), asked, after, most)

    def relationship_counts(self, *, as_of: date | None = None, known_on: date | None = None) -> Mapping[str, int]:
        """How many relationships each actor has, of those begun and known by these days."""
        return listings.relationship_counts(self._reader(), as_of, known_on)

    def event_counts(self) -> Mapping[str, int]:
        """How many events each actor has."""
        return listings.event_counts(self._reader())

    def pairs(
        self, states: Iterable[State], *, actor: str | None = None, known_on: date | None = None
    ) -> list[listings.Pair]:
        """Who was ever in one of these states with whom, by the steps known on a day; with `actor` on either side."""
        return listings.pairs(self._reader(), states, actor, known_on)

    def latest_day(self) -> date | None:
        """The last day of which the ledger knows anything."""
        return queries.latest_day(self._reader())

    def to_review(self, most: int) -> list[tuple[str, str, float]]:
        """Mentions that no reviewer has judged, the most doubtful first: id, why, confidence."""
        return corrections.to_review(self._reader(), most)

    def judged_last(self, who: str, most: int) -> list[tuple[str, Judgement]]:
        """The mentions that a reviewer judged last, the latest first, with the judgement that stands."""
        return corrections.judged_last(self._reader(), who, most)

    def coders(self) -> list[str]:
        """Which coders read the documents."""
        return queries.coders(self._reader())

    def counts(self) -> dict[str, int]:
        """How many documents, mentions, events, relationships and so on there are."""
        return queries.counts(self._reader())


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ")


def _outlet(article: Article) -> str | None:
    """Who published it: the outlet, else the host of its address."""
    if article.outlet:
        return article.outlet.strip().casefold()
    host = urlsplit(article.url).hostname if article.url else None
    return host.removeprefix("www.") if host else None
