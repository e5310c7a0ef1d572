"""What is kept in memory of a ledger for all who read it: records read and answers given last, and whole tables."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from legation.ledger.kept_records import KeptRecords
from legation.records.article import Article
from legation.records.event import EventMention

if TYPE_CHECKING:
    from legation.ledger.columns import Columns

MOST_ARTICLES, MOST_MENTIONS = 2000, 10_000
"""How many are kept: some 10 and 20 MB."""
MOST_ROWS = 15_000
"""How many rows the kept answers hold together: some 20 MB."""
LONGEST = 5_000
"""An answer with more rows is not kept."""
T = TypeVar("T", bound=Sized)


class KeptAnswers:
    """Answers by question, the ledger's revision part of it, so that none outlives what it was read from.

    Those who ask share one answer, and leave it as it is.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Sized] = OrderedDict()
        self._rows = 0
        self._lock = Lock()

    def get(self, question: Hashable, answer: Callable[[], T]) -> T:
        """The answer to this question; `answer` finds it where it is not kept."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                return self._kept[question]  # type: ignore[return-value]  # a question has one kind of answer
        found = answer()
        if len(found) <= LONGEST:
            self._keep(question, found)
        return found

    def _keep(self, question: Hashable, answer: Sized) -> None:
        with self._lock:
            if question in self._kept:
                return
            self._kept[question] = answer
            self._rows += 1 + len(answer)
            while self._rows > MOST_ROWS:
                _, oldest = self._kept.popitem(last=False)
                self._rows -= 1 + len(oldest)


class Kept:
    """All of it, for one open ledger. `columns`: the tables that are searched, where somebody keeps them.

    An article never changes once it is stored; a mention, and what is said of it, at most with the revision.
    """

    def __init__(self) -> None:
        self.articles: KeptRecords[str, Article] = KeptRecords(MOST_ARTICLES)
        self.mentions: KeptRecords[tuple[int, str], EventMention] = KeptRecords(MOST_MENTIONS)
        self.answers = KeptAnswers()
        self.columns: Columns | None = None
