"""Vectors of views: those of the generation before where a view is unchanged, the encoder's own where it is new."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefqa.index.generation import ENCODER, Generation
from briefqa.index.manifest import StoredFile
from briefqa.index.sqlite_writer import hash_view
from briefqa.models.encoder import Encoder, check_agreement
from briefqa.models.encoders import open_encoder
from briefqa.models.export import export_encoder
from briefqa.progress import Progress

CHUNK = 16  # views; a build that is interrupted ends after those that are being encoded
SAMPLE = 32


def export_checked(encoder: Encoder, folder: Path, views: Sequence[str]) -> None:
    """Write `encoder` into `folder` and compare what is written with it, on a sample of `views`, the longest included.

    Raises:
        ModelError: it cannot be exported, or the export gives other vectors.
    """
    export_encoder(encoder, folder)
    step = max(1, len(views) // SAMPLE)
    ordered = sorted(views, key=len)
    check_agreement(encoder, open_encoder(folder), [*ordered[::step], *ordered[-1:]])


def link_encoder(previous: Generation, staged: Path) -> tuple[StoredFile, ...]:
    """Put the encoder of the generation before into a staged one without copying it; gives its files.

    Generations never change, so that both can share the bytes; a disk without hard links gets copies.
    """
    files = tuple(stored for stored in previous.manifest.files if stored.path.startswith(f"{ENCODER}/"))
    (staged / ENCODER).mkdir()
    for stored in files:
        try:
            os.link(previous.folder / stored.path, staged / stored.path)
        except OSError:
            shutil.copyfile(previous.folder / stored.path, staged / stored.path)
    return files


def find_vectors(
    views: Sequence[str], previous: Generation | None, dimension: int
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Vectors, (n, dimension) float32, filled where the generation before has the view, and the rows still to fill."""
    vectors = np.zeros((len(views), dimension), dtype=np.float32)
    if previous is None:
        return vectors, np.arange(len(views))
    known = previous.store.view_rows()
    places = np.array([known.get(hash_view(view), -1) for view in views], dtype=np.int64)
    vectors[places >= 0] = previous.passages.dense.vectors[places[places >= 0]]
    return vectors, np.flatnonzero(places < 0)


def embed_views(
    views: Sequence[str],
    rows: NDArray[np.int64],
    vectors: NDArray[np.float32],
    encoder: Encoder,
    progress: Progress,
    workers: int = 1,
) -> NDArray[np.float32]:
    """`vectors` with the given rows filled by `encoder`; a view that stands twice is encoded once.

    Each of `workers` threads runs a whole inference on one core: splitting every matrix product among the cores instead
    costs 1.6 times the processor time.
    """
    filled = vectors.copy()
    new = sorted({views[row] for row in rows}, key=len, reverse=True)
    places = {view: place for place, view in enumerate(new)}
    encoded = np.zeros((len(new), vectors.shape[1]), dtype=np.float32)
    starts = range(0, len(new), CHUNK)
    pool = ThreadPoolExecutor(workers)
    try:
        chunks = pool.map(encoder.encode, [new[start : start + CHUNK] for start in starts])
        for start, found in zip(starts, chunks, strict=True):
            encoded[start : start + CHUNK] = found
            progress("embedding", min(start + CHUNK, len(new)), len(new))
    finally:
        pool.shutdown(cancel_futures=True)
    if len(rows):
        filled[rows] = encoded[[places[views[row]] for row in rows]]
    return filled
