"""Asking, searching, and looking an answer up again."""

from __future__ import annotations

import asyncio
import sqlite3
from time import perf_counter
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from briefqa.answering.wire import hit_as_json
from briefqa.types import Document, Hit
from briefqa_api.opened import AssistantLike
from briefqa_api.problems import ProblemError, busy
from briefqa_api.rendering import RenderedAnswer, cache_key, render
from briefqa_api.routes.common import Asker, read_index, send_bytes, send_json, view_url
from briefqa_api.runtime import Running, Runtime
from briefqa_api.schemas.answers import Answer, ExampleList, Question, SearchResult
from briefqa_api.showing import passage_as_json

router = APIRouter(prefix="/v1", tags=["ask"])
AnswerId = Annotated[str, Path(max_length=128)]


@router.post("/ask", response_model=Answer, summary="Answer a question with citations")
async def ask(question: Question, request: Request, runtime: Running, caller: Asker) -> Response:
    """Answer by quoting, or say what the documents lack.

    The same question on the same generation gives the same answer, `took_ms` aside.
    """
    started = perf_counter()
    rendered = await _answer(question, runtime)
    took_ms = (perf_counter() - started) * 1000
    runtime.metrics.answers.labels("answered" if rendered.answered else "refused", rendered.kind).inc()
    runtime.recorder.note(rendered, took_ms, request.state.request_id)
    return send_bytes(runtime, caller, rendered.body(took_ms))


async def _answer(question: Question, runtime: Runtime) -> RenderedAnswer:
    assistant = runtime.index.assistant
    asked = (question.question, question.documents, question.history, question.max_citations)
    ready = runtime.cache.find(cache_key(assistant.generation, *asked))
    runtime.metrics.cache.labels("miss" if ready is None else "hit").inc()
    if ready is not None:
        return ready

    def read(asked_of: AssistantLike, _: str) -> RenderedAnswer:
        with runtime.metrics.stage_seconds.labels("answer").time():
            answer = asked_of.ask(
                question.question,
                documents=question.documents,
                history=question.history,
                max_citations=question.max_citations,
            )
        with runtime.metrics.stage_seconds.labels("write").time():
            return render(answer)

    rendered = await read_index(runtime, read)
    runtime.cache.save(cache_key(rendered.generation, *asked), rendered)
    return rendered


@router.get("/answers/{answer_id}", response_model=Answer, summary="Replay an answer")
async def replay(answer_id: AnswerId, runtime: Running, caller: Asker) -> Response:
    """The answer with this id as it was given, while it is kept."""
    return send_bytes(runtime, caller, await find_answer(runtime, answer_id))


async def find_answer(runtime: Runtime, answer_id: str) -> bytes:
    """The JSON of an answer from the cache or the store.

    Raises:
        ProblemError: 404 when it is not kept any more.
    """
    ready = runtime.cache.find_id(answer_id)
    if ready is not None:
        return ready.body(0.0)
    try:
        kept = await asyncio.to_thread(runtime.store.answer, answer_id)
    except (sqlite3.Error, OSError):
        kept = None
    if kept is None:
        raise ProblemError(404, "not-found", "No answer with this id is kept; ask the question again.")
    return kept


@router.get("/search", response_model=SearchResult, summary="Find passages")
async def search(
    runtime: Running,
    caller: Asker,
    query: Annotated[str, Query(description="words to look for", examples=["howitzers"])],
    limit: Annotated[int, Query(ge=1, le=100, description="how many passages")] = 10,
    document: Annotated[list[str] | None, Query(description="search in these documents only")] = None,
    passages: Annotated[bool, Query(description="give each passage as a whole")] = False,
) -> Response:
    """The passages that fit best, best first."""

    def read(assistant: AssistantLike, generation: str) -> dict[str, object]:
        hits = assistant.search(query, k=limit, documents=document)
        found = {name: assistant.document(name) for name in {hit.passage.document_id for hit in hits}}
        listed = [_hit(hit, found[hit.passage.document_id], generation, passages) for hit in hits]
        return {"query": query, "hits": listed, "generation": generation}

    return send_json(runtime, caller, await read_index(runtime, read))


@router.get("/examples", response_model=ExampleList, summary="Questions that the documents answer")
async def list_examples(runtime: Running, caller: Asker) -> Response:
    """A few example questions, for people who do not know yet what they may ask."""
    found = runtime.examples.questions(runtime.index.assistant)
    try:
        generation, questions = await asyncio.wait_for(found, runtime.settings.server.answer_seconds)
    except TimeoutError as error:
        raise busy("The examples are still being looked for; try again in a moment.", 5) from error
    return send_json(runtime, caller, {"questions": questions, "generation": generation})


def _hit(hit: Hit, document: Document, generation: str, whole: bool) -> dict[str, object]:
    span = hit.passage.span
    url = view_url(document.id, span.start, span.end)
    return {
        **hit_as_json(hit),
        "document_title": document.title,
        "quote": span.cut(document.text),
        "url": url,
        "passage": passage_as_json(hit.passage, document.text, url, generation) if whole else None,
    }
