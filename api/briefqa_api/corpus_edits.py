"""Adding a document to a corpus folder and taking one out, each as a whole and so that it can be undone.

What is on its way lies in a hidden folder of the corpus, which no build reads. The steps of an edit are written to a
journal there before the first of them is taken; whoever finds a journal that nobody works on takes them back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

from briefqa.documents.manifest import MANIFEST, ManifestEntry, read_manifest
from briefqa.documents.sources import Source, list_sources
from briefqa.errors import CorpusError, NotFoundError

INCOMING = ".incoming"
UPLOADS = "uploads"
JOURNAL = "journal.json"


@dataclass(frozen=True, slots=True)
class CorpusEdit:
    """Moves of files, as pairs of paths relative to the corpus, and the manifest before and after them.

    A manifest that is None is not there. `aside` names the files that only the way back needs.
    """

    moves: tuple[tuple[str, str], ...]
    before: str | None
    after: str | None
    aside: tuple[str, ...] = ()

    def apply(self, corpus: Path) -> None:
        """Note the steps, then take them."""
        _write_whole(incoming(corpus) / JOURNAL, json.dumps(asdict(self)))
        for source, target in self.moves:
            (corpus / target).parent.mkdir(parents=True, exist_ok=True)
            (corpus / source).replace(corpus / target)
        if self.after != self.before:
            _write_whole(corpus / MANIFEST, self.after)

    def revert(self, corpus: Path) -> None:
        """Take back the steps that were taken, the last one first; harmless when none was."""
        if self.after != self.before:
            _write_whole(corpus / MANIFEST, self.before)
        for source, target in reversed(self.moves):
            if (corpus / target).exists() and not (corpus / source).exists():
                (corpus / target).replace(corpus / source)
        (incoming(corpus) / JOURNAL).unlink(missing_ok=True)

    def finish(self, corpus: Path) -> None:
        """Make the steps final."""
        (incoming(corpus) / JOURNAL).unlink(missing_ok=True)
        for name in self.aside:
            (corpus / name).unlink(missing_ok=True)


def plan_addition(corpus: Path, draft: Path, entry: ManifestEntry, *, replace: bool) -> CorpusEdit:
    """The edit that gives an uploaded file its place and its manifest line.

    Raises:
        CorpusError: there is a document of this id already and `replace` is false.
    """
    present = find_source(corpus, entry.id)
    if present is not None and not replace:
        raise CorpusError(f'There is a document "{entry.id}" already; send replace=true to replace it.')
    before = _manifest(corpus)
    after = _manifest_with(before, entry.id, present, entry)
    arrival = (draft.relative_to(corpus).as_posix(), entry.file)
    if present is None:
        return CorpusEdit((arrival,), before, after)
    aside = _aside()
    return CorpusEdit(((present.file, aside), arrival), before, after, (aside,))


def plan_removal(corpus: Path, document_id: str) -> CorpusEdit:
    """The edit that takes a document and its manifest line out of the corpus.

    Raises:
        NotFoundError: there is no such document.
    """
    present = find_source(corpus, document_id)
    if present is None:
        raise NotFoundError("There is no such document; GET /v1/documents lists those there are.")
    aside, before = _aside(), _manifest(corpus)
    after = None if before is None else _manifest_with(before, document_id, present, None)
    return CorpusEdit(((present.file, aside),), before, after, (aside,))


def recover(corpus: Path) -> bool:
    """Take back an edit that broke off; True when there was one.

    Only for whoever holds the lock of those who edit.
    """
    folder = corpus / INCOMING
    if not folder.is_dir():
        return False
    journal = folder / JOURNAL
    found = journal.exists()
    if found:
        noted = json.loads(journal.read_text("utf-8"))
        moves = tuple((source, target) for source, target in noted["moves"])
        CorpusEdit(moves, noted["before"], noted["after"], tuple(noted["aside"])).revert(corpus)
    return found


def find_source(corpus: Path, document_id: str) -> Source | None:
    """The file of this id, if the corpus has one; a corpus without documents has none."""
    if not read_manifest(corpus) and not any(_visible_files(corpus)):
        return None
    sources, _ = list_sources(corpus)
    return next((source for source in sources if source.id == document_id), None)


def incoming(corpus: Path) -> Path:
    """The hidden folder for what is on its way; made on first use."""
    folder = corpus / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _visible_files(corpus: Path) -> Iterator[Path]:
    for path in corpus.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(corpus).parts)
        if path.is_file() and not hidden and path.name != MANIFEST:
            yield path


def _aside() -> str:
    return f"{INCOMING}/removed-{token_hex(8)}"


def _manifest(corpus: Path) -> str | None:
    file = corpus / MANIFEST
    return file.read_text(encoding="utf-8-sig") if file.exists() else None


def _manifest_with(before: str | None, document_id: str, present: Source | None, entry: ManifestEntry | None) -> str:
    """The manifest's lines as they are, without that of `document_id`, and with that of `entry`."""
    lines = [line for line in (before or "").splitlines() if line.strip()]
    kept = [line for line in lines if not _is_about(json.loads(line), document_id, present)]
    if entry is not None:
        kept.append(json.dumps(entry.model_dump(exclude_none=True), ensure_ascii=False))
    return "".join(f"{line}\n" for line in kept)


def _is_about(line: dict[str, object], document_id: str, present: Source | None) -> bool:
    return line.get("id") == document_id or (present is not None and line.get("file") == present.file)


def _write_whole(file: Path, content: str | None) -> None:
    """Replace a file so that it is either the old or the new one, whatever happens; None removes it."""
    if content is None:
        file.unlink(missing_ok=True)
        return
    draft = file.with_name(f".{file.name}.{token_hex(8)}")
    with draft.open("w", encoding="utf-8") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())
    draft.replace(file)
