"""One page with every table and plot of the results, with nothing beside it: results/report.html.

python -m benchmarks.page
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from benchmarks.results import FOLDER, read_result
from benchmarks.tables import TABLES, Result

from briefqa.evaluation.calibration import ReliabilityBin, RiskPoint
from briefqa.evaluation.page import STYLE
from briefqa.evaluation.plots import reliability_diagram, risk_coverage_plot, share_bars

TITLES = {
    "peers": "Beside what people would use instead",
    "scale": "From a thousand passages to a million",
    "stages": "Stages of a build",
    "index-types": "Index types",
    "answers": "Answers by slice",
    "variations": "Consistency under variation",
}
WIDTH, HEIGHT, LEFT, BOTTOM = 460, 300, 56, 40
COLOURS = ("#2f6f9f", "#b5542d", "#4c8a3f")


def main() -> None:
    """Write the page from whatever has been measured."""
    parts = []
    for name, title in TITLES.items():
        file, make = TABLES[name]
        result = read_result(file)
        if result is not None:
            parts.append(f"<h2>{title}</h2>{_plots(name, result)}{html_table(make(result))}")
    body = "".join(parts) or "<p>Nothing has been measured yet; run make bench.</p>"
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>briefqa benchmarks</title><style>{STYLE}</style></head><body><h1>Benchmarks</h1>{body}</body></html>\n"
    )
    path = FOLDER / "report.html"
    path.write_text(page, encoding="utf-8")
    print(path)


def _plots(name: str, result: Result) -> str:
    """The plots that go with a table."""
    drawn: list[str] = []
    if name == "scale":
        drawn = [
            latency_plot("Milliseconds a question against passages", scale_lines(result)),
        ]
    elif name == "answers":
        confidence = result["confidence"]
        drawn = [
            reliability_diagram([ReliabilityBin(**one) for one in confidence["bins"]]),
            risk_coverage_plot([RiskPoint(**one) for one in confidence["curve"]]),
            share_bars("Share right by slice", [(one["name"], one["accuracy"]) for one in result["slices"]]),
        ]
    elif name == "variations":
        drawn = [share_bars("Share consistent", [(one["family"], one["consistency"]) for one in result["families"]])]
    return f'<div class="plots">{"".join(drawn)}</div>' if drawn else ""


def scale_lines(result: Result) -> dict[str, list[tuple[float, float]]]:
    """Median and 95th percentile of search, and the median of asking, against the number of passages."""
    sizes: Sequence[Any] = result["sizes"]
    return {
        "search, median": [(one["passages"], one["retrieval"]["median_ms"]) for one in sizes],
        "search, 95th percentile": [(one["passages"], one["retrieval"]["p95_ms"]) for one in sizes],
        "ask, median": [(one["passages"], one["ask"]["median_ms"]) for one in sizes],
    }


def latency_plot(title: str, lines: dict[str, list[tuple[float, float]]]) -> str:
    """Lines over a logarithmic horizontal axis, from 0 upwards."""
    points = [point for line in lines.values() for point in line]
    highest = 1.1 * max(y for _, y in points)
    first = math.floor(min(math.log10(x) for x, _ in points))
    last = max(first + 1, math.ceil(max(math.log10(x) for x, _ in points) - 0.02))

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - first) / (last - first)
        return LEFT + across * (WIDTH - LEFT - 16), HEIGHT - BOTTOM - y / highest * (HEIGHT - BOTTOM - 60)

    drawn = []
    for power in range(first, last + 1):
        x, y = place(10**power, 0)
        drawn.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{10**power:,}</text>')
    for step in range(5):
        x, y = place(10**first, highest * step / 4)
        drawn.append(f'<line class="grid" x1="{x:.1f}" x2="{WIDTH - 16}" y1="{y:.1f}" y2="{y:.1f}"/>')
        drawn.append(f'<text x="{x - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{highest * step / 4:.0f}</text>')
    for number, (name, line) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [place(x, y) for x, y in line]
        path = " ".join(f"{'L' if at else 'M'}{x:.1f},{y:.1f}" for at, (x, y) in enumerate(places))
        drawn.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        drawn.append(f'<rect x="{LEFT}" y="{8 + 16 * number}" width="10" height="10" fill="{colour}"/>')
        drawn.append(f'<text x="{LEFT + 16}" y="{17 + 16 * number}">{escape(name)}</text>')
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg role="img" {size}><title>{escape(title)}</title>{"".join(drawn)}</svg>'


def html_table(markdown: str) -> str:
    """The tables and the lines between them of what `tables.py` writes."""
    parts: list[str] = []
    for block in markdown.split("\n\n"):
        if not block.startswith("|"):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows[2:])
        parts.append(f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')
    return "".join(parts)


if __name__ == "__main__":
    main()
