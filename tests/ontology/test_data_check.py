"""The shipped data hold no contradiction, and a planted one of each kind is found."""

from copy import deepcopy

import pytest

from legation.ontology import check
from legation.ontology.check import Tables, findings, shipped
from legation.ontology.data import cells


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped()


def test_shipped_data_have_no_finding(tables: Tables) -> None:
    assert check.unreadable() == []
    assert findings(tables) == []
    assert check.main() == 0


# table, column, id or pattern of the row (None: the first), planted value, words of the finding
PLANTED = [
    ("countries", "status", None, "colony", "'colony' is none of"),
    ("countries", "name", None, "", "has no name"),
    ("countries", "claimed_by", None, "XXX", "unknown claimed_by 'XXX'"),
    ("countries", "lat", "NER", "117.4", "'NER' has lat '117.4'"),
    ("countries", "lon", "NER", "nine", "'NER' has lon 'nine'"),
    ("countries", "demonyms", "NER", "Nigerian|Nigerians", "'nigerian' leads to NER, NGA"),
    ("countries", "aliases", "FRA", "NATO", "'nato' leads to FRA, NATO"),
    ("bodies", "id", "NATO", "EU", "id 'EU' occurs 2 times"),
    ("bodies", "id", "NATO", "m23", "id 'm23' is in 2 tables"),
    ("bodies", "members", "AES", "BFA|MLI|NGR", "unknown members 'NGR'"),
    ("bodies", "code", "AFRICOM", "US", "unknown code 'US'"),
    ("groups", "sector", "m23", "INS", "unknown sector 'INS'"),
    ("groups", "patron", "wagner", "Russia", "unknown patron 'Russia'"),
    ("groups", "opposes", "m23", "COD|XYZ", "unknown opposes 'XYZ'"),
    ("groups", "valid_to", "wagner", "2013", "'wagner' ends 2013, before it starts 2014"),
    ("holders", "start", "mohamed-toumba", "2023-13", "invalid date '2023-13'"),
    ("holders", "end", "mohamed-toumba", "2025-02-30", "invalid date '2025-02-30'"),
    ("holders", "start", "mohamed-toumba", "09.08.2023", "invalid date '09.08.2023'"),
    ("holders", "end", "mohamed-toumba", "2022", "ends 2022, before it starts"),
    ("holders", "person", "mohamed-bazoum", "Someone Else", "is both"),
    ("holders", "country", "mohamed-toumba", "NGR", "unknown country 'NGR'"),
    ("roles", "sector", "interior minister", "INT", "unknown sector 'INT'"),
    ("roles", "pattern", "interior minister", "Interior Minister", "not a lower-case phrase"),
    ("roles", "pattern", "interior minister", "minister * affairs", "at most a final *"),
    ("roles", "kind", "interior minister", "thing", "'thing' is none of"),
    ("modifiers", "effect", "former", "gone", "'gone' is none of"),
    ("ambiguous", "ids", "Congo", "COD|ZAR", "unknown ids 'ZAR'"),
    ("ambiguous", "ids", "Congolese", "COD", "'congolese' leads to COD, COG"),
    ("ambiguous", "rule", "Congo", "guess", "'guess' is none of"),
]


@pytest.mark.parametrize(("table", "column", "key", "value", "words"), PLANTED)
def test_planted_contradiction_is_found(
    tables: Tables, table: str, column: str, key: str | None, value: str, words: str
) -> None:
    planted = deepcopy(tables)
    rows = planted[table]
    row = rows[0] if key is None else next(row for row in rows if next(iter(row.values())) == key)
    row[column] = value
    found = findings(planted)
    assert any(words in finding for finding in found), found


def test_a_repeated_row_is_found(tables: Tables) -> None:
    for table in check.TABLES:
        planted = deepcopy(tables)
        planted[table].append(dict(planted[table][-1]))
        assert any("occurs 2 times" in finding for finding in findings(planted)), table


def test_vague_and_exact_dates_compare_at_the_vaguer_precision(tables: Tables) -> None:
    planted = deepcopy(tables)
    term = next(row for row in planted["holders"] if row["id"] == "mohamed-toumba")
    term["start"], term["end"] = "2023-08-10", "2023"
    assert findings(planted) == []


def test_an_unlisted_alias_of_two_actors_is_found_whatever_its_case_and_accents(tables: Tables) -> None:
    planted = deepcopy(tables)
    next(row for row in planted["groups"] if row["id"] == "fla")["aliases"] = "PRESIDENT ELYSEE|ELYSEE"
    assert any("'elysee' leads to FRA, fla" in finding for finding in findings(planted))


def test_ecowas_and_the_alliance_of_sahel_states_share_no_member(tables: Tables) -> None:
    members = {row["id"]: set(cells(row["members"])) for row in tables["bodies"]}
    assert members["AES"] == {"BFA", "MLI", "NER"}
    assert len(members["ECOWAS"]) == 12
    assert not members["AES"] & members["ECOWAS"]


def test_main_writes_findings_to_standard_error(
    tables: Tables, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = deepcopy(tables)
    planted["groups"][0]["sector"] = "INS"
    monkeypatch.setattr(check, "shipped", lambda: planted)
    assert check.main() == 1
    captured = capsys.readouterr()
    assert "unknown sector 'INS'" in captured.err
    assert captured.out == ""
