"""How many sentences screen and gate let through to be read."""

import functools
from collections import Counter
from collections.abc import Sequence

from evaluation.scores import Figure, Pairs, accuracy, figure
from legation import pipeline
from legation.coding.tagger import tagger
from legation.reading.sentences import sentences
from legation.sources.inputs import article_from_text


def sentence_rate(texts: Sequence[str]) -> Figure:
    """The share of the sentences of texts that passes, texts drawn whole; `number` counts sentences."""
    return figure([_kept(*_passed(text)) for text in texts], accuracy)


def text_rate(texts: Sequence[str]) -> Figure:
    """The share of texts of which anything passes."""
    return figure([_kept(min(_passed(text)[0], 1), 1) for text in texts], accuracy)


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text as the coder cuts them."""
    return tuple(sentence.text for sentence in sentences(_article(text)))


def _passed(text: str) -> tuple[int, int]:
    article = _article(text)
    kept = [sentence.text for sentence in pipeline.read(article).sentences]
    return sum(map(tagger().passes, tagger().gate(kept))), len(sentences(article))


def _kept(kept: int, number: int) -> Pairs:
    return Counter({("kept", "kept"): kept, ("kept", "dropped"): number - kept})


_article = functools.partial(article_from_text, clean=False)
