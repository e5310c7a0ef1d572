"""The fast filter: which sentences can hold an event at all. What to look for is handed in."""

from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick

from legation.records.article import Sentence


class Screen:
    """Passes a sentence that holds at least one actor name (or role) and one trigger, at a word's beginning.

    `actors` are matched as written (case counts: "US", not "us"), `triggers` are lower-case word stems.
    """

    def __init__(self, actors: Iterable[str], triggers: Iterable[str]) -> None:
        self._actors = AhoCorasick(sorted({name for name in actors if name}))
        self._triggers = AhoCorasick(sorted({stem for stem in triggers if stem}))

    def passes(self, text: str) -> bool:
        """Whether the sentence is worth a closer look."""
        return _hits(self._triggers, text.lower()) and _hits(self._actors, text)

    def keep(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """The sentences that pass, in their order."""
        return tuple(sentence for sentence in sentences if self.passes(sentence.text))


def _hits(automaton: AhoCorasick, text: str) -> bool:
    return any(
        start == 0 or not text[start - 1].isalnum()
        for _, start, _ in automaton.find_matches_as_indexes(text, overlapping=True)
    )
