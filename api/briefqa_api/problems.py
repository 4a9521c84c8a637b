"""Errors as RFC 9457 problem details: one sentence for a person, one stable type for a program.

Nothing here repeats what a caller sent, a path of the server or the text of a document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from briefqa.errors import (
    BriefqaError,
    CorpusError,
    IndexBusyError,
    ModelError,
    NotFoundError,
    QuestionError,
    StoredIndexError,
)

PROBLEM_MEDIA_TYPE = "application/problem+json"
_TYPE_PREFIX = "urn:briefqa:problem:"


class ProblemError(Exception):
    """A request that ends with a problem document.

    `kind` is the last part of the problem's type, `detail` one sentence that says what happened and what to do.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = dict(headers or {})
        self.errors = tuple(errors)

    def body(self, request_id: str | None) -> dict[str, Any]:
        """The problem document, with the id under which the log knows the request."""
        document: dict[str, Any] = {
            "type": _TYPE_PREFIX + self.kind,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
        }
        if self.errors:
            document["errors"] = [dict(error) for error in self.errors]
        return document

    def response(self, request_id: str | None) -> Response:
        """The problem as a response."""
        content = json.dumps(self.body(request_id), ensure_ascii=True).encode("ascii")
        return Response(content, self.status, headers=self.headers, media_type=PROBLEM_MEDIA_TYPE)


def busy(detail: str, seconds: int = 1) -> ProblemError:
    """A 503 that names the seconds after which another try makes sense."""
    return ProblemError(503, "busy", detail, headers={"Retry-After": str(seconds)})


def problem_of(error: BriefqaError) -> ProblemError:
    """The problem for an error of the library.

    Only messages about the caller's own question or id are passed on; the others name paths of the server.
    """
    match error:
        case QuestionError():
            return ProblemError(422, "question", _printable(str(error)))
        case NotFoundError():
            return ProblemError(404, "not-found", _printable(str(error)))
        case IndexBusyError():
            return ProblemError(
                409,
                "build-running",
                "Another build is running; try again when it is done.",
                headers={"Retry-After": "10"},
            )
        case StoredIndexError() | ModelError():
            return busy("The index cannot be used now; the server tries again by itself.", 5)
        case CorpusError():
            return ProblemError(
                422, "corpus", "The documents cannot be used as they are; the build's report names the reason."
            )
        case _:
            return ProblemError(500, "internal", "Something went wrong here; the log has it under this request id.")


def _printable(message: str) -> str:
    return message.encode("utf-8", "replace").decode("utf-8")


def _pointer(item: Mapping[str, Any]) -> str:
    """Where a value stood, as a JSON pointer (RFC 6901); a name that is not the contract's own is left out."""
    location = item["loc"][:-1] if item["type"] == "extra_forbidden" else item["loc"]
    return "/" + "/".join(_printable(str(part)).replace("~", "~0").replace("/", "~1")[:80] for part in location)


def problem_of_validation(error: RequestValidationError) -> ProblemError:
    """The problem for a request that does not fit the contract: where and why, never what was sent."""
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return ProblemError(400, "json", "The body is not JSON; send UTF-8 JSON as application/json.")
    errors = [{"pointer": _pointer(item), "detail": _printable(str(item["msg"]))} for item in found[:20]]
    first = errors[0]
    sentence = f"{first['pointer']}: {first['detail']}. Correct the request and send it again."
    return ProblemError(422, "validation", sentence, errors=errors)


def problem_of_http(error: HTTPException) -> ProblemError:
    """The problem for what the framework itself refuses: an unknown path, a wrong method, a broken body."""
    sentences = {
        400: "The request cannot be read; check its body and headers.",
        404: "There is nothing at this address; /docs lists what there is.",
        405: "This address does not know this method; the Allow header lists those it knows.",
    }
    sentence = sentences.get(error.status_code, HTTPStatus(error.status_code).description + ".")
    kinds = {404: "not-found", 405: "method"}
    return ProblemError(
        error.status_code, kinds.get(error.status_code, "request"), sentence, headers=dict(error.headers or {})
    )


def request_id_of(request: Request) -> str | None:
    """The id that the envelope gave this request."""
    return getattr(request.state, "request_id", None)


async def answer_problem(request: Request, error: Exception) -> Response:
    """Turn any expected error of a request into its problem document."""
    match error:
        case ProblemError():
            problem = error
        case BriefqaError():
            problem = problem_of(error)
        case RequestValidationError():
            problem = problem_of_validation(error)
        case HTTPException():
            problem = problem_of_http(error)
        case _:
            raise error
    return problem.response(request_id_of(request))
