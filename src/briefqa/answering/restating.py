"""Questions said again in the words that tables and the reader know: "how far along is it?" asks for a status."""

from __future__ import annotations

import re

from briefqa.answering.asked_periods import name_quarters

_NOW = r"(?:\s+(?:now|today|currently|at present|at the moment))?"
_STANDS = re.compile(rf"^where (?P<verb>do|does|did) (?P<matter>.+?) stand{_NOW}\W*$", re.IGNORECASE)
_FAR = re.compile(rf"^how far (?:along|advanced) (?P<verb>is|are|was|were) (?P<matter>.+?){_NOW}\W*$", re.IGNORECASE)
STATUS_WORDS = ("status", "stage", "phase", "state", "progress")
"""What tables call the column that tells how far a thing has come."""


def restate(question: str) -> str:
    """The question in words that documents use, where it is asked in a turn of phrase that they do not."""
    match = _STANDS.match(question) or _FAR.match(question)
    if match is not None:
        verb = "was" if match["verb"].lower() in {"did", "was", "were"} else "is"
        question = f"What {verb} the status of {match['matter']}?"
    return name_quarters(question)
