"""A stand-in for the assistant that answers from a table, over two small documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from briefqa.errors import NotFoundError, QuestionError
from briefqa.types import (
    Answer,
    AnswerKind,
    Block,
    BlockKind,
    Citation,
    Conflict,
    Document,
    Hit,
    Passage,
    PassageKind,
    Segment,
    Span,
    View,
)

SHIPS = (
    "Warsaw bought nine ships in May 2019. The ships cost $2.5 billion. "
    "Poland paid early because prices were rising. Seoul built them."
)
PORTS = "Busan and Gdynia are ports. The crews came from Seoul in June 2020."


def document(identity: str, text: str) -> Document:
    blocks = (Block(BlockKind.PARAGRAPH, Span(0, len(text))),)
    return Document(identity, identity.title(), text, blocks, "0" * 64, f"{identity}.txt", "text/plain")


DOCUMENTS = {"ships": document("ships", SHIPS), "ports": document("ports", PORTS)}


def cite(documents: Mapping[str, Document], identity: str, quote: str, answer: str | None = None) -> Citation:
    """A citation of `quote` with `answer` marked in it."""
    text = documents[identity].text
    start = text.index(quote)
    place = quote.index(answer) if answer is not None else None
    return Citation(
        document_id=identity,
        document_title=identity.title(),
        passage_id=f"{identity}-{start}",
        quote=quote,
        start=start,
        end=start + len(quote),
        answer_start=place,
        answer_end=None if place is None or answer is None else place + len(answer),
        prefix=text[max(0, start - 32) : start],
        suffix=text[start + len(quote) : start + len(quote) + 32],
        section=None,
        page=None,
        cell=None,
        url="",
    )


def answer(
    said: str | None,
    *citations: Citation,
    kind: AnswerKind = AnswerKind.FIGURE,
    confidence: float = 0.9,
    conflicts: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
) -> Answer:
    """An answer, or a refusal where nothing is said."""
    return Answer(
        id="0",
        question="",
        answered=said is not None,
        answer=said,
        kind=kind,
        confidence=confidence,
        citations=citations,
        facts=(),
        conflicts=tuple(Conflict(one, "another value", citations) for one in conflicts),
        derivation=None,
        missing=missing,
        nearest=(),
        generation="g1",
        took_ms=1.0,
    )


def hit(documents: Mapping[str, Document], identity: str, quote: str, rank: int) -> Hit:
    """A hit on the passage that is `quote`."""
    start = documents[identity].text.index(quote)
    span = Span(start, start + len(quote))
    view = View((Segment(quote, span),))
    return Hit(Passage(f"{identity}-{start}", identity, span, PassageKind.SENTENCE, view, 0, 0), 1 / rank, rank)


@dataclass
class TableAssistant:
    """Answers what its table holds, refuses the rest, and fails on a question of one space."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=lambda: DOCUMENTS)
    generation: str = "g1"
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] | None = None,
        history: Sequence[str] = (),
        max_citations: int = 5,
    ) -> Answer:
        self.asked.append((question, tuple(history)))
        if not question.strip():
            raise QuestionError("The question is empty; type one.")
        return self.answers.get(question, answer(None, confidence=0.1))

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] | None = None) -> tuple[Hit, ...]:
        return self.hits.get(query, ())[:k]

    def document(self, document_id: str, /) -> Document:
        if document_id not in self.documents:
            raise NotFoundError(f"There is no document {document_id}; list them with briefqa search.")
        return self.documents[document_id]
