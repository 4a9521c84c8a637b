"""The tables of the documentation, from the result files alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.machine import machine_line

Result = dict[str, Any]
PERCENT = ("success_at_1", "success_at_5", "success_at_10", "exact_match", "f1", "refused_unanswerable")


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]], result: Result, note: str = "") -> str:
    """A table with its machine, versions and date under it."""
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    quick = " A quick run on few questions." if result.get("quick") else ""
    below = f"{note}{quick} Measured on {machine_line(result['machine'])}.".strip()
    return "\n".join([*lines, "", below])


def peers_table(result: Result, shown: Callable[[str], bool] = bool) -> str:
    """One row a measurement that is `shown`, one column a contestant, for each work."""
    parts = []
    for name, work in result["works"].items():
        contestants = work["contestants"]
        heads = [f"{WORKS[name]}, {work['questions']} questions", *(one["label"] for one in contestants.values())]
        rows = [[label, *(show(one) for one in contestants.values())] for label, show in PEER_ROWS if shown(label)]
        sizes = [f"{result['installed'][key]['megabytes']:,.0f} MB" for key in contestants]
        rows.append(["installed size", *sizes])
        parts.append(markdown(heads, rows, result, f"{work['passages']:,} passages, the same texts for all."))
    return "\n\n".join(parts)


def short_peers_table(result: Result) -> str:
    """What a reader wants to know first."""
    return peers_table(result, SHORT_PEER_ROWS.__contains__)


SHORT_PEER_ROWS = frozenset(
    {
        "sentence success@1",
        "exact match after reading",
        "F1 after reading",
        "unanswerable questions refused",
        "answerable questions refused",
        "ask, median",
        "ask, times briefqa's (quartiles)",
        "HTTP, 8 clients, answers/s",
        "process start to first answer",
        "resident memory",
    }
)

WORKS = {"xquad": "XQuAD English, open corpus", "brief": "the brief"}


def _number(group: str, field: str, unit: str = "", digits: int = 3) -> Callable[[Result], str]:
    def show(one: Result) -> str:
        value = one.get(group, {}).get(field)
        return "" if value is None else f"{value:,.{digits}f}{unit}"

    return show


def _ratio(group: str) -> Callable[[Result], str]:
    def show(one: Result) -> str:
        ratio = one.get(group, {}).get("times_briefqa")
        if ratio is None:
            return ""
        return f"{ratio['median']:.1f} ({ratio['quarter']:.1f} to {ratio['three_quarters']:.1f})"

    return show


PEER_ROWS: tuple[tuple[str, Callable[[Result], str]], ...] = (
    ("sentence success@1", _number("search", "success_at_1")),
    ("sentence success@5", _number("search", "success_at_5")),
    ("sentence success@10", _number("search", "success_at_10")),
    ("MRR@10", _number("search", "mrr")),
    ("exact match after reading", _number("ask", "exact_match")),
    ("F1 after reading", _number("ask", "f1")),
    ("unanswerable questions refused", _number("ask", "refused_unanswerable")),
    ("answerable questions refused", _number("ask", "refused_answerable")),
    ("indexing, passages/s", _number("index", "passages_a_second", digits=0)),
    ("search, median", _number("search", "median_ms", " ms", 1)),
    ("search, times briefqa's (quartiles)", _ratio("search")),
    ("ask, median", _number("ask", "median_ms", " ms", 1)),
    ("ask, 95th percentile", _number("ask", "p95_ms", " ms", 1)),
    ("ask, times briefqa's (quartiles)", _ratio("ask")),
    ("HTTP, 1 client, median", _number("http_1", "median_ms", " ms", 1)),
    ("HTTP, 1 client, 95th percentile", _number("http_1", "p95_ms", " ms", 1)),
    ("HTTP, 8 clients, median", _number("http_8", "median_ms", " ms", 1)),
    ("HTTP, 8 clients, answers/s", _number("http_8", "answers_a_second", "", 1)),
    ("process start to first answer", lambda one: f"{one['cold_start_seconds']:.2f} s"),
    ("resident memory", lambda one: f"{one['memory_mb']:,.0f} MB"),
)


def scale_table(result: Result) -> str:
    """One row a size."""
    heads = ["passages", "made", "index", "build", "disk", "memory", "search p50 / p95", "ask p50 / p95", "recall@10"]
    rows = [
        [
            f"{one['passages']:,}",
            f"{one['made']}, vectors {one['vectors']}",
            one["index_type"],
            f"{sum(one['build_seconds'].values()):,.0f} s",
            f"{one['disk_mb']:,.0f} MB",
            f"{one['memory']['resident_mb']:,.0f} MB, own {one['memory']['own_mb']:,.0f}",
            f"{one['retrieval']['median_ms']:.1f} / {one['retrieval']['p95_ms']:.1f} ms",
            f"{one['ask']['median_ms']:.1f} / {one['ask']['p95_ms']:.1f} ms",
            f"{one['recall_at_10']:.3f}",
        ]
        for one in result["sizes"]
    ]
    note = "Search includes encoding the question; a grown index is one whose copies were not read and encoded again."
    return markdown(heads, rows, result, note)


def stages_table(result: Result) -> str:
    """Seconds of each stage of the builds that were real."""
    built = [one for one in result["sizes"] if one["made"] == "built"]
    stages = list(dict.fromkeys(stage for one in built for stage in one["build_seconds"]))
    rows = [
        [f"{one['passages']:,}", *(f"{one['build_seconds'].get(stage, 0.0):,.1f} s" for stage in stages)]
        for one in built
    ]
    return markdown(["passages", *stages], rows, result)


def index_types_table(result: Result) -> str:
    """One row a size and kind of FAISS index."""
    rows = [
        [
            f"{size['passages']:,}" + ("" if size["real"] == size["passages"] else f" ({size['real']:,} real)"),
            kind["kind"],
            f"{kind['median_ms']:.2f} / {kind['p95_ms']:.2f} ms",
            f"{kind['recall_at_10']:.3f}",
            f"{kind['build_seconds']:,.1f} s",
            f"{kind['megabytes']:,.0f} MB",
        ]
        for size in result["sizes"]
        for kind in size["kinds"]
    ]
    heads = ["vectors", "kind", "search p50 / p95", "recall@10", "build", "file"]
    return markdown(heads, rows, result, "A number after ivf is that of probed lists, after hnsw that of efSearch.")


def answers_table(result: Result) -> str:
    """One row a slice."""
    heads = ["questions", "n", "right", "answered", "refused", "first citation right"]
    scores = [
        *result["slices"],
        *({**one, "name": f"split {one['name']}"} for one in result["splits"]),
        result["total"],
    ]
    rows = [
        [
            one["name"],
            str(one["questions"]),
            *(_share(one[key]) for key in ("accuracy", "answerable_accuracy", "refusal", "first_citation")),
        ]
        for one in scores
    ]
    error = result["confidence"]["calibration_error"]
    return markdown(heads, rows, result, f"Expected calibration error {error:.3f}.")


def variations_table(result: Result) -> str:
    """One row a family."""
    rows = [
        [
            one["family"],
            "the same" if one["expectation"] == "same" else "another or none",
            str(one["checks"]),
            f"{one['consistency']:.3f}",
        ]
        for one in result["families"]
    ]
    return markdown(["family", "the answer must be", "asked", "consistent"], rows, result)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


TABLES: dict[str, tuple[str, Callable[[Result], str]]] = {
    "peers": ("peers", peers_table),
    "peers-short": ("peers", short_peers_table),
    "scale": ("scale", scale_table),
    "stages": ("scale", stages_table),
    "index-types": ("index_types", index_types_table),
    "answers": ("answers", answers_table),
    "variations": ("variations", variations_table),
}
"""By the name in a document's marker: which result file the table comes from, and how."""
