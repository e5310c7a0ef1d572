"""The layouts of others: PLOVER's fields and codes, CAMEO's codes, GDELT's columns."""

import json
from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from small_ledger import Says, article_of

from legation.export.cameo import COLUMNS, cameo_code, cameo_events, write_cameo
from legation.export.plover import plover_actor, plover_events, write_plover
from legation.ledger.store import open_ledger
from legation.ontology.codebook import event_types, plover_reading
from legation.ontology.cooperation import DIRECTIONS, load_cooperation
from legation.ontology.data import read_tsv
from legation.ontology.knowledge import load_knowledge
from legation.records.event import Cooperation, EventMention, Factuality, Side


def mention_of(event_type: str, mode: str | None, factuality: Factuality, cooperation: Cooperation | None = None):
    _, [mention] = article_of([Says(event_type, "USA", "NER", factuality.value)])
    reading = plover_reading(event_type, factuality, mode)
    return replace(mention, mode=(mode,) if mode else (), plover=reading, cooperation=cooperation)


def side(actor_id: str | None, country: str | None, *sector: str) -> Side:
    return Side("x", 0, 1, actor_id, None, country, sector)


@pytest.mark.parametrize(
    ("given", "code", "sector"),
    [
        (side("XKX", "XKX", "GOV"), "KOS", ("GOV",)),
        (side("UN", "IGO"), "UNO", ()),
        (side("MINUSMA", "IGO"), "UNO", ()),
        (side("EU", "IGO"), "EUR", ()),
        (side("NATO", "IGO", "MIL"), "IGO", ("MIL",)),
        (side("ESH", "ESH"), "MAR", ("PRE",)),
        (side("abkhazia", "abkhazia", "GOV"), "GEO", ("GOV", "PRE")),
        (side("GRL", "GRL"), "DNK", ()),
        (side("HKG", "HKG"), "HKG", ()),
        (side("TWN", "TWN", "GOV"), "TWN", ("GOV",)),
        (side("wagner", "RUS", "PRM"), "RUS", ("PRM",)),
        (side(None, None), None, ()),
    ],
)
def test_actors_have_the_codes_that_plover_gives_them(given, code, sector):
    actor = plover_actor(given)
    assert (actor.code, actor.sector) == (code, sector)


def test_every_actor_with_a_code_of_its_own_is_known():
    assert {row["actor_id"] for row in read_tsv("ontology/plover_actors.tsv")} <= load_knowledge().actors.keys()


def test_plover_codes_have_three_letters():
    for actor in load_knowledge().actors.values():
        code = plover_actor(Side("x", 0, 1, actor.actor_id, None, actor.country)).code
        assert code is None or (len(code) == 3 and code.isupper()), actor


def test_a_plan_is_exported_in_its_plover_reading(ledger_file):
    with open_ledger(ledger_file) as ledger:
        _, [mention] = told = article_of(
            [Says("CONSULT", "TUR", "MLI", "planned", time=(date(2024, 7, 1), None, "day"))]
        )
        read = replace(mention, mode=("visit",), plover=plover_reading("CONSULT", Factuality.PLANNED, "visit"))
        ledger.add(told[0], [read])
        [record] = [each for each in plover_events(ledger) if each["source"][0]["code"] == "TUR"]
    assert (record["event"], record["event_scale"], record["quad_code"]) == (["AGREE"], 2.5, 1)
    assert record["mode"] == []
    assert record["date"] == "2024-04-22"  # the day on which it was said
    assert record["recipient"][0]["code"] == "MLI"


def test_what_is_only_possible_or_past_is_marked(ledger_file):
    with open_ledger(ledger_file, read_only=True) as ledger:
        contexts = {(event["event"][0], tuple(event["context"])) for event in plover_events(ledger)}
    assert ("AID", ("hypothetical",)) in contexts
    assert ("AID", ()) in contexts


def test_a_mutual_event_has_all_parties_as_source(tmp_path):
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*article_of([Says("CONSULT", "TUR", "MLI", mutual=True)]))
        [record] = plover_events(ledger)
    assert [actor["code"] for actor in record["source"]] == ["TUR", "MLI"]
    assert record["recipient"] == []


def test_every_plover_record_leads_back_to_its_words(ledger_file, tmp_path):
    with open_ledger(ledger_file, read_only=True) as ledger:
        number = write_plover(ledger, tmp_path / "plover.jsonl")
        assert number == ledger.counts()["events"] > 0
        records = [json.loads(line) for line in (tmp_path / "plover.jsonl").read_text(encoding="utf-8").splitlines()]
        for record in records:
            text = ledger.article(record["cite_info"]["document_id"]).text
            info = record["text_info"]
            assert text[info["start"] : info["end"]] == record["text"]
            for actor in (*record["source"], *record["recipient"]):
                assert text[actor["start"] : actor["end"]] == actor["actor_text"]


def every_event() -> list[EventMention]:
    types = event_types().values()
    kinds = [(one.code, mode) for one in types for mode in (None, *one.modes)]
    return [mention_of(code, mode, factuality) for (code, mode), factuality in product(kinds, Factuality)]


def test_every_event_type_mode_and_factuality_has_a_cameo_code():
    codes = {mention.event_type: cameo_code(mention) for mention in every_event()}
    assert codes.keys() == event_types().keys()


def test_a_cameo_code_belongs_to_the_root_of_its_plover_type():
    roots = {
        **{"AGREE": "03", "CONSULT": "04", "SUPPORT": "05", "CONCEDE": "08", "COOPERATE": "06", "AID": "07"},
        **{"RETREAT": "08", "REQUEST": "10", "REJECT": "12", "THREATEN": "13", "PROTEST": "14", "MOBILIZE": "15"},
    }
    wide = {"ACCUSE": {"09", "11"}, "SANCTION": {"16", "11"}, "COERCE": {"17"}, "ASSAULT": {"17", "18", "19", "20"}}
    for mention in every_event():
        reading = mention.plover.event_type
        assert cameo_code(mention).root in wide.get(reading, {roots.get(reading)}), (reading, mention.mode)


def test_every_row_of_the_table_can_be_reached_and_has_a_place_on_the_scale():
    rows = {row["code"] for row in read_tsv("ontology/cameo.tsv")}
    scale = {row["code"]: float(row["goldstein"]) for row in read_tsv("ontology/cameo_codes.tsv")}
    assert rows == scale.keys()
    assert all(-10 <= value <= 10 for value in scale.values())
    made = {cameo_code(mention).code for mention in every_event()}
    for kind, direction, one in product(load_cooperation(), DIRECTIONS, every_event()):
        made.add(cameo_code(replace(one, cooperation=Cooperation(kind, direction, (), ()))).code)
    assert made == rows


@pytest.mark.parametrize(
    "kind", sorted(kind for kind, known in load_cooperation().items() if known.cameo and kind != "combat")
)
def test_beginning_a_cooperation_has_the_code_that_the_ontology_names(kind):
    """But for combat: CAMEO codes a fight at the enemy, who is no side of the relationship."""
    entry = load_cooperation()[kind].event_types["entry"]
    mention = mention_of(entry.event_type, entry.mode, Factuality.OCCURRED, Cooperation(kind, "entry", (), ()))
    assert cameo_code(mention).code.startswith(load_cooperation()[kind].cameo)


def test_the_event_table_has_gdelts_columns_one_row_per_pair(ledger_file, tmp_path):
    assert len(COLUMNS) == len(set(COLUMNS)) == 61
    with open_ledger(ledger_file, read_only=True) as ledger:
        rows = list(cameo_events(ledger))
        assert write_cameo(ledger, tmp_path / "events.csv") == len(rows)
    lines = [line.split("\t") for line in (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()]
    assert {len(line) for line in lines} == {61}
    [retreat] = [row for row in rows if row["EventCode"] == "087"]
    assert (retreat["Actor1CountryCode"], retreat["Actor2CountryCode"]) == ("USA", "NER")
    assert retreat["SQLDATE"] == "20240422"
    assert retreat["GLOBALEVENTID"]
