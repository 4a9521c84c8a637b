"""Which sort of measure a question is after: a share, or the thing itself."""

from __future__ import annotations

import re

_SHARE = re.compile(r"\b(?:shares?|percentages?|per ?cent|proportion|fraction)\b|%", re.IGNORECASE)
_SHARES = frozenset({"%", "percentage points"})


def asks_for_share(question: str) -> bool:
    """Whether a question asks by name for a share of something."""
    return _SHARE.search(question) is not None


def is_share(unit: str | None) -> bool:
    """Whether a figure of this unit is a share or a rate in percent."""
    return unit in _SHARES


def names_share(header: str) -> bool:
    """Whether the header of a column or row calls its figures shares."""
    return _SHARE.search(header) is not None
