"""Answerers over small documents, put together as a build does, with the hashed encoder and a reader made by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from briefqa.answering.answerer import Answerer
from briefqa.answering.confidence import ConfidenceWeights
from briefqa.answering.retriever import Retriever
from briefqa.facts import Lexicon, build_lexicon, extract_facts
from briefqa.index.assembly import paragraph_texts, write_levels
from briefqa.index.generation import ENCODER, STORE_FILE, Generation, open_generation
from briefqa.index.manifest import Counts, EncoderSummary, GenerationManifest, StoredDocument
from briefqa.index.publishing import publish_generation, stage_generation
from briefqa.index.sqlite_writer import SqliteWriter
from briefqa.models.export import export_encoder
from briefqa.models.hashed import HashedEncoder
from briefqa.models.reader import Reader, Reading, ReadSpan
from briefqa.passages import claim_text, split_passages
from briefqa.types import Document


@dataclass
class PointingReader:
    """A reader that finds the words it was told to point at, and nothing in any other text.

    `seen` keeps the questions and texts that it was given.
    """

    words: tuple[str, ...]
    score: float = 12.0
    seen: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name that answers are hashed with."""
        return f"pointing/{self.score}"

    def read(self, question: str, texts: Sequence[str]) -> tuple[Reading, ...]:
        """One reading for each text; each character is a token."""
        self.seen.append((question, tuple(texts)))
        return tuple(self._read(text) for text in texts)

    def _read(self, text: str) -> Reading:
        offsets = np.array([(at, at + 1) for at in range(len(text))], dtype=np.int64).reshape(-1, 2)
        starts = np.full(len(text), -6.0, dtype=np.float32)
        ends = np.full(len(text), -6.0, dtype=np.float32)
        spans = []
        for word in self.words:
            at = text.rfind(word)
            if at >= 0:
                starts[at] = ends[at + len(word) - 1] = self.score / 2
                spans.append(ReadSpan(at, at + len(word), self.score))
        if not spans:
            spans.append(ReadSpan(len(text) - 2, len(text) - 1, -12.0))
        return Reading(tuple(spans), offsets, starts, ends)


def open_documents(index: Path, *documents: Document) -> Generation:
    """Publish a generation of these documents with real passages, names and facts, and open it."""
    split = [(document, split_passages(document)) for document in documents]
    lexicon = build_lexicon(split)
    staged = stage_generation(index)
    encoder = HashedEncoder()
    views, paragraphs, paragraph_of, stored, facts = [], [], [], [], 0
    with SqliteWriter(staged / STORE_FILE) as writer:
        for document, passages in split:
            writer.add_document(document, passages)
            records = extract_facts(document, passages, lexicon)
            writer.add_facts(document.id, records)
            facts += len(records)
            texts, places = paragraph_texts(document, passages)
            paragraph_of += [len(paragraphs) + place for place in places]
            paragraphs += texts
            views += [claim_text(passage) for passage in passages]
            stored.append(StoredDocument(document.id, document.file, document.sha256, "1", len(passages)))
        writer.add_lexicon(lexicon.as_json())
    export_encoder(encoder, staged / ENCODER)
    write_levels(staged, views, encoder.encode(views), paragraphs, np.array(paragraph_of, dtype=np.int32))
    summary = EncoderSummary(encoder.name, encoder.dimension, encoder.fingerprint)
    counts = Counts(len(split), len(views), len(paragraphs), facts)
    publish_generation(index, staged, GenerationManifest(summary, counts, tuple(stored), (), ""))
    return open_generation(index)


@dataclass(frozen=True)
class Searched:
    """A generation as the retriever sees it."""

    generation: Generation

    @property
    def passages(self):
        """The claims."""
        return self.generation.passages

    @property
    def paragraphs(self):
        """The paragraphs."""
        return self.generation.paragraphs

    @property
    def paragraph_of(self):
        """The paragraph of each claim."""
        return self.generation.paragraph_of

    def read_passages(self, rows):
        """The passages of these rows."""
        return self.generation.store.passages(rows)


def make_answerer(generation: Generation, reader: Reader | None, threshold: float = 0.5) -> Answerer:
    """An answerer of this generation with the weights that ship."""
    return Answerer(
        generation=generation.id,
        store=generation.store,
        paragraphs=generation.paragraphs,
        lexicon=Lexicon.from_json(generation.store.lexicon()),
        retriever=Retriever(Searched(generation), HashedEncoder()),
        reader=reader,
        weights=ConfidenceWeights(),
        threshold=threshold,
        question_limit=200,
    )
