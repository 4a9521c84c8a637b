"""Metrics over ranks, spans and refusals; every one is a share between 0 and 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from briefqa.types import Span


def mean(values: Sequence[float | bool]) -> float:
    """The arithmetic mean; 0 where there is nothing to average."""
    return fmean(values) if values else 0.0


def success_at(rank: int | None, cutoff: int) -> bool:
    """Whether the first right result stands at `cutoff` or better; ranks count from 1, None is never."""
    return rank is not None and rank <= cutoff


def reciprocal_rank(rank: int | None, cutoff: int) -> float:
    """1 / rank of the first right result, 0 where none stands at `cutoff` or better."""
    return 1 / rank if rank is not None and rank <= cutoff else 0.0


def supports(cited: Span, gold: Span) -> bool:
    """Whether a cited span covers at least half of a gold span.

    Half is what tells a citation of the claim from one of its neighbour where both split the
    sentence at another place; a citation of a cell is held to the cell by its own gold span.
    """
    return 2 * cited.overlap(gold) >= max(1, gold.end - gold.start)


def citation_precision(cited: Sequence[tuple[str, Span]], gold: Sequence[tuple[str, Span]]) -> float:
    """The share of citations that support the answer, that is, cover one of the gold spans.

    After ALCE (Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations"),
    with overlap against marked spans in place of an entailment model. Spans come with their document's id.
    """
    return mean([any(_same_place(citation, place) for place in gold) for citation in cited])


def citation_recall(cited: Sequence[tuple[str, Span]], gold: Sequence[tuple[str, Span]]) -> float:
    """The share of gold spans that some citation covers (ALCE's recall, by span overlap)."""
    return mean([any(_same_place(citation, place) for citation in cited) for place in gold])


def _same_place(citation: tuple[str, Span], gold: tuple[str, Span]) -> bool:
    """Whether both stand in one document and the citation covers the gold span."""
    return citation[0] == gold[0] and supports(citation[1], gold[1])


@dataclass(frozen=True, slots=True)
class Abstention:
    """How refusals stand to what can be answered.

    precision: share of refusals where there was nothing to answer. recall: share of unanswerable
    questions that were refused. Both are 1 where they have nothing to count.
    """

    precision: float
    recall: float
    refused: int
    unanswerable: int


def abstention(answerable: Sequence[bool], answered: Sequence[bool]) -> Abstention:
    """Precision and recall of refusing, over questions in the same order."""
    refused = [not said for said in answered]
    right = sum(1 for can, no in zip(answerable, refused, strict=True) if no and not can)
    unanswerable = sum(1 for can in answerable if not can)
    return Abstention(
        precision=right / sum(refused) if any(refused) else 1.0,
        recall=right / unanswerable if unanswerable else 1.0,
        refused=sum(refused),
        unanswerable=unanswerable,
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    rank = -int(-share * len(ordered) // 1)
    return ordered[min(max(rank, 1), len(ordered)) - 1]
