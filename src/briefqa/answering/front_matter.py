"""Questions about a document itself: who wrote, published or paid for it, and when it came out.

What the document's own front lines and notes say is quoted; what only the manifest knows is not, because an answer is a
span of the text. Bylines are passages for this alone and answer nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from briefqa.answering.question import FUNCTION_TERMS
from briefqa.documents.metadata import read_spelled_day
from briefqa.index.terms import split_terms
from briefqa.types import Document, Passage, PassageKind, Span

_OWN = r"(?:briefing|brief|paper|document|publication)"
"""What a document is called in any case; other words have to be its own: "the report" may be one that it speaks of."""
_NOUN = rf"(?:(?:policy|issue|working|discussion|research) )?(?P<noun>{_OWN}|report|study|note|article|analysis|text)"
_DOCUMENT = (
    rf"(?:(?P<which>the|this|that) {_NOUN}(?: (?:on|about|titled|entitled|called) (?P<about>.+?))?|(?P<bare>this))"
)
_TITLE = r"[\"“‘']?(?P<title>[A-Z][^\"”]*?)[\"”’']?"
_IT = rf"(?:{_DOCUMENT}|{_TITLE})"
_WRITERS = r"(?:authors?|writers?)"
_BODY = r"(?:who|(?:which|what) (?:organi[sz]ation|institut(?:e|ion)|think[- ]tank|body|publisher|house|centre|center))"
_PRINTED = r"(?:published|issued|released|brought out|put out)"


class Matter(StrEnum):
    """What is asked of a document."""

    AUTHOR = "author"
    PUBLISHER = "publisher"
    DATE = "publication date"
    FUNDER = "funder"


_ASKED: tuple[tuple[Matter, re.Pattern[str]], ...] = tuple(
    (matter, re.compile(rf"^(?i:and |but |so )?(?:{pattern})\W*$"))
    for matter, pattern in (
        (Matter.AUTHOR, rf"(?i:who (?:wrote|authored|penned)) {_IT}"),
        (Matter.AUTHOR, rf"(?i:who (?:is|are|was|were) the {_WRITERS})(?: of {_IT})?"),
        (Matter.AUTHOR, rf"(?i:what (?:is|are) the names? of the {_WRITERS})(?: of {_IT})?"),
        (Matter.AUTHOR, rf"(?i:who|by whom) (?:is|was) {_IT} (?:written|authored)(?: by)?"),
        (Matter.PUBLISHER, rf"(?i:{_BODY}) (?:has )?(?:{_PRINTED}|publishes) {_IT}"),
        (Matter.PUBLISHER, rf"(?i:who (?:is|was) the publisher)(?: of {_IT})?"),
        (Matter.PUBLISHER, rf"(?i:by whom) (?:is|was) {_IT} {_PRINTED}"),
        (Matter.DATE, rf"(?i:when) (?:is|was) {_IT} (?:{_PRINTED}|dated|written|posted)"),
        (Matter.DATE, rf"(?i:when) did {_IT} (?:come out|appear)"),
        (Matter.DATE, rf"(?i:what (?:is|was) the (?:date of publication|publication date))(?: of {_IT})?"),
        (Matter.DATE, rf"(?i:what (?:is|was) the date) of {_DOCUMENT}"),
        (
            Matter.FUNDER,
            rf"(?i:who) (?:has )?(?:paid for|funded|financed|sponsored|supported) {_IT}(?P<made> to be \w+)?",
        ),
        (Matter.FUNDER, rf"(?i:by whom|who) (?:is|was) {_IT} (?:paid for|funded|financed|sponsored|supported)(?: by)?"),
    )
)
_PAPER = r"(?:briefing|brief|paper|document|publication|report|study|note|article|analysis|text|research)"
_PAID = (
    re.compile(
        rf"^(?:[Tt]he|[Tt]his) {_PAPER} (?:was|is|has been) (?:\w+ly )?"
        r"(?:funded|supported|financed|sponsored|paid for|commissioned|made possible) by"
        r" (?:an? (?:\w+ )?grant (?:from|of) )?(?P<who>(?:the )?[A-Z][^.;]*)"
    ),
    re.compile(
        rf"^(?:Financial )?(?:[Ss]upport|[Ff]unding) for (?:the|this) {_PAPER} (?:came|comes|(?:is|was) provided)"
        r" (?:from|by) (?P<who>(?:the )?[A-Z][^.;]*)"
    ),
)
_SPELLED_DAY = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,8}\.? (?:\d{1,2}(?:st|nd|rd|th)?, )?(?:19|20)\d\d"
)
_FRONT = 3
"""Passages at the head of a text among which a byline may stand that its format does not tell from running text."""
_LONGEST_BYLINE = 40
_AUTHOR = re.compile(rf"\b(?:the|this|its) (?:author|writer)(?P<of> of (?:the|this) {_PAPER})?(?P<own>['’]s)?\b", re.I)


@dataclass(frozen=True, slots=True)
class AskedOfDocument:
    """What is asked, and of which document.

    `noun` is what it is called, `about` its subject and `title` its title, where they are said; `pointed` tells that
    the question means the text at hand ("this study").
    """

    matter: Matter
    noun: str | None
    about: str | None
    title: str | None
    pointed: bool

    @property
    def means_any(self) -> bool:
        """Whether the question can mean whatever document is at hand: "the author", "the brief", "this study"."""
        return self.noun is None or self.pointed or re.fullmatch(_OWN, self.noun, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says what is asked of it."""

    passage: Passage
    span: Span


def asked_of_document(question: str) -> AskedOfDocument | None:
    """What a question asks of a document itself; None where it asks about the content."""
    for matter, pattern in _ASKED:
        found = pattern.match(question)
        if found is not None:
            parts = found.groupdict()
            pointed = parts.get("bare") or parts.get("made") or (parts.get("which") or "").casefold() == "this"
            return AskedOfDocument(matter, parts.get("noun"), parts.get("about"), parts.get("title"), bool(pointed))
    return None


def is_named(asked: AskedOfDocument, document_id: str, title: str) -> bool:
    """Whether a document is the one that a question tells from others by its title, or by its subject.

    The title may be cut short behind its first two words; the subject has to stand in the title or the id.
    """
    if asked.title is not None:
        said = split_terms(asked.title)
        starts = (split_terms(part)[: len(said)] for part in (title, *title.split(": ")[1:]))
        return len(said) > 1 and any(start == said for start in starts)
    wanted = set(split_terms(asked.about or "")) - FUNCTION_TERMS
    return bool(wanted) and wanted <= set(split_terms(f"{title} {document_id.replace('-', ' ').replace('_', ' ')}"))


def calls_itself(asked: AskedOfDocument, document: Document) -> bool:
    """Whether a document can be what the question calls it: "the report" may be one that it only speaks of."""
    if asked.means_any or asked.noun is None:
        return True
    front = "\n".join(block.span.cut(document.text) for block in document.blocks[:10])
    called = rf"\bthis {asked.noun}\b"
    return re.search(called, document.text, re.IGNORECASE) is not None or _is_line(asked.noun, front)


def _is_line(noun: str, front: str) -> bool:
    """Whether a line at the head of the text says what kind of text it is: "REPORT", "Discussion paper no. 14"."""
    return re.search(rf"^(?:\w+ )?{noun}\b[^.!?]{{0,30}}$", front, re.IGNORECASE | re.MULTILINE) is not None


def find_matter(asked: AskedOfDocument, document: Document, passages: Sequence[Passage]) -> Place | None:
    """Where the document says what is asked of it; None where its text does not.

    Args:
        asked: what is asked.
        document: the document.
        passages: all its passages in reading order.
    """
    if asked.matter is Matter.FUNDER:
        return next(_payers(document, passages), None)
    front = [passage for passage in passages if passage.kind is PassageKind.BYLINE]
    front += [passage for passage in passages[:_FRONT] if _is_short(passage, document)]
    if asked.matter is Matter.DATE:
        return next(_days(document, front), None)
    name = document.author if asked.matter is Matter.AUTHOR else document.publisher
    return next(_named(document, front, name), None) if name else None


def _is_short(passage: Passage, document: Document) -> bool:
    text = passage.span.cut(document.text)
    return not passage.cells and len(text.split()) <= _LONGEST_BYLINE and not text.endswith((".", "!", "?"))


def _named(document: Document, passages: Sequence[Passage], name: str) -> Iterator[Place]:
    wanted = re.sub(r"^(?i:the|dr|prof)\.? ", "", name)
    for passage in passages:
        found = re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", passage.span.cut(document.text), re.IGNORECASE)
        if found is not None:
            yield Place(passage, Span(passage.span.start + found.start(), passage.span.start + found.end()))


def _days(document: Document, passages: Sequence[Passage]) -> Iterator[Place]:
    """The day in a byline, where it is the one on which the document was published."""
    known = (document.published or "").rstrip("?~%")
    for passage in passages:
        for found in _SPELLED_DAY.finditer(passage.span.cut(document.text)):
            day = read_spelled_day(found.group())
            if day is not None and known and (day.startswith(known) or known.startswith(day)):
                yield Place(passage, Span(passage.span.start + found.start(), passage.span.start + found.end()))


def _payers(document: Document, passages: Sequence[Passage]) -> Iterator[Place]:
    """Who a note says paid for the document."""
    for passage in reversed(passages):
        text = passage.span.cut(document.text)
        for pattern in _PAID:
            found = pattern.match(text)
            if found is not None:
                end = found.start("who") + len(found["who"].rstrip(" ,"))
                yield Place(passage, Span(passage.span.start + found.start("who"), passage.span.start + end))


def name_author(question: str, document: Document) -> str | None:
    """A question about "the author" with the name of a document's one author; None where it is not about that one."""
    author = document.author
    found = _AUTHOR.search(question)
    if found is None or author is None or len(authors_of(document)) != 1:
        return None
    return f"{question[: found.start()]}{author}{found['own'] or ''}{question[found.end() :]}"


def authors_of(document: Document) -> tuple[str, ...]:
    """The names of a document's authors, one by one, without titles."""
    parts = re.split(r"\s+(?:and|&)\s+|\s*[;,]\s*", document.author or "")
    return tuple(re.sub(r"^(?i:dr|prof)\.? ", "", part) for part in parts if part)
