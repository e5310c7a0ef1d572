"""Who acts and who speaks: understood subjects, mutual events, speech acts with their contents, attribution."""

from datetime import date

import pytest
from mention_checks import assert_sound, ids

from legation.api import code_text
from legation.records.event import EventMention, Factuality

# What the model does not read yet; a better one has to take the mark away.
_NOT_YET = pytest.mark.xfail(reason="not read yet", strict=True)


def _coded(text: str) -> list[EventMention]:
    mentions = code_text(text, published=date(2024, 4, 22))
    assert_sound(mentions, text)
    return mentions


def _one(text: str, trigger: str) -> EventMention:
    found = [mention for mention in _coded(text) if mention.trigger.text == trigger]
    assert len(found) == 1, (trigger, [mention.trigger.text for mention in _coded(text)])
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("Russia and Niger held talks in Moscow on Tuesday.", "talks"),
        ("The U.S. army has maintained a presence in Niger.", "presence"),
        ("Chad has expressed interest in Turkish drones.", "interest"),
        ("Poland provided training to Ukrainian crews.", "training"),
        pytest.param("Russia launched an attack on Ukraine on Monday.", "attack", marks=_NOT_YET),
        pytest.param("Turkey paid a visit to Libya.", "visit", marks=_NOT_YET),
        ("The Turkish foreign minister paid a visit to Libya on Monday.", "visit"),
        ("France withdrew its troops from Mali.", "withdrew"),
    ],
)
def test_the_trigger_is_the_noun_of_a_light_verb(sentence: str, trigger: str) -> None:
    assert _one(sentence, trigger).trigger.text == trigger


@pytest.mark.parametrize(
    ("sentence", "trigger", "source", "target"),
    [
        ("Niger asked Russia to train its soldiers.", "train", "RUS", "NER"),  # the one asked acts
        ("Russia promised to train Malian soldiers.", "train", "RUS", "MLI"),  # the one who promises acts
        ("Germany plans to withdraw its soldiers from Niger.", "withdraw", "DEU", "NER"),
        ("The U.S. military has kept a presence in Niger, training Nigerien forces.", "training", "USA", "NER"),
        ("Poland trained Ukrainian crews and delivered tanks to Kyiv.", "delivered", "POL", "UKR"),
        pytest.param("Togo was attacked by Ghana and invaded by Benin.", "invaded", "BEN", "TGO", marks=_NOT_YET),
        ("French soldiers, who left Niger last year, had trained Malian units.", "left", "FRA", "NER"),
        ("Drones delivered by Turkey to Mali arrived on Monday.", "delivered", "TUR", "MLI"),
        ("Niger's request to Russia for help surprised Paris.", "request", "NER", "RUS"),
    ],
)
def test_subjects_left_to_be_understood_are_found(sentence: str, trigger: str, source: str, target: str) -> None:
    mention = _one(sentence, trigger)
    assert (ids(mention.source), ids(mention.target)) == ({source}, {target})


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia and Belarus signed a military agreement in Minsk.",
        "Russia signed a military agreement with Belarus in Minsk.",
    ],
)
def test_of_a_mutual_event_the_first_named_is_the_source(sentence: str) -> None:
    mention = _one(sentence, "signed")
    assert mention.mutual
    assert (ids(mention.source), ids(mention.target)) == ({"RUS"}, {"BLR"})
    assert mention.cooperation is not None
    assert ids((*mention.cooperation.provider, *mention.cooperation.recipient)) == {"RUS", "BLR"}


def test_all_who_signed_together_are_parties() -> None:
    mention = _one("Mali, Niger and Togo signed a military agreement.", "signed")
    assert mention.cooperation is not None
    parties = ids((*mention.cooperation.provider, *mention.cooperation.recipient))
    assert parties == ids((*mention.source, *mention.target)) == {"MLI", "NER", "TGO"}


@pytest.mark.parametrize(
    ("sentence", "act", "act_trigger", "content_trigger", "factuality", "alleged"),
    [
        pytest.param(
            "Niger asked Russia to train its soldiers.",
            "REQUEST",
            "asked",
            "train",
            Factuality.POSSIBLE,
            False,
            marks=_NOT_YET,
        ),
        ("Russia promised to train Malian soldiers.", "AGREE", "promised", "train", Factuality.PLANNED, False),
        pytest.param(
            "Niger accused France of arming rebels.",
            "ACCUSE",
            "accused",
            "arming",
            Factuality.OCCURRED,
            True,
            marks=_NOT_YET,
        ),
        ("Chad asked France to withdraw its soldiers.", "REQUEST", "asked", "withdraw", Factuality.POSSIBLE, False),
        pytest.param(
            "Mali sought Turkish drones.", "REQUEST", "sought", "drones", Factuality.POSSIBLE, False, marks=_NOT_YET
        ),
    ],
)
def test_a_speech_act_and_its_content_are_two_linked_events(
    sentence: str, act: str, act_trigger: str, content_trigger: str, factuality: Factuality, alleged: bool
) -> None:
    speech, content = _one(sentence, act_trigger), _one(sentence, content_trigger)
    assert (speech.event_type, speech.factuality, speech.content_of) == (act, Factuality.OCCURRED, None)
    assert (content.content_of, content.factuality, content.alleged) == (speech.mention_id, factuality, alleged)
    if content.cooperation is not None and speech.cooperation is not None:
        assert speech.cooperation == content.cooperation, "an act is about its content"


def test_no_content_of_a_speech_act_has_occurred() -> None:
    for sentence in (
        "Niger wants Russian instructors to train its soldiers.",
        "Niger is seeking training from Russia.",
        "Niger may ask Russia for drones.",
    ):
        given = [mention for mention in _coded(sentence) if mention.event_type == "AID"]
        assert all(mention.factuality is Factuality.POSSIBLE for mention in given), sentence


@pytest.mark.parametrize(
    ("sentence", "trigger", "speaker", "verb", "quoted"),
    [
        ("Russia will train Malian soldiers, the Kremlin said.", "train", "the Kremlin", "said", False),
        ("The Kremlin said Russia will train Malian soldiers.", "train", "The Kremlin", "said", False),
        ("“Russia will train Malian soldiers,” the Kremlin said.", "train", "the Kremlin", "said", True),
        ('"Russia sent drones to Mali," a Malian spokesman said.', "sent", "a Malian spokesman", "said", True),
        ("According to Paris, Russia sent drones to Mali.", "sent", "Paris", "According to", False),
        ("Russia sent drones to Mali, according to the Malian army.", "sent", "the Malian army", "according to", False),
    ],
)
def test_the_speaker_is_found(sentence: str, trigger: str, speaker: str, verb: str, quoted: bool) -> None:
    said = _one(sentence, trigger).attribution
    assert said is not None
    assert (said.speaker.text, said.verb, said.quoted) == (speaker, verb, quoted)


def test_where_the_outlet_itself_speaks_there_is_no_attribution() -> None:
    assert _one("Russia sent drones to Mali.", "sent").attribution is None


def test_saying_is_attribution_and_no_event() -> None:
    assert _coded("The Kremlin told Mali that the weather is fine.") == []


@_NOT_YET
def test_only_claimed_is_alleged() -> None:
    assert _one("Ukraine claimed that Russia attacked Poland.", "attacked").alleged
    assert _one("Ukraine alleged that Russia attacked Poland.", "attacked").alleged
    assert not _one("Ukraine said that Russia attacked Poland.", "attacked").alleged
