"""Scores on the test specifications of Recognizers-Text: dates, numbers, percentages, currency, dimensions."""

from __future__ import annotations

import json
import lzma
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rich.console import Console
from tally import EXPLICIT, Tally, paired, same_date

from briefqa.facts import read_dates, read_quantities
from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.scoring import Score


def score_recognizers(rows: list[dict[str, Any]]) -> tuple[dict[str, Score], list[str]]:
    tally = Tally()
    for row in rows:
        if row["spec"].startswith("DateTime/"):
            _recognized_dates(tally, row)
        else:
            _recognized_numbers(tally, row)
    return tally.scores(), tally.differences


def _recognized_dates(tally: Tally, row: dict[str, Any]) -> None:
    text = row["input"]
    made = [(date.start, date.end, date.edtf) for date in read_dates(text, (row["reference"] or "2016-11-07")[:10])]
    for label, test in (("explicit dates", EXPLICIT.search), ("all dates", lambda surface: True)):
        wanted = [
            (item["start"], item["start"] + len(item["text"]), item) for item in row["results"] if test(item["text"])
        ]
        mine = [item for item in made if test(text[item[0] : item[1]])]
        pairs = paired([(a, b) for a, b, _ in wanted], [(a, b) for a, b, _ in mine])
        tally.add(f"{label} detection", len(pairs), len(mine), len(wanted))
        valued = [
            (wanted[n][2], mine[i][2]) for n, i in pairs if re.match(r"\d{4}(?:-\d\d){0,2}$", _timex(wanted[n][2]))
        ]
        tally.add(
            f"{label} value where one date is meant",
            sum(same_date(_timex(w), e) for w, e in valued),
            len(valued),
            len(valued),
        )
        if label == "explicit dates":
            missed = [w[2]["text"] for n, w in enumerate(wanted) if n not in {n for n, _ in pairs}]
            wrong = [(w["text"], _timex(w), e) for w, e in valued if not same_date(_timex(w), e)]
            if missed or wrong or len(mine) > len(pairs):
                tally.differences.append(
                    f"{text!r}: missed {missed}, wrong {wrong}, made {[text[a:b] for a, b, _ in mine]}"
                )


def _timex(item: dict[str, Any]) -> str:
    resolution = item["resolution"] or {}
    return resolution.get("Timex") or resolution.get("timex") or ""


_NUMBERS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "currency": (("Currency",), frozenset({"money"})),
    "percentages": (("Percent",), frozenset({"percent"})),
    "dimensions": (("Dimension", "Temperature", "Age"), frozenset({"measure", "duration"})),
    "numbers": (("Number/NumberModel", "Number/DoubleModel", "Number/IntegerModel"), frozenset()),
}
"""Kinds of specification: what their names hold, and the kinds of quantity they count; none stands for all of them."""


def _recognized_numbers(tally: Tally, row: dict[str, Any]) -> None:
    text = row["input"]
    name, kinds = next(
        ((name, kinds) for name, (marks, kinds) in _NUMBERS.items() if any(mark in row["spec"] for mark in marks)),
        (row["spec"], frozenset()),
    )
    made = [(one.start, one.end, one) for one in read_quantities(text) if not kinds or one.kind in kinds]
    wanted = [(item["start"], item["start"] + len(item["text"])) for item in row["results"]]
    pairs = paired(wanted, [(start, end) for start, end, _ in made])
    tally.add(f"{name} detection", len(pairs), len(made), len(wanted))
    valued = [(row["results"][n], made[i][2]) for n, i in pairs if _stated_number(row["results"][n]) is not None]
    wrong = [(item["text"], _stated_number(item), one.value) for item, one in valued if not _same_number(item, one)]
    tally.add(f"{name} value", len(valued) - len(wrong), len(valued), len(valued))
    if wrong or len(pairs) < max(len(wanted), len(made)):
        surfaces = [text[start:end] for start, end, _ in made]
        tally.differences.append(
            f"{name} {text!r}: wanted {[item['text'] for item in row['results']]}, made {surfaces}, wrong {wrong}"
        )


def _stated_number(item: dict[str, Any]) -> Decimal | None:
    written = str((item["resolution"] or {}).get("value") or "").rstrip("%")
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def _same_number(item: dict[str, Any], made: Quantity) -> bool:
    """Fractions in words are percentages here and numbers there."""
    stated = _stated_number(item)
    if stated is None or made.value is None:
        return False
    return any(abs(stated - value) <= abs(stated) * Decimal("1e-6") for value in (made.value, made.value / 100))


def say_absent(console: Console, path: Path) -> None:
    """Which kinds of specification the file does not hold: nothing can be said of them."""
    if not path.exists():
        return
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        held = {json.loads(line)["spec"] for line in stream}
    absent = [name for name, (marks, _) in _NUMBERS.items() if not any(mark in spec for mark in marks for spec in held)]
    if absent:
        console.print(f"{path.name} holds {', '.join(sorted(held))}; it has no specifications of {', '.join(absent)}.")
