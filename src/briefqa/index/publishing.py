"""Writing a generation beside the others and switching to it, so that a reader sees the old one or the new one."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from briefqa.errors import StoredIndexError
from briefqa.index.generation import (
    CURRENT,
    GENERATIONS,
    current_generation,
    generation_folder,
    generation_lock,
    list_generations,
    load_generation,
)
from briefqa.index.locks import GenerationLock
from briefqa.index.manifest import GenerationManifest, StoredFile, list_files

STAGING = ".staging-"
REMOVED = ".removed-"


def stage_generation(index: Path) -> Path:
    """A new folder to write a generation into; whatever an earlier, killed build left is removed.

    The caller holds the build lock.
    """
    folder = index / GENERATIONS
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        if path.name.startswith((STAGING, REMOVED)):
            shutil.rmtree(path)
    return Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))


def publish_generation(
    index: Path, staged: Path, manifest: GenerationManifest, linked: Iterable[StoredFile] = ()
) -> GenerationManifest:
    """Complete, sync and check the staged generation, move it to its place and switch to it.

    Every file but those `linked`, which are hard links into an earlier generation, is read back for its checksum.
    Until the pointer is replaced, in one rename, every reader opens the generation before; from then on the new one.

    Raises:
        IndexCorruptError: what stands on disk is not what was written.
    """
    manifest = replace(manifest, files=list_files(staged, linked)).identified()
    manifest.save(staged)
    _sync_tree(staged)
    load_generation(staged, GenerationLock(None), verify=False).close()
    _place_generation(staged, generation_folder(index, manifest.id))
    generation_lock(index, manifest.id).touch()
    _sync(index / GENERATIONS)
    switch_generation(index, manifest.id)
    return manifest


def _place_generation(staged: Path, place: Path) -> None:
    """Move the staged folder to `place`, where the same content may stand already, whole or damaged."""
    if place.exists():
        try:
            load_generation(place, GenerationLock(None), verify=True).close()
        except StoredIndexError:
            place.rename(place.with_name(f"{REMOVED}{place.name}"))
        else:
            shutil.rmtree(staged)
            return
    staged.chmod(0o755)
    staged.rename(place)


def switch_generation(index: Path, generation: str) -> None:
    """Point to a generation that stands complete in its place."""
    written = index / f".{CURRENT}.{os.getpid()}"
    written.write_text(generation + "\n", encoding="ascii")
    _sync(written)
    written.replace(index / CURRENT)
    _sync(index)


def prune_generations(index: Path, keep: int) -> tuple[str, ...]:
    """Remove all generations but the current one and the `keep` newest others; returns the ids of those removed.

    One that somebody reads stays, and goes with a later build. The caller holds the build lock.
    """
    try:
        current = current_generation(index)
    except StoredIndexError:
        return ()
    removed = []
    for name in [name for name in list_generations(index) if name != current][keep:]:
        claimed = GenerationLock.claim(generation_lock(index, name))
        if claimed is None:
            continue
        with claimed:
            away = index / GENERATIONS / f"{REMOVED}{name}"
            generation_folder(index, name).rename(away)
            generation_lock(index, name).unlink()
        shutil.rmtree(away)
        removed.append(name)
    return tuple(removed)


def _sync_tree(folder: Path) -> None:
    """Flush every file and folder below `folder`, and itself, to the disk."""
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
