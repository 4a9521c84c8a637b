from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from api.conftest import running
from api.fake_assistant import FakeAssistant
from briefqa.errors import NotFoundError, SettingsError
from briefqa.settings import ServerSettings, Settings
from briefqa_api.keys import KeyStore, Scope
from briefqa_api.tokens import Sealer, TokenVerifier, read_secret

pytestmark = pytest.mark.anyio
QUESTION = {"question": "How many howitzers did Poland order?"}
SECRET = "a shared secret of at least 32 bytes"
OUTSIDE = {"peer": "203.0.113.7", "base_url": "http://briefs.example.org"}
Make = Callable[..., Settings]


def bearer(key: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}", **more}


def make_key(settings: Settings, scope: Scope, *origins: str) -> str:
    return KeyStore(settings.server.state / "keys.json").create(scope, origins=origins)[0]


async def test_nothing_but_signs_of_life_is_open_outside_loopback(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    async with running(make_settings(host="0.0.0.0"), assistant, **OUTSIDE) as client:
        for path in ("/healthz", "/readyz", "/openapi.json", "/docs"):
            assert (await client.get(path)).status_code == 200
        document = (await client.get("/openapi.json")).json()
        for path, operations in document["paths"].items():
            for method in operations:
                if path.startswith("/v1/") or path == "/metrics":
                    response = await client.request(method, path.replace("{", "").replace("}", ""), json=QUESTION)
                    assert response.status_code == 401, (method, path)
                    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("peer", "base_url", "headers"),
    [
        ("203.0.113.7", "http://127.0.0.1:8000", {}),
        ("127.0.0.1", "http://attacker.example", {}),
        ("127.0.0.1", "http://127.0.0.1:8000", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", "http://127.0.0.1:8000", {"Forwarded": "for=127.0.0.1"}),
    ],
    ids=["another machine", "rebound name", "behind a proxy", "behind a standard proxy"],
)
async def test_a_loopback_server_trusts_only_what_is_plainly_this_machine(
    make_settings: Make, assistant: FakeAssistant, peer: str, base_url: str, headers: dict[str, str]
) -> None:
    async with running(make_settings(), assistant, peer=peer, base_url=base_url) as client:
        assert (await client.post("/v1/ask", json=QUESTION, headers=headers)).status_code == 401


async def test_a_key_can_be_asked_for_on_loopback_too(make_settings: Make, assistant: FakeAssistant) -> None:
    async with running(make_settings(require_key=True), assistant) as client:
        assert (await client.post("/v1/ask", json=QUESTION)).status_code == 401


async def test_a_key_works_for_its_scope_and_those_below(make_settings: Make, assistant: FakeAssistant) -> None:
    settings = make_settings(host="0.0.0.0")
    asking, admin = make_key(settings, Scope.ASK), make_key(settings, Scope.ADMIN)
    async with running(settings, assistant, **OUTSIDE) as client:
        assert (await client.post("/v1/ask", json=QUESTION, headers=bearer(asking))).status_code == 200
        assert (await client.get("/v1/gaps", headers=bearer(asking))).status_code == 403
        assert (await client.get("/v1/gaps", headers=bearer(admin))).status_code == 200
        for wrong in (asking[:-1], asking + "x", "briefqa_", "nonsense", "a.b.c"):
            assert (await client.post("/v1/ask", json=QUESTION, headers=bearer(wrong))).status_code == 401


async def test_a_revoked_key_stops_working_at_once(make_settings: Make, assistant: FakeAssistant) -> None:
    settings = make_settings(host="0.0.0.0")
    store = KeyStore(settings.server.state / "keys.json")
    key, record = store.create(Scope.ASK)
    async with running(settings, assistant, **OUTSIDE) as client:
        assert (await client.get("/v1/documents", headers=bearer(key))).status_code == 200
        store.revoke(record.id)
        assert (await client.get("/v1/documents", headers=bearer(key))).status_code == 401


async def test_a_key_for_web_pages_asks_from_its_origin_and_nothing_else(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    settings = make_settings(host="0.0.0.0")
    key = make_key(settings, Scope.ASK, "https://intranet.example.org")
    home, elsewhere = {"Origin": "https://intranet.example.org"}, {"Origin": "https://evil.example"}
    async with running(settings, assistant, **OUTSIDE) as client:
        allowed = await client.post("/v1/ask", json=QUESTION, headers=bearer(key, **home))
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == home["Origin"]
        refused = await client.post("/v1/ask", json=QUESTION, headers=bearer(key, **elsewhere))
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers
        assert (await client.post("/v1/ask", json=QUESTION, headers=bearer(key))).status_code == 403
        assert (await client.get("/v1/facts", headers=bearer(key, **home))).status_code in (403, 404)
        assert (await client.get("/v1/documents", headers=bearer(key, **home))).status_code == 403


async def test_links_of_an_answer_open_their_document_without_a_key_and_no_other(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    settings = make_settings(host="0.0.0.0")
    store = KeyStore(settings.server.state / "keys.json")
    key, record = store.create(Scope.ASK)
    async with running(settings, assistant, **OUTSIDE) as client:
        answer = (await client.post("/v1/ask", json=QUESTION, headers=bearer(key))).json()
        page = await client.get(answer["citations"][0]["url"])
        assert page.status_code == 200
        assert 'id="cited"' in page.text
        seal = answer["citations"][0]["url"].partition("access=")[2]
        assert (await client.get("/v1/documents/other/view", params={"access": seal})).status_code == 401
        assert (await client.get("/v1/documents", params={"access": seal})).status_code == 401
        store.revoke(record.id)
        assert (await client.get(answer["citations"][0]["url"])).status_code == 401


def make_token(**claims: object) -> str:
    moment = int(time())
    base = {"sub": "staff", "aud": "briefqa", "iat": moment, "exp": moment + 300}
    merged = {name: value for name, value in {**base, **claims}.items() if value is not None}
    return jwt.encode({"alg": "HS256"}, merged, OctKey.import_key(SECRET))


@pytest.mark.parametrize(
    ("claims", "accepted"),
    [
        ({}, True),
        ({"exp": int(time()) - 100}, False),
        ({"exp": int(time()) + 86400}, False),
        ({"aud": "other"}, False),
        ({"aud": None}, False),
        ({"sub": None}, False),
        ({"exp": None}, False),
        ({"iat": int(time()) + 5000, "exp": int(time()) + 5100}, False),
        ({"iss": "portal"}, True),
    ],
)
async def test_a_host_applications_token_counts_only_when_every_claim_holds(
    claims: dict[str, object], accepted: bool
) -> None:
    verifier = TokenVerifier(ServerSettings(jwt_key=SECRET))
    assert (verifier.subject(make_token(**claims)) == "staff") is accepted


async def test_a_token_of_another_signer_or_without_signature_counts_for_nothing() -> None:
    verifier = TokenVerifier(ServerSettings(jwt_key=SECRET, jwt_issuer="portal"))
    assert verifier.subject(make_token()) is None
    assert verifier.subject(make_token(iss="portal")) == "staff"
    forged = jwt.encode({"alg": "HS256"}, {"sub": "x"}, OctKey.import_key("another secret of at least 32 bytes"))
    assert verifier.subject(forged) is None
    assert verifier.subject("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.") is None
    with pytest.raises(SettingsError, match="32 bytes"):
        TokenVerifier(ServerSettings(jwt_key="short"))


async def test_a_host_applications_token_may_ask_but_not_administer(
    make_settings: Make, assistant: FakeAssistant
) -> None:
    async with running(make_settings(host="0.0.0.0", jwt_key=SECRET), assistant, **OUTSIDE) as client:
        assert (await client.post("/v1/ask", json=QUESTION, headers=bearer(make_token()))).status_code == 200
        assert (await client.get("/metrics", headers=bearer(make_token()))).status_code == 403


async def test_a_foreign_page_cannot_borrow_local_access(client: httpx.AsyncClient) -> None:
    foreign = await client.post("/v1/ask", json=QUESTION, headers={"Origin": "https://evil.example"})
    assert foreign.json()["type"] == "urn:briefqa:problem:origin"
    own = await client.post("/v1/ask", json=QUESTION, headers={"Origin": "http://127.0.0.1:8000"})
    assert own.status_code == 200


async def test_only_listed_origins_may_read_answers(make_settings: Make, assistant: FakeAssistant) -> None:
    listed = "https://intranet.example.org"
    ask = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    async with running(make_settings(allowed_origins=[listed]), assistant) as client:
        allowed = await client.options("/v1/ask", headers={"Origin": listed, **ask})
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == listed
        refused = await client.options("/v1/ask", headers={"Origin": "https://evil.example", **ask})
        assert refused.status_code == 403
        assert refused.headers["content-type"] == "application/problem+json"
        assert "access-control-allow-origin" not in refused.headers


async def test_a_listed_page_can_read_refusals_too(make_settings: Make, assistant: FakeAssistant) -> None:
    listed = "https://intranet.example.org"
    async with running(make_settings(allowed_origins=[listed], body_bytes=2000), assistant) as client:
        for content in (b"a" * 3000, b"{", b'{"question": "explode"}'):
            headers = {"Origin": listed, "Content-Type": "application/json"}
            refused = await client.post("/v1/ask", content=content, headers=headers)
            assert refused.status_code in (400, 413, 500)
            assert refused.headers["access-control-allow-origin"] == listed


async def test_links_of_a_tokens_answer_hold_until_tomorrow(
    make_settings: Make, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(make_settings(host="0.0.0.0", jwt_key=SECRET), assistant, **OUTSIDE) as client:
        answer = (await client.post("/v1/ask", json=QUESTION, headers=bearer(make_token()))).json()
        link = answer["citations"][0]["url"]
        assert "staff" not in link
        assert (await client.get(link)).status_code == 200
        for days, status in ((1, 200), (2, 401)):
            monkeypatch.setattr("briefqa_api.access.time", lambda days=days: time() + 86400 * days)
            assert (await client.get(link)).status_code == status


async def test_the_key_file_holds_no_key_and_is_the_owners_alone(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    key, record = store.create(Scope.INGEST, name="importer", expires=datetime.now(UTC) + timedelta(days=1))
    content = (tmp_path / "keys.json").read_text()
    assert key not in content
    assert key.split("_", 2)[2] not in content
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
    assert KeyStore(tmp_path / "keys.json").find(key) == record


async def test_an_expired_key_is_no_key(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    key, _ = store.create(Scope.ASK, expires=datetime.now(UTC) - timedelta(seconds=1))
    assert store.find(key) is None


async def test_keys_that_cannot_be_right_are_refused(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    with pytest.raises(SettingsError, match="may only ask"):
        store.create(Scope.ADMIN, origins=["https://a.example"])
    with pytest.raises(SettingsError, match="is not an origin"):
        store.create(Scope.ASK, origins=["a.example/path"])
    with pytest.raises(NotFoundError, match="keys list"):
        store.revoke("none")


async def test_the_secret_of_the_seals_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = read_secret(tmp_path / "secret")
    assert read_secret(tmp_path / "secret") == first
    assert len(first) == 32
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]
    sealer = Sealer(first)
    assert sealer.holder(sealer.seal("jwt:a.b", "brief"), "brief") == "jwt:a.b"
    assert sealer.holder(sealer.seal("k1", "brief"), "other") is None
    assert Sealer(b"x" * 32).holder(sealer.seal("k1", "brief"), "brief") is None
