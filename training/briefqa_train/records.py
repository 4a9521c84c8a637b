"""Made-up table rows whose columns differ in kind: a supplier, a date, a value, a quantity."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from briefqa_train.windows import Window, build_header

COUNTRIES = (
    "Poland", "Norway", "Estonia", "Romania", "Finland", "Egypt", "Australia", "Peru", "Greece", "Sweden",
    "the Philippines", "Iraq", "Turkey", "Germany", "the United Kingdom", "the Netherlands", "Canada", "Chile",
)  # fmt: skip
COMPANIES = (
    "Airbus Helicopters", "Rheinmetall", "Saab", "Leonardo", "Kongsberg", "Northern Steel", "Vestas", "Alstom", "BASF",
    "Skoda Transport", "Patria", "Siemens Energy", "Orsted", "Nokia", "Bombardier Aviation", "Maersk",
)  # fmt: skip
PRODUCTS = (
    "Leopard 2 tanks", "CV90 vehicles", "A330 tanker aircraft", "mobile bridges", "Iris-T batteries",
    "transport aircraft", "coastal radars", "patrol ships", "wind turbines", "electric buses", "freight locomotives",
    "M70 pallets", "armoured vehicles", "surveillance drones", "battery cells", "gas turbines", "minehunters",
    "trainer jets", "satellites", "field hospitals", "submarine cables", "air-defence missiles", "pumps", "vaccines",
)  # fmt: skip
_MONTHS = ("January", "March", "April", "June", "July", "September", "October", "December")


def write_date(source: random.Random) -> str:
    """A year, a month or a day."""
    year = str(source.randint(1995, 2035))
    month = source.choice(_MONTHS)
    return source.choice((year, year, f"{month} {year}", f"{month} {source.randint(1, 28)}, {year}"))


def write_money(source: random.Random) -> str:
    """An amount of money."""
    amount = source.choice((str(source.randint(2, 950)), f"{source.uniform(1, 90):.1f}"))
    return source.choice(("${}", "€{}", "£{}", "USD {}", "EUR {}")).format(amount) + source.choice(
        (" million", " billion", " million", " bn")
    )


def write_count(source: random.Random) -> str:
    """A number of things."""
    return f"{source.choice((source.randint(2, 99), source.randint(100, 990), source.randint(1000, 90000))):,}"


def _write_share(source: random.Random) -> str:
    return f"{source.uniform(0.5, 98):.1f}%" if source.random() < 0.6 else f"{source.randint(2, 98)}%"


@dataclass(frozen=True, slots=True)
class _Column:
    headers: tuple[str, ...]
    questions: tuple[str, ...]
    write: Callable[[random.Random], str]


_COLUMNS = (
    _Column(("Supplier", "Company", "Manufacturer", "Contractor"),
            ("Who supplies {row}?", "Which company makes {row}?", "Who is the supplier of {row}?"),
            lambda source: source.choice(COMPANIES)),
    _Column(("Buyer", "Recipient", "Customer", "Ordered by"),
            ("Who bought {row}?", "Which country ordered {row}?", "Who is the recipient of {row}?"),
            lambda source: source.choice(COUNTRIES).removeprefix("the ")),
    _Column(("Signed", "Contract date", "Year of order", "Ordered"),
            ("When were {row} ordered?", "When was the contract for {row} signed?", "What year were {row} ordered?"),
            write_date),
    _Column(("Delivery", "Delivered by", "In service"),
            ("When will {row} be delivered?", "By when were {row} delivered?", "When do {row} enter service?"),
            write_date),
    _Column(("Value", "Contract value", "Price", "Cost"),
            ("How much do {row} cost?", "What is the value of the contract for {row}?", "How much are {row} worth?"),
            write_money),
    _Column(("Quantity", "Number", "Units", "Ordered units"),
            ("How many {row} were ordered?", "How many {row} are there?", "What quantity of {row} was bought?"),
            write_count),
    _Column(("Share", "Local content", "Domestic share"),
            ("What share of {row} is made at home?", "What is the local content of {row}?", "What share of {row}?"),
            _write_share),
    _Column(("Status", "Stage"),
            ("What is the status of {row}?", "What stage is the contract for {row} at?"),
            lambda source: source.choice(("signed", "planned", "under negotiation", "delivered", "cancelled"))),
)  # fmt: skip


def build_record_window(source: random.Random) -> Window:
    """A question on one column of one row; null where that column or that row is not there."""
    columns = source.sample(_COLUMNS, source.randint(3, 6))
    row, other = source.sample(PRODUCTS, 2)
    asked, *shown = columns if source.random() < 0.25 else (columns[0], *columns)
    source.shuffle(shown)
    text, place = row + source.choice((", ", ": ", " (order), ")), None
    for number, column in enumerate(shown):
        value = column.write(source)
        text += ("; " if number else "") + f"{source.choice(column.headers)}: "
        if column is asked:
            place = (len(text), len(text) + len(value))
        text += value
    if source.random() < 0.15:
        row, place = other, None
    question = source.choice(asked.questions).format(row=row)
    header = build_header(source.choice(("Defence orders", "Industry report", None)), source)
    start, end = place or (None, None)
    return Window(question, header, text, start, end)
