"""A small assistant with the same surface as the real one: word overlap instead of models."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

from briefqa.errors import NotFoundError, QuestionError
from briefqa.facts import Finding, Lexicon, Verdict, build_lexicon
from briefqa.index.store import DocumentSummary, FactFilter
from briefqa.types import (
    Answer,
    AnswerKind,
    Block,
    BlockKind,
    Citation,
    Document,
    FactKind,
    FigureRecord,
    Hit,
    Passage,
    PassageKind,
    Segment,
    Span,
    View,
)

TEXT = (
    "Howitzers abroad\n"
    "Poland ordered 218 howitzers for $2.4 billion in 2022.\n"
    "<script>alert('x')</script> \U0001f680 Norway paid €180 million for ‮secret‬ parts.\n"
    "The howitzers arrive by 2027."
)


def words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


def make_document(identifier: str = "brief", text: str = TEXT) -> Document:
    blocks, start = [], 0
    for number, line in enumerate(text.split("\n")):
        kind = BlockKind.TITLE if number == 0 else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(start, start + len(line))))
        start += len(line) + 1
    digest = sha256(text.encode()).hexdigest()
    return Document(identifier, text.split("\n")[0], text, tuple(blocks), digest, f"{identifier}.txt", "text/plain")


class FakeAssistant:
    """`generations` are texts; `refresh` moves to the newest one."""

    def __init__(self, text: str = TEXT) -> None:
        self.generations = [("g0", make_document(text=text))]
        self._newest = self.generations[0]
        self._held = threading.local()
        self.asked = 0
        self.gate: threading.Event | None = None

    reader = "fake/1"

    @property
    def opened(self) -> tuple[str, Document]:
        return getattr(self._held, "opened", None) or self._newest

    @contextmanager
    def steady(self) -> Iterator[None]:
        self._held.opened = self._newest
        try:
            yield
        finally:
            self._held.opened = None

    @property
    def generation(self) -> str:
        return self.opened[0]

    def add_generation(self, text: str) -> str:
        name = f"g{len(self.generations)}"
        self.generations.append((name, make_document(text=text)))
        return name

    def refresh(self) -> bool:
        changed = self._newest is not self.generations[-1]
        self._newest = self.generations[-1]
        return changed

    def documents(self) -> tuple[DocumentSummary, ...]:
        one = self.opened[1]
        described = (one.author, one.publisher, one.published, one.url, one.licence)
        return (DocumentSummary(one.id, one.title, one.sha256, one.file, one.media_type, *described, 4, 2),)

    def document(self, identifier: str) -> Document:
        if identifier != "brief":
            raise NotFoundError("There is no such document; GET /v1/documents lists them.")
        return self.opened[1]

    def passage(self, identifier: str) -> Passage:
        for passage in _passages(self.opened[1]):
            if passage.id == identifier:
                return passage
        raise NotFoundError("There is no such passage.")

    def search(self, query: str, *, k: int = 10, documents: Sequence[str] | None = None) -> tuple[Hit, ...]:
        if not words(query):
            raise QuestionError("The query has no words; type some.")
        return _search(self.opened[1], query, k)

    def facts(self, wanted: FactFilter | None = None) -> tuple[FigureRecord, ...]:
        wanted = wanted or FactFilter()
        return tuple(record for record in self._facts() if wanted.kind in (None, record.kind))

    def lexicon(self) -> Lexicon:
        return Lexicon.from_json(build_lexicon([]).as_json())

    def findings(self) -> tuple[Finding, ...]:
        return tuple(
            Finding("value", verdict, "said twice", "1 = 1", (fact.id,), (fact.citation,))
            for verdict, fact in zip((Verdict.CONTRADICTION, Verdict.CONSISTENT), self._facts(), strict=False)
        )

    def _facts(self) -> tuple[FigureRecord, ...]:
        document = self.opened[1]
        records = []
        for passage in _passages(document):
            for match in re.finditer(r"([$€])([\d.]+) (billion|million)", passage.span.cut(document.text)):
                value = str(int(float(match[2]) * (10**9 if match[3] == "billion" else 10**6)))
                records.append(
                    FigureRecord(
                        id=sha256(f"{passage.id}{match[0]}".encode()).hexdigest()[:16],
                        kind=FactKind.FIGURE,
                        document_id=document.id,
                        passage_id=passage.id,
                        citation=_citation(document, passage, match.start(), match.end()),
                        surface=match[0],
                        extractor="fake/1",
                        value=value,
                        unit="USD" if match[1] == "$" else "EUR",
                    )
                )
        return tuple(records)

    def ask(
        self,
        question: str,
        *,
        documents: Sequence[str] | None = None,
        history: Sequence[str] = (),
        max_citations: int = 5,
    ) -> Answer:
        generation, document = self.opened
        self.asked += 1
        if self.gate is not None:
            self.gate.wait(20)
        if question == "explode":
            raise RuntimeError("/secret/path and the text of a document")
        if len(question) > 2000:
            raise QuestionError("The question is longer than 2000 characters; shorten it.")
        if not words(question) or any(ord(sign) < 32 for sign in question):
            raise QuestionError("The question has no words; type it in plain language.")
        hits = [hit for hit in _search(document, question, max_citations) if hit.score >= 2]
        citations = tuple(_citation(document, hit.passage, 0, len(hit.passage.view.text)) for hit in hits)
        return Answer(
            id=sha256(f"{generation}\n{question}\n{max_citations}".encode()).hexdigest()[:16],
            question=question,
            answered=bool(citations),
            answer=citations[0].quote if citations else None,
            kind=AnswerKind.CLAIM,
            confidence=0.5,
            citations=citations,
            facts=tuple(fact for fact in self.facts() if citations and fact.passage_id == citations[0].passage_id),
            conflicts=(),
            derivation=None,
            missing=() if citations else tuple(f"year {year}" for year in re.findall(r"\b20\d\d\b", question)),
            nearest=(),
            generation=generation,
            took_ms=1.0,
        )


def _passages(document: Document) -> list[Passage]:
    return [
        Passage(
            sha256(f"{document.sha256}{block.span}".encode()).hexdigest()[:16],
            document.id,
            block.span,
            PassageKind.SENTENCE,
            View((Segment(block.span.cut(document.text), block.span),)),
            number,
            number,
        )
        for number, block in enumerate(document.blocks)
    ]


def _search(document: Document, query: str, k: int) -> tuple[Hit, ...]:
    scored = [(len(words(query) & words(passage.view.text)), passage) for passage in _passages(document)]
    best = sorted((pair for pair in scored if pair[0]), key=lambda pair: (-pair[0], pair[1].id))[:k]
    return tuple(Hit(passage, float(score), rank) for rank, (score, passage) in enumerate(best, 1))


def _citation(document: Document, passage: Passage, start: int, end: int) -> Citation:
    span, text = passage.span, document.text
    return Citation(
        document_id=document.id,
        document_title=document.title,
        passage_id=passage.id,
        quote=span.cut(text),
        start=span.start,
        end=span.end,
        answer_start=start,
        answer_end=end,
        prefix=text[max(0, span.start - 30) : span.start],
        suffix=text[span.end : span.end + 30],
        section=None,
        page=None,
        cell=None,
        url=f"/v1/documents/{document.id}/view?start={span.start}&end={span.end}",
    )
