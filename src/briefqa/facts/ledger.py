"""The ledger: every token of a text that could state a number or date, inside a record or with the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefqa.facts.figures.numerals import LONGEST_NUMERAL, MAGNITUDES, TENS, UNITS
from briefqa.facts.lexicon import Lexicon
from briefqa.facts.reading import read
from briefqa.facts.text import MONTHS, fold
from briefqa.types import BlockKind, Document, FactRecord, Passage, Span

_WORDS = "|".join(sorted((*list(UNITS)[1:], *TENS, *MAGNITUDES), key=len, reverse=True))
_MONTHS = "|".join(name.capitalize() for name in MONTHS if len(name) > 3 or name == "may")
_TOKEN = re.compile(
    rf"[^\s|]*[\d$€£¥₩₹₽₺₴%½⅓⅔¼¾⅛][^\s|]*|(?<!\w)(?i:{_WORDS})(?:s|fold)?(?!\w)|(?<!\w)(?i:one|two|three)-"
    rf"(?i:thirds?|quarters?|half)"
    rf"|(?<!\w)(?i:half|twice|doubled?|doubling|tripled?|halved|dozens?)(?!\w)|(?<!\w)(?:{_MONTHS})(?!\w)"
)
_EDGES = "()[]{}.,;:!?\"'“”‘’–—-*…"
_FURNITURE = {
    BlockKind.BOILERPLATE: "page furniture",
    BlockKind.HEADING: "heading",
    BlockKind.TITLE: "title",
}
NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One token at `span` of a document: the record that holds it, or the reason why none does."""

    document_id: str
    span: Span
    text: str
    record_id: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of a document, in reading order."""

    entries: tuple[LedgerEntry, ...]

    @property
    def in_records(self) -> int:
        """How many tokens stand in a record."""
        return sum(entry.record_id is not None for entry in self.entries)

    @property
    def not_understood(self) -> tuple[LedgerEntry, ...]:
        """The tokens that no rule explains."""
        return tuple(entry for entry in self.entries if entry.reason == NOT_UNDERSTOOD)

    @property
    def coverage(self) -> float:
        """The share of tokens, 0 to 1, in a record or with a reason why not; 1 without tokens."""
        if not self.entries:
            return 1.0
        return 1 - len(self.not_understood) / len(self.entries)


def build_ledger(
    document: Document, passages: Sequence[Passage], records: Sequence[FactRecord], lexicon: Lexicon
) -> Ledger:
    """The ledger of one document; `records` are those of the document, deals need not be among them."""
    stated = [span for record in records if record.document_id == document.id for span in _spans(record)]
    stated.sort(key=lambda item: (item[0].start, item[0].end))
    apart = sorted(_set_apart(document, passages, lexicon), key=lambda item: item[0].start)
    entries = []
    for token in _tokens(document.text):
        record_id = next((found for span, found in stated if span.overlap(token)), None)
        reason = None
        if record_id is None:
            reason = next((why for span, why in apart if span.overlap(token)), None) or _reason(document, token)
        entries.append(LedgerEntry(document.id, token, token.cut(document.text), record_id, reason))
    return Ledger(tuple(entries))


def _spans(record: FactRecord) -> Iterator[tuple[Span, str]]:
    citation = record.citation
    if citation.answer_start is not None and citation.answer_end is not None:
        yield Span(citation.start + citation.answer_start, citation.start + citation.answer_end), record.id


def _tokens(text: str) -> Iterator[Span]:
    for match in _TOKEN.finditer(fold(text)):
        written = match.group()
        start = match.start() + len(written) - len(written.lstrip(_EDGES))
        end = match.end() - (len(written) - len(written.rstrip(_EDGES)))
        yield Span(start, end) if start < end else Span(match.start(), match.end())


def _set_apart(document: Document, passages: Sequence[Passage], lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    for block in document.blocks:
        if block.kind in _FURNITURE:
            yield block.span, _FURNITURE[block.kind]
        for cell in block.cells:
            if cell.is_header:
                yield cell.span, "table header, read into its cells"
            for header in (*cell.row_headers, *cell.column_headers):
                yield header.span, "table header, read into its cells"
    for passage in passages:
        text = passage.span.cut(document.text)
        known = [(mention.start, mention.end) for mention in lexicon.mentions(text)]
        for name in read(text, None, known).names:
            yield Span(passage.span.start + name.start, passage.span.start + name.end), name.reason


_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"[\d.,]{{{LONGEST_NUMERAL + 1},}}"), "longer than any figure a text would state"),
    (re.compile(r"[$€£¥₩]\s?-\s?\d"), "a minus sign between currency and amount"),
    (re.compile(r"\d+(?:\.\d+){2,}"), "several decimal points"),
    (re.compile(r"\d+(?:,\d+)+"), "separators that group no thousands"),
    (re.compile(r"\d+(?:st|nd|rd|th)\b", re.IGNORECASE), "ordinal"),
    (re.compile(r"(?:\d+[.,]?)+(?:[-:/]\d+)+"), "digits joined like a score, a code or a time"),
    (re.compile(r"(?=\w*[^\W\d])\w*\d\w*"), "part of a name"),
    (re.compile(r"^[$€£¥₩₹₽₺₴]+$"), "currency sign without an amount"),
    (re.compile(r"^%$"), "percent sign without an amount"),
    (re.compile(rf"^(?:{_MONTHS})$"), "month name that is no date here"),
    (re.compile(r"^[^\W\d]+(?:-[^\W\d]+)*$"), "number word that counts nothing"),
)


def _reason(document: Document, token: Span) -> str:
    written = fold(token.cut(document.text))
    around = fold(document.text[max(0, token.start - 2) : token.end + 2])
    for pattern, reason in _REASONS:
        if pattern.search(written):
            return reason
    if re.fullmatch(r"[A-Z]{1,3}[$€£¥₩]", written):
        return "currency sign without an amount"
    if re.search(r"[$€£¥₩]\s?-\s?\d", around):
        return "a minus sign between currency and amount"
    return NOT_UNDERSTOOD
