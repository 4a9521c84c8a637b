"""What people say about answers, and what the documents lack."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from briefqa_api.logs import log_failure
from briefqa_api.problems import ProblemError
from briefqa_api.records import Gap
from briefqa_api.routes.asking import find_answer
from briefqa_api.routes.common import Admin, Asker, Limit, send_json
from briefqa_api.runtime import Running, Runtime
from briefqa_api.schemas.answers import Feedback, FeedbackList, FeedbackReceipt, GapList

router = APIRouter(prefix="/v1", tags=["feedback"])
_UNNAMED = "nothing that supports the question"


@router.post("/feedback", status_code=201, response_model=FeedbackReceipt, summary="Say whether an answer helped")
async def give_feedback(feedback: Feedback, runtime: Running, caller: Asker) -> Response:
    """Keep a verdict and a comment together with the answer they are about."""
    answer = await find_answer(runtime, feedback.answer_id)
    try:
        saved = await asyncio.to_thread(runtime.store.save_feedback, answer, feedback.verdict, feedback.comment)
    except (sqlite3.Error, OSError) as error:
        raise lost_record(runtime, "feedback", error) from error
    return send_json(runtime, caller, {"id": saved}, 201)


@router.get("/feedback", response_model=FeedbackList, summary="List feedback")
async def list_feedback(runtime: Running, caller: Admin, limit: Limit = 100) -> Response:
    """Feedback, newest first."""
    records = await asyncio.to_thread(runtime.store.feedback, limit)
    fields = ("id", "at", "answer_id", "verdict", "comment", "generation", "question")
    listed = [{name: getattr(record, name) for name in fields} for record in records]
    return send_json(runtime, caller, {"feedback": listed})


@router.get("/gaps", response_model=GapList, summary="What the documents lack")
async def list_gaps(
    runtime: Running,
    caller: Admin,
    days: Annotated[int, Query(ge=1, le=3650, description="how far to look back")] = 30,
    limit: Limit = 100,
) -> Response:
    """Refused questions, grouped by what was missing, most asked for first."""
    gaps = await asyncio.to_thread(runtime.store.gaps, days)
    return send_json(runtime, caller, {"gaps": group_gaps(gaps)[:limit], "days": days})


def group_gaps(gaps: tuple[Gap, ...]) -> list[dict[str, Any]]:
    """Refused questions by what was missing; a question that lacked two things counts for both."""
    groups: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        for name in gap.missing or (_UNNAMED,):
            groups[name].append(gap)
    grouped = [
        {
            "missing": name,
            "asked": sum(gap.asked for gap in members),
            "questions": list(dict.fromkeys(gap.question for gap in members))[:20],
            "newest": max(gap.at for gap in members),
        }
        for name, members in groups.items()
    ]
    return sorted(grouped, key=lambda group: (-int(group["asked"]), str(group["missing"])))


def lost_record(runtime: Runtime, kind: str, error: Exception) -> ProblemError:
    """Count and log a record that could not be stored, and tell whoever sent it."""
    runtime.metrics.lost.labels(kind).inc()
    log_failure("record lost", error, kind=kind)
    return ProblemError(
        507, "not-stored", f"The {kind} could not be stored, the disk may be full; the loss was reported."
    )
