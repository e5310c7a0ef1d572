"""Splits coordinated noun phrases: "the United States and France", "Western nations, including Mali and Niger"."""

import re

from legation.actors.linking import Linker
from legation.actors.names import person_like
from legation.actors.phrase import Headed
from legation.ontology.spelling import tokenize

_SEPARATOR = re.compile(
    r"\s*,\s*(?:and|or|as well as)\s+|\s*[,;]\s+|\s+(?:and|or|as well as|along with|together with|&)\s+"
)
_CONJUNCTION = re.compile(r"\b(?:and|or|as well as|along with|together with)\b|&")
_LISTING = re.compile(
    r",?\s+(?:including|such as|namely|among them|notably|particularly|especially)\s+|:\s+", re.IGNORECASE
)
_LED = re.compile(r"(?:both|either|neither|including|the likes of)\s+", re.IGNORECASE)

Bounds = tuple[int, int]


def members(text: str, linker: Linker) -> list[Bounds]:
    """The spans of those who count in the phrase: each member of a coordination, or of the list after "including".

    A phrase that is no coordination comes back as its one span.
    """
    listing = _LISTING.search(text)
    if listing and listing.end() < len(text):
        listed = _parts(text, (listing.end(), len(text)), linker)
        if all(linker.resolve(text[start:end]).country for start, end in listed):
            return listed
    start = led.end() if (led := _LED.match(text)) else 0
    parts = _parts(text, (start, len(text)), linker)
    return parts if len(parts) > 1 else [(0, len(text))]


def _parts(text: str, bounds: Bounds, linker: Linker) -> list[Bounds]:
    """The members between `bounds`; one where it is no coordination."""
    whole = text[slice(*bounds)]
    if not _CONJUNCTION.search(whole):
        return [bounds]
    closed = _closed(whole, linker)
    cuts = [
        match
        for match in _SEPARATOR.finditer(whole)
        if not any(a < match.end() and match.start() < b for a, b in closed)
    ]
    if not any(_CONJUNCTION.search(cut.group()) for cut in cuts):
        return [bounds]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(whole)]
    parts = _with_appositions(whole, [(a, b) for a, b in zip(starts, ends, strict=True) if whole[a:b].strip()], linker)
    known = [_stands_alone(whole[a:b], linker) for a, b in parts]
    if sum(known) < min(2, len(parts)) and not (
        known and known[0] and _continues_role(whole[slice(*parts[-1])], linker)
    ):
        return [bounds]
    return [(bounds[0] + a, bounds[0] + b) for a, b in parts]


def _closed(text: str, linker: Linker) -> list[Bounds]:
    """The stretches of names and roles, which no cut may divide ("Bosnia and Herzegovina")."""
    tokens = tokenize(text)
    found = [(name.first, name.last) for name in linker.names.find(tokens)]
    found += [(role.first, role.last) for role in linker.roles.find(tokens) if "*" not in role.role.pattern]
    return [(tokens[first].start, tokens[last - 1].end) for first, last in found if last - first > 1]


def _with_appositions(text: str, parts: list[Bounds], linker: Linker) -> list[Bounds]:
    """Joins a role and the name of its bearer that a comma parted."""
    joined: list[Bounds] = []
    for start, end in parts:
        tokens = tokenize(text[start:end])
        beside = joined and linker.parse(text[slice(*joined[-1])]).headed is Headed.ROLE
        if (
            beside
            and person_like(tokens)
            and not linker.names.find(tokens)
            and text[joined[-1][1] : start].strip() == ","
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _stands_alone(text: str, linker: Linker) -> bool:
    return linker.resolve(text).country is not None or person_like(tokenize(text))


def _continues_role(text: str, linker: Linker) -> bool:
    """Whether a member is a role that takes its country from the member before it ("Niger's army and police")."""
    return linker.parse(text).headed is Headed.ROLE
