"""To whom the ledger attributes what an organ, official, group or crowd does."""

from legation.ontology.knowledge import STATE_SECTORS, Knowledge
from legation.records.actor import Actor, ActorLink, Alternative

# Kinds of groups that act for themselves, whatever their country or patron.
_OWN_MASTERS = frozenset("contractor rebel jihadist militia party criminal movement company ngo opposition".split())


def attribute(
    knowledge: Knowledge, actor: Actor, sector: tuple[str, ...]
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """To whom the ledger attributes what an actor's organ of `sector` does: (actor id, country, sectors).

    Organs of state roll up to the state; any other sector of a country is CODE:SECTOR, so that rebels or protesters
    are never taken for their state; state commands (AFRICOM) roll up, contractors and armed groups do not.
    """
    if actor.kind == "country":
        claimed = knowledge.countries[actor.actor_id].claimed_by
        slug = not actor.actor_id.isupper()
        country = claimed if slug and claimed is not None else actor.actor_id
        marked = (*sector, "PRE") if slug and sector else sector
        if not sector or sector[0] in STATE_SECTORS:
            return actor.actor_id, country, marked
        return f"{actor.actor_id}:{sector[0]}", country, marked
    patron = actor.patron if actor.kind == "contractor" and actor.patron in knowledge.countries else None
    holder = patron or actor.country
    state = holder in knowledge.countries and actor.kind not in _OWN_MASTERS
    if state and sector and sector[0] in STATE_SECTORS:
        return holder, holder, sector
    return actor.actor_id, holder, sector


def organ_id(actor: Actor, sector: tuple[str, ...]) -> str:
    """The id of what a phrase itself means: the actor, or its country's organ or people of a sector (`MLI:MIL`)."""
    plain = actor.kind != "country" or not sector or sector[0] in ("GOV", "PRE")
    return actor.actor_id if plain else f"{actor.actor_id}:{sector[0]}"


def unlinked(text: str, reason: str, alternatives: tuple[Alternative, ...] = ()) -> ActorLink:
    """A phrase that refers to no known actor, and why."""
    return ActorLink(text, None, None, None, (), 0.0, reason, alternatives)
