"""Pasted text: title, dek and byline are found, debris goes, the article's own paragraphs stay in order."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.sources.cleaning import is_debris
from legation.sources.inputs import article_from_text
from legation.sources.text import document_id, language_of, normalize, parse_date

TITLE = "Ruritania Asks Freedonia for Trainers Amid Sylvanian Departure"
DEK = "The defence minister wants Freedonian specialists in the barracks, as the last Sylvanian soldiers prepare to go."
FIRST = "Ruritania's defence minister, Anna Belov, has asked Freedonia for instructors. She named no number."
WHY = "Why this matters: The request could change the balance in the region."
LAST = "The delegation is expected in the capital later this week."
PASTED = f"""{TITLE}

{DEK}

author-image
Jean-Paul de la Tour
Updated On
New Update
{TITLE}

{TITLE}

{FIRST}

Share on Facebook

{WHY}

Also Read: Sylvania closes its last base

Advertisement

{LAST}

Key Takeaways

  • Ruritania seeks trainers.
  • Sylvania leaves.

Written for Legation from public facts; not a real news report.

Related Articles
Ten things to know about Freedonia
The week in pictures

Subscribe to our newsletter
We use cookies to improve your experience. By continuing you agree.
"""
DEBRIS = [
    "Advertisement",
    "Share on Facebook",
    "author-image",
    "Updated On",
    "New Update",
    "Subscribe to our newsletter",
    "Read more: Another headline about it",
    "We use cookies to improve this site.",
    "Also Read",
    "3 min read",
    "April 22, 2024",
    "© 2024 The Paper. All rights reserved.",
    "Facebook",
    "----",
    "Written for Legation from public facts; not a real news report.",
]
REPEATS = [TITLE, f"{TITLE} | The Paper"]


def test_text_copied_from_a_page():
    article = article_from_text(PASTED, published=date(2024, 4, 22), clean=True)
    assert (article.title, article.dek, article.byline) == (TITLE, DEK, "Jean-Paul de la Tour")
    bullets = "• Ruritania seeks trainers.\n• Sylvania leaves."
    assert article.text == "\n\n".join([DEK, FIRST, WHY, LAST, "Key Takeaways", bullets])
    assert article.document_id == document_id(article.text, None, date(2024, 4, 22))


_words = st.lists(
    st.sampled_from("ministers soldiers in Mali met envoys and left Gao by 2022".split()), min_size=2, max_size=30
)
_paragraph = _words.map(lambda words: " ".join(words).capitalize() + ".")


@settings(deadline=None)  # the first call loads the language model
@given(
    st.lists(st.tuples(_paragraph, st.lists(st.sampled_from(DEBRIS + REPEATS), max_size=3)), min_size=1, max_size=8),
    st.booleans(),
)
def test_planted_paragraphs_survive_in_order_and_nothing_else(planted, given_title):
    blocks = [block for paragraph, debris in planted for block in (paragraph, *debris)]
    pasted = "\n\n".join(blocks if given_title else [TITLE, *blocks])
    article = article_from_text(pasted, title=TITLE if given_title else None, clean=True)
    assert article.title == TITLE
    assert article.text == "\n\n".join(paragraph for paragraph, _ in planted)


@settings(deadline=None)  # the first call loads the language model
@given(st.text(max_size=400))
def test_stored_text_is_normalized_and_cleaning_never_raises(text):
    article = article_from_text(text, clean=True)
    assert unicodedata.is_normalized("NFC", article.text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c != "\n" for c in article.text)
    assert article.document_id == article_from_text(text, clean=True).document_id


@settings(deadline=None)  # the first call loads the language model
@given(st.text())
def test_normalizing_twice_changes_nothing_more(text):
    assert normalize(normalize(text)) == normalize(text)


@settings(deadline=None)  # the first call loads the language model
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=30)))
def test_unclean_text_and_title_stay_the_callers_own(text, title):
    article = article_from_text(text, title=title, clean=False)
    assert article.text == text and article.title == title


@pytest.mark.parametrize(
    "line",
    [
        *DEBRIS,
        "Share this:",
        "Sign up for our daily newsletter",
        "Published on 3 May 2023",
        "2 hours ago",
        "Terms of use",
        "Photo credit: AFP",
    ],
)
def test_debris(line):
    assert is_debris(line)


@pytest.mark.parametrize(
    "line",
    [
        "Share prices in Lagos fell after the coup.",
        "The minister updated on Monday his list of partners.",
        "Published figures show that 1,000 soldiers left.",
        "Subscribe to the treaty, Russia told Mali.",
        "Why this matters:",
        "Key Takeaways",
        "Follow-up talks are planned in Niamey.",
        "France to print banknotes, Mali says",
        "More from Mali's army was not to be had on Monday.",
        "Watch towers were built along the border.",
        "Related attacks killed 12 soldiers near Gao.",
        "The junta said it would accept all conditions.",
        "Turkish drones",
    ],
)
def test_what_only_looks_like_debris_stays(line):
    text = f"{FIRST}\n\n{line}\n\n{LAST}"
    assert article_from_text(text, title=TITLE, clean=True).text == text


def test_byline_forms():
    forms = {
        "By Ann Writer": "Ann Writer",
        "By Ann Writer and Bob Scribe": "Ann Writer and Bob Scribe",
        "By ANN WRITER | Agency": "ANN WRITER",
        "By: Ann O'Neill (Agency)": "Ann O'Neill",
    }
    for line, name in forms.items():
        article = article_from_text(f"{TITLE}\n\n{line}\n\n{FIRST}\n\n{LAST}", clean=True)
        assert (article.byline, article.text) == (name, f"{FIRST}\n\n{LAST}")
    for line in ("By Monday the soldiers had left.", "Burkina Faso", "West Africa", "By force"):
        article = article_from_text(f"{TITLE}\n\n{line}\n\nUpdated On\n\n{FIRST}\n\n{LAST}", clean=True)
        assert article.byline is None


def test_lines_broken_at_a_fixed_width_are_joined_and_single_lines_are_not():
    broken = (
        "The ministers of the three countries met on Monday in the capital and\n"
        "signed a charter on collective defence, which\nbinds them to help one another."
    )
    assert article_from_text(broken, clean=True).text == broken.replace("\n", " ")
    lines = f"{FIRST}\n{LAST}\n{WHY}"
    assert article_from_text(lines, clean=True).text == lines.replace("\n", "\n\n")


def test_first_line_is_no_title_where_it_is_a_sentence_or_alone():
    assert article_from_text(f"{FIRST}\n\n{LAST}", clean=True).title is None
    alone = article_from_text("Ruritania asks Freedonia", clean=True)
    assert (alone.title, alone.text) == (None, "Ruritania asks Freedonia")


def test_other_languages_are_kept_and_marked():
    french = "Le ministre de la Défense a demandé lundi des instructeurs pour l'armée, selon le gouvernement. " * 4
    article = article_from_text(french, clean=True)
    assert (article.language, article.not_coded) == ("fr", "language fr")
    assert article_from_text("Le ministre.", language="fr-FR", clean=True).not_coded == "language fr"
    assert article_from_text(FIRST * 4, language="fr", clean=True).not_coded is None
    assert language_of(FIRST * 12 + "Le ministre a déclaré que les soldats quitteraient le nord du pays. " * 60) == "fr"
    assert language_of("short") == "en"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-04-22", date(2024, 4, 22)),
        ("2024-04-22T23:59:00+02:00", date(2024, 4, 22)),
        ("20240422", date(2024, 4, 22)),
        ("Mon, 22 Apr 2024 10:00:00 GMT", date(2024, 4, 22)),
        ("2024-02-30", None),
        ("2024-4", None),
        ("yesterday", None),
        ("99999999", None),
        ("", None),
    ],
)
def test_dates(value, day):
    assert parse_date(value) == day


def test_identity_depends_on_text_address_and_day():
    ids = {
        document_id(*parts)
        for parts in [("a", None, None), ("b", None, None), ("a", "u", None), ("a", None, date(2024, 1, 1))]
    }
    assert len(ids) == 4 and all(len(each) == 16 and int(each, 16) >= 0 for each in ids)
