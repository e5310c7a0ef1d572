"""The event between two given sides of a sentence: `code_relation` of the first coder.

Every trigger that matches votes for its type in the PLOVER reading, the more the better its sides overlap the given
ones and the nearer it stands; the votes are mixed with how often each type occurs in the news at all.
"""

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from legation.coding import syntax
from legation.coding.drafts import Draft, drafts
from legation.coding.lexicon import load_lexicon
from legation.coding.matching import matches
from legation.ontology import codebook
from legation.records.event import RelationScores

Spans = Sequence[tuple[int, int]]
_VOTE_OF_PRIOR = 0.25


def relation(doc: Doc, sources: Spans, targets: Spans) -> RelationScores:
    """Scores of all 16 types for what the source spans (offsets into the sentence) do to the target spans."""
    types = list(codebook.event_types())
    votes = dict.fromkeys(types, _VOTE_OF_PRIOR / len(types))
    lexicon = load_lexicon()
    for draft in drafts(matches(doc, lexicon, lambda _: True), lexicon, headline=False):
        reading = codebook.plover_reading(draft.event_type, draft.modality.factuality, draft.mode)
        votes[reading.event_type] += _weight(draft, sources, targets)
    total = sum(votes.values())
    probabilities = {name: vote / total for name, vote in votes.items()}
    return RelationScores(max(types, key=lambda name: probabilities[name]), probabilities)


def _weight(draft: Draft, sources: Spans, targets: Spans) -> float:
    fit = 1.0 + 3.0 * _overlaps(draft.source, sources) + 3.0 * _overlaps(draft.target, targets)
    if _overlaps(draft.source, targets) and not _overlaps(draft.target, targets):
        fit /= 2
    position = draft.trigger.idx
    near = [abs(position - start) for start, _ in (*sources, *targets)]
    fit *= 0.5 if draft.content_of is not None else 1.0
    return fit / (1.0 + min(near, default=0) / 80.0)


def _overlaps(heads: Sequence[Token], spans: Spans) -> bool:
    phrases = [syntax.phrase(head) for head in heads]
    return any(start < last and first < end for start, end in phrases for first, last in spans)
