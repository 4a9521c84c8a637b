"""Independent clauses of a long compound sentence.

A sentence is cut before a coordinating or contrasting connective only where both sides can stand alone: each has
a subject of its own and a finite verb. Without a tagger a finite verb is recognised by closed classes (auxiliaries,
modals, irregular past forms) and by a regular past form in a place where only a predicate can stand; whatever is in
doubt stays whole, because a claim cut in two is worse than two claims kept together.
"""

from __future__ import annotations

import re

from briefqa.types import Span

_SHORTEST_SENTENCE = 12  # words; below it a compound sentence reads well as one claim
_SHORTEST_CLAUSE = 4

_CONNECTIVE = re.compile(
    r"(?:(?P<semicolon>;)\s+(?:(?:and|but|however|moreover|therefore|meanwhile),?\s+)?|"
    r",\s+(?P<word>while|whereas|but|and|yet|so)\s+)"
)
_TOKEN = re.compile(r"[^\W_]+(?:[.'’&/-][^\W_]+)*")
_CONTRASTS = frozenset({"while", "whereas", "but"})  # unlike "and", they seldom join two nouns
_AUXILIARIES = frozenset(
    "is are was were am has have had does did do will would can could may might must shall should isn't aren't wasn't "
    "weren't hasn't haven't hadn't doesn't didn't don't won't wouldn't can't couldn't cannot shouldn't".split()
)
_IRREGULAR_PAST = frozenset(
    "said told began became went came took gave knew saw grew rose fell chose wrote spoke broke drove flew drew threw "
    "held kept left lost met paid sent sold spent stood thought understood won brought bought built caught fought felt "
    "found got led made meant sought taught struck sank shrank withdrew undertook oversaw makes says".split()
)
_DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your each every some any no all both another "
    "several many most few".split()
)
_PRONOUNS = frozenset("it he she they we i you there who this that these those".split())
_PREPOSITIONS = frozenset(
    "of in on at by for from to with without into onto over under after before since until against among between "
    "through during about as than per via towards toward".split()
)
_SUBORDINATORS = frozenset("which who whom whose that when where because if although though unless whether".split())


def split_clauses(text: str) -> tuple[Span, ...]:
    """Spans of the independent clauses of the sentence `text`, in order; the whole sentence where it has only one.

    A connective belongs to the clause that it opens; commas and semicolons stay with the clause before.
    """
    if len(_TOKEN.findall(text)) < _SHORTEST_SENTENCE:
        return (Span(0, len(text)),)
    spans: list[Span] = []
    start = 0
    for match in _CONNECTIVE.finditer(text):
        if _inside_quotation(text, match.start()):
            continue
        mark = match.start() + 1
        opening = mark + len(text[mark:]) - len(text[mark:].lstrip())
        left, right = text[start:mark], text[match.end() :]
        contrast = match["word"] in _CONTRASTS
        if _opens_alone(left) and _stands_alone(left) and _stands_alone(_until_next(right), lenient=contrast):
            spans.append(Span(start, mark))
            start = opening
    spans.append(Span(start, len(text)))
    return tuple(spans)


def _until_next(text: str) -> str:
    match = _CONNECTIVE.search(text)
    return text[: match.start()] if match else text


def _inside_quotation(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1 or before.count("(") > before.count(")")


def _opens_alone(left: str) -> bool:
    """Whether the words before a connective are a main clause, not a subordinate one waiting for its main clause."""
    words = [word.lower() for word in _TOKEN.findall(left)]
    if not words or words[0] not in _SUBORDINATORS | {"while", "as", "after", "before", "since", "once", "considering"}:
        return True
    return "," in left.rstrip(",; ") and _stands_alone(left[left.index(",") + 1 :])


def _stands_alone(clause: str, *, lenient: bool = False) -> bool:
    """Whether a clause has a subject followed by a finite verb; `lenient` takes any regular past form for one."""
    tokens = list(_TOKEN.finditer(clause))
    if len(tokens) < _SHORTEST_CLAUSE:
        return False
    words = [token.group() for token in tokens]
    position = _subject_start(words, clause, tokens)
    if position is None:
        return False
    for index in range(position + 1, len(words)):
        if words[index].lower() in _SUBORDINATORS:
            return False
        if _is_finite(words, index, lenient=lenient):
            return True
    return False


def _subject_start(words: list[str], clause: str, tokens: list[re.Match[str]]) -> int | None:
    """Index of the first word of the subject, past an introductory phrase that a comma closes."""
    first = words[0].lower()
    if first in _AUXILIARIES or first in _IRREGULAR_PAST or first == "not":
        return None
    if first in _PREPOSITIONS or first.endswith("ly"):
        comma = clause.find(",")
        if comma < 0:
            return None
        following = [index for index, token in enumerate(tokens) if token.start() > comma]
        return following[0] if following else None
    return 0


def _is_finite(words: list[str], index: int, *, lenient: bool) -> bool:
    word, before = words[index].lower(), words[index - 1]
    if word in _AUXILIARIES or word in _IRREGULAR_PAST:
        return True
    if not word.endswith("ed") or before.lower() in _DETERMINERS - _PRONOUNS or before.lower() in _PREPOSITIONS:
        return False
    following = words[index + 1].lower() if index + 1 < len(words) else ""
    if lenient and following != "by" and before.lower() not in _CONTRASTS:
        return True
    return before.lower() in _PRONOUNS or (before[0].isupper() and following != "by") or following in _DETERMINERS
