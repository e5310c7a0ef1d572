"""The articles that were read last. An article never changes once it is stored, and to unpack one takes 10 ms."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock

from legation.records.article import Article

MOST = 3000
"""How many are kept: some 20 MB."""


class KeptArticles:
    """Shared by all who read one ledger."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Article] = OrderedDict()
        self._lock = Lock()

    def get(
        self, document_ids: Iterable[str], read: Callable[[list[str]], Mapping[str, Article]]
    ) -> dict[str, Article]:
        """These articles; `read` gives those that are not kept yet. Ids that do not exist are left out."""
        wanted = list(dict.fromkeys(document_ids))
        with self._lock:
            found = {one: self._kept[one] for one in wanted if one in self._kept}
        fresh = read(missing) if (missing := [one for one in wanted if one not in found]) else {}
        with self._lock:
            for name, article in (found | dict(fresh)).items():
                self._kept[name] = article
                self._kept.move_to_end(name)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found | dict(fresh)
