"""Whom a text has introduced by a full name, and by what shorter names they are known afterwards."""

from bisect import bisect_right
from collections.abc import Iterable

from legation.ontology.knowledge import Key
from legation.records.actor import ActorLink


class Introduced:
    """Names as keys of words, with what they stand for; namesakes are told apart by who was named last."""

    def __init__(self) -> None:
        self._links: dict[Key, ActorLink] = {}
        self._bearers: dict[Key, list[tuple[int, Key]]] = {}
        self.first_words: set[str] = set()
        self.longest = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._links or key in self._bearers

    def add(self, key: Key, at: int, link: ActorLink, short: Iterable[Key]) -> None:
        """Introduces a full name at an offset, and the shorter ones; of two links for one name the first stays."""
        self._links.setdefault(key, link)
        for each in (key, *short):
            self._bearers.setdefault(each, []).append((at, key))
            self.first_words.add(each[0])
            self.longest = max(self.longest, len(each))

    def settle(self) -> None:
        """Puts the bearers of every name in the order of the text."""
        for bearers in self._bearers.values():
            bearers.sort()

    def of(self, key: Key, at: int) -> ActorLink | None:
        """Whom a name means at an offset: its last bearer named by then, else the first one named afterwards."""
        if key in self._links:
            return self._links[key]
        bearers = self._bearers.get(key)
        if bearers is None:
            return None
        return self._links[bearers[max(0, bisect_right(bearers, (at, ("\uffff",))) - 1)][1]]
