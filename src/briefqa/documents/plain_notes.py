"""Notes of a plain text: the lines that hold them and the marks that refer to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefqa.documents.builder import note_mark
from briefqa.documents.lines import RULE_LINE, Line

_BRACKETED = re.compile(r"^\s*\[(\d{1,3})\]:?\s*(\S.*)$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_START = re.compile(r"^\s*([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(\S.*)$")
_PLAIN = re.compile(r"^\s*(?:\^\s?)?\(?(\d{1,3})[.):]?\s+(?:↑\s*)?(\S.*)$")
_NOTES_HEADING = re.compile(r"(?:end|foot)?notes|references|bibliography|sources|citations", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s?\[(\d{1,3}(?:\s?[,;]\s?\d{1,3})*)\]")
_IN_RAISED = re.compile(r"(?<=[\w.,;:!?”\"’')])([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?!\w)")
_BARE = re.compile(r"(?<=[^\W\d_)”\"’'.,][.,;:!?”\"’)])(\d{1,3})(?=\s+[^\W\d_“\"(]|\s*$)")
_ABBREVIATION = re.compile(r"\b(?:no|nos|art|p|pp|fig|vol|ch|sec|para|v|ver|cf|ca|approx)\.$", re.IGNORECASE)
_UNIT = re.compile(r"(?:\b(?:k|c|m|d)?m|\bft|\bin)$")


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A line that holds a note, by its label; `bracketed` where the label stands in square brackets."""

    label: str
    text: str
    bracketed: bool = False


def find_notes(lines: Sequence[Line]) -> dict[int, NoteLine]:
    """The lines that hold notes, by their number: "[1] ..." anywhere, "1 ..." and "¹ ..." below a heading or a rule.

    Numbers without brackets have to count up from 1, else the lines are a list like any other.
    """
    found: dict[int, NoteLine] = {}
    for start, line in enumerate(lines):
        if matched := _BRACKETED.match(line.text):
            found[start] = NoteLine(matched[1], matched[2], bracketed=True)
        elif RULE_LINE.fullmatch(line.text) or _NOTES_HEADING.fullmatch(line.bare.rstrip(":")):
            found |= _counted(lines, start + 1)
    return found


def _counted(lines: Sequence[Line], start: int) -> dict[int, NoteLine]:
    """Notes that follow each other from a line on, numbered 1, 2, 3."""
    found: dict[int, NoteLine] = {}
    for position in range(start, len(lines)):
        matched = _RAISED_START.match(lines[position].text) or _PLAIN.match(lines[position].text)
        if matched is None or matched[1].translate(_RAISED) != str(len(found) + 1):
            break
        found[position] = NoteLine(matched[1].translate(_RAISED), matched[2])
    return found


def mark_references(lines: Sequence[Line], notes: dict[int, NoteLine]) -> list[Line]:
    """The lines with note marks in place of the numbers that refer to the notes."""
    if not notes:
        return list(lines)
    bracketed = {note.label for note in notes.values() if note.bracketed}
    plain = {note.label for note in notes.values() if not note.bracketed}
    return [
        line if position in notes else replace(line, text=_mark(line.text, bracketed, plain))
        for position, line in enumerate(lines)
    ]


def _mark(text: str, bracketed: set[str], plain: set[str]) -> str:
    """A line with note marks: "[1]" for notes of either form, raised and bare numbers for notes without brackets."""

    def several(found: re.Match[str]) -> str:
        named = re.split(r"\s?[,;]\s?", found[1])
        return "".join(map(note_mark, named)) if (bracketed | plain).issuperset(named) else found[0]

    def single(found: re.Match[str]) -> str:
        label, before = found[1].translate(_RAISED), text[: found.start()]
        other = _ABBREVIATION.search(before) or (label in {"2", "3"} and _UNIT.search(before))
        return found[0] if other or label not in plain else note_mark(label)

    text = _IN_BRACKETS.sub(several, text)
    text = _IN_RAISED.sub(single, text)
    return _BARE.sub(single, text)
