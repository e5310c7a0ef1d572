"""Outgoing connections: limits, redirects, retries, and what is refused."""

import socket
import time
from dataclasses import replace

import pytest

from legation.errors import FetchError, LegationError
from legation.net import Fetcher, get, is_public, post, post_json
from legation.settings import Settings, load_settings


def test_page_with_its_headers(server, quick):
    url = server.page(
        "/a", b"hello", Content_Type="text/plain", ETag='"1"', Last_Modified="Mon, 22 Apr 2024 00:00:00 GMT"
    )
    found = get(url, quick)
    assert (found.url, found.status, found.content, found.content_type, found.etag) == (
        url,
        200,
        b"hello",
        "text/plain",
        '"1"',
    )
    assert found.last_modified == "Mon, 22 Apr 2024 00:00:00 GMT" and not found.not_modified
    assert server.asked[0][1]["User-Agent"] == quick.user_agent
    assert server.asked[0][1]["Host"] == server.base.removeprefix("http://")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:192.168.0.1",
        "fe80::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_public_addresses(address):
    assert is_public(address)


def test_private_address_is_refused_before_any_request(server, quick):
    server.page("/a", b"secret")
    with pytest.raises(FetchError, match=r"refused, .* private"):
        get(server.base + "/a", replace(quick, allow_private=False))
    assert server.asked == []


def test_name_that_points_to_a_private_address_is_refused_also_as_a_redirect(server, quick, monkeypatch):
    server.page("/a", b"", status=302, Location="http://inside.example/secret")
    real = socket.getaddrinfo

    def resolve(host, *rest, **kinds):
        return real("10.0.0.1" if host == "inside.example" else host, *rest, **kinds)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("legation.net.is_public", lambda address: address == "127.0.0.1")
    with pytest.raises(FetchError, match=r"inside\.example.*10\.0\.0\.1 is a private"):
        get(server.base + "/a", replace(quick, allow_private=False))


def test_redirects_are_followed_and_the_last_address_kept(server, quick):
    server.page("/old", b"", status=301, Location="/new")
    server.page("/new", b"here")
    found = get(server.base + "/old", quick)
    assert (found.url, found.content) == (server.base + "/new", b"here")


def test_redirect_loop(server, quick):
    server.page("/a", b"", status=302, Location="/b")
    server.page("/b", b"", status=302, Location="/a")
    with pytest.raises(FetchError, match="redirect loop"):
        get(server.base + "/a", quick)


def test_too_many_redirects(server, quick):
    for number in range(10):
        server.page(f"/{number}", b"", status=302, Location=f"/{number + 1}")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        get(server.base + "/0", quick)
    assert len(server.asked) == 6


@pytest.mark.parametrize("status", [429, 500, 503])
def test_server_errors_are_tried_again_then_told(server, quick, status):
    server.page("/a", b"", status=status)
    with pytest.raises(FetchError, match=rf"answered {status} \(tried 4 times\)"):
        get(server.base + "/a", quick)
    assert len(server.asked) == 4


def test_success_after_failures_and_retry_after_is_honoured_within_bounds(server, quick):
    answers = iter([(503, {"Retry-After": "7"}, b""), (429, {"Retry-After": "86400"}, b""), (200, {}, b"at last")])
    server.routes["/a"] = lambda _: next(answers)
    waits: list[float] = []
    fetcher = Fetcher(replace(quick, max_wait_seconds=30, total_seconds=100), sleep=waits.append)
    assert fetcher.get(server.base + "/a").content == b"at last"
    assert waits == [7, 30]


def test_client_errors_are_not_tried_again(server, quick):
    with pytest.raises(FetchError, match="answered 404"):
        get(server.base + "/nothing", quick)
    assert len(server.asked) == 1


def test_slow_server(server, quick):
    def slow(_):
        time.sleep(0.6)
        return 200, {}, b"late"

    server.routes["/a"] = slow
    with pytest.raises(FetchError, match="too slow"):
        get(server.base + "/a", replace(quick, timeout_seconds=0.1, retries=1))


def test_page_over_the_limit(server, quick):
    with pytest.raises(FetchError, match="too large"):
        get(server.page("/a", b"x" * 300_000), quick)


def test_conditional_request(server, quick):
    def answer(request):
        same = request.headers.get("If-None-Match") == '"v1"'
        return (304, {"ETag": '"v1"'}, b"") if same else (200, {"ETag": '"v1"'}, b"news")

    server.routes["/feed"] = answer
    first = get(server.base + "/feed", quick)
    second = get(server.base + "/feed", quick, etag=first.etag)
    assert first.content == b"news" and second.not_modified and second.content == b""


def test_requests_to_one_host_are_spaced_out(server, quick):
    url = server.page("/a", b"x")
    waits: list[float] = []
    fetcher = Fetcher(replace(quick, host_delay_seconds=10), sleep=waits.append)
    fetcher.get(url)
    fetcher.get(url)
    assert len(waits) == 1 and 9 < waits[0] <= 10


@pytest.mark.parametrize(
    "url", ["ftp://a.example/x", "file:///etc/passwd", "http://", "http://a b/", "http://[::1", "x"]
)
def test_what_is_no_web_address(url, quick):
    with pytest.raises(FetchError):
        get(url, quick)


@pytest.mark.parametrize("url", ["ftp://a.example/x", "http://", "http://[::1", "http://a.example:port", "x"])
def test_nothing_is_posted_to_what_is_no_web_address(url, quick):
    with pytest.raises(FetchError):
        post(url, b"x", {}, quick)
    with pytest.raises(FetchError):
        post_json(url, {}, quick)


def test_where_posting_fails_the_host_is_told_and_the_secret_in_the_address_is_not(quick):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/hooks/s3cret?key=s3cret"
    for failing in (lambda: post(url, b"x", {}, quick), lambda: post_json(url, {}, quick)):
        with pytest.raises(FetchError, match=r"127\.0\.0\.1: ") as failed:
            failing()
        assert "s3cret" not in str(failed.value)


def test_closed_port(quick):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="cannot connect"):
        get(f"http://127.0.0.1:{port}/", quick)


def test_settings_come_from_the_environment():
    found = load_settings({"LEGATION_RETRIES": "1", "LEGATION_ALLOW_PRIVATE": "yes", "LEGATION_TIMEOUT_SECONDS": "2.5"})
    assert found == Settings(retries=1, allow_private=True, timeout_seconds=2.5)
    assert load_settings({}) == Settings()


@pytest.mark.parametrize(
    "pair",
    [
        ("RETRIES", "many"),
        ("RETRIES", "-1"),
        ("ALLOW_PRIVATE", "perhaps"),
        ("TOTAL_SECONDS", "inf"),
        ("TIMEOUT_SECONDS", "nan"),
    ],
)
def test_wrong_settings_are_told_by_name(pair):
    with pytest.raises(LegationError, match="LEGATION_" + pair[0]):
        load_settings({"LEGATION_" + pair[0]: pair[1]})
