"""Questions that offer a choice: "Which is longer, X or Y?", "Did A or B pay more?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from briefqa.answering.asked_names import names_in
from briefqa.answering.degrees import DEGREE, LEAST, MOST, asks_for_less, opening_of, ranks_by_worth, without_bare
from briefqa.facts import Lexicon

_WORTH = r"better|worse|best|worst"
_DEGREES = rf"(?:{DEGREE}|{MOST}|{LEAST}|{_WORTH})"
_BE = r"(?:did|does|do|is|was|are|were|has|have|had)"
_CHOICE = re.compile(
    rf"^(?:(?:and|but|so)\s+)?(?:(?:in|at|for|from|to)\s+)?(?P<who>which|who|what|whose|where)\b"
    rf"(?P<before>(?:\s+[^\s?]+){{0,6}}?)\s(?P<degree>{_DEGREES})\b(?P<after>[^?]*?)\s*(?:[,:—–]|\s-|\?)\s*"
    r"(?P<names>[^?]+?,?\s+or\s+[^?]+?)\s*\??$",
    re.IGNORECASE,
)
_OF_BOTH = re.compile(  # "Which of the two, X or Y, is longer?"
    rf"^(?P<asked>(?:which|who)\b(?: [\w-]+){{0,4}}),\s*(?P<names>[^,?]+?\s+or\s+[^,?]+?),\s*(?P<before>[^?]*?)\s*"
    rf"\b(?P<degree>{_DEGREES})\b(?P<after>[^?]*)\??$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(  # "Between X and Y, who paid more?", "Of X and Y, which is longer?"
    r"^(?:between|of|out of)\s+(?P<names>[^?]+?),\s*(?P<who>which|who|whose)\b(?: one)?(?P<before>[^?]*?)\s*"
    rf"\b(?P<degree>{_DEGREES})\b(?P<after>[^?]*)\??$",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(  # "X or Y: which is longer?"
    r"^(?P<names>[^?:]+?\s+or\s+[^?:]+?)\s*(?:[,:—–]|\s-)\s*(?P<who>which|who|whose)\b(?: one)?(?P<before>[^?]*?)\s*"
    rf"\b(?P<degree>{_DEGREES})\b(?P<after>[^?]*)\??$",
    re.IGNORECASE,
)
_OF_PAIR = re.compile(  # "Which of X and Y paid more?"
    rf"^(?:which|who)(?: one)? of (?P<rest>[^?]+?\b{_DEGREES}\b[^?]*)\??$", re.IGNORECASE
)
_EITHER = re.compile(rf"^{_BE}\s+(?P<left>[^?]+?)\s+or\s+(?P<rest>[^?]+)\??$", re.IGNORECASE)
_LATE_EITHER = re.compile(  # "Did more ships go to X or Y?", "Is the debt larger in X or in Y?"
    rf"^{_BE}\s+(?P<before>[^?]*?)\s*\b(?P<degree>{DEGREE})\b(?P<after>[^?]*)\??$", re.IGNORECASE
)
_LATER_DEGREE = re.compile(rf"^(?P<before>[^?]*?)\s*\b(?P<degree>{DEGREE})\b(?P<after>[^?]*)$", re.IGNORECASE)
_OR = re.compile(r"\s*,\s*(?:or\s+)?|\s+or\s+")
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|or)\s+")
_PERIOD = re.compile(r"\b(?:FY\s?|[QH][1-4]\s)?(?:19|20|21)\d\d(?:[/–-]\d{2,4})?\b")
_LINK = re.compile(r",?\s+or\s+(?:(?:to|in|for|from|by|at|on|of)\s+)?(?:the\s+)?", re.IGNORECASE)
_PAIRED = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:(?:in|to|for|from|by|at)\s+)?(?:the|an?)\s+|^(?:in|to|for|from|by|at)\s+", re.IGNORECASE)
_OWNED = re.compile(r"(?:['’]s|(?<=s)['’])$")
_SORT = re.compile(  # the noun behind "which", which only says what is chosen from
    r"^\s+(?!(?:is|was|are|were|has|have|had|does|did|do|of)\b)[\w-]+(?:\s+of\s+[\w-]+)?(?=\s|$)|"
    r"^\s+of\s+(?:the\s+)?(?:two|three|four|five|six|both|these|them)\b(?:\s+[\w-]+)?"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen from, one question for the measure of each name, and whether the least is wanted.

    `counted` are the words behind the degree, which say what there is more or less of.
    """

    names: tuple[str, ...]
    parts: tuple[str, ...]
    less: bool
    counted: str = ""


def read_choice(question: str, lexicon: Lexicon) -> Choice | None:
    """The choice that a question offers; None where it offers none."""
    asked = question.strip()
    for form, divide in ((_CHOICE, _OR), (_NAMED_FIRST, _OR), (_BETWEEN, _AND)):
        match = form.match(asked)
        if match is not None:
            names, tail = _divide(match["names"], divide, lexicon)
            before = _without_sort(match["before"]) if match["who"].casefold() in ("which", "what") else match["before"]
            return _choice(names, before, match["degree"], f"{match['after']} {tail}")
    match = _OF_BOTH.match(asked)
    if match is not None:
        return _choice(_OR.split(match["names"]), match["before"], match["degree"], match["after"])
    return _of_pair(asked, lexicon) or _either(asked, lexicon)


def _of_pair(asked: str, lexicon: Lexicon) -> Choice | None:
    """The choice between names that "which of" and "and" join."""
    match = _OF_PAIR.match(asked)
    names = names_in(match["rest"], lexicon) if match is not None else []
    if match is None or len(names) < 2:
        return None
    rest = match["rest"]
    (start, end), (second, last) = names[:2]
    later = _LATER_DEGREE.match(rest[last:])
    if later is None or not _PAIRED.fullmatch(rest[end:second]) or _ARTICLE.sub("", rest[:start]):
        return None
    return _choice([rest[start:end], rest[second:last]], later["before"], later["degree"], later["after"])


def _either(asked: str, lexicon: Lexicon) -> Choice | None:
    """The choice of a question that is asked by its verb."""
    match = _EITHER.match(asked)
    if match is None:
        return None
    rest = match["rest"].rstrip("? ")
    start = len(rest) - len(_ARTICLE.sub("", rest))
    second = next((name for name in names_in(rest, lexicon) if name[0] == start), None)
    later = _LATER_DEGREE.match(rest[second[1] :]) if second else None
    if second is not None and later is not None:
        return _choice([match["left"], rest[: second[1]]], later["before"], later["degree"], later["after"])
    return _late_either(asked, lexicon)


def _late_either(asked: str, lexicon: Lexicon) -> Choice | None:
    """The choice of a question whose names stand behind the degree."""
    match = _LATE_EITHER.match(asked)
    if match is None:
        return None
    after = match["after"].rstrip("? ")
    names = sorted({*names_in(after, lexicon), *(period.span() for period in _PERIOD.finditer(after))})
    for left, right in pairwise(names):
        if _LINK.fullmatch(after[left[1] : right[0]]):
            chosen = [after[slice(*left)], after[slice(*right)]]
            return _choice(chosen, match["before"], match["degree"], f"{after[: left[0]]} {after[right[1] :]}")
    return None


def _divide(names: str, link: re.Pattern[str], lexicon: Lexicon) -> tuple[list[str], str]:
    """The names, and the words behind the last that all of them share: "American or European howitzers"."""
    divided = [name for name in link.split(names.strip()) if name.strip()]
    first, last = divided[0], divided[-1]
    own, named = names_in(first, lexicon), names_in(last, lexicon)
    if len(divided) < 2 or not own or not named or _OWNED.sub("", first[own[0][1] :].strip()):
        return divided, ""
    end = named[0][1]
    return [*divided[:-1], last[:end]], _OWNED.sub("", last[end:].strip())


def _without_sort(before: str) -> str:
    """What stands between "which" and the degree without the noun that only says what is chosen from."""
    rest = _SORT.sub("", before)
    return rest if rest.strip() else before


def _choice(names: list[str], before: str, degree: str, after: str) -> Choice | None:
    plain = tuple(_OWNED.sub("", _ARTICLE.sub("", name.strip())) for name in names if name.strip())
    if len(plain) < 2:
        return None
    matter = " ".join(f"{before} {without_bare(after)}".split())
    less = asks_for_less(degree)
    if re.fullmatch(_WORTH, degree, re.IGNORECASE):
        ranked = ranks_by_worth(degree, matter)
        if ranked is None:
            return None
        less = ranked < 0
    parts = tuple(f"{opening_of(degree)} {matter} {name}?" for name in plain)
    return Choice(plain, parts, less, without_bare(after).strip())
