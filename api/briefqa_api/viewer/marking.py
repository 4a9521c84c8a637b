"""Document text as HTML text: escaped, with the cited span marked.

Everything a document says goes through `text_as_html`, so nothing in a document can become markup.
"""

from __future__ import annotations

import re
from html import escape

from briefqa.types import Span

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


def marked_html(text: str, span: Span, cited: Span | None) -> str:
    """`text[span]` as HTML, with the part that lies in `cited` inside a mark."""
    if cited is None or not cited.overlap(span):
        return _content(span.cut(text))
    start, end = max(span.start, cited.start), min(span.end, cited.end)
    before, inside, after = text[span.start : start], text[start:end], text[end : span.end]
    return f"{_content(before)}{OPEN_MARK}{_content(inside)}{CLOSE_MARK}{_content(after)}"


def _content(text: str) -> str:
    """Escaped text in which a character that reorders text is shown, and shut in so that it reorders nothing."""
    return _REORDERING.sub(r'<bdi class="control">\g<0></bdi>', text_as_html(text))


def anchor_first_mark(html: str) -> str:
    """`html` with its first mark made the place that the page opens at."""
    return html.replace(OPEN_MARK, OPEN_FIRST_MARK, 1)
