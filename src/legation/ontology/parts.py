"""What belongs to an actor though it is known by a name of its own: its missions, organs and contractors."""

from legation.ontology.knowledge import Knowledge


def with_parts(knowledge: Knowledge, actor_id: str) -> tuple[str, ...]:
    """The actor, and what acts for it: bodies and missions that are part of it, contractors whose patron it is,

    and the missions to which it is known to have sent troops or police.
    """
    sent = (
        body
        for body, members in knowledge.members.items()
        if actor_id in members and body in knowledge.parents and knowledge.actors[body].kind == "mission"
    )
    own = (body for body, parent in knowledge.parents.items() if parent == actor_id)
    hired = (
        each.actor_id for each in knowledge.actors.values() if each.kind == "contractor" and each.patron == actor_id
    )
    return (actor_id, *sorted({*own, *hired, *sent}))
