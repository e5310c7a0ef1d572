"""What a check of the actor tables reads, and what it says of them."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

Row = dict[str, str]
Tables = dict[str, list[Row]]


class Finding(NamedTuple):
    """What is wrong with a row of a table, in words that name the row."""

    table: str
    row: Row
    words: str

    def __str__(self) -> str:
        return f"{self.table}: {self.words}"


Check = Callable[[Tables], Iterable[Finding]]


def key_cell(row: Row) -> str:
    """The cell by which a row is known to a reader."""
    return repr(next(iter(row.values())))
