"""Dates as people write them."""

from __future__ import annotations

import re
from calendar import month_name

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?P<doubt>[~?%])?")
# the qualifiers of EDTF level 1 (Library of Congress, Extended Date/Time Format, 2019)
_DOUBT = {"~": "about {}", "?": "{}, uncertain", "%": "about {}, uncertain"}


def spoken_date(edtf: str) -> str:
    """A year, month or day of EDTF in words ("2025-04~" is "about April 2025"); anything else stays as it is."""
    found = _DATE.fullmatch(edtf)
    if found is None:
        return edtf
    month = month_name[int(found["month"])] if found["month"] else ""
    day = str(int(found["day"])) if found["day"] else ""
    words = " ".join(part for part in (day, month, found["year"]) if part)
    return _DOUBT.get(found["doubt"] or "", "{}").format(words)
