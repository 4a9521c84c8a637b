"""Made-up sentences that name several things, so that the reader learns to take lists whole."""

from __future__ import annotations

import random

from briefqa_train.records import COMPANIES, COUNTRIES, PRODUCTS, write_count, write_date, write_money
from briefqa_train.windows import Window, build_header

_DEEDS = (
    ("bought {items} from {other}", "What did {who} buy from {other}?", "Which equipment did {who} buy from {other}?"),
    ("ordered {items} from {other}", "What did {who} order from {other}?", "What has {who} ordered?"),
    ("received {items}", "What did {who} receive?", "What equipment has {who} received?"),
    ("exports {items} to {other}", "What does {who} export to {other}?", "Which products does {who} export?"),
    ("signed contracts with {other} for {items}", "What are {who}'s contracts with {other} for?",
     "What did {who} sign contracts for?"),
    ("will produce {items} together with {other}", "What will {who} produce with {other}?",
     "What will {who} and {other} produce together?"),
)  # fmt: skip
_PARTIES = (
    ("{items} signed the agreement on {product}", "Who signed the agreement on {product}?",
     "Which parties signed the agreement on {product}?"),
    ("The suppliers of {product} are {items}", "Who supplies {product}?", "Which suppliers make {product}?"),
    ("{product} were sold to {items}", "Who were {product} sold to?", "Which buyers got {product}?"),
    ("Competing for the {product} contract are {items}", "Who competes for the {product} contract?",
     "Which bidders compete for the {product} contract?"),
)  # fmt: skip


def build_list_window(source: random.Random) -> Window:
    """A question whose answer is a list of two to six, often among other sentences; some are null."""
    who, elsewhere = source.sample(COUNTRIES, 2)
    other, third = source.sample(COMPANIES, 2)
    product = source.choice(PRODUCTS)
    if source.random() < 0.6:
        statement, *questions = source.choice(_DEEDS)
        items = _join([_count(name, source) for name in source.sample(PRODUCTS, source.randint(2, 6))], source)
        statement = "{who} " + statement
    else:
        statement, *questions = source.choice(_PARTIES)
        items = _join(source.sample(source.choice((COUNTRIES, COMPANIES)), source.randint(2, 5)), source)
    words = {"who": who, "other": other, "product": product}
    before, after = statement.format(items="\0", **words).split("\0")
    ending = source.choice((".", f" in {write_date(source)}.", f", worth {write_money(source)} in total."))
    opening = f"{third} employs {write_count(source)} people. " if source.random() < 0.4 else ""
    closing = f" {_capital(elsewhere)} spent {write_money(source)} on {product}." if source.random() < 0.4 else ""
    sentence = _capital(before + items + after)
    text = opening + sentence + ending + closing
    header = build_header(source.choice(("Arms trade", "Industry", None)), source)
    if source.random() < 0.2:
        asked = {"who": elsewhere, "other": third, "product": source.choice(PRODUCTS)}
        if asked["product"] != product and asked["product"] not in text:
            return Window(questions[0].format(**asked), header, text, None, None)
    start = len(opening) + len(before)
    return Window(source.choice(questions).format(**words), header, text, start, start + len(items))


def _count(name: str, source: random.Random) -> str:
    return f"{write_count(source)} {name}" if source.random() < 0.3 else name


def _join(items: list[str], source: random.Random) -> str:
    comma = "," if source.random() < 0.5 and len(items) > 2 else ""
    return ", ".join(items[:-1]) + f"{comma} and {items[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
