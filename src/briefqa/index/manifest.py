"""`manifest.json`: what a generation holds, file by file, and what it was built from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from briefqa.errors import IndexCorruptError, IndexFormatError
from briefqa.index.codec import decode_value, encode_value

FORMAT = 2
MANIFEST_FILE = "manifest.json"
CHUNK = 1 << 20
ALWAYS_VERIFIED = 16 << 20
"""Files up to this many bytes have their checksum compared at every opening: at most some 40 ms each."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a generation; `path` is relative to it with forward slashes, `size` in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One document of a generation; `version` changes with the file, its manifest entry and the code that reads it."""

    id: str
    file: str
    sha256: str
    version: str
    passages: int


@dataclass(frozen=True, slots=True)
class StoredFailure:
    """A file of the corpus that is not in the generation, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class EncoderSummary:
    """Which encoder the vectors are of."""

    name: str
    dimension: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a generation holds."""

    documents: int
    passages: int
    paragraphs: int
    facts: int


@dataclass(frozen=True, slots=True)
class GenerationManifest:
    """Everything `manifest.json` says; `id` is a hash of all the rest, `inputs` one of what was built from."""

    encoder: EncoderSummary
    counts: Counts
    documents: tuple[StoredDocument, ...]
    failures: tuple[StoredFailure, ...]
    inputs: str
    settings: dict[str, Any] = field(default_factory=dict)
    files: tuple[StoredFile, ...] = ()
    format: int = FORMAT
    id: str = ""

    def identified(self) -> GenerationManifest:
        """The same with its `id` filled in."""
        plain = encode_value(replace(self, id=""))
        content = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return replace(self, id=hashlib.sha256(content.encode()).hexdigest()[:16])

    def save(self, folder: Path) -> None:
        """Write `manifest.json` into the folder of the generation."""
        content = json.dumps(encode_value(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST_FILE).write_text(content + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> GenerationManifest:
    """Read the manifest of a generation.

    Raises:
        IndexFormatError: another version of briefqa wrote it in another format.
        IndexCorruptError: it is missing, damaged or was changed by hand.
    """
    path = folder / MANIFEST_FILE
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        found = plain["format"]
        if found != FORMAT:
            raise IndexFormatError(
                f"The index in {folder} has format {found} and this version of briefqa reads format {FORMAT}; "
                "run briefqa build again."
            )
        manifest = decode_value(GenerationManifest, plain)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexCorruptError(f"The file {path} is missing or damaged; run briefqa build again.") from error
    if manifest.identified().id != manifest.id:
        raise IndexCorruptError(f"The file {path} was changed after it was written; run briefqa build again.")
    return manifest


def list_files(folder: Path, known: Iterable[StoredFile] = ()) -> tuple[StoredFile, ...]:
    """Every file of a generation but the manifest, by path, with its checksum.

    Those in `known` are taken as they are: hard links to files that were checked before.
    """
    given = {stored.path: stored for stored in known}
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST_FILE)
    names = [path.relative_to(folder).as_posix() for path in paths]
    return tuple(
        given.get(name) or StoredFile(name, hash_file(path), path.stat().st_size)
        for name, path in zip(names, paths, strict=True)
    )


def check_files(folder: Path, manifest: GenerationManifest, *, checksums: bool) -> None:
    """Compare the files of a generation with its manifest: each there, of its size and of its checksum.

    Without `checksums`, those of large files, such as the encoder's weights, are not computed.

    Raises:
        IndexCorruptError: one is not; the message names it.
    """
    for stored in manifest.files:
        path = folder / stored.path
        try:
            whole = path.stat().st_size == stored.size
            if whole and (checksums or stored.size <= ALWAYS_VERIFIED):
                whole = hash_file(path) == stored.sha256
        except OSError as error:
            raise IndexCorruptError(f"The file {path} cannot be read ({error.strerror}); {_REMEDY}") from error
        if not whole:
            raise IndexCorruptError(f"The file {path} is not what was built; {_REMEDY}")


_REMEDY = "delete the index folder and run briefqa build again."


def hash_file(path: Path) -> str:
    """The sha256 of a file, as hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
