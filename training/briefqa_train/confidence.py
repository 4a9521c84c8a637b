"""Fit the weights of the answer's confidence on the tuning questions of evaluation sets.

Every question is one choice between its proposals and silence: the loss is the negative log of the chance that the
model gives to the right proposals together, or to silence where the documents do not say or no proposal is right. A
ridge holds the weights near a prior: 0, but for the kinds of evidence that the contract of the product forbids to pass,
a year or a name that the documents do not have. Questions whose split is "test"
take no part; they are what calibration is reported on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np
from numpy.typing import NDArray

from briefqa.answering.confidence import Evidence, chances
from briefqa.answering.judging import Weighed
from briefqa.answering.question import read_question
from briefqa.assistant import Assistant
from briefqa.evaluation.calibration import binomial_upper_bound
from briefqa.evaluation.dataset import GoldSpan, Question, resolve_gold
from briefqa.evaluation.matching import match_list, match_short_answer
from briefqa.facts.comparison import normalised_words
from briefqa.types import Span

RIDGE = 0.0005
PRIOR = {
    "absent_numbers": -1.5,
    "unknown_numbers": -3.0,
    "unknown_names": -1.5,
    "missing_names": -1.5,
    "unfulfilled": -0.5,
}
NAMES = (*(field.name for field in fields(Evidence)), "intercept")


FOLDS = 5
SAFETY = 0.95
"""Confidence of the exact bound on the share of wrong answers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One question's proposals.

    `evidence` is (n, kinds + 1) with a column of ones at its end, `right` (n,), and `groups` (n,) numbers what the
    proposals say: those of one number say the same.
    """

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    groups: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Answering only what is at least this sure: `answered` of all questions, `wrong` of these answers.

    `bound` is the exact upper bound on the share of wrong answers.
    """

    threshold: float
    answered: float
    wrong: float
    bound: float


def collect_choices(assistant: Assistant, questions: Sequence[Question]) -> list[Choice]:
    """The proposals of every question that stands by itself, but those that a constraint rules out.

    A question without any proposal teaches nothing.
    """
    documents = {summary.id: assistant.document(summary.id) for summary in assistant.documents()}
    answerer = assistant.answerer
    choices = []
    for question in questions:
        read = read_question(question.question, answerer.lexicon, answerer.paragraphs.lexical)
        gold = resolve_gold(question, documents) if question.answerable else ()
        weighed = [one for one in answerer.weigh(read) if one.objection is None]
        if weighed:
            evidence = np.array([[*astuple(one.evidence), 1.0] for one in weighed], dtype=np.float64)
            right = np.array([_is_right(question, one, gold) for one in weighed])
            choices.append(Choice(evidence, right, _group(weighed)))
    return choices


def _group(weighed: Sequence[Weighed]) -> NDArray[np.int64]:
    """Numbers of what the proposals say: overlapping places of a passage and equal words say the same."""
    groups: list[int] = []
    for at, one in enumerate(weighed):
        same = (
            groups[before]
            for before, other in enumerate(weighed[:at])
            if normalised_words(other.text) == normalised_words(one.text)
            or (other.proposal.passage.id == one.proposal.passage.id and other.proposal.span.overlap(one.proposal.span))
        )
        groups.append(next(same, at))
    return np.array(groups, dtype=np.int64)


def _is_right(question: Question, weighed: Weighed, gold: Sequence[GoldSpan]) -> bool:
    span = weighed.proposal.span
    document = weighed.proposal.passage.document_id
    places = [place.span for place in gold if place.document_id == document]
    if question.claim:
        return any(2 * span.overlap(place) >= place.end - place.start for place in places)
    if not _is_near(weighed.proposal.passage.span, places):
        return False
    if question.items:
        return match_list(weighed.text, question.items, question.answers).right
    return match_short_answer(weighed.text, question.answers).right


def _is_near(passage: Span, places: Sequence[Span]) -> bool:
    return any(passage.overlap(place) for place in places)


def fit_weights(choices: Sequence[Choice], ridge: float = RIDGE) -> dict[str, float]:
    """The weights by name, the intercept last."""
    from scipy.optimize import minimize

    prior = np.array([PRIOR.get(name, 0.0) for name in NAMES])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = 0.0, np.zeros_like(weights)
        for choice in choices:
            value, slope = _choice_loss(choice, weights)
            total += value
            gradient += slope
        count = len(choices)
        held = weights - prior
        held[-1] = 0.0  # the intercept is free
        return total / count + ridge * float(held @ held), gradient / count + 2 * ridge * held

    found = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return {name: round(float(value), 2) for name, value in zip(NAMES, found, strict=True)}


def _choice_loss(choice: Choice, weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
    """The loss of one choice and its gradient; silence is the right one where no proposal is."""
    utility = np.append(choice.evidence @ weights, 0.0)
    right = np.append(choice.right, not choice.right.any())
    utility -= utility.max()
    powers = np.exp(utility)
    chance = powers / powers.sum()
    kept = np.where(right, powers, 0.0)
    among_right = kept / kept.sum()
    pull = (chance - among_right)[:-1]
    return float(-np.log(chance[right].sum() + 1e-12)), choice.evidence.T @ pull


def held_out_confidences(choices: Sequence[Choice], ridge: float = RIDGE) -> list[tuple[float, bool]]:
    """Confidence and rightness of the answer to each question, by weights fitted on the other folds."""
    order = np.random.default_rng(0).permutation(len(choices))
    found: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        fitted = fit_weights([choice for at, choice in enumerate(choices) if at not in held], ridge)
        weights = np.array([fitted[name] for name in NAMES])
        found.extend(_best_answer(choices[at], weights) for at in sorted(held))
    return found


def _best_answer(choice: Choice, weights: NDArray[np.float64]) -> tuple[float, bool]:
    chance = chances(choice.evidence @ weights)
    totals = np.bincount(choice.groups, weights=chance)
    group = int(totals.argmax())
    best = int(np.where(choice.groups == group, chance, -1.0).argmax())
    return float(totals[group]), bool(choice.right[best])


def choose_threshold(answers: Sequence[tuple[float, bool]], rate: float) -> Threshold | None:
    """The lowest threshold at which the bound on the share of wrong answers is at most `rate`; None where none is."""
    for threshold in np.arange(0.1, 0.96, 0.01):
        given = [right for confidence, right in answers if confidence >= threshold]
        wrong = sum(not right for right in given)
        bound = binomial_upper_bound(wrong, len(given), SAFETY)
        if given and bound <= rate:
            share = len(given) / len(answers)
            return Threshold(round(float(threshold), 2), round(share, 3), round(wrong / len(given), 3), round(bound, 3))
    return None
