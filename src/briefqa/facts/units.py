"""When two units are the same: nouns in singular and plural, with and without their adjectives."""

from __future__ import annotations

from briefqa.facts.figures.currencies import is_currency_code


def unit_name(unit: str | None) -> str | None:
    """A unit in the form that compares: codes as they are, nouns lower-case without a plural s."""
    if unit is None or is_currency_code(unit.partition("/")[0]) or not unit[-1:].isalpha():
        return unit
    return " ".join(word.rstrip("s") if len(word) > 3 else word for word in unit.casefold().split())
