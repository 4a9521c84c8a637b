"""Whether answers stay where they must and move where they must: consistency under variation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefqa.asking import Asked
from briefqa.evaluation.dataset import Question, documents_of
from briefqa.evaluation.metrics import mean
from briefqa.evaluation.outcomes import Outcome, judge
from briefqa.evaluation.variations import (
    EXPECTATIONS,
    Expectation,
    Family,
    Surroundings,
    Variation,
    surroundings_of,
    vary,
)
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from briefqa.types import Document


@dataclass(frozen=True, slots=True)
class Check:
    """One variation of a question that was right before, and whether it went as expected."""

    family: Family
    id: str
    question: str
    answer: str | None
    consistent: bool


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """The share of checks of one family that went as expected."""

    family: Family
    expectation: Expectation
    checks: int
    consistency: float


def check_variations(
    assistant: Asked,
    questions: Sequence[Question],
    outcomes: Mapping[str, Outcome],
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[Check, ...]:
    """Ask every variation of every question that is answerable and was answered right.

    A variation that must keep the answer is consistent when it is answered right or with the same words;
    one that must not is consistent when it is refused or gets an answer that the original would not have
    been given. `progress` is told after each question how many were varied.

    Raises:
        EvaluationError, NotFoundError: as `run_questions` does.
    """
    seeds = [one for one in questions if one.answerable and outcomes[one.id].right]
    documents = {identity: assistant.document(identity) for identity in documents_of(questions)}
    around = surroundings(documents)
    checks: list[Check] = []
    for number, seed in enumerate(seeds, start=1):
        for variation in vary(seed.question, seed.answers, around):
            checks.append(_check(assistant, seed, outcomes[seed.id], variation, documents))
        if progress is not None:
            progress(number)
    return tuple(checks)


def check_rebuilt(
    family: Family, rebuilt: Asked, questions: Sequence[Question], outcomes: Mapping[str, Outcome]
) -> tuple[Check, ...]:
    """Ask the same questions of an index that was built from the documents in another order, or from more."""
    seeds = [one for one in questions if one.answerable and outcomes[one.id].right]
    documents = {identity: rebuilt.document(identity) for identity in documents_of(questions)}
    return tuple(
        _check(rebuilt, seed, outcomes[seed.id], Variation(family, seed.question), documents) for seed in seeds
    )


def surroundings(documents: Mapping[str, Document]) -> Surroundings:
    """The names and years of the documents."""
    read = [(document, split_passages(document)) for document in documents.values()]
    return surroundings_of(build_lexicon(read), (document.text for document in documents.values()))


def score_families(checks: Iterable[Check]) -> tuple[FamilyScore, ...]:
    """Consistency of each family that has checks, in the order of `Family`."""
    grouped: dict[Family, list[bool]] = {}
    for check in checks:
        grouped.setdefault(check.family, []).append(check.consistent)
    return tuple(
        FamilyScore(family, EXPECTATIONS[family], len(grouped[family]), mean(grouped[family]))
        for family in Family
        if family in grouped
    )


def _check(
    assistant: Asked,
    seed: Question,
    before: Outcome,
    variation: Variation,
    documents: Mapping[str, Document],
) -> Check:
    """Ask one variation."""
    varied = seed.model_copy(update={"question": variation.question})
    after = judge(assistant, varied, documents)
    same = after.error is None and after.answered and (after.right or after.answer == before.answer)
    expected = same if EXPECTATIONS[variation.family] is Expectation.SAME else not same
    return Check(variation.family, seed.id, variation.question, after.answer, expected and after.error is None)
