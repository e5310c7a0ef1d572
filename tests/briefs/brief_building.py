"""Builds ledgers for briefs: articles written out in full, with mentions planted by the words that they stand on."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path

from legation.ledger.store import Ledger, open_ledger
from legation.records.article import Article, Span
from legation.records.event import Attribution, Cooperation, EventMention, Factuality, PloverReading, Side
from legation.records.place import Quantity, TimeExpression

Time = tuple[str, date | None, date | None, str]
OPENED: list[Ledger] = []
"""Ledgers to be closed when the tests of this folder are done."""
KNOWN = {"NER", "USA", "RUS", "FRA", "MLI", "TUR", "BFA", "ITA"}


@dataclass(frozen=True)
class Plant:
    """One sentence and the mention in it. Sides are (words, actor id, name); cooperation is (type, direction)."""

    sentence: str
    trigger: str
    event_type: str
    factuality: str
    source: tuple[str, str, str] | None = None
    target: tuple[str, str, str] | None = None
    coop: tuple[str, str] | None = None
    provider: tuple[str, str, str] | None = None
    recipient: tuple[str, str, str] | None = None
    speaker: tuple[str, str, str] | None = None
    time: Time | None = None
    mode: tuple[str, ...] = ()
    number: str | None = None
    content_of: int | None = None
    mutual: bool = False
    alleged: bool = False


@dataclass(frozen=True)
class Story:
    """One article: its sentences in order, and where it comes from."""

    plants: list[Plant]
    title: str | None = "A report"
    outlet: str | None = "The Desk"
    published: date | None = date(2024, 4, 22)
    url: str | None = None
    lead: str = field(default="")


def story_parts(story: Story) -> tuple[Article, list[EventMention]]:
    """The article and its mentions; plants with the same sentence share it."""
    sentences = list(
        dict.fromkeys([*([story.lead] if story.lead else []), *(plant.sentence for plant in story.plants)])
    )
    text = " ".join(sentences)
    identity = repr((text, story.title, story.outlet, story.published, story.url))
    document_id = blake2b(identity.encode(), digest_size=8).hexdigest()
    article = Article(
        document_id, text, title=story.title, published=story.published, url=story.url, outlet=story.outlet
    )
    return article, [_mention(article, number, plant) for number, plant in enumerate(story.plants)]


def _mention(article: Article, number: int, plant: Plant) -> EventMention:
    begin = article.text.index(plant.sentence)

    def span(words: str) -> Span:
        start = article.text.index(words, begin)
        return Span(words, start, start + len(words))

    def sides(told: tuple[str, str, str] | None) -> tuple[Side, ...]:
        if told is None:
            return ()
        found = span(told[0])
        country = told[1] if told[1] in KNOWN else None
        return (Side(found.text, found.start, found.end, told[1], told[2], country, ("GOV",), 1.0, "planted"),)

    cooperation = None
    if plant.coop:
        cooperation = Cooperation(plant.coop[0], plant.coop[1], sides(plant.provider), sides(plant.recipient))  # type: ignore[arg-type]
    trigger = span(plant.trigger)
    time = None
    if plant.time:
        when = span(plant.time[0])
        time = TimeExpression(when.text, when.start, when.end, *plant.time[1:])  # type: ignore[arg-type]
    numbers = ()
    if plant.number:
        count = span(plant.number)
        numbers = (Quantity("troops", 1000.0, count.text, count.start, count.end),)
    content_of = None if plant.content_of is None else f"{article.document_id}-{plant.content_of}"
    return EventMention(
        mention_id=f"{article.document_id}-{number}",
        document_id=article.document_id,
        sentence=Span(plant.sentence, begin, begin + len(plant.sentence)),
        event_type=plant.event_type,
        trigger=trigger,
        source=sides(plant.source),
        target=sides(plant.target),
        factuality=Factuality(plant.factuality),
        confidence=0.9,
        coder="planted",
        score=0.0,
        plover=PloverReading(plant.event_type, 0.0),
        mode=plant.mode,
        mutual=plant.mutual,
        alleged=plant.alleged,
        content_of=content_of,
        attribution=Attribution(sides(plant.speaker)[0], "said", False) if plant.speaker else None,
        cooperation=cooperation,
        time=time,
        numbers=numbers,
        title=article.title,
        outlet=article.outlet,
        published=article.published,
    )


def ledger_of(path: Path, *stories: Story) -> Ledger:
    """A ledger with these articles."""
    ledger = open_ledger(path / "brief.duckdb")
    OPENED.append(ledger)
    for story in stories:
        article, mentions = story_parts(story)
        ledger.add(article, mentions, coder="planted", today=date(2024, 4, 30))
    return ledger


NIGER, AMERICA = ("Niger", "NER", "Niger"), ("the United States", "USA", "United States")
RUSSIA, FRANCE = ("Russian", "RUS", "Russia"), ("France", "FRA", "France")
TOUMBA = ("Mohamed Toumba", "NER", "Mohamed Toumba")
ASKS = "Interior minister Mohamed Toumba said Niger wants Russian instructors to train its troops."
LEAVES = "Washington, that is the United States, plans to pull about 1,000 troops out of Niger."
PARTNERED = "Earlier Niger had partnered with France against armed groups."
GOES_ON = "Until now the United States has been training soldiers and sharing intelligence in Niger."
VISIT = "A delegation of the United States is due in Niger later this week."


def seed_situation(**where: object) -> Story:
    """What the seed article tells, in sentences of our own."""
    return Story(
        [
            Plant(ASKS, "wants", "REQUEST", "occurred", TOUMBA, RUSSIA, ("training", "entry"), RUSSIA, NIGER, TOUMBA),
            Plant(
                ASKS,
                "train",
                "AID",
                "possible",
                RUSSIA,
                NIGER,
                ("training", "entry"),
                RUSSIA,
                NIGER,
                TOUMBA,
                content_of=0,
            ),
            Plant(
                LEAVES,
                "pull",
                "RETREAT",
                "planned",
                AMERICA,
                NIGER,
                ("presence", "exit"),
                AMERICA,
                NIGER,
                number="about 1,000 troops",
            ),
            Plant(GOES_ON, "training", "AID", "ongoing", AMERICA, NIGER, ("training", "continue"), AMERICA, NIGER),
            Plant(GOES_ON, "sharing", "AID", "ongoing", AMERICA, NIGER, ("intelligence", "continue"), AMERICA, NIGER),
            Plant(
                PARTNERED,
                "partnered",
                "COOPERATE",
                "historical",
                NIGER,
                FRANCE,
                ("framework", "continue"),
                NIGER,
                FRANCE,
                mutual=True,
            ),
            Plant(
                VISIT,
                "due",
                "CONSULT",
                "planned",
                AMERICA,
                NIGER,
                time=("later this week", date(2024, 4, 22), date(2024, 4, 28), "week"),
                mode=("visit",),
            ),
        ],
        **where,  # type: ignore[arg-type]
    )
