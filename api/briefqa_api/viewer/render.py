"""One document as one self-contained page: no script, no request, its style allowed by hash alone."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit

from briefqa.types import Document, Span
from briefqa_api.viewer.blocks import blocks_as_html, contents_as_html, heading_id, title_block
from briefqa_api.viewer.dates import spoken_date
from briefqa_api.viewer.marking import MarkedText, anchor_first_mark, mark_text, text_as_html


@cache
def content_security_policy() -> str:
    """The header to send with every page of `render_document`: nothing runs and nothing loads but its own style."""
    style_hash = b64encode(sha256(_read("viewer.css").encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


def render_document(
    document: Document, *, start: int | None = None, end: int | None = None, download: str | None = None
) -> str:
    """Render `document` as a whole HTML page that opens at the cited span.

    `start` and `end` are code points of `document.text`, half-open. A span that does not lie in the document is
    said to be missing, and nothing is highlighted. `download` is the address of the original file.
    """
    asked = start is not None or end is not None
    cited = _cited_span(document, start, end)
    marked = mark_text(document, cited)
    page = Template(_read("page.html")).substitute(
        style=_read("viewer.css"),
        title=text_as_html(document.title),
        heading=_heading(document, marked),
        about=_about(document, _at_page(document, download, cited)),
        notice=_notice(asked, cited),
        contents=contents_as_html(document),
        body=blocks_as_html(document, marked),
    )
    return anchor_first_mark(page)


def _cited_span(document: Document, start: int | None, end: int | None) -> Span | None:
    if start is None or end is None or not 0 <= start < end <= len(document.text):
        return None
    return Span(start, end)


def _heading(document: Document, marked: MarkedText) -> str:
    block = title_block(document)
    if block is None:
        return f'<h1 dir="auto">{text_as_html(document.title)}</h1>'
    return f'<h1 id="{heading_id(block)}" dir="auto">{marked.html(block.span)}</h1>'


def _about(document: Document, download: str | None) -> str:
    published = spoken_date(document.published) if document.published else None
    words = [value for value in (document.author, document.publisher, published) if value]
    parts = [f"<li><bdi>{text_as_html(value)}</bdi></li>" for value in words]
    links = (("Where it was published", document.url), ("Original file", download))
    parts += [
        f'<li><a href="{text_as_html(address)}" rel="noopener noreferrer">{label}</a></li>'
        for label, address in links
        if address and _is_safe(address)
    ]
    return f'<ul class="about">{"".join(parts)}</ul>' if parts else ""


def _at_page(document: Document, address: str | None, cited: Span | None) -> str | None:
    """The address of the original, opened at the cited page where the format knows pages (RFC 8118, 3)."""
    if address is None or cited is None or document.media_type != "application/pdf":
        return address
    block = next((block for block in document.blocks if block.page and block.span.overlap(cited)), None)
    page = block.pages_of(cited)[0] if block else None
    return address if page is None else f"{address}#page={page}"


def _notice(asked: bool, cited: Span | None) -> str:
    if cited is not None:
        return '<p class="notice"><a href="#cited">Go to the cited passage</a></p>'
    if asked:
        return '<p class="notice missing" role="note">The cited passage is not in this version of the document.</p>'
    return ""


def _is_safe(address: str) -> bool:
    """Whether `address` is a web address or a path on this server."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme:
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    return address.startswith("/") and not address.startswith(("//", "/\\"))


@cache
def _read(name: str) -> str:
    return files("briefqa_api.viewer").joinpath(name).read_text(encoding="utf-8")
