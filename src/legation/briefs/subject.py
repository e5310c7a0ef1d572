"""What a brief can be on: a country, two of them, a region, or a type of cooperation."""

from dataclasses import dataclass
from typing import Literal

from legation.briefs.names import bare_name, find_actor, running_name
from legation.briefs.phrases import phrases
from legation.errors import LegationError
from legation.ontology.cooperation import load_cooperation
from legation.ontology.regions import find_region

Kind = Literal["country", "dyad", "region", "topic"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a brief is on. `name` stands in titles, `running` within sentences.

    `members` are actor ids: the country; the two of a dyad, first the one from whose side it is told; the countries of
    a region; none of a topic, whose cooperation type is `type`.
    """

    kind: Kind
    name: str
    running: str
    members: tuple[str, ...]
    type: str | None = None

    def home(self, provider: str, recipient: str) -> str:
        """From whose side a relationship is told: a country's own, a region's member, otherwise who receives."""
        if self.kind in ("country", "dyad"):
            return self.members[0]
        return provider if recipient not in self.members and provider in self.members else recipient


def find_subject(about: str | tuple[str, str]) -> Subject:
    """The subject by its name: a cooperation type, an actor (id or name), a region; a dyad by those of its two actors.

    A dyad is told from the side of the second, as one says "the United States in Niger". Raises LegationError for a
    name that is not known, and for a dyad of one.
    """
    if not isinstance(about, str):
        return _dyad(*(find_actor(name).actor_id for name in about))
    if about.casefold() in load_cooperation():
        type_ = about.casefold()
        return Subject("topic", str(phrases()["types"][type_]["label"]), f"“{type_}”", (), type_)
    try:
        actor_id = find_actor(about).actor_id
    except LegationError:
        region = find_region(about)
        if region is None:
            raise LegationError(f"no country, body, region or cooperation type is known as {about!r}") from None
        return Subject("region", region.name.removeprefix("the "), region.name, region.countries)
    return Subject("country", bare_name(actor_id), running_name(actor_id), (actor_id,))


def read_subject(words: str) -> Subject:
    """The subject named in one string, a dyad as "USA,NER". Raises LegationError for what is not known."""
    first, comma, second = words.partition(",")
    return find_subject((first.strip(), second.strip()) if comma else first)


def _dyad(first: str, second: str) -> Subject:
    if first == second:
        raise LegationError(f"a dyad takes two, and both are {running_name(first)}")
    name = f"{bare_name(first)} and {bare_name(second)}"
    return Subject("dyad", name, f"{running_name(first)} and {running_name(second)}", (second, first))
