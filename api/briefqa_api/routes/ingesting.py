"""Adding, replacing and deleting documents over HTTP, each as a build in the background."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from briefqa.documents.manifest import read_manifest
from briefqa.errors import CorpusError, NotFoundError
from briefqa_api.access import Caller
from briefqa_api.problems import ProblemError
from briefqa_api.records import BuildRecord
from briefqa_api.rendering import dump
from briefqa_api.routes.common import Ingester, send_json
from briefqa_api.routes.documents import DocumentId
from briefqa_api.routes.feedback import lost_record
from briefqa_api.runtime import Running, Runtime
from briefqa_api.schemas.documents import Build
from briefqa_api.uploads import UPLOAD_DESCRIPTION, check_id, read_upload

router = APIRouter(prefix="/v1", tags=["builds"])


@router.post(
    "/documents",
    status_code=202,
    response_model=Build,
    openapi_extra=UPLOAD_DESCRIPTION,
    summary="Add or replace a document",
)
async def add_document(request: Request, runtime: Running, caller: Ingester) -> Response:
    """Take a file and build a new generation with it; the old one answers until the new one is complete."""
    await _check_idle(runtime)
    corpus = runtime.settings.corpus
    draft, entry, replace = await read_upload(request, corpus)
    try:
        check_id(replace, entry.id in await asyncio.to_thread(_known_ids, runtime))
        job = {"document_id": entry.id, "draft": str(draft), "entry": entry.model_dump()}
        return _started(runtime, caller, "replace" if replace else "add", job)
    except BaseException:
        await asyncio.to_thread(draft.unlink, missing_ok=True)
        raise


@router.delete("/documents/{document_id}", status_code=202, response_model=Build, summary="Delete a document")
async def delete_document(document_id: DocumentId, runtime: Running, caller: Ingester) -> Response:
    """Delete a file and build a new generation without it; its answers are gone with the old one."""
    await _check_idle(runtime)
    if document_id not in await asyncio.to_thread(_known_ids, runtime):
        raise NotFoundError("There is no such document; GET /v1/documents lists those there are.")
    return _started(runtime, caller, "delete", {"document_id": document_id, "draft": None, "entry": None})


@router.get("/builds/{build_id}", response_model=Build, summary="How a build is going")
async def read_build(build_id: Annotated[str, Path(max_length=64)], runtime: Running, caller: Ingester) -> Response:
    """State and progress of a build that was asked for over HTTP."""
    try:
        record = await asyncio.to_thread(runtime.builds.find, build_id)
    except (sqlite3.Error, OSError) as error:
        raise lost_record(runtime, "build", error) from error
    if record is None:
        raise ProblemError(404, "not-found", "There is no such build; the last hundred are kept.")
    return send_json(runtime, caller, build_as_json(record))


def build_as_json(record: BuildRecord) -> dict[str, Any]:
    """A build's record for clients."""
    fields = ("id", "state", "action", "document_id", "step", "done", "total", "started", "finished", "generation")
    failures = [{"document": name, "reason": reason} for name, reason in record.failures]
    return {**{name: getattr(record, name) for name in fields}, "failures": failures, "reason": record.reason}


async def _check_idle(runtime: Runtime) -> None:
    try:
        await runtime.builds.check_idle()
    except (sqlite3.Error, OSError) as error:
        raise lost_record(runtime, "build", error) from error


def _started(runtime: Runtime, caller: Caller, action: str, job: dict[str, Any]) -> Response:
    try:
        record = runtime.builds.start(action, job)
    except (sqlite3.Error, OSError) as error:
        raise lost_record(runtime, "build", error) from error
    return Response(
        dump(build_as_json(record)),
        202,
        headers={"Location": f"/v1/builds/{record.id}"},
        media_type="application/json",
    )


def _known_ids(runtime: Runtime) -> set[str]:
    """The ids that are taken: those of the open generation and those that the manifest gives away."""
    generation = runtime.index.generation
    known = {summary.id for summary in runtime.index.assistant.documents()} if generation else set()
    try:
        return known | {entry.id for entry in read_manifest(runtime.settings.corpus)}
    except CorpusError:
        return known
