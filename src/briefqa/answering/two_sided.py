"""Questions that set two sides against each other: the questions after one and after the other."""

from __future__ import annotations

import re
from dataclasses import replace

from briefqa.answering.asked_names import names_in
from briefqa.answering.computation import Computation
from briefqa.answering.degrees import DEGREE, asks_for_less, opening_of, without_bare
from briefqa.answering.other_sides import other_side
from briefqa.facts import Lexicon, Operation

_MORE = re.compile(
    rf"^(?P<opening>(?:by )?how (?:much|many)(?P<counted>(?: (?!more |less )[\w-]+){{0,2}}?))\s+(?P<degree>{DEGREE})\b"
    r"(?P<left>.+?)\s+than\s+(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_LATE_MORE = re.compile(
    rf"^(?:by )?how (?:much|many(?P<counted>(?: [\w-]+){{1,2}}))\s+(?P<left>(?:is|was|are|were|did|does|do)\b.+?)\s+"
    rf"(?P<degree>{DEGREE})\b(?P<rest>.*?)\s+than\s+(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_EXCEED = re.compile(
    r"^(?:by )?how (?:much|many(?P<counted>(?: [\w-]+){1,2}))\s+(?P<left>(?:did|does|do)\b.+?)\s+"
    r"(?:exceed|surpass|outnumber|outstrip|outweigh)s?\s+(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_CONTEST = re.compile(
    rf"^(?P<verb>did|does|do|is|was|are|were|has|have|had)\s+(?P<left>[^?]+?)\s+(?P<degree>{DEGREE})\b(?P<rest>[^?]*?)\s+than\s+"
    r"(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_TIMES = re.compile(
    rf"^(?:by )?how many times\s+(?P<degree>{DEGREE}|as (?:many|much|large|high|big|great|long))\b(?P<left>.+?)\s+"
    r"(?:than|as)\s+(?P<right>[^?]+)\??$",
    re.IGNORECASE,
)
_FALL = r"(?:fall(?:en)?|drop(?:ped)?|declined?|decreased?|shr[iu]nk|diminish(?:ed)?|cut|reduced?|lower(?:ed)?)"
_RISE = r"(?:rise|risen|grow[n]?|increased?|climb(?:ed)?|jump(?:ed)?|soar(?:ed)?)"
_CHANGE = re.compile(
    r"^(?:by )?(?:how (?:much|many(?P<counted>(?: [\w-]+){1,2}))|what (?P<percent>percentage|per ?cent))\s+"
    r"(?P<left>(?:did|has|have|had|was|were|does|do|is|are|will|would)\b.+?)\s+(?:been )?"
    r"(?:(?:want|wish|plan|expect|aim|intend|hope|going|due|supposed|expected|planned) to |(?<!\bto )(?<!\bin ))"
    rf"(?:(?P<fall>{_FALL})|(?P<rise>{_RISE}))\b(?! to\b| (?:in )?\d)(?P<rest>[^?]*?)"
    r"(?:\s+(?:from|between)\s+(?P<first>[^?]*?\d{4}[^?]*?)\s+(?:to|and|until)\s+(?P<last>[^?]*?\d{4}[^?]*?))?\??$",
    re.IGNORECASE,
)
_NOMINAL = re.compile(
    r"^(?:what (?:is|was) )?(?:the )?(?:(?P<fall>fall|drop|decline|decrease|reduction)|(?P<rise>increase|rise|growth))"
    r"\s+(?:in|of)\s+(?P<left>[^?]+?)\s+(?:from|between)\s+(?P<first>[^?]*?\d{4}[^?]*?)\s+(?:to|and)\s+"
    r"(?P<last>[^?]*?\d{4}[^?]*?)\??$",
    re.IGNORECASE,
)
_FACTOR = re.compile(
    r"^by (?:what|which) factor\s+(?P<left>(?:did|has|have|had)\b.+?)\s+(?P<verb>[a-z]+)\s+(?:from|between)\s+"
    r"(?P<first>[^?]*?\d{4}[^?]*?)\s+(?:to|and)\s+(?P<last>[^?]*?\d{4}[^?]*?)\??$",
    re.IGNORECASE,
)
_MADE_OF = re.compile(r"^(?P<name>.+?)\s+(?P<verb>(?:was|were|is|are|did|do|does|has|have|had)\b.+)$", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:was|were|is|are|did|do|does|has|have|had|will|would|can|could)\b", re.IGNORECASE)
_VERB_FIRST = re.compile(r"\s+(?:is|was|has|does|as|times)\b", re.IGNORECASE)
_LATER = re.compile(r"\s+(?:in|during|between|since|from|by|for)\s+[^?]*\d{4}[^?]*$", re.IGNORECASE)
_BEHIND = re.compile(r"^\s+(?:for|on|in|from|by|as|at|with)\s+(?:[a-z][\w-]*\s*)+$")
_THAT_OF = re.compile(r"^(?:that|those|the ones?|one) of\s+", re.IGNORECASE)
_WHAT = re.compile(r"^what\s+", re.IGNORECASE)
_OWNED = re.compile(r"^(?:its|their)\s+(?P<matter>.+)$", re.IGNORECASE)
_PERCENT = re.compile(r"per ?cent(?:age)?", re.IGNORECASE)
_APART = re.compile(
    r"^how far (?:apart )?(?:is|are|was|were) (?P<left>[^?]+?) and (?P<right>[^?]+?)(?: apart)?"
    r"(?: (?:on|over|about|in|for) (?P<matter>[^?]+))?\??$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"^(?:(?:(?:what|how (?:much|large|big)) (?:is|was|are)|what's)\s+the )?(?P<operation>difference|gap|ratio) "
    r"(?:in (?P<matter>.+?) |(?P<per>(?:per|a) [\w-]+) )?"
    r"(?P<joint>between|of) (?P<left>.+?) (?:and|to) (?P<right>[^?]+?)(?: in (?P<later>[^?\d]+))?\??$",
    re.IGNORECASE,
)


def read_two_sided(asked: str, lexicon: Lexicon) -> Computation | None:
    """The difference, quotient or change that a question asks for; None where it asks for none."""
    for reads in (_times, _more, _late_more, _exceed, _contest):
        found = reads(asked, lexicon)
        if found is not None:
            return found
    match = _CHANGE.match(asked)
    if match is not None:
        return _change(match)
    match = _NOMINAL.match(asked)
    if match is not None:
        parts = tuple(f"How much was {match['left']} in {match[when]}?" for when in ("first", "last"))
        fall = match["fall"] is not None
        return Computation(Operation.DIFFERENCE, parts if fall else parts[::-1], less=fall, is_change=True)
    match = _FACTOR.match(asked)
    if match is not None:
        parts = tuple(f"How much {match['left']} in {match[when]}?" for when in ("last", "first"))
        return Computation(Operation.RATIO, parts)
    match = _APART.match(asked)
    if match is not None and " apart" in asked:
        matter = f"{match['matter'] or ''} ".lstrip()
        parts = tuple(f"How much {matter}{match[side]}?" for side in ("left", "right"))
        return Computation(Operation.DIFFERENCE, parts, is_distance=True)
    match = _BETWEEN.match(asked)
    return _between(match, lexicon) if match is not None else None


def _times(asked: str, lexicon: Lexicon) -> Computation | None:
    match = _TIMES.match(asked)
    if match is None:
        return None
    many = re.match(r"\s+\w+s\b", match["left"]) and not _VERB_FIRST.match(match["left"])
    opening = "How many" if many else "How much"
    return _two(Operation.RATIO, opening, match["left"], match["right"], match["degree"], lexicon)


def _more(asked: str, lexicon: Lexicon) -> Computation | None:
    match = _MORE.match(asked)
    if match is None:
        return None
    opening = match["opening"].removeprefix("by ").removeprefix("By ")
    if opening.casefold() == "how much":
        opening = opening_of(match["degree"])
    return _two(Operation.DIFFERENCE, opening, without_bare(match["left"]), match["right"], match["degree"], lexicon)


def _late_more(asked: str, lexicon: Lexicon) -> Computation | None:
    match = _LATE_MORE.match(asked)
    if match is None:
        return None
    opening = f"How many{match['counted']}" if match["counted"] else opening_of(match["degree"])
    left = f" {match['left']}{without_bare(match['rest'])}"
    return _two(Operation.DIFFERENCE, opening, left, match["right"], match["degree"], lexicon)


def _exceed(asked: str, lexicon: Lexicon) -> Computation | None:
    match = _EXCEED.match(asked)
    if match is None:
        return None
    opening = f"How many{match['counted']}" if match["counted"] else "How much"
    return _two(Operation.DIFFERENCE, opening, f" {match['left']}", match["right"], "more", lexicon)


def _contest(asked: str, lexicon: Lexicon) -> Computation | None:
    match = _CONTEST.match(asked)
    if match is None:
        return None
    rest = f" {match['verb'].lower()} {match['left']}{without_bare(match['rest'])}"
    degree = match["degree"]
    found = _two(Operation.DIFFERENCE, opening_of(degree), rest, match["right"], degree, lexicon)
    return replace(found, is_needed=False, is_contest=True) if found is not None else None


def _two(
    operation: Operation, opening: str, rest: str, other: str, degree: str, lexicon: Lexicon
) -> Computation | None:
    """The computation over what the question says on either side of "than"."""
    shared = _MADE_OF.match(other) if not _AUXILIARY.search(rest) else None
    if shared is not None:  # "How much more gin than beer was made?"
        rest, other = f"{rest} {shared['verb']}", f"{shared['name']} {shared['verb']}"
    left = f"{opening}{rest}?"
    later = _LATER.search(other)
    if later is not None and later.start() and not re.search(r"\d{4}", left):
        left, other = f"{left.rstrip('?')}{later.group()}?", other[: later.start()]
    other = _THAT_OF.sub("", other)
    named = names_in(other, lexicon)
    behind = _BEHIND.match(other[named[0][1] :]) if named else None
    if behind is not None:  # "... than Peru for ships"
        left, other = f"{left.rstrip('?')}{behind.group()}?", other[: named[0][1]]
    right = other_side(left, opening, other, lexicon)
    if not right or right == left:
        return None
    less = asks_for_less(degree)
    return Computation(operation, (right, left) if less else (left, right), less=less)


def _change(match: re.Match[str]) -> Computation:
    """One thing before and after: what it fell or rose by, as a difference or in percent."""
    counted = match["counted"] or ""
    percent = bool(match["percent"] or _PERCENT.search(counted))
    first, last = match["first"], match["last"]
    opening = "How much" if percent or not counted else f"How many{counted}"
    matter = f"{opening} {match['left']}{match['rest']}"
    fall = match["fall"] is not None
    if first is None:
        operation = Operation.GROWTH if percent else Operation.DIFFERENCE
        return Computation(operation, (f"{matter}?",), is_needed=False, less=fall, is_change=True)
    parts = f"{matter} in {first}?", f"{matter} in {last}?"
    if percent and match["percent"] is not None:
        return Computation(Operation.GROWTH, parts, is_needed=False, less=fall, is_change=True)
    return Computation(Operation.DIFFERENCE, parts if fall else parts[::-1], less=fall, is_change=True)


def _between(match: re.Match[str], lexicon: Lexicon) -> Computation | None:
    """As in "the difference in X between A and B", "between A and B in X", "between A and B's X", "between X and Y"."""
    ratio = match["operation"].casefold() == "ratio"
    operation = Operation.RATIO if ratio else Operation.DIFFERENCE
    if ratio != (match["joint"].casefold() == "of") and not ratio:
        return None
    left, right = match["left"], match["right"]
    matter = match["matter"] or match["per"] or match["later"]
    if matter:
        return Computation(operation, (f"How much {matter} {left}?", f"How much {matter} {right}?"))
    if _WHAT.match(right):  # "between the aid of Chile and what Peru paid"
        return Computation(operation, (_after(left), _after(right)))
    names = [name for name in names_in(right, lexicon) if name[0] <= len("the ")]
    own = names_in(left, lexicon)
    owned = _OWNED.match(right)
    if owned is not None and own and not names:
        right = f"{left[slice(*own[0])]}'s {owned['matter']}"
        return Computation(operation, (f"How much was {left}?", f"How much was {right}?"))
    if names and own and own[0][1] - own[0][0] >= len(left.removeprefix("the ").rstrip("'s’")):
        left = f"{left}{right[names[0][1] :]}"
        if left == match["left"]:
            return None
    elif names and own and own[-1][1] == len(left) and names[0][1] == len(right):
        right = f"{left[: own[-1][0]]}{right}"  # "the exports of Peru and Chile"
    elif own and not names_in(right, lexicon) and own[-1][1] < len(left):
        right = f"{left[: own[-1][1]]} {right}"  # "what Peru promised and paid"
    return Computation(operation, (f"How much was {left}?", f"How much was {right}?"))


def _after(side: str) -> str:
    """The question after a side that is a noun phrase or says what somebody did."""
    return f"How much {_WHAT.sub('', side)}?" if _WHAT.match(side) else f"How much was {side}?"
