"""Operands in the figures of one paragraph: each belongs to the words that stand nearest to it.

"39,200 people in 2023 and 56,000 in 2024", "the Congo owed $41 million and Peru $27 million": a name stands before its
figure or behind it, and what parts two members of an enumeration parts a name from the figure of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, permutations

from briefqa.answering.asked_names import names_in
from briefqa.answering.frames import Frame
from briefqa.answering.labels import Labels, Operands, is_named
from briefqa.answering.question import Question, Unit
from briefqa.answering.tables import covers
from briefqa.answering.units import fit_unit
from briefqa.facts import Lexicon
from briefqa.facts.units import unit_name
from briefqa.index.terms import TOKEN, split_terms
from briefqa.types import FigureRecord, Passage, Span

_BREAK = re.compile(r"[,;:—)]|\b(?:and|but|while|whereas|compared|against|than|to)\b")
_FROM = re.compile(r"\bfrom\s+(?:\w+\s+){0,4}$")
_TO = re.compile(r"\bto\s+(?:\w+\s+)?$")
_APPOSED = re.compile(r",\s|\s?\(")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d")
_CROSSED = 2.0  # another figure between a name and its figure
_ELSEWHERE = 3.0  # the name stands in another claim, or the figure is of another year
_UNSAID = 1.5  # one operand that the text does not name gets the figure that is left
_FAR = 500  # characters that count as much as a break
_MOST_FIGURES = 10
_DEAREST = 5.0
_UNSPOKEN = 2.0  # claims that say nothing of what is asked, beside others of their paragraph


@dataclass(frozen=True, slots=True)
class _Word:
    terms: tuple[str, ...]
    span: Span


def find_in_text(parts: Sequence[Question], labels: Labels, frame: Frame, lexicon: Lexicon) -> Operands | None:
    """The figures of a paragraph that the questions ask for; None where it does not speak of what they ask."""
    if not labels.admit(frame.terms(), frame.similarity):
        return None
    block = Span(frame.passages[0].span.start, frame.passages[-1].span.end)
    words = _words(frame.document.text, block)
    places = [[place for unit in own for place in _places(unit, words)] for own in labels.own]
    asked = [place for unit in labels.shared for place in _places(unit, words)] + [one for own in places for one in own]
    others = _other_names(frame.document.text, block, lexicon, asked)
    passages = {passage.id: passage for passage in frame.passages}
    rated = [
        (cost + _UNSPOKEN * (1 - _said_beside(labels, figures, frame, passages)), cost, figures, unit)
        for unit, group in _groups(parts[0], frame)
        for cost, figures in _assign(frame.document.text, labels, places, others, group)
        if cost <= _DEAREST and _fit(parts, figures, unit)
    ]
    met = {unit for _, _, figures, unit in rated if fit_unit(parts[0], [replace(figures[0], unit=unit)]) > 0}
    rated = sorted(
        (one for one in rated if not met or one[3] in met),
        key=lambda one: (one[0], [record.span for record in one[2]]),
    )
    if not rated or (len(rated) > 1 and rated[1][0] - rated[0][0] < 1 / _FAR):
        return None
    _, cost, figures, unit = rated[0]
    return Operands(
        frame.document,
        tuple(passages[record.passage_id] for record in figures),
        figures,
        tuple(_nearest(own, record, passages) for own, record in zip(places, figures, strict=True)),
        labels.share(frame.terms()),
        unit,
        cost,
    )


def find_in_items(parts: Sequence[Question], labels: Labels, frame: Frame, lexicon: Lexicon) -> Operands | None:
    """Figures of as many items of a list, each of which says every name and number that the questions share."""
    found = find_in_text(parts, labels, frame, lexicon)
    if found is None or len({passage.paragraph for passage in found.passages}) < len(found.passages):
        return None
    named = [unit for unit in labels.shared if is_named(unit)]
    said = [frozenset(split_terms(passage.view.text)) for passage in found.passages]
    return found if all(covers(unit, terms) for unit in named for terms in said) else None


def _fit(parts: Sequence[Question], figures: Sequence[FigureRecord], unit: str | None) -> bool:
    return all(fit_unit(part, [replace(one, unit=unit)]) >= 0 for part, one in zip(parts, figures, strict=True))


def _other_names(text: str, block: Span, lexicon: Lexicon, asked: Sequence[Span]) -> list[Span]:
    """The names of a paragraph that are none of those asked for, whose figures are their own."""
    names = [Span(block.start + start, block.start + end) for start, end in names_in(block.cut(text), lexicon)]
    return [name for name in names if not any(_belongs(text, name, place) for place in asked)]


def _belongs(text: str, name: Span, place: Span) -> bool:
    """Whether a name is what is asked for, or its place: "Alang, India"."""
    if name.overlap(place):
        return True
    return name.end <= place.start and _APPOSED.fullmatch(text[name.end : place.start]) is not None


def _said_beside(labels: Labels, figures: Sequence[FigureRecord], frame: Frame, passages: dict[str, Passage]) -> float:
    """The share of the common words that the claims of the figures say themselves."""
    claims = {record.passage_id for record in figures}
    texts = [passages[one].span.cut(frame.document.text) for one in sorted(claims)]
    return labels.share(frozenset(split_terms(" ".join(texts))))


def _words(text: str, block: Span) -> list[_Word]:
    found = []
    for match in TOKEN.finditer(block.cut(text)):
        span = Span(block.start + match.start(), block.start + match.end())
        found.append(_Word(tuple(split_terms(match.group())), span))
    return found


def _places(unit: Unit, words: Sequence[_Word]) -> Iterator[Span]:
    """Where the words of a unit stand together, in any of its forms."""
    for terms in unit.alternatives:
        for at, word in enumerate(words):
            held, end = list(word.terms), at
            while len(held) < len(terms) and end + 1 < len(words):
                end += 1
                held.extend(words[end].terms)
            if terms[0] in word.terms and all(term in held for term in terms):
                yield Span(word.span.start, words[end].span.end)


def _groups(part: Question, frame: Frame) -> Iterator[tuple[str | None, tuple[FigureRecord, ...]]]:
    """Figures of one unit that can answer; one that does not repeat its unit takes that of the figure before it."""
    grouped: dict[str | None, list[FigureRecord]] = {}
    units: dict[str, str | None] = {}
    before: FigureRecord | None = None
    for record in sorted(frame.records, key=lambda one: one.span):
        units[record.id] = record.unit
        if before is not None and before.passage_id == record.passage_id:
            units[record.id] = _repeated(record.unit, units[before.id])
        before = record
        unit = units[record.id]
        if record.value is not None and fit_unit(part, [replace(record, unit=unit)]) >= 0:
            grouped.setdefault(unit_name(unit), []).append(record)
    for group in grouped.values():
        yield units[group[0].id], tuple(group[:_MOST_FIGURES])


def _repeated(unit: str | None, before: str | None) -> str | None:
    """The unit of a figure that leaves out what the one before it says: "$510 a ton and $460", "39 ships and 56"."""
    return before if unit is None or (before or "").startswith(f"{unit}/") else unit


def _assign(
    text: str,
    labels: Labels,
    places: Sequence[Sequence[Span]],
    others: Sequence[Span],
    group: Sequence[FigureRecord],
) -> Iterator[tuple[float, tuple[FigureRecord, ...]]]:
    """Every way to give each operand a figure of its own, with its cost.

    One operand that the text calls by other words may get the figure that is left, unless it is a name or a number.
    The name of an operand has to be said, whatever else of it is.
    """
    if any(_lacks_name(own, spans, text) for own, spans in zip(labels.own, places, strict=True)):
        return
    unsaid = [own for own, spans in zip(labels.own, places, strict=True) if not _is_said(own, spans, group)]
    if len(unsaid) > 1 or any(is_named(unit) for own in unsaid for unit in own):
        return
    claims = {record.passage_id for record in group}
    if unsaid and (len(group) != len(places) or len(claims) > 1):
        return
    costs = [
        [_cost(text, own, spans, others, record, group) for record in group]
        for own, spans in zip(labels.own, places, strict=True)
    ]
    for order in permutations(range(len(group)), len(places)):
        yield sum(costs[part][at] for part, at in enumerate(order)), tuple(group[at] for at in order)


def _lacks_name(own: Sequence[Unit], places: Sequence[Span], text: str) -> bool:
    """Whether a name of an operand stands nowhere among its places."""
    said = frozenset(term for place in places for term in split_terms(place.cut(text)))
    return any(unit.is_name and not covers(unit, said) for unit in own)


def _is_said(own: Sequence[Unit], places: Sequence[Span], group: Sequence[FigureRecord]) -> bool:
    years = _years(own)
    return bool(places) or any(year in (record.period or "") for year in years for record in group)


def _years(own: Sequence[Unit]) -> list[str]:
    return [unit.surface for unit in own if unit.is_number and _YEAR.fullmatch(unit.surface)]


def _cost(
    text: str,
    own: Sequence[Unit],
    places: Sequence[Span],
    others: Sequence[Span],
    record: FigureRecord,
    group: Sequence[FigureRecord],
) -> float:
    """How far a figure stands from the words of an operand, or how surely it is of another year or name."""
    years = _years(own)
    if years and record.period:
        return 0.0 if any(year in record.period for year in years) else _ELSEWHERE
    nearest = min((_gap(text, place, record, group) for place in places), default=_UNSAID)
    if any(is_named(unit) for unit in own) and not years:
        taken = min((_gap(text, other, record, group) for other in others), default=_ELSEWHERE)
        return nearest + (_ELSEWHERE if taken < nearest else 0.0)
    return nearest


def _gap(text: str, place: Span, record: FigureRecord, group: Sequence[FigureRecord]) -> float:
    figure = record.span
    if place.overlap(figure):
        return _ELSEWHERE
    between = Span(min(place.end, figure.end), max(place.start, figure.start))
    if not Span(record.citation.start, record.citation.end).contains(place):
        return _ELSEWHERE
    crossed = sum(between.contains(other.span) for other in group if other.id != record.id)
    breaks = len(_BREAK.findall(between.cut(text)))
    return _CROSSED * crossed + breaks + len(between.cut(text)) / _FAR


def _nearest(places: Sequence[Span], record: FigureRecord, passages: dict[str, Passage]) -> Span | None:
    """The mention of an operand in the claim of its figure, with all its words where they stand together."""
    own = [place for place in places if passages[record.passage_id].span.contains(place)]
    best = min(own, key=lambda place: abs(place.start - record.span.start), default=None)
    for place in sorted(own, key=lambda one: -one.start):
        if best is not None and best.start - 2 <= place.end <= best.start:
            best = Span(place.start, best.end)
    for place in sorted(own):
        if best is not None and best.end <= place.start <= best.end + 2:
            best = Span(best.start, place.end)
    return best


def find_change(part: Question, frame: Frame) -> Operands | None:
    """The figures of "from €2 billion to €1 billion" in a claim that says all that is asked; None where none does."""
    labels = Labels((), tuple(unit for unit in part.units if not unit.is_form))
    text = frame.document.text
    for passage in frame.passages:
        terms = frozenset(split_terms(passage.view.text))
        for unit, group in _groups(part, frame):
            own = [record for record in group if record.passage_id == passage.id]
            for first, last in pairwise(own):
                before = text[passage.span.start : first.span.start]
                joint = Span(first.span.end, last.span.start).cut(text)
                if _FROM.search(before) and _TO.search(joint) and labels.admit(terms):
                    places = (passage, passage), (first, last), (None, None)
                    return Operands(frame.document, *places, labels.share(terms), unit)
    return None
