"""What every contestant gets: the same passages and paragraphs, and questions whose answers are known."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.results import DATA

from briefqa.evaluation.dataset import GoldSpan, Question, read_questions, resolve_gold
from briefqa.evaluation.metrics import supports
from briefqa.evaluation.open_corpus import document_id, write_corpus
from briefqa.evaluation.retrieval import SquadParagraph, read_squad
from briefqa.index.assembly import paragraph_texts
from briefqa.index.generation import Generation, open_generation
from briefqa.passages import claim_text
from briefqa.types import Document, Passage, Span

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
XQUAD, SQUAD2 = DATA / "xquad-en.json.xz", DATA / "squad-v2-dev.json.xz"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the passages that hold its answer, and accepted answers; none of either where there is no answer.

    `short` tells that the answer is a few words, so that exact match and F1 mean something.
    """

    question: str
    right: frozenset[str]
    answers: tuple[str, ...]
    answerable: bool
    short: bool = True


@dataclass(frozen=True, slots=True)
class Work:
    """One corpus as briefqa's index, as texts for the others, and its questions."""

    name: str
    index: Path
    passages: tuple[dict[str, str], ...]
    paragraphs: tuple[dict[str, str], ...]
    questions: tuple[Asked, ...]


def write_xquad(folder: Path) -> tuple[SquadParagraph, ...]:
    """Write XQuAD's 240 English paragraphs as a corpus."""
    paragraphs = read_squad(XQUAD)
    write_corpus(paragraphs, folder)
    return paragraphs


def xquad_work(index: Path, paragraphs: Sequence[SquadParagraph], answerable: int, unanswerable: int) -> Work:
    """Every nth of XQuAD's questions, and of SQuAD 2.0's unanswerable ones about the same paragraphs."""
    with open_generation(index) as generation:
        passages, texts = _texts(generation)
        spans: dict[str, list[Passage]] = {}
        for passage in generation.store.passages(range(generation.manifest.counts.passages)):
            spans.setdefault(passage.document_id, []).append(passage)
        asked = [
            Asked(question.question, _holding(spans[document_id(number)], question.answers), answers, True)
            for number, paragraph in enumerate(paragraphs)
            for question in paragraph.questions
            if (answers := tuple(dict.fromkeys(text for _, text in question.answers)))
        ]
    known = {" ".join(paragraph.context.split()) for paragraph in paragraphs}
    refused = [Asked(question, frozenset(), (), False) for question in _unanswerable(known)]
    return Work("xquad", index, passages, texts, (*_every(asked, answerable), *_every(refused, unanswerable)))


def brief_work(index: Path, limit: int) -> Work:
    """The brief with the evaluation's questions that stand alone."""
    with open_generation(index) as generation:
        passages, texts = _texts(generation)
        stored = generation.store.passages(range(generation.manifest.counts.passages))
        documents = {one.id: generation.store.document(one.id) for one in generation.store.documents()}
        alone = [one for one in read_questions(ROOT / "eval" / "questions.jsonl") if not one.history]
        asked = [_asked(question, stored, documents) for question in _every(alone, limit)]
    return Work("brief", index, passages, texts, tuple(asked))


def _asked(question: Question, stored: Sequence[Passage], documents: Mapping[str, Document]) -> Asked:
    places = resolve_gold(question, documents)
    right = frozenset(one.id for one in stored if any(_holds(one, gold) for gold in places))
    short = not question.claim and not question.items
    return Asked(question.question, right, question.answers, question.answerable, short)


def _texts(generation: Generation) -> tuple[tuple[dict[str, str], ...], tuple[dict[str, str], ...]]:
    """Passages as briefqa embeds them, with their titles, and whole paragraphs with theirs."""
    stored = generation.store.passages(range(generation.manifest.counts.passages))
    paragraphs: list[dict[str, str]] = []
    for summary in generation.store.documents():
        document = generation.store.document(summary.id)
        texts, _ = paragraph_texts(document, generation.store.document_passages(summary.id))
        paragraphs += [
            {"id": f"{summary.id}/{number}", "text": f"{document.title}\n{text}"} for number, text in enumerate(texts)
        ]
    return tuple({"id": passage.id, "text": claim_text(passage)} for passage in stored), tuple(paragraphs)


def _holding(passages: Sequence[Passage], answers: Sequence[tuple[int, str]]) -> frozenset[str]:
    """The passages that hold an accepted answer at the place that the file marks."""
    spans = [Span(start, start + len(text)) for start, text in answers]
    return frozenset(passage.id for passage in passages if any(passage.span.contains(span) for span in spans))


def _holds(passage: Passage, gold: GoldSpan) -> bool:
    return passage.document_id == gold.document_id and supports(passage.span, gold.span)


def _unanswerable(known: set[str]) -> list[str]:
    with lzma.open(SQUAD2, "rt", encoding="utf-8") as stream:
        articles = json.load(stream)["data"]
    return [
        question["question"].strip()
        for article in articles
        for paragraph in article["paragraphs"]
        if " ".join(paragraph["context"].split()) in known
        for question in paragraph["qas"]
        if question["is_impossible"]
    ]


def _every(asked: Sequence[T], limit: int) -> tuple[T, ...]:
    """About `limit` of them, spread over the whole; all where `limit` is 0."""
    if not limit or limit >= len(asked):
        return tuple(asked)
    return tuple(asked[number * len(asked) // limit] for number in range(limit))
