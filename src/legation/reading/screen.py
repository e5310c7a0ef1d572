"""The fast filter: which sentences can hold an event at all. What to look for is handed in."""

from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick

from legation.records.article import Sentence


class Screen:
    """Passes a sentence that names somebody who can act: a known actor, or a word for a role.

    `names` are matched as written (case counts: "US", not "us"), `roles` are lower-case; both at a word's beginning. A
    role that ends with a blank is a whole word ("they ").
    """

    def __init__(self, names: Iterable[str], roles: Iterable[str]) -> None:
        self._names = AhoCorasick(sorted({name for name in names if name}))
        self._roles = AhoCorasick(sorted({stem for role in roles if role for stem in _stems(role)}))

    def passes(self, text: str) -> bool:
        """Whether the sentence is worth a closer look."""
        return _hits(self._names, text) or _hits(self._roles, text.lower())

    def keep(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """The sentences that pass, in their order."""
        return tuple(sentence for sentence in sentences if self.passes(sentence.text))


def _stems(role: str) -> tuple[str, ...]:
    """What a role's singular and plural begin with ("authority", "authorities")."""
    return (role, f"{role[:-1]}ies") if role.endswith("y") else (role,)


def _hits(automaton: AhoCorasick, text: str) -> bool:
    return any(
        start == 0 or not text[start - 1].isalnum()
        for _, start, _ in automaton.find_matches_as_indexes(text, overlapping=True)
    )
