"""A self-contained HTML report: timeline, deals, figures and the audit, every row with its quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar

from briefqa.facts.findings import Finding
from briefqa.facts.rows import row_of
from briefqa.types import Citation, DateRecord, DealRecord, FactRecord, FigureRecord

_FIGURE_COLUMNS = ("surface", "value", "unit", "about", "attribute", "date", "status")
_Item = TypeVar("_Item")
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:2px solid #1f4e79}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #ccc}
th{background:#eef3f8}td.value{white-space:nowrap}mark{background:#ffe58a;color:inherit}
ol.timeline{list-style:none;border-left:3px solid #1f4e79;padding-left:1.2rem}ol.timeline li{margin:0 0 1rem}
ol.timeline time{font-weight:600}blockquote{margin:.2rem 0;color:#444}.contradiction{color:#9b1c1c;font-weight:600}
nav a{margin-right:1rem}@media(prefers-color-scheme:dark){body{background:#151515;color:#eee}th{background:#223}
blockquote{color:#bbb}mark{background:#665200}.contradiction{color:#ff9c9c}}
"""


def report_html(title: str, records: Sequence[FactRecord], findings: Sequence[Finding]) -> str:
    """One HTML page without any outside resource or script; all text is escaped."""
    dates = sorted(
        (record for record in records if isinstance(record, DateRecord)),
        key=lambda record: (record.earliest or record.latest or "9999", record.edtf, record.id),
    )
    deals = [record for record in records if isinstance(record, DealRecord)]
    figures = [record for record in records if isinstance(record, FigureRecord)]
    sections = (
        ("timeline", f"Timeline ({len(dates)})", _timeline(dates)),
        ("deals", f"Deals ({len(deals)})", _table(deals, ("about", "parties", "attribute", "status", "date", "value"))),
        (
            "figures",
            f"Figures ({len(figures)})",
            _table(figures, _FIGURE_COLUMNS),
        ),
        ("audit", f"Audit ({len(findings)})", _audit(findings)),
    )
    links = "".join(f'<a href="#{name}">{escape(heading)}</a>' for name, heading, _ in sections)
    body = "".join(
        f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(heading)}</h2>{html}</section>'
        for name, heading, html in sections
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1><nav>{links}</nav><main>{body}</main></body></html>\n"
    )


def _quote(citation: Citation) -> str:
    quote = citation.quote
    start, end = citation.answer_start, citation.answer_end
    if start is None or end is None:
        marked = escape(quote)
    else:
        marked = f"{escape(quote[:start])}<mark>{escape(quote[start:end])}</mark>{escape(quote[end:])}"
    place = ", ".join(part for part in (citation.document_title, citation.section, _page(citation)) if part)
    return f"<blockquote>{marked}</blockquote><small>{escape(place)}</small>"


def _page(citation: Citation) -> str | None:
    if citation.page is None:
        return None
    crosses = citation.last_page not in {None, citation.page}
    return f"pages {citation.page}–{citation.last_page}" if crosses else f"page {citation.page}"


def _timeline(dates: Iterable[DateRecord]) -> str:
    items = "".join(
        f"<li><time>{escape(record.edtf)}</time> {escape(record.event or '')}"
        f"{_words(record)}{_quote(record.citation)}</li>"
        for record in dates
    )
    return f'<ol class="timeline">{items}</ol>'


def _words(record: DateRecord) -> str:
    return f" <em>(“{escape(record.resolved_from)}”)</em>" if record.resolved_from else ""


def _table(records: Sequence[FactRecord], columns: Sequence[str]) -> str:
    return _rows(
        (*columns, "quote"),
        records,
        lambda record: (
            [escape(row_of(record)[column]) for column in columns]
            + ["".join(_quote(citation) for citation in _citations(record))]
        ),
    )


def _citations(record: FactRecord) -> tuple[Citation, ...]:
    return (record.citation, *record.citations) if isinstance(record, DealRecord) else (record.citation,)


def _audit(findings: Sequence[Finding]) -> str:
    def cells(item: Finding) -> list[str]:
        kind = "contradiction" if "contradiction" in item.verdict.value else "held"
        quotes = "".join(_quote(citation) for citation in item.citations)
        return [
            f'<span class="{kind}">{escape(item.verdict.value)}</span>',
            escape(item.check),
            escape(item.statement),
            escape(item.arithmetic),
            quotes,
        ]

    return _rows(("verdict", "check", "statement", "arithmetic", "quotes"), findings, cells)


def _rows(columns: Sequence[str], items: Iterable[_Item], cells: Callable[[_Item], list[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells(item)) + "</tr>" for item in items)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
