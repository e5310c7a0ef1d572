"""What descriptions go by: who ruled a country, who lies beside it, what it is; which nouns mean which kinds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from legation.ontology.data import cells

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Traits:
    """Former colonial rulers of a country (alpha-3, the last or longest one first), its neighbours, words for it."""

    rulers: tuple[str, ...] = ()
    neighbours: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Descriptions:
    """The knowledge behind descriptions: traits of countries, kinds that a noun may mean, seats of bodies."""

    traits: Mapping[str, Traits]
    nouns: Mapping[str, frozenset[str]]
    seats: Mapping[str, str]
    words: frozenset[str]

    def of(self, country: str | None) -> Traits:
        """The traits of a country; none of one without a row."""
        return self.traits.get(country or "", _NONE)


_NONE = Traits()


def read_descriptions(tables: Mapping[str, Rows]) -> Descriptions:
    """The descriptions of the actor tables."""
    traits = {
        row["id"]: Traits(cells(row["rulers"]), frozenset(cells(row["neighbours"])), frozenset(cells(row["words"])))
        for row in tables["country_traits"]
    }
    return Descriptions(
        traits=MappingProxyType(traits),
        nouns=MappingProxyType({row["noun"]: frozenset(cells(row["kinds"])) for row in tables["descriptive_nouns"]}),
        seats=MappingProxyType({row["id"]: row["headquarters"] for row in tables["bodies"] if row["headquarters"]}),
        words=frozenset(word for told in traits.values() for word in told.words),
    )
