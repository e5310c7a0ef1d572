"""Fits on annotated sentences what turns the model's probabilities into mentions; writes it into the shipped card.

    python -m training.calibrate [--real open_news.jsonl]

`confidence` is a logistic regression of whole mentions being right (type, sides, factuality) on how sure the model is
of each; `least` is where the F1 of triggers with their types is highest. Fitted on the development sets alone.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from legation.coding.decoding import Draft, Stretch, drafts, triggers
from legation.coding.tagger import Tagger

from corpus import records
from corpus.notation import head_of
from corpus.records import Event, Mark, Record
from corpus.standoff import join, texts
from evaluation.alignment import align
from evaluation.mentions import is_whole
from training.export import SHIPPED

_LOOSE = 0.05  # triggers looked at while fitting


def coded(held: Sequence[Record], tagger: Tagger) -> Iterator[tuple[Record, list[tuple[float, Draft]]]]:
    """Each record with the drafts of its sentence, none left out, and the probability of their triggers."""
    loose = replace(tagger.card, least=_LOOSE, keep=0.0)
    for record, tagged in zip(held, tagger.tag([record.text for record in held]), strict=True):
        found = triggers(tagged, loose)
        answers = tagger.look([(tagged, trigger.tokens) for trigger in found])
        told = [
            (float(trigger.types.sum()), draft)
            for trigger, answer in zip(found, answers, strict=True)
            for draft in drafts(tagged, [trigger], [answer], loose)
            if draft.source or draft.target
        ]
        yield record, told


def event(text: str, draft: Draft) -> Event:
    """A draft as annotation."""
    source, target = (tuple(_mark(text, span) for span in side) for side in (draft.source, draft.target))
    return Event(
        draft.event_type, (draft.trigger,), str(draft.factuality), mutual=draft.mutual, source=source, target=target
    )


def _mark(text: str, span: Stretch) -> Mark:
    return Mark(*span, head_of(text, *span))


def rights(told: Iterable[tuple[Record, Sequence[Draft]]]) -> Iterator[tuple[Draft, bool]]:
    """Each draft, and whether it is right as a whole."""
    for record, made in told:
        events = [event(record.text, draft) for draft in made]
        for at, to in align(record.events, events):
            if to is not None:
                yield made[to], at is not None and is_whole(record.events[at], events[to])


def confidence(rated: Sequence[tuple[Draft, bool]]) -> list[float]:
    """The weights of the signs and the bias: maximum likelihood, weights not below zero."""
    signs = torch.tensor([draft.signs for draft, _ in rated])
    right = torch.tensor([float(whole) for _, whole in rated])
    raw, bias = torch.zeros(signs.shape[1], requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([raw, bias], 0.05)
    for _ in range(1500):
        optimizer.zero_grad()
        logits = signs @ nonnegative(raw) + bias
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, right)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return [round(float(value), 4) for value in (*nonnegative(raw), *bias)]


def nonnegative(raw: torch.Tensor) -> torch.Tensor:
    """Softplus."""
    return torch.nn.functional.softplus(raw)


def best_least(told: Sequence[tuple[Record, list[tuple[float, Draft]]]]) -> tuple[float, float]:
    """The least trigger probability with the highest F1 of trigger and type, and that F1."""
    scored = []
    for step in range(1, 18):
        least = step * 0.05
        right = said = gold = 0
        for record, made in told:
            events = [event(record.text, draft) for share, draft in made if share >= least]
            said, gold = said + len(events), gold + len(record.events)
            right += sum(
                at is not None and to is not None and record.events[at].type == events[to].type
                for at, to in align(record.events, events)
            )
        scored.append((2 * right / max(said + gold, 1), round(least, 2)))
    score, least = max(scored)
    return least, score


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.calibrate")
    parser.add_argument("--real", type=Path, help="open_news.jsonl, to fit on annotated real sentences too")
    options = parser.parse_args(arguments)
    held = list(records.read([records.HERE / "dev.jsonl"]))
    if options.real:
        lines = (records.HERE / "real_dev.jsonl").read_text(encoding="utf-8").splitlines()
        held = list(join(lines, texts(options.real)))
    told = list(coded(held, Tagger()))
    least, score = best_least(told)
    rated = list(rights((record, [draft for share, draft in made if share >= least]) for record, made in told))
    fitted = {"least": least, "confidence": confidence(rated)}
    card = SHIPPED / "model.json"
    card.write_text(
        json.dumps(json.loads(card.read_text(encoding="utf-8")) | fitted, indent=1) + "\n", encoding="utf-8"
    )
    whole = sum(right for _, right in rated) / max(len(rated), 1)
    sys.stdout.write(f"{json.dumps(fitted)} trigger + type F1 {score:.3f}, whole {whole:.3f} of {len(rated)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
