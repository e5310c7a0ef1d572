"""Fits on annotated sentences what turns the model's probabilities into mentions; writes it into the shipped card.

    python -m training.calibrate [--real open_news.jsonl]

`gate` lets through nearly all sentences that hold an event. `least` is where the F1 of triggers with their types is
highest. `confidence` is a logistic regression of whole mentions being right (type, sides, factuality) on how sure the
model is of each. All are fitted on the development sets alone.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from corpus import records
from corpus.notation import head_of
from corpus.records import Event, Mark, Record
from corpus.standoff import real, texts
from evaluation.alignment import align
from evaluation.mentions import is_whole
from legation.coding.decoding import Draft, Sides, Trigger, drafts, triggers
from legation.coding.tagger import Answers, Card, Tagged, Tagger
from training.export import SHIPPED

_LOOSE = 0.05  # triggers looked at while fitting
_PASSING = 0.99  # of the sentences with an event, by the gate


@dataclass(frozen=True, slots=True)
class Looked:
    """A sentence, its annotation, and what the model says of each trigger that is not wholly improbable."""

    record: Record
    tagged: Tagged
    triggers: Sequence[Trigger]
    answers: Sequence[Answers]

    def drafts(self, card: Card) -> list[Draft]:
        """The drafts with a side, by the figures of a card."""
        looks = zip(self.triggers, self.answers, strict=True)
        sure = [(trigger, answer) for trigger, answer in looks if trigger.types.sum() >= card.least]
        found = drafts(self.tagged, [trigger for trigger, _ in sure], [answer for _, answer in sure], card)
        return [draft for draft in found if draft.source or draft.target]

    def pairs(self, made: Sequence[Draft]) -> Iterator[tuple[Event | None, Draft | None]]:
        """Annotated events and drafts, paired by their triggers."""
        events = [self.event(draft) for draft in made]
        for at, to in align(self.record.events, events):
            yield self.record.events[at] if at is not None else None, made[to] if to is not None else None

    def event(self, draft: Draft) -> Event:
        """A draft as annotation."""
        return Event(
            draft.event_type,
            (draft.trigger,),
            str(draft.factuality),
            mutual=draft.mutual,
            source=self.marks(draft.source),
            target=self.marks(draft.target),
        )

    def marks(self, spans: Sides) -> tuple[Mark, ...]:
        """Spans as annotation."""
        return tuple(Mark(*span, head_of(self.record.text, *span)) for span in spans)


def looked(held: Sequence[Record], tagger: Tagger) -> Iterator[Looked]:
    """Each sentence, looked at wherever there might be a trigger."""
    loose = replace(tagger.card, least=_LOOSE)
    for record, tagged in zip(held, tagger.tag([record.text for record in held], gated=False), strict=True):
        found = triggers(tagged, loose)
        yield Looked(record, tagged, found, tagger.look([(tagged, trigger.tokens) for trigger in found]))


def gate(held: Sequence[Record], tagger: Tagger) -> float:
    """The logit that nearly all sentences with an event reach."""
    logits = sorted(tagger.gate([record.text for record in held if record.events]))
    return round(logits[int(len(logits) * (1 - _PASSING))], 2)


def best_least(found: Sequence[Looked], card: Card) -> Card:
    """The card with the least trigger probability that gives the highest F1 of trigger and type."""

    def score(tried: Card) -> float:
        right = said = gold = 0
        for each in found:
            made = each.drafts(tried)
            said, gold = said + len(made), gold + len(each.record.events)
            right += sum(bool(one and other and one.type == other.event_type) for one, other in each.pairs(made))
        return 2 * right / max(said + gold, 1)

    return max((replace(card, least=round(0.05 * step, 2)) for step in range(1, 16)), key=score)


def rights(found: Sequence[Looked], card: Card) -> Iterator[tuple[Draft, bool]]:
    """Each draft, and whether it is right as a whole."""
    for each in found:
        for one, other in each.pairs(each.drafts(card)):
            if other:
                yield other, one is not None and is_whole(one, each.event(other))


def confidence(sets: Sequence[Sequence[tuple[Draft, bool]]]) -> tuple[float, ...]:
    """The weights of the signs and the bias: maximum likelihood, weights not below zero.

    Each set counts as much as any other, so that the few real sentences are not drowned by our own.
    """
    rated = [each for one in sets for each in one]
    counts = torch.tensor([1 / len(one) for one in sets for _ in one])
    signs = torch.tensor([draft.signs for draft, _ in rated])
    right = torch.tensor([float(whole) for _, whole in rated])
    raw, bias = torch.zeros(signs.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([raw, bias], 0.05)
    for _ in range(1500):
        optimizer.zero_grad()
        logits = signs @ nonnegative(raw) + bias
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, right, counts, reduction="sum")
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return tuple(round(value, 4) for value in (*nonnegative(raw).tolist(), *bias.tolist()))


def nonnegative(raw: torch.Tensor) -> torch.Tensor:
    """Softplus."""
    return torch.nn.functional.softplus(raw)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.calibrate")
    parser.add_argument("--real", type=Path, help="open_news.jsonl, to fit on annotated real sentences too")
    options = parser.parse_args(arguments)
    held = [list(records.read([records.HERE / "dev.jsonl"]))]
    if options.real:
        held.append(list(real("dev", texts(options.real))))
    tagger = Tagger()
    found = [list(looked(one, tagger)) for one in held]
    card = best_least([each for one in found for each in one], tagger.card)
    rated = [list(rights(one, card)) for one in found]
    fitted = {
        "gate": gate([record for one in held for record in one], tagger),
        "least": card.least,
        "confidence": confidence(rated),
    }
    path = SHIPPED / "model.json"
    path.write_text(
        json.dumps(json.loads(path.read_text(encoding="utf-8")) | fitted, indent=1) + "\n", encoding="utf-8"
    )
    told = ", ".join(f"{sum(right for _, right in one)} of {len(one)}" for one in rated)
    sys.stdout.write(f"{json.dumps(fitted)}; mentions whole: {told}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
