"""Answers of the fake server, one for each thing that the widget has to show."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from briefqa.types import CellReference, Document
from browser.fake_documents import HOSTILE_TEXT, cite, harbour_report, hostile_report

REPAIR = "The breakwater at Varnes was repaired in May 2021 for 3.1 million crowns, about twice what was set aside."
OLDER = "An older estimate put the repair of the Varnes breakwater at 2.6 million crowns, without the lamps."
PROMISE = "The ministry has promised 12.4 million crowns, and the towns have promised the rest."
UNDECIDED = "Nobody has decided yet who pays for the breakwater at Varnes."

EXAMPLES = (
    "When was the breakwater at Varnes repaired?",
    "What did the ministry promise?",
    "How much did Lillevik spend in both years?",
    "Who pays for the breakwater?",
)


def answer_to(question: str, history: list[str]) -> dict[str, Any]:
    """The canned answer that fits the words of `question`."""
    report, hostile = harbour_report(), hostile_report()
    words = question.lower()
    if "hostile" in words:
        return _answer(
            question, HOSTILE_TEXT[:40], cite(hostile, HOSTILE_TEXT, HOSTILE_TEXT[:40], section=HOSTILE_TEXT)
        )
    if "cost" in words:
        return _conflict(question, report)
    if "lillevik" in words:
        return _derived(question, report)
    if "who pays" in words or "2035" in words:
        return _refusal(question, report)
    if "and in" in words and history:
        row = cite(
            report, "Varnes | 3.1 | 0.8", "0.8", section="What repair costs", page=2, cell=_cell("Varnes", "2023")
        )
        return _answer(question, "0.8", row) | {"read_as": f"{history[-1]} (2023)", "confidence": 0.61}
    if "ministry" in words:
        promise = cite(report, PROMISE, "12.4 million crowns", section=report.title, page=1)
        return _answer(question, "12.4 million crowns", promise, confidence=0.41)
    repair = cite(report, REPAIR, "May 2021", section="What repair costs", page=2)
    more = cite(report, "Varnes | 3.1 | 0.8", section="What repair costs", page=2, cell=_cell("Varnes", "2021"))
    return _answer(question, "May 2021", repair, more) | {"kind": "date", "facts": _facts(repair)}


def _cell(row: str, column: str) -> CellReference:
    return CellReference("Table 1. Repairs by harbour, in million crowns", row, column)


def _answer(question: str, answer: str, *citations: dict[str, object], confidence: float = 0.94) -> dict[str, Any]:
    return {
        "id": f"answer-{crc32(question.encode())}",
        "question": question,
        "answered": True,
        "answer": answer,
        "kind": "figure",
        "confidence": confidence,
        "citations": list(citations),
        "facts": [],
        "conflicts": [],
        "derivation": None,
        "missing": [],
        "nearest": [],
        "generation": "g1",
        "took_ms": 12.5,
        "read_as": None,
        "threshold": 0.35,
        "error_rate": 0.05,
    }


def _refusal(question: str, report: Document) -> dict[str, Any]:
    nearest = [cite(report, UNDECIDED, page=1), cite(report, OLDER, page=3, section="What comes next")]
    refused = {"answered": False, "answer": None, "missing": ["year 2035", "payer"], "nearest": nearest}
    return _answer(question, "", confidence=0.12) | refused


def _conflict(question: str, report: Document) -> dict[str, Any]:
    one = cite(report, REPAIR, "3.1 million crowns", section="What repair costs", page=2)
    other = cite(report, OLDER, "2.6 million crowns", section="What comes next", page=3)
    conflict = {"answer": "2.6 million crowns", "reason": "another value for the same repair", "citations": [other]}
    return _answer(question, "3.1 million crowns", one, confidence=0.7) | {"conflicts": [conflict]}


def _derived(question: str, report: Document) -> dict[str, Any]:
    row = "Lillevik | 1.4 | 2.25"
    operands = [
        {
            "name": f"Lillevik, {year}",
            "surface": surface,
            "value": surface,
            "unit": "million crowns",
            "citation": cite(report, row, surface, section="What repair costs", page=2, cell=_cell("Lillevik", year)),
        }
        for year, surface in (("2021", "1.4"), ("2023", "2.25"))
    ]
    derivation = {
        "formula": "1.4 + 2.25",
        "operands": operands,
        "result": "3.65",
        "unit": "million crowns",
        "rounding": None,
        "low": None,
        "high": None,
    }
    first = cite(report, row, "1.4", section="What repair costs", page=2, cell=_cell("Lillevik", "2021"))
    return _answer(question, "3.65 million crowns", first) | {"kind": "derived", "derivation": derivation}


def _facts(citation: dict[str, object]) -> list[dict[str, Any]]:
    shared = {"document_id": "harbours", "passage_id": "p", "citation": citation, "status": "asserted"}
    shared |= {"attributed_to": None, "extractor": "test/1"}
    figure = {"surface": "3.1 million crowns", "value": "3100000", "low": None, "high": None, "unit": "NOK"}
    figure |= {"subject": "Varnes breakwater", "attribute": "repair", "period": "2021-05", "row": None, "column": None}
    date = {"surface": "May 2021", "edtf": "2021-05", "earliest": "2021-05-01", "latest": "2021-05-31"}
    date |= {"event": "repair of the breakwater", "participants": [], "resolved_from": None}
    parties = [{"name": "the ministry", "role": "financier"}, {"name": "the towns", "role": "partner"}]
    deal = {"surface": "has promised", "status": "projected", "parties": parties, "item": "repairs", "quantity": None}
    deal |= {"designation": None, "deal_type": "aid", "deal_status": "announced", "date": "2024", "value": "12400000"}
    return [
        shared | figure | {"id": "f1", "kind": "figure", "qualifier": None},
        shared | date | {"id": "f2", "kind": "date", "qualifier": None},
        shared | deal | {"id": "f3", "kind": "deal", "citations": []},
    ]


def timeline() -> list[dict[str, Any]]:
    """Dated records of the report, oldest first."""
    report = harbour_report()
    repair = cite(report, REPAIR, "May 2021", section="What repair costs", page=2)
    second = cite(report, "A second section followed in 2023.", "2023", section="What repair costs", page=2)
    return [
        {
            "earliest": "2021-05-01",
            "latest": "2021-05-31",
            "edtf": "2021-05",
            "label": "repair",
            "record": _date(repair),
        },
        {
            "earliest": "2021-05-01",
            "latest": "2021-05-31",
            "edtf": "2021-05",
            "label": "set aside",
            "record": _date(cite(report, REPAIR, "3.1 million crowns", section="What repair costs", page=2)),
        },
        {"earliest": "2023-01-01", "latest": "2023-12-31", "edtf": "2023", "label": "second", "record": _date(second)},
    ]


def _date(citation: dict[str, Any]) -> dict[str, Any]:
    surface = citation["quote"][citation["answer_start"] : citation["answer_end"]]
    return {"kind": "date", "surface": surface, "citation": citation}
