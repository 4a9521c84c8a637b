"""Where an answer begins and ends: whole words and whole names, without the marks around them."""

from __future__ import annotations

import re

from briefqa.types import Span

_DANGLING = re.compile(r"\s+(?:of|than|from|and|or|the)$", re.IGNORECASE)
_JOINT = re.compile(r"[^\W\d_]-[A-Z\d]")


def trim(text: str, span: Span) -> Span:
    """In whole words and names, without white space, brackets and marks that do not belong to the answer."""
    start, end = span.start, span.end
    while 0 < start < end and _is_inside_name(text, start):
        start -= 1
    while start < end < len(text) and _is_inside_name(text, end):
        end += 1
    while start < end and text[start] in " \n,;:.()“”\"'‘’–—-":
        start += 1
    while end > start and text[end - 1] in " \n,;:.“”\"'‘’–—-(":
        end -= 1
    while (dangling := _DANGLING.search(text, start, end)) is not None:
        end = dangling.start()
    if text[start:end].count("(") < text[start:end].count(")"):
        end -= 1
    return Span(start, end) if start < end else span


def _is_inside_name(text: str, at: int) -> bool:
    """Whether a cut at `at` goes through a word or right beside the hyphen of a name: "Ivchenko-Progress", "FA-50"."""
    whole = text[at - 1].isalnum() and text[at].isalnum()
    return whole or any(_JOINT.match(text, at - before) is not None for before in (1, 2) if at >= before)
