"""Documents, their viewer and original files, and passages."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse, HTMLResponse

from briefqa.types import Document
from briefqa_api.access import Caller
from briefqa_api.opened import AssistantLike
from briefqa_api.problems import ProblemError
from briefqa_api.routes.common import Asker, Limit, Offset, read_index, send_json, view_url
from briefqa_api.runtime import Running, Runtime
from briefqa_api.schemas import documents as schemas
from briefqa_api.showing import document_as_json, passage_as_json
from briefqa_api.viewer import content_security_policy, render_document

router = APIRouter(prefix="/v1", tags=["documents"])

DocumentId = Annotated[str, Path(max_length=200)]
PassageId = Annotated[str, Path(max_length=128)]
Place = Annotated[int | None, Query(ge=0, le=1_000_000_000, description="code point of the document's text")]
Seal = Annotated[str | None, Query(max_length=400, description="the seal that a link in an answer carries")]


@router.get("/documents", response_model=schemas.DocumentList, summary="List the documents")
async def list_documents(runtime: Running, caller: Asker, limit: Limit = 100, offset: Offset = 0) -> Response:
    """The documents of the open generation, ordered by id."""

    def read(assistant: AssistantLike, generation: str) -> dict[str, Any]:
        summaries = sorted((asdict(summary) for summary in assistant.documents()), key=lambda one: str(one["id"]))
        page = summaries[offset : offset + limit]
        return {
            "documents": page,
            "total": len(summaries),
            "offset": offset,
            "limit": limit,
            "generation": generation,
        }

    return send_json(runtime, caller, await read_index(runtime, read))


@router.get("/documents/{document_id}", response_model=schemas.Document, summary="Read a document")
async def read_document(
    document_id: DocumentId,
    runtime: Running,
    caller: Asker,
    start: Place = None,
    end: Place = None,
    access: Seal = None,
) -> Response:
    """Text, blocks, and the text as pieces; the span `start` to `end` is marked in the pieces.

    `text[start:end]` counts Unicode code points. A client whose strings count UTF-16 shows the pieces.
    """

    def read(assistant: AssistantLike, generation: str) -> dict[str, Any]:
        return document_as_json(assistant.document(document_id), generation, start, end)

    return send_json(runtime, caller, await read_index(runtime, read))


@router.get(
    "/documents/{document_id}/view",
    response_class=HTMLResponse,
    summary="Show a document with a span highlighted",
)
async def view_document(
    document_id: DocumentId,
    runtime: Running,
    caller: Asker,
    start: Place = None,
    end: Place = None,
    access: Seal = None,
) -> Response:
    """The document as a page for people; it opens at the span."""

    def read(assistant: AssistantLike, _: str) -> str:
        document = assistant.document(document_id)
        download = _file_url(document, runtime, caller)
        return render_document(document, start=start, end=end, download=download)

    page = await read_index(runtime, read)
    return HTMLResponse(page.encode("utf-8", "replace"), headers={"Content-Security-Policy": content_security_policy()})


@router.get(
    "/documents/{document_id}/file",
    response_class=FileResponse,
    responses={200: {"content": {"*/*": {}}, "description": "the file as it was read"}},
    summary="Download the original file",
)
async def download_document(document_id: DocumentId, runtime: Running, caller: Asker, access: Seal = None) -> Response:
    """The file that the document was read from, while it is unchanged in the corpus."""
    document = await read_index(runtime, lambda assistant, _: assistant.document(document_id))
    file = _original(document, runtime)
    if file is None or await asyncio.to_thread(_digest, file) != document.sha256:
        raise ProblemError(404, "no-original", "The original file is not at hand in the version that was read.")
    # only a PDF is shown in the browser, where #page= opens the cited page; nothing else may act as a page of ours
    inline = document.media_type == "application/pdf"
    return FileResponse(
        file,
        media_type=document.media_type,
        filename=file.name,
        content_disposition_type="inline" if inline else "attachment",
        headers={"Content-Security-Policy": "default-src 'none'; object-src 'self'; frame-ancestors 'none'"},
    )


@router.get("/passages/{passage_id}", response_model=schemas.Passage, summary="Read a passage")
async def read_passage(passage_id: PassageId, runtime: Running, caller: Asker) -> Response:
    """One claim, verbatim, with the view in which it was read."""

    def read(assistant: AssistantLike, generation: str) -> dict[str, Any]:
        passage = assistant.passage(passage_id)
        text = assistant.document(passage.document_id).text
        url = view_url(passage.document_id, passage.span.start, passage.span.end)
        return passage_as_json(passage, text, url, generation)

    return send_json(runtime, caller, await read_index(runtime, read))


def _original(document: Document, runtime: Runtime) -> FilePath | None:
    """The document's file, if it is a plain file inside the corpus."""
    corpus = runtime.settings.corpus.resolve()
    file = (corpus / document.file).resolve()
    return file if file.is_relative_to(corpus) and file.is_file() else None


def _file_url(document: Document, runtime: Runtime, caller: Caller) -> str | None:
    if _original(document, runtime) is None:
        return None
    seal = runtime.access.seal(caller, document.id)
    return f"/v1/documents/{quote(document.id, safe='')}/file" + (f"?access={quote(seal)}" if seal else "")


def _digest(file: FilePath) -> str:
    digest = sha256()
    with file.open("rb") as source:
        while part := source.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()
