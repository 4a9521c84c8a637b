"""What a question wants computed."""

from __future__ import annotations

from dataclasses import dataclass

from briefqa.facts import Operation


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
