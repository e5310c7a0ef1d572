"""The shipped data hold no contradiction, and a planted one of each kind is found."""

import pytest

from legation.ontology import check
from legation.ontology.check import findings
from legation.ontology.data import TABLES, actor_tables, cells
from legation.ontology.finding import Finding, Tables
from legation.ontology.periods import overlapping_terms


def _copy(tables: Tables) -> Tables:
    return {name: [dict(row) for row in rows] for name, rows in tables.items()}


@pytest.fixture(scope="module")
def tables() -> Tables:
    return actor_tables()


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
    ("shared_offices", "country", "president", "NIG", "unknown country 'NIG'"),
    ("shared_offices", "end", "president", "2009", "ends 2009, before it starts"),
    ("common_surnames", "effect", "smith", "often", "'often' is none of"),
    ("hosts", "host", "AMIS", "SUD", "unknown host 'SUD'"),
    ("leading_offices", "countries", "head of state", "NIG", "unknown countries 'NIG'"),
    ("leading_offices", "office", "head of state", "boss", "'boss' is none of"),
    ("roles", "sector", "interior minister", "INT", "unknown sector 'INT'"),
    ("roles", "pattern", "interior minister", "Interior Minister", "not a lower-case phrase"),
    ("roles", "pattern", "interior minister", "minister * affairs", "at most a final *"),
    ("roles", "kind", "interior minister", "thing", "'thing' is none of"),
    ("modifiers", "effect", "former", "gone", "'gone' is none of"),
    ("ambiguous", "ids", "Congo", "COD|ZAR", "unknown ids 'ZAR'"),
    ("ambiguous", "ids", "Congolese", "COD", "'congolese' leads to COD, COG"),
    ("ambiguous", "rule", "Congo", "guess", "'guess' is none of"),
    ("country_traits", "rulers", "NER", "FR", "unknown rulers 'FR'"),
    ("country_traits", "neighbours", "NER", "MLI|JPN", "'NER' has neighbour JPN, which does not name it"),
    ("descriptive_nouns", "kinds", "bloc", "club", "'bloc' stands for unknown kind 'club'"),
]


@pytest.mark.parametrize(("table", "column", "key", "value", "words"), PLANTED)
def test_planted_contradiction_is_found(
    tables: Tables, table: str, column: str, key: str | None, value: str, words: str
) -> None:
    planted = _copy(tables)
    rows = planted[table]
    row = rows[0] if key is None else next(row for row in rows if next(iter(row.values())) == key)
    row[column] = value
    found = findings(planted)
    assert any(words in str(finding) for finding in found), found


def test_a_repeated_row_is_found(tables: Tables) -> None:
    for table in set(TABLES) - {"shared_offices", "leading_offices"}:
        planted = _copy(tables)
        planted[table].append(dict(planted[table][-1]))
        assert any("occurs 2 times" in str(finding) for finding in findings(planted)), table


def test_vague_and_exact_dates_compare_at_the_vaguer_precision(tables: Tables) -> None:
    planted = _copy(tables)
    term = next(row for row in planted["holders"] if row["id"] == "mohamed-toumba")
    term["start"], term["end"] = "2023-08-10", "2023"
    assert findings(planted) == []


def _term(person: str, start: str, end: str, title: str = "harbour minister", country: str = "NER") -> dict[str, str]:
    slug = person.lower().replace(" ", "-")
    keys = ("id", "person", "aliases", "country", "title", "sector", "start", "end", "source")
    return dict(zip(keys, (slug, person, "", country, title, "GOV", start, end, "test"), strict=True))


# the terms of two holders of one office, and whether they overlap
TERMS = [
    (("2019-01-01", "2020-06-30"), ("2020-06-30", ""), False),
    (("2019-01-01", "2020-06-30"), ("2020-06-29", ""), True),
    (("2019", "2020"), ("2020-03", "2021"), False),
    (("2019", "2020-03"), ("2020-02", "2021"), True),
    (("2019", ""), ("2020", "2021"), True),
    (("2019", ""), ("2018", "2019-05"), False),
    (("2019", "2021"), ("2019-02", "2019-04"), False),
    (("2019-01", "2021"), ("2019-02", "2019-04"), True),
    (("", "2019"), ("2019-04", ""), False),
    (("", "2019"), ("", "2020"), False),
]


@pytest.mark.parametrize(("one", "two", "overlap"), TERMS)
def test_holders_of_a_one_person_office_do_not_overlap(tables, one, two, overlap) -> None:
    for first, second in ((one, two), (two, one)):
        planted = tables | {"holders": [_term("Ada First", *first), _term("Eva Second", *second)], "ambiguous": []}
        found = list(overlapping_terms(planted))
        assert bool(found) == overlap, found
        assert all("Eva Second is harbour minister of NER beside Ada First" in str(one) for one in found)


def test_an_office_is_shared_where_the_table_says_so_and_only_then(tables: Tables) -> None:
    both = [("Ada First", "2010-12-04", "2011-04-11"), ("Eva Second", "2010-12-04", "")]

    def found(title: str, country: str, *terms: tuple[str, str, str]) -> list[Finding]:
        rows = [_term(*term, title, country) for term in terms]
        return list(overlapping_terms(tables | {"holders": rows}))

    assert not found("deputy harbour minister", "NER", *both)
    assert found("deputyship minister", "NER", *both)
    assert not found("president", "CIV", *both)
    assert found("president", "NER", *both)
    assert found("president", "CIV", ("Ada First", "2012", "2014"), ("Eva Second", "2013", ""))


def test_one_word_that_persons_share_needs_no_rule_but_whole_names_and_groups_do(tables: Tables) -> None:
    planted = _copy(tables)
    planted["holders"] += [_term("Ada Firstborn", "2019", "2020"), _term("Eva Firstborn", "2020", "2021")]
    assert findings(planted) == []
    planted["holders"][-1]["aliases"] = "Ada Firstborn"
    assert ["leads to ada-firstborn, eva-firstborn" in str(finding) for finding in findings(planted)] == [True]
    planted["holders"][-1]["aliases"] = planted["holders"][-2]["aliases"] = "Firsty"
    assert findings(planted) == []
    planted["groups"][-1]["aliases"] = "Firsty"
    assert any("'firsty' leads to ada-firstborn, eva-firstborn" in str(finding) for finding in findings(planted))


def test_two_spellings_of_an_ambiguous_name_are_one_name(tables: Tables) -> None:
    planted = _copy(tables)
    planted["ambiguous"].append(
        next(row for row in planted["ambiguous"] if row["alias"] == "Congo") | {"alias": "CONGO"}
    )
    assert any("name 'congo' occurs 2 times" in str(finding) for finding in findings(planted))


def test_every_shipped_country_has_a_point(tables: Tables) -> None:
    assert all(row["lat"] and row["lon"] for row in tables["countries"])


def test_an_unlisted_alias_of_two_actors_is_found_whatever_its_case_and_accents(tables: Tables) -> None:
    planted = _copy(tables)
    next(row for row in planted["groups"] if row["id"] == "fla")["aliases"] = "PRESIDENT ELYSEE|ELYSEE"
    assert any("'elysee' leads to FRA, fla" in str(finding) for finding in findings(planted))


def test_ecowas_and_the_alliance_of_sahel_states_share_no_member(tables: Tables) -> None:
    members = {row["id"]: set(cells(row["members"])) for row in tables["bodies"]}
    assert members["AES"] == {"BFA", "MLI", "NER"}
    assert len(members["ECOWAS"]) == 12
    assert not members["AES"] & members["ECOWAS"]


def test_main_writes_findings_to_standard_error(
    tables: Tables, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = _copy(tables)
    planted["groups"][0]["sector"] = "INS"
    monkeypatch.setattr(check, "actor_tables", lambda: planted)
    assert check.main() == 1
    captured = capsys.readouterr()
    assert "unknown sector 'INS'" in captured.err
    assert captured.out == ""
