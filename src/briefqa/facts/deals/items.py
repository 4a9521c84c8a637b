"""What a deal is about: the noun phrase after its verb, with designations, quantity and value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefqa.facts.decimals import decimal_string
from briefqa.facts.figures.quantities import Quantity
from briefqa.facts.prose import PassageReading
from briefqa.facts.text import words

_GOODS = words("goods") | words("aid_nouns")
_STOP = re.compile(
    r"(?:,?\s+(?:from|by|with|after|before|since|when|while|which|who|that|in order|through|under|during|until"
    r"|because|as part|amid|worth|"
    r"following|is|are|was|were|has|have|had|will|would|could|to (?!be\b)[a-z]+\b|in (?:19|20)\d\d|on (?:[A-Z]|\d)"
    r"|in (?:early|late|mid)|next year|last year|this year)\b|"
    r"\s+to\s+(?:the\s+)?[A-Z]|(?<!stake)(?<!stakes)(?<!shares)\s+in\s+(?:[A-Z]|return|exchange|the)|\s+for\s+(?:the\s+)?[A-Z]|[;:.](?:\s|$)|"
    r"\s+and\s+[a-z]+ed\b|\s+(?:for|at)\s+(?:about\s+|around\s+|some\s+)?[$€£¥\d]|,"
    r"\s+(?=[a-z]+ing\b)|\s[–—-]\s|\s\(see\b)"
)
_LIST = re.compile(r",\s+(?:such as|including|for example|notably)\s+")
_LONGEST_ITEM = 220
_PRICE_WINDOW = 24
_PRICE_BEFORE = re.compile(
    r"\b(?:for|worth|valued at|value of|cost(?:s|ing)?(?: of)?|price of|total(?:l?ing| of)?|deal of|in an?|at|as an?"
    r"|loan of|grant of|contract of|amounting to|estimated at|with|paid|of)\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_PRICE_AFTER = re.compile(
    r"[\s-]+(?:[\w-]+\s+){0,2}(?:deal|contract|agreement|order|loan|grant|package|purchase|programme|program|credit)\b",
    re.IGNORECASE,
)
_APIECE = re.compile(r"\s+(?:each|apiece|per\b)", re.IGNORECASE)
_NO_ITEM = re.compile(
    r"(?:in|from|with|by|for|to|on|at|and|or|as|since|after|before|under|until|because|that|which|when)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Item:
    """A noun phrase `text[start:end]`; `quantity` and `value` are decimal strings in base units."""

    start: int
    end: int
    text: str
    designation: str | None
    quantity: str | None
    value: str | None

    @property
    def is_goods(self) -> bool:
        """Whether it names something that changes hands: goods, a designation, money or aid."""
        return (
            self.designation is not None
            or self.value is not None
            or self.quantity is not None
            or any(word.casefold().strip(",.") in _GOODS for word in self.text.replace("-", " ").split())
        )


def item_at(item: PassageReading, start: int, limit: int) -> Item | None:
    """The noun phrase that begins at `start`, up to `limit` or where a new phrase begins; None when empty."""
    text = item.text
    start += len(text[start:limit]) - len(text[start:limit].lstrip(" ,"))
    end = min(limit, start + _LONGEST_ITEM)
    listed = _LIST.search(text, start, end)
    for match in _STOP.finditer(text, start, end):
        if match.start() > start and not _inside_brackets(text, start, match.start()):
            end = match.start()
            break
    if listed is None or listed.start() > end:
        end = _first_comma(text, start, end)
    written = item.written(start, end).rstrip(" ,.")
    written = re.sub(r"\s+(?:and|or)$", "", written)
    if not re.search(r"\w", written) or _NO_ITEM.match(f"{written} "):
        return None
    end = start + len(written)
    return Item(
        start, end, written, _designation(item, start, end), _quantity(item, start, end), value_in(item, start, end)
    )


def _inside_brackets(text: str, start: int, position: int) -> bool:
    return text.count("(", start, position) > text.count(")", start, position)


def _first_comma(text: str, start: int, end: int) -> int:
    """Where a phrase ends at a comma; a list of names with digits or capitals goes on behind it."""
    for match in re.finditer(r",\s+(?:and\s+)?", text[start:end]):
        following = text[start + match.end() : start + match.end() + 40]
        if not re.match(r"(?:\d|[A-Z][\w-]*|other\b|and\b)", following):
            return start + match.start()
    return end


def _designation(item: PassageReading, start: int, end: int) -> str | None:
    """The own names and type designations in the phrase, in order, without states and organisations."""
    inside = [
        mention
        for mention in item.mentions
        if start <= mention.start and mention.end <= end and mention.entity_id.startswith("name:")
    ]
    found = [(mention.start, mention.name) for mention in inside]
    for name in item.reading.names:
        covered = any(mention.start <= name.start < mention.end for mention in inside)
        if start <= name.start and name.end <= end and name.reason == "designation" and not covered:
            found.append((name.start, item.written(name.start, name.end)))
    return ", ".join(dict.fromkeys(name for _, name in sorted(found))) or None


def _quantity(item: PassageReading, start: int, end: int) -> str | None:
    for quantity in item.reading.quantities:
        if (
            start <= quantity.start
            and quantity.end <= end
            and (
                quantity.kind in ("count", "number")
                or (quantity.kind == "measure" and re.match(r"\s+(?:of|an?|per)\b|$", item.text[quantity.end : end]))
            )
        ):
            return decimal_string(quantity.value)
    return None


def value_in(item: PassageReading, start: int, end: int) -> str | None:
    """The first amount of money in `text[start:end]` as "value unit", for instance "66500000000 USD"."""
    for quantity in item.reading.quantities:
        if start <= quantity.start and quantity.end <= end and _is_price(quantity):
            return f"{decimal_string(quantity.value)} {quantity.unit}"
    return None


def price_in(item: PassageReading, start: int, end: int) -> str | None:
    """What the deal that opens at `start` is worth: an amount that the words before or after it tie to it.

    "for $350 million", "worth €1 billion", "valued at", "a $2 billion deal"; any other amount of the clause, such as
    one that a later clause spends, is not its price.
    """
    for quantity in item.reading.quantities:
        if not (start <= quantity.start and quantity.end <= end and _is_price(quantity)):
            continue
        before = item.text[max(start, quantity.start - _PRICE_WINDOW) : quantity.start]
        if _APIECE.match(item.text, quantity.end):
            continue
        if _PRICE_BEFORE.search(before) or _PRICE_AFTER.match(item.text, quantity.end):
            return f"{decimal_string(quantity.value)} {quantity.unit}"
    return None


def _is_price(quantity: Quantity) -> bool:
    """Whether a quantity is money that can be the worth of a deal, not the price of one piece."""
    rate = (quantity.unit or "").partition("/")[2]
    return quantity.kind == "money" and quantity.value is not None and rate in ("", "year", "month", "quarter")
