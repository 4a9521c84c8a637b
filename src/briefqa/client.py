"""A client for the server, with the same types as the library.

with Client("http://127.0.0.1:8000", key=KEY) as client:
    answer = client.ask("What were the howitzers from America worth?")
    print(answer.answer, answer.citations[0].quote)
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx

from briefqa.answering.unwire import from_json
from briefqa.errors import NotFoundError, QuestionError, ServerError
from briefqa.facts import Finding
from briefqa.index.store import DocumentSummary
from briefqa.received import (
    BuildStatus,
    FeedbackEntry,
    GapGroup,
    TimelineEntry,
    read_build,
    read_document,
    read_passage,
)
from briefqa.types import Answer, DealRecord, Document, FactRecord, Hit, Passage

Read = TypeVar("Read")

_PAGE = 500
_LONGEST_PAUSE = 30.0
_ENDED = ("done", "failed")


class Client:
    """Talks to one server; safe to use from many threads.

    Args:
        url: where the server is, such as http://127.0.0.1:8000.
        key: a key of `briefqa keys create`; a server on the same machine may need none.
        timeout: seconds to wait for one response.
        retries: how often a request is sent again that the server was too busy for.
        transport: what carries requests instead of the network, for tests.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        timeout: float = 30.0,
        retries: int = 2,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout, transport=transport)
        self._retries = retries

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] | None = None,
        history: Sequence[str] = (),
        max_citations: int = 5,
    ) -> Answer:
        """Answer a question, or say what is missing.

        Raises:
            QuestionError: the question cannot be asked.
            NotFoundError: a document id is unknown.
            ServerError: the server refuses or cannot be reached.
        """
        body = {
            "question": question,
            "documents": None if documents is None else list(documents),
            "history": list(history),
            "max_citations": max_citations,
        }
        return self._read(Answer, self._send("POST", "/v1/ask", json=body))

    def answer(self, answer_id: str) -> Answer:
        """An answer that was given before; raises NotFoundError when it is not kept any more."""
        return self._read(Answer, self._send("GET", f"/v1/answers/{_part(answer_id)}"))

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] | None = None) -> tuple[Hit, ...]:
        """The `k` passages that fit a query best, best first."""
        wanted = {"query": query, "limit": k, "passages": True, "document": list(documents or ())}
        value = self._send("GET", "/v1/search", params=wanted)
        return tuple(Hit(read_passage(hit["passage"]), hit["score"], hit["rank"]) for hit in value["hits"])

    def documents(self) -> tuple[DocumentSummary, ...]:
        """Every document, by id."""
        return tuple(self._read(DocumentSummary, one) for one in self._pages("/v1/documents", "documents", {}))

    def document(self, document_id: str) -> Document:
        """One document; raises NotFoundError."""
        return read_document(self._send("GET", f"/v1/documents/{_part(document_id)}"))

    def passage(self, passage_id: str) -> Passage:
        """One passage; raises NotFoundError."""
        return read_passage(self._send("GET", f"/v1/passages/{_part(passage_id)}"))

    def facts(self, **filters: str | Sequence[str]) -> tuple[FactRecord, ...]:
        """Every record that fits; filters are those of GET /v1/facts, such as kind="deal" or unit="USD"."""
        return tuple(self._read(FactRecord, one) for one in self._pages("/v1/facts", "facts", filters))

    def deals(self, **filters: str | Sequence[str]) -> tuple[DealRecord, ...]:
        """Every deal that fits; filters are those of GET /v1/deals, such as status="signed"."""
        return tuple(self._read(DealRecord, one) for one in self._pages("/v1/deals", "deals", filters))

    def timeline(self, **filters: str | Sequence[str]) -> tuple[TimelineEntry, ...]:
        """Dates and dated deals, earliest first; filters are those of GET /v1/timeline, such as entity="NATO"."""
        return tuple(self._read(TimelineEntry, one) for one in self._pages("/v1/timeline", "entries", filters))

    def findings(self, **filters: str) -> tuple[Finding, ...]:
        """The documents checked against themselves, contradictions first; `verdict` takes only those."""
        return tuple(self._read(Finding, one) for one in self._pages("/v1/audit", "findings", filters))

    def examples(self) -> tuple[str, ...]:
        """Questions that the documents answer."""
        return tuple(self._send("GET", "/v1/examples")["questions"])

    @property
    def generation(self) -> str:
        """The generation that answers the next question; raises ServerError while there is none."""
        return str(self._send("GET", "/readyz")["generation"])

    def original(self, document_id: str) -> bytes:
        """The file that a document was read from; raises NotFoundError, ServerError when it has changed since."""
        return self._receive("GET", f"/v1/documents/{_part(document_id)}/file").content

    def give_feedback(self, answer_id: str, *, helped: bool, comment: str | None = None) -> str:
        """Say whether an answer helped; gives the id under which that is kept."""
        body = {"answer_id": answer_id, "verdict": "up" if helped else "down", "comment": comment}
        return str(self._send("POST", "/v1/feedback", json=body)["id"])

    def feedback(self, *, limit: int = 100) -> tuple[FeedbackEntry, ...]:
        """What people said about answers, newest first; needs a key of scope admin, as `gaps` and `metrics` do."""
        listed = self._send("GET", "/v1/feedback", params={"limit": limit})["feedback"]
        return tuple(self._read(FeedbackEntry, one) for one in listed)

    def gaps(self, *, days: int = 30, limit: int = 100) -> tuple[GapGroup, ...]:
        """Refused questions by what was missing, most asked for first."""
        listed = self._send("GET", "/v1/gaps", params={"days": days, "limit": limit})["gaps"]
        return tuple(self._read(GapGroup, one) for one in listed)

    def metrics(self) -> str:
        """Counts and times in Prometheus' text format."""
        return self._receive("GET", "/metrics").text

    def add_document(self, file: Path, *, id: str | None = None, replace: bool = False, **about: str) -> BuildStatus:
        """Add a file to the corpus; `about` is title, author, publisher, published, url or licence."""
        fields = {"replace": "true" if replace else "false", **({"id": id} if id else {}), **about}
        content = {"file": (file.name, file.read_bytes())}
        return read_build(self._send("POST", "/v1/documents", data=fields, files=content))

    def delete_document(self, document_id: str) -> BuildStatus:
        """Take a document out of the corpus; raises NotFoundError."""
        return read_build(self._send("DELETE", f"/v1/documents/{_part(document_id)}"))

    def build(self, build_id: str) -> BuildStatus:
        """How a build is going; raises NotFoundError."""
        return read_build(self._send("GET", f"/v1/builds/{_part(build_id)}"))

    def wait(self, build: BuildStatus, *, seconds: float = 600.0, pause: float = 0.5) -> BuildStatus:
        """Wait for a build to end; raises ServerError when it takes longer than `seconds`."""
        deadline = time.monotonic() + seconds
        while build.state not in _ENDED:
            if time.monotonic() > deadline:
                raise ServerError(f"The build {build.id} runs for more than {seconds:g} seconds; ask for it later.")
            time.sleep(pause)
            build = self.build(build.id)
        return build

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pages(self, path: str, name: str, filters: Mapping[str, Any]) -> Iterator[Any]:
        offset = 0
        while True:
            page = self._send("GET", path, params={**filters, "limit": _PAGE, "offset": offset})
            yield from page[name]
            offset += len(page[name])
            if not page[name] or offset >= page["total"]:
                return

    def _send(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - any JSON value
        return _json(self._receive(method, path, **options))

    def _receive(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes them
        for attempt in range(self._retries + 1):
            try:
                response = self._http.request(method, path, **options)
            except httpx.HTTPError as error:
                raise ServerError(f"The server at {self._http.base_url} cannot be reached ({error}).") from error
            if response.status_code not in (429, 503) or attempt == self._retries:
                break
            time.sleep(min(_LONGEST_PAUSE, float(response.headers.get("Retry-After", "1"))))
        if response.is_success:
            return response
        raise _error(response)

    def _read(self, kind: type[Read], value: object) -> Read:
        try:
            return from_json(kind, value)
        except ValueError as error:
            raise ServerError(f"The server says what this client does not understand: {error}.") from error


def _json(response: httpx.Response) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return response.json()
    except ValueError as error:
        raise ServerError("The server did not send JSON; check its address.", response.status_code) from error


def _error(response: httpx.Response) -> QuestionError | NotFoundError | ServerError:
    if "json" not in response.headers.get("Content-Type", ""):
        return ServerError(
            f"The server answered {response.status_code} without saying why; check its address.", response.status_code
        )
    problem = _json(response)
    kind = str(problem.get("type", "")).rpartition(":")[2]
    detail = str(problem.get("detail", f"The server answered {response.status_code}."))
    if kind == "question":
        return QuestionError(detail)
    if kind == "not-found":
        return NotFoundError(detail)
    return ServerError(detail, response.status_code, kind)


def _part(identifier: str) -> str:
    return quote(identifier, safe="")
