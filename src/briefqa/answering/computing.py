"""Answers that have to be computed: differences, quotients, sums, and the one of several that has the most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from briefqa.answering.asked_names import names_in
from briefqa.answering.attributes import SAME_THING
from briefqa.answering.choices import Choice, read_choice
from briefqa.answering.comparisons import is_stated, read_computation
from briefqa.answering.computation import Computation
from briefqa.answering.degrees import COMPARATIVE
from briefqa.answering.derivation import FoundFigure, answer_choice, answer_operands, confirms, derive_answer, figure_at
from briefqa.answering.expectation import CLAIMS
from briefqa.answering.frames import Frame, Likeness, gather_frames, list_frames, other_tables
from briefqa.answering.judging import Judged
from briefqa.answering.labels import Operands, tell_apart
from briefqa.answering.mixed_units import refuse_mixed
from briefqa.answering.named_figures import choices_in, read_superlative
from briefqa.answering.operands_done import is_undone
from briefqa.answering.prose_operands import find_change, find_in_items, find_in_text
from briefqa.answering.question import Question, read_question
from briefqa.answering.retriever import Candidate
from briefqa.answering.row_lists import answer_rows, find_rows
from briefqa.answering.several import plural_asked
from briefqa.answering.superlatives import answer_extreme, asks_for_extreme, find_extreme
from briefqa.answering.table_operands import find_in_table, find_parts
from briefqa.answering.tables import covers
from briefqa.answering.told_choices import choose_told
from briefqa.answering.transposed import find_extreme_across
from briefqa.facts import Lexicon, Operation
from briefqa.facts.text import fold
from briefqa.facts.units import unit_name
from briefqa.index.lexical import LexicalIndex
from briefqa.index.store import Store
from briefqa.index.terms import TOKEN, split_terms
from briefqa.types import Answer, FigureRecord, Span


@dataclass(frozen=True, slots=True)
class Computed:
    """What computing a question came to: an answer, or quoted ones that state the result themselves (`stated`).

    Where both are empty the question is answered by what it is read as, unless it is `needed` that it is computed.
    """

    answer: Answer | None = None
    stated: tuple[Judged, ...] = ()
    needed: bool = False


_NOTHING = Computed()


@dataclass(frozen=True, slots=True)
class Computer:
    """Computes answers from the figures of one generation.

    `judge` gives the proposals for a question, the surest first, `likeness` the cosines of a text and others.
    """

    generation: str
    store: Store
    lexicon: Lexicon
    lexical: LexicalIndex
    threshold: float
    judge: Callable[[Question], tuple[Judged, ...]]
    likeness: Likeness

    def compute(
        self, question: Question, judged: Sequence[Judged], candidates: Sequence[Candidate], max_citations: int
    ) -> Computed:
        """The answer to a question that asks for a result; nothing where it asks for none or its best answer states it.

        A result that the text states too ("three times") is quoted, even where one of its operands was judged surer.
        """
        best = judged[0] if judged else None
        computation = read_computation(question.corrected, self.lexicon)
        if computation is None:
            return self._choose(question, best, candidates, max_citations)
        if computation.is_contest and best is not None and self._compares(best):
            return _NOTHING  # a claim that compares both says it better than a difference
        figures = [(entry, self._figure(entry)) for entry in judged if entry.lacking is None]
        stated = [(entry, record) for entry, record in figures if record is not None and is_stated(computation, record)]
        if stated and stated[0][0] is best and stated[0][0].confidence >= self.threshold:
            return _NOTHING
        frames = (*gather_frames(self.store, candidates), *list_frames(self.store, candidates))
        derived = self._derive(question, computation, frames, max_citations)
        confirmed = tuple(
            entry
            for entry, record in stated
            if derived is not None and confirms(record, derived) and not entry.support.names
        )
        if confirmed:
            return Computed(stated=confirmed)
        if derived is None and stated and stated[0][0].confidence >= self.threshold:
            return Computed(stated=tuple(entry for entry, _ in stated))
        if not computation.is_needed:
            return Computed(derived if derived is not None and derived.answered else None)
        return Computed(derived, needed=True)

    def _choose(
        self, question: Question, best: Judged | None, candidates: Sequence[Candidate], max_citations: int
    ) -> Computed:
        """The one of several that has the most or the least of something."""
        choice = read_choice(question.corrected, self.lexicon)
        if choice is not None:
            frames = (*gather_frames(self.store, candidates), *list_frames(self.store, candidates))
            operands = self._find(question, choice.parts, frames)
            if operands is not None and not self._says_counted(choice, operands):
                operands = None
            answer = answer_choice(question, choice, operands, generation=self.generation) if operands else None
            if answer or question.expectation in CLAIMS:
                return Computed(answer)
            told = self._read_choice(choice, best)
            if told is not None:
                return Computed(stated=(told,))
            return Computed(needed=best is None or not self._names_one(choice, best.text))
        rows = self._list_rows(question, best, candidates, max_citations)
        if rows is not None:
            return Computed(rows)
        extreme = self._compare_rows(question, candidates) or self._compare_named(question, candidates)
        if best is not None and extreme is not None and best.confidence >= extreme.confidence:
            return _NOTHING
        return Computed(extreme, needed=extreme is None and _is_row_alone(question, best))

    def _read_choice(self, choice: Choice, best: Judged | None) -> Judged | None:
        """The one of two that the best claim says to be more or less; None where it is unsure or says nothing of it."""
        if best is None or best.confidence < self.threshold or best.proposal.cell is not None:
            return None
        claim = best.proposal.passage.span
        text = self.store.document(best.proposal.passage.document_id).text
        place = choose_told(choice, fold(claim.cut(text)), self.lexicon)
        if place is None:
            return None
        span = Span(claim.start + place[0], claim.start + place[1])
        return replace(best, proposal=replace(best.proposal, span=span), text=span.cut(text))

    def _compare_named(self, question: Question, candidates: Sequence[Candidate]) -> Answer | None:
        """The one of several that a claim names with a figure each, where a question asks for the most or the least."""
        if read_superlative(question.corrected) is None:
            return None  # reading whole documents takes as long as half a question
        for frame in gather_frames(self.store, candidates):
            for choice in choices_in(question, frame, self.lexicon):
                operands = self._find(question, choice.parts, (frame,))
                if operands is not None and self._says_counted(choice, operands):
                    answer = answer_choice(question, choice, operands, generation=self.generation)
                    return answer if answer is not None and answer.answered else None
        return None

    def _says_counted(self, choice: Choice, operands: Operands) -> bool:
        """Whether the text of the operands says what there is more of, by its own word or one like it."""
        document = operands.document
        blocks = [document.blocks[passage.paragraph].span.cut(document.text) for passage in operands.passages]
        views = [f"{passage.table or ''} {passage.view.text}" for passage in operands.passages]
        text = " ".join(dict.fromkeys([document.title, *views, *blocks]))
        terms = frozenset(split_terms(text))
        counted = read_question(choice.counted, self.lexicon, self.lexical).units if choice.counted else ()
        unsaid = [unit for unit in counted if not unit.is_form and not covers(unit, terms)]
        words = list(dict.fromkeys(word for word in TOKEN.findall(text) if word[0].isalpha())) if unsaid else []
        return all(max(self.likeness(unit.surface, words), default=0.0) >= SAME_THING for unit in unsaid)

    def _compares(self, judged: Judged) -> bool:
        """Whether a sure answer is a claim that sets two figures of one unit, or two things, against each other."""
        if judged.confidence < self.threshold or judged.support.names:
            return False
        facts = self.store.facts_of([judged.proposal.passage.id])
        units = [unit_name(record.unit) for record in facts if isinstance(record, FigureRecord)]
        return COMPARATIVE.search(judged.text) is not None or len(set(units)) < len(units)

    def _list_rows(
        self, question: Question, best: Judged | None, candidates: Sequence[Candidate], max_citations: int
    ) -> Answer | None:
        """The names of several rows of a table; None where a surer answer is none of them, or the most is asked for."""
        if plural_asked(question.corrected) is None or asks_for_extreme(question):
            return None
        for frame in gather_frames(self.store, candidates):
            found = find_rows(question, frame) if frame.is_table else None
            if found is not None:
                answer = answer_rows(question, found, generation=self.generation, max_citations=max_citations)
                passages = {row.id for row, _ in found.rows}
                if best is None or best.proposal.passage.id in passages or best.confidence < answer.confidence:
                    return answer
        return None

    def _names_one(self, choice: Choice, text: str) -> bool:
        """Whether a text names one of those that are to be chosen from and no other."""
        terms = frozenset(split_terms(text))
        named = [
            name
            for name in choice.names
            if all(covers(unit, terms) for unit in read_question(name, self.lexicon, self.lexical).units)
        ]
        return len(named) == 1 and len(names_in(text, self.lexicon)) <= 1

    def _compare_rows(self, question: Question, candidates: Sequence[Candidate]) -> Answer | None:
        """The row of a table that has the most or the least, where a question asks for it."""
        if not asks_for_extreme(question):
            return None
        frames = (*gather_frames(self.store, candidates), *other_tables(self.store, candidates))
        found = [
            (extreme.named, extreme.covered, -at, frame.document, extreme)
            for at, frame in enumerate(frames)
            if frame.is_table
            for extreme in [
                find_extreme(question, frame.document, frame.passages, frame.records, self.likeness)
                or find_extreme_across(question, frame.document, frame.passages, frame.records)
            ]
            if extreme is not None
        ]
        if not found:
            return None
        *_, document, extreme = max(found, key=lambda one: one[:3])
        return answer_extreme(question, document, extreme, generation=self.generation)

    def _derive(
        self, question: Question, computation: Computation, frames: Sequence[Frame], max_citations: int
    ) -> Answer | None:
        if len(computation.parts) == 1:
            operands = self._find_parts(computation, frames)
        else:
            # a share is of a whole, which a text that does not state the share hardly puts beside its part
            tables = [frame for frame in frames if frame.is_table or computation.operation is not Operation.PART]
            operands = self._find(question, computation.parts, tables)
        beside = None
        if operands is not None:
            beside = answer_operands(
                question, computation, operands, generation=self.generation, max_citations=max_citations
            )
        if len(computation.parts) < 2 or (operands is not None and not operands.cost):
            return beside
        alone = derive_answer(
            question, computation, self._find_figure, generation=self.generation, max_citations=max_citations
        )
        if alone is None or alone.confidence < self.threshold:
            return beside or refuse_mixed(question, self._read(computation.parts), generation=self.generation)
        same = beside is not None and set(alone.nearest) <= {*beside.citations, *beside.nearest}
        return beside if beside is not None and (alone.answered or same) else alone

    def _find(self, question: Question, parts: Sequence[str], frames: Sequence[Frame]) -> Operands | None:
        """The operands that stand side by side, in the table or paragraph that speaks most of what is asked."""
        questions = self._read(parts)
        labels = tell_apart(questions)
        if labels is None:
            return None
        found = [
            find_in_table(question.corrected, questions, labels, frame, self.likeness)
            if frame.is_table
            else (find_in_items if frame.is_list else find_in_text)(questions, labels, frame, self.lexicon)
            for frame in frames
        ]
        done = [one for one in found if one is not None and not is_undone(question, one)]
        rated = [(one.covered, -one.cost, -at, one) for at, one in enumerate(done)]
        return max(rated, key=lambda one: one[:3])[3] if rated else None

    def _read(self, parts: Sequence[str]) -> list[Question]:
        return [read_question(part, self.lexicon, self.lexical) for part in parts]

    def _find_parts(self, computation: Computation, frames: Sequence[Frame]) -> Operands | None:
        """What one question holds both or all operands of: the parts that a table divides it into, or a change."""
        question = read_question(computation.parts[0], self.lexicon, self.lexical)
        for frame in frames:
            if computation.is_change:
                found = None if frame.is_table or frame.is_list else find_change(question, frame)
            else:
                found = find_parts(question, frame) if frame.is_table else None
            if found is not None:
                return found
        return None

    def _find_figure(self, part: str) -> FoundFigure | None:
        """The figure that surely answers one part of a question that has to be computed."""
        judged = self.judge(read_question(part, self.lexicon, self.lexical))
        if not judged or judged[0].confidence < self.threshold:
            return None
        record = self._figure(judged[0])
        return FoundFigure(record, judged[0].confidence) if record else None

    def _figure(self, judged: Judged) -> FigureRecord | None:
        return figure_at(self.store.facts_of([judged.proposal.passage.id]), judged.proposal.span)


def _is_row_alone(question: Question, best: Judged | None) -> bool:
    """Whether the best answer after the most or the least is the name of a row that nothing was compared with."""
    cell = best.proposal.cell if best is not None else None
    if best is None or cell is None or not asks_for_extreme(question):
        return False
    return any(header.span == best.proposal.span for header in cell.cell.row_headers)
