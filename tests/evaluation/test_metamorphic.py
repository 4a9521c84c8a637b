from briefqa.evaluation.dataset import GoldQuote, Question
from briefqa.evaluation.metamorphic import check_rebuilt, check_variations, score_families
from briefqa.evaluation.outcomes import run_questions
from briefqa.evaluation.variations import Expectation, Family
from evaluation.standins import DOCUMENTS, TableAssistant, answer, cite

COST = "The ships cost $2.5 billion."
QUESTION = Question(
    id="cost",
    question="What did Poland pay in 2019?",
    slice="s",
    answerable=True,
    answers=("$2.5 billion",),
    gold=(GoldQuote(document="ships", quote="cost $2.5 billion"),),
)
NOTHING = Question(id="none", question="What did Poland pay in 2010?", slice="s", answerable=False)
SAID = answer("$2.5 billion", cite(DOCUMENTS, "ships", COST, "$2.5 billion"))


class Parrot(TableAssistant):
    """Gives the same answer whatever is asked."""

    def ask(self, question: str, **_: object) -> object:  # type: ignore[override]
        return SAID


def outcomes_of(assistant: TableAssistant) -> dict[str, object]:
    return {one.id: one for one in run_questions(assistant, [QUESTION, NOTHING]).outcomes}


def test_an_assistant_that_always_says_the_same_is_consistent_only_where_it_may() -> None:
    parrot = Parrot()
    checks = check_variations(parrot, [QUESTION, NOTHING], outcomes_of(parrot))
    scores = {one.family: one for one in score_families(checks)}
    assert {one.id for one in checks} == {"cost"}
    assert scores[Family.PARAPHRASE].consistency == 1.0
    assert scores[Family.WRONG_YEAR].consistency == 0.0
    assert scores[Family.SWAPPED_ENTITY].consistency == 0.0
    assert all((one.consistency == 1.0) == (one.expectation is Expectation.SAME) for one in scores.values())


def test_an_assistant_that_knows_one_wording_is_consistent_only_where_it_must_refuse() -> None:
    brittle = TableAssistant({QUESTION.question: SAID})
    scores = {one.family: one for one in score_families(check_variations(brittle, [QUESTION], outcomes_of(brittle)))}
    assert scores[Family.TYPO].consistency == 0.0
    assert scores[Family.WRONG_YEAR].consistency == 1.0


def test_what_was_wrong_before_is_not_varied() -> None:
    mute = TableAssistant()
    told: list[int] = []
    assert check_variations(mute, [QUESTION], outcomes_of(mute), progress=told.append) == ()
    assert told == []


def test_a_rebuilt_index_must_answer_as_before() -> None:
    before = outcomes_of(Parrot())
    (same,) = check_rebuilt(Family.REORDERED_DOCUMENTS, Parrot(), [QUESTION, NOTHING], before)
    (lost,) = check_rebuilt(Family.ADDED_DOCUMENT, TableAssistant(), [QUESTION, NOTHING], before)
    assert (same.consistent, same.family) == (True, Family.REORDERED_DOCUMENTS)
    assert (lost.consistent, lost.answer) == (False, None)
