"""A small server that speaks the HTTP contract with canned answers, on 127.0.0.1 alone."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from briefqa_api.viewer import content_security_policy, render_document
from briefqa_api.widget import read_assets
from browser.fake_answers import EXAMPLES, OLDER, PROMISE, REPAIR, answer_to, timeline
from browser.fake_documents import cite, harbour_report, hostile_report
from browser.host_pages import HOST_PAGES

DOCUMENTS = {document.id: document for document in (harbour_report(), hostile_report())}


@dataclass
class Trouble:
    """What the next question meets instead of an answer."""

    status: int
    detail: str
    headers: dict[str, str] = field(default_factory=dict)


class FakeServer:
    """Serves until closed; remembers what was asked and judged."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.authorizations: list[str | None] = []
        self.judged: list[dict[str, Any]] = []
        self.troubles: list[Trouble] = []
        self.assets = {asset.path: asset for asset in read_assets()}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": self}))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the server is."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def other_origin(self) -> str:
        """The same server by another name, which to a browser is another origin."""
        return f"http://localhost:{self._http.server_port}"

    def forget(self) -> None:
        """Start afresh for the next test."""
        for kept in (self.asked, self.authorizations, self.judged, self.troubles):
            kept.clear()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        asset = self.fake.assets.get(parts.path)
        if asset is not None:
            policy = asset.content_security_policy
            headers = {"Content-Security-Policy": policy} if policy else {}
            self._send(200, asset.body, asset.media_type, headers)
        elif parts.path.endswith("/view"):
            self._send_view(parts.path.split("/")[3], query)
        elif parts.path.startswith("/host/"):
            page = HOST_PAGES[parts.path.removeprefix("/host/")]
            policy = page.policy.replace("SERVER", self.fake.url)
            headers = {"Content-Security-Policy": policy} if policy else {}
            self._send(200, page.markup.replace("SERVER", self.fake.url).encode(), "text/html; charset=utf-8", headers)
        else:
            self._send_listing(parts.path)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/v1/feedback":
            self.fake.judged.append(body)
            self._send_json(201, {"id": "feedback-1"})
            return
        self.fake.asked.append(body)
        self.fake.authorizations.append(self.headers.get("Authorization"))
        if self.fake.troubles:
            trouble = self.fake.troubles.pop(0)
            self._send_json(trouble.status, {"title": "Trouble", "detail": trouble.detail}, trouble.headers)
        else:
            self._send_json(200, answer_to(body["question"], body.get("history", [])))

    def do_OPTIONS(self) -> None:
        self._send(204, b"", "text/plain", {})

    def _send_view(self, name: str, query: dict[str, str]) -> None:
        start, end = (int(query[key]) if key in query else None for key in ("start", "end"))
        page = render_document(DOCUMENTS[name], start=start, end=end)
        policy = {"Content-Security-Policy": content_security_policy()}
        self._send(200, page.encode("utf-8"), "text/html; charset=utf-8", policy)

    def _send_listing(self, path: str) -> None:
        report = DOCUMENTS["harbours"]
        quotes = ((REPAIR, "What repair costs", 2), (PROMISE, None, 1), (OLDER, "What comes next", 3))
        hits = [
            {**cite(report, quote, section=section, page=page), "view": "unused"} for quote, section, page in quotes
        ]
        listings: dict[str, dict[str, Any]] = {
            "/v1/examples": {"questions": list(EXAMPLES)},
            "/v1/search": {"query": "", "hits": hits},
            "/v1/timeline": {"entries": timeline()},
            "/v1/documents": {
                "documents": [
                    {"id": one.id, "title": one.title, "author": one.author, "published": one.published}
                    for one in DOCUMENTS.values()
                ]
            },
        }
        if path in listings:
            self._send_json(200, listings[path])
        else:
            self._send_json(404, {"title": "Not Found", "detail": f"There is nothing at {path}."})

    def _send_json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(value).encode(), "application/json", headers or {})

    def _send(self, status: int, body: bytes, media_type: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        cors = {
            "Access-Control-Allow-Origin": self.headers.get("Origin", "*"),
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Expose-Headers": "Retry-After",
        }
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **cors, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
