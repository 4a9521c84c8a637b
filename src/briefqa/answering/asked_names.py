"""The names in a question: those that the corpus knows, and other runs of capitalised words."""

from __future__ import annotations

import re

from briefqa.facts import Lexicon
from briefqa.facts.name_runs import find_names

_JOINED = re.compile(r"[-–—]")


def names_in(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where the names of a text stand, from left to right, none overlapping; "Lima–Cusco" is one."""
    found = [(mention.start, mention.end) for mention in lexicon.mentions(text)]
    for run in find_names(text):
        if not any(start < run.end and run.start < end for start, end in found):
            found.append((run.start, run.end))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and _JOINED.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
