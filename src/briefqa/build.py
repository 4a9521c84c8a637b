"""Composition 1: a corpus folder becomes a generation of the index."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np

from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.reading import read_documents
from briefqa.documents.sources import Source, list_sources
from briefqa.errors import CorpusError, ModelError, StoredIndexError
from briefqa.facts import build_lexicon, extract_all, link_deals
from briefqa.index.assembly import write_levels
from briefqa.index.embedding import embed_views, export_checked, find_vectors, link_encoder
from briefqa.index.gathering import Gathered, WrittenDocuments
from briefqa.index.generation import ENCODER, STORE_FILE, Generation, open_intact
from briefqa.index.kept_exports import KeptExport
from briefqa.index.locks import hold_build_lock
from briefqa.index.manifest import (
    Counts,
    EncoderSummary,
    GenerationManifest,
    StoredDocument,
    StoredFailure,
    StoredFile,
)
from briefqa.index.publishing import prune_generations, publish_generation, stage_generation
from briefqa.index.sqlite_writer import SqliteWriter
from briefqa.index.versions import DOCUMENT_CODE, code_version, hash_plain, source_version
from briefqa.models.encoder_card import EncoderCard, has_card, read_card
from briefqa.models.encoders import fingerprint_encoder, load_encoder, open_encoder
from briefqa.passages import split_passages
from briefqa.progress import Progress, beside, no_progress
from briefqa.settings import Settings
from briefqa.types import FactRecord

CORPUS_CODE = ("facts", "index", "models", "build.py")
_MANY_PASSAGES = 3_000
"""Passages from which several processes read facts sooner than one: starting them takes as long as a thousand."""
_EMBEDDING = 6
"""How many times as long as reading its facts a passage takes a core to be embedded."""


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did; `generation` answers now, and `changed` says whether it is a new one.

    `read` and `removed` are ids of documents, `encoded` counts passages whose vectors were computed anew, `pruned`
    are old generations that were removed.
    """

    generation: str
    changed: bool
    counts: Counts
    read: tuple[str, ...]
    removed: tuple[str, ...]
    encoded: int
    failures: tuple[ReadFailure, ...]
    pruned: tuple[str, ...]
    seconds: float = 0.0


def build_index(corpus: Path, index: Path, settings: Settings, *, progress: Progress = no_progress) -> BuildSummary:
    """Bring `index` up to date with the documents in `corpus`.

    Documents that are unchanged since the generation before are neither read nor embedded again, and where nothing
    changed at all, nothing is written. The generation before answers until the new one is complete. Files that cannot
    be read are listed in the summary; the others are built.

    Raises:
        CorpusError: there is no corpus, nothing in it can be read, or its manifest cannot be used.
        ModelError: the encoder cannot be loaded or exported.
        IndexBusyError: another build is writing the index.
        StoredIndexError: the index cannot be written.
    """
    started = time.monotonic()
    sources, failures = list_sources(corpus)
    if index.resolve().is_relative_to(corpus.resolve()):
        raise CorpusError(f"The index folder {index} lies in the corpus folder {corpus}; choose one outside it.")
    try:
        index.mkdir(parents=True, exist_ok=True)
        with hold_build_lock(index), ExitStack() as opened:
            previous = open_intact(index)
            if previous is not None:
                opened.enter_context(previous)
            versions = {stored.id: stored.version for stored in previous.manifest.documents} if previous else {}
            fingerprint = _find_fingerprint(settings.encoder, previous)
            task = _Task(corpus, index, settings, sources, failures, fingerprint, previous, versions)
            summary = _run(task, progress)
        return replace(summary, seconds=time.monotonic() - started)
    except OSError as error:
        raise StoredIndexError(
            f"The index in {index} cannot be written ({error.strerror or error}); what was built before still answers."
        ) from error


@dataclass(frozen=True, slots=True)
class _Task:
    """What one build starts from; `failures` are files that were refused before reading."""

    corpus: Path
    index: Path
    settings: Settings
    sources: tuple[Source, ...]
    failures: tuple[ReadFailure, ...]
    fingerprint: str
    previous: Generation | None
    versions: dict[str, str]

    def kept(self, source: Source) -> Generation | None:
        """The generation before, if it holds this document as it would be read now."""
        return self.previous if self.versions.get(source.id) == source_version(source) else None

    def same_encoder(self) -> Generation | None:
        """The generation before, if its vectors are of the encoder asked for and its export is of this version."""
        if self.previous is None or self.previous.manifest.encoder.fingerprint != self.fingerprint:
            return None
        return self.previous if has_card(self.previous.encoder_folder) else None


def _find_fingerprint(name: str, previous: Generation | None) -> str:
    """The fingerprint of the encoder asked for.

    Where its own weights are not installed, as on a machine that only serves, the generation before carries the
    encoder of that name.

    Raises:
        ModelError: it is neither on this machine nor in the index.
    """
    try:
        return fingerprint_encoder(name)
    except ModelError:
        if previous is None or previous.manifest.encoder.name != name:
            raise
        return previous.manifest.encoder.fingerprint


def _run(task: _Task, progress: Progress) -> BuildSummary:
    """Write a new generation, or find that the one before is up to date."""
    if task.previous and all(task.kept(source) for source in task.sources):
        before = {stored.id: stored for stored in task.previous.manifest.documents}
        documents = [before[source.id] for source in task.sources]
        if _hash_inputs(task, documents, task.failures) == task.previous.manifest.inputs:
            return _unchanged(task, task.previous, task.failures)
    staged = stage_generation(task.index)
    try:
        return _write(task, staged, progress)
    except Exception:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def _write(task: _Task, staged: Path, progress: Progress) -> BuildSummary:
    with SqliteWriter(staged / STORE_FILE) as writer:
        gathered = _gather(task, writer, progress)
        inputs = _hash_inputs(task, gathered.documents, gathered.failures)
        same = task.previous is not None and inputs == task.previous.manifest.inputs
        if not same:
            # one core has nothing to do while names and facts are read; encoding leaves Python to them
            with beside(partial(_write_vectors, task, staged, gathered)) as vectors:
                facts = _write_facts(writer, gathered, progress)
                encoder, encoded, linked = vectors(progress)
    if task.previous and same:
        shutil.rmtree(staged)
        return _unchanged(task, task.previous, gathered.failures)
    manifest = GenerationManifest(
        encoder,
        Counts(len(gathered.documents), len(gathered.views), len(gathered.paragraphs), facts),
        tuple(gathered.documents),
        tuple(StoredFailure(failure.file, failure.reason) for failure in gathered.failures),
        inputs,
        {"encoder": task.settings.encoder},
    )
    progress("writing", 0, 1)
    manifest = publish_generation(task.index, staged, manifest, linked)
    pruned = prune_generations(task.index, task.settings.keep_generations)
    progress("writing", 1, 1)
    removed = tuple(sorted(set(task.versions) - {stored.id for stored in manifest.documents}))
    failures = tuple(gathered.failures)
    return BuildSummary(manifest.id, True, manifest.counts, tuple(gathered.read), removed, encoded, failures, pruned)


def _unchanged(task: _Task, previous: Generation, failures: Sequence[ReadFailure]) -> BuildSummary:
    pruned = prune_generations(task.index, task.settings.keep_generations)
    return BuildSummary(previous.id, False, previous.manifest.counts, (), (), 0, tuple(failures), pruned)


def _gather(task: _Task, writer: SqliteWriter, progress: Progress) -> Gathered:
    """Store every document in the order of ids, the unchanged ones from the generation before.

    Raises:
        CorpusError: not one of the files can be read.
    """
    gathered = Gathered(failures=list(task.failures))
    changed = [source for source in task.sources if not task.kept(source)]
    results = read_documents(changed, workers=task.settings.build_workers, limits=ReadLimits())
    for number, source in enumerate(task.sources):
        progress("reading", number, len(task.sources))
        previous = task.kept(source)
        if previous:
            document, passages = previous.store.document(source.id), previous.store.document_passages(source.id)
        else:
            result = next(results)
            if isinstance(result, ReadFailure):
                gathered.failures.append(result)
                continue
            document, passages = result, split_passages(result)
            gathered.read.append(source.id)
        writer.add_document(document, passages)
        gathered.add(source, document, passages)
    progress("reading", len(task.sources), len(task.sources))
    if not gathered.documents:
        first = gathered.failures[0]
        raise CorpusError(f"No file in {task.corpus} can be read; mend them ({first.file}: {first.reason}).")
    return gathered


def _write_facts(writer: SqliteWriter, gathered: Gathered, progress: Progress) -> int:
    """Store the names and records of all documents, and give the number of records.

    Names come first and from everywhere: one may stand in one document and its meaning in another.
    """
    count = len(gathered.documents)
    stored = WrittenDocuments(writer, count)
    lexicon = build_lexicon(stored)
    writer.add_lexicon(lexicon.as_json())
    records: list[FactRecord] = []
    for number, found in enumerate(extract_all(stored, lexicon, _count_workers(gathered, os.cpu_count() or 1))):
        progress("facts", number, count)
        records += found
    linked = sorted(link_deals(records), key=lambda record: record.document_id)
    for document_id, group in groupby(linked, key=lambda record: record.document_id):
        writer.add_facts(document_id, tuple(group))
    progress("facts", count, count)
    return len(linked)


def _count_workers(gathered: Gathered, cores: int) -> int:
    """How many processes read facts: one where embedding takes all cores longer than that one needs."""
    new = set(gathered.read)
    embedded = sum(stored.passages for stored in gathered.documents if stored.id in new)
    several = len(gathered.views) >= _MANY_PASSAGES and len(gathered.views) * cores > _EMBEDDING * embedded
    return min(cores, len(gathered.documents)) if several else 1


def _write_vectors(
    task: _Task, staged: Path, gathered: Gathered, progress: Progress
) -> tuple[EncoderSummary, int, tuple[StoredFile, ...]]:
    """Write encoder and levels; gives the encoder, the number of views it encoded, and the files that are links.

    The encoder of the generation before is used again where it is the one asked for, without loading its source. What
    stands in the generation embeds, so that passages and questions are encoded by the same graph.
    """
    before = task.same_encoder()
    threads = os.cpu_count() or 1
    if before:
        summary, linked = before.manifest.encoder, link_encoder(before, staged)
        vectors, rows = find_vectors(gathered.views, before, summary.dimension)
    else:
        progress("loading the encoder", 0, 1)
        card = _place_encoder(task, staged / ENCODER, gathered.views, threads)
        summary, linked = EncoderSummary(task.settings.encoder, card.dimension, card.fingerprint), ()
        vectors, rows = find_vectors(gathered.views, None, summary.dimension)
        progress("loading the encoder", 1, 1)
    if len(rows):
        encoder = open_encoder(staged / ENCODER, 1)
        vectors = embed_views(gathered.views, rows, vectors, encoder, progress, workers=threads)
    paragraph_of = np.array(gathered.paragraph_of, dtype=np.int32)
    write_levels(staged, gathered.views, vectors, gathered.paragraphs, paragraph_of)
    return summary, len(rows), linked


def _place_encoder(task: _Task, folder: Path, views: Sequence[str], threads: int) -> EncoderCard:
    """Put the encoder asked for into a generation: an export kept from an earlier index, or a new one."""
    kept = KeptExport.of(task.settings.encoder_cache, task.settings.encoder, task.fingerprint)
    if not kept.place(folder):
        export_checked(load_encoder(task.settings.encoder, threads), folder, views)
        kept.keep(folder)
    return read_card(folder)


def _hash_inputs(task: _Task, documents: Sequence[StoredDocument], failures: Sequence[ReadFailure]) -> str:
    """A hash of everything that decides what a generation holds."""
    return hash_plain(
        {
            "documents": [[stored.id, stored.version] for stored in documents],
            "failures": [[failure.file, failure.reason] for failure in failures],
            "encoder": task.fingerprint,
            "code": code_version(*CORPUS_CODE, *DOCUMENT_CODE),
        }
    )
