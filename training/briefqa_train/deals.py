"""Made-up deals, so that the reader keeps plans from deeds and one party from another."""

from __future__ import annotations

import random
from dataclasses import dataclass

from briefqa_train.records import COMPANIES, COUNTRIES, PRODUCTS, write_count, write_date, write_money
from briefqa_train.windows import Window, build_header


@dataclass(frozen=True, slots=True)
class _Status:
    """Ways to say that a purchase stands so, and to ask for it as if it did; `{x}` is the asked part."""

    statements: tuple[str, ...]
    questions: dict[str, tuple[str, ...]]


_DONE = _Status(
    (
        "{buyer} bought {count} {item} from {seller} for {money} in {date}",
        "In {date}, {buyer} signed a {money} contract with {seller} for {count} {item}",
        "{seller} delivered {count} {item} worth {money} to {buyer} in {date}",
        "{buyer} took delivery of {count} {item} from {seller} in {date}, at a cost of {money}",
        "{buyer} has acquired {count} {item} from {seller}, a deal worth {money} concluded in {date}",
        "{seller} won {buyer}'s order for {count} {item} in {date}, valued at {money}",
    ),
    {
        "count": ("How many {item} did {buyer} buy?", "How many {item} has {buyer} acquired?",
                  "How many {item} did {buyer} get from {seller}?"),
        "money": ("How much did {buyer} pay for the {item}?", "What was {buyer}'s contract for {item} worth?",
                  "How much did the {item} that {buyer} bought cost?"),
        "date": ("When did {buyer} buy {item}?", "When did {buyer} sign the contract for {item}?",
                 "When was the deal on {item} between {buyer} and {seller} concluded?"),
        "seller": ("Who sold {item} to {buyer}?", "From whom did {buyer} buy {item}?",
                   "Which company supplied {buyer} with {item}?"),
        "buyer": ("Who bought {item} from {seller}?", "To whom did {seller} sell {item}?"),
    },
)  # fmt: skip
_PLANNED = _Status(
    (
        "{buyer} plans to buy {count} {item} from {seller} for {money} by {date}",
        "{buyer} is considering {count} {item} from {seller}, which could cost {money}, and will decide in {date}",
        "{buyer} is in talks with {seller} to order {count} {item} worth {money}, with a signature hoped for in {date}",
        "{buyer} announced its intention to acquire {count} {item} from {seller} in {date}, at an estimated {money}",
        "{seller} hopes to sell {buyer} {count} {item} for {money} in {date}",
        "{buyer} is expected to sign a {money} contract with {seller} for {count} {item} in {date}",
        "{buyer} may buy {count} {item} from {seller} in {date} if its parliament releases {money}",
    ),
    {
        "count": ("How many {item} does {buyer} plan to buy?", "How many {item} is {buyer} considering?",
                  "How many {item} does {buyer} want?", "How many {item} might {buyer} order?"),
        "money": ("How much would the {item} cost {buyer}?", "What could {buyer}'s deal for {item} be worth?",
                  "How much is {buyer} expected to spend on {item}?"),
        "date": ("When will {buyer} decide on the {item}?", "By when does {buyer} plan to buy {item}?",
                 "When is {buyer} expected to order {item}?"),
        "seller": ("From whom does {buyer} plan to buy {item}?", "With whom is {buyer} in talks over {item}?",
                   "Who hopes to sell {item} to {buyer}?"),
        "buyer": ("Who plans to buy {item}?", "Which country is considering {item} from {seller}?"),
    },
)  # fmt: skip
_UNDONE = (
    "{buyer} cancelled its order for {count} {item} from {seller}, worth {money}, in {date}",
    "In {date}, {buyer} decided against buying {count} {item} from {seller} for {money}",
    "{buyer} has not signed the {money} contract with {seller} for {count} {item} that was due in {date}",
    "{buyer} suspended talks with {seller} over {count} {item} worth {money} in {date}",
    "{buyer} rejected {seller}'s offer of {count} {item} for {money} in {date}",
)
_GIVING = (
    ("{giver} gave {taker} {money} in {kind}", "gave"),
    ("{giver} has provided {kind} worth {money} to {taker}", "provided"),
    ("{giver} sent {money} of {kind} to {taker}", "sent"),
    ("{giver} granted {taker} {kind} of {money}", "granted"),
    ("{kind} from {giver} to {taker} came to {money}", "provided"),
    ("{giver} accounted for {money} of the {kind} to {taker}", "provided"),
)
_KINDS = ("military aid", "development aid", "loans", "humanitarian assistance", "budget support", "credit guarantees")
_ASIDES = (
    "{other} hosted the talks", "{other} called for more", "{other} welcomed the decision", "{other} did not take part",
    "{other} supports {taker} too", "officials from {other} were present",
)  # fmt: skip


def build_deal_window(source: random.Random) -> Window:
    """A question on a purchase or a payment; null where it asks a plan as done, another party or another direction."""
    return _build_purchase(source) if source.random() < 0.65 else _build_payment(source)


def _build_purchase(source: random.Random) -> Window:
    asked = source.choice((_DONE, _PLANNED))
    part = source.choice(tuple(asked.questions))
    roll = source.random()
    if roll < 0.55:
        statements, null = asked.statements, False
    elif asked is _DONE:
        statements, null = source.choice((_PLANNED.statements, _UNDONE)), True
    else:
        statements, null = _UNDONE, True
    words = _draw_words(source)
    text, place = _fill(source.choice(statements), words, part)
    question = source.choice(asked.questions[part])
    if not null and source.random() < 0.15:
        key = source.choice(("buyer", "item"))
        other = _draw_words(source)[key]
        null = key != part and "{" + key + "}" in question and other != words[key]
        asked_words = {**words, key: other} if null else words
    else:
        asked_words = words
    before = after = ""
    if source.random() < 0.4:
        extra, _ = _fill(source.choice((*_DONE.statements, *_PLANNED.statements)), _draw_words(source), part)
        before, after = source.choice(((_capital(extra) + ". ", ""), ("", " " + _capital(extra) + ".")))
    return _frame(source, question.format(**asked_words), before, text, after, None if null else place)


def _build_payment(source: random.Random) -> Window:
    first, second, taker, third = (name.removeprefix("the ") for name in source.sample(COUNTRIES, 4))
    kind = source.choice(_KINDS)
    template, verb = source.choice(_GIVING)
    text, place = _fill(template, {"giver": first, "taker": taker, "kind": kind, "money": write_money(source)}, "money")
    after = ""
    if source.random() < 0.5:
        again, _ = source.choice(_GIVING)
        other, _ = _fill(again, {"giver": second, "taker": taker, "kind": kind, "money": write_money(source)}, "money")
        after = " " + _capital(other) + "."
    if source.random() < 0.6:
        after += " " + _capital(source.choice(_ASIDES).format(other=third, taker=taker)) + "."
    giver, given, kept = first, taker, True
    roll = source.random()
    if roll < 0.2:
        giver, kept = third, False
    elif roll < 0.3:
        giver, given, kept = taker, first, False
    elif roll < 0.4:
        kind, kept = source.choice([one for one in _KINDS if one != kind]), False
    past = {"gave": "give", "sent": "send", "granted": "grant"}.get(verb, "provide")
    question = source.choice(
        (f"How much {kind} did {giver} {past} to {given}?", f"How much was {giver}'s {kind} to {given}?",
         f"What did {giver}'s {kind} to {given} amount to?")
    )  # fmt: skip
    return _frame(source, question, "", text, after, place if kept else None)


def _draw_words(source: random.Random) -> dict[str, str]:
    return {
        "buyer": source.choice(COUNTRIES),
        "seller": source.choice(COMPANIES),
        "item": source.choice(PRODUCTS),
        "count": write_count(source),
        "money": write_money(source),
        "date": write_date(source),
    }


def _fill(template: str, words: dict[str, str], part: str) -> tuple[str, tuple[int, int]]:
    """The sentence, and where the words for `part` stand in it."""
    before, after = template.split("{" + part + "}")
    start = len(before.format(**words))
    text = before.format(**words) + words[part] + after.format(**words)
    return _capital(text), (start, start + len(words[part]))


def _frame(
    source: random.Random, question: str, before: str, text: str, after: str, place: tuple[int, int] | None
) -> Window:
    header = build_header(source.choice(("Arms trade", "Foreign policy", "Procurement", None)), source)
    start, end = (place[0] + len(before), place[1] + len(before)) if place else (None, None)
    return Window(_capital(question), header, before + text + "." + after, start, end)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
