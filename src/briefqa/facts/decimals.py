"""Decimals as the strings of records: plain, without trailing zeros, fractions to four places."""

from __future__ import annotations

from decimal import Decimal

_FOUR_PLACES = Decimal("0.0001")
_MOST_DIGITS = 24


def decimal_string(value: Decimal | None) -> str | None:
    """`value` as a plain decimal string ("800000000000", "33.3333"), None for None."""
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > len(str(_FOUR_PLACES)) and len(value.as_tuple().digits) > _MOST_DIGITS:
        value = value.quantize(_FOUR_PLACES)
    written = f"{value:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
