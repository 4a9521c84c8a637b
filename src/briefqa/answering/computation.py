"""What a question wants computed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.facts import Operation

_YEAR = re.compile(r"\b(?:1[5-9]|20|21)\d\d\b")


@dataclass(frozen=True, slots=True)
class Computation:
    """What a question wants computed, with one question for each operand.

    `is_needed` tells that a figure of the documents that does not state the result itself is no answer. `less` tells
    that a result below zero is what was asked for or, where the operands are in their order for it, that the question
    takes the first to be the smaller one. `is_change` tells that the operands are one thing before and after,
    `is_contest` that only whether one is more than the other is asked, `is_distance` that only how far they are apart.
    """

    operation: Operation
    parts: tuple[str, ...]
    is_needed: bool = True
    less: bool = False
    is_change: bool = False
    is_contest: bool = False
    is_distance: bool = False

    @property
    def is_across_periods(self) -> bool:
        """Whether figures of different times are asked for: before and after, of years named, or of a whole table."""
        return self.is_change or len(self.parts) < 2 or name_different_years(self.parts)


def name_different_years(parts: Sequence[str]) -> bool:
    """Whether the questions for several operands name years, and not all the same ones."""
    return len({tuple(_YEAR.findall(part)) for part in parts}) > 1
