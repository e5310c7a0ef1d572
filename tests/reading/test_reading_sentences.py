"""Sentences: what ends one and what does not, and what must hold for any text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.reading.sentences import sentences
from legation.records.article import Article

_CASES = {
    "dateline with country and agency": (
        "NIAMEY, Niger (Harmattan Wire) — The army left. It was late.",
        ["The army left.", "It was late."],
    ),
    "dateline of a city": ("BAMAKO — Troops came.", ["Troops came."]),
    "dateline with a day": ("BAMAKO, 12 May - Troops came.", ["Troops came."]),
    "dateline of two cities": ("PARIS/BERLIN, May 3 (Wire) – Troops came.", ["Troops came."]),
    "dateline in small letters": ("Niamey (Wire) – Troops left.", ["Troops left."]),
    "agency alone": ("(Wire) - Troops left.", ["Troops left."]),
    "acronym before a dash": ("ECOWAS — The bloc — said so.", ["ECOWAS — The bloc — said so."]),
    "abbreviation before a dash": ("U.S. – Niger talks failed.", ["U.S. – Niger talks failed."]),
    "capitals before an aside": ("TIANI — who rules — left.", ["TIANI — who rules — left."]),
    "initials": (
        "J. F. Kennedy met W. E. B. Du Bois. They spoke.",
        ["J. F. Kennedy met W. E. B. Du Bois.", "They spoke."],
    ),
    "ranks": (
        "Gen. Tiani and Lt. Col. Goïta met Mr. Toumba. St. Louis was calm.",
        ["Gen. Tiani and Lt. Col. Goïta met Mr. Toumba.", "St. Louis was calm."],
    ),
    "country inside": ("The U.S. Africa Command and the U.N. Security Council met.",) * 2,
    "country at the end": ("It left the U.S. It said no.", ["It left the U.S.", "It said no."]),
    "letter at the end": ("They have a Plan B. The army waits.", ["They have a Plan B.", "The army waits."]),
    "word or abbreviation": (
        "He said no. They sat. On Dec. 12, it was No. 5.",
        ["He said no.", "They sat.", "On Dec. 12, it was No. 5."],
    ),
    "firm": (
        "Acme Inc. Chairman Ali left Acme Inc. The firm fell.",
        ["Acme Inc. Chairman Ali left Acme Inc.", "The firm fell."],
    ),
    "time of day": ("They left at 5 p.m. Monday. It rained.", ["They left at 5 p.m. Monday.", "It rained."]),
    "decimals": ("It costs 3.5 million. A 2.1 percent rise.", ["It costs 3.5 million.", "A 2.1 percent rise."]),
    "ellipsis": ("We will … see... and wait... The end.", ["We will … see... and wait...", "The end."]),
    "marks": ("Why? Nobody knows! So be it.", ["Why?", "Nobody knows!", "So be it."]),
    "brackets": ("They left. (It was late.) They slept.", ["They left.", "(It was late.)", "They slept."]),
    "speaker after, curly": (
        "“We want them here.” Toumba said. He left.",
        ["“We want them here.” Toumba said.", "He left."],
    ),
    "speaker after, straight": ('"They go." The minister said so.', ['"They go." The minister said so.']),
    "speaker with his office": (
        '"It ends here." Toumba, the interior minister, said. He left.',
        ['"It ends here." Toumba, the interior minister, said.', "He left."],
    ),
    "speaker in small letters": ("“Will they go?” he asked. “No.”", ["“Will they go?” he asked.", "“No.”"]),
    "two sentences in quotes": ("“They go. We stay.” He left.", ["“They go.", "We stay.”", "He left."]),
    "nested quotes": ("“He said ‘never.’” They left.", ["“He said ‘never.’”", "They left."]),
    "name in small letters": ("They left. al-Qaeda came.", ["They left.", "al-Qaeda came."]),
    "bullets": (
        "• Niger asks.\n- Mali waits\n1. Chad goes.\n2) Togo stays",
        ["Niger asks.", "Mali waits", "Chad goes.", "Togo stays"],
    ),
    "heading": ("Key Takeaways\nNiger asks.", ["Key Takeaways", "Niger asks."]),
}


def _texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(Article("x", text))]


@pytest.mark.parametrize("name", _CASES)
def test_sentences_end_where_a_reader_ends_them(name: str) -> None:
    text, expected = _CASES[name]
    assert _texts(text) == ([expected] if isinstance(expected, str) else expected)


def test_the_title_is_one_sentence_and_comes_first() -> None:
    found = sentences(Article("x", "It left.\nIt slept.", title="Army leaves. Nobody knows why"))
    assert [(one.index, one.field, one.text, one.paragraph) for one in found] == [
        (0, "title", "Army leaves. Nobody knows why", 0),
        (1, "text", "It left.", 0),
        (2, "text", "It slept.", 1),
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “we go” and “we stay”.", ["“we go”", "“we stay”"]),
        ('He said "we go" again.', ['"we go"']),
        ("He said “we ‘may’ go” again.", ["“we ‘may’ go”"]),
        ("“They go. We stay.” He left.", ["“They go.", "We stay.”"]),
        ("“We go and stay.", ["“We go and stay."]),
        ("He left.", []),
    ],
)
def test_quotations_are_marked(text: str, quoted: list[str]) -> None:
    spans = [span for sentence in sentences(Article("x", text)) for span in sentence.quoted]
    assert [text[start:end] for start, end in spans] == quoted


_PARTS = st.sampled_from(
    [
        *"The army left . ! ? … ... “ ” \" ' ’ ) ( U.S. Gen. J. Inc. No. 5 3.5 said Toumba al-Qaeda".split(),
        *", — - • NIAMEY".split(),
        "\n",
        "\n\n",
    ]
)


@given(st.lists(_PARTS).map(" ".join) | st.text(), st.none() | st.text())
def test_sentences_slice_back_in_order_and_quotations_lie_within(text: str, title: str | None) -> None:
    article = Article("x", text, title=title)
    floors = {"title": 0, "text": 0}
    for index, one in enumerate(sentences(article)):
        field = article.text if one.field == "text" else article.title or ""
        assert field[one.start : one.end] == one.text == one.text.strip() != ""
        assert one.index == index
        assert floors[one.field] <= one.start
        floors[one.field] = one.end
        assert all(one.start <= start < end <= one.end for start, end in one.quoted)


@given(st.lists(_PARTS).map(" ".join) | st.text())
def test_no_letter_is_lost_but_for_bullets_and_datelines(text: str) -> None:
    # A leading quotation mark makes a line neither a bullet nor a dateline.
    lines = "\n".join("“" + line.replace("(", "") for line in text.split("\n"))
    kept = "".join("".join(one.split()) for one in _texts(lines))
    assert kept == "".join(lines.split())


@given(st.lists(_PARTS).map(" ".join) | st.text())
def test_only_the_lead_of_a_line_may_be_left_out(text: str) -> None:
    found = sentences(Article("x", text))
    for before, after in pairwise(found):
        if before.paragraph == after.paragraph:
            assert not text[before.end : after.start].strip()
        else:
            assert "\n" in text[before.end : after.start]
            assert not text[before.end : after.start].partition("\n")[0].strip()


@pytest.mark.parametrize(
    "unit",
    [".", '"', "“", "A", "A ", "A. ", '." ', '."A ', "AA,", "“a. ” ", "a. ", " ", ". A", "U.S. ", "(", "(A", "-", "A'"],
)
@pytest.mark.parametrize("end", ["", "a", "."])
def test_hostile_text_takes_linear_time(unit: str, end: str) -> None:
    text = unit * (100_000 // len(unit)) + end
    start = time.process_time()
    sentences(Article("x", text))
    assert time.process_time() - start < 1.0
