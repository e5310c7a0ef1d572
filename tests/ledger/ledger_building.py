"""Builds articles with hand-made mentions, each in a sentence of its own that holds its words."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from random import Random

from legation.ledger.store import Ledger
from legation.records.article import Article, Span
from legation.records.event import Attribution, Cooperation, EventMention, Factuality, PloverReading, Side
from legation.records.place import PlaceMention, Quantity, TimeExpression

NAMES = {"USA": "America", "NER": "Niger", "RUS": "Russia", "FRA": "France", "MLI": "Mali", "TUR": "Turkey"}
CODER = "hand 1"


@dataclass(frozen=True)
class Says:
    """One mention to plant: `source` does `event_type` to `target`; `coop`: type, direction, provider, recipient.

    `verb` is the word that tells it, where that matters.
    """

    event_type: str
    source: str
    target: str
    factuality: str = "occurred"
    coop: tuple[str, str, str, str] | None = None
    speaker: str | None = None
    sector: tuple[str, ...] = ("GOV",)
    time: tuple[date | None, date | None, str] | None = None
    place: str | None = None
    number: int | None = None
    alleged: bool = False
    mutual: bool = False
    content_of: int | None = None
    confidence: float = 0.9
    verb: str | None = None


def article_of(
    says: list[Says], published: date | None = date(2024, 4, 22), outlet: str | None = "The Post", extra: str = ""
) -> tuple[Article, list[EventMention]]:
    """An article that tells each of these in a sentence of its own, and its mentions."""
    sentences = [_sentence(number, one) for number, one in enumerate(says)]
    text = "\n".join([*sentences, extra]) if extra else "\n".join(sentences)
    identity = repr((text, published, outlet))
    document_id = blake2b(identity.encode(), digest_size=8).hexdigest()
    article = Article(document_id=document_id, text=text, published=published, outlet=outlet, title="Told")
    mentions: list[EventMention] = []
    start = 0
    for number, (one, sentence) in enumerate(zip(says, sentences, strict=True)):
        made = _mention(article, Span(sentence, start, start + len(sentence)), one, f"{document_id}-{number}")
        if one.content_of is not None:
            made = replace(made, content_of=f"{document_id}-{one.content_of}")
        mentions.append(made)
        start += len(sentence) + 1
    return article, mentions


def _sentence(number: int, one: Says) -> str:
    words = [NAMES.get(one.source, one.source), one.verb or one.event_type.lower(), NAMES.get(one.target, one.target)]
    if one.coop:
        words += ["over", *one.coop[:2]]
    if one.speaker:
        words += ["said", NAMES.get(one.speaker, one.speaker)]
    words += [word for word in (one.place, one.time and "then", one.number and f"{one.number} troops") if word]
    return f"{number}: " + " ".join(words) + f" ({one.factuality}{' alleged' if one.alleged else ''})."


def _mention(article: Article, sentence: Span, one: Says, mention_id: str) -> EventMention:
    def span(words: str) -> Span:
        start = article.text.index(words, sentence.start)
        return Span(words, start, start + len(words))

    def side(actor: str, sector: tuple[str, ...] = ("GOV",)) -> Side:
        found = span(NAMES.get(actor, actor))
        country = actor if actor in NAMES else None
        return Side(found.text, found.start, found.end, actor, actor, country, sector)

    cooperation = None
    if one.coop:
        kind, direction, provider, recipient = one.coop
        cooperation = Cooperation(kind, direction, (side(provider),), (side(recipient),))  # type: ignore[arg-type]
    then = span("then") if one.time else None
    count = span(f"{one.number} troops") if one.number else None
    where = span(one.place) if one.place else None
    return EventMention(
        mention_id=mention_id,
        document_id=article.document_id,
        sentence=sentence,
        event_type=one.event_type,
        trigger=span(one.verb or one.event_type.lower()),
        source=(side(one.source),),
        target=(side(one.target),),
        factuality=Factuality(one.factuality),
        confidence=one.confidence,
        coder=CODER,
        score=0.0,
        plover=PloverReading(one.event_type, 0.0),
        alleged=one.alleged,
        mutual=one.mutual,
        attribution=Attribution(side(one.speaker, one.sector), "said", False) if one.speaker else None,
        cooperation=cooperation,
        time=TimeExpression(then.text, then.start, then.end, *one.time) if then and one.time else None,  # type: ignore[arg-type]
        place=PlaceMention(where.text, where.start, where.end) if where else None,
        numbers=(Quantity("troops", float(one.number), count.text, count.start, count.end),)
        if count and one.number
        else (),
        published=article.published,
        outlet=article.outlet,
    )


WORDS = "troops minister talks base border drones convoy report army capital village north said left came".split()
ROWS = [
    ("training", "RUS", "NER"),
    ("presence", "USA", "NER"),
    ("framework", "NER", "FRA"),
    ("intelligence", "USA", "NER"),
]
TOLD = [
    ("AID", "entry"),
    ("AID", "continue"),
    ("SUPPORT", "entry"),
    ("RETREAT", "reduce"),
    ("RETREAT", "exit"),
    ("SANCTION", "pause"),
    ("REQUEST", "entry"),
    ("CONSULT", "entry"),
    ("REJECT", "refuse"),
]


def story(number: int) -> str:
    """Sixty words of no meaning, the same for the same number and others for another."""
    return " ".join(f"{WORDS[(number * 7 + place * (number + 3)) % len(WORDS)]}{number}" for place in range(60))


def archive(size: int, seed: int) -> list[tuple[Article, list[EventMention]]]:
    """Articles of several outlets on a few relationships over half a year; denials, copies and undated ones too."""
    chance = Random(seed)
    articles = {}
    while len(articles) < size:
        published = date(2024, 1, 1) + timedelta(chance.randrange(180))
        says = [_random_says(chance, published) for _ in range(chance.randrange(1, 4))]
        number = chance.randrange(size * 2)
        made = article_of(
            says, published if chance.random() > 0.1 else None, f"Outlet {chance.randrange(4)}", story(number)
        )
        articles[made[0].document_id] = made
    return list(articles.values())


def _random_says(chance: Random, published: date) -> Says:
    if chance.random() < 0.2:
        day = published - timedelta(chance.randrange(3))
        return Says("ASSAULT", "RUS", "TUR", time=(day, day, "day"), number=chance.randrange(1, 90))
    kind, provider, recipient = chance.choice(ROWS)
    event_type, direction = chance.choice(TOLD)
    day = published - timedelta(chance.randrange(60))
    return Says(
        event_type,
        *chance.choice([(provider, recipient), (recipient, provider)]),
        chance.choice([str(kind) for kind in Factuality]),
        coop=(kind, direction, provider, recipient),
        speaker=chance.choice([None, None, provider, "MLI"]),
        time=chance.choice([None, None, (day, day, "day"), (day.replace(day=1), None, "month"), (None, day, "day")]),
        alleged=chance.random() < 0.1,
        mutual=chance.random() < 0.2,
        confidence=chance.choice([0.5, 0.8, 0.95]),
    )


TODAY = date(2024, 7, 1)


def contents(ledger: Ledger) -> dict[str, list[object]]:
    """All that follows from what was added, in an order of its own."""
    return {
        "events": sorted(ledger.event_rows(), key=repr),
        "relationships": list(ledger.relationship_rows()),
        "transitions": list(ledger.transitions()),
        "as known": list(ledger.relationship_rows(known_on=date(2024, 3, 31))),
        "mentions": sorted(ledger.mentions(), key=repr),
    }
