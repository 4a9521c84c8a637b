"""Feedback as candidates for the evaluation set.

An answer that somebody confirmed is a question with gold. One that somebody found wrong is only a question: what is
right has to be written by a person, so it goes to a list of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from briefqa.evaluation.dataset import GoldQuote, Question
from briefqa_api.records import FeedbackRecord

SLICE = "feedback"


def confirmed_questions(records: Iterable[FeedbackRecord]) -> tuple[Question, ...]:
    """One question for each confirmed answer or refusal, the newest verdict counting; in the order of their ids."""
    made = (_question(json.loads(record.answer)) for record in _newest(records) if record.verdict == "up")
    return tuple(sorted(made, key=lambda question: question.id))


def doubted_answers(records: Iterable[FeedbackRecord]) -> tuple[dict[str, Any], ...]:
    """What was answered where somebody found it wrong, with their comment, for a person to set right."""
    return tuple(
        {
            "question": record.question,
            "answer": json.loads(record.answer)["answer"],
            "comment": record.comment,
            "answer_id": record.answer_id,
            "generation": record.generation,
        }
        for record in _newest(records)
        if record.verdict == "down"
    )


def _newest(records: Iterable[FeedbackRecord]) -> list[FeedbackRecord]:
    newest: dict[str, FeedbackRecord] = {}
    for record in sorted(records, key=lambda record: (record.at, record.id)):
        newest[record.answer_id] = record
    return list(newest.values())


def _question(answer: dict[str, Any]) -> Question:
    text = answer["read_as"] or answer["question"]
    identifier = f"{SLICE}-{sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}"
    if not answer["answered"]:
        return Question(id=identifier, question=text, slice=SLICE, answerable=False, missing=tuple(answer["missing"]))
    cited = answer["citations"][0]
    gold = GoldQuote(document=cited["document_id"], quote=cited["quote"], prefix=cited["prefix"])
    claim = answer["kind"] == "claim"
    answers = () if claim else (answer["answer"],)
    return Question(
        id=identifier, question=text, slice=SLICE, answerable=True, claim=claim, answers=answers, gold=(gold,)
    )
