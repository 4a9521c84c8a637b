"""Scores of answers that are not told their paragraph: found among all, then read, as the product does both."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefqa.answering.question import clean_question, read_question
from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.evaluation.open_corpus import write_corpus
from briefqa.evaluation.retrieval import SquadParagraph, read_squad
from briefqa.settings import Settings
from briefqa_train.metrics import score_answer


@dataclass(frozen=True, slots=True)
class OpenBookScores:
    """Percentages over all questions: of the best answer whatever its confidence, and of those given as answers."""

    questions: int
    exact_match: float
    f1: float
    answered: float
    f1_of_answered: float


def score_open_book(path: Path, reader: Path, limit: int | None = None) -> OpenBookScores:
    """Ask every question of a file in SQuAD layout of an index of all its paragraphs.

    `reader` is a folder with reader.onnx; `limit` takes questions evenly from the whole file.

    Raises:
        ModelError: the reader cannot be used.
    """
    paragraphs = read_squad(path)
    asked = [
        (question.question, tuple(text for _, text in question.answers))
        for paragraph in paragraphs
        for question in paragraph.questions
        if question.answers
    ]
    step = 1 if limit is None else max(1, len(asked) // limit)
    with tempfile.TemporaryDirectory(prefix="briefqa-") as folder:
        assistant = _open(paragraphs, Path(folder), reader)
        try:
            return score_answers([(*_answer(assistant, question), gold) for question, gold in asked[::step]])
        finally:
            assistant.close()


def _open(paragraphs: Sequence[SquadParagraph], folder: Path, reader: Path) -> Assistant:
    corpus, index = folder / "corpus", folder / "index"
    settings = Settings(index=index, reader=reader)
    write_corpus(paragraphs, corpus)
    build_index(corpus, index, settings)
    return Assistant.open(index, settings)


def _answer(assistant: Assistant, text: str) -> tuple[str, bool]:
    """The surest answer, and whether it is sure enough to be given."""
    answerer = assistant.answerer
    cleaned = clean_question(text, answerer.question_limit)
    judged, _ = answerer.judge(read_question(cleaned, answerer.lexicon, answerer.paragraphs.lexical))
    return (judged[0].text, judged[0].confidence >= answerer.threshold) if judged else ("", False)


def score_answers(answers: Sequence[tuple[str, bool, Sequence[str]]]) -> OpenBookScores:
    """Scores of (answer, whether it was given, accepted answers)."""
    scored = [(*score_answer(text, gold), given) for text, given, gold in answers]
    given = [f1 for _, f1, sure in scored if sure]
    count = max(1, len(scored))
    return OpenBookScores(
        len(scored),
        round(100 * sum(exact for exact, _, _ in scored) / count, 2),
        round(100 * sum(f1 for _, f1, _ in scored) / count, 2),
        round(100 * len(given) / count, 2),
        round(100 * sum(given) / max(1, len(given)), 2),
    )
