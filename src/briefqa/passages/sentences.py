"""Where sentences end in edited prose.

A rule-based splitter after the observation that in edited English nearly every full stop followed by a space
and a capital ends a sentence, but for abbreviations, initials and enumerations (Grefenstette and Tapanainen 1994,
"What is a word, what is a sentence?"). It works on offsets, so nothing is normalised away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefqa.types import Span

# Never the last word of a sentence: something always follows them.
_TITLES = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt cmdr adm maj brig rep sen gov pres hon rev st mt ft messrs vs cf viz "
    "no nos art arts para paras sec fig figs vol vols ed eds p pp ch e.g i.e al approx ca resp".split()
)
# May end a sentence, but only before a word that opens one.
_ABBREVIATIONS = frozenset(
    "u.s u.k u.n e.u u.s.a d.c inc ltd co corp plc llc jr sr a.m p.m etc bn mn jan feb mar apr jun jul aug sep sept "
    "oct nov dec ph.d b.c a.d est dept univ gov".split()
)
_OPENERS = frozenset(
    "the a an this that these those it he she they we in on at as for after before since while however but and also "
    "its his her their our if when there here what who why how to by with from".split()
)
_BOUNDARY = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?:\[\d+\])*(?P<gap>\s+)(?=(?P<open>[\"'“‘«(\[]*)(?P<next>\S))"
)
_LAST_WORD = re.compile(r"[\w.&/-]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_ENUMERATION = re.compile(r"^\W*(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z])$")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Spans of the sentences of `text`, without the white space between them, in order.

    Every character that is not white space lies in exactly one span.
    """
    spans: list[Span] = []
    start = 0
    for end, following in _boundaries(text):
        _append(spans, text, start, end)
        start = following
    _append(spans, text, start, len(text))
    return tuple(spans)


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Pairs of (end of one sentence, start of the next)."""
    sentence_start = 0
    for match in _BOUNDARY.finditer(text):
        if _ends_sentence(text, sentence_start, match):
            yield match.start("gap"), match.end("gap")
            sentence_start = match.end("gap")


def _ends_sentence(text: str, sentence_start: int, match: re.Match[str]) -> bool:
    following = match["next"]
    if "\n" in match["gap"]:
        return True
    if not (following.isupper() or following.isdigit() or match["open"] or not following.isalpha()):
        return False
    if match["stop"] != ".":
        return match["stop"][-1] != "…" or following.isupper()
    if match["close"]:
        return True
    before = _LAST_WORD.search(text, sentence_start, match.start("stop"))
    if before is None:
        return True
    word = before.group()
    lower = word.lower().rstrip(".")
    if lower in _TITLES or (len(word) == 1 and word.isupper()):
        return word == "I"
    if before.start() == sentence_start and _ENUMERATION.match(word):
        return False
    if lower in _ABBREVIATIONS or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        opener = _FIRST_WORD.match(text, match.end("gap"))
        return opener is not None and opener.group().lower() in _OPENERS
    return True
