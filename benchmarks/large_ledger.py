"""Makes a ledger as large as a user's may become, from sentences of the corpus.

    python -m benchmarks.large_ledger FILE [--articles 200000] [--seed 1]

Articles have the lengths of real news (log-normal over words; the constants are those of a sample of 472 public
articles), 5 % are copies with another lead, and five mentions each on average. A mention is an annotated sentence of
the corpus whose sides were given actors: one of 20,000 pairs, the frequent ones far more often (Zipf). Between the
mentions stand sentences in which one word in seven was exchanged, so that texts are no easier to store than real ones.
The same seed makes the same ledger.
"""

import argparse
import random
import sys
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate, islice
from pathlib import Path

from corpus.records import HERE, WRITTEN, Mark, Record, read
from corpus.records import Event as Annotated
from legation.ledger.store import Ledger, open_ledger
from legation.ontology import codebook
from legation.ontology.knowledge import load_knowledge
from legation.records.article import Article, Span
from legation.records.event import Attribution, Cooperation, EventMention, Factuality, Side
from legation.records.place import TimeExpression

WORDS_MEAN, WORDS_DEVIATION, WORDS_LEAST = 5.96, 0.83, 40
"""Of the natural logarithm of an article's words."""
PAIRS = 20_000
COPIES = 0.05
MENTIONS = 5
OUTLETS = 400
FIRST, DAYS = date(2015, 1, 1), 4015
_EXCHANGED = 1 / 7
_AT_ONCE = 20_000

Made = tuple[Article, list[EventMention]]


@dataclass(frozen=True, slots=True)
class _Stock:
    """What articles are made of."""

    telling: Sequence[Record]
    silent: Sequence[str]
    words: Sequence[str]
    pairs: Sequence[tuple[str, str]]
    weights: Sequence[float]

    def pair(self, chance: random.Random) -> tuple[str, str]:
        return self.pairs[bisect_left(self.weights, chance.random() * self.weights[-1])]


def articles(number: int, seed: int = 1) -> Iterator[Made]:
    """So many articles with their mentions."""
    chance, stock = random.Random(seed), _stock(random.Random(seed))
    recent: list[Made] = []
    for place in range(number):
        if recent and chance.random() < COPIES:
            made = _copy(chance.choice(recent), f"b{seed}-{place}", stock, chance)
        else:
            made = _article(f"b{seed}-{place}", stock, chance)
            recent = [*recent[-50:], made]
        yield made


def fill(ledger: Ledger, made: Iterator[Made]) -> int:
    """Adds articles, many at once: each commit derives anew all that its articles speak of. Gives their mentions."""
    mentions = 0
    while part := list(islice(made, _AT_ONCE)):
        with ledger.batch():
            for article, found in part:
                ledger.add(article, found, coder="generated")
                mentions += len(found)
    return mentions


def _stock(chance: random.Random) -> _Stock:
    records = list(read(HERE / name for name in WRITTEN))
    telling = [each for each in records if _tells(each)]
    words = sorted({word for each in records for word in each.text.split() if word.isalpha() and word.islower()})
    actors = sorted(load_knowledge().actors)
    pairs = [tuple(chance.sample(actors, 2)) for _ in range(PAIRS)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(PAIRS)))
    return _Stock(telling, [each.text for each in records], words, [(a, b) for a, b in pairs], weights)


def _article(name: str, stock: _Stock, chance: random.Random) -> Made:
    published = FIRST + timedelta(days=chance.randrange(DAYS))
    length = max(WORDS_LEAST, int(chance.lognormvariate(WORDS_MEAN, WORDS_DEVIATION)))
    told, wanted = list[Record](), chance.randint(1, 2 * MENTIONS - 3)
    while sum(map(_tells, told)) < wanted:
        told.append(chance.choice(stock.telling))
    paragraphs: list[Record | str] = list(told)
    words = sum(len(each.text.split()) for each in told)
    while words < length:
        sentence = _varied(chance.choice(stock.silent), stock, chance)
        paragraphs.insert(chance.randint(0, len(paragraphs)), sentence)
        words += len(sentence.split())
    text, mentions = "", list[EventMention]()
    for each in paragraphs:
        if isinstance(each, Record):
            mentions += _mentions(each, len(text), (name, published), stock.pair(chance))
        text += (each.text if isinstance(each, Record) else each) + "\n\n"
    outlet = f"outlet {chance.randrange(OUTLETS)}"
    return Article(name, text, title=text[:60], published=published, outlet=outlet), mentions


def _tells(record: Record) -> int:
    """How many of its events have both sides."""
    return sum(bool(event.source and event.target) for event in record.events)


def _varied(sentence: str, stock: _Stock, chance: random.Random) -> str:
    return " ".join(chance.choice(stock.words) if chance.random() < _EXCHANGED else w for w in sentence.split())


def _copy(made: Made, name: str, stock: _Stock, chance: random.Random) -> Made:
    """The same report in another outlet on the same day, with a sentence before it."""
    article, mentions = made
    lead = _varied(chance.choice(stock.silent), stock, chance) + "\n\n"
    copied = replace(article, document_id=name, text=lead + article.text, outlet=f"outlet {chance.randrange(OUTLETS)}")
    return copied, [_moved(mention, name, len(lead)) for mention in mentions]


def _moved(mention: EventMention, document: str, by: int) -> EventMention:
    def sides(given: Sequence[Side]) -> tuple[Side, ...]:
        return tuple(replace(side, start=side.start + by, end=side.end + by) for side in given)

    cooperation, told, when = mention.cooperation, mention.attribution, mention.time
    return replace(
        mention,
        mention_id=_named(document, mention.mention_id),
        document_id=document,
        sentence=replace(mention.sentence, start=mention.sentence.start + by, end=mention.sentence.end + by),
        trigger=replace(mention.trigger, start=mention.trigger.start + by, end=mention.trigger.end + by),
        source=sides(mention.source),
        target=sides(mention.target),
        cooperation=cooperation
        and replace(cooperation, provider=sides(cooperation.provider), recipient=sides(cooperation.recipient)),
        attribution=told and replace(told, speaker=sides([told.speaker])[0]),
        time=when and replace(when, start=when.start + by, end=when.end + by),
    )


def _mentions(record: Record, at: int, article: tuple[str, date], pair: tuple[str, str]) -> Iterator[EventMention]:
    """The annotated events of a sentence that begins at `at`, between the actors of a pair."""
    sentence = Span(record.text, at, at + len(record.text))
    for number, event in enumerate(record.events):
        if event.source and event.target:
            yield _mention(event, f"{at} {number}", sentence, article, pair)


def _mention(
    event: Annotated, name: str, sentence: Span, article: tuple[str, date], pair: tuple[str, str]
) -> EventMention:
    (document, published), text = article, sentence.text
    start, end = event.trigger[0]

    def side(mark: Mark, actor: str) -> Side:
        known = load_knowledge().actors[actor]
        span = text[mark.start : mark.end]
        at = sentence.start
        return Side(span, at + mark.start, at + mark.end, actor, known.name, known.country, ("GOV",), 0.9, "generated")

    turned = event.cooperation and event.cooperation.provider and event.cooperation.provider[0] in event.target
    provider, recipient = reversed(pair) if turned else pair
    cooperation = (
        event.cooperation
        and Cooperation(
            event.cooperation.type,
            event.cooperation.direction,  # type: ignore[arg-type]
            tuple(side(mark, provider) for mark in event.cooperation.provider[:1]),
            tuple(side(mark, recipient) for mark in event.cooperation.recipient[:1]),
        )
    )
    speaker = event.attribution
    told = speaker and Attribution(
        side(Mark(speaker.start, speaker.end, speaker.head), pair[0]), "said", speaker.quoted
    )
    factuality = Factuality(event.factuality)
    return EventMention(
        mention_id=_named(document, name),
        document_id=document,
        sentence=sentence,
        event_type=event.type,
        trigger=Span(text[start:end], sentence.start + start, sentence.start + end),
        source=tuple(side(mark, pair[0]) for mark in event.source[:1]),
        target=tuple(side(mark, pair[1]) for mark in event.target[:1]),
        factuality=factuality,
        confidence=0.7,
        coder="generated",
        score=codebook.score(event.type, event.mode),
        plover=codebook.plover_reading(event.type, factuality, event.mode),
        mode=event.mode,
        mutual=event.mutual,
        alleged=event.alleged,
        attribution=told,
        cooperation=cooperation,
        time=_time(event, sentence, published),
        published=published,
    )


def _time(event: Annotated, sentence: Span, published: date) -> TimeExpression | None:
    """The annotated time, as if it were the day before publication."""
    if event.time is None:
        return None
    start, end = event.time
    day = published - timedelta(days=1)
    at = sentence.start
    return TimeExpression(sentence.text[start:end], at + start, at + end, day, day, "day")


def _named(document: str, name: str) -> str:
    return blake2b(f"{document} {name}".encode(), digest_size=8).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    begin = time.perf_counter()
    with open_ledger(asked.file) as ledger:
        mentions = fill(ledger, articles(asked.articles, asked.seed))
    seconds = time.perf_counter() - begin
    size = asked.file.stat().st_size / 2**20
    print(f"{asked.articles:,} articles, {mentions:,} mentions, {seconds:.0f} s, {size:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
