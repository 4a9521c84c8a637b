"""Fit the weights of the answer's confidence on the tuning half of an evaluation set.

Every proposal of every question is one example: right or wrong, with the evidence that the product weighs. The loss is
that of logistic regression with a ridge towards the weights in use, so that few examples move them little. The other
half of the questions takes no part and is what calibration is reported on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.confidence import ConfidenceWeights, Evidence, weigh
from briefqa.answering.question import read_question
from briefqa.assistant import Assistant
from briefqa.evaluation.dataset import GoldSpan, Question, read_questions, resolve_gold
from briefqa.evaluation.matching import match_list, match_short_answer
from briefqa.types import Span

RIDGE = 0.004
NAMES = tuple(field.name for field in fields(Evidence))


def collect_evidence(
    assistant: Assistant, questions: Sequence[Question]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The evidence of every proposal, (n, kinds), and whether it is right, (n,)."""
    rows, right = [], []
    documents = {summary.id: assistant.document(summary.id) for summary in assistant.documents()}
    answerer = assistant.answerer
    for question in questions:
        read = read_question(question.question, answerer.lexicon, answerer.paragraphs.lexical)
        gold = resolve_gold(question, documents) if question.answerable else ()
        judged, _ = answerer.judge(read, exhaustive=True)
        for entry in judged:
            rows.append(list(asdict(weigh(read, entry.proposal, entry.support)).values()))
            right.append(float(_is_right(question, entry.text, entry.proposal.span, gold)))
    return np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64)


def _is_right(question: Question, text: str, span: Span, gold: Sequence[GoldSpan]) -> bool:
    if not question.answerable:
        return False
    if question.claim:
        return any(2 * span.overlap(place.span) >= place.span.end - place.span.start for place in gold)
    if not any(span.overlap(place.span) for place in gold):
        return False
    if question.items:
        return match_list(text, question.items, question.answers).right
    return match_short_answer(text, question.answers).right


def fit_confidence(evidence: NDArray[np.float64], right: NDArray[np.float64]) -> dict[str, float]:
    """The weights by name, the intercept last."""
    from scipy.optimize import minimize

    start = np.array([getattr(ConfidenceWeights(), name) for name in (*NAMES, "intercept")])
    examples = np.hstack([evidence, np.ones((len(evidence), 1))])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = 1 / (1 + np.exp(-np.clip(examples @ weights, -30, 30)))
        error = -np.mean(right * np.log(chances + 1e-12) + (1 - right) * np.log(1 - chances + 1e-12))
        gradient = examples.T @ (chances - right) / len(right)
        pull = weights - start
        return float(error + RIDGE * pull @ pull), gradient + 2 * RIDGE * pull

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return {name: round(float(value), 2) for name, value in zip((*NAMES, "intercept"), found, strict=True)}


def fit_on(assistant: Assistant, path: Path) -> dict[str, float]:
    """Fit on the questions of `path` whose split is "tune"."""
    questions = [question for question in read_questions(path) if question.split == "tune" and not question.history]
    return fit_confidence(*collect_evidence(assistant, questions))
