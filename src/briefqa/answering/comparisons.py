"""Questions whose answer has to be computed: what is asked for, and the questions after its operands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from briefqa.answering.followups import resolve
from briefqa.facts import Lexicon, Operation
from briefqa.types import FigureRecord

_GREATER = r"(?:more|less|fewer|higher|lower|larger|smaller|greater|bigger)"
_MORE = re.compile(
    rf"^(?P<opening>(?:by )?how (?:much|many))\s+{_GREATER}\b(?P<left>.+?)\s+than\s+(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"^(?:by )?how many times\s+(?:{_GREATER}|as (?:many|much|large|high|big|great))\b(?P<left>.+?)\s+(?:than|as)\s+"
    r"(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(r"\s+(?:is|was|has|does|as|times)\b", re.IGNORECASE)
_LATER = re.compile(r"\s+(?:in|during|between|since|from|by|for)\s+[^?]*\d{4}[^?]*$", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+(?=[A-Z])")
_BETWEEN = re.compile(
    r"^(?:what is|what's|what was|what are)\s+the (?P<operation>difference|gap|ratio) (?:in (?P<matter>.+?) )?"
    r"(?P<joint>between|of) (?P<left>.+?) (?:and|to) (?P<right>[^?]+?)(?: in (?P<later>[^?\d]+))?\??$",
    re.IGNORECASE,
)
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
_YEAR = re.compile(r"\b(?:1[89]|20|21)\d\d\b")
_LINK = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+plus\s+)(?:in\s+|the\s+)*$", re.IGNORECASE)
_NO_SUM = re.compile(
    r"\b(?:share|percentage|per ?cent|proportion|difference|average|ratio|which|who|when|where|why)\b", re.I
)
_SAYS_TOTAL = re.compile(
    r"\b(?:totals?|totall?ed|together|combined|altogether|overall|sum|jointly|in all)\b", re.IGNORECASE
)
_SAYS_DIFFERENCE = re.compile(rf"\s+(?:\w+\s+){{0,2}}?{_GREATER}\b|\s+(?:difference|gap)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Computation:
    """What a question wants computed, with one question for each operand.

    `is_needed` tells that a figure of the documents that does not state the result itself is no answer.
    """

    operation: Operation
    parts: tuple[str, ...]
    is_needed: bool = True


def read_computation(question: str, lexicon: Lexicon) -> Computation | None:
    """What has to be computed to answer the question; None where it asks for nothing of the kind.

    "How much higher were exports in 2023 than in 2020?" asks "How much were exports in 2023?" and the same for 2020.
    """
    asked = question.strip()
    for pattern, operation in ((_TIMES, Operation.RATIO), (_MORE, Operation.DIFFERENCE)):
        match = pattern.match(asked)
        if match is not None:
            many = re.match(r"\s+\w+s\b", match["left"]) and not _VERB_FIRST.match(match["left"])
            opening = match.groupdict().get("opening") or ("How many" if many else "How much")
            return _two(operation, f"{opening.removeprefix('by ')}{match['left']}?", match["right"], lexicon)
    match = _BETWEEN.match(asked)
    if match is not None:
        return _between(match, lexicon)
    match = _SHARE.match(asked)
    if match is not None:
        return _share(match)
    return _sum(asked, lexicon)


def _two(operation: Operation, left: str, other: str, lexicon: Lexicon) -> Computation | None:
    later = _LATER.search(other)
    if later is not None and later.start() and not re.search(r"\d{4}", left):
        left, other = f"{left.rstrip('?')}{later.group()}?", other[: later.start()]
    right = resolve(f"and {_ARTICLE.sub('', other)}?", [left], lexicon)
    return Computation(operation, (left, right)) if right and right != left else None


def _between(match: re.Match[str], lexicon: Lexicon) -> Computation | None:
    """As in "the difference in X between A and B", "between A and B in X", "between A and B's X", "between X and Y"."""
    ratio = match["operation"].casefold() == "ratio"
    operation = Operation.RATIO if ratio else Operation.DIFFERENCE
    if ratio != (match["joint"].casefold() == "of") and not ratio:
        return None
    left, right = match["left"], match["right"]
    matter = match["matter"] or match["later"]
    if matter:
        return Computation(operation, (f"How much {matter} {left}?", f"How much {matter} {right}?"))
    names = [mention for mention in lexicon.mentions(right) if mention.start <= len("the ")]
    own = lexicon.mentions(left)
    if names and own and own[0].end - own[0].start >= len(left.removeprefix("the ").rstrip("'s’")):
        left = f"{left}{right[names[0].end :]}"
        if left == match["left"]:
            return None
    return Computation(operation, (f"How much was {left}?", f"How much was {right}?"))


def _share(match: re.Match[str]) -> Computation:
    """The part and the whole; a text that states the percentage is asked first."""
    whole, verb, rest = match["whole"], match["verb"], match["rest"]
    auxiliary = verb.casefold() in ("did", "does", "do")
    part = f"How much {whole} {verb} {rest}?" if auxiliary else f"How much of {whole} {verb} {rest}?"
    return Computation(Operation.PART, (part, f"How much were {whole} in total?"), is_needed=False)


def _sum(question: str, lexicon: Lexicon) -> Computation | None:
    """The sum over names or years that the question joins: "How much did A and B give together?"."""
    if _TOGETHER.search(question) is None or _NO_SUM.search(question):
        return None
    plain = " ".join(_TOGETHER.sub(" ", question).split()).replace(" ?", "?")
    spans = [match.span() for match in _YEAR.finditer(plain)]
    group = _joined(plain, spans) or _joined(plain, [(name.start, name.end) for name in lexicon.mentions(plain)])
    if group is None or re.search(r"\bbetween\s+(?:the\s+)?$", plain[: group[0][0]], re.IGNORECASE):
        return None
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


def is_stated(computation: Computation, record: FigureRecord) -> bool:
    """Whether a figure of the text is itself the result: "three times", "21%", "a total of $5 billion"."""
    quote, end = record.citation.quote, record.citation.answer_end or 0
    if computation.operation is Operation.RATIO:
        return record.unit == "times"
    if computation.operation is Operation.PART:
        return record.unit == "%"
    if record.unit in ("%", "times"):
        return False
    if computation.operation is Operation.TOTAL:
        return _SAYS_TOTAL.search(f"{quote} {record.row or ''} {record.column or ''}") is not None
    return _SAYS_DIFFERENCE.match(quote, end) is not None


def say_value(value: str, unit: str | None) -> str:
    """A decimal string with its unit as a person would write it: "11.03 billion USD", "490 TIVs"."""
    number = Decimal(value)
    for size, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if unit and unit.isupper() and abs(number) >= Decimal(10) ** size:
            scaled = (number / Decimal(10) ** size).normalize()
            return f"{scaled:f} {word} {unit}"
    return f"{number:f}%" if unit == "%" else f"{number:f} {unit or ''}".strip()
