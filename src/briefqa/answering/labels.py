"""What tells the operands of a question apart, and what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefqa.answering.question import Question, Unit
from briefqa.answering.tables import covers
from briefqa.index.terms import split_terms
from briefqa.types import Document, FigureRecord, Passage, Span

_COVERED = 0.5
"""Least share of the common words that the documents have to say where a question names nothing else."""
_MEASURES = frozenset(split_terms("long short much many"))
"""What opens a question after a measure and says nothing of the matter."""
_NEAR, _ALIKE = 0.4, 0.5
"""Likeness in meaning from which a passage speaks of what is asked in other words: of both sides, and of all else."""


@dataclass(frozen=True, slots=True)
class Labels:
    """For each operand the units that only its question has (`own`), and those that all have (`shared`)."""

    own: tuple[tuple[Unit, ...], ...]
    shared: tuple[Unit, ...]

    def share(self, terms: frozenset[str]) -> float:
        """The share of the common words that a text with these terms says; 1 where there are none.

        Form words count where the text says them.
        """
        matter = self._matter(terms)
        return sum(covers(unit, terms) for unit in matter) / len(matter) if matter else 1.0

    def admit(self, terms: frozenset[str], similarity: float = 0.0) -> bool:
        """Whether a text with these terms speaks of what is asked: every name and number, and enough of the rest.

        A text like the questions in meaning may say the rest in other words. Where the questions share no word it
        has to say all of their own.
        """
        if not all(covers(unit, terms) for unit in self.shared if is_named(unit)):
            return False
        if not self._matter(terms) and not all(covers(unit, terms) for own in self.own for unit in own):
            return similarity >= _NEAR
        return self.share(terms) >= _COVERED or similarity >= _ALIKE

    def _matter(self, terms: frozenset[str]) -> list[Unit]:
        return [unit for unit in self.shared if not unit.is_form or covers(unit, terms)]


@dataclass(frozen=True, slots=True)
class Operands:
    """A figure for each operand with the place of its name, and how much of the common words is said beside them.

    `cost` is how far the names stand from their figures, 0 in a table. `unit` is the unit of all, of which a text may
    leave out a repetition, and `attribute` what all are parts of, where a table divides it. Those of several units are
    `is_mixed`: nothing can be computed of them, and they show why.
    """

    document: Document
    passages: tuple[Passage, ...]
    records: tuple[FigureRecord, ...]
    names: tuple[Span | None, ...]
    covered: float
    unit: str | None
    cost: float = 0.0
    attribute: str | None = None
    is_mixed: bool = False

    def comparable(self) -> tuple[FigureRecord, ...]:
        """The records with what they have in common said by each."""
        if self.is_mixed:
            return self.records
        return tuple(
            replace(record, unit=self.unit, attribute=self.attribute or record.attribute) for record in self.records
        )


def tell_apart(parts: Sequence[Question]) -> Labels | None:
    """The labels of questions that differ in their operands; None where one has nothing of its own."""
    forms = [frozenset(unit.alternatives for unit in part.units) for part in parts]
    common = frozenset.intersection(*forms)
    shared = tuple(unit for unit in parts[0].units if unit.alternatives in common and not _is_measure(unit))
    own = tuple(tuple(unit for unit in part.units if unit.alternatives not in common) for part in parts)
    return Labels(own, shared) if all(own) else None


def is_named(unit: Unit) -> bool:
    """Whether a unit is a name or a number, which no other words can stand for."""
    return unit.is_name or unit.is_number or unit.surface[:1].isupper()


def _is_measure(unit: Unit) -> bool:
    return all(term in _MEASURES for terms in unit.alternatives for term in terms)
