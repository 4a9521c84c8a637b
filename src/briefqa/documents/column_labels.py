"""Cells with digits that name a column rather than hold a figure: periods, and bands of ages or sizes."""

from __future__ import annotations

import re
from collections.abc import Sequence

_YEARS = r"(?:1[5-9]|20|21)\d\d(?:\s*[-–/]\s*(?:\d{4}|\d{2}))?"
_SHORT = r"['’]?\d\d(?:\s*[-–/]\s*\d\d)?"
_FISCAL = r"(?:FY|CY)\s*"
_PART = r"(?:Q[1-4]|H[12]|[1-4]Q|[12]H)"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_STATE = (
    r"(?:est|estim|estimated?|exp|expected|proj|projected|prov|prel|prelim|plan|planned|budg?|budget|fcst|forecast|rev|"
    r"revised|act|actual|req|requested|target)\.?"
)
_REMARK = rf"(?:\s*\((?=[^()]*[A-Za-z*†])[^()%$€£]{{1,40}}\)|\s*\(\d\)|\s+{_STATE}|\s*[A-Za-z]|\s*[*†]+)"
_PERIOD = re.compile(
    rf"(?:(?:{_FISCAL})?{_YEARS}|{_FISCAL}{_SHORT}|(?:{_YEARS}|{_FISCAL}{_SHORT})[\s-]*{_PART}|"
    rf"(?:{_PART}|{_MONTH}(?:\s*[-–/]\s*{_MONTH})?)(?:[\s/-]*(?:(?:{_FISCAL})?{_YEARS}|(?:{_FISCAL})?{_SHORT}))?)(?:{_REMARK})?",
    re.IGNORECASE,
)
_OPEN_BAND = re.compile(r"[<>≤≥]\s*\d{1,3}|\d{1,3}\s*\+")
"""The last of several bands is open ("65+", "<5"); by itself it may be a count."""


def names_period(text: str) -> bool:
    """Whether a cell holds a year, a part of one, or several, with what is said of them: "FY2026 (requested)", "Q1"."""
    return _PERIOD.fullmatch(text.strip()) is not None


def is_open_band(text: str, below: Sequence[str]) -> bool:
    """Whether a cell is a band without an end ("65+") above cells (`below`) that are none."""
    return bool(_OPEN_BAND.fullmatch(text.strip())) and not any(_OPEN_BAND.fullmatch(cell.strip()) for cell in below)
