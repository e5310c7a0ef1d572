"""A brief as the API answers it: its sections, groups and lines, and the sentences that they cite."""

from datetime import date

from pydantic import Field

from legation.web.api.models import Row


class Line(Row):
    """A line of a brief, the numbers of its sources, and the mentions behind it."""

    text: str
    plain: str = Field(description="the text before polishing")
    sources: list[int]
    mentions: list[str]
    cells: list[str]


class Group(Row):
    """Lines that belong together."""

    label: str | None
    lines: list[Line]


class Section(Row):
    """A part of a brief."""

    key: str = Field(examples=["standing"])
    heading: str
    columns: list[str]
    groups: list[Group]


class Source(Row):
    """A sentence that a brief cites."""

    number: int
    document_id: str
    title: str | None
    outlet: str | None
    published: date | None
    url: str | None
    sentence: str
    marks: list[list[int]]
    mentions: list[str]


class BriefSubject(Row):
    """What a brief is on: its kind, the ids of its actors, and, of a topic, the cooperation type."""

    kind: str = Field(examples=["country"])
    members: list[str] = Field(examples=[["NER"]])
    type: str | None


class Brief(Row):
    """A brief, every line cited."""

    country: str | None = Field(description="of a brief on one country or body", examples=["NER"])
    about: BriefSubject
    name: str = Field(examples=["Niger"])
    start: date | None
    end: date | None
    as_of: date | None
    known_on: date | None
    title: Line
    dek: list[Line]
    sections: list[Section]
    sources: list[Source]
