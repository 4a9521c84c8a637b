"""The samples that the retriever's ranker is fitted on, out of SQuAD's training articles.

Each sample is an open corpus: five paragraphs of each of 48 articles, as in XQuAD. A question counts for every
passage that holds its answer.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.question import read_question
from briefqa.answering.retriever import Retriever
from briefqa.evaluation.retrieval import SquadParagraph, SquadQuestion, read_squad
from briefqa.facts import Lexicon, build_lexicon
from briefqa.index.dense import DenseIndex
from briefqa.index.level import Level
from briefqa.index.lexical import LexicalIndex
from briefqa.models.encoder import Encoder
from briefqa.models.ranker import Ranker
from briefqa.passages import claim_text, split_passages
from briefqa.types import Block, BlockKind, Document, Passage, Span

ARTICLES, PARAGRAPHS, QUESTIONS = 48, 5, 6
SEEN = 24


@dataclass(frozen=True, slots=True)
class MemoryIndex:
    """An index that was never written: what the retriever needs of a generation."""

    passages: Level
    paragraphs: Level
    paragraph_of: NDArray[np.int32]
    stored: tuple[Passage, ...]
    lexicon: Lexicon

    def read_passages(self, rows: Sequence[int] | NDArray[np.int64]) -> tuple[Passage, ...]:
        """The passages of these rows, in the order given."""
        return tuple(self.stored[int(row)] for row in rows)


def squad_document(number: int, paragraph: SquadParagraph) -> Document:
    """One paragraph as a document of its own, so that its offsets stay as they are."""
    block = Block(BlockKind.PARAGRAPH, Span(0, len(paragraph.context)))
    title = paragraph.title.replace("_", " ")
    return Document(f"{number:06d}", title, paragraph.context, (block,), "", "", "text/plain")


def build_memory_index(paragraphs: Sequence[SquadParagraph], encoder: Encoder) -> MemoryIndex:
    """Index the paragraphs as one open corpus; document ids are their ranks."""
    documents = [squad_document(number, paragraph) for number, paragraph in enumerate(paragraphs)]
    split = [split_passages(document) for document in documents]
    stored = tuple(passage for passages in split for passage in passages)
    paragraph_of = np.array([number for number, passages in enumerate(split) for _ in passages], dtype=np.int32)
    texts = [claim_text(passage) for passage in stored]
    vectors = encoder.encode(texts)
    means = np.zeros((len(documents), vectors.shape[1]), dtype=np.float32)
    np.add.at(means, paragraph_of, vectors)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    return MemoryIndex(
        Level(DenseIndex.build(vectors), LexicalIndex.build(texts)),
        Level(
            DenseIndex.build(means),
            LexicalIndex.build([f"{document.title}. {document.text}" for document in documents]),
        ),
        paragraph_of,
        stored,
        build_lexicon(list(zip(documents, split, strict=True))),
    )


def sample_paragraphs(path: Path, seed: int) -> list[SquadParagraph]:
    """An open corpus like XQuAD's out of a file in SQuAD layout."""
    chance = random.Random(seed)
    articles: dict[str, list[SquadParagraph]] = {}
    for paragraph in read_squad(path):
        if sum(not question.unanswerable for question in paragraph.questions) >= 3:
            articles.setdefault(paragraph.title, []).append(paragraph)
    chosen = chance.sample(sorted(articles), min(ARTICLES, len(articles)))
    found: list[SquadParagraph] = []
    for title in chosen:
        for paragraph in chance.sample(articles[title], min(PARAGRAPHS, len(articles[title]))):
            questions = tuple(question for question in paragraph.questions if not question.unanswerable)[:QUESTIONS]
            found.append(SquadParagraph(title, paragraph.context, questions))
    return found


@dataclass(frozen=True, slots=True)
class RankingExample:
    """The passages of one question that the ranker sees: (n, features) float32, and which are right, (n,) bool."""

    matrix: NDArray[np.float32]
    right: NDArray[np.bool_]


def collect(
    paragraphs: Sequence[SquadParagraph], encoder: Encoder, rough: Ranker, seen: int = SEEN
) -> list[RankingExample]:
    """For every question the `seen` passages that are best by the rough model, with their features."""
    index = build_memory_index(paragraphs, encoder)
    retriever = Retriever(index, encoder, rough)
    examples = []
    for number, paragraph in enumerate(paragraphs):
        for question in paragraph.questions:
            read = read_question(question.question, index.lexicon, index.paragraphs.lexical)
            found = retriever.search(read, seen)
            right = np.array([_holds(candidate.hit.passage, number, question) for candidate in found])
            examples.append(RankingExample(np.array([one.features for one in found], dtype=np.float32), right))
    return examples


def _holds(passage: Passage, number: int, question: SquadQuestion) -> bool:
    return passage.document_id == f"{number:06d}" and any(
        passage.span.contains(Span(start, start + len(text))) for start, text in question.answers
    )
