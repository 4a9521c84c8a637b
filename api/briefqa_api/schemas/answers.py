"""Questions and answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from briefqa_api.schemas.common import Citation, Model, Text
from briefqa_api.schemas.documents import Passage
from briefqa_api.schemas.facts import FactRecord

ANSWER_EXAMPLE: dict[str, Any] = {
    "id": "3f6c1f0a9d2e4b7c",
    "question": "What were the howitzers from America worth?",
    "answered": True,
    "answer": "$977 million",
    "kind": "figure",
    "confidence": 0.94,
    "citations": [
        {
            "document_id": "brief",
            "document_title": "A brief",
            "passage_id": "c0ffee0123456789",
            "quote": "Howitzers (value) | $977 million | $3.476 billion",
            "start": 1200,
            "end": 1249,
            "answer_start": 20,
            "answer_end": 32,
            "prefix": "Value | United States | Europe\n",
            "suffix": "\nTanks",
            "section": "Arms transfers",
            "page": None,
            "cell": {"table": "Exports", "row": "Howitzers (value)", "column": "United States"},
            "url": "/v1/documents/brief/view?start=1200&end=1249",
            "last_page": None,
        }
    ],
    "facts": [],
    "conflicts": [],
    "derivation": None,
    "missing": [],
    "nearest": [],
    "generation": "20250401T120000-1a2b3c4d",
    "took_ms": 41.7,
    "read_as": None,
    "threshold": 0.5,
    "error_rate": 0.05,
}


class Question(Model):
    """A question in plain language."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"question": "What were the howitzers from America worth?"},
                {"question": "And those from Europe?", "history": ["What were the howitzers from America worth?"]},
            ]
        },
    )

    question: Text = Field(description="words, not only punctuation; at most `question_limit` code points (2,000)")
    documents: list[Annotated[Text, Field(max_length=200)]] | None = Field(
        default=None, max_length=1000, description="answer from these documents only; null means all"
    )
    history: list[Annotated[Text, Field(max_length=20_000)]] = Field(
        default=[], max_length=20, description="earlier questions, oldest first"
    )
    max_citations: int = Field(default=5, ge=1, le=20)


class Conflict(Model):
    """Another value that the documents state for the same thing."""

    answer: str
    reason: str
    citations: list[Citation]


class Operand(Model):
    """One cited number of a derivation."""

    name: str
    surface: str
    value: str
    unit: str | None
    citation: Citation


class Derivation(Model):
    """How a computed answer came about."""

    formula: str
    operands: list[Operand]
    result: str
    unit: str | None
    rounding: str | None
    low: str | None
    high: str | None


class Answer(Model):
    """An answer, or an honest refusal, with everything needed to check it."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"examples": [ANSWER_EXAMPLE]})

    id: str
    question: str
    answered: bool
    answer: str | None
    kind: Literal["figure", "date", "deal", "entity", "list", "claim", "derived"]
    confidence: float
    citations: list[Citation]
    facts: list[FactRecord]
    conflicts: list[Conflict]
    derivation: Derivation | None
    missing: list[str] = Field(
        description="what the documents lack, or in a sentence why nothing could be computed",
        examples=[["year 2021 (stated: 2020, 2023)"]],
    )
    nearest: list[Citation] = Field(description="the claims that come closest to an answer")
    generation: str
    took_ms: float
    read_as: str | None = Field(description="the question after follow-ups were resolved")
    threshold: float | None
    error_rate: float | None


class SearchHit(Model):
    """A passage found for a query; higher scores are better."""

    rank: int
    score: float
    passage_id: str
    document_id: str
    kind: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    section: str | None
    page: int | None
    last_page: int | None
    document_title: str
    view: str = Field(description="how the passage was read, with title, section and table headers")
    quote: str = Field(description="the passage, verbatim")
    url: str = Field(description="opens the document with the passage highlighted")
    passage: Passage | None = Field(description="the whole passage, where `passages=true` asked for it")


class SearchResult(Model):
    """The best passages, best first."""

    query: str
    hits: list[SearchHit]
    generation: str


class ExampleList(Model):
    """Questions that the documents answer."""

    questions: list[str]
    generation: str


class Feedback(Model):
    """What somebody thinks of an answer."""

    answer_id: Text = Field(min_length=1, max_length=128, examples=["3f6c1f0a9d2e4b7c"])
    verdict: Literal["up", "down"]
    comment: Text | None = Field(default=None, max_length=2000)


class FeedbackReceipt(Model):
    """The id under which feedback was stored."""

    id: str


class FeedbackEntry(Model):
    """Feedback as it is kept."""

    id: str
    at: str
    answer_id: str
    verdict: Literal["up", "down"]
    comment: str | None
    generation: str
    question: str


class FeedbackList(Model):
    """Feedback, newest first."""

    feedback: list[FeedbackEntry]


class GapGroup(Model):
    """Refused questions that lacked the same thing."""

    missing: str = Field(examples=["year 2022"])
    asked: int = Field(description="how often, repeats counted")
    questions: list[str]
    newest: str = Field(description="ISO 8601 in UTC")


class GapList(Model):
    """What the documents lack, most asked for first."""

    gaps: list[GapGroup]
    days: int
