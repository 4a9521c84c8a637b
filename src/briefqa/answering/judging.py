"""Proposals of one question, weighed against each other: which says it, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.confidence import ConfidenceWeights, Evidence, chances, utilities
from briefqa.answering.reading import Proposal
from briefqa.answering.support import Support
from briefqa.facts.comparison import same_value

_COMPARED = 0.01
"""Chance below which an answer is not compared with others: it adds nothing to them."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proposal with its words, the support it has and its evidence."""

    proposal: Proposal
    text: str
    support: Support
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal with the chance that it is right (`chance`) and that what it says is (`confidence`).

    Proposals that say the same thing share one confidence, the sum of their chances.
    """

    proposal: Proposal
    text: str
    support: Support
    chance: float
    confidence: float


def judge(weighed: Sequence[Weighed], weights: ConfidenceWeights) -> tuple[Judged, ...]:
    """Every proposal, the surest thing first and of those that say it the likeliest one."""
    if not weighed:
        return ()
    utility = utilities([one.evidence for one in weighed], weights)
    chance = [round(float(value), 6) for value in chances(utility)]
    order = sorted(range(len(weighed)), key=lambda at: (-chance[at], weighed[at].proposal.passage.id, at))
    leaders: list[int] = []
    leader_of: dict[int, int] = {}
    for at in order:
        leader = next((other for other in leaders if _says_the_same(weighed[other], weighed[at])), at)
        if chance[at] < _COMPARED and leaders:
            leader = at
        leader_of[at] = leader
        if leader == at and chance[at] >= _COMPARED:
            leaders.append(at)
    total: dict[int, float] = {}
    for at in order:
        total[leader_of[at]] = total.get(leader_of[at], 0.0) + chance[at]
    judged = [
        Judged(
            weighed[at].proposal,
            weighed[at].text,
            weighed[at].support,
            chance[at],
            round(min(total[leader_of[at]], 1.0), 4),
        )
        for at in order
    ]
    return tuple(sorted(judged, key=lambda entry: -entry.confidence))


def _says_the_same(a: Weighed, b: Weighed) -> bool:
    """Whether two answers are one place of a passage, or state one value."""
    if a.proposal.passage.id == b.proposal.passage.id and a.proposal.span.overlap(b.proposal.span):
        return True
    return same_value(a.text, b.text)
