"""Number words that count nothing: "one of the", "no one", "the two", "at one point", ordinals."""

from __future__ import annotations

import re

from briefqa.facts.figures.amounts import Amount

_ONE_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|the|this|that|which|another|as|is|be|was|such an?|the only|only|first|last"
    r"|next|latter|former|right|wrong|good|bad|big|new|old|loved|a)\s+$",
    re.IGNORECASE,
)
_ONE_AFTER = re.compile(
    r"(?:\s+(?:of|another|by one|after another|can|could|may|might|must|should|would|will|has|had|is|was|that"
    r"|who|which|day|way|time|thing|hand|side|"
    r"side|end|example|reason|point|must|needs?|in which|for|to|and|or|on|with|as)\b|\s*[.,;:!?)]|$|'s\b|-"
    r"(?:on-one|off|sided|way|time|size|stop|man|party))",
    re.IGNORECASE,
)
_PRONOUN_BEFORE = re.compile(r"\b(?:these|those|the|its|their|our|his|her|all|both|or|and)\s+$", re.IGNORECASE)


def is_pronoun(text: str, amount: Amount) -> bool:
    """Whether the number word stands for somebody or nothing in particular, so that it states no figure."""
    numeral = amount.numeral
    if numeral is None or not numeral.in_words or numeral.has_magnitude or amount.kind not in ("count", "number"):
        return False
    word = text[numeral.start : numeral.end].casefold()
    if word == "one":
        return bool(_ONE_BEFORE.search(text, 0, numeral.start) or _ONE_AFTER.match(text, numeral.end))
    if word in ("two", "three", "four") and amount.kind == "number":
        return _PRONOUN_BEFORE.search(text, 0, numeral.start) is not None
    return False
