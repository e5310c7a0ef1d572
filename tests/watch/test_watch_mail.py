"""Alerts by mail, through a real SMTP server on loopback; a password is sent over TLS alone, and shown nowhere."""

import email
from dataclasses import replace
from email import policy

import pytest
import trustme
from aiosmtpd.controller import Controller
from mail_server import LOGIN, Post, free_port

from legation.errors import DataError, DeliveryError, RefusedError
from legation.settings import Settings
from legation.watch.mail import Credentials, credentials, send_mail
from legation.watch.targets import Mail, Security

SETTINGS = Settings(timeout_seconds=5)


def mail(post: Post, **more) -> Mail:
    given = {"server": "localhost", "port": post.port, "security": Security.STARTTLS, "sender": "legation@example.org"}
    return Mail(**(given | {"recipients": ("a@example.org", "b@example.org")} | more))


def test_an_alert_arrives_whole_over_tls(post, alert):
    send_mail(mail(post), LOGIN, SETTINGS, alert)
    ((readers, content),) = post.taken
    read = email.message_from_bytes(content, policy=policy.default)
    assert readers == ["a@example.org", "b@example.org"]
    assert read["Subject"] == alert.headline and read["Message-ID"] == f"<{alert.alert_id}.legation@example.org>"
    text = read.get_content()
    quote = alert.evidence[0]
    assert all(part in text for part in (quote.sentence, quote.outlet, quote.published.isoformat(), alert.alert_id))


def test_a_second_try_has_the_same_message_id(post, alert):
    for _ in range(2):
        send_mail(mail(post), LOGIN, SETTINGS, alert)
    first, second = (email.message_from_bytes(content)["Message-ID"] for _, content in post.taken)
    assert first == second


def test_line_breaks_in_what_articles_say_add_no_header(post, alert):
    send_mail(mail(post), LOGIN, SETTINGS, replace(alert, headline="a\r\nBcc: c@example.org\n\nmore"))
    assert email.message_from_bytes(post.taken[0][1])["Bcc"] is None and post.taken[0][0] == [
        "a@example.org",
        "b@example.org",
    ]


def test_a_wrong_password_is_told_without_being_shown(post, alert):
    wrong = Credentials("desk", "hunter2")
    with pytest.raises(DeliveryError, match="the login was refused") as raised:
        send_mail(mail(post), wrong, SETTINGS, alert)
    assert "hunter2" not in f"{raised.value!r} {raised.value.__cause__!r} {wrong!r}"


def test_a_certificate_of_nobody_known_is_refused(post, alert, monkeypatch, tmp_path):
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    with pytest.raises(DeliveryError, match="certificate"):
        send_mail(mail(post), LOGIN, SETTINGS, alert)
    assert post.taken == []


def test_a_server_without_tls_gets_nothing(alert):
    port = free_port()
    controller = Controller(Post(port), hostname="localhost", port=port)
    controller.start()
    try:
        with pytest.raises(DeliveryError, match="STARTTLS"):
            send_mail(mail(Post(port)), LOGIN, SETTINGS, alert)
        send_mail(mail(Post(port), security=Security.NONE), None, SETTINGS, alert)
        assert len(controller.handler.taken) == 1
    finally:
        controller.stop()


@pytest.mark.parametrize(("answer", "kind"), [("451 later", DeliveryError), ("554 never", RefusedError)])
def test_a_refusal_for_now_and_one_for_good(post, alert, answer, kind):
    post.answers.append(answer)
    with pytest.raises(DeliveryError, match=answer[:3]) as raised:
        send_mail(mail(post), LOGIN, SETTINGS, alert)
    assert type(raised.value) is kind


def test_a_reader_that_is_refused_is_named(post, alert):
    post.refused = {"a@example.org", "b@example.org"}
    with pytest.raises(RefusedError, match=r"no recipient.*a@example\.org: 550"):
        send_mail(mail(post), LOGIN, SETTINGS, alert)


def test_a_server_that_is_not_there_is_a_failure(alert):
    with pytest.raises(DeliveryError, match="localhost"):
        send_mail(mail(Post(1)), LOGIN, SETTINGS, alert)


def test_credentials_come_from_the_environment():
    target = mail(Post(1), user_from="U", password_from="P")
    assert credentials(target, {"U": "a", "P": "b"}) == Credentials("a", "b")
    assert credentials(mail(Post(1)), {}) is None
    with pytest.raises(DataError, match="P: the environment") as raised:
        credentials(target, {"U": "a-user", "P": ""})
    assert "a-user" not in str(raised.value)
