"""Lines and paragraphs joined: words broken at line ends mended, sentences continued over columns and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefqa.documents.builder import strip_marks

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENS = ("-", "\u2010", "\u00ad")
_PREFIXES = frozenset(["self", "non", "co", "cross", "all", "ex", "quasi", "vice", "well"])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a document as they stand within lines; `compounds` have hyphens."""

    words: frozenset[str]
    compounds: frozenset[str]


def read_vocabulary(lines: Iterable[str]) -> Vocabulary:
    """Collect the words of lines, the broken ones at their ends left out."""
    words: set[str] = set()
    compounds: set[str] = set()
    for line in lines:
        found = _WORD.findall(line.lower())
        if line.rstrip().endswith(_HYPHENS):
            found = found[:-1]
        compounds.update(word for word in found if "-" in word)
        words.update(part for word in found for part in ([word] if "-" not in word else []))
    return Vocabulary(frozenset(words), frozenset(compounds))


def join_lines(texts: Sequence[str], vocabulary: Vocabulary) -> str:
    """Join the lines of a paragraph with spaces; a word broken at a line's end is made whole."""
    joined = ""
    for text in filter(None, texts):
        joined = join(joined, text, vocabulary) if joined else text
    return joined


def join(left: str, right: str, vocabulary: Vocabulary) -> str:
    """Join two texts that follow each other."""
    bare = left.rstrip()
    if not bare.endswith(_HYPHENS) or len(bare) < 2 or not (bare[-2].isalnum()):
        return f"{bare} {right.lstrip()}"
    right = right.lstrip()
    if bare.endswith("\u00ad"):
        return bare[:-1] + right
    if not bare[-2].isalpha() or not right[:1].islower():
        return bare + right
    return (bare if _keeps_hyphen(bare, right, vocabulary) else bare[:-1]) + right


def _keeps_hyphen(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether a hyphen at a line's end belongs to the word: the document itself shows how it writes it elsewhere."""
    head = re.findall(r"[^\W\d_]+", strip_marks(left).lower())[-1]
    found = re.match(r"[^\W\d_]+", right.lower())
    tail = found.group(0) if found else ""
    if f"{head}-{tail}" in vocabulary.compounds:
        return True
    if head + tail in vocabulary.words:
        return False
    return head in _PREFIXES or (
        head in vocabulary.words and tail in vocabulary.words and len(head) > 2 and len(tail) > 2
    )
