"""Files into Documents: one parser per format, the manifest before what the file says about itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from briefqa.documents.builder import build_blocks, strip_marks
from briefqa.documents.cues import is_generic_heading
from briefqa.documents.drafts import ParsedFile
from briefqa.documents.limits import ReadFailure, ReadLimits
from briefqa.documents.sandbox import read_in_workers
from briefqa.documents.sources import FORMATS, Source
from briefqa.errors import DocumentError
from briefqa.types import BlockKind, Document

_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.{0,500}?-->\s*)?(?:<!doctype html|<html)", re.IGNORECASE | re.DOTALL
)


def read_document(source: Source, limits: ReadLimits | None = None) -> Document:
    """Read one file in this process.

    Raises:
        DocumentError: the file cannot be read; the message says why in one sentence.
    """
    limits = limits or ReadLimits()
    content = _read_bytes(source, limits)
    parsed = _parse(source, content, limits)
    text, blocks = build_blocks(parsed.drafts)
    if not any(block.kind is not BlockKind.BOILERPLATE for block in blocks):
        raise DocumentError("it holds no text that could be cited")
    if len(text) > limits.text_characters:
        raise DocumentError(f"its text is longer than {limits.text_characters:,} characters; split it")
    entry = source.entry
    headings = [block for block in blocks if block.kind in {BlockKind.TITLE, BlockKind.HEADING}]
    telling = (block for block in headings if not is_generic_heading(block.span.cut(text)))
    first = next(telling, headings[0] if headings else None)
    named = parsed.title and strip_marks(parsed.title)
    stem = PurePosixPath(source.file).stem.replace("_", " ").replace("-", " ")
    return Document(
        id=source.id,
        title=(entry and entry.title) or named or (first and first.span.cut(text).removesuffix(":")) or stem,
        text=text,
        blocks=blocks,
        sha256=source.sha256,
        file=source.file,
        media_type=parsed.media_type,
        author=(entry and entry.author) or parsed.author,
        publisher=(entry and entry.publisher) or parsed.publisher,
        published=(entry and entry.published) or parsed.published,
        url=entry.url if entry else None,
        licence=entry.licence if entry else None,
    )


def read_documents(sources: Sequence[Source], *, workers: int, limits: ReadLimits) -> Iterator[Document | ReadFailure]:
    """Read each file in a sandboxed worker process; results come in the order of `sources`.

    Args:
        sources: the files to read.
        workers: how many processes read at the same time.
        limits: what one file may cost; a file that exceeds a limit, or crashes its parser, is a ReadFailure.
    """
    return read_in_workers(sources, workers=workers, limits=limits)


def _read_bytes(source: Source, limits: ReadLimits) -> bytes:
    try:
        with source.path.open("rb") as stream:
            content = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise DocumentError(f"it cannot be opened ({error.strerror}); check that it is there and readable") from error
    if len(content) > limits.file_bytes:
        raise DocumentError(f"it is larger than {limits.file_bytes:,} bytes; split it")
    if not content.strip():
        raise DocumentError("it is empty")
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise DocumentError("it changed while it was being read; build again")
    return content


def _parse(source: Source, content: bytes, limits: ReadLimits) -> ParsedFile:
    """Choose the parser by the file's first bytes, then by its suffix; parsers are imported where they are used."""
    entry = source.entry
    match _format(source, content):
        case "pdf":
            from briefqa.documents.pdf import parse_pdf

            return parse_pdf(content, limits)
        case "docx":
            from briefqa.documents.docx import parse_docx

            return parse_docx(content, limits)
        case "html":
            from briefqa.documents.html import parse_html

            return parse_html(content, limits)
        case "markdown":
            from briefqa.documents.markdown import parse_markdown

            return parse_markdown(content, limits)
        case _:
            from briefqa.documents.markdown import looks_like_markdown, parse_markdown
            from briefqa.documents.plain import parse_plain

            if looks_like_markdown(content):
                return parse_markdown(content, limits, copied=True)

            names = [name for name in (entry.author, entry.publisher) if name] if entry else []
            return parse_plain(content, title=entry.title if entry else None, names=names)


def _format(source: Source, content: bytes) -> str:
    """The format of a file: what its first bytes say, else what its suffix says.

    Raises:
        DocumentError: the suffix promises a format that the bytes are not.
    """
    named = FORMATS[source.path.suffix.lower()]
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if named in {"pdf", "docx"}:
        raise DocumentError(f"it is named {source.path.suffix} but is no {named.upper()} file; save it again")
    if named == "plain" and _HTML_START.match(content[:1024]):
        return "html"
    return named
