"""Small generations written by hand, without reading files."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from briefqa.index.assembly import paragraph_texts, write_levels
from briefqa.index.generation import ENCODER, STORE_FILE
from briefqa.index.manifest import Counts, EncoderSummary, GenerationManifest, StoredDocument
from briefqa.index.publishing import publish_generation, stage_generation
from briefqa.index.sqlite_writer import SqliteWriter
from briefqa.models.export import export_encoder
from briefqa.models.hashed import HashedEncoder
from briefqa.passages import claim_text
from briefqa.types import Document
from support.samples import make_facts, make_passages


def publish_documents(index: Path, documents: Sequence[Document], inputs: str = "") -> GenerationManifest:
    """Write and switch to a generation of these documents, with the hashed encoder and a record of each kind each."""
    staged = stage_generation(index)
    encoder = HashedEncoder()
    views, paragraphs, paragraph_of, stored = [], [], [], []
    with SqliteWriter(staged / STORE_FILE) as writer:
        for document in documents:
            passages = make_passages(document)
            writer.add_document(document, passages)
            writer.add_facts(document.id, make_facts(passages[0], document))
            texts, places = paragraph_texts(document, passages)
            paragraph_of += [len(paragraphs) + place for place in places]
            paragraphs += texts
            views += [claim_text(passage) for passage in passages]
            stored.append(StoredDocument(document.id, document.file, document.sha256, "1", len(passages)))
        writer.add_lexicon({})
    export_encoder(encoder, staged / ENCODER)
    write_levels(staged, views, encoder.encode(views), paragraphs, np.array(paragraph_of, dtype=np.int32))
    manifest = GenerationManifest(
        EncoderSummary(encoder.name, encoder.dimension, encoder.fingerprint),
        Counts(len(documents), len(views), len(paragraphs), 3 * len(documents)),
        tuple(stored),
        (),
        inputs,
    )
    return publish_generation(index, staged, manifest)
