"""Questions for a sum or a share: the questions after the parts and the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefqa.answering.asked_names import names_in
from briefqa.answering.computation import Computation
from briefqa.facts import Lexicon, Operation

_SHARE = re.compile(
    r"^(?:what|which) (?:share|percentage|proportion|fraction|part|per ?cent) of (?P<whole>.+?)\s+"
    r"(?P<verb>was|were|is|are|did|does|do|has|have|had|came|comes|come|went|goes|go)\s+(?P<rest>[^?]+)\??$",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\s*,?\s*\b(?:together|combined|altogether|in total|in all|jointly)\b|\b(?:combined|total|sum)\s+of\s+(?:the\s+)?"
    r"|\b(?:total|combined)\s+",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\bbetween\b(?! (?:1[89]|20|21)\d\d\b)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_LINK = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+plus\s+)(?:in\s+|the\s+)*$", re.IGNORECASE)
_SUM_OF = re.compile(
    r"^what (?:is|was) the (?:total|sum) of (?P<left>[^?,]+?) and (?P<right>[^?,]+?)\??$", re.IGNORECASE
)
_NO_SUM = re.compile(
    r"\b(?:share|percentage|per ?cent|proportion|difference|average|ratio|which|who|when|where|why)\b", re.I
)


def read_sum(asked: str, lexicon: Lexicon) -> Computation | None:
    """The sum or share that a question asks for; None where it asks for neither."""
    match = _SHARE.match(asked)
    return _share(match) if match is not None else _sum(asked, lexicon)


def _share(match: re.Match[str]) -> Computation:
    """The part and the whole; a text that states the percentage is asked first."""
    whole, verb, rest = match["whole"], match["verb"], match["rest"]
    auxiliary = verb.casefold() in ("did", "does", "do")
    part = f"How much {whole} {verb} {rest}?" if auxiliary else f"How much of {whole} {verb} {rest}?"
    return Computation(Operation.PART, (part, f"How much were {whole} in total?"), is_needed=False)


def _sum(question: str, lexicon: Lexicon) -> Computation | None:
    """The sum over names or years that the question joins, or over what a table divides.

    "How much did A and B give together?" asks how much each of them gave; where nothing is joined ("How many ships were
    sold in total?") the one part is what the columns of a table may add up to.
    """
    if _TOGETHER.search(question) is None or _NO_SUM.search(question):
        return None
    plain = " ".join(_TOGETHER.sub(" ", question).split()).replace(" ?", "?")
    spans = [match.span() for match in _YEAR.finditer(plain)]
    group = _joined(plain, spans) or _joined(plain, names_in(plain, lexicon))
    if group and re.search(r"\bbetween\s+(?:the\s+)?$", plain[: group[0][0]], re.IGNORECASE):
        group = None
    of_two = _SUM_OF.match(question)
    if group is None and of_two is not None:
        left, right = of_two["left"], of_two["right"]
        owner = names_in(left, lexicon)
        if owner and owner[0][0] <= len("the ") and not names_in(right, lexicon):
            whose = re.match("['’]s?", left[owner[0][1] :])
            right = f"{left[: owner[0][1]]}{whose.group() if whose else ''} {right}"  # "Peru's ports and ships"
        return Computation(Operation.TOTAL, (f"How much was {left}?", f"How much was {right}?"))
    if group is None:
        return None if _WITHIN.search(plain) else Computation(Operation.TOTAL, (plain,), is_needed=False)
    first, last = group[0][0], group[-1][1]
    return Computation(
        Operation.TOTAL, tuple(f"{plain[:first]}{plain[start:end]}{plain[last:]}" for start, end in group)
    )


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """The first run of at least two spans that commas and "and" join; None where none is."""
    run: list[tuple[int, int]] = []
    for left, right in pairwise(spans):
        if _LINK.fullmatch(text[left[1] : right[0]]):
            run = run or [left]
            run.append(right)
        elif run:
            break
    return run or None
