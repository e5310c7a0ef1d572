"""A user's file adds to the shipped actors and changes them; what is wrong with it is told by line."""

from datetime import date
from pathlib import Path

import pytest

from legation.actors.linking import Linker
from legation.errors import ConfigurationError
from legation.ontology.check import findings
from legation.ontology.data import actor_tables
from legation.ontology.finding import Tables
from legation.ontology.knowledge import build_knowledge
from legation.ontology.own_actors import COLUMNS, with_own_actors

SHIPPED = actor_tables()
EXAMPLE = Path(__file__).parents[2] / "docs" / "actors-example.tsv"


def _file(folder: Path, *lines: str) -> Path:
    """A file of these lines, with " / " where a tab stands, under a header."""
    path = folder / "my.tsv"
    path.write_text("\n".join("\t".join(line.split(" / ")) for line in (" / ".join(COLUMNS), *lines)), encoding="utf-8")
    return path


def _with(folder: Path, *lines: str) -> Tables:
    return with_own_actors(SHIPPED, _file(folder, *lines))


def _only(tables: Tables, table: str, identity: str) -> list[dict[str, str]]:
    return [row for row in tables[table] if row["id"] == identity]


def test_the_example_adds_and_changes_what_it_says() -> None:
    linker = Linker(build_knowledge(with_own_actors(SHIPPED, EXAMPLE)))
    before, after = date(2026, 8, 1), date(2026, 10, 1)

    def named(text: str, on: date = after, context: str | None = None) -> tuple[str | None, str | None]:
        link = linker.resolve(text, on=on, context=context)
        return link.actor_id, link.name

    assert named("NRB fighters") == ("north-river-brigade", "North River Brigade")
    assert named("Mali's foreign minister") == ("MLI", "Ada Example")
    assert named("Mali's foreign minister", before) == ("MLI", "Abdoulaye Diop")
    assert named("Ada Maria Example", before) == ("RIVER-PACT", "Ada Example")
    assert named("the Hexagon") == ("FRA", "France")
    assert named("the Joint Patrol") == ("north-river-brigade", "North River Brigade")
    assert named("the Joint Patrol", context="The River Pact met.")[0] == "RIVER-PACT"
    assert named("the Wagner Group of Old")[1] == named("the PMC Wagner")[1] == "Wagner Group of Old"


def test_what_is_not_in_the_file_stays_as_it_is_shipped() -> None:
    tables = with_own_actors(SHIPPED, EXAMPLE)
    touched = {"FRA", "wagner", "abdoulaye-diop"}
    for table in ("countries", "bodies", "groups", "holders"):
        kept = [row for row in SHIPPED[table] if row["id"] not in touched]
        assert [row for row in tables[table] if "line" not in row and row["id"] not in touched] == kept
    (france,) = _only(tables, "countries", "FRA")
    assert france["demonyms"] == _only(SHIPPED, "countries", "FRA")[0]["demonyms"]
    assert actor_tables() == SHIPPED


def test_the_rows_of_a_person_take_the_place_of_all_that_are_shipped(tmp_path: Path) -> None:
    tables = _with(tmp_path, "holder / abdoulaye-diop / Abdoulaye Diop /  / MLI / GOV / trade minister / 2024 / ")
    assert [row["title"] for row in _only(tables, "holders", "abdoulaye-diop")] == ["trade minister"]


def test_a_shipped_holder_leaves_only_an_office_that_one_person_holds(tmp_path: Path) -> None:
    lines = [
        "holder / ada-example / Ada Example /  / CHN / GOV / foreign ministry spokesman / 2026-06 / ",
        "holder / eva-example / Eva Example /  / CHN / GOV / foreign minister / 2026-06 / ",
    ]
    tables = _with(tmp_path, *lines)
    assert findings(tables) == []
    ended = [row for row in tables["holders"] if row not in SHIPPED["holders"] and "line" not in row]
    assert [(row["title"], row["end"]) for row in ended] == [("foreign minister", "2026-06")]


WRONG = [
    ("tribe / x / X", "kind 'tribe' is none of"),
    ("group / x y / X /  / MLI / REB", "id 'x y' is not letters"),
    ("group /  / X /  / MLI / REB", "id '' is not letters"),
    ("group / x-men / X Men /  / MLX / REB", "unknown country 'MLX'"),
    ("group / x-men / X Men /  / MLI / INS", "unknown sector 'INS'"),
    ("group / x-men / X Men /  /  / REB", "a group needs a country"),
    ("group / x-men / ... /  / MLI / REB", "a name without letters"),
    ("group / NATO / X Men /  / MLI / REB", "id 'NATO' is in 2 tables"),
    ("group / x-men / X Men / NATO / MLI / REB", "'nato' leads to NATO, x-men"),
    ("group / x-men / X Men /  / MLI / REB / rebel / 2020 / 2019", "ends 2019, before it starts 2020"),
    ("group / x-men / X Men /  / MLI / REB / rebel / last spring / ", "invalid date 'last spring'"),
    ("country / FRA / France /  /  / GOV", "a country has no sector"),
    ("holder / x / Ada Example /  / FRA / GOV", "a holder needs a title"),
    ("holder / x / Ada Example /  / FRA / GOV / foreign minister / 2019 / 2021", "is foreign minister of FRA beside"),
    ("holder / m23 / Ada Example /  / FRA / GOV / harbour minister / 2019 / 2021", "id 'm23' is in 2 tables"),
    ("alias / x-men / The X", "no actor and no holder has the id 'x-men'"),
    ("alias / FRA / Britain", "'britain' leads to FRA, GBR"),
    ("alias / FRA|x-men / The X /  /  /  / prefer", "unknown ids 'x-men'"),
    ("alias / FRA|USA / The X /  /  /  / guess", "'guess' is none of"),
    ("group / a / b / c / MLI / REB / rebel / 2020 / 2021 / more", "10 cells under 9 columns"),
]


@pytest.mark.parametrize(("line", "words"), WRONG)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, words: str) -> None:
    lines = ("group / y-men / Y Men /  / MLI / REB", "# a comment", "", line)
    with pytest.raises(ConfigurationError) as told:
        _with(tmp_path, *lines)
    assert f"{tmp_path / 'my.tsv'}, line 5: " in str(told.value)
    assert words in str(told.value)
    assert len(str(told.value).splitlines()) == 1


def test_every_wrong_line_is_told_at_once_and_a_repeated_id_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as told:
        _with(tmp_path, "group / x / X Men /  / MLI / REB", "tribe / y / Y", "group / x / X Women /  / MLI / REB")
    assert [line.partition(", ")[2] for line in str(told.value).splitlines()] == [
        "line 3: kind 'tribe' is none of country, body, group, holder, alias",
        "line 4: id 'x' stands in line 2 already",
    ]


@pytest.mark.parametrize(
    "text", [b"", b"id\tname\n", b"kind\tid\tname\tcolour\n", b"kind\tid\tname\tname\n", b"\xff\xfe"]
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "my.tsv"
    path.write_bytes(text)
    with pytest.raises(ConfigurationError, match=r"my\.tsv"):
        with_own_actors(SHIPPED, path)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        with_own_actors(SHIPPED, tmp_path / "none.tsv")


def test_an_empty_table_and_one_from_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.tsv"
    path.write_bytes(b"kind\tid\tname\n")
    assert with_own_actors(SHIPPED, path) == SHIPPED
    path.write_bytes("\ufeffid\tkind\tname\r\nFRA\talias\tHexagonia\r\n".encode())
    assert "Hexagonia" in _only(with_own_actors(SHIPPED, path), "countries", "FRA")[0]["aliases"].split("|")
