"""Every table and the page are made from result files of the form that the benchmarks write."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import page
from benchmarks.peers.environments import ENTRANTS
from benchmarks.tables import TABLES

MACHINE = {
    "processor": "A processor",
    "cores": 2,
    "memory_gb": 24,
    "system": "Linux x86_64",
    "python": "3.11",
    "versions": {"faiss-cpu": "1.9"},
    "commit": "abc",
    "date": "2026-01-02 03:04 UTC",
    "load_before": 0.1,
}
TIMES = {"median_ms": 20.0, "p95_ms": 31.5, "quarter_ms": 19.0, "three_quarters_ms": 22.0}
RATIO = {"median": 6.2, "quarter": 5.5, "three_quarters": 7.1}


def contestant(entrant):
    found = {
        "label": entrant.label,
        "index": {"seconds": 10.0, "passages_a_second": 120.4},
        "search": {
            **TIMES,
            "times_briefqa": RATIO,
            **dict.fromkeys(("success_at_1", "success_at_5", "success_at_10", "mrr"), 0.8125),
        },
        "memory_mb": 612.0,
        "cold_start_seconds": 1.5,
    }
    if entrant.reads:
        found["ask"] = {
            **TIMES,
            "times_briefqa": RATIO,
            "exact_match": 0.5,
            "f1": 0.625,
            "refused_unanswerable": 0.75,
            "refused_answerable": 0.25,
        }
        for clients in (1, 8):
            found[f"http_{clients}"] = {"median_ms": 25.0, "p95_ms": 40.0, "answers_a_second": 33.3}
    return found


def size(passages, made):
    return {
        "made": made,
        "vectors": "real" if made == "built" else "turned copies",
        "passages": passages,
        "build_seconds": {"reading": 3.0, "facts": 4.0} if made == "built" else {"store": 50.0},
        "disk_mb": 93.0,
        "index_type": "Flat",
        "retrieval": {**TIMES, "median_cpu_ms": 9.0, "p95_cpu_ms": 11.0},
        "ask": TIMES,
        "memory": {"resident_mb": 275.0, "own_mb": 207.0, "peak_mb": 280.0},
        "recall_at_10": 0.9912,
    }


def scores(name):
    known = ("accuracy", "answerable_accuracy", "first_citation")
    return {"name": name, "questions": 7, **dict.fromkeys(known, 0.875), "refusal": None}


RESULTS = {
    "peers": {
        "machine": MACHINE,
        "quick": True,
        "installed": {entrant.name: {"megabytes": 301.2, "versions": {}} for entrant in ENTRANTS},
        "works": {
            name: {
                "passages": 1204,
                "questions": 90,
                "contestants": {entrant.name: contestant(entrant) for entrant in ENTRANTS},
            }
            for name in ("xquad", "brief")
        },
    },
    "scale": {"machine": MACHINE, "quick": False, "sizes": [size(1000, "built"), size(1_000_000, "grown")]},
    "index_types": {
        "machine": MACHINE,
        "sizes": [
            {
                "passages": 100_000,
                "real": 6605,
                "kinds": [
                    {
                        "kind": "ivf-64",
                        "factory": "IVF316,SQ8",
                        "build_seconds": 30.4,
                        "megabytes": 39.7,
                        "median_ms": 1.07,
                        "p95_ms": 1.2,
                        "recall_at_10": 0.998,
                    }
                ],
            }
        ],
    },
    "answers": {
        "machine": MACHINE,
        "slices": [scores("figure")],
        "splits": [scores("test")],
        "total": scores("all"),
        "confidence": {
            "calibration_error": 0.0412,
            "bins": [{"low": 0.9, "high": 1.0, "count": 5, "confidence": 0.95, "accuracy": 0.8}],
            "curve": [{"threshold": 0.9, "coverage": 0.5, "risk": 0.1}],
        },
    },
    "variations": {
        "machine": MACHINE,
        "families": [{"family": "typo", "expectation": "same", "checks": 40, "consistency": 0.925}],
    },
}
EXPECTED = {
    "peers": (
        "| sentence success@1 | 0.812 | 0.812 | 0.812 | 0.812 |",
        "| ask, median | 20.0 ms | 20.0 ms | 20.0 ms |  |",
    ),
    "peers-short": ("| exact match after reading | 0.500 | 0.500 | 0.500 |  |", "| installed size | 301 MB |"),
    "scale": (
        "| 1,000,000 | grown, vectors turned copies | Flat | 50 s |",
        "| 20.0 / 31.5 ms | 20.0 / 31.5 ms | 0.991 |",
    ),
    "stages": ("| passages | reading | facts |", "| 1,000 | 3.0 s | 4.0 s |"),
    "index-types": ("| 100,000 (6,605 real) | ivf-64 | 1.07 / 1.20 ms | 0.998 | 30.4 s | 40 MB |",),
    "answers": ("| figure | 7 | 0.875 | 0.875 |  | 0.875 |", "Expected calibration error 0.041."),
    "variations": ("| typo | the same | 40 | 0.925 |",),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_shows_the_numbers_of_its_file_with_machine_versions_and_date(name):
    file, make = TABLES[name]
    table = make(RESULTS[file])
    for line in EXPECTED[name]:
        assert line in table
    assert "2 cores of A processor, 24 GB, Python 3.11, faiss-cpu 1.9; commit abc, 2026-01-02 03:04 UTC" in table
    assert ("quick run" in table) == (file == "peers")


def test_the_page_holds_every_table_and_plot_and_needs_nothing_beside_it(monkeypatch, tmp_path: Path):
    monkeypatch.setattr(page, "read_result", RESULTS.get)
    monkeypatch.setattr(page, "FOLDER", tmp_path)
    page.main()
    written = (tmp_path / "report.html").read_text(encoding="utf-8")
    for title in page.TITLES.values():
        assert f"<h2>{title}</h2>" in written
    assert written.count("<svg") == 5, "latency, reliability, risk against coverage, slices, families"
    assert "http://" not in written and "https://" not in written and "<script" not in written
