"""A client for the server, with the same types as the library.

with Client("http://127.0.0.1:8000", key=KEY) as client:
    answer = client.ask("What were the howitzers from America worth?")
    print(answer.answer, answer.citations[0].quote)
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx

from briefqa.answering.unwire import from_json
from briefqa.errors import NotFoundError, QuestionError, ServerError
from briefqa.index.store import DocumentSummary
from briefqa.received import read_document, read_passage
from briefqa.types import Answer, Document, FactRecord, Hit, Passage

Read = TypeVar("Read")

_PAGE = 500
_LONGEST_PAUSE = 30.0
_ENDED = ("done", "failed")


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """How a build is going; `state` is queued, running, done or failed, `failures` pairs of file and reason."""

    id: str
    state: str
    step: str | None
    done: int
    total: int
    generation: str | None
    failures: tuple[tuple[str, str], ...]
    reason: str | None


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

    def give_feedback(self, answer_id: str, *, helped: bool, comment: str | None = None) -> str:
        """Say whether an answer helped; gives the id under which that is kept."""
        body = {"answer_id": answer_id, "verdict": "up" if helped else "down", "comment": comment}
        return str(self._send("POST", "/v1/feedback", json=body)["id"])

    def add_document(self, file: Path, *, id: str | None = None, replace: bool = False, **about: str) -> BuildStatus:
        """Add a file to the corpus; `about` is title, author, publisher, published, url or licence."""
        fields = {"replace": "true" if replace else "false", **({"id": id} if id else {}), **about}
        content = {"file": (file.name, file.read_bytes())}
        return _build(self._send("POST", "/v1/documents", data=fields, files=content))

    def delete_document(self, document_id: str) -> BuildStatus:
        """Take a document out of the corpus; raises NotFoundError."""
        return _build(self._send("DELETE", f"/v1/documents/{_part(document_id)}"))

    def build(self, build_id: str) -> BuildStatus:
        """How a build is going; raises NotFoundError."""
        return _build(self._send("GET", f"/v1/builds/{_part(build_id)}"))

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
        for attempt in range(self._retries + 1):
            try:
                response = self._http.request(method, path, **options)
            except httpx.HTTPError as error:
                raise ServerError(f"The server at {self._http.base_url} cannot be reached ({error}).") from error
            if response.status_code not in (429, 503) or attempt == self._retries:
                break
            time.sleep(min(_LONGEST_PAUSE, float(response.headers.get("Retry-After", "1"))))
        if response.is_success:
            return _json(response)
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


def _build(value: Mapping[str, Any]) -> BuildStatus:
    return BuildStatus(
        id=value["id"],
        state=value["state"],
        step=value["step"],
        done=value["done"],
        total=value["total"],
        generation=value["generation"],
        failures=tuple((one["document"], one["reason"]) for one in value["failures"]),
        reason=value["reason"],
    )


def _part(identifier: str) -> str:
    return quote(identifier, safe="")
