"""Which way the words around a time look."""

import pytest

from legation.reading.tense import looks_ahead


@pytest.mark.parametrize(
    ("sentence", "ahead"),
    [
        ("Ministers will meet on Tuesday.", True),
        ("Ministers met on Tuesday.", False),
        ("On Tuesday, ministers will meet.", True),
        ("On Tuesday, the minister said that he would resign.", False),
        ("The minister, who was freed in May, is to speak on Tuesday.", True),
        ("The court is expected to be reopened on Tuesday.", True),
        ("They agreed to hold talks on Tuesday.", True),
        ("They refused to hold talks on Tuesday.", False),
        ("Envoys gather on Tuesday.", True),
        ("To gather on Tuesday is wise.", None),
        ("The armed men on Tuesday, a witness among them.", None),
        ("They'll leave on Tuesday.", True),
        ("They have until Tuesday to leave.", True),
        ("He was told to leave by Tuesday.", True),
        ("It went on until Tuesday.", False),
        ("He will resign. Protesters on Tuesday.", None),
        ("Protesters on Tuesday. He will resign.", None),
        ("He will resign.\nProtesters on Tuesday", None),
    ],
)
def test_the_nearest_word_that_tells_counts(sentence: str, ahead: bool | None) -> None:
    start = sentence.index("Tuesday")
    start -= 3 if sentence[max(0, start - 3) : start].lower() == "on " else 0
    assert looks_ahead(sentence, start, sentence.index("Tuesday") + len("Tuesday")) is ahead
