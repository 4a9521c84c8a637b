"""A generation: everything one build made, opened for reading."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from briefqa.errors import IndexCorruptError, IndexFormatError, IndexMissingError, StoredIndexError
from briefqa.index.level import Level
from briefqa.index.locks import GenerationLock
from briefqa.index.manifest import GenerationManifest, check_files, read_manifest
from briefqa.index.sqlite_store import SqliteStore

GENERATIONS = "generations"
CURRENT = "current"
STORE_FILE = "store.sqlite"
PARAGRAPHS_FILE = "paragraphs.npy"
PASSAGE_LEVEL = "passages"
PARAGRAPH_LEVEL = "paragraphs"
ENCODER = "encoder"
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Generation:
    """One build, open for reading from many threads until `close`; it cannot be removed while it is open.

    `paragraph_of`, (n,) int32, gives the row of `paragraphs` for each row of `passages`.
    """

    id: str
    manifest: GenerationManifest
    folder: Path
    store: SqliteStore
    passages: Level
    paragraphs: Level
    paragraph_of: NDArray[np.int32]
    lock: GenerationLock

    @property
    def encoder_folder(self) -> Path:
        """Where the encoder of the vectors stands; see `briefqa.models.encoders.open_encoder`."""
        return self.folder / ENCODER

    def close(self) -> None:
        """Give the generation free; nothing can be read afterwards."""
        self.store.close()
        self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def generation_folder(index: Path, generation: str) -> Path:
    """Where the files of a generation stand."""
    return index / GENERATIONS / generation


def generation_lock(index: Path, generation: str) -> Path:
    """The lock file of a generation."""
    return index / GENERATIONS / f"{generation}.lock"


def current_generation(index: Path) -> str:
    """The id of the generation that answers now.

    Raises:
        IndexMissingError: nothing was built there yet.
        IndexCorruptError: the pointer is damaged.
    """
    try:
        name = (index / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise IndexMissingError(f"There is no index in {index}; run briefqa build --index {index} first.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexCorruptError(f"The file {index / CURRENT} cannot be read; run briefqa build again.") from error
    if not name.isalnum():
        raise IndexCorruptError(f"The file {index / CURRENT} names no generation; run briefqa build again.")
    return name


def open_generation(index: Path, *, verify: bool = False, generation: str | None = None) -> Generation:
    """Open the current generation of an index, or the one named.

    Sizes of all files and checksums of all but the large ones are always compared with the manifest; `verify`
    compares every checksum, which reads every byte once.

    Raises:
        IndexMissingError: nothing was built there yet, or no such generation is kept.
        IndexFormatError: it was built by another format version.
        IndexCorruptError: a file is missing, damaged or not what was built.
    """
    for attempt in range(ATTEMPTS):
        name = generation or current_generation(index)
        lock = GenerationLock.share(generation_lock(index, name))
        try:
            if generation_folder(index, name).is_dir():
                return load_generation(generation_folder(index, name), lock, verify=verify)
        except StoredIndexError:
            lock.release()
            # A build may have switched and pruned between reading the pointer and taking the lock.
            if generation is not None or current_generation(index) == name or attempt == ATTEMPTS - 1:
                raise
            continue
        lock.release()
        if generation is not None:
            raise IndexMissingError(f"The index in {index} keeps no generation {generation}; it keeps {_kept(index)}.")
    raise IndexCorruptError(f"The index in {index} points to a generation that is not there; run briefqa build again.")


def open_intact(index: Path) -> Generation | None:
    """Open the current generation after comparing every checksum; None where there is none that can be built upon."""
    try:
        return open_generation(index, verify=True)
    except (IndexMissingError, IndexFormatError, IndexCorruptError):
        return None


def load_generation(folder: Path, lock: GenerationLock, *, verify: bool) -> Generation:
    """Open the generation in `folder`, which `lock` holds.

    Raises:
        IndexFormatError, IndexCorruptError: as `open_generation`.
    """
    manifest = read_manifest(folder)
    check_files(folder, manifest, checksums=verify)
    passages, paragraphs = Level.load(folder / PASSAGE_LEVEL), Level.load(folder / PARAGRAPH_LEVEL)
    try:
        paragraph_of = np.load(folder / PARAGRAPHS_FILE, allow_pickle=False)
    except (OSError, EOFError, ValueError) as error:
        raise IndexCorruptError(
            f"The file {folder / PARAGRAPHS_FILE} cannot be read; run briefqa build again."
        ) from error
    store = SqliteStore(folder / STORE_FILE)
    counts = manifest.counts
    lengths = (len(passages), len(paragraph_of), store.passage_count(), len(paragraphs))
    if lengths != (counts.passages, counts.passages, counts.passages, counts.paragraphs):
        store.close()
        raise IndexCorruptError(f"The parts of the index in {folder} do not fit each other; run briefqa build again.")
    return Generation(manifest.id, manifest, folder, store, passages, paragraphs, paragraph_of, lock)


def list_generations(index: Path) -> tuple[str, ...]:
    """The ids of all generations that are kept, newest first."""
    folder = index / GENERATIONS
    if not folder.is_dir():
        return ()
    found = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    return tuple(path.name for path in sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name)))


def _kept(index: Path) -> str:
    return ", ".join(list_generations(index)) or "none"
