"""One question to one answer: retrieve, read, weigh, then answer with citations or refuse with what is missing."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefqa.answering.attributes import lacks_attribute
from briefqa.answering.computing import Computer
from briefqa.answering.confidence import ConfidenceWeights, weigh
from briefqa.answering.constraints import rule_out
from briefqa.answering.contradictions import contradict
from briefqa.answering.document_answers import answer_of_author, answer_of_document
from briefqa.answering.expectation import FIGURES, Expectation
from briefqa.answering.front_matter import name_author
from briefqa.answering.judging import Judged, Weighed, agreeing_with_best, judge, name_lacking
from briefqa.answering.offices import as_offices, is_called
from briefqa.answering.other_years import find_other_years, name_years, without_year
from briefqa.answering.question import Question, clean_question, read_question
from briefqa.answering.reading import propose
from briefqa.answering.recalibration import show_confidence
from briefqa.answering.refusing import refuse
from briefqa.answering.rereading import read_again, windows_around
from briefqa.answering.retriever import Candidate, Retriever
from briefqa.answering.support import check_support
from briefqa.answering.wire import answer_id
from briefqa.answering.wording import word_as
from briefqa.facts import Lexicon
from briefqa.facts.citing import cite
from briefqa.facts.conflicts import Disagreement, find_conflicts
from briefqa.facts.text import fold
from briefqa.index.level import Level
from briefqa.index.store import Store
from briefqa.models.reader import Reader, Reading
from briefqa.types import Answer, AnswerKind, Citation, Conflict

_FIRST_READ = 2  # passages read for every question
_CLOSE, _CLOSE_READ = 3.0, 3  # so many within that score of the best may say the same, or another value: read too
_LAST_READ = 5  # passages read while no answer is sure; 8 answered no more of the tuning questions rightly
_SURE = 0.6  # reading on above it left the share of right answers to the tuning questions as it was
_DOUBTED = (0.15, 0.75)  # confidence from which, and below which, what leads is read once more
_READ_AGAIN = 2  # passages at most
_NEAREST = 3
_NO_READING = Reading((), np.zeros((0, 2), dtype=np.int64), np.zeros(0, np.float32), np.zeros(0, np.float32))

_KINDS = {
    Expectation.DATE: AnswerKind.DATE,
    Expectation.LIST: AnswerKind.LIST,
    Expectation.REASON: AnswerKind.CLAIM,
    Expectation.STATEMENT: AnswerKind.CLAIM,
    **dict.fromkeys(FIGURES, AnswerKind.FIGURE),
}


@dataclass(frozen=True, slots=True)
class Answerer:
    """Answers questions from one generation; safe to use from many threads.

    `threshold` is the chance below which it refuses, `error_rate` the share of wrong answers that keeps. Without
    `disagreements`, those of the whole corpus, the records of the passages found are compared with each question.
    """

    generation: str
    store: Store
    paragraphs: Level
    lexicon: Lexicon
    retriever: Retriever
    reader: Reader | None
    weights: ConfidenceWeights
    threshold: float
    question_limit: int
    disagreements: tuple[Disagreement, ...] | None = None
    error_rate: float | None = None

    def ask(
        self, text: str, *, documents: Sequence[str] | None = None, max_citations: int = 5, read_as: str | None = None
    ) -> Answer:
        """Answer one question; `took_ms` is left at 0 for the caller to fill.

        Args:
            text: the question as typed.
            documents: ids that the answer has to come from; None means any.
            max_citations: how many citations to give at most.
            read_as: the question with what earlier questions said, where it is a follow-up.

        Raises:
            QuestionError: the question cannot be asked.
            NotFoundError: a document id is unknown.
        """
        typed = clean_question(text, self.question_limit)
        asked = read_as or typed
        answer = answer_of_document(asked, self.store, self.generation, documents, max_citations)
        if answer is None:
            answer = self._reply(asked, documents, max_citations)
            answer = (not answer.answered and self._ask_otherwise(asked, documents, max_citations)) or answer
        answer = show_confidence(replace(answer, question=text, read_as=read_as), self.threshold, self.error_rate)
        reader = self.reader.name if self.reader else None
        return replace(answer, id=answer_id(answer, documents, max_citations, reader))

    def _reply(self, asked: str, documents: Sequence[str] | None, max_citations: int) -> Answer:
        """The answer to a question in these words, or its refusal."""
        question = read_question(asked, self.lexicon, self.paragraphs.lexical)
        judged, candidates = self.judge(question, documents)
        best = judged[0] if judged else None
        computed = self._computer(documents).compute(question, judged, candidates, max_citations)
        if computed.answer is not None and (
            not computed.answer.answered or computed.answer.confidence >= self.threshold
        ):
            return computed.answer
        if computed.stated:
            return self._answer(question, computed.stated, candidates, max_citations)
        if computed.needed or best is None or best.confidence < self.threshold:
            near = tuple(dict.fromkeys(candidate.hit.passage.document_id for candidate in candidates))
            by_note = answer_of_author(question, self.store, self.generation, near, max_citations)
            return by_note or self._refuse(question, judged, candidates, documents, max_citations)
        return self._answer(question, judged, candidates, max_citations)

    def _ask_otherwise(self, asked: str, documents: Sequence[str] | None, max_citations: int) -> Answer | None:
        """The answer to the question in other words: after the author by name, after who heads something by office."""
        scope = documents if documents is not None else [summary.id for summary in self.store.documents()]
        named = name_author(asked, self.store.document(scope[0])) if len(scope) == 1 else None
        if named is not None:
            return self._reply(named, documents, max_citations)
        for other in as_offices(asked):
            answer = self._reply(other.question, documents, max_citations)
            for citation in answer.citations[:1]:
                start, end = citation.answer_start, citation.answer_end
                if start is not None and end is not None and is_called(fold(citation.quote), start, end, other.office):
                    return answer
        return None

    def judge(
        self, question: Question, documents: Sequence[str] | None = None, *, exhaustive: bool = False
    ) -> tuple[tuple[Judged, ...], tuple[Candidate, ...]]:
        """Every proposal, the surest first, and the candidates they come from.

        More passages are read while no answer is sure, or all of them where it has to be `exhaustive`.
        """
        rows = paragraph_rows = None
        if documents is not None:
            rows, paragraph_rows = self.store.rows(documents), self.store.paragraph_rows(documents)
        candidates = self.retriever.search(question, _LAST_READ, rows, paragraph_rows)
        best_score = candidates[0].hit.score if candidates else 0.0
        weighed: list[Weighed] = []
        judged: tuple[Judged, ...] = ()
        first = _count_first(candidates)
        for batch in (candidates[:first], candidates[first:]):
            weighed.extend(self._weigh_batch(question, batch, best_score))
            judged = judge(weighed, self.weights)
            if not exhaustive and judged and judged[0].confidence >= _SURE:
                break
        if judged and _DOUBTED[0] <= judged[0].confidence < _DOUBTED[1]:
            judged = judge(self._weigh_again(question, weighed, _leading(judged), best_score), self.weights)
        return judged, candidates

    def weigh(self, question: Question) -> tuple[Weighed, ...]:
        """Every proposal of every passage that would be read at most, with its evidence: what weights are fitted on."""
        candidates = self.retriever.search(question, _LAST_READ)
        best_score = candidates[0].hit.score if candidates else 0.0
        weighed = self._weigh_batch(question, candidates, best_score)
        return tuple(self._weigh_again(question, weighed, {one.proposal.passage.id for one in weighed}, best_score))

    def _weigh_again(
        self, question: Question, weighed: Sequence[Weighed], passages: Container[str], best_score: float
    ) -> list[Weighed]:
        """What was weighed, with the proposals of prose in these `passages` read once more, in more of their block."""
        read = (one.proposal.passage for one in weighed if one.proposal.passage.id in passages)
        windows = windows_around(self.store, read) if self.reader else {}
        texts = list(dict.fromkeys(text for _, text in windows.values()))
        readings = dict(zip(texts, self._read(question, texts), strict=True))
        again = []
        for one in weighed:
            if one.proposal.passage.id in windows:
                window, text = windows[one.proposal.passage.id]
                proposal = read_again(one.proposal, window, readings[text])
                evidence = weigh(question, proposal, one.support, best_score)
                one = replace(one, proposal=proposal, evidence=evidence)
            again.append(one)
        return again

    def _weigh_batch(self, question: Question, candidates: Sequence[Candidate], best_score: float) -> list[Weighed]:
        if not candidates:
            return []
        views = [candidate.hit.passage.view.text for candidate in candidates]
        readings = self._read(question, views)
        records = self.store.facts_of([candidate.hit.passage.id for candidate in candidates])
        weighed = []
        for candidate, reading in zip(candidates, readings, strict=True):
            passage = candidate.hit.passage
            document = self.store.document(passage.document_id)
            own = [record for record in records if record.passage_id == passage.id]
            block = document.blocks[passage.paragraph]
            around = "\n".join((*block.section, block.span.cut(document.text) if not passage.cells else ""))
            support = check_support(question, passage.view.text, around, self.paragraphs.lexical)
            for proposal in propose(question, candidate, document, reading, own, self.lexicon):
                evidence = weigh(question, proposal, support, best_score)
                objection = rule_out(question, proposal, document, own, support, self.lexicon) or lacks_attribute(
                    question, proposal, document, around, own, self.retriever.likeness
                )
                weighed.append(Weighed(proposal, proposal.span.cut(document.text), support, evidence, objection))
        return weighed

    def _read(self, question: Question, views: Sequence[str]) -> tuple[Reading, ...]:
        """One reading for each view, of the question in the view's own words."""
        if self.reader is None:
            return (_NO_READING,) * len(views)
        asked: dict[str, list[str]] = {}
        for view in views:
            asked.setdefault(word_as(question, view, self.lexicon), []).append(view)
        read = {
            view: reading
            for words, same in asked.items()
            for view, reading in zip(same, self.reader.read(words, same), strict=True)
        }
        return tuple(read[view] for view in views)

    def _answer(
        self, question: Question, judged: Sequence[Judged], candidates: Sequence[Candidate], max_citations: int
    ) -> Answer:
        best = judged[0]
        agreeing = agreeing_with_best(judged)
        citations = [self._cite_answer(entry) for entry in agreeing[:max_citations]]
        passages = [entry.proposal.passage.id for entry in agreeing[:max_citations]]
        return Answer(
            id="",
            question=question.text,
            answered=True,
            answer=best.text,
            kind=_KINDS.get(question.expectation, AnswerKind.ENTITY),
            confidence=best.confidence,
            citations=tuple(citations),
            facts=tuple(self.store.facts_of(passages)),
            conflicts=self._conflicts(question, judged, candidates),
            derivation=None,
            missing=(),
            nearest=(),
            generation=self.generation,
            took_ms=0.0,
        )

    def _computer(self, documents: Sequence[str] | None) -> Computer:
        """What computes answers that no passage states."""
        return Computer(
            self.generation,
            self.store,
            self.lexicon,
            self.paragraphs.lexical,
            self.threshold,
            lambda part: self.judge(part, documents)[0],
            self.retriever.likeness,
        )

    def _conflicts(
        self, question: Question, judged: Sequence[Judged], candidates: Sequence[Candidate]
    ) -> tuple[Conflict, ...]:
        known = self.disagreements
        if known is None:
            known = find_conflicts(self.store.facts_of([candidate.hit.passage.id for candidate in candidates]))
        return contradict(question.expectation, judged, known, self.store, self._cite_answer)

    def _refuse(
        self,
        question: Question,
        judged: Sequence[Judged],
        candidates: Sequence[Candidate],
        documents: Sequence[str] | None,
        max_citations: int,
    ) -> Answer:
        """The refusal, with what other years the documents have where the one asked about is missing."""
        kind = _KINDS.get(question.expectation, AnswerKind.ENTITY)
        missing = name_lacking(judged, question.expectation)
        near = [candidate.hit.passage for candidate in candidates]
        asked = without_year(question.corrected, missing)
        if asked is not None:
            other = read_question(asked[0], self.lexicon, self.paragraphs.lexical)
            judged_of_any, _ = self.judge(other, documents, exhaustive=True)
            found = find_other_years(judged_of_any, self.threshold, asked[1], self.store)
            if found is not None:
                near = [found[0], *(passage for passage in near if passage.id != found[0].id)]
                missing = name_years(asked[1], found[1])
        near, confidence = near[: min(_NEAREST, max_citations)], judged[0].confidence if judged else 0.0
        return refuse(question.text, kind, missing, near, confidence, self.store, self.generation)

    def _cite_answer(self, judged: Judged) -> Citation:
        passage = judged.proposal.passage
        return cite(self.store.document(passage.document_id), passage, judged.proposal.span)


def _count_first(candidates: Sequence[Candidate]) -> int:
    """How many candidates are read for every question: the best ones, and those that search finds as good."""
    close = sum(candidate.hit.score >= candidates[0].hit.score - _CLOSE for candidate in candidates[:_CLOSE_READ])
    return max(_FIRST_READ, close)


def _leading(judged: Sequence[Judged]) -> frozenset[str]:
    """The passages of the likeliest proposals."""
    ranked = sorted(judged, key=lambda entry: -entry.chance)
    return frozenset(list(dict.fromkeys(entry.proposal.passage.id for entry in ranked))[:_READ_AGAIN])
