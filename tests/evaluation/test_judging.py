"""Readings by hand: a sheet that was filled in is kept without its words, and all readings are told in one table."""

import json

import pytest

from evaluation.judging import PARTS, sheet, store, summary

NEWS = {"niger": "France withdrew its troops from Niger. The harvest was good. Niger expelled the French ambassador."}


def answered(question: str, answer: str) -> str:
    return question.replace("=?", f"={answer}")


def test_a_sheet_that_was_filled_in_is_kept_without_its_words() -> None:
    asked = "\n".join(sheet(NEWS))
    kept = [json.loads(line) for line in store(NEWS, answered(asked.replace("missed=?", "missed=0"), "y"))]
    said = [line for line in kept if line["said"]]
    assert len(said) >= 2 and all(line["judged"] == dict.fromkeys(PARTS, "y") for line in said)
    assert [line["judged"] for line in kept if not line["said"]] == [{"missed": "0"}]
    triggers = {NEWS["niger"][start:end] for line in said for start, end in line["said"]["trigger"]}
    assert triggers >= {"withdrew", "expelled"}
    assert not any("Niger" in json.dumps(line) for line in kept)


def test_a_sheet_with_an_open_question_is_not_kept() -> None:
    with pytest.raises(ValueError, match="not answered"):
        list(store(NEWS, "\n".join(sheet(NEWS))))


def test_the_readings_are_told_in_the_order_in_which_they_were_made() -> None:
    header, _, mentions, *_, silent, rightly = summary().splitlines()
    titles = [cell.strip() for cell in header.strip("|").split("|")]
    assert titles == ["how many", "lexicon", "first model", "later model"]
    assert mentions.count("100") == 2 and silent.count("100") == 3
    assert all(int(cell) < 100 for cell in rightly.strip("|").split("|")[1:])
