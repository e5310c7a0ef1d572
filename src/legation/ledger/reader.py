"""What a ledger can be asked: documents and mentions, events, relationships, and what changed."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Sized
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from legation.errors import LedgerError
from legation.ledger import contents, corrections, document_queries, event_queries, listings, relationship_queries
from legation.ledger.corrections import Correction, Judgement, corrections_of
from legation.ledger.database import Database
from legation.ledger.event_queries import EventsAsked
from legation.ledger.evidence import Evidence, check_spans
from legation.ledger.judgements import all_judgements
from legation.ledger.kept import Kept
from legation.ledger.listings import A_contra, Key, Listing, T
from legation.ledger.relationship_queries import Chosen
from legation.ledger.relationships import Life, Provenance, independent
from legation.records.article import Article, Problem
from legation.records.event import Event, EventMention
from legation.records.relationship import Relationship, State, Transition

if TYPE_CHECKING:
    import polars as pl

    from legation.ledger.columns import Columns

T_sized = TypeVar("T_sized", bound=Sized)


class LedgerReader(ABC):
    """Every question to a ledger. Frames are made by polars, imported when first asked for."""

    def __init__(self, kept: Kept | None) -> None:
        """`kept`: what is kept for all who read, where this stands still at one revision; else None."""
        self._kept = kept
        self._stand: int | None = None

    @abstractmethod
    def _reader(self) -> Database:
        """The connection that is asked."""

    def _once(self, question: Hashable, answer: Callable[[], T_sized]) -> T_sized:
        """The answer to a question, which is found once for all who read this revision, and is left as it is."""
        return answer() if self._kept is None else self._kept.answers.get((self.revision(), question), answer)

    def _columns(self) -> "Columns | None":
        """The tables in memory, if they are kept just as they stand here."""
        columns = self._kept and self._kept.columns
        return columns if columns and columns.revision == self.revision() else None

    def revision(self) -> int:
        """A number that grows with every change: an article added or coded anew, a judgement, a problem."""
        if self._kept is None:
            return contents.revision(self._reader())
        if self._stand is None:
            self._stand = contents.revision(self._reader())
        return self._stand

    def identity(self) -> str:
        """Tells this ledger from others that are or were in the same place."""
        return str(self._reader().value("SELECT identity FROM ledger"))

    def changed_since(self, revision: int) -> list[str]:
        """The documents that were added, coded anew or corrected after a revision."""
        return contents.changed_since(self._reader(), revision)

    def holds(self, document_id: str) -> bool:
        """Whether an article is there."""
        return document_queries.holds(self._reader(), document_id)

    def article(self, document_id: str) -> Article | None:
        """An article as it was stored; None where there is none."""
        return self.articles_by_id([document_id]).get(document_id)

    def mention(self, mention_id: str) -> EventMention | None:
        """A mention with its edits (a rejected one as it was coded); None where there is none."""
        return self.mentions_by_id([mention_id]).get(mention_id)

    def mentions(self, document_id: str | None = None) -> list[EventMention]:
        """The mentions in effect of one document, or of all."""
        return document_queries.mentions(self._reader(), document_id)

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
        reader = self._reader()
        if self._kept is None:
            return document_queries.mentions_by_id(reader, mention_ids)
        revision = self.revision()

        def read(missing: Iterable[tuple[int, str]]) -> dict[tuple[int, str], EventMention]:
            found = document_queries.mentions_by_id(reader, [one for _, one in missing])
            return {(revision, one): mention for one, mention in found.items()}

        kept = self._kept.mentions.get([(revision, one) for one in mention_ids], read)
        return {one: mention for (_, one), mention in kept.items()}

    def evidence_of(self, mention_ids: Sequence[str]) -> dict[str, Evidence]:
        """The evidence of several mentions, read at once; raises as `evidence` does."""
        mentions = self.mentions_by_id(mention_ids)
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
        if self._kept is None:
            return document_queries.articles_by_id(reader, document_ids)
        return self._kept.articles.get(document_ids, lambda missing: document_queries.articles_by_id(reader, missing))

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
        return document_queries.provenances(self._reader(), mention_ids)

    def independent_outlets(self, mention_ids: Sequence[str]) -> int:
        """How many independent outlets these mentions come from; copies of one report count once."""
        return independent(self.provenances(mention_ids).values())

    def event_rows(self, country: str | None = None, **asked: Any) -> list[Event]:  # noqa: ANN401 - EventsAsked
        """The merged events by day; further keywords as in `event_queries.EventsAsked`."""
        return list(self._events(EventsAsked(country, **asked)))

    def _events(self, asked: EventsAsked) -> Sequence[Event]:
        """What was known on a day is merged once, whatever days and certainty are then picked from it."""
        wide = replace(asked, since=None, until=None, factuality=None) if asked.known_on else asked

        def events() -> Sequence[Event]:
            return event_queries.event_rows(self._reader(), wide, self._columns())

        found = self._once(wide, events)
        return found if wide == asked else [one for one in found if asked.wants(one)]

    def event(self, event_id: str, *, known_on: date | None = None) -> Event | None:
        """One event, as known on a day; None where there is none."""
        return event_queries.event(self._reader(), event_id, known_on, self._columns())

    def events_told_by(self, document_id: str) -> dict[str, str]:
        """The id of the event that each mention of a document tells of, by mention id."""
        return event_queries.events_told_by(self._reader(), document_id)

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
        **chosen: Any,  # noqa: ANN401 - as `relationship_queries.Chosen` has them
    ) -> list[Relationship]:
        """Where relationships stand on a day in the world, as known on a day.

        `country` may be on either side; further keywords as in `relationship_queries.Chosen`.
        """
        found = self._lives(Chosen(country, **chosen), known_on)
        rows = relationship_queries.standings(found.values(), as_of, as_of or known_on or self.latest_day() or date.max)
        return [row for row in rows if state is None or row.state == state]

    def _lives(self, chosen: Chosen, known_on: date | None) -> Mapping[str, Life]:
        def lives() -> Mapping[str, Life]:
            return relationship_queries.life_histories(self._reader(), chosen, known_on, self._columns())

        return self._once((chosen, known_on), lives)

    def relationships(self, country: str | None = None, **asked: Any) -> "pl.DataFrame":  # noqa: ANN401 - as above
        """The same as a frame."""
        from legation.ledger.frames import relationships_frame

        return relationships_frame(self.relationship_rows(country, **asked))

    def transitions(self, *, known_on: date | None = None, **chosen: Any) -> list[Transition]:  # noqa: ANN401 - as above
        """The steps in the life of relationships, each in order; keywords as in `relationship_queries.Chosen`."""
        found = self._lives(Chosen(**chosen), known_on)
        return [step for key in sorted(found) for step in found[key].steps]

    def latest_transitions(
        self, most: int, *, as_of: date | None = None, known_on: date | None = None
    ) -> list[Transition]:
        """The steps of any relationship that became known last, the last one first, in the world as of a day."""

        def latest() -> list[Transition]:
            return relationship_queries.latest_transitions(self._reader(), most, as_of, known_on, self._columns())

        return list(self._once(("latest", most, as_of, known_on), latest))

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
        return history_frame(steps, document_queries.sentences(self._reader(), [step.evidence[0] for step in steps]))

    def figures(self, *, known_on: date | None = None, **chosen: Any) -> "pl.DataFrame":  # noqa: ANN401 - as above
        """The numbers told of relationships over time; keywords as in `relationship_queries.Chosen`."""
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
        return relationship_queries.changed(before, after)

    def problem_rows(self) -> list[tuple[Problem, date]]:
        """What was set aside and why, each with the day on which it was first met."""
        return contents.problems(self._reader())

    def judgements(self) -> "pl.DataFrame":
        """Every judgement of a reviewer, on mentions, events and states, in the order in which they were made."""
        from legation.ledger.frames import judgements_frame

        return judgements_frame(all_judgements(self._reader()))

    def problems(self) -> "pl.DataFrame":
        """The same as a frame."""
        from legation.ledger.frames import problems_frame

        return problems_frame(self.problem_rows())

    def page(
        self, listing: Listing[A_contra, T], asked: A_contra, after: Key | None = None, most: int = 100
    ) -> list[tuple[Key, T]]:
        """A page of a list of `listings`; `after` is the key of the last row of the page before."""
        source = listings.Source(
            self._reader(), self._columns(), self.articles_by_id, self.mentions_by_id, self._events
        )
        return listing(source, asked, after, most)

    def relationship_counts(self, *, as_of: date | None = None, known_on: date | None = None) -> Mapping[str, int]:
        """How many relationships each actor has, of those begun and known by these days."""

        def counts() -> Mapping[str, int]:
            return listings.relationship_counts(self._reader(), as_of, known_on, self._columns())

        return self._once(("relationships", as_of, known_on), counts)

    def event_counts(self) -> Mapping[str, int]:
        """How many events each actor has."""
        return self._once("events", lambda: listings.event_counts(self._reader(), self._columns()))

    def pairs(
        self, states: Iterable[State], *, actor: str | None = None, known_on: date | None = None
    ) -> list[listings.Pair]:
        """Who was ever in one of these states with whom, by the steps known on a day; with `actor` on either side."""
        wanted = frozenset(states)
        return list(
            self._once(
                ("pairs", wanted, actor, known_on), lambda: listings.pairs(self._reader(), wanted, actor, known_on)
            )
        )

    def first_day(self) -> date | None:
        """The day on which the ledger's oldest article was known."""
        return self._days()[0]

    def latest_day(self) -> date | None:
        """The last day of which the ledger knows anything."""
        return self._days()[1]

    def _days(self) -> tuple[date | None, date | None]:
        return self._once("days", lambda: document_queries.days(self._reader()))

    def to_review(self, most: int) -> list[tuple[str, str, float]]:
        """Mentions that no reviewer has judged, the most doubtful first: id, why, confidence."""
        return list(self._once(("review", most), lambda: corrections.to_review(self._reader(), most)))

    def judged_last(self, who: str, most: int) -> list[tuple[str, Judgement]]:
        """The mentions that a reviewer judged last, the latest first, with the judgement that stands."""
        return corrections.judged_last(self._reader(), who, most)

    def coders(self) -> list[str]:
        """Which coders read the documents."""
        return list(self._once("coders", lambda: contents.coders(self._reader())))

    def counts(self) -> dict[str, int]:
        """How many documents, mentions, events, relationships and so on there are."""
        return dict(self._once("counts", lambda: contents.counts(self._reader())))
