"""What rules an answer out: a figure of another party, year or unit, and a plan where a done thing is asked for.

The records of the claim decide, because only they say whose figure it is and of when; what they leave open rules
nothing out. Evidence can be outweighed by other evidence, a constraint cannot: the contract says that a planned deal
never answers "did".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefqa.answering.announcements import only_told_then
from briefqa.answering.asked_periods import parts_of_years
from briefqa.answering.claims import done_to_the_doer, of_another_doer, without_reason
from briefqa.answering.deal_roles import in_another_role
from briefqa.answering.deeds import PLANNED, deed_asked, is_planned_header, why_not_done
from briefqa.answering.directions import gone_the_other_way
from briefqa.answering.expectation import FIGURES, Expectation
from briefqa.answering.kinds import of_another_kind
from briefqa.answering.neighbours import beside_it
from briefqa.answering.open_deals import is_deal_open
from briefqa.answering.parties import of_another_body, of_another_party, of_another_state, with_roles_turned
from briefqa.answering.question import Question
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.support import WANTED, Support
from briefqa.answering.units import fit_unit
from briefqa.facts import Lexicon
from briefqa.facts.clauses import clause_at
from briefqa.facts.text import fold
from briefqa.types import DealRecord, Document, FactRecord, FigureRecord

_IN_YEAR = re.compile(
    r"(?<!\bsince )(?<!\bby )(?<!\buntil )(?<!\bafter )(?<!\bbefore )(?<!\bfrom )(?<!\bto )"
    r"\b(?P<year>(?:19|20|21)\d\d)\b(?!\s*[-–—/])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an answer is none: what is `missing`, in words for a person.

    It `speaks_for_silence` where the answer tells of the very thing that is asked for: that it was planned or dropped.
    """

    missing: str
    speaks_for_silence: bool


def rule_out(
    question: Question,
    proposal: Proposal,
    document: Document,
    records: Sequence[FactRecord],
    support: Support,
    lexicon: Lexicon,
) -> Objection | None:
    """What the records of its claim have against an answer; None where they leave it open.

    Args:
        question: the question.
        proposal: the answer.
        document: the document that it stands in.
        records: the records of its passage.
        support: what of the question its passage leaves unsupported.
        lexicon: the names of the corpus.
    """
    if proposal.form is Form.CLAIM:
        return _against_claim(question, proposal, document, records, lexicon)
    undone = _not_done(question, proposal, document, records, lexicon)
    if undone is not None:
        return Objection(undone, speaks_for_silence=True)
    own = [record for record in records if isinstance(record, FigureRecord) and record.span.overlap(proposal.span)]
    other = (
        _of_another_year(question, own, proposal)
        or _of_another_part(question, proposal)
        or _of_another_unit(question, own)
        or of_another_party(question, own, proposal, support, lexicon)
        or in_another_role(question, proposal.passage, proposal.span, document, records, lexicon)
        or with_roles_turned(question, proposal, records, lexicon)
        or of_another_state(question, proposal, document, support, lexicon)
        or of_another_body(question, proposal, document, lexicon)
        or _no_city(question, proposal, document, lexicon)
        or _opposed(question, proposal, document)
        or _difference(question, own, document)
        or beside_it(question, proposal, document, records, lexicon)
        or _turned(question, proposal, document, lexicon)
    )
    return Objection(other, speaks_for_silence=False) if other else None


def _against_claim(
    question: Question, proposal: Proposal, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> Objection | None:
    claim = fold(proposal.passage.span.cut(document.text))
    other = _claim_of_another_year(question, proposal, document) or without_reason(
        question, claim, proposal.passage.span, records, lexicon
    )
    done = of_another_doer(question, claim, lexicon) or done_to_the_doer(question, claim, lexicon)
    missing = other or done
    return Objection(missing, speaks_for_silence=other is None) if missing else None


def _not_done(
    question: Question, proposal: Proposal, document: Document, records: Sequence[FactRecord], lexicon: Lexicon
) -> str | None:
    deed = deed_asked(question.corrected)
    if deed is None:
        return None
    if proposal.cell is not None:
        header = " ".join(header.text for header in proposal.cell.cell.column_headers)
        return f"{deed} ({PLANNED})" if is_planned_header(header) else None
    passage = proposal.passage
    deals = [record for record in records if isinstance(record, DealRecord)]
    if is_deal_open(question, deed, deals, lexicon):
        return f"{deed} ({PLANNED})"
    start, end = proposal.span.start - passage.span.start, proposal.span.end - passage.span.start
    why = why_not_done(deed, fold(passage.span.cut(document.text)), start, end, deals, proposal.span)
    return f"{deed} ({why})" if why else None


def _of_another_year(question: Question, own: Sequence[FigureRecord], proposal: Proposal) -> str | None:
    """The year asked for, where every figure of the answer is of others and its claim does not name it."""
    years = [match["year"] for match in _IN_YEAR.finditer(question.corrected)]
    periods = [record.period for record in own if record.period]
    if len(years) != 1 or not periods or len(periods) < len(own):
        return None
    if any(_holds(period, years[0]) for period in periods):
        return None
    near = " ".join(f"{record.column} {record.row}" for record in own) if proposal.cell else proposal.passage.view.text
    return None if years[0] in near else f"year {years[0]}"


def _of_another_part(question: Question, proposal: Proposal) -> str | None:
    """The quarter or half asked for, where the headers of a cell name another."""
    if proposal.cell is None:
        return None
    cell = proposal.cell.cell
    named = parts_of_years(" ; ".join(header.text for header in (*cell.column_headers, *cell.row_headers)))
    asked = parts_of_years(question.corrected)
    alike = {part for part in asked if part[0] in {other[0] for other in named}}
    return None if not alike or alike & named else min(alike)


def _claim_of_another_year(question: Question, proposal: Proposal, document: Document) -> str | None:
    """The year in which something had a reason, where the claim tells of what was in other years only."""
    years = [match["year"] for match in _IN_YEAR.finditer(_DECADE.sub("", question.corrected))]
    claim = proposal.passage.span.cut(document.text)
    if question.expectation is not Expectation.REASON or len(years) != 1 or not _TOLD_YEAR.search(claim):
        return None
    return None if years[0] in claim or _SPAN_OF_YEARS.search(claim) else f"year {years[0]}"


_DECADE = re.compile(r"\b\d{3}0['’]?s\b")
_TOLD_YEAR = re.compile(r"\b(?:in|during) (?:\w+ )?(?:19|20|21)\d\d\b(?!\s*[-–—])", re.IGNORECASE)
_SPAN_OF_YEARS = re.compile(r"(?:19|20|21)\d\d\s*(?:[-–—]|to|and|until)\s*(?:(?:19|20|21)\d\d|\d\d)\b")
_PRICED = re.compile(r"\b(?:worth|costs?|price[ds]?|paid|pays?|valued?|euros?|dollars?)\b|[$€£]", re.IGNORECASE)
_SHARED = re.compile(r"\bhow much of\b", re.IGNORECASE)


def _of_another_unit(question: Question, own: Sequence[FigureRecord]) -> str | None:
    """A sum, where a price is asked for and the answer is a percentage or a count."""
    asked = question.corrected
    if question.expectation is not Expectation.MONEY or fit_unit(question, own) >= 0 or _SHARED.search(asked):
        return None
    return WANTED[Expectation.MONEY] if _PRICED.search(asked) else None


def _holds(period: str, year: str) -> bool:
    """Whether a period in EDTF touches a year; an open one does."""
    named = [int(found) for found in _YEAR.findall(period)]
    return not named or ".." in period or min(named) <= int(year) <= max(named)


_BEGINS = (
    r"begin|beg[au]n|begins|start(?:s|ed)?|launch(?:es|ed)?|found(?:s|ed)?|enter(?:s|ed)?|took effect|commence[sd]?"
)
_ENDS = r"end(?:s|ed)?|finish(?:es|ed)?|complet(?:e[sd]?|ion)|clos(?:es?|ed)|expire[sd]?|stop(?:s|ped)?|cease[sd]?"
_CUT = re.compile(r"[,;]|\b(?:and|but|when|after|before|while)\b", re.IGNORECASE)
_BEGIN, _END = re.compile(rf"\b(?:{_BEGINS})\b", re.I), re.compile(rf"\b(?:{_ENDS})\b", re.I)


_PAIRS = (
    (_BEGIN, _END),
    (
        re.compile(r"\b(?:(?:re)?join(?:s|ed)?|go back|went back|return(?:s|ed)? to)\b", re.IGNORECASE),
        re.compile(r"\b(?:leave|left|leaves|quit|withdrew)\b", re.IGNORECASE),
    ),
)
_MOVES = (
    re.compile(r"\b(?:r[io]se|rises|risen|grow|grew|grown|increased?|climb(?:ed)?)\b", re.IGNORECASE),
    re.compile(r"\b(?:fall|fell|fallen|drop(?:ped)?|declined?|decreased?|shrink|shrank)\b", re.IGNORECASE),
)


def _opposed(question: Question, proposal: Proposal, document: Document) -> str | None:
    """The end, the return or the rise asked for, where the claim tells of a beginning, a departure or a fall."""
    is_date = question.expectation is Expectation.DATE
    if proposal.cell is not None or not (is_date or question.expectation in FIGURES):
        return None
    passage = proposal.passage
    start, end = proposal.span.start - passage.span.start, proposal.span.end - passage.span.start
    text = fold(passage.span.cut(document.text))
    clause = clause_at(text, start, end)
    said = text[clause.start : end] + _CUT.split(text[end : clause.end], maxsplit=1)[0]
    for pair in _PAIRS if is_date else (_MOVES,):
        for asked, other in (pair, pair[::-1]):
            word = asked.search(question.corrected)
            if word and not other.search(question.corrected) and other.search(said) and not asked.search(said):
                return word.group()
    return None


def _turned(question: Question, proposal: Proposal, document: Document, lexicon: Lexicon) -> str | None:
    """What is asked for, where the claim only dates its telling, or tells of the other way or of another kind."""
    if proposal.cell is not None:
        return None
    passage = proposal.passage
    start, end = proposal.span.start - passage.span.start, proposal.span.end - passage.span.start
    text, asked, expectation = fold(passage.span.cut(document.text)), question.corrected, question.expectation
    return (
        only_told_then(asked, expectation, text, start)
        or gone_the_other_way(asked, expectation, text, start, end)
        or of_another_kind(asked, expectation, text, start, end, lexicon)
    )


_ASKS_CITY = re.compile(r"\b(?:which|what) (?:city|town|capital|village)\b", re.IGNORECASE)


def _no_city(question: Question, proposal: Proposal, document: Document, lexicon: Lexicon) -> str | None:
    """The city asked for, where the answer is the name of a state."""
    match = _ASKS_CITY.search(question.corrected)
    text = proposal.span.cut(document.text)
    named = lexicon.mentions(text) if match is not None else ()
    whole = len(named) == 1 and len(named[0].surface) >= len(text.removeprefix("the "))
    if match is not None and whole and named[0].entity_id.startswith("state:") and not named[0].is_capital:
        return match.group().split()[-1]
    return None


_BY_MORE = re.compile(r"\s+(?:\w+\s+)?(?:more|less|fewer|[a-z]+er)\s+than\b")
_ASKS_CHANGE = re.compile(
    r"\b(?:by|than|more|less|fewer|[a-z]+er|difference|differ\w*|gap|changed?|grow\w*|grew|r[io]se\w*|increas\w*|fall\w*|fell"
    r"|drop\w*|declin\w*|decreas\w*|exceed\w*|compare\w*)\b",
    re.IGNORECASE,
)


def _difference(question: Question, own: Sequence[FigureRecord], document: Document) -> str | None:
    """The thing asked for, where the claim only says by how much it is more or less than another."""
    if not own or _ASKS_CHANGE.search(question.corrected):
        return None
    if all(_BY_MORE.match(document.text, record.span.end) for record in own):
        return WANTED.get(question.expectation, "figure") + " (only a difference is given)"
    return None
