"""The shipped knowledge loads whole and fast, and names are compared as people write them."""

import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.actors.names import Names, transliterated
from legation.actors.roles import Roles, singular
from legation.errors import DataError
from legation.ontology.data import actor_tables
from legation.ontology.knowledge import (
    Knowledge,
    alias_key,
    build_knowledge,
    load_knowledge,
    names_and_demonyms,
)
from legation.ontology.spelling import tokenize

TEXTS = actor_tables()


def _changed(table: str, **cells: str) -> dict[str, list[dict[str, str]]]:
    first = TEXTS[table][0] | cells
    return TEXTS | {table: [first, *TEXTS[table][1:]]}


def test_a_process_that_can_link_took_little_time_and_memory_to_get_there() -> None:
    probe = """
import time, psutil
from legation.actors.linking import Linker
from legation.ontology.knowledge import load_knowledge
start = time.process_time()
assert len(Linker(load_knowledge()).knowledge.countries) > 200
assert load_knowledge() is load_knowledge()
print(time.process_time() - start, psutil.Process().memory_info().rss / 2**20)
"""
    runs = [subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True) for _ in range(3)]
    seconds, mebibytes = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    assert min(seconds) < 0.7  # twice the aim, for a slow or busy machine; `benchmarks.actor_resolution` measures it
    assert max(mebibytes) < 200


def test_every_name_of_the_tables_leads_to_its_actor() -> None:
    knowledge = load_knowledge()
    for table in ("countries", "bodies", "groups"):
        for row in TEXTS[table]:
            assert row["id"] in {target.actor_id for target in knowledge.aliases[alias_key(row["name"])]}
    surfaces = set(names_and_demonyms(knowledge))
    assert {"Niger", "Nigerien", "ECOWAS", "Kremlin", "Mohamed Toumba"} <= surfaces


def test_sentences_are_not_screened_by_surnames_that_many_bear() -> None:
    names = set(names_and_demonyms(load_knowledge()))
    assert {"Friday", "John", "Johnson"}.isdisjoint(names)
    assert {"Macron", "Boris Johnson", "Godwin Friday"} <= names


def test_contradictions_in_the_tables_are_refused() -> None:
    for tables in (
        _changed("holders", country="XYZ"),
        _changed("holders", start="last spring"),
        _changed("bodies", id="USA"),
        _changed("countries", name="..."),
    ):
        with pytest.raises(DataError):
            build_knowledge(tables)


@given(st.text(max_size=60))
def test_tokens_slice_back_in_order(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(one.end <= two.start for one, two in pairwise(tokens))


@given(st.sampled_from(names_and_demonyms(load_knowledge())))
def test_a_name_has_one_key_however_it_is_encoded(name: str) -> None:
    assert alias_key(name) == alias_key(unicodedata.normalize("NFD", name)) == alias_key(f"the {name}")


@given(st.text(st.characters(categories=("L", "M", "N", "P", "Zs")), max_size=20))
def test_a_name_has_the_keys_of_its_words_whatever_it_is_made_of(name: str) -> None:
    assert alias_key(name) == tuple(token.key for token in tokenize(name) if token.key != "the")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.", "US"),
        ("Côte d'Ivoire", "Cote d’Ivoire"),
        ("N'Djamena", "N’djamena"),
        ("Guinea-Bissau", "Guinea Bissau"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert alias_key(one) == alias_key(other)


def test_transliterations_meet_and_different_names_do_not() -> None:
    assert transliterated("mohammed toumba") == transliterated("mohamed tumba")
    assert transliterated("volodymyr zelenskiy") == transliterated("volodymyr zelensky")
    assert transliterated("mali") != transliterated("malawi")


def test_singular_undoes_the_regular_plurals() -> None:
    plurals = {
        "ministers": "minister",
        "agencies": "agency",
        "policemen": "policeman",
        "police": "police",
        "mps": "mp",
    }
    assert {word: singular(word) for word in plurals} == plurals


def _found(text: str, knowledge: Knowledge) -> list[str]:
    tokens = tokenize(text)
    names = Names(knowledge, Roles(knowledge).words)
    return [text[tokens[name.first].start : tokens[name.last - 1].end] for name in names.find(tokens)]


def test_the_longest_name_wins_and_pieces_of_other_names_do_not_count() -> None:
    knowledge = load_knowledge()
    text = "Chad Smith of South Sudan met Air France and the Niger Delta governor in Guinea-Bissau, us too."
    assert _found(text, knowledge) == ["South Sudan", "Guinea-Bissau"]


def test_two_single_names_in_a_row_are_a_stranger_only_if_one_is_a_surname() -> None:
    knowledge = load_knowledge()
    assert _found("Jordan Stoltenberg met Chad Macron.", knowledge) == []
    assert _found("The Russia Ukraine war goes on, NATO's Stoltenberg said.", knowledge) == [
        "Russia",
        "Ukraine",
        "NATO",
        "Stoltenberg",
    ]


def test_a_surname_after_a_first_name_and_a_particle_is_another_persons() -> None:
    knowledge = load_knowledge()
    assert _found("Carolina de Sousa met Ana von der Leyen.", knowledge) == []
    assert _found("President de Sousa met Ursula von der Leyen.", knowledge) == ["Sousa", "Ursula von der Leyen"]
