"""A lasting address shows the same page whatever is added, judged or read anew after it was opened."""

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from legation.web import kept_pages
from legation.web.app import Serving, create_app
from legation.web.users import Role, keep_user

BASE = "http://127.0.0.1"
PAGES = ("/", "/actors/NER", "/pairs/USA/NER", "/network", "/due", "/briefs/NER", "/search?q=Niger", "/review")


@pytest.fixture
def local(ledger_file):
    with TestClient(create_app(ledger_file), base_url=BASE) as client:
        yield client


def lasting(client: TestClient, page: str) -> str:
    """The lasting address that the foot of a page gives."""
    found = re.search(r'<a href="([^"]+)">Address of this page as it is today', client.get(page).text)
    assert found
    return unescape(found[1])


def judge(client: TestClient) -> None:
    """Changes the ledger."""
    mention = client.get("/api/mentions?limit=1").json()["items"][0]["mention_id"]
    said = {"judgement": "reject", "reason": "misread"}
    client.post(f"/api/mentions/{mention}/judgements", json=said).raise_for_status()


def test_what_was_opened_stays_and_survives_a_restart(local, ledger_file):
    addresses = [lasting(local, page) for page in PAGES]
    before = [local.get(address).text for address in addresses]
    judge(local)
    after = [local.get(address).text for address in addresses]
    assert after[:-1] == before[:-1]
    assert "goes on showing this page" in before[0] and "made at revision" in after[-1]
    local.app.state.desk.close()
    with TestClient(create_app(ledger_file), base_url=BASE) as again:
        assert [again.get(address).text for address in addresses[:-1]] == before[:-1]


def test_what_was_not_opened_then_says_so(local):
    address = lasting(local, "/actors/NER")
    judge(local)
    assert "This address was made at revision" in local.get(address).text


def test_the_order_of_an_address_does_not_matter(local):
    path, _, asked = lasting(local, "/search?q=Niger").partition("?")
    shown = local.get(f"{path}?{asked}").text
    judge(local)
    turned = "&".join(reversed(asked.split("&")))
    assert turned != asked and local.get(f"{path}?{turned}").text == shown


def test_a_kept_page_tells_nothing_of_who_opened_it(ledger_file, tmp_path):
    keep_user(tmp_path / "users", "ada", Role.REVIEWER, "a long secret")
    app = create_app(ledger_file, Serving("0.0.0.0", users=tmp_path / "users"))
    with TestClient(app, base_url="http://desk.example") as desk:
        desk.post("/sign-in", data={"name": "ada", "secret": "a long secret", "to": "/"})
        assert "Sign out" in desk.get("/actors/NER").text
        lasting_address = lasting(desk, "/actors/NER")
        kept = desk.get(lasting_address).text
        assert "goes on showing this page" in kept
        assert "<strong>ada</strong>" not in kept and "csrf" not in kept
        desk.cookies.clear()
        assert desk.get(lasting_address, follow_redirects=False).status_code == 303


def test_no_more_are_kept_than_there_is_room_for(local, ledger_file, monkeypatch):
    monkeypatch.setattr(kept_pages, "MOST", 1)
    for page in PAGES:
        local.get(lasting(local, page))
    assert len(list(Path(f"{ledger_file}.pages").iterdir())) == 1
    assert "goes on showing" not in local.get(lasting(local, "/actors/FRA")).text
