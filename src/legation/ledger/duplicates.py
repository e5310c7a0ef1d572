"""Copies of one report: articles that share most of their wording count as one source.

MinHash over word 5-shingles (Broder 1997), stored, and found again through bands of the signature. Two articles are
copies where the estimated Jaccard similarity of their shingles reaches `SAME_REPORT`; groups are the connected
components, named by their smallest document id, so they do not depend on the order of arrival.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from legation.ledger.database import Database, Row

SHINGLE = 5
BANDS, PER_BAND = 32, 3
"""96 values: of two articles at similarity 0.5 the bands miss 1.4 %, at 0.4 12 % (1 - (1 - s^3)^32)."""
SAME_REPORT = 0.4
"""An agency report with a new lead or a few cut paragraphs stays above; two outlets' own words fall far below."""

_SEEDS = np.random.Generator(np.random.PCG64(20240422))
_FACTORS = _SEEDS.integers(1, 2**63, size=BANDS * PER_BAND, dtype=np.uint64) | np.uint64(1)
_TERMS = _SEEDS.integers(0, 2**63, size=BANDS * PER_BAND, dtype=np.uint64)
_CHUNK = 4096
_NAMES = [f"b{number}" for number in range(BANDS)]
_AT_ONCE = 10_000
"""So many signatures are read at once: each takes 3 kB."""
_FEW = 10
"""So many documents are asked for one by one."""
_WORD = re.compile(r"\w+")


def signature(text: str) -> list[int] | None:
    """The MinHash values of a text; None where it has fewer words than one shingle."""
    words = np.fromiter((crc32(word.encode()) for word in _WORD.findall(text.casefold())), dtype=np.uint64)
    if len(words) < SHINGLE:
        return None
    count = len(words) - SHINGLE + 1
    shingles = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):  # a polynomial over the words; uint64 arithmetic wraps, as wanted
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + words[place : place + count]
    shingles = np.unique(shingles ^ (shingles >> np.uint64(29)))
    lowest = np.full(BANDS * PER_BAND, np.iinfo(np.uint64).max, dtype=np.uint64)
    for begin in range(0, len(shingles), _CHUNK):  # bounded memory for texts of any length
        part = shingles[begin : begin + _CHUNK, None] * _FACTORS + _TERMS
        lowest = np.minimum(lowest, part.min(axis=0))
    return [int(value) for value in lowest >> np.uint64(32)]


def bands(values: Sequence[int]) -> dict[str, int]:
    """The values of each band in one number; articles that share one are compared, even if by mere chance."""
    whole = np.array(values, dtype=np.uint64).reshape(BANDS, PER_BAND)
    mixed = (whole * _FACTORS[:PER_BAND]).sum(axis=1) >> np.uint64(32)
    return dict(zip(_NAMES, map(int, mixed), strict=True))


def similarity(one: npt.ArrayLike, other: npt.ArrayLike) -> float:
    """The estimated Jaccard similarity of two texts, from their signatures."""
    return np.count_nonzero(np.equal(one, other)) / (BANDS * PER_BAND)


def signature_rows(document_id: str, text: str) -> list[Row]:
    """What is kept of a text so that its copies are found; nothing of too short a text."""
    values = signature(text)
    return [] if values is None else [{"document_id": document_id, "signature": values}]


def join_groups(database: Database, documents: Iterable[str]) -> set[str]:
    """Puts each document with its copies; gives every document whose group has changed, the new ones included."""
    new = sorted(set(documents))
    _keep_bands(database, new)
    links = _links(database, new)
    near = sorted({document_id for pair in links for document_id in pair})
    known = dict(
        database.rows(
            "SELECT document_id, copy_group FROM copies WHERE copy_group IN "
            "(SELECT copy_group FROM copies WHERE document_id IN (SELECT unnest(?)))",
            [[*near, *new]],
        )
    )
    groups = _components([*new, *known], [*links, *known.items()])
    changed = sorted(document_id for document_id, group in groups.items() if known.get(document_id) != group)
    database.replace("copies", "document_id", changed, _rows(groups, changed))
    return set(changed)


def group_all(database: Database, documents: Sequence[str]) -> None:
    """Puts all documents with their copies, whatever the groups were before."""
    _keep_bands(database, documents)
    groups = _components(documents, _links(database, documents))
    database.replace("copies", "document_id", documents, _rows(groups, documents))


def _rows(groups: Mapping[str, str], documents: Iterable[str]) -> list[Row]:
    return [{"document_id": name, "copy_group": groups[name]} for name in documents]


def _keep_bands(database: Database, documents: Sequence[str]) -> None:
    """Keeps the bands of those documents that have a signature and no bands yet."""
    for begin in range(0, len(documents), _AT_ONCE):
        part = documents[begin : begin + _AT_ONCE]
        signed = database.rows(
            "SELECT document_id, signature FROM signatures WHERE document_id IN (SELECT unnest(?)) "
            "AND document_id NOT IN (SELECT document_id FROM bands WHERE document_id IN (SELECT unnest(?)))",
            [part, part],
        )
        database.insert("bands", [{"document_id": name} | bands(values) for name, values in signed])


def _links(database: Database, documents: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of copies of which at least one is among the documents."""
    candidates = sorted(_sharing_a_band(database, documents))
    parts = (candidates[begin : begin + _AT_ONCE] for begin in range(0, len(candidates), _AT_ONCE))
    return [pair for part in parts for pair in _copies(database, part)]


def _copies(database: Database, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    wanted = sorted({document_id for pair in pairs for document_id in pair})
    signed = database.rows(
        "SELECT document_id, signature FROM signatures WHERE document_id IN (SELECT unnest(?))", [wanted]
    )
    stored = {document_id: np.array(values, dtype=np.uint32) for document_id, values in signed}
    return [(one, other) for one, other in pairs if similarity(stored[one], stored[other]) >= SAME_REPORT]


def _sharing_a_band(database: Database, documents: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs to compare. For a few documents the values are asked for: half the time of a join."""
    if len(documents) > _FEW:
        joins = " UNION ".join(
            f"SELECT mine.document_id, other.document_id FROM mine JOIN bands AS other USING ({name}) "
            "WHERE mine.document_id <> other.document_id"
            for name in _NAMES
        )
        mine = "SELECT * FROM bands WHERE document_id IN (SELECT unnest(?))"
        return database.rows(f"WITH mine AS MATERIALIZED ({mine}) {joins}", [documents])
    own = database.rows(
        f"SELECT document_id, {', '.join(_NAMES)} FROM bands WHERE document_id IN (SELECT unnest(?))", [documents]
    )
    shared = f"SELECT document_id FROM bands WHERE {' OR '.join(f'{name} = ?' for name in _NAMES)}"
    return [(one, other) for one, *values in own for (other,) in database.rows(shared, values) if other != one]


def _components(members: Iterable[str], links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each member with the smallest name of its connected component."""
    parent = {member: member for member in members}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    for one, other in links:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {member: root(member) for member in parent}
