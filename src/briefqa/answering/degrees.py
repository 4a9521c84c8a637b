"""Words that compare: which of them ask for more, which for less, and what a question with them measures."""

from __future__ import annotations

import re

GREATER = (
    r"(?:more|higher|larger|greater|bigger|longer|costlier|dearer|faster|older|heavier|later|further|stronger|wider|"
    r"deeper|taller)"
)
LESSER = r"(?:less|fewer|lower|smaller|shorter|cheaper|slower|lighter|younger|earlier|weaker)"
DEGREE = rf"(?:{GREATER}|{LESSER})"
COMPARATIVE = re.compile(rf"\b(?!later|earlier|further){DEGREE}\b", re.IGNORECASE)
"""What a text compares two things with; "a day later" compares none."""
MOST = (
    r"most|highest|largest|biggest|greatest|longest|top|maximum|heaviest|costliest|dearest|priciest|strongest|best|"
    r"busiest|steepest|sharpest|fastest"
)
LEAST = r"least|lowest|smallest|fewest|shortest|cheapest|minimum|lightest|weakest|quietest|slowest"
_FALLS = re.compile(
    r"\b(?:f[ae]ll(?:s|en)?|drop(?:s|ped)?|declin\w+|decreas\w+|shr[aiu]nk\w*|contract(?:s|ed)?|slump\w*|plung\w+|lost)\b",
    re.IGNORECASE,
)
_RISES = re.compile(
    r"\b(?:r[io]se[sn]?|gr[eo]w(?:s|n)?|increas\w+|climb(?:s|ed)?|jump(?:s|ed)?|expand(?:s|ed)?|gain(?:s|ed)?)\b",
    re.IGNORECASE,
)

_LESS = re.compile(rf"{LESSER}|{LEAST}", re.IGNORECASE)
_LENGTH = re.compile(r"long(?:er|est)|short(?:er|est)", re.IGNORECASE)
_COUNTED = re.compile(r"fewer|fewest", re.IGNORECASE)
_BETTER = re.compile(r"better|best", re.IGNORECASE)
_GOOD = re.compile(
    r"\b(?:yields?|harvests?|outputs?|growth|returns?|results?|records?|rates?|coverage|performance|efficiency|scores?|"
    r"savings?|sales|exports?|earnings|profits?|quality|range)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:costs?|prices?|fees?|loss(?:es)?|deaths?|debts?|arrears|delays?|wait(?:s|ing)?|mortality|unemployment|"
    r"inflation|interest|poverty|pollution|emissions?|errors?|dropout|vacanc(?:y|ies)|admissions?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\s*(?:expensive|costly|valuable)\b", re.IGNORECASE)


def asks_for_less(degree: str) -> bool:
    """Whether a comparative or superlative asks for the smaller side."""
    return _LESS.fullmatch(degree) is not None


def ranks_by_worth(degree: str, matter: str) -> int | None:
    """1 where the better or worse of two has more of the matter, -1 where it has less, None where nothing tells it."""
    good, bad = _GOOD.search(matter), _BAD.search(matter)
    if bool(good or bad) is False:
        return None
    return 1 if (_BETTER.fullmatch(degree) is None) is bool(bad) else -1


def change_asked(question: str) -> int:
    """1 where a question is about a rise, -1 where it is about a fall, 0 where about neither or both."""
    return bool(_RISES.search(question)) - bool(_FALLS.search(question))


def opening_of(degree: str) -> str:
    """How a question opens that asks for the measure of one side: "How long" for "longer"."""
    if _LENGTH.fullmatch(degree):
        return "How long"
    return "How many" if _COUNTED.fullmatch(degree) else "How much"


def without_bare(words: str) -> str:
    """The words behind a degree without the adjective that belongs to it ("more expensive")."""
    return _BARE.sub("", words)
