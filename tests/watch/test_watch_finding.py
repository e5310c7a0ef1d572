"""Each change that a rule asks for is found once, with the sentences behind it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_building import ROWS, TODAY, Says, archive, article_of
from small_ledger import presence, training

from legation.ledger.store import open_ledger
from legation.watch.alert import Alert
from legation.watch.changes import Change
from legation.watch.finding import find, known_marks
from legation.watch.rules import EVERYTHING, Rule
from legation.watch.wording import in_words

RULES = (EVERYTHING,)
NOW = datetime(2024, 5, 4, 12, tzinfo=UTC)
NOTHING: frozenset[str] = frozenset()


def whats(found: tuple[Alert, ...]) -> list[tuple[str, str | None, str | None]]:
    return sorted((alert.change.value, alert.type, alert.state and alert.state.value) for alert in found)


def of(*kinds: Change, **more) -> tuple[Rule, ...]:
    return (Rule("asked", events=frozenset(kinds), **more),)


def test_every_change_is_told_with_its_sentence(ledger_file):
    with open_ledger(ledger_file, read_only=True) as ledger:
        found = find(ledger, RULES, NOTHING, NOW).alerts
        assert whats(found) == [
            ("alignment_shift", None, None),
            ("alignment_shift", None, None),
            ("new_cooperation", "presence", "active"),
            ("new_cooperation", "training", "mooted"),
            ("state_change", "presence", "winding_down"),
            ("state_change", "training", "active"),
        ]
        for alert in found:
            assert alert.evidence and alert.outlets == 1
            for quote in alert.evidence:
                article = ledger.article(quote.document_id)
                assert quote.sentence == ledger.mention(quote.mention_id).sentence.text in article.text
                assert (quote.title, quote.outlet, quote.published) == (
                    article.title,
                    article.outlet,
                    article.published,
                )
                assert quote.sentence in in_words(alert) and alert.alert_id in in_words(alert)
        assert find(ledger, RULES, known_marks(ledger, RULES, NOW.date()), NOW).alerts == ()


def test_the_headline_says_what_became_of_whom(found):
    headlines = [alert.headline for alert in found.alerts]
    assert "United States → Niger, presence: active → winding down since 2024-04-22" in headlines
    assert any(line.startswith("Russia → Niger, training: new, mooted") for line in headlines)


def test_a_rule_narrows_what_is_told(ledger_file):
    rule = Rule("a", countries=frozenset({"USA"}), states=frozenset({"winding_down"}))
    with open_ledger(ledger_file, read_only=True) as ledger:
        assert whats(find(ledger, (rule,), NOTHING, NOW).alerts) == [("state_change", "presence", "winding_down")]
        assert find(ledger, (Rule("b", countries=frozenset({"TUR"})),), NOTHING, NOW).alerts == ()


def test_another_report_of_the_same_change_is_no_news(ledger_file):
    with open_ledger(ledger_file) as ledger:
        seen = known_marks(ledger, RULES, NOW.date())
        ledger.add(*article_of([presence("RETREAT", "planned", "exit", speaker="USA")], date(2024, 4, 20), "Earlier"))
        ledger.add(*article_of([presence("RETREAT", "planned", "exit", speaker="USA")], date(2024, 4, 25), "Later"))
        again = find(ledger, RULES, seen, NOW)
        assert again.alerts == () and again.marks > seen


def test_a_change_is_told_once_enough_outlets_tell_of_it(tmp_path):
    rules = of(Change.NEW_COOPERATION, outlets=2)
    says = [Says("AID", "FRA", "MLI", coop=("arms", "entry", "FRA", "MLI"))]
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*article_of(says, date(2024, 4, 20), "One"))
        ledger.add(*article_of(says, date(2024, 4, 20), "One", extra="The same outlet once more, at greater length."))
        first = find(ledger, rules, NOTHING, NOW)
        assert first.alerts == () and first.marks == NOTHING
        ledger.add(*article_of(says, date(2024, 4, 21), "Two", extra="Another outlet, in words of its own."))
        (alert,) = find(ledger, rules, NOTHING, NOW).alerts
        assert alert.outlets == 2


def test_a_denial_is_told_with_what_denies(ledger_file):
    with open_ledger(ledger_file) as ledger:
        seen = known_marks(ledger, RULES, NOW.date())
        article, mentions = article_of([training("denied", "continue", speaker="NER")], date(2024, 6, 1), "The Herald")
        ledger.add(article, mentions)
        (alert,) = find(ledger, RULES, seen, NOW).alerts
        assert alert.change is Change.DENIAL and alert.headline.endswith(", which is denied")
        assert [quote.document_id for quote in alert.evidence] == [article.document_id]


def test_a_plan_is_late_once_its_day_and_some_grace_have_passed(tmp_path):
    due = (date(2024, 5, 10), date(2024, 5, 10), "day")
    plan = presence("RETREAT", "planned", "exit", speaker="USA", time=due)
    rules = of(Change.OVERDUE)
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*article_of([plan], date(2024, 4, 22)))
        on = {day: find(ledger, rules, NOTHING, datetime(2024, 5, day, tzinfo=UTC)) for day in (9, 12, 13)}
        assert [len(on[day].alerts) for day in (9, 12, 13)] == [0, 0, 1]
        (alert,) = on[13].alerts
        assert alert.due == date(2024, 5, 10) and "was expected by 2024-05-10" in alert.headline
        assert find(ledger, rules, on[13].marks, datetime(2024, 6, 1, tzinfo=UTC)).alerts == ()
        done = presence("RETREAT", "occurred", "exit", speaker="USA", time=due)
        ledger.add(*article_of([done], date(2024, 5, 14)))
        assert find(ledger, rules, NOTHING, datetime(2024, 6, 1, tzinfo=UTC)).alerts == ()


def test_a_planned_visit_is_late_until_it_is_reported(tmp_path):
    when = (date(2024, 5, 10), date(2024, 5, 10), "day")
    june = datetime(2024, 6, 1, tzinfo=UTC)
    with open_ledger(tmp_path / "ledger") as ledger:
        ledger.add(*article_of([Says("CONSULT", "FRA", "MLI", "planned", time=when)], date(2024, 5, 1)))
        (alert,) = find(ledger, of(Change.OVERDUE), NOTHING, june).alerts
        assert (alert.event_type, alert.actors) == ("CONSULT", ("FRA", "MLI"))
        ledger.add(*article_of([Says("CONSULT", "FRA", "MLI", time=when)], date(2024, 5, 11)))
        assert find(ledger, of(Change.OVERDUE), NOTHING, june).alerts == ()


def test_a_shift_is_told_with_the_steps_behind_it_and_once(tmp_path):
    years = [
        article_of([presence("AID", "ongoing", "continue", speaker="USA")], date(2023, 1, 10)),
        article_of([presence("RETREAT", "occurred", "exit", speaker="USA")], date(2023, 9, 10)),
        article_of([Says("CONSULT", "FRA", "MLI")], date(2024, 2, 1)),
        article_of([Says("ASSAULT", "FRA", "NER")], date(2024, 3, 1)),
    ]
    with open_ledger(tmp_path / "ledger") as ledger:
        for article, mentions in years:
            ledger.add(article, mentions)
        found = find(ledger, of(Change.ALIGNMENT_SHIFT, countries=frozenset({"NER"})), NOTHING, NOW)
        (alert,) = found.alerts
        assert alert.headline.startswith("Niger moves away from the United States: alignment 0.")
        assert alert.levels[0] > alert.levels[1] and alert.evidence[0].document_id == years[1][0].document_id
        ledger.add(*article_of([Says("ASSAULT", "FRA", "NER")], date(2024, 6, 1)))
        rules = of(Change.ALIGNMENT_SHIFT)
        assert len(find(ledger, rules, NOTHING, NOW).alerts) == 1
        assert find(ledger, rules, known_marks(ledger, rules, NOW.date()), NOW).alerts == ()
        assert find(ledger, of(Change.ALIGNMENT_SHIFT, countries=frozenset({"FRA"})), NOTHING, NOW).alerts == ()


@settings(deadline=None, max_examples=15)
@given(st.permutations(range(12)), st.integers(1, 11), st.sampled_from([1, 2]))
def test_news_in_any_order_is_told_once(tmp_path_factory, order, cut, outlets):
    """Whatever comes in whatever order: in two rounds nothing is told twice, and all that stands is known after."""
    rules = (EVERYTHING, Rule("two", outlets=outlets, countries=frozenset({ROWS[0][2]})))
    articles = [archive(12, seed=3)[place] for place in order]
    path = tmp_path_factory.mktemp("watch") / "ledger"
    now = datetime.combine(TODAY, NOW.timetz())
    with open_ledger(path) as ledger:
        rounds = []
        seen = NOTHING
        for part in (articles[:cut], articles[cut:], []):
            with ledger.batch():
                for article, mentions in part:
                    ledger.add(article, mentions, today=TODAY)
            rounds.append(find(ledger, rules, seen, now))
            seen |= rounds[-1].marks
        alerts = [alert for each in rounds for alert in each.alerts]
        assert rounds[2].alerts == ()
        assert len({alert.alert_id for alert in alerts}) == len(alerts)
        assert all(alert.evidence and alert.outlets >= (outlets if alert.rule == "two" else 1) for alert in alerts)
        assert known_marks(ledger, rules, TODAY) <= seen


def test_a_report_that_is_taken_back_does_not_make_the_next_one_news(ledger_file):
    from legation.ledger.corrections import Judgement

    with open_ledger(ledger_file) as ledger:
        first = find(ledger, RULES, NOTHING, NOW)
        ledger.add(*article_of([presence("RETREAT", "planned", "exit", speaker="USA")], date(2024, 4, 25), "Later"))
        seen = first.marks | find(ledger, RULES, first.marks, NOW).marks
        gone = next(alert for alert in first.alerts if alert.state == "winding_down").evidence[0].mention_id
        ledger.correct(gone, Judgement.REJECT, who="me", reason="misread")
        assert find(ledger, RULES, seen, NOW).alerts == ()


def test_a_terminal_gets_no_control_characters(found):
    alert = found.alerts[0]
    quote = replace(alert.evidence[0], sentence=alert.evidence[0].sentence + "\x1b[2J\u202e")
    shown = in_words(replace(alert, evidence=(quote,)))
    assert "\x1b" not in shown and "\u202e" not in shown
