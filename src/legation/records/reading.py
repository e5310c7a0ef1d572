"""What reading hands to coding."""

from dataclasses import dataclass

from legation.records.article import Article, Sentence
from legation.records.place import PlaceMention, TimeExpression


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its sentences worth coding, and the times and places that they name, in text order.

    Title sentences (`field` "title") have times of their own in `title_times`, with offsets into the title.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    times: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    title_times: tuple[TimeExpression, ...] = ()
