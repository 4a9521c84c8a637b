"""An index of a million passages out of one of real passages: each copy with other numbers and names.

Reading, splitting and encoding a million passages takes hours on two cores, and searching them needs none of it. What a
question meets is as real as it can be: words, postings, rows and files are those of a built index, of the copies'
own texts. Only the copies' vectors are not encoded: each is its original's, turned by the angle by which such changes
really turn a vector, in a drawn direction. Copies have no fact records, and the names known are the original's.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.scale.texts import Perturbation
from numpy.typing import NDArray

from briefqa.index.assembly import paragraph_texts, write_levels
from briefqa.index.embedding import link_encoder
from briefqa.index.generation import STORE_FILE, Generation, open_generation
from briefqa.index.locks import hold_build_lock
from briefqa.index.manifest import Counts
from briefqa.index.publishing import publish_generation, stage_generation
from briefqa.index.sqlite_writer import SqliteWriter
from briefqa.models.encoders import open_encoder
from briefqa.passages import claim_text
from briefqa.types import Document, Passage, Segment, View

SAMPLE = 256


@dataclass(frozen=True, slots=True)
class Grown:
    """What growing took, and what it made; `cosine` is that of a copy with its original."""

    passages: int
    cosine: float
    seconds: dict[str, float]


def grow(source: Path, target: Path, passages: int) -> Grown:
    """Write into `target` an index of about `passages` passages, copies of those in the index `source`."""
    with open_generation(source) as base:
        rows = np.arange(base.manifest.counts.passages)
        stored = base.store.passages(rows)
        documents = [base.store.document(summary.id) for summary in base.store.documents()]
        perturb = Perturbation(document.text for document in documents)
        copies = max(1, round(passages / len(rows)))
        cosine = measure_turn(base, [claim_text(passage) for passage in stored], perturb)
        grouped = _by_document(documents, stored)
        seconds: dict[str, float] = {}
        target.mkdir(parents=True, exist_ok=True)
        with hold_build_lock(target):
            staged = stage_generation(target)
            began = time.perf_counter()
            views, paragraphs, paragraph_of = _write_store(base, staged, grouped, perturb, copies)
            seconds["store"] = time.perf_counter() - began
            began = time.perf_counter()
            vectors = turn_vectors(base.passages.dense.vectors, copies, cosine)
            seconds["vectors"] = time.perf_counter() - began
            began = time.perf_counter()
            write_levels(staged, views, vectors, paragraphs, paragraph_of)
            seconds["levels"] = time.perf_counter() - began
            linked = link_encoder(base, staged)
            counts = Counts(copies * len(documents), len(views), len(paragraphs), base.manifest.counts.facts)
            manifest = replace(base.manifest, counts=counts, documents=(), inputs=f"grown {copies}")
            began = time.perf_counter()
            publish_generation(target, staged, manifest, linked)
            seconds["publishing"] = time.perf_counter() - began
    return Grown(len(views), cosine, seconds)


def measure_turn(base: Generation, texts: list[str], perturb: Perturbation) -> float:
    """The median cosine of real vectors of a text and of its first copy, over texts that a copy changes."""
    chosen = [text for text in texts[:: max(1, len(texts) // SAMPLE)] if perturb(text, 1) != text]
    encoder = open_encoder(base.encoder_folder, os.cpu_count() or 1)
    before, after = encoder.encode(chosen), encoder.encode([perturb(text, 1) for text in chosen])
    return float(np.median(np.einsum("ij,ij->i", before, after)))


def turn_vectors(vectors: NDArray[np.float32], copies: int, cosine: float) -> NDArray[np.float32]:
    """The vectors and `copies` - 1 turned copies of them, (copies * n, dimension) float32, each of length 1."""
    count, dimension = vectors.shape
    turned = np.empty((copies * count, dimension), dtype=np.float32)
    turned[:count] = vectors
    for copy in range(1, copies):
        away = np.random.default_rng(copy).standard_normal((count, dimension), dtype=np.float32)
        away -= np.einsum("ij,ij->i", away, vectors)[:, None] * vectors
        away *= np.sqrt(1 - cosine**2) / np.linalg.norm(away, axis=1, keepdims=True)
        turned[copy * count : (copy + 1) * count] = cosine * vectors + away
    return turned


def _by_document(documents: list[Document], passages: tuple[Passage, ...]) -> list[tuple[Document, list[Passage]]]:
    grouped: dict[str, list[Passage]] = {document.id: [] for document in documents}
    for passage in passages:
        grouped[passage.document_id].append(passage)
    return [(document, grouped[document.id]) for document in documents]


def _write_store(
    base: Generation,
    staged: Path,
    grouped: list[tuple[Document, list[Passage]]],
    perturb: Perturbation,
    copies: int,
) -> tuple[list[str], list[str], NDArray[np.int32]]:
    """Documents and passages of every copy; the texts of both levels come back in the order of rows."""
    views: list[str] = []
    paragraphs: list[str] = []
    paragraph_of: list[int] = []
    with SqliteWriter(staged / STORE_FILE) as writer:
        for copy in range(copies):
            for document, passages in grouped:
                texts, places = paragraph_texts(document, passages)
                paragraph_of += [len(paragraphs) + place for place in places]
                paragraphs += [perturb(text, copy) for text in texts]
                own = [_copied(passage, perturb, copy) for passage in passages]
                views += [claim_text(passage) for passage in own]
                writer.add_document(_document_copy(document, perturb, copy), own)
        for document, facts in _facts(base, grouped):
            writer.add_facts(document, facts)
        writer.add_lexicon(base.store.lexicon())
    return views, paragraphs, np.array(paragraph_of, dtype=np.int32)


def _facts(base: Generation, grouped: list[tuple[Document, list[Passage]]]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for document, passages in grouped:
        yield document.id, base.store.facts_of([passage.id for passage in passages])


def _document_copy(document: Document, perturb: Perturbation, copy: int) -> Document:
    if copy == 0:
        return document
    return replace(document, id=f"{document.id}-{copy}", text=perturb(document.text, copy))


def _copied(passage: Passage, perturb: Perturbation, copy: int) -> Passage:
    if copy == 0:
        return passage
    segments = tuple(Segment(perturb(part.text, copy), part.span) for part in passage.view.segments)
    identity = hashlib.sha256(f"{passage.id} {copy}".encode()).hexdigest()[:16]
    return replace(passage, id=identity, document_id=f"{passage.document_id}-{copy}", view=View(segments))


def folder_megabytes(folder: Path) -> float:
    """What all files below `folder` take on disk, hard links counted once each."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
