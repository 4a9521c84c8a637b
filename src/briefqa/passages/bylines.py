"""Bylines among the boilerplate: lines that name the author or publisher, or the day of publication."""

from __future__ import annotations

from briefqa.documents.furniture import front_parts, is_disclaimer, is_furniture
from briefqa.documents.metadata import read_spelled_day
from briefqa.types import Block, BlockKind, Document

_LONGEST = 25
"""Words of a byline; a longer block that names the author is a note or a disclaimer."""


def is_byline(document: Document, block: Block) -> bool:
    """Whether a block of boilerplate says who wrote or published the document, or when.

    Author, publisher and day are those that the document is known to have. Disclaimers, copyright notices and links
    say so too, and are furniture all the same.
    """
    text = block.span.cut(document.text)
    if block.kind is not BlockKind.BOILERPLATE or len(text.split()) > _LONGEST or is_disclaimer(text):
        return False
    names = [name.removeprefix("The ").casefold() for name in (document.author, document.publisher) if name]
    published = (document.published or "").rstrip("?~%")
    for part in front_parts(text):
        day = read_spelled_day(part)
        if day is not None and published and (day.startswith(published) or published.startswith(day)):
            return True
        if any(name in part.casefold() for name in names) and not is_furniture(part):
            return True
    return False
