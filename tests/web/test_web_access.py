"""Who may come in and what they may do; how much; and that nothing is changed from another site's page."""

import base64
import re
import stat
from pathlib import Path

import pytest
from small_ledger import told
from starlette.testclient import TestClient

from legation.errors import DataError
from legation.ledger.store import open_ledger
from legation.web.access import Limiter, Rate, Rates
from legation.web.app import Serving, create_app
from legation.web.users import Role, keep_user, read_users, recognized

BASE = "http://127.0.0.1"
SECRETS = {"ada": "a long secret: ä", "ben": "another secret"}
JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def users(tmp_path_factory):
    path = tmp_path_factory.mktemp("users") / "users"
    keep_user(path, "ada", Role.REVIEWER, SECRETS["ada"])
    keep_user(path, "ben", Role.READER, SECRETS["ben"])
    return path


@pytest.fixture
def local(ledger_file):
    with TestClient(create_app(ledger_file), base_url=BASE) as client:
        yield client


@pytest.fixture
def desk(ledger_file, users):
    app = create_app(ledger_file, Serving("0.0.0.0", users=users))
    with TestClient(app, base_url="http://desk.example", follow_redirects=False) as client:
        yield client


def basic(name, secret=None):
    pair = f"{name}:{secret or SECRETS[name]}"
    return {"authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def sign_in(client, name, to="/"):
    return client.post("/sign-in", data={"name": name, "secret": SECRETS[name], "to": to})


def retreat(client, **headers):
    return client.get("/api/mentions?event_type=RETREAT", **headers).json()["items"][0]["mention_id"]


def test_the_user_file_keeps_hashes_alone_for_its_owner_alone(users):
    text = users.read_text()
    assert not any(secret in text for secret in SECRETS.values())
    assert text.count("$argon2id$") == 2
    assert stat.S_IMODE(users.stat().st_mode) == 0o600
    known = read_users(users)
    assert recognized(known, "ada", SECRETS["ada"]).role is Role.REVIEWER
    assert recognized(known, "ada", SECRETS["ben"]) is None
    assert recognized(known, "nobody", "") is None


@pytest.mark.parametrize("text", ["", "ada\treviewer\n", "ada\tkeeper\t$argon2id$x\n", "a b\treader\t$argon2id$\n"])
def test_a_user_file_that_says_something_else_is_refused(tmp_path, text):
    path = tmp_path / "users"
    path.write_text(text)
    with pytest.raises(DataError, match=re.escape(str(path))):
        read_users(path)


def test_a_short_secret_or_a_strange_name_is_refused(tmp_path):
    with pytest.raises(DataError, match="too short"):
        keep_user(tmp_path / "users", "ada", Role.READER, "short")
    with pytest.raises(DataError, match="no user's name"):
        keep_user(tmp_path / "users", "a\tb", Role.READER, "long enough a secret")


def test_nobody_unknown_sees_anything(desk):
    for path in ("/", "/actors/NER", "/review", "/nowhere"):
        answer = desk.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/sign-in?to=%2F")
    for path in ("/api/about", "/api/openapi.json", "/api/search?q=x"):
        answer = desk.get(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "sign_in_needed")
        assert answer.headers["www-authenticate"].startswith("Basic")
    for headers in (basic("ada", "wrong secret"), {"authorization": "Basic !"}, {"authorization": "Bearer x"}):
        assert desk.get("/api/about", headers=headers).status_code == 401
    assert desk.get("/static/style.css").status_code == 200


def test_a_session_leads_to_the_page_that_was_asked_for_and_ends(desk):
    asked = desk.get("/actors/NER?as_of=2024-02-01").headers["location"]
    form = desk.get(asked).text
    to = re.search(r'name="to" value="([^"]*)"', form)[1]
    assert to == "/actors/NER?as_of=2024-02-01"
    answer = sign_in(desk, "ben", to)
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert desk.get(to).status_code == 200
    assert desk.post("/sign-out", data={"csrf": "guess"}).status_code == 403
    assert desk.get(to).status_code == 200
    csrf = desk.app.state.desk.gate.person(None, desk.cookies["legation"]).form_token
    assert desk.post("/sign-out", data={"csrf": csrf}).status_code == 303
    assert desk.get(to).status_code == 303


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x", "/\n/e"])
def test_signing_in_leads_nowhere_else(desk, to):
    assert sign_in(desk, "ben", to).headers["location"] == "/"


def test_a_wrong_secret_is_told_and_soon_has_to_wait(desk):
    wrong = {"name": "ada", "secret": "wrong", "to": "/"}
    answers = [desk.post("/sign-in", data=wrong) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429] * 2
    assert "do not go together" in answers[0].text
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert desk.get("/api/about", headers=basic("ada")).status_code == 429, "guessing goes no faster over the API"


def test_roles(desk):
    mention, judged = retreat(desk, headers=basic("ben")), {"judgement": "accept"}
    path = f"/api/mentions/{mention}/judgements"
    refused = desk.post(path, json=judged, headers=basic("ben"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "forbidden")
    kept = desk.post(path, json=judged, headers=basic("ada"))
    assert (kept.status_code, kept.json()["who"]) == (201, "ada")
    in_anothers_name = desk.post(path, json=judged | {"who": "ben"}, headers=basic("ada"))
    assert in_anothers_name.status_code == 403
    problem = {"origin": "x", "what": "y", "why": "z"}
    assert desk.post("/api/handover/problem", json=problem, headers=basic("ada")).status_code == 403
    [row] = desk.get("/api/judgements", headers=basic("ben")).json()["items"]
    assert (row["who"], row["subject"], row["judgement"]) == ("ada", mention, "accept")


def csrf_of(client):
    return client.app.state.desk.gate.person(None, client.cookies.get("legation")).form_token


def test_a_judgement_by_form_changes_a_state_is_undone_and_survives(local, ledger_file):
    def state():
        rows = local.get("/api/relationships?provider=USA&recipient=NER").json()["items"]
        return [row["state"] for row in rows]

    mention = retreat(local)
    form = {"csrf": csrf_of(local), "mention_id": mention, "reason": "misread"}
    assert state() == ["winding_down"]
    answer = local.post("/review", data=form | {"judgement": "reject"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/review")
    assert state() == ["active"]
    said = local.post("/review", data=form | {"judgement": "undo"}, headers=JSON).json()
    assert said == {"mention_id": mention, "judgement": "undo", "revision": 6}
    assert state() == ["winding_down"]
    edited = {"judgement": "edit", "event_type": "RETREAT", "factuality": "occurred"}
    assert local.post("/review", data=form | edited, headers=JSON).status_code == 200
    assert state() == ["ended"]
    local.app.state.desk.close()
    with open_ledger(ledger_file) as ledger:
        assert [one.judgement for one in ledger.corrections(mention)] == ["reject", "undo", "edit"]
        assert {one.who for one in ledger.corrections(mention)} == {"local"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"csrf": ""}, 403),
        ({"csrf": "0" * 32}, 403),
        ({"judgement": "perhaps"}, 422),
        ({"mention_id": "none"}, 404),
        ({"judgement": "undo"}, 409),
        ({"judgement": "edit", "factuality": "perhaps"}, 409),
    ],
)
def test_a_form_that_does_not_hold_is_refused(local, change, status):
    form = {"csrf": csrf_of(local), "mention_id": retreat(local), "judgement": "accept"}
    answer = local.post("/review", data=form | change)
    assert answer.status_code == status
    assert local.get("/api/about").json()["counts"]["corrections"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"content-type": "text/plain"},
    ],
)
def test_nothing_is_changed_from_another_sites_page(local, headers):
    form = {"csrf": csrf_of(local), "mention_id": retreat(local), "judgement": "accept"}
    assert local.post("/review", data=form, headers=headers).status_code in (403, 415)
    path = f"/api/mentions/{form['mention_id']}/judgements"
    sent = local.post(path, content=b'{"judgement": "accept"}', headers={"content-type": "application/json"} | headers)
    assert sent.status_code in (403, 422)
    assert local.get("/api/about").json()["counts"]["corrections"] == 0
    own = {"origin": BASE, "sec-fetch-site": "same-origin"}
    assert local.post("/review", data=form, headers=own, follow_redirects=False).status_code == 303


def test_judgements_on_links_events_and_states(local):
    mentions = {row["event_type"]: row["mention_id"] for row in local.get("/api/mentions").json()["items"]}
    linked = local.post(f"/api/mentions/{mentions['CONSULT']}/links", json={"side": "target", "actor_id": "NER"})
    assert linked.status_code == 201
    assert local.get(f"/api/mentions/{mentions['CONSULT']}").json()["mention"]["target"][0]["actor_id"] == "NER"
    nobody = local.post(f"/api/mentions/{mentions['CONSULT']}/links", json={"side": "target", "actor_id": "QQQ"})
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (409, "conflict")
    told_before = local.get("/api/about").json()["counts"]["events"]
    both = [mentions["CONSULT"], mentions["RETREAT"]]
    assert local.post("/api/judgements/events", json={"mentions": both, "reason": "one"}).status_code == 201
    assert local.get("/api/about").json()["counts"]["events"] == told_before - 1
    key = {"provider": "FRA", "recipient": "MLI", "type": "arms"}
    said = key | {"state": "agreed", "since": "2024-05-01", "evidence": [mentions["CONSULT"]]}
    before = local.get("/api/about").json()["revision"]
    assert local.post("/api/judgements/states", json=said).json()["revision"] == before + 1
    [row] = local.get("/api/relationships?type=arms").json()["items"]
    assert (row["provider"], row["state"], row["since"]) == ("FRA", "agreed", "2024-05-01")
    assert local.post("/api/judgements/states", json=said | {"evidence": ["none"]}).status_code == 409


def test_rates_and_sizes(ledger_file):
    serving = Serving(rates=Rates(reading=Rate(3, 0.01), writing=Rate(1, 0.01)))
    with TestClient(create_app(ledger_file, serving), base_url=BASE) as client:
        answers = [client.get("/api/about") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[-1].json()["error"]["code"] == "too_many_requests"
        assert int(answers[-1].headers["retry-after"]) > 1
        large = client.post("/api/judgements/events", content=b"x" * 9_000_000)
        assert (large.status_code, large.json()["error"]["code"]) == (413, "too_large")

        def endless():
            for _ in range(200):
                yield b"x" * 100_000

        assert client.post("/api/judgements/events", content=endless()).status_code in (400, 413)
        assert client.get("/static/style.css").status_code == 200


def test_a_purse_fills_again():
    limiter, rate = Limiter(), Rate(2, 1000)
    assert [limiter.wait("a", rate) > 0 for _ in range(3)] == [False, False, True]
    assert limiter.wait("b", rate) == 0
    assert 0 < limiter.wait("a", Rate(2, 0.001)) <= 1000


def test_answers_tell_nothing_of_this_machine(ledger_file):
    app = create_app(ledger_file)

    @app.get("/api/broken")
    def broken():
        raise RuntimeError(f"secret of {ledger_file}")

    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        for path in ("/api/broken", "/api/articles/../../etc/passwd", "/static/../app.py", "/static/%2e%2e/app.py"):
            answer = client.get(path)
            assert answer.status_code in (404, 500)
            for telling in ("Traceback", "secret", str(ledger_file.parent), str(Path.cwd()), ".py"):
                assert telling not in answer.text
            assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_search_of_the_desk_agrees_with_the_ledger(local):
    found = local.get('/api/search?q="presence exit"&actor=NER').json()
    assert (found["total"], len(found["items"])) == (1, 1)
    assert found["items"][0]["event_type"] == "RETREAT"
    assert {"value": "USA", "number": 1} in found["facets"]["actor"]
    pages = local.get("/api/search?limit=2").json()
    rest = local.get("/api/search", params={"limit": 100, "cursor": pages["next"]}).json()
    assert [one["mention_id"] for one in pages["items"] + rest["items"]] == [
        one["mention_id"] for one in local.get("/api/search").json()["items"]
    ]
    articles = local.get("/api/search/articles?q=onerror").json()["items"]
    assert [one["document_id"] for one in articles] == [told()[3][0].document_id]
    assert local.get("/api/search?q=x&actr=NER").status_code == 422
    mention = retreat(local)
    local.post(f"/api/mentions/{mention}/judgements", json={"judgement": "reject"})
    assert local.get('/api/search?q="presence exit"').json()["total"] == 0
