"""The main job on an article about a change of partners: one of our own, and the one the project began with."""

from datetime import date
from pathlib import Path

import pytest
from mention_checks import assert_sound, ids, layer, told

from legation.ledger.store import Ledger, open_ledger
from legation.pipeline import code_article
from legation.records.article import Article
from legation.records.event import EventMention, Factuality
from legation.records.relationship import State
from legation.sources.plain import article_from_text

_PUBLISHED = date(2024, 4, 22)
_SEED = Path(__file__).parents[2] / "shared" / "seed" / "article.txt"
_OWN = """Niger Looks to Moscow for Army Training as Americans Pack Up

Niger wants Russia to train its soldiers, while Washington prepares to bring its troops home from the country.

author-image
Aissa Karimou
Updated On
New Update
Niger Looks to Moscow for Army Training as Americans Pack Up

Niger's interior minister, Mohamed Toumba, asked Russia on Sunday to train the country's police and army. Toumba told \
reporters that Russian instructors could teach new tactics.

The United States plans to withdraw its forces from Niger. A group of American generals is expected to visit Niger \
later this week.

Why this matters: The growing role of Moscow could reshape the balance of power in the Sahel, and the turn underlines \
the wish of the junta to diversify its partnerships.

Niger had previously partnered with the United States and France against jihadist groups.

The American military has maintained a presence in Niger, providing training, sharing intelligence and running joint \
operations with Nigerien forces.

Niger will probably ask the United States for guarantees of further assistance.

Key Takeaways

  • Niger asks Russia to train its army.
  • U.S. forces to withdraw from Niger.

Share this article
Subscribe to our newsletter
"""


def _read(text: str) -> tuple[Article, list[EventMention]]:
    article = article_from_text(text, published=_PUBLISHED, clean=True)
    mentions = code_article(article)
    assert_sound(mentions, article.text, article.title)
    return article, mentions


@pytest.fixture(scope="module")
def own() -> tuple[Article, list[EventMention]]:
    return _read(_OWN)


@pytest.fixture(scope="module")
def seed() -> tuple[Article, list[EventMention]]:
    if not _SEED.exists():
        pytest.skip("the article the project began with lies beside the repository, and is not here")
    return _read(_SEED.read_text(encoding="utf-8"))


@pytest.fixture(params=["own", "seed"])
def coded(request: pytest.FixtureRequest) -> tuple[Article, list[EventMention]]:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


Coded = tuple[Article, list[EventMention]]


def _not_yet(*articles: str) -> pytest.MarkDecorator:
    """For a test of both articles: those that the model does not read in full yet; a better one takes the mark away."""
    mark = pytest.mark.xfail(reason="not read in full yet", strict=True)
    params = [pytest.param(name, marks=mark) if name in articles else name for name in ("own", "seed")]
    return pytest.mark.parametrize("coded", params, indirect=True)


@_not_yet("own", "seed")
def test_the_request_for_training_has_its_content(coded: Coded) -> None:
    _, mentions = coded
    asked = [
        m
        for m in mentions
        if m.event_type in ("REQUEST", "AGREE") and ids(m.source) == {"NER"} and ids(m.target) == {"RUS"}
    ]
    trained = {m.content_of: m for m in mentions if m.content_of and m.cooperation and m.cooperation.type == "training"}
    pairs = [(act, trained[act.mention_id]) for act in asked if act.mention_id in trained]
    assert pairs
    for act, content in pairs:
        assert act.cooperation is not None and act.cooperation.type == "training"
        assert act.factuality is Factuality.OCCURRED
        assert content.factuality is Factuality.POSSIBLE
        assert (ids(content.source), ids(content.target)) == ({"RUS"}, {"NER"})
    by_name = [act for act, _ in pairs if act.source[0].name == "Mohamed Toumba"]
    assert by_name, "the minister asked, by name"
    assert by_name[0].source[0].sector[:1] == ("GOV",)
    assert by_name[0].attribution is not None
    assert by_name[0].attribution.speaker.name == "Mohamed Toumba"


def test_no_russian_training_has_occurred(coded: Coded) -> None:
    _, mentions = coded
    given = [
        m
        for m in mentions
        if m.cooperation and m.cooperation.type == "training" and ids(m.cooperation.provider) == {"RUS"}
    ]
    assert given
    for mention in given:
        if mention.event_type not in ("REQUEST", "AGREE"):
            assert mention.factuality in (Factuality.POSSIBLE, Factuality.PLANNED)


@_not_yet("seed")
def test_the_withdrawal_is_planned_and_the_visit_dated(coded: Coded) -> None:
    _, mentions = coded
    assert ("USA", "RETREAT", "NER", "planned") in told(mentions)
    assert ("USA", "presence", "NER", "exit", "planned") in layer(mentions)
    left = [m for m in mentions if m.event_type == "RETREAT" and ids(m.source) == {"USA"}]
    assert all(m.factuality is Factuality.PLANNED for m in left)
    visit = next(m for m in mentions if m.event_type == "CONSULT" and "visit" in m.mode)
    assert (ids(visit.source), ids(visit.target), visit.factuality) == ({"USA"}, {"NER"}, Factuality.PLANNED)
    assert visit.time is not None
    assert (visit.time.start_date, visit.time.end_date) == (date(2024, 4, 22), date(2024, 4, 28))
    assert visit.time.precision == "week"


@_not_yet("own", "seed")
def test_past_partners_are_history(coded: Coded) -> None:
    _, mentions = coded
    past = [m for m in mentions if m.factuality is Factuality.HISTORICAL and ids(m.source) == {"NER"}]
    assert [ids(m.target) for m in past] == [{"USA", "FRA"}]
    assert past[0].cooperation is not None and past[0].cooperation.type == "framework"
    assert not [m for m in mentions if "FRA" in ids((*m.source, *m.target)) and m not in past]


@_not_yet("own", "seed")
def test_present_practice_is_ongoing(coded: Coded) -> None:
    _, mentions = coded
    ongoing = {(m.cooperation.type) for m in mentions if m.cooperation and m.factuality is Factuality.ONGOING}
    assert ongoing == {"presence", "training", "intelligence", "combat"}
    for mention in mentions:
        if mention.factuality is Factuality.ONGOING:
            assert (ids(mention.source), ids(mention.target)) == ({"USA"}, {"NER"})


def test_assurances_may_be_asked_for(coded: Coded) -> None:
    _, mentions = coded
    assert ("NER", "REQUEST", "USA", "possible") in told(mentions)


def test_assessment_and_page_debris_tell_of_no_event(coded: Coded) -> None:
    article, mentions = coded
    for words in ("author-image", "Updated On", "New Update", "newsletter", "Share this"):
        assert words not in article.text
    for mention in mentions:
        if any(word in mention.sentence.text for word in ("reshap", "highlight", "underscore", "underline", "impact")):
            assert mention.factuality is not Factuality.OCCURRED or mention.event_type == "REQUEST", mention.sentence
    occurred = [m for m in mentions if m.factuality is Factuality.OCCURRED]
    assert {m.event_type for m in occurred} <= {"REQUEST", "AGREE"}, "nothing but the request is news"


def test_the_byline_of_the_seed(seed: Coded) -> None:
    article, mentions = seed
    assert article.byline == "Nasiru Eneji Abdulrasheed"
    assert {mention.byline for mention in mentions} == {article.byline}


@pytest.fixture
def ledger(coded: Coded, tmp_path: Path):
    with open_ledger(tmp_path / "article.ledger") as opened:
        opened.add(*coded)
        yield opened


@_not_yet("own", "seed")
def test_the_ledger_says_where_things_stand(ledger: Ledger) -> None:
    rows = {(row.provider, row.recipient, row.type): row for row in ledger.relationship_rows("NER", as_of=_PUBLISHED)}
    assert rows["RUS", "NER", "training"].state is State.MOOTED
    assert rows["USA", "NER", "presence"].state is State.WINDING_DOWN
    assert rows["USA", "NER", "training"].state is State.ACTIVE
    (intelligence,) = (row for (_, _, kind), row in rows.items() if kind == "intelligence")
    assert {intelligence.provider, intelligence.recipient} == {"USA", "NER"}
    assert intelligence.state is State.ACTIVE
    french = {key: row for key, row in rows.items() if "FRA" in key}
    assert set(french) == {("FRA", "NER", "framework")}
    assert [(row.state, row.reported, row.mutual) for row in french.values()] == [(State.ENDED, True, True)]


def test_the_same_article_changes_nothing_the_second_time(ledger: Ledger, coded: Coded) -> None:
    before = ledger.counts()
    ledger.add(*coded)
    assert ledger.counts() == before
