"""What the API answers: one typed model for each kind of row, with an example."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from legation.records.event import Factuality
from legation.records.relationship import State


class Row(BaseModel):
    """A row of an answer; read from the records of the ledger by attribute."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


R = TypeVar("R", bound=Row)


class Page(Row, Generic[R]):
    """A page of rows. `next` is what `cursor` takes for the page after; null on the last one."""

    revision: int = Field(description="the ledger's revision that this was read from", examples=[42])
    items: list[R]
    next: str | None = Field(description="cursor of the next page; null on the last", examples=["WyJldmVudHMiXQ"])


class Failure(Row):
    """What went wrong."""

    code: str = Field(description="for programs", examples=["not_found"])
    message: str = Field(description="for people", examples=["The ledger holds no such article."])


class Failed(Row):
    """Every failure has this shape."""

    error: Failure


class Span(Row):
    """A stretch of the article's text (or title); offsets count code points."""

    text: str = Field(examples=["withdraw"])
    start: int = Field(examples=[361])
    end: int = Field(examples=[369])


class Side(Span):
    """One actor on one side of an event, and to whom it was linked."""

    actor_id: str | None = Field(examples=["USA"])
    name: str | None = Field(examples=["United States"])
    country: str | None = Field(examples=["USA"])
    sector: list[str] = Field(examples=[["GOV"]])


class Attribution(Side):
    """Per whom, by which reporting verb, and whether within a direct quotation."""

    verb: str = Field(examples=["said"])
    quoted: bool


class Cooperation(Row):
    """The relationship that a mention speaks of."""

    type: str = Field(examples=["presence"])
    provider: list[str] = Field(examples=[["USA"]])
    recipient: list[str] = Field(examples=[["NER"]])
    direction: str = Field(examples=["exit"])


class Plover(Row):
    """PLOVER's own reading, the factuality folded into the type."""

    event_type: str = Field(examples=["AGREE"])
    score: float = Field(examples=[2.5])


class Time(Span):
    """A time expression with its first and last possible day."""

    start_date: date | None = Field(examples=["2024-04-22"])
    end_date: date | None = Field(examples=["2024-04-28"])
    precision: str = Field(examples=["week"])


class Place(Span):
    """A place that the text names; coordinates where it is known."""

    name: str | None = Field(examples=["Niger"])
    geonameid: int | None = Field(examples=[2440476])
    lat: float | None = Field(examples=[17.6])
    lon: float | None = Field(examples=[8.1])
    country: str | None = Field(examples=["NER"])


class Quantity(Span):
    """A number that an event carries."""

    what: str = Field(examples=["troops"])
    value: float = Field(examples=[1000])
    unit: str | None = None


class Mention(Row):
    """One event as one sentence tells it, as `legation code` prints it."""

    mention_id: str = Field(examples=["5f1c9e0d2b7a4c38"])
    document_id: str = Field(examples=["b07f2007c73ee668"])
    url: str | None
    title: str | None
    byline: str | None
    outlet: str | None = Field(examples=["The Post"])
    published: date | None = Field(examples=["2024-04-22"])
    field: str = Field(description="where the offsets point: text or title", examples=["text"])
    sentence: Span
    event_type: str = Field(examples=["RETREAT"])
    mode: list[str] = Field(examples=[["withdraw"]])
    contexts: list[str] = Field(examples=[["military"]])
    score: float = Field(examples=[8.0])
    plover: Plover
    trigger: Span
    source: list[Side]
    target: list[Side]
    mutual: bool
    factuality: Factuality
    alleged: bool
    content_of: str | None
    attribution: Attribution | None
    cooperation: Cooperation | None
    time: Time | None
    place: Place | None
    numbers: list[Quantity]
    confidence: float = Field(examples=[0.91])
    coder: str = Field(examples=["legation 0.3.0 / model 2026-12-01"])


class Judged(Row):
    """A reviewer's judgement on a mention."""

    judgement: str = Field(examples=["accept"])
    who: str = Field(examples=["ada"])
    made_at: datetime
    reason: str
    edit: dict[str, Any] = Field(examples=[{"factuality": "planned"}])


class Judgement(Row):
    """A judgement on a mention, an event or a state."""

    made_at: datetime
    who: str = Field(examples=["ada"])
    kind: str = Field(examples=["mention"])
    subject: str = Field(description="a mention, the mentions of an event, or a relationship")
    judgement: str = Field(examples=["accept"])
    reason: str


class Revised(Row):
    """The ledger's revision after a change."""

    revision: int = Field(examples=[43])


class Evidence(Row):
    """A mention, the sentence around it read again from the stored text, and what reviewers said."""

    mention: Mention
    sentence: str
    judgements: list[Judged]


class Listed(Row):
    """An article in a list, without its text."""

    document_id: str = Field(examples=["b07f2007c73ee668"])
    title: str | None = Field(examples=["Russian parliament ratifies military pact with Togo"])
    outlet: str | None = Field(examples=["the post"])
    published: date | None = Field(examples=["2025-10-09"])
    known_from: date = Field(description="publication; of an undated article the day it was added")
    url: str | None
    language: str = Field(examples=["en"])
    not_coded: str | None = Field(description="why it was kept but not coded", examples=[None])
    mentions: int = Field(examples=[18])


class Article(Row):
    """An article with its text and the mentions read from it."""

    document_id: str
    title: str | None
    dek: str | None
    byline: str | None
    published: date | None
    url: str | None
    outlet: str | None
    language: str
    not_coded: str | None
    text: str
    mentions: list[Mention]


class Event(Row):
    """One event once, however many articles tell of it; sides are actor ids."""

    event_id: str = Field(examples=["e2b9d4"])
    event_type: str = Field(examples=["RETREAT"])
    source: list[str] = Field(examples=[["USA"]])
    target: list[str] = Field(examples=[["NER"]])
    mutual: bool
    factuality: Factuality
    cooperation: str | None = Field(examples=["presence"])
    direction: str | None = Field(examples=["exit"])
    start_date: date | None = Field(examples=["2024-04-19"])
    end_date: date | None = Field(examples=["2024-04-19"])
    precision: str = Field(examples=["day"])
    first_reported: date | None
    last_reported: date | None
    outlets: int = Field(description="independent ones; copies of one report count once", examples=[3])
    mentions: list[str] = Field(description="mention ids")
    numbers: list[Quantity]


class Relationship(Row):
    """Where provider x recipient x cooperation type stands on a day, as known on a day."""

    provider: str = Field(examples=["USA"])
    recipient: str = Field(examples=["NER"])
    mutual: bool
    type: str = Field(examples=["presence"])
    state: State
    disputed: bool
    reported: bool = Field(description="borne out neither by a party nor by two independent outlets")
    since: date | None = Field(examples=["2024-03-16"])
    since_precision: str = Field(examples=["day"])
    expected_by: date | None
    known_from: date
    evidence: list[str] = Field(description="mention ids")
    confidence: float = Field(examples=[0.97])
    beside: State | None
    since_latest: date | None
    disputed_by: list[str]


class Proof(Row):
    """A sentence that a state rests on, and where it stands."""

    mention_ids: list[str]
    document_id: str
    sentence: str
    title: str | None
    outlet: str | None
    published: date | None


class Step(Row):
    """One step in the life of a relationship, with every sentence behind it."""

    provider: str
    recipient: str
    mutual: bool
    type: str
    state: State
    valid_from: date
    valid_latest: date
    precision: str
    known_from: date
    reported: bool
    expected_by: date | None
    confidence: float
    evidence: list[Proof]


class Life(Row):
    """One relationship: where it stands, how it came there, and what is said against it."""

    standing: Relationship
    steps: list[Step]
    disputed_by: list[Proof]


class Actor(Row):
    """An actor of the ledger: a country, body, group, company or person."""

    actor_id: str = Field(examples=["NER"])
    name: str = Field(examples=["Niger"])
    kind: str | None = Field(description="null: the tables of actors do not know it", examples=["country"])
    country: str | None = Field(examples=["NER"])
    relationships: int = Field(examples=[12])
    events: int = Field(examples=[134])


class Alignment(Row):
    """How near a country stood to a pole at the end of a month, from -1 to 1, and the sums that make it."""

    country: str = Field(examples=["NER"])
    pole: str = Field(examples=["RUS"])
    month: date = Field(examples=["2024-04-30"])
    value: float = Field(examples=[0.41])
    relationships: float
    events: float


class Change(Relationship):
    """A relationship that differs between two days, as it is on the later one."""

    before: State | None = Field(description="its state on the earlier day; null: not known then")
    disputed_before: bool | None


class Choice(Row):
    """A value that results can be narrowed to, and to how many."""

    value: str = Field(examples=["NER"])
    number: int = Field(examples=[12])


class Results(Page[R], Generic[R]):
    """A page of what was found, best first; how much there is of it; and by facet its commonest values."""

    total: int = Field(examples=[134])
    facets: dict[str, list[Choice]]
    lacking: int = Field(0, description="articles that cannot be found yet: the index is still being made")


class Problem(Row):
    """An input that was set aside, and why."""

    origin: str = Field(examples=["feed.xml"])
    what: str = Field(examples=["fetch failed"])
    why: str
    seen: date


class About(Row):
    """The version of Legation, the ledger's revision, and how much it holds."""

    version: str = Field(examples=["0.1.0"])
    revision: int = Field(description="grows with every change of the ledger", examples=[42])
    counts: dict[str, int] = Field(examples=[{"documents": 76, "mentions": 1419}])
