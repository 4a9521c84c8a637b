"""A run as one HTML page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from briefqa.evaluation.gate import Comparison
from briefqa.evaluation.outcomes import Outcome, Run
from briefqa.evaluation.plots import reliability_diagram, risk_coverage_plot, share_bars
from briefqa.evaluation.report import COLUMNS, comparison_lines, failures, headline, score_cells
from briefqa.evaluation.summary import Summary

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --faint: #d5d9de; --mark: #2f6f9f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e6ea; --paper: #16191d; --faint: #3a4048; --mark: #74b4e0; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 2rem auto;
  max-width: 76rem; padding: 0 1rem; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid var(--faint); text-align: right; vertical-align: top; }
th:first-child, td:first-child, .text td, .text th { text-align: left; } tr.total { font-weight: 600; }
.plots { display: flex; flex-wrap: wrap; gap: 2rem; } svg text { font-size: 11px; fill: var(--ink); }
.bar { fill: var(--mark); fill-opacity: .45; } .dot { fill: var(--mark); }
.line { fill: none; stroke: var(--mark); stroke-width: 1.5; }
.grid { stroke: var(--faint); } .guide { stroke: var(--ink); stroke-dasharray: 4 4; }
"""


def html_report(run: Run, summary: Summary, comparison: Comparison | None = None) -> str:
    """The page: table per slice, plots, what changed, and every question that went wrong."""
    shares = [(scores.name, scores.accuracy) for scores in (*summary.slices, summary.total)]
    changed = "" if comparison is None else f"<h2>Against the baseline</h2>{_list(comparison_lines(comparison))}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>briefqa evaluation</title><style>{STYLE}</style></head><body>"
        f"<h1>Evaluation of generation {escape(summary.generation)}</h1>"
        f'<div class="scroll">{_score_table(summary)}</div>{_list(headline(summary))}{changed}'
        f'<h2>Plots</h2><div class="plots">{reliability_diagram(summary.confidence.bins)}'
        f"{risk_coverage_plot(summary.confidence.curve)}{share_bars('Share right by slice', shares)}</div>"
        f"<h2>Wrong, or right with another first citation</h2>{_failure_table(failures(run.outcomes))}"
        "</body></html>\n"
    )


def _score_table(summary: Summary) -> str:
    """The scores, a row a slice."""
    named = [(scores.name, scores, "") for scores in summary.slices]
    named += [(f"split {scores.name}", scores, "") for scores in summary.splits]
    named.append((summary.total.name, summary.total, ' class="total"'))
    rows = "".join(
        f"<tr{style}><td>{escape(name)}</td>{_cells('td', score_cells(scores))}</tr>" for name, scores, style in named
    )
    heads = _cells("th", ["slice", *(head for _, head in COLUMNS)])
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _failure_table(outcomes: Sequence[Outcome]) -> str:
    """What went wrong, a row a question."""
    if not outcomes:
        return "<p>None.</p>"
    rows = "".join(
        f"<tr>{_cells('td', [one.id, one.question, _verdict(one), one.answer or '', f'{one.confidence:.2f}'])}</tr>"
        for one in outcomes
    )
    heads = _cells("th", ["id", "question", "what went wrong", "answer", "confidence"])
    return f'<div class="scroll"><table class="text"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'


def _verdict(outcome: Outcome) -> str:
    """What is wrong with an outcome, in a few words."""
    if outcome.error is not None:
        return outcome.error
    if outcome.right:
        return "first citation is another place"
    if not outcome.answerable:
        return "answered, nothing to answer"
    return "wrong answer" if outcome.answered else "refused"


def _cells(tag: str, texts: Iterable[str]) -> str:
    """Table cells with their text escaped."""
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _list(lines: Sequence[str]) -> str:
    """Lines as a list."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
