"""Document text as HTML text: escaped, with the cited span marked and footnote marks put back in.

Everything a document says goes through `text_as_html`, so nothing in a document can become markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from html import escape

from briefqa.types import Document, Span

OPEN_MARK = '<mark class="cited">'
# autofocus scrolls to the mark without a script and without a fragment in the address (HTML, "autofocus")
OPEN_FIRST_MARK = '<mark class="cited" id="cited" tabindex="-1" autofocus>'
CLOSE_MARK = "</mark>"

# HTML has no place for these control characters (HTML, "preprocessing the input stream"): shown as unreadable
_UNREADABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\ufffd")
# overrides, embeddings and isolates (Unicode Bidirectional Algorithm, UAX 9, 2.1 to 2.4)
_REORDERING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def text_as_html(text: str) -> str:
    """`text` escaped for element content and quoted attributes."""
    return escape(text.translate(_UNREADABLE), quote=True)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A document's text with what stands out in it.

    `cited` is the span to mark. `insertions` are what stands between its characters, in order: offset in `text` and
    HTML, the marks of footnotes and the numbers of pages.
    """

    text: str
    cited: Span | None = None
    insertions: tuple[tuple[int, str], ...] = ()

    def html(self, span: Span) -> str:
        """`text[span]` as HTML."""
        parts: list[str] = []
        start = span.start
        first, end = bisect_left(self.insertions, (span.start,)), bisect_left(self.insertions, (span.end + 1,))
        for offset, html in self.insertions[first:end]:
            parts.append(self._piece(Span(start, offset)))
            parts.append(html)
            start = offset
        return "".join(parts) + self._piece(Span(start, span.end))

    def _piece(self, span: Span) -> str:
        if self.cited is None or not self.cited.overlap(span):
            return _content(span.cut(self.text))
        start, end = max(span.start, self.cited.start), min(span.end, self.cited.end)
        before, inside, after = self.text[span.start : start], self.text[start:end], self.text[end : span.end]
        return f"{_content(before)}{OPEN_MARK}{_content(inside)}{CLOSE_MARK}{_content(after)}"


def mark_text(document: Document, cited: Span | None) -> MarkedText:
    """The document's text with the cited span, the places of its footnotes and the pages that begin inside blocks."""
    notes = [
        (
            block.anchor.start,
            f'<sup class="note"><a href="#note-{block.span.start}">{text_as_html(block.mark)}</a></sup>',
        )
        for block in document.blocks
        if block.anchor is not None and block.mark
    ]
    turns = [(turn.start, page_as_html(turn.page, inline=True)) for block in document.blocks for turn in block.turns]
    return MarkedText(document.text, cited, tuple(sorted([*notes, *turns])))


def page_as_html(page: int, *, inline: bool = False, named: bool = True) -> str:
    """The number of a page where it begins, the target of its address where it is `named`."""
    name = f' id="page-{page}"' if named else ""
    return f'<span class="page{" inline" if inline else ""}"{name}>Page {page}</span>'


def anchor_first_mark(html: str) -> str:
    """`html` with its first mark made the place that the page opens at."""
    return html.replace(OPEN_MARK, OPEN_FIRST_MARK, 1)


def _content(text: str) -> str:
    """Escaped text in which a character that reorders text is shown, and shut in so that it reorders nothing."""
    return _REORDERING.sub(r'<bdi class="control">\g<0></bdi>', text_as_html(text))
