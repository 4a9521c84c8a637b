"""What is asked for has to be said where the answer stands: an office, a seat, a counted thing, the price of one piece.

Words that no text says are mostly other words for what it says, and the likeness of words does not tell the two apart.
It can be told for an office ("Who is the director of X?"), which has hardly another word, for the thing that a column
counts ("How many children died?" of a column of doses), and for the price of one piece where a text gives that of all.
Of 445 answers of SQuAD's training set to questions after an office 15 stand in a paragraph that does not name it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefqa.answering.constraints import Objection
from briefqa.answering.expectation import Expectation
from briefqa.answering.frames import Likeness
from briefqa.answering.question import FORM_TERMS, Question
from briefqa.answering.reading import Proposal
from briefqa.facts.text import words
from briefqa.index.terms import TOKEN, split_terms
from briefqa.types import Document, FactRecord, FigureRecord, Passage

_NO_OFFICE = frozenset("head leader chief staff politician candidate major king queen mr mrs ms dr sir lady".split())
_OFFICES = "|".join(sorted(words("titles_of_office") - _NO_OFFICE, key=len, reverse=True))
_BEFORE_OFFICE = (
    r"prime|vice|deputy|foreign|defen[cs]e|finance|interior|energy|health|trade|transport|economy|justice|agriculture|"
    r"environment|executive|general"
)
_OFFICE = re.compile(
    r"^(?:and |but |so )?who(?:'s| is| was| are| were| became)\b.*?\b"
    rf"(?P<office>(?:(?:{_BEFORE_OFFICE}) )*(?:{_OFFICES}))\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\bhow many (?:more |fewer )?(?:of the )?(?P<noun>[a-z][\w-]+)", re.IGNORECASE)
_NO_THING = frozenset("of did do does were was are is have has had times percent million billion".split())
_ONE = re.compile(
    r"\b(?:price|costs?|worth|pa(?:y|id)|much)\b.*\b(?:one|a single|each)\b"
    r"(?! (?:of|year|day|month|week|quarter|dollar|euro|pound)\b)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"\b(?:each|per|apiece|one|single|a piece|a unit"
    r"|(?:an?|every) (?:[a-z-]+ ){1,4}(?:costs?|sells?|sold|fetch(?:es|ed)|(?:is|was) (?:worth|priced|valued|sold)))\b",
    re.IGNORECASE,
)
_SEAT_ASKED = re.compile(r"\b(?:headquarter(?:s|ed)|head office)\b", re.IGNORECASE)
_SEAT = re.compile(r"\b(?:headquarter\w*|head offices?|based|seat|seated|offices?|HQ|home)\b", re.IGNORECASE)
SAME_THING = 0.45
"""Likeness in meaning from which a header may speak of what a question counts: "shots" of vaccine doses is 0.59."""


def lacks_attribute(
    question: Question,
    proposal: Proposal,
    document: Document,
    around: str,
    records: Sequence[FactRecord],
    likeness: Likeness,
) -> Objection | None:
    """What the answer's place does not say of what is asked; None where it says all, or what is asked is none of these.

    Args:
        question: the question.
        proposal: the answer.
        document: the document that it stands in.
        around: the paragraph of its passage, with the headings above it.
        records: the records of its passage.
        likeness: tells how alike in meaning a word and others are.
    """
    passage = proposal.passage
    said = f"{passage.view.text} {around}"
    missing = (
        _office(question, said)
        or _counted(question, proposal, document, likeness)
        or _piece(question, proposal, passage, records)
        or _seat(question, said)
    )
    return Objection(missing, speaks_for_silence=True) if missing else None


def _office(question: Question, said: str) -> str | None:
    match = _OFFICE.match(question.corrected)
    if match is None or question.expectation is not Expectation.PERSON:
        return None
    return None if set(split_terms(match["office"])) <= set(split_terms(said)) else match["office"]


def _counted(question: Question, proposal: Proposal, document: Document, likeness: Likeness) -> str | None:
    """The counted thing, where the answer is a cell and neither its row, its headers nor its table speak of such."""
    match = _COUNTED.search(question.corrected)
    if proposal.cell is None or match is None or match["noun"].casefold() in _NO_THING:
        return None
    cell, passage = proposal.cell.cell, proposal.passage
    headers = [header.text for header in (*cell.row_headers, *cell.column_headers)]
    text = " ".join([*passage.section, passage.table or "", *headers])
    terms = set(split_terms(match["noun"]))
    row = " ".join(one.span.cut(document.text) for one in passage.cells)
    if not terms or terms <= set(split_terms(f"{text} {row}")) or terms & FORM_TERMS:
        return None
    others = list(dict.fromkeys(word for word in TOKEN.findall(text) if word[0].isalpha()))
    alike = max(likeness(match["noun"], others), default=0.0) if others else 0.0
    return None if alike >= SAME_THING else match["noun"]


def _seat(question: Question, said: str) -> str | None:
    """The headquarters, where nothing speaks of where somebody sits: a place in the claim may be of anything else."""
    match = _SEAT_ASKED.search(question.corrected)
    if match is None or question.expectation is not Expectation.PLACE or _SEAT.search(said):
        return None
    return match.group()


def _piece(question: Question, proposal: Proposal, passage: Passage, records: Sequence[FactRecord]) -> str | None:
    """The price of one piece, where a figure is that of all."""
    if question.expectation is not Expectation.MONEY or _ONE.search(question.corrected) is None:
        return None
    own = [one for one in records if isinstance(one, FigureRecord) and one.span.overlap(proposal.span)]
    if any("/" in (record.unit or "") for record in own) or _PIECE.search(passage.view.text):
        return None
    return "price of one"
