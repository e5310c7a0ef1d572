"""The outbox: an alert is queued once, waits until it is delivered, and survives whatever happens in between."""

import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.errors import DataError, DeliveryError, RefusedError
from legation.settings import Settings
from legation.watch.delivery import send
from legation.watch.finding import Found
from legation.watch.outbox import Outbox
from legation.watch.rules import EVERYTHING, Rule

SETTINGS = Settings(delivery_wait_seconds=10, delivery_max_wait_seconds=60)
ROUTES = {EVERYTHING.name: ["a", "b"]}


def several(alert, number: int) -> Found:
    """So many alerts like this one, each with an id and marks of its own."""
    alerts = [replace(alert, alert_id=f"{place:016}", marks=(f"{place:016}", f"{place}x")) for place in range(number)]
    return Found(tuple(alerts), frozenset(mark for one in alerts for mark in one.marks))


class Clock:
    """A clock that the test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_alert_is_queued_once_whatever_restarts(alert, tmp_path):
    found = several(alert, 3)
    sent: list[str] = []
    for _ in range(3):
        with Outbox(tmp_path / "box") as outbox:
            outbox.take(found, ROUTES)
            outbox.take(found, ROUTES)
            send(outbox, {"a": lambda one: sent.append(one.alert_id)}, SETTINGS, Clock())
            assert outbox.waiting() == {"b": 3}
    assert sent == [one.alert_id for one in found.alerts]


def test_what_is_read_back_is_what_was_written(alert, tmp_path):
    with Outbox(tmp_path / "box") as outbox:
        outbox.take(Found((alert,), frozenset(alert.marks)), ROUTES)
    with Outbox(tmp_path / "box") as outbox:
        assert outbox.next_due("a", 0.0).alert == alert == outbox.latest("b", 5)[0]
        assert outbox.seen == frozenset(alert.marks)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["fine", "refused", "down", "restart"]), max_size=40))
def test_each_alert_arrives_once_in_spite_of_all_failures(alert, tmp_path_factory, happenings):
    """Whatever fails: nothing arrives twice, nothing is lost, and all arrives once things are fine again."""
    path, clock, found = tmp_path_factory.mktemp("box") / "box", Clock(), several(alert, 5)
    arrived: list[str] = []
    plan = iter(happenings)

    def sender(one) -> None:
        what = next(plan, "fine")
        if what == "refused":
            raise RefusedError("not this one")
        if what in ("down", "restart"):
            raise DeliveryError("out of reach")
        arrived.append(one.alert_id)

    outbox = Outbox(path)
    outbox.take(found, {EVERYTHING.name: ["a"]})
    for _ in range(60):
        failed = send(outbox, {"a": sender}, SETTINGS, clock).failures
        left = outbox.waiting().get("a", 0)
        assert len(set(arrived)) == len(arrived) == 5 - left
        assert bool(failed) <= bool(left)
        if failed and "restart" in happenings:
            outbox.close()
            outbox = Outbox(path)
        due = outbox.next_try(["a"])
        assert (due is None) == (left == 0)
        clock.now = due or clock.now
    outbox.close()
    assert sorted(arrived) == [one.alert_id for one in found.alerts]


def test_waits_grow_up_to_a_longest_and_a_dead_receiver_is_asked_once_a_round(alert, tmp_path):
    clock, tries = Clock(), []

    def down(one) -> None:
        tries.append((clock.now, one.alert_id))
        raise DeliveryError("out of reach")

    with Outbox(tmp_path / "box") as outbox:
        outbox.take(several(alert, 3), {EVERYTHING.name: ["a"]})
        for _ in range(6):
            send(outbox, {"a": down}, SETTINGS, clock)
            assert send(outbox, {"a": down}, SETTINGS, clock).failures == ()  # nothing is due before its time
            clock.now = outbox.next_try(["a"])
        assert [when - 1000 for when, _ in tries] == [0, 10, 30, 70, 130, 190]
        assert {one for _, one in tries} == {f"{0:016}"}
        outbox.hurry()
        assert outbox.next_try(["a"]) == 0


def test_a_refused_alert_holds_up_no_other(alert, tmp_path):
    arrived: list[str] = []

    def sender(one) -> None:
        if one.alert_id == f"{0:016}":
            raise RefusedError("not this one")
        arrived.append(one.alert_id)

    with Outbox(tmp_path / "box") as outbox:
        outbox.take(several(alert, 3), {EVERYTHING.name: ["a"]})
        done = send(outbox, {"a": sender}, SETTINGS, Clock())
        assert (done.count, done.failures, outbox.waiting()) == (2, ("a: not this one",), {"a": 1})


def test_one_dead_receiver_holds_up_no_other(alert, tmp_path):
    def down(_) -> None:
        raise OSError("disk full")

    arrived: list[str] = []
    with Outbox(tmp_path / "box") as outbox:
        outbox.take(several(alert, 3), ROUTES)
        send(outbox, {"a": down, "b": lambda one: arrived.append(one.alert_id)}, SETTINGS, Clock())
        assert len(arrived) == 3 and outbox.waiting() == {"a": 3}


def test_a_new_or_changed_rule_is_known_as_such(tmp_path):
    first, changed = Rule("a", outlets=2), Rule("a", outlets=3)
    with Outbox(tmp_path / "box") as outbox:
        assert outbox.new_rules([first]) == (first,)
        outbox.begin([first], ["m"])
    with Outbox(tmp_path / "box") as outbox:
        assert outbox.new_rules([first, replace(first, deliver=frozenset({"b"}))]) == ()
        assert outbox.new_rules([changed]) == (changed,) and outbox.seen == {"m"}


def test_a_rule_file_reads_the_same_in_every_process(tmp_path):
    """Sets have an order of their own in each process; that must not make a rule look changed."""
    code = (
        "import sys; from pathlib import Path; from legation.watch.outbox import Outbox\n"
        "from legation.watch.rules import Rule\n"
        "rule = Rule('a', countries=frozenset('NER MLI BFA TCD SEN'.split()))\n"
        "with Outbox(Path(sys.argv[1])) as box: new = box.new_rules([rule]); box.begin(new, []); print(len(new))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code, str(tmp_path / "box")], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    assert [run.stdout.strip() for run in runs] == ["1", "0", "0"]


def test_two_watches_do_not_share_an_outbox(tmp_path):
    with Outbox(tmp_path / "box"), pytest.raises(DataError, match="another watch"):
        Outbox(tmp_path / "box")
    Outbox(tmp_path / "box").close()


def test_a_damaged_or_foreign_file_is_refused(tmp_path):
    path = tmp_path / "box"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(DataError, match="box"):
        Outbox(path)
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(DataError, match="version"):
        Outbox(path)
