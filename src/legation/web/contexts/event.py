"""One event: all that tells of it side by side, the outlets, and where their figures differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.briefs.wording import event_clause, told_event
from legation.export.public_json import mention_json
from legation.ledger.fulfilment import days_of_deed, fulfilments
from legation.ledger.store import Ledger
from legation.records.event import Event, EventMention, Factuality
from legation.records.place import PlaceMention
from legation.web.contexts.common import Clocks, actor_name


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event of a list: the sentence that first tells of it, where that stands, and where it happened."""

    event: Event
    mention_id: str
    document_id: str
    sentence: str
    place: PlaceMention | None


@dataclass(frozen=True, slots=True)
class Figure:
    """What mentions say of one quantity: each value (with its unit) and the mentions that give it."""

    what: str
    values: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def conflicting(self) -> bool:
        """Whether they differ."""
        return len(self.values) > 1


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event, its mentions in their public JSON, the figures that they give; the plans that it carried out, and

    the event that carried it out where it is a plan.
    """

    event: Event
    title: str
    mentions: list[dict[str, Any]]
    figures: tuple[Figure, ...]
    plans: tuple[Event, ...]
    deed: Event | None


def told_events(ledger: Ledger, events: Iterable[Event]) -> tuple[ToldEvent, ...]:
    """Events with the sentence that first tells of each."""
    first = {event.mentions[0]: event for event in events}
    mentions = ledger.mentions_by_id(list(first))
    return tuple(
        ToldEvent(event, one, mentions[one].document_id, mentions[one].sentence.text, mentions[one].place)
        for one, event in first.items()
    )


def event_page(ledger: Ledger, event_id: str, clocks: Clocks) -> EventPage | None:
    """An event as known on a day; None where there is none, or none of it was known."""
    event = ledger.event(event_id, known_on=clocks.known_on)
    if event is None:
        return None
    found = ledger.mentions_by_id(event.mentions)
    mentions = [found[one] for one in event.mentions]
    plans, deed = _linked(ledger, event, clocks)
    told = [mention_json(mention) for mention in mentions]
    return EventPage(event, event_title(event), told, figures(mentions), plans, deed)


def _linked(ledger: Ledger, event: Event, clocks: Clocks) -> tuple[tuple[Event, ...], Event | None]:
    """The plans that an event carried out, and the event that carried it out."""
    if event.factuality is Factuality.PLANNED:
        return (), _deed(ledger, event, clocks)
    plans = _near(ledger, event, clocks, factuality=Factuality.PLANNED)
    fitting = {link.plan for link in fulfilments([*plans, event])}
    done = [(plan, _deed(ledger, plan, clocks)) for plan in plans if plan.event_id in fitting]
    return tuple(plan for plan, deed in done if deed and deed.event_id == event.event_id), None


def _deed(ledger: Ledger, plan: Event, clocks: Clocks) -> Event | None:
    """The event that carried a plan out."""
    since, until = days_of_deed(plan)
    near = {one.event_id: one for one in _near(ledger, plan, clocks, since=since, until=until)}
    links = fulfilments((near | {plan.event_id: plan}).values())
    return next((near[link.deed] for link in links if link.plan == plan.event_id), None)


def _near(ledger: Ledger, event: Event, clocks: Clocks, **asked: Any) -> list[Event]:  # noqa: ANN401 - EventsAsked
    """The events that share an actor with this one."""
    return ledger.event_rows(any_of=(*event.source, *event.target), known_on=clocks.known_on, **asked)


def event_title(event: Event) -> str:
    """What an event was, in words: "France consulted Mali"; where no phrase tells its type, type and sides."""
    if told_event(event.event_type, event.factuality) and event.source and event.target:
        words = event_clause(event.event_type, (), event.factuality, event.source, event.target, event.direction)
        return words[:1].upper() + words[1:]
    names = [", ".join(map(actor_name, side)) or "unnamed" for side in (event.source, event.target)]
    return f"{event.event_type}: {' → '.join(names)}"


def figures(mentions: Sequence[EventMention]) -> tuple[Figure, ...]:
    """The quantities that mentions give, by what they count."""
    found: dict[str, dict[str, list[str]]] = {}
    for mention in mentions:
        for number in mention.numbers:
            value = f"{number.value:,.15g}" + (f" {number.unit}" if number.unit else "")
            found.setdefault(number.what, {}).setdefault(value, []).append(mention.mention_id)
    return tuple(
        Figure(what, tuple((value, tuple(told)) for value, told in values.items())) for what, values in found.items()
    )
