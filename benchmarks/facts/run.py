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

from recognizers import say_absent, score_recognizers
from rich.console import Console
from rich.table import Table
from tally import EXPLICIT, Span, Tally, overlaps, paired, same_date

from briefqa.documents.reading import read_document
from briefqa.documents.sources import list_sources
from briefqa.facts import build_lexicon, extract_facts
from briefqa.facts.dates.context import Anchor
from briefqa.facts.reading import read
from briefqa.facts.scoring import Score, score_records
from briefqa.passages import split_passages

_Scorer = Callable[[list[dict[str, Any]]], tuple[dict[str, Score], list[str]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("BRIEFQA_DATA", "../shared/data")))
    parser.add_argument("--differences", action="store_true")
    options = parser.parse_args()
    console = Console(highlight=False, markup=False, width=160)
    _brief(console, options.differences)
    _general(console, options.data / "meantime-news-open.jsonl.xz", _meantime, options.differences)
    recognizers = options.data / "recognizers-text-en-open.jsonl.xz"
    _general(console, recognizers, score_recognizers, options.differences)
    say_absent(console, recognizers)


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


def _innermost(spans: Iterable[Span]) -> list[Span]:
    """Nested mentions ("AU$52.5 million (US$40.4 million") count as what they hold."""
    kept: list[Span] = sorted(set(spans))
    return [span for span in kept if not any(o != span and span[0] <= o[0] and o[1] <= span[1] for o in kept)]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for match in re.finditer(r"\n|(?<=[.!?])\s+(?=[A-Z\"])", text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def _meantime(rows: list[dict[str, Any]]) -> tuple[dict[str, Score], list[str]]:
    tally = Tally()
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
            pairs = paired(wanted, made)
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
    tally: Tally, name: str, text: str, marks: list[dict[str, Any]], dates: list[tuple[int, int, str]]
) -> None:
    for label, test in (("explicit dates", EXPLICIT.search), ("all dates", lambda surface: True)):
        wanted = [m for m in marks if m["tag"] == "TIMEX3" and m.get("type") == "DATE" and test(m["text"])]
        made = [d for d in dates if test(text[d[0] : d[1]])]
        others = [(m["start"], m["end"]) for m in marks if m["tag"] == "TIMEX3"]
        pairs = paired([(m["start"], m["end"]) for m in wanted], [(a, b) for a, b, _ in made])
        used = {i for _, i in pairs}
        extra = [d for i, d in enumerate(made) if i not in used]
        elsewhere = [d for d in extra if any(overlaps((d[0], d[1]), span) for span in others)]
        right = sum(same_date(wanted[n]["value"], made[i][2]) for n, i in pairs)
        count = len(made) - len(elsewhere)
        tally.add(f"{label} detection", len(pairs), count, len(wanted))
        tally.add(f"{label} value", right, count, len(wanted))
        if label == "explicit dates":
            wrong = [
                (wanted[n]["text"], wanted[n]["value"], made[i][2])
                for n, i in pairs
                if not same_date(wanted[n]["value"], made[i][2])
            ]
            missed = [m["text"] for n, m in enumerate(wanted) if n not in {n for n, _ in pairs}]
            spare = [text[a:b] for a, b, e in extra if (a, b, e) not in elsewhere]
            tally.differences += (
                [f"date {name}: wrong {wrong}, missed {missed}, extra {spare}"] if wrong or missed or spare else []
            )


if __name__ == "__main__":
    main()
