"""Made-up statistics of countries, so that the reader matches measure, place and year before it takes a figure."""

from __future__ import annotations

import random
from collections.abc import Callable

from briefqa_train.records import COUNTRIES, write_count, write_money
from briefqa_train.windows import Window, build_header


def _percent(source: random.Random) -> str:
    return f"{source.uniform(0.3, 48):.1f}" + source.choice(("%", " percent", " per cent"))


def _people(source: random.Random) -> str:
    return source.choice((write_count(source), f"{source.uniform(1, 90):.1f} million"))


_MEASURES: tuple[tuple[str, Callable[[random.Random], str]], ...] = (
    ("unemployment rate", _percent), ("inflation rate", _percent), ("growth rate", _percent),
    ("poverty rate", _percent),
    ("literacy rate", _percent), ("interest rate", _percent), ("corporate tax rate", _percent), ("turnout", _percent),
    ("renewable share of electricity", _percent), ("budget deficit", _percent), ("public debt", write_money),
    ("gross domestic product", write_money), ("defence budget", write_money), ("trade surplus", write_money),
    ("export volume", write_money), ("foreign investment", write_money), ("health spending", write_money),
    ("gas bill", write_money), ("minimum wage", write_money), ("aid budget", write_money), ("population", _people),
    ("number of refugees", _people), ("number of soldiers", _people), ("number of hospitals", write_count),
    ("number of students", _people), ("size of the fleet", write_count), ("number of job losses", _people),
)  # fmt: skip
_STATEMENTS = (
    "The {measure} of {place} was {now} in {year}",
    "{place}'s {measure} stood at {now} in {year}",
    "In {year}, the {measure} in {place} reached {now}",
    "{place} reported a {measure} of {now} for {year}",
    "For {year} {place} put its {measure} at {now}",
)
_CHANGES = (", up from {then} in {before}", ", down from {then} in {before}", ", compared with {then} in {before}", "")
_QUESTIONS = (
    "What was the {measure} of {place} in {year}?", "What was {place}'s {measure} in {year}?",
    "How high was the {measure} in {place} in {year}?", "What {measure} did {place} report for {year}?",
)  # fmt: skip
_UNDATED = ("What is the {measure} of {place}?", "How high is {place}'s {measure}?", "What is {place}'s {measure}?")


def build_indicator_window(source: random.Random) -> Window:
    """A question on one figure of one to three sentences; null where its measure, place or year is not among them."""
    places = [name.removeprefix("the ") for name in source.sample(COUNTRIES, 3)]
    measures = source.sample(_MEASURES, 3)
    year = source.randint(1998, 2030)
    before = year - source.randint(1, 6)
    text, now, then = _state(measures[0], places[0], year, before, source)
    filled = [text]
    for _ in range(source.choice((0, 0, 1, 2))):
        measure, place = source.choice(((measures[0], places[1]), (measures[1], places[0]), (measures[1], places[1])))
        filled.insert(source.randint(0, len(filled)), _state(measure, place, year, before, source)[0])
    asked = {"measure": measures[0][0], "place": places[0], "year": str(year)}
    answer: tuple[int, int] | None = now
    roll = source.random()
    if roll < 0.15:
        asked["measure"], answer = measures[2][0], None
    elif roll < 0.25:
        asked["place"], answer = places[2], None
    elif roll < 0.38:
        asked["year"], answer = str(year + source.choice((-8, -7, 1, 2, 3))), None
    elif roll < 0.55 and then is not None:
        asked["year"], answer = str(before), then
    undated = answer is not then and roll > 0.85 and answer is not None
    question = source.choice(_UNDATED if undated else _QUESTIONS).format(**asked)
    header = build_header(source.choice(("Country report", "Economic outlook", None)), source)
    joined, offset = " ".join(filled), sum(len(one) + 1 for one in filled[: filled.index(text)])
    if answer is None:
        return Window(question, header, joined, None, None)
    return Window(question, header, joined, answer[0] + offset, answer[1] + offset)


def _state(
    measure: tuple[str, Callable[[random.Random], str]], place: str, year: int, before: int, source: random.Random
) -> tuple[str, tuple[int, int], tuple[int, int] | None]:
    """A sentence, where its figure stands, and where the earlier one does, if any."""
    name, write = measure
    now, then = write(source), write(source)
    head, tail = source.choice(_STATEMENTS).format(measure=name, place=place, now="\0", year=year).split("\0")
    change = source.choice(_CHANGES)
    text = head + now + tail
    place_now = (len(head), len(head) + len(now))
    if not change:
        return text + ".", place_now, None
    start = len(text) + change.index("{")
    return text + change.format(then=then, before=before) + ".", place_now, (start, start + len(then))
