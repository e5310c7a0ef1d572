"""What the words around a trigger say of how its event is told, where they leave no doubt (`wording.yaml`)."""

from dataclasses import replace

from legation.ontology.codebook import plover_reading
from legation.ontology.wording import Rewording, load_wording
from legation.records.event import EventMention


def reworded(mention: EventMention) -> EventMention:
    """The mention with the factuality, direction and type that its words tell, whatever the model made of them."""
    for row in load_wording():
        if _fits(row, mention):
            mention = _changed(mention, row)
    return mention


def _fits(row: Rewording, mention: EventMention) -> bool:
    cooperation = mention.cooperation
    if row.factualities is not None and mention.factuality not in row.factualities:
        return False
    if row.types is not None and (cooperation is None or cooperation.type not in row.types):
        return False
    if row.directions is not None and (cooperation is None or cooperation.direction not in row.directions):
        return False
    if row.field is not None and mention.field != row.field:
        return False
    if row.dated is not None and (mention.time is not None) != row.dated:
        return False
    return _worded(row, mention)


def _worded(row: Rewording, mention: EventMention) -> bool:
    sentence, trigger = mention.sentence, mention.trigger
    if row.at and not row.at.search(trigger.text):
        return False
    if row.before and not row.before.search(sentence.text[: trigger.start - sentence.start]):
        return False
    if row.after and not row.after.search(sentence.text[trigger.end - sentence.start :]):
        return False
    return not (row.lacks and row.lacks.search(sentence.text))


def _changed(mention: EventMention, row: Rewording) -> EventMention:
    cooperation = mention.cooperation
    if row.nothing:
        return replace(mention, cooperation=None)
    if cooperation is not None:
        type_, direction = row.type or cooperation.type, row.direction or cooperation.direction
        cooperation = replace(cooperation, type=type_, direction=direction)
    if row.factuality is None:
        return replace(mention, cooperation=cooperation)
    plover = plover_reading(mention.event_type, row.factuality, mention.mode)
    return replace(mention, factuality=row.factuality, plover=plover, cooperation=cooperation)
