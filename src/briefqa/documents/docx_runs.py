"""The visible text of a Word paragraph: tracked changes accepted, notes as marks, text boxes set aside."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefqa.documents.builder import note_mark
from briefqa.documents.docx_package import WORD, Element
from briefqa.documents.docx_styles import is_on
from briefqa.documents.normalise import clean_text

_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset(
    f"{WORD}{name}"
    for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "rt", "fldData")
)
_BREAKS = {f"{WORD}tab": " ", f"{WORD}ptab": " ", f"{WORD}br": " ", f"{WORD}cr": " ", f"{WORD}noBreakHyphen": "-"}
_NOTES = {f"{WORD}footnoteReference": "footnote", f"{WORD}endnoteReference": "endnote"}


@dataclass(slots=True)
class Runs:
    """What a paragraph shows.

    `text` has note marks; `boxes` are the contents of its text boxes; `notes` the (kind, id) of notes in order; `plain`
    counts the characters that are not bold.
    """

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    plain: int = 0

    def join(self, other: Runs) -> None:
        """Append what another paragraph shows."""
        self.text += other.text
        self.boxes += other.boxes
        self.notes += other.notes
        self.plain += other.plain


def read_runs(paragraph: Element, labels: dict[tuple[str, str], str], *, bold: bool = False) -> Runs:
    """Read a paragraph.

    Args:
        paragraph: the `w:p` element.
        labels: gets the label of each note that is referred to, by kind and id, in order of appearance.
        bold: whether the paragraph's style is bold.
    """
    runs = Runs()
    _collect(paragraph, runs, labels, bold=bold)
    return runs


def _collect(element: Element, runs: Runs, labels: dict[tuple[str, str], str], *, bold: bool) -> None:
    for child in element:
        tag = child.tag
        if tag in _GONE or tag == _FALLBACK:
            continue
        if tag in (f"{WORD}t", _MATH_TEXT):
            _add(runs, clean_text(child.text or ""), bold=bold)
        elif tag in _BREAKS:
            _add(runs, _BREAKS[tag], bold=bold)
        elif tag in _NOTES:
            _refer(runs, labels, _NOTES[tag], child.get(f"{WORD}id") or "")
        elif tag == f"{WORD}txbxContent":
            runs.boxes.append(child)
        elif tag == f"{WORD}r":
            properties = child.find(f"{WORD}rPr")
            if not is_on(properties, "vanish"):
                _collect(child, runs, labels, bold=is_on(properties, "b", default=bold))
        else:
            _collect(child, runs, labels, bold=bold)


def _add(runs: Runs, text: str, *, bold: bool) -> None:
    runs.text.append(text)
    if not bold:
        runs.plain += len(text.strip())


def _refer(runs: Runs, labels: dict[tuple[str, str], str], kind: str, key: str) -> None:
    """Set a mark; footnotes count 1, 2, 3 and endnotes i, ii, iii, as Word shows them unless told otherwise."""
    known = (kind, key)
    if known not in labels:
        count = 1 + sum(other == kind for other, _ in labels)
        labels[known] = str(count) if kind == "footnote" else _roman(count)
        runs.notes.append(known)
    runs.text.append(note_mark(labels[known]))


def _roman(count: int) -> str:
    """A number in lower-case Roman numerals."""
    numerals = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
    written = ""
    for value, numeral in (*numerals, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        written += numeral * (count // value)
        count %= value
    return written
