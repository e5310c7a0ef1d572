"""What the model tells apart: the label sets of its heads, taken from the ontology, in the order of its outputs."""

from legation.ontology.codebook import event_types
from legation.ontology.cooperation import DIRECTIONS, load_cooperation
from legation.records.event import Factuality

NONE = "none"
TYPES = (NONE, *event_types())
# One tag a token: outside, first token of a trigger of a type, further token of a trigger.
TAGS = (NONE, *event_types(), "inside")
FACTUALITIES = tuple(str(value) for value in Factuality)
MODES = (NONE, *(f"{name}.{mode}" for name, kind in event_types().items() for mode in kind.modes))
COOPERATIONS = (NONE, *load_cooperation())
# Spans that are looked for around a trigger, each with tags of its own: outside, first token, further token.
# `act` is the trigger of the speech act whose content the event is; `placed` marks places standing for an actor.
ROLES = ("source", "target", "provider", "recipient", "speaker", "verb", "act", "time", "place", "placed")

# One label an event, by the name of its head.
HEADS = {
    "type": TYPES,
    "factuality": FACTUALITIES,
    "alleged": (NONE, "alleged"),
    "mutual": (NONE, "mutual"),
    "mode": MODES,
    "cooperation": COOPERATIONS,
    "direction": DIRECTIONS,
}
RELATIONS = tuple(event_types())
