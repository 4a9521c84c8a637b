"""Plots as inline SVG: no script, no font, no file beside the page."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from briefqa.evaluation.calibration import ReliabilityBin, RiskPoint

WIDTH, HEIGHT = 360, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 14, 40


def reliability_diagram(bins: Sequence[ReliabilityBin]) -> str:
    """Share of right answers against confidence, a bar a bin; the diagonal is perfect calibration."""
    bars = []
    for part in bins:
        left, right = _x(part.low), _x(part.high)
        top = _y(part.accuracy)
        tip = f"{part.count} answers, confidence {part.confidence:.2f}, right {part.accuracy:.2f}"
        bars.append(
            f'<rect class="bar" x="{left + 1:.1f}" y="{top:.1f}" width="{right - left - 2:.1f}" '
            f'height="{_y(0) - top:.1f}"><title>{tip}</title></rect>'
            f'<circle class="dot" cx="{_x(part.confidence):.1f}" cy="{top:.1f}" r="3"><title>{tip}</title></circle>'
        )
    diagonal = f'<line class="guide" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}"/>'
    return _frame("Reliability diagram", "confidence", "share right", 1.0, diagonal + "".join(bars))


def risk_coverage_plot(points: Sequence[RiskPoint]) -> str:
    """Share of wrong answers against the share of questions answered, as steps."""
    highest = max([0.05, *(point.risk for point in points)])
    drawn = ""
    if points:
        path = " ".join(
            f"{'M' if number == 0 else 'L'}{_x(point.coverage):.1f},{_y(point.risk / highest):.1f}"
            for number, point in enumerate(points)
        )
        drawn = f'<path class="line" d="{path}"/>' + "".join(
            f'<circle class="dot" cx="{_x(point.coverage):.1f}" cy="{_y(point.risk / highest):.1f}" r="2">'
            f"<title>threshold {point.threshold:.3f}: coverage {point.coverage:.3f}, risk {point.risk:.3f}</title>"
            "</circle>"
            for point in points
        )
    return _frame("Risk against coverage", "coverage", "risk", highest, drawn)


def share_bars(title: str, shares: Sequence[tuple[str, float]]) -> str:
    """One horizontal bar for each named share between 0 and 1."""
    row, label = 22, 150
    height = row * len(shares) + 24
    bars = "".join(
        f'<text x="{label - 8}" y="{number * row + 19}" text-anchor="end">{escape(name)}</text>'
        f'<rect class="bar" x="{label}" y="{number * row + 6}" width="{share * 300:.1f}" height="{row - 6}"/>'
        f'<text x="{label + share * 300 + 6:.1f}" y="{number * row + 19}">{share:.3f}</text>'
        for number, (name, share) in enumerate(shares)
    )
    size = f'viewBox="0 0 520 {height}" width="520" height="{height}"'
    return f'<svg role="img" {size}><title>{escape(title)}</title>{bars}</svg>'


def _x(share: float) -> float:
    """The horizontal place of a share of the axis."""
    return _LEFT + share * (WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    """The vertical place of a share of the axis; SVG counts downwards."""
    return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)


def _frame(title: str, horizontal: str, vertical: str, highest: float, content: str) -> str:
    """A plot with both axes from 0, the horizontal one to 1 and the vertical one to `highest`."""
    ticks = "".join(
        f'<text x="{_x(step):.1f}" y="{_y(0) + 16:.1f}" text-anchor="middle">{step:.2g}</text>'
        f'<text x="{_LEFT - 6}" y="{_y(step) + 4:.1f}" text-anchor="end">{step * highest:.2g}</text>'
        f'<line class="grid" x1="{_x(0)}" x2="{_x(1)}" y1="{_y(step):.1f}" y2="{_y(step):.1f}"/>'
        for step in (0.0, 0.25, 0.5, 0.75, 1.0)
    )
    middle = f"{_y(0.5):.1f}"
    names = (
        f'<text x="{_x(0.5):.1f}" y="{HEIGHT - 6}" text-anchor="middle">{escape(horizontal)}</text>'
        f'<text x="12" y="{middle}" text-anchor="middle" transform="rotate(-90 12 {middle})">{escape(vertical)}</text>'
    )
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<title>{escape(title)}</title>{ticks}{names}{content}</svg>"
    )
