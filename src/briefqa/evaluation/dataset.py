"""Questions with accepted answers and gold places, read from JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from briefqa.answering.anchoring import anchor_quote
from briefqa.errors import EvaluationError
from briefqa.types import Document, Span

Split = Literal["tune", "test"]


class GoldQuote(BaseModel):
    """Words of a document that hold the answer.

    `prefix` is what stands before, needed only where the quote occurs more than once. Quotes of one
    `group` are alternatives; an answer that needs several places has several groups.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    quote: str = Field(min_length=1)
    prefix: str = ""
    group: int = 0


class Question(BaseModel):
    """One line of a questions file.

    answers: accepted short answers, best first. claim: the answer is the claim itself, judged by its
    place. items: what a list must name, each of them. missing: words of which a refusal should name one.
    conflict: the documents state more than one answer, each accepted. split: thresholds are chosen on
    "tune" and reported on "test".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    slice: str = Field(min_length=1)
    answerable: bool
    split: Split = "test"
    answers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    claim: bool = False
    conflict: bool = False
    missing: tuple[str, ...] = ()
    gold: tuple[GoldQuote, ...] = ()
    history: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Question:
        """An answerable question has gold and a way to be judged; an unanswerable one has neither."""
        if self.answerable and not self.gold:
            raise ValueError("an answerable question needs gold")
        if self.answerable and not (self.claim or self.answers):
            raise ValueError("an answerable question needs answers, or claim: true")
        if not self.answerable and (self.gold or self.answers or self.items):
            raise ValueError("an unanswerable question has neither gold nor answers")
        return self


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A gold quote found in its document."""

    document_id: str
    span: Span
    group: int = 0


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a questions file, one JSON object a line; empty lines are skipped.

    Raises:
        EvaluationError: the file is missing or empty, a line is not a question, or an id occurs twice.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"The questions file {path} cannot be read ({error}).") from error
    questions: dict[str, Question] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            reason = error.errors()[0]
            place = ".".join(str(part) for part in reason["loc"])
            raise EvaluationError(f"{path}, line {number} is not a question: {place} {reason['msg']}.") from error
        if question.id in questions:
            raise EvaluationError(f"{path}, line {number}: the id {question.id} occurs twice; give each its own.")
        questions[question.id] = question
    if not questions:
        raise EvaluationError(f"{path} holds no questions; write one JSON object a line.")
    return tuple(questions.values())


def resolve_gold(question: Question, documents: Mapping[str, Document]) -> tuple[GoldSpan, ...]:
    """Where the gold quotes stand in the documents, in code points.

    Raises:
        EvaluationError: a document is not in the index, or a quote is not in its document word for word.
    """
    return tuple(_resolve(question.id, quote, documents) for quote in question.gold)


def _resolve(identity: str, gold: GoldQuote, documents: Mapping[str, Document]) -> GoldSpan:
    """One gold quote's place."""
    document = documents.get(gold.document)
    if document is None:
        raise EvaluationError(
            f"Question {identity} has gold in {gold.document}, which the index does not hold; "
            "build the index from that corpus."
        )
    anchor = anchor_quote(document.text, gold.quote, gold.prefix)
    if anchor is None or anchor.similarity < 100:
        raise EvaluationError(
            f"Question {identity}: the gold {gold.quote!r} does not stand in {gold.document}; "
            "correct the quote or the corpus."
        )
    return GoldSpan(gold.document, anchor.span, gold.group)


def documents_of(questions: Iterable[Question]) -> tuple[str, ...]:
    """The ids of the documents that hold gold, sorted."""
    return tuple(sorted({gold.document for question in questions for gold in question.gold}))
