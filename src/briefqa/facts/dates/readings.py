"""Dates in a text: atoms joined into ranges, opened by "since" or "by", hedged by "about" or "early"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from briefqa.facts.dates.atoms import Atom, explicit_atoms
from briefqa.facts.dates.bare import bare_months, bare_years
from briefqa.facts.dates.calendar import Moment
from briefqa.facts.dates.composed import composed_atoms
from briefqa.facts.dates.context import Anchor
from briefqa.facts.dates.partial import partial_ranges
from briefqa.facts.dates.relative import relative_atoms


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date or period at `text[start:end]` as EDTF with its first and last day where they are known.

    `qualifier` keeps hedges and openings as written, `resolved_from` the words of a date that context
    completed.
    """

    start: int
    end: int
    surface: str
    edtf: str
    earliest: date | None
    latest: date | None
    qualifier: str | None = None
    resolved_from: str | None = None


Spans = Sequence[tuple[int, int]]

_PART = r"(?:the\s+)?(?:(?:end|start|beginning|middle)\s+of\s+(?:the\s+)?|early\s+|late\s+|mid-?)?"
_JOINT = re.compile(rf"\s*[-–—]\s*|\s+(?:to|until|till|through|thru)\s+{_PART}", re.IGNORECASE)
_AND = re.compile(rf"\s+and\s+{_PART}", re.IGNORECASE)
_OPENING = re.compile(
    r"\b(?P<word>between|from)\s+(?:the\s+)?(?:(?:(?:end|start|beginning|middle)\s+of|early|late|mid)[\s-]+(?:the\s+)?)?$",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"\b(?P<word>(?:since|until|till|by|before|after|prior to|up to|as of|from|no later than|not later than"
    r"|starting in|beginning in|"
    r"as early as|as late as)(?:\s+(?:the\s+)?(?:end|start|beginning|middle)\s+of|\s+(?:early|late|mid))?"
    r"|(?:the\s+)?(?:end|start|beginning|middle|turn)\s+of|early(?:\s+in)?|late(?:\s+in)?|mid|around|about|circa"
    r"|c\.|ca\.|approximately|roughly)[\s-]+(?:in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s+(?:onwards?|on)\b(?!\s+(?:the|a|an|its|his)\b)", re.IGNORECASE)
_WINDOW = 32
_APPROXIMATE = ("around", "about", "circa", "c.", "ca.", "approximately", "roughly")


def dates_in(text: str, anchor: Anchor, taken: Spans = ()) -> tuple[DateReading, ...]:
    """The dates of folded `text` from left to right; nothing inside a span of `taken` is read.

    Dates without a year take it from the dates before them in the same text, then from `anchor`.
    """
    found: list[DateReading] = []
    for atom in _chosen(_with_story(text, anchor), taken):
        found.append(_reading(text, atom, atom.moment, atom.moment))
    return _joined(text, found, taken)


def _all_atoms(text: str, anchor: Anchor) -> list[Atom]:
    leaning = (*relative_atoms(text, anchor), *composed_atoms(text, anchor), *bare_months(text, anchor))
    return [*explicit_atoms(text, anchor), *leaning, *bare_years(text)]


def _with_story(text: str, anchor: Anchor) -> list[Atom]:
    """All atoms, those that lean on context read again with the dates that stand before them here."""
    atoms = _all_atoms(text, anchor)
    settled = [atom for atom in atoms if not (atom.lacks_year or atom.relative)]
    firm = sorted((atom for atom in _chosen(settled, ()) if atom.moment is not None), key=lambda atom: atom.end)
    leaning = [atom for atom in atoms if atom.lacks_year or atom.relative]
    if not firm or not leaning:
        return atoms
    for atom in leaning:
        before = [other for other in firm if other.end <= atom.start]
        after = [other for other in firm if other.start >= atom.end and atom.lacks_year]
        story = (
            before[-1].moment if before else after[0].moment if after and _same_clause(text, atom, after[0]) else None
        )
        local = anchor if story is None else replace(anchor, paragraph=story)
        again = [item for item in _all_atoms(text, local) if (item.start, item.end) == (atom.start, atom.end)]
        settled += again or [atom]
    return settled


def _same_clause(text: str, left: Atom, right: Atom) -> bool:
    return re.search(r"[.;:]", text[left.end : right.start]) is None and right.start - left.end < 24


def _chosen(atoms: Iterable[Atom], taken: Spans) -> list[Atom]:
    """The longest readings that do not overlap, nor lie in what is taken."""
    free = [atom for atom in atoms if all(atom.end <= start or atom.start >= end for start, end in taken)]
    free.sort(key=lambda atom: (atom.start - atom.end, atom.start, atom.moment is None))
    kept: list[Atom] = []
    for atom in free:
        if all(atom.end <= other.start or atom.start >= other.end for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda atom: atom.start)


def _reading(text: str, atom: Atom, first: Moment | None, last: Moment | None) -> DateReading:
    surface = text[atom.start : atom.end]
    words = surface if atom.relative or (atom.lacks_year and atom.moment is not None) else None
    earliest = None if first is None else first.earliest
    latest = None if last is None else last.latest
    return DateReading(atom.start, atom.end, surface, atom.edtf, earliest, latest, resolved_from=words)


def _joined(text: str, readings: list[DateReading], taken: Spans) -> tuple[DateReading, ...]:
    ranges = [item for item in partial_ranges(text) if all(item[1] <= s or item[0] >= e for s, e in taken)]
    partial = [DateReading(start, end, text[start:end], edtf, first, last) for start, end, edtf, first, last in ranges]
    left = [item for item in readings if all(item.end <= other.start or item.start >= other.end for other in partial)]
    pending = sorted((*partial, *left), key=lambda item: item.start)
    joined: list[DateReading] = []
    index = 0
    while index < len(pending):
        both = _as_range(text, pending[index], pending[index + 1]) if index + 1 < len(pending) else None
        joined.append(both if both is not None else _qualified(text, pending[index]))
        index += 1 if both is None else 2
    return tuple(joined)


def _as_range(text: str, first: DateReading, second: DateReading) -> DateReading | None:
    gap = text[first.end : second.start]
    opening = _OPENING.search(text, max(0, first.start - _WINDOW), first.start)
    between = opening is not None and opening.group("word").casefold() == "between"
    if _JOINT.fullmatch(gap) is None and not (between and _AND.fullmatch(gap)):
        return None
    if "/" in first.edtf or "/" in second.edtf or (first.earliest and second.latest and first.earliest > second.latest):
        return None
    if first.edtf.startswith("XXXX") and first.earliest is None and not second.edtf.startswith("XXXX"):
        return None
    start = first.start if opening is None else opening.start("word")
    words = first.resolved_from or second.resolved_from
    surface = text[start : second.end]
    edtf = f"{first.edtf}/{second.edtf}"
    return DateReading(
        start, second.end, surface, edtf, first.earliest, second.latest, None, surface if words else None
    )


def _qualified(text: str, reading: DateReading) -> DateReading:
    onwards = _ONWARDS.match(text, reading.end)
    match = _QUALIFIER.search(text, max(0, reading.start - _WINDOW), reading.start)
    if match is None:
        if onwards is None or "/" in reading.edtf:
            return reading
        return replace(
            reading,
            end=onwards.end(),
            surface=text[reading.start : onwards.end()],
            edtf=f"{reading.edtf}/..",
            latest=None,
            qualifier="onwards",
        )
    word = " ".join(match.group("word").casefold().split())
    if word == "from" and onwards is None:
        return reading
    if word in ("from", "late", "early") and reading.resolved_from == reading.surface and "month" in reading.surface:
        return reading
    return _apply(
        replace(reading, start=match.start("word"), surface=text[match.start("word") : reading.end], qualifier=word),
        word,
    )


def _apply(reading: DateReading, word: str) -> DateReading:
    if "/" in reading.edtf:
        return reading
    reading = _narrowed(reading, word)
    edtf, head = reading.edtf, word.split()[0]
    if head in _APPROXIMATE:
        return replace(reading, edtf=f"{edtf}~")
    if head in ("since", "from", "starting", "beginning"):
        return replace(reading, edtf=f"{edtf}/..", latest=None)
    if head == "after":
        return replace(reading, edtf=f"{edtf}/..", earliest=_next(reading.latest), latest=None)
    if head in ("until", "till", "by", "up", "no", "not"):
        return replace(reading, edtf=f"../{edtf}", earliest=None)
    if head in ("before", "prior"):
        over = re.search(r"\bend of\b", f"{word} {reading.surface}", re.IGNORECASE) is not None
        return replace(
            reading, edtf=f"../{edtf}", earliest=None, latest=reading.latest if over else _previous(reading.earliest)
        )
    return reading


def _next(when: date | None) -> date | None:
    return None if when is None or when == date.max else when + timedelta(days=1)


def _previous(when: date | None) -> date | None:
    return None if when is None or when == date.min else when - timedelta(days=1)


def _narrowed(reading: DateReading, word: str) -> DateReading:
    """Early, mid and late cut a period into thirds; start and end of it likewise."""
    first, last = reading.earliest, reading.latest
    if first is None or last is None or (last - first).days < 27:
        return reading
    third = timedelta(days=(last - first).days // 3)
    if re.search(r"\b(?:early|start|beginning)\b", word):
        return replace(reading, latest=first + third)
    if re.search(r"\b(?:late|end)\b", word):
        return replace(reading, earliest=last - third)
    if re.search(r"\b(?:mid|middle)\b", word):
        return replace(reading, earliest=first + third, latest=last - third)
    return reading
