"""A run as a table in the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from briefqa.evaluation.gate import Comparison
from briefqa.evaluation.metamorphic import FamilyScore
from briefqa.evaluation.outcomes import Outcome, Run
from briefqa.evaluation.retrieval import RetrievalScores
from briefqa.evaluation.summary import Scores, Summary
from briefqa.evaluation.variations import Expectation

ANSWER_COLUMNS: tuple[tuple[str, str], ...] = (
    ("questions", "n"),
    ("accuracy", "right"),
    ("answerable_accuracy", "answered"),
    ("refusal", "refused"),
    ("exact", "EM"),
    ("f1", "F1"),
    ("first_citation", "1st cited"),
)
"""Fields of `Scores` about answers, with the heads they are shown under."""

SOURCE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("citation_precision", "cite P"),
    ("citation_recall", "cite R"),
    ("success_at_1", "S@1"),
    ("success_at_5", "S@5"),
    ("success_at_10", "S@10"),
    ("mean_reciprocal_rank", "MRR"),
    ("median_ms", "p50 ms"),
    ("p95_ms", "p95 ms"),
)
"""Fields of `Scores` about citations, search and time."""

COLUMNS = ANSWER_COLUMNS + SOURCE_COLUMNS


def score_cells(scores: Scores, columns: Sequence[tuple[str, str]] = COLUMNS) -> list[str]:
    """The scores as shown, in the order of the columns; a dash where nothing was counted."""
    cells = []
    for name, _ in columns:
        value = getattr(scores, name)
        if value is None:
            cells.append("–")
        elif isinstance(value, int):
            cells.append(str(value))
        else:
            cells.append(f"{value:.1f}" if name.endswith("_ms") else f"{value:.3f}")
    return cells


def headline(summary: Summary) -> tuple[str, ...]:
    """What stands below the table, a sentence a line."""
    confidence, refusals = summary.confidence, summary.abstention
    lines = [
        f"Abstention: precision {refusals.precision:.3f} of {refusals.refused} refusals, "
        f"recall {refusals.recall:.3f} of {refusals.unanswerable} unanswerable questions.",
        f"Wrong among the {confidence.answers} answers given: {confidence.wrong_rate:.3f}, "
        f"at 95% at most {confidence.wrong_bound:.3f} (exact binomial bound).",
        f"Expected calibration error {confidence.calibration_error:.3f}, "
        f"area under risk-coverage {confidence.area_under_risk_coverage:.3f}.",
    ]
    if summary.missing_named is not None:
        lines.append(f"Refusals that name what is missing: {summary.missing_named:.3f} of those with expected words.")
    if summary.conflicts_shown is not None:
        lines.append(f"Conflicts shown: {summary.conflicts_shown:.3f} of the answered questions that have one.")
    if summary.errors:
        lines.append(f"Questions that failed with an error: {summary.errors}.")
    return tuple(lines)


def comparison_lines(comparison: Comparison) -> tuple[str, ...]:
    """What changed against the baseline, a line for each kind of change that occurred."""
    kinds = (
        ("Newly wrong", comparison.newly_wrong),
        ("Newly right", comparison.newly_right),
        ("First citation lost", comparison.newly_miscited),
        ("First citation gained", comparison.newly_cited),
        ("Not asked", comparison.absent),
        ("Not in the baseline", comparison.added),
    )
    lines = tuple(f"{name} ({len(ids)}): {', '.join(ids)}" for name, ids in kinds if ids)
    return lines or ("Nothing differs from the baseline.",)


def terminal_report(summary: Summary, comparison: Comparison | None = None) -> RenderableType:
    """A table of answers and one of sources, each with a row a slice, and the lines below them."""
    tables = (
        _score_table(f"Answers of generation {summary.generation}", summary, ANSWER_COLUMNS),
        _score_table("Citations, search and time", summary, SOURCE_COLUMNS),
    )
    lines = [*headline(summary), *(comparison_lines(comparison) if comparison is not None else ())]
    return Group(*tables, *(Text(line) for line in lines))


def _score_table(title: str, summary: Summary, columns: Sequence[tuple[str, str]]) -> Table:
    """Some scores, a row a slice, then those of the splits and of everything."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE, padding=(0, 1, 0, 0))
    table.add_column("slice", no_wrap=True)
    for _, head in columns:
        table.add_column(head, justify="right", no_wrap=True)
    for scores in summary.slices:
        table.add_row(scores.name, *score_cells(scores, columns))
    table.add_section()
    for scores in summary.splits:
        table.add_row(f"split {scores.name}", *score_cells(scores, columns))
    table.add_row(summary.total.name, *score_cells(summary.total, columns), style="bold")
    return table


def family_table(scores: Sequence[FamilyScore]) -> Table:
    """Consistency of each family of variations."""
    table = Table(title="Consistency under variation")
    for head in ("family", "the answer must be"):
        table.add_column(head)
    for head in ("asked", "consistent"):
        table.add_column(head, justify="right")
    for score in scores:
        expected = "the same" if score.expectation is Expectation.SAME else "another or none"
        table.add_row(score.family.value, expected, str(score.checks), f"{score.consistency:.3f}")
    return table


def retrieval_table(name: str, scores: Sequence[RetrievalScores]) -> Table:
    """Success at each cutoff and the mean reciprocal rank, a row for each kind of piece."""
    first = scores[0]
    table = Table(title=f"Search over {name}, {first.questions} questions")
    table.add_column("ranked")
    for cutoff, _ in first.success:
        table.add_column(f"success@{cutoff}", justify="right")
    table.add_column(f"MRR@{first.success[-1][0]}", justify="right")
    for one in scores:
        shares = (f"{share:.4f}" for _, share in one.success)
        table.add_row(one.pieces, *shares, f"{one.mean_reciprocal_rank:.4f}")
    return table


def json_report(run: Run, summary: Summary, comparison: Comparison | None = None) -> dict[str, Any]:
    """Everything as plain JSON values."""
    return {
        "generation": run.generation,
        "summary": asdict(summary),
        "comparison": None if comparison is None else {**asdict(comparison), "regressed": comparison.regressed},
        "outcomes": [asdict(outcome) for outcome in run.outcomes],
    }


def failures(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """What a person wants to look at: wrong answers, and right ones whose first citation is not."""
    return tuple(outcome for outcome in outcomes if not outcome.right or outcome.cited is False)
