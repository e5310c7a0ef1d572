"""Merged events with the mention that stands for each: what the layouts of others are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from legation.ledger.store import Ledger
from legation.records.event import Event, EventMention, Factuality

_STATED = frozenset({Factuality.PLANNED, Factuality.POSSIBLE, Factuality.DENIED})


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """A merged event, the first mention that tells it, and in how many articles it is told."""

    event: Event
    mention: EventMention
    articles: int

    @property
    def day(self) -> date | None:
        """The day of the event; of what is planned, possible or denied the day on which it was said."""
        said = self.event.first_reported or self.mention.published
        if self.event.factuality in _STATED:
            return said
        return self.event.start_date or self.event.end_date or said


def told_events(ledger: Ledger, known_on: date | None = None) -> Iterator[ToldEvent]:
    """Every merged event, as known on a day, in the ledger's order."""
    mentions = {mention.mention_id: mention for mention in ledger.mentions()}
    for event in ledger.event_rows(known_on=known_on):
        told = [mentions[mention_id] for mention_id in event.mentions]
        yield ToldEvent(event, told[0], len({mention.document_id for mention in told}))
