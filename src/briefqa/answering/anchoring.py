"""Finds a quote again in a text that may have changed: W3C TextQuoteSelector with a measured tolerance."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from briefqa.types import Span

CHANGED_SIMILARITY = 70.0
"""Least indel similarity (0..100) at which a passage counts as the changed form of a quote. A claim with its figure,
date or a few words replaced stays above 80; another sentence on the same topic stays below 60."""

CONTEXT_LIMIT = 3
"""How many times longer than the quote the text between a prefix and a suffix may be to stand in its place."""

_WORD = re.compile(r"\w+")
_TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "\u00a0": " "}
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands now; `similarity` is 100 where every word is the same."""

    span: Span
    similarity: float


def occurrences(text: str, quote: str) -> tuple[Span, ...]:
    """Every place of `quote` in `text`.

    Where it stands nowhere letter by letter, runs of white space count as equal to each other, and so do
    straight and typographic quotation marks and dashes. A quote never stands inside a longer word or
    number, and an empty one stands nowhere.
    """
    if not quote.strip():
        return ()
    verbatim = tuple(Span(*match.span()) for match in re.finditer(_whole(quote, re.escape(quote)), text))
    if verbatim:
        return verbatim
    words = quote.translate(_TYPOGRAPHY).split()
    pattern = _whole(quote.strip(), r"\s+".join(re.escape(word) for word in words))
    return tuple(Span(*match.span()) for match in re.finditer(pattern, text.translate(_TYPOGRAPHY)))


def _whole(quote: str, pattern: str) -> str:
    """The pattern of a quote, bounded so that it does not cut a word."""
    before = r"(?<!\w)" if quote[0].isalnum() else ""
    after = r"(?!\w)" if quote[-1].isalnum() else ""
    return f"{before}{pattern}{after}"


def anchor_quote(text: str, quote: str, prefix: str = "", suffix: str = "") -> Anchor | None:
    """The place in `text` that `quote` stands at, exactly or changed; None where nothing is close enough.

    Among equal quotes the one whose surroundings resemble `prefix` and `suffix` most is taken, the first
    of equals. Without an equal quote the text between prefix and suffix and the best fuzzy match compete
    (see https://www.w3.org/TR/annotation-model/#text-quote-selector; the tolerance is this module's own).
    """
    exact = occurrences(text, quote)
    if exact:
        best = max(exact, key=lambda span: (_context_likeness(text, span, prefix, suffix), -span.start))
        return Anchor(best, 100.0)
    candidates = list(_changed_candidates(text, quote, prefix, suffix))
    best_changed = max(candidates, key=lambda found: (found.similarity, -found.span.start), default=None)
    if best_changed is None or best_changed.similarity < CHANGED_SIMILARITY:
        return None
    return best_changed


def _context_likeness(text: str, span: Span, prefix: str, suffix: str) -> float:
    """How many words next to `span`, counted outwards until the first difference, are those of the context."""
    before = _WORD.findall(text[max(0, span.start - 4 * len(prefix) - 80) : span.start])
    after = _WORD.findall(text[span.end : span.end + 4 * len(suffix) + 80])
    return _shared_start(before[::-1], _WORD.findall(prefix)[::-1]) + _shared_start(after, _WORD.findall(suffix))


def _shared_start(left: list[str], right: list[str]) -> float:
    """Words that both begin with, the first differing one by its likeness (a context may cut a word)."""
    shared = 0.0
    for one, other in zip(left, right, strict=False):
        if one != other:
            return shared + fuzz.ratio(one, other) / 200
        shared += 1
    return shared


def _changed_candidates(text: str, quote: str, prefix: str, suffix: str) -> Iterator[Anchor]:
    """Places that may hold what became of `quote`: between its old surroundings, and the most similar ones."""
    if prefix.strip() and suffix.strip():
        for left in occurrences(text, prefix):
            for right in occurrences(text[left.end : left.end + CONTEXT_LIMIT * len(quote) + len(suffix)], suffix):
                yield _grade(text, Span(left.end, left.end + right.start), quote)
                break
    aligned = fuzz.partial_ratio_alignment(quote, text, score_cutoff=CHANGED_SIMILARITY)
    if aligned is not None and aligned.src_end - aligned.src_start >= len(quote) // 2:
        yield _grade(text, _whole_words(text, Span(aligned.dest_start, aligned.dest_end)), quote)


def _grade(text: str, span: Span, quote: str) -> Anchor:
    """The stripped span with its likeness to the quote."""
    piece = span.cut(text)
    start = span.start + len(piece) - len(piece.lstrip())
    stripped = Span(start, max(start, span.start + len(piece.rstrip())))
    return Anchor(stripped, fuzz.ratio(quote, stripped.cut(text)))


def _whole_words(text: str, span: Span) -> Span:
    """The span widened to the ends of the words that it cuts."""
    start, end = span.start, span.end
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)
