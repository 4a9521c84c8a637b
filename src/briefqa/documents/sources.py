"""The files of a corpus: which there are, under which id, and which lie outside or are not what the manifest says."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from briefqa.documents.limits import ReadFailure
from briefqa.documents.manifest import MANIFEST, ManifestEntry, read_manifest
from briefqa.errors import CorpusError, DocumentError

FORMATS = {
    ".txt": "plain",
    ".text": "plain",
    "": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
"""The parser for each file name suffix."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a corpus; `file` is its path relative to the corpus with forward slashes."""

    id: str
    path: Path
    file: str
    sha256: str
    entry: ManifestEntry | None = None


def list_sources(corpus: Path) -> tuple[tuple[Source, ...], tuple[ReadFailure, ...]]:
    """Every readable file of a corpus folder and of its subfolders, sorted by id, and the files that are not.

    Files named by the manifest have its ids, the others ids from their names, with the suffix where that is needed to
    tell two apart ("brief-pdf", "brief-docx"). Hidden files are passed over.

    Raises:
        CorpusError: there is no such folder, no document in it, or two documents have one id.
    """
    if not corpus.is_dir():
        raise CorpusError(f"there is no corpus folder {corpus}; create it and put the documents there")
    sources: list[Source] = []
    failures: list[ReadFailure] = []
    entries = read_manifest(corpus)
    named = {_normal(entry.file): entry for entry in entries}
    found = {file: named.get(file) for file in _walk(corpus)}
    for file, entry in {**found, **named}.items():
        try:
            sources.append(_source(corpus, file, entry))
        except DocumentError as error:
            failures.append(ReadFailure(file, str(error)))
    if not sources and not failures:
        raise CorpusError(
            f"the corpus folder {corpus} is empty; put documents there ({', '.join(filter(None, FORMATS))})"
        )
    sources = _told_apart(sources)
    twice = [name for name, count in Counter(source.id for source in sources).items() if count > 1]
    if twice:
        files = " and ".join(source.file for source in sources if source.id == twice[0])
        raise CorpusError(f'{files} share the id "{twice[0]}"; rename one or give them ids in {MANIFEST}')
    return tuple(sorted(sources, key=lambda source: source.id)), tuple(sorted(failures, key=lambda one: one.file))


def file_id(file: str) -> str:
    """The id of a file without a manifest entry: its path without the suffix, in characters that URLs carry."""
    bare = str(PurePosixPath(file).with_suffix(""))
    return re.sub(r"[^\w.]+", "-", bare).strip("-._")[:200] or hashlib.sha256(file.encode()).hexdigest()[:16]


def _told_apart(sources: list[Source]) -> list[Source]:
    """Add the suffix to the ids from file names that another file has too."""
    counts = Counter(source.id for source in sources)

    def told(source: Source) -> Source:
        suffix = source.path.suffix.lower().removeprefix(".")
        clashes = source.entry is None and counts[source.id] > 1 and suffix
        return replace(source, id=f"{source.id}-{suffix}") if clashes else source

    return [told(source) for source in sources]


def _normal(file: str) -> str:
    """A manifest's path as the walk would give it; what leaves the folder stays as it is and is refused later."""
    return str(PurePosixPath(file.replace("\\", "/")))


def _walk(corpus: Path) -> Iterator[str]:
    """Relative paths of the visible files, sorted; folders behind symbolic links are not entered."""
    for folder, folders, names in os.walk(corpus, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = (Path(folder) / name).relative_to(corpus).as_posix()
            if not name.startswith(".") and file != MANIFEST:
                yield file


def _source(corpus: Path, file: str, entry: ManifestEntry | None) -> Source:
    """Check one file and take its checksum.

    Raises:
        DocumentError: it lies outside the corpus, is missing, of no known format, or not what the manifest says.
    """
    if PurePosixPath(file).is_absolute() or ".." in PurePosixPath(file).parts:
        raise DocumentError("its path leads out of the corpus folder; name a file inside it")
    path = corpus / file
    try:
        inside = path.resolve(strict=True).is_relative_to(corpus.resolve())
    except (OSError, RuntimeError) as error:
        raise DocumentError("the file is missing; put it there or take its line out of the manifest") from error
    if not inside:
        raise DocumentError("it is a symbolic link out of the corpus folder; copy the file itself there")
    if not path.is_file():
        raise DocumentError("it is not a regular file; only files can be read")
    if path.suffix.lower() not in FORMATS:
        raise DocumentError(f"{path.suffix} files are not read; save it as PDF, DOCX, HTML, Markdown or text")
    sha256 = _checksum(path)
    if entry is not None and entry.sha256 is not None and entry.sha256.lower() != sha256:
        raise DocumentError(f"its sha256 is {sha256}, not the one in {MANIFEST}; restore the file or mend the line")
    return Source(entry.id if entry else file_id(file), path, file, sha256, entry)


def _checksum(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise DocumentError(f"it cannot be opened ({error.strerror}); check its permissions") from error
    return digest.hexdigest()
