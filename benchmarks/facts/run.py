"""Scores of fact records: on the brief's gold, on MEANTIME news and on Recognizers-Text, with speed.

python benchmarks/facts/run.py [--data DIR] [--differences]
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from briefqa.documents.reading import read_document
from briefqa.documents.sources import list_sources
from briefqa.facts import build_lexicon, extract_facts, read_dates, read_quantities
from briefqa.facts.dates.calendar import parse_edtf
from briefqa.facts.dates.context import Anchor
from briefqa.facts.reading import read
from briefqa.facts.scoring import Score, score_records
from briefqa.passages import split_passages

_EXPLICIT = re.compile(
    r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*\.?\s+\d"
    r"|\d(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
    re.IGNORECASE,
)
Span = tuple[int, int]
_Scorer = Callable[[list[dict[str, Any]]], tuple[dict[str, Score], list[str]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BRIEFQA_DATA", "../shared/data")))
    parser.add_argument("--differences", action="store_true")
    options = parser.parse_args()
    console = Console(highlight=False, markup=False, width=160)
    _brief(console, options.differences)
    _general(console, options.data / "meantime-news-open.jsonl.xz", _meantime, options.differences)
    _general(console, options.data / "recognizers-text-en-open.jsonl.xz", _recognizers, options.differences)


def _brief(console: Console, differences: bool) -> None:
    sources, _ = list_sources(Path("corpus"))
    documents = [read_document(source) for source in sources]
    pairs = [(document, split_passages(document)) for document in documents]
    lexicon = build_lexicon(pairs)
    started = time.process_time()
    records = [record for document, passages in pairs for record in extract_facts(document, passages, lexicon)]
    took = time.process_time() - started
    gold = [json.loads(line) for line in Path("eval/facts.jsonl").read_text(encoding="utf-8").splitlines()]
    scores, found = score_records(gold, records, lexicon)
    _show(console, "The brief (eval/facts.jsonl)", scores)
    if differences:
        for item in found:
            console.print(f"  {item.measure}: expected {item.expected}; found {item.found}")
    count = sum(len(passages) for _, passages in pairs)
    console.print(f"{count / took:.0f} passages per second of one core's time, {len(records)} records\n")


def _general(console: Console, path: Path, score: _Scorer, differences: bool) -> None:
    if not path.exists():
        console.print(f"{path} is not there: skipped. Give its folder with --data or BRIEFQA_DATA.")
        return
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    scores, found = score(rows)
    _show(console, path.name, scores)
    if differences:
        for line in found:
            console.print(f"  {line}")


def _show(console: Console, title: str, scores: dict[str, Score]) -> None:
    table = Table("measure", "precision", "recall", "F1", "right", "made", "wanted", title=title)
    for name, item in scores.items():
        numbers = (f"{item.precision:.3f}", f"{item.recall:.3f}", f"{item.f1:.3f}")
        table.add_row(name, *numbers, str(item.right), str(item.made), str(item.wanted))
    console.print(table)


def _overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _paired(wanted: list[Span], made: list[Span]) -> list[tuple[int, int]]:
    pairs, taken = [], set()
    for number, span in enumerate(wanted):
        index = next((i for i, other in enumerate(made) if i not in taken and _overlaps(span, other)), None)
        if index is not None:
            taken.add(index)
            pairs.append((number, index))
    return pairs


def _innermost(spans: Iterable[Span]) -> list[Span]:
    """Nested mentions ("AU$52.5 million (US$40.4 million") count as what they hold."""
    kept: list[Span] = sorted(set(spans))
    return [span for span in kept if not any(o != span and span[0] <= o[0] and o[1] <= span[1] for o in kept)]


class _Tally:
    def __init__(self) -> None:
        self.counts: dict[str, list[int]] = {}
        self.differences: list[str] = []

    def add(self, name: str, right: int, made: int, wanted: int) -> None:
        row = self.counts.setdefault(name, [0, 0, 0])
        row[0], row[1], row[2] = row[0] + right, row[1] + made, row[2] + wanted

    def scores(self) -> dict[str, Score]:
        return {name: Score(*row) for name, row in self.counts.items()}


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in re.finditer(r"\n|(?<=[.!?])\s+(?=[A-Z\"])", text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def _meantime(rows: list[dict[str, Any]]) -> tuple[dict[str, Score], list[str]]:
    tally = _Tally()
    for row in rows:
        text = row["text"]
        marks = [mark for mark in row["markables"] if mark["tag"] in ("VALUE", "TIMEX3")]
        last = max((mark["end"] for mark in row["markables"]), default=0)
        published = next((mark["value"] for mark in marks if _is_dateline(text, mark)), None)
        money, percent, dates = [], [], []
        for start, sentence in _sentences(text[:last]):
            reading = read(sentence, _anchor(published))
            for quantity in reading.quantities:
                kinds = {"money": money, "percent": percent, "fraction": percent}
                if quantity.kind in kinds:
                    kinds[quantity.kind].append((start + quantity.start, start + quantity.end))
            dates += [(start + date.start, start + date.end, date.edtf) for date in reading.dates]
        for name, made in (("MONEY", money), ("PERCENT", percent)):
            wanted = _innermost((mark["start"], mark["end"]) for mark in marks if mark.get("type") == name)
            pairs = _paired(wanted, made)
            tally.add(f"{name.lower()} detection", len(pairs), len(made), len(wanted))
            missed = [text[a:b] for n, (a, b) in enumerate(wanted) if n not in {n for n, _ in pairs}]
            extra = [text[a:b] for i, (a, b) in enumerate(made) if i not in {i for _, i in pairs}]
            tally.differences += [f"{name} {row['doc']}: missed {missed}, extra {extra}"] if missed or extra else []
        _score_dates(tally, row["doc"], text, marks, dates)
    return tally.scores(), tally.differences


def _is_dateline(text: str, mark: dict[str, Any]) -> bool:
    return (
        mark["tag"] == "TIMEX3"
        and mark.get("type") == "DATE"
        and re.match(r"\d{4}-\d\d-\d\d$", mark["value"] or "") is not None
        and text[: mark["start"]].count("\n") == 1
    )


def _anchor(published: str | None) -> Anchor:
    return Anchor.of(published)


def _score_dates(
    tally: _Tally, name: str, text: str, marks: list[dict[str, Any]], dates: list[tuple[int, int, str]]
) -> None:
    for label, test in (("explicit dates", _EXPLICIT.search), ("all dates", lambda surface: True)):
        wanted = [m for m in marks if m["tag"] == "TIMEX3" and m.get("type") == "DATE" and test(m["text"])]
        made = [d for d in dates if test(text[d[0] : d[1]])]
        others = [(m["start"], m["end"]) for m in marks if m["tag"] == "TIMEX3"]
        pairs = _paired([(m["start"], m["end"]) for m in wanted], [(a, b) for a, b, _ in made])
        used = {i for _, i in pairs}
        extra = [d for i, d in enumerate(made) if i not in used]
        elsewhere = [d for d in extra if any(_overlaps((d[0], d[1]), span) for span in others)]
        right = sum(_same(wanted[n]["value"], made[i][2]) for n, i in pairs)
        count = len(made) - len(elsewhere)
        tally.add(f"{label} detection", len(pairs), count, len(wanted))
        tally.add(f"{label} value", right, count, len(wanted))
        if label == "explicit dates":
            wrong = [
                (wanted[n]["text"], wanted[n]["value"], made[i][2])
                for n, i in pairs
                if not _same(wanted[n]["value"], made[i][2])
            ]
            missed = [m["text"] for n, m in enumerate(wanted) if n not in {n for n, _ in pairs}]
            spare = [text[a:b] for a, b, e in extra if (a, b, e) not in elsewhere]
            tally.differences += (
                [f"date {name}: wrong {wrong}, missed {missed}, extra {spare}"] if wrong or missed or spare else []
            )


def _same(timex: str, edtf: str) -> bool:
    """A TIMEX3 value against EDTF: quarters and seasons are written differently, openings and hedges do not count."""
    seasons = {"SP": "21", "SU": "22", "FA": "23", "WI": "24", "Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36"}
    head, _, tail = timex.partition("-")
    plain = f"{head}-{seasons[tail]}" if tail in seasons else timex
    stated = edtf.replace("~", "").replace("/..", "").replace("../", "")
    if plain == stated:
        return True
    week = re.match(r"(\d{4})-W(\d\d)$", timex)
    return (
        week is not None
        and "/" in edtf
        and (when := parse_edtf(edtf[:10])) is not None
        and when.earliest.isocalendar()[:2] == (int(week.group(1)), int(week.group(2)))
    )


def _recognizers(rows: list[dict[str, Any]]) -> tuple[dict[str, Score], list[str]]:
    tally = _Tally()
    for row in rows:
        group, _, spec = row["spec"].partition("/")
        if group == "DateTime":
            _recognized_dates(tally, row)
        else:
            _recognized_numbers(tally, row, spec)
    return tally.scores(), tally.differences


def _recognized_dates(tally: _Tally, row: dict[str, Any]) -> None:
    text = row["input"]
    made = [(date.start, date.end, date.edtf) for date in read_dates(text, (row["reference"] or "2016-11-07")[:10])]
    for label, test in (("explicit dates", _EXPLICIT.search), ("all dates", lambda surface: True)):
        wanted = [
            (item["start"], item["start"] + len(item["text"]), item) for item in row["results"] if test(item["text"])
        ]
        mine = [item for item in made if test(text[item[0] : item[1]])]
        pairs = _paired([(a, b) for a, b, _ in wanted], [(a, b) for a, b, _ in mine])
        tally.add(f"{label} detection", len(pairs), len(mine), len(wanted))
        valued = [
            (wanted[n][2], mine[i][2]) for n, i in pairs if re.match(r"\d{4}(?:-\d\d){0,2}$", _timex(wanted[n][2]))
        ]
        tally.add(
            f"{label} value where one date is meant",
            sum(_same(_timex(w), e) for w, e in valued),
            len(valued),
            len(valued),
        )
        if label == "explicit dates":
            missed = [w[2]["text"] for n, w in enumerate(wanted) if n not in {n for n, _ in pairs}]
            wrong = [(w["text"], _timex(w), e) for w, e in valued if not _same(_timex(w), e)]
            if missed or wrong or len(mine) > len(pairs):
                tally.differences.append(
                    f"{text!r}: missed {missed}, wrong {wrong}, made {[text[a:b] for a, b, _ in mine]}"
                )


def _timex(item: dict[str, Any]) -> str:
    resolution = item["resolution"] or {}
    return resolution.get("Timex") or resolution.get("timex") or ""


def _recognized_numbers(tally: _Tally, row: dict[str, Any], spec: str) -> None:
    text = row["input"]
    made = [(quantity.start, quantity.end) for quantity in read_quantities(text)]
    wanted = [(item["start"], item["start"] + len(item["text"])) for item in row["results"]]
    pairs = _paired(wanted, made)
    tally.add(f"{spec} detection", len(pairs), len(made), len(wanted))
    if len(pairs) < max(len(wanted), len(made)):
        tally.differences.append(
            f"{spec} {text!r}: wanted {[i['text'] for i in row['results']]}, made {[text[a:b] for a, b in made]}"
        )


if __name__ == "__main__":
    main()
