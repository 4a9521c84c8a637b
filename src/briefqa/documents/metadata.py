"""What files say about themselves, in the forms the manifest uses."""

from __future__ import annotations

import re

from briefqa.documents.normalise import clean_line

_ISO_DAY = re.compile(r"\s*(?:D:)?(\d{4})(?:[-/]?(0[1-9]|1[0-2])(?:[-/]?(0[1-9]|[12]\d|3[01]))?)?(?![\d])")
_PDF_STAMP = re.compile(r"\s*(?:D:)?(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{0,6}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = (
    r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
    r"\s+(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>(?:19|20)\d\d)"
)
_SPELLED = re.compile(rf"(?:(?:as of|date):?\s+|[^\d]{{2,40}},\s+)?(?:[a-z]+day,?\s+)?{_DAY}", re.IGNORECASE)
_PUBLISHED = re.compile(rf"(?:date|published|posted|updated)(?:\s+on)?:?\s+{_DAY}", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"untitled.*|document\d*|microsoft word.*|.*\.(?:docx?|pdf|indd|rtf|odt|tex|dvi|xml|html?)|\(?anonymous\)?"
    r"|\(?unspecified\)?|python-docx|word document|title|author|user|admin(?:istrator)?|owner|unknown|none|null",
    re.IGNORECASE,
)


def read_day(stamp: str | None, *, uncertain: bool = False) -> str | None:
    """A date stamp as EDTF ("2025-04-03"); None where it is none.

    Args:
        stamp: an ISO 8601 or PDF date, with or without a time.
        uncertain: whether the stamp tells when a file was written rather than when the document was published; EDTF
            marks that with "?".
    """
    found = _PDF_STAMP.match(stamp or "") or _ISO_DAY.match(stamp or "")
    if found is None or not 1400 <= int(found.group(1)) <= 2200:
        return None
    return "-".join(part for part in found.groups() if part) + ("?" if uncertain else "")


def read_spelled_day(line: str) -> str | None:
    """A line that is nothing but a date as people write it ("14 March 2025", "March 2025") as EDTF, else None.

    Dates in figures alone, such as 03/04/2025, are left out: nobody can tell day and month apart.
    """
    found = _SPELLED.fullmatch(line.strip()) or _PUBLISHED.fullmatch(line.strip())
    if found is None:
        return None
    month = 1 + _MONTHS.index(found["month"].lower()[:3])
    day = found["before"] or found["after"]
    return f"{found['year']}-{month:02}" + (f"-{int(day):02}" if day and 1 <= int(day) <= 31 else "")


def read_name(value: str | None) -> str | None:
    """A title or name from a file's own fields; None for the placeholders that programs leave there."""
    name = clean_line(value or "")
    return None if not name or len(name) > 500 or _PLACEHOLDER.fullmatch(name) else name
