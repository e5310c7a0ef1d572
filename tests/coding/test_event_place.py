"""Where an event is: the place that its sentence gives it, not the dateline."""

from datetime import date

import pytest
from mention_checks import assert_sound

from legation.api import code_text

_DATELINES = ("", "PARIS (Reuters) - ", "NAIROBI, Kenya — ", "BEIRUT (AP) — ")


@pytest.mark.parametrize("dateline", _DATELINES)
@pytest.mark.parametrize(
    ("sentence", "place", "country"),
    [
        ("Jihadists killed 17 soldiers near Torodi on Tuesday, the army said.", "Torodi", "NER"),
        ("Russian mercenaries attacked a village in central Mali, witnesses said.", "Mali", "MLI"),
        ("French police arrested three men in Marseille.", "Marseille", "FRA"),
        ("Rebels killed four policemen in Mali's Gao region on Monday.", "Gao region", "MLI"),
        ("The presidents of Mali and Niger met in Ouagadougou on Friday.", "Ouagadougou", "BFA"),
        ("M23 rebels detained two priests in the Congolese town of Bukavu.", "Bukavu", "COD"),
        ("Russian mercenaries attacked villagers, witnesses said.", None, None),
        ("The United States sanctioned three Russian firms.", None, None),
    ],
)
def test_an_event_is_where_its_sentence_says(
    dateline: str, sentence: str, place: str | None, country: str | None
) -> None:
    text = dateline + sentence
    mentions = code_text(text, published=date(2024, 5, 5))
    assert_sound(mentions, text)
    assert mentions
    assert {(each.place.text, each.place.country) if each.place else (None, None) for each in mentions} == {
        (place, country)
    }
