"""What a view has read of the ledger, by id: each thing once, many at a time where it is known what is needed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class ReadOnce(Generic[T]):
    """Reads through `read`, whose every call costs about the same for many ids as for one."""

    def __init__(self, read: Callable[[list[str]], Mapping[str, T]]) -> None:
        self._read = read
        self._kept: dict[str, T | None] = {}

    def ahead(self, ids: Iterable[str]) -> None:
        """Reads at once what of these was not read yet."""
        if missing := [one for one in dict.fromkeys(ids) if one not in self._kept]:
            found = self._read(missing)
            self._kept |= {one: found.get(one) for one in missing}

    def get(self, one: str) -> T | None:
        """The thing of this id; None where there is none."""
        self.ahead([one])
        return self._kept[one]
