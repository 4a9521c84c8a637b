"""Made-up table rows in the words of a table view, so that the reader learns to match headers."""

from __future__ import annotations

import random

from briefqa_train.windows import Window, build_header

_COLUMNS = (
    ("United States", "Europe", "South Korea", "Japan", "Poland", "Germany", "France", "China",
     "Israel", "Turkey", "Italy", "Spain", "Norway", "Brazil", "India", "Canada"),
    ("2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024"),
    ("January", "March", "May", "July", "September", "November"),
    ("Boeing", "Airbus", "Hyundai", "Siemens", "Toyota", "Lockheed Martin", "Thales", "Samsung"),
    ("Men", "Women", "Total", "Under 18", "Over 65"),
    ("Army", "Navy", "Air force", "Reserves"),
)  # fmt: skip
_ROWS = (
    "Helicopters", "Trucks", "Fighter aircraft", "Submarines", "Missiles", "Excavators",
    "Wheat", "Steel", "Natural gas", "Crude oil", "Electric cars", "Semiconductors", "Medicines",
    "Renewable energy", "Solar panels", "Rail freight", "Higher education", "Public health",
    "Housing", "Research", "Agriculture", "Textiles", "Lithium batteries", "Fertiliser",
)  # fmt: skip
_MEASURES = (
    ("value", "What was the value of {row} {column}?", "How much were {row} worth {column}?"),
    ("spending", "How much was spent on {row} {column}?", "What is the spending on {row} {column}?"),
    ("exports", "How large were exports of {row} {column}?", "What were {row} exports {column}?"),
    ("imports", "What did imports of {row} amount to {column}?", "What were {row} imports {column}?"),
    ("orders", "How many {row} were ordered {column}?", "How many orders of {row} are there {column}?"),
    ("units", "How many {row} were delivered {column}?", "How many units of {row} {column}?"),
    ("share", "What share did {row} have {column}?", "What percentage is {row} {column}?"),
    ("growth", "By how much did {row} grow {column}?", "How fast did {row} grow {column}?"),
)  # fmt: skip


def build_table_window(random_source: random.Random) -> Window:
    """A question on one cell of one to three rows; null where its column or row is not there."""
    columns: tuple[str, ...] = random_source.choice(_COLUMNS)
    measure, *templates = random_source.choice(_MEASURES)
    shown = random_source.sample(columns, random_source.randint(2, min(5, len(columns) - 1)))
    names = random_source.sample(_ROWS, random_source.choice((1, 1, 1, 2, 3)))
    null = random_source.random() < 0.3
    row, column = random_source.choice(names), random_source.choice(shown)
    asked_row, asked_column = row, column
    if null and random_source.random() < 0.5:
        asked_row = random_source.choice([name for name in _ROWS if name not in names])
    elif null:
        asked_column = random_source.choice([name for name in columns if name not in shown])
    text, place = _write_rows(names, shown, measure, (row, column), random_source)
    question = _ask(random_source.choice(templates), asked_row, asked_column, random_source)
    header = build_header(random_source.choice(("Trade", "Annual report", None)), random_source)
    if null:
        return Window(question, header, text, None, None)
    return Window(question, header, text, *place)


def _ask(template: str, row: str, column: str, random_source: random.Random) -> str:
    words: tuple[str, ...] = ("in", "for") if column[0].isdigit() else ("in", "for", "by", "from")
    if column in _COLUMNS[0]:
        words = ("in", "for", "in the case of", "from")
    elif column in _COLUMNS[3] or column in _COLUMNS[4]:
        words = ("for", "by", "from")
    article = "the " if column in ("United States", "Army", "Navy") else ""
    place = f"{random_source.choice(words)} {article}{column}"
    return template.format(row=row.lower(), column=place)


def _write_rows(
    names: list[str],
    shown: list[str],
    measure: str,
    asked: tuple[str, str],
    random_source: random.Random,
) -> tuple[str, tuple[int, int]]:
    """The rows' text, and the offsets of the asked cell in it."""
    text, place = "", (0, 0)
    style = random_source.choice(_STYLES.get(measure, _COUNTS))
    for name in names:
        text += f"{name} ({measure}), " if random_source.random() < 0.7 else f"{name}, {measure}: "
        for number, column in enumerate(shown):
            value = _write_value(style, random_source)
            text += ("; " if number else "") + f"{column}: "
            if (name, column) == asked:
                place = (len(text), len(text) + len(value))
            text += value
        text += ". " if len(names) > 1 else ""
    return text.rstrip(), place


_VALUES = ("${} million", "€{} billion", "{}%", "{}", "{} million", "{} units")
_COUNTS = (3, 4, 5)
_STYLES = {
    "value": (0, 1), "spending": (0, 1), "exports": (0, 1, 3), "imports": (0, 1, 3),
    "share": (2,), "growth": (2,),
}  # fmt: skip


def _write_value(style: int, random_source: random.Random) -> str:
    number = random_source.choice(
        (
            str(random_source.randint(1, 999)),
            f"{random_source.randint(1000, 90000):,}",
            f"{random_source.uniform(0.1, 99):.1f}",
        )
    )
    if style == 2:
        number = f"{random_source.uniform(0, 99):.1f}"
    return _VALUES[style].format(number)
