"""Proposals of one question, weighed against each other: which says it, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.confidence import ConfidenceWeights, Evidence, chances, utilities
from briefqa.answering.constraints import Objection
from briefqa.answering.expectation import Expectation
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.support import Support, name_missing
from briefqa.facts.comparison import same_value
from briefqa.facts.text import words

_COMPARED = 0.01
"""Chance below which an answer is not compared with others: it adds nothing to them."""

_AGREES = 0.05
"""Share of the best answer's chance that one in another passage needs to be cited beside it."""


_VERBS = words("finite_verbs") | words("auxiliaries")
_AS_LIKELY = 0.5
"""Share of the likeliest span's chance from which another one of its place may be said instead."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A proposal with its words, the support it has, its evidence, and what rules it out."""

    proposal: Proposal
    text: str
    support: Support
    evidence: Evidence
    objection: Objection | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal with the chance that it is right (`chance`) and that what it says is (`confidence`).

    Proposals that say the same thing share one confidence, the sum of their chances. One that is ruled out has none,
    `lacking` says what is missing, and its chance is the one that it would have.
    """

    proposal: Proposal
    text: str
    support: Support
    chance: float
    confidence: float
    lacking: str | None = None


def judge(weighed: Sequence[Weighed], weights: ConfidenceWeights) -> tuple[Judged, ...]:
    """Every proposal, the surest thing first and of those that say it the likeliest one.

    What is ruled out leaves its share of the chances to the others, or to silence where it speaks for that.
    """
    if not weighed:
        return ()
    utility = utilities([one.evidence for one in weighed], weights)
    shares = [at for at, one in enumerate(weighed) if one.objection is None or one.objection.speaks_for_silence]
    chance = [round(float(value), 6) for value in chances(utility)]
    for at, value in zip(shares, chances(utility[shares]), strict=True):
        chance[at] = round(float(value), 6)
    order = sorted(range(len(weighed)), key=lambda at: (-chance[at], weighed[at].proposal.passage.id, at))
    admitted = [at for at in order if weighed[at].objection is None]
    leader_of = _leaders(weighed, chance, admitted)
    total: dict[int, float] = {}
    for at in admitted:
        total[leader_of[at]] = total.get(leader_of[at], 0.0) + chance[at]
    judged = [_judged(weighed[at], chance[at], total[leader_of[at]]) for at in admitted]
    ruled_out = [_judged(weighed[at], chance[at], 0.0) for at in order if weighed[at].objection is not None]
    return (*_best_bounds_first(sorted(judged, key=lambda entry: -entry.confidence)), *ruled_out)


def _best_bounds_first(judged: Sequence[Judged]) -> list[Judged]:
    """The same, the span that the reader prefers in front where several of one place are about as likely.

    How likely a span is counts its length, which tells answers from stretches of text and not where an answer ends. A
    span with a verb that the likeliest one lacks is a statement, no answer.
    """
    if not judged or judged[0].proposal.form is not Form.SPAN:
        return list(judged)
    best = judged[0]
    rivals = [
        entry
        for entry in judged
        if entry.confidence == best.confidence
        and entry.chance >= _AS_LIKELY * best.chance
        and entry.proposal.passage.id == best.proposal.passage.id
        and entry.proposal.span.overlap(best.proposal.span)
        and not _VERBS & (set(entry.text.split()) - set(best.text.split()))
    ]
    first = max(rivals, key=lambda entry: entry.proposal.reader_score)
    return [first, *(entry for entry in judged if entry is not first)]


def _judged(one: Weighed, chance: float, confidence: float) -> Judged:
    lacking = one.objection.missing if one.objection is not None else None
    return Judged(one.proposal, one.text, one.support, chance, round(min(confidence, 1.0), 4), lacking)


def name_lacking(judged: Sequence[Judged], expectation: Expectation) -> tuple[str, ...]:
    """What the documents lack where no proposal is sure enough, in words for a person.

    Names, numbers and rare words that stand nowhere are all that is missing: the rest follows from them. Where a
    constraint rules out what is likelier than anything else, what it finds missing comes first.
    """
    if not judged:
        return ()
    best = judged[0]
    support = best.support
    if support.unknown:
        return name_missing(support.unknown, expectation, figure_absent=False)
    units = dict.fromkeys((*support.numbers, *support.names, *support.strange))
    ruled_out = next((entry for entry in judged if entry.lacking is not None), None)
    if ruled_out is not None and ruled_out.chance >= best.chance and ruled_out.lacking is not None:
        known = name_missing(tuple(units), expectation, figure_absent=False)
        return tuple(dict.fromkeys((ruled_out.lacking, *known)))
    return name_missing(tuple(units), expectation, figure_absent=not units or best.proposal.fit == 0)


def _leaders(weighed: Sequence[Weighed], chance: Sequence[float], order: Sequence[int]) -> dict[int, int]:
    """For each proposal the likeliest one that says the same; `order` has the likeliest first."""
    leaders: list[int] = []
    leader_of: dict[int, int] = {}
    for at in order:
        leader = next((other for other in leaders if _says_the_same(weighed[other], weighed[at])), at)
        if chance[at] < _COMPARED and leaders:
            leader = at
        leader_of[at] = leader
        if leader == at and chance[at] >= _COMPARED:
            leaders.append(at)
    return leader_of


def _says_the_same(a: Weighed, b: Weighed) -> bool:
    """Whether two answers are one place of a passage, or state one value."""
    if a.proposal.passage.id == b.proposal.passage.id and a.proposal.span.overlap(b.proposal.span):
        return True
    return same_value(a.text, b.text)


def agreeing_with_best(judged: Sequence[Judged]) -> list[Judged]:
    """The best answer and those of other passages that say the same, each passage once."""
    best = judged[0]
    found = {best.proposal.passage.id: best}
    for entry in judged[1:]:
        if entry.chance >= _AGREES * best.chance and same_value(best.text, entry.text):
            found.setdefault(entry.proposal.passage.id, entry)
    return list(found.values())
