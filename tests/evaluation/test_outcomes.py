import pytest

from briefqa.errors import EvaluationError, NotFoundError
from briefqa.evaluation.dataset import GoldQuote, Question
from briefqa.evaluation.outcomes import Outcome, run_questions
from briefqa.types import AnswerKind
from evaluation.standins import DOCUMENTS, TableAssistant, answer, cite, hit

COST = "The ships cost $2.5 billion."
DATE = "Warsaw bought nine ships in May 2019."
CREWS = "The crews came from Seoul in June 2020."


def gold(quote: str, document: str = "ships", group: int = 0) -> GoldQuote:
    return GoldQuote(document=document, quote=quote, group=group)


def ask(assistant: TableAssistant, **question: object) -> Outcome:
    fields: dict[str, object] = {
        "id": "q",
        "question": "Q?",
        "slice": "s",
        "answerable": True,
        "answers": ("$2.5 billion",),
    }
    fields["gold"] = (gold("cost $2.5 billion"),)
    (outcome,) = run_questions(assistant, [Question.model_validate({**fields, **question})]).outcomes
    return outcome


def test_a_right_answer_with_its_citation_scores_on_every_count() -> None:
    said = answer("$2.5 billion", cite(DOCUMENTS, "ships", COST, "$2.5 billion"), confidence=0.8)
    hits = (hit(DOCUMENTS, "ships", DATE, 1), hit(DOCUMENTS, "ships", COST, 2))
    outcome = ask(TableAssistant({"Q?": said}, {"Q?": hits}))
    assert (outcome.right, outcome.exact, outcome.f1, outcome.cited) == (True, True, 1.0, True)
    assert (outcome.citation_precision, outcome.citation_recall, outcome.rank) == (1.0, 1.0, 2)
    assert (outcome.confidence, outcome.error) == (0.8, None)


def test_a_right_answer_with_another_first_citation_is_right_but_not_cited() -> None:
    said = answer("$2.5 billion", cite(DOCUMENTS, "ships", DATE), cite(DOCUMENTS, "ships", COST))
    outcome = ask(TableAssistant({"Q?": said}))
    assert (outcome.right, outcome.cited, outcome.citation_precision, outcome.citation_recall) == (
        True,
        False,
        0.5,
        1.0,
    )


def test_refusing_what_can_be_answered_is_wrong_and_counts_no_citation() -> None:
    outcome = ask(TableAssistant())
    assert (outcome.right, outcome.answered, outcome.cited, outcome.citation_recall) == (False, False, None, None)


def test_refusing_what_cannot_be_answered_is_right_and_answering_it_wrong() -> None:
    nothing: dict[str, object] = {"answerable": False, "answers": (), "gold": ()}
    assert ask(TableAssistant(), **nothing).right
    said = TableAssistant({"Q?": answer("$2.5 billion", cite(DOCUMENTS, "ships", COST))})
    outcome = ask(said, **nothing)
    assert (outcome.right, outcome.cited, outcome.rank) == (False, None, None)


def test_a_refusal_is_checked_for_the_word_it_should_name() -> None:
    nothing: dict[str, object] = {"answerable": False, "answers": (), "gold": (), "missing": ("2022", "price")}
    assert ask(TableAssistant({"Q?": answer(None, missing=("Year 2022",))}), **nothing).missing_named is True
    assert ask(TableAssistant({"Q?": answer(None, missing=("year 2021",))}), **nothing).missing_named is False
    assert ask(TableAssistant({"Q?": answer(None)})).missing_named is None


def test_a_claim_is_judged_by_its_place_and_not_by_its_words() -> None:
    claim: dict[str, object] = {"claim": True, "answers": (), "gold": (gold("because prices were rising"),)}
    sentence = "Poland paid early because prices were rising."
    right = answer(sentence, cite(DOCUMENTS, "ships", sentence, sentence), kind=AnswerKind.CLAIM)
    assert ask(TableAssistant({"Q?": right}), **claim).right
    fragment = answer("prices", cite(DOCUMENTS, "ships", sentence, "prices"), kind=AnswerKind.CLAIM)
    assert not ask(TableAssistant({"Q?": fragment}), **claim).right
    everything = DOCUMENTS["ships"].text
    page = answer(everything, cite(DOCUMENTS, "ships", everything, everything), kind=AnswerKind.CLAIM)
    assert not ask(TableAssistant({"Q?": page}), **claim).right
    elsewhere = answer(sentence, cite(DOCUMENTS, "ports", CREWS), kind=AnswerKind.CLAIM)
    assert not ask(TableAssistant({"Q?": elsewhere}), **claim).right


def test_recall_asks_for_one_place_of_every_group() -> None:
    golden = (gold("nine ships"), gold("Seoul built them", group=1), gold("came from Seoul", "ports", group=1))
    said = answer("nine ships", cite(DOCUMENTS, "ships", DATE), cite(DOCUMENTS, "ports", CREWS))
    assert ask(TableAssistant({"Q?": said}), gold=golden).citation_recall == 1.0
    assert (
        ask(TableAssistant({"Q?": answer("nine", cite(DOCUMENTS, "ships", DATE))}), gold=golden).citation_recall == 0.5
    )


def test_a_conflict_counts_as_shown_when_the_other_accepted_answer_is_among_them() -> None:
    two: dict[str, object] = {"answers": ("May 2019", "June 2020"), "conflict": True, "gold": (gold("in May 2019"),)}
    citation = cite(DOCUMENTS, "ships", DATE, "May 2019")
    shown = answer("May 2019", citation, conflicts=("June 2020",))
    assert ask(TableAssistant({"Q?": shown}), **two).conflict_shown is True
    same = answer("May 2019", citation, conflicts=("May 2019",))
    assert ask(TableAssistant({"Q?": same}), **two).conflict_shown is False


def test_a_question_that_fails_is_wrong_and_the_others_are_still_asked() -> None:
    questions = [
        Question(id="bad", question=" ", slice="s", answerable=False),
        Question(id="good", question="Q?", slice="s", answerable=False, history=("Before?",)),
    ]
    assistant = TableAssistant()
    told: list[int] = []
    bad, good = run_questions(assistant, questions, progress=told.append).outcomes
    assert (bad.right, bad.error) == (False, "The question is empty; type one.")
    assert good.right
    assert assistant.asked[-1] == ("Q?", ("Before?",))
    assert told == [1, 2]


def test_gold_outside_the_index_stops_the_run() -> None:
    with pytest.raises(NotFoundError):
        ask(TableAssistant(), gold=(gold("x", "planes"),))
    with pytest.raises(EvaluationError, match="does not stand in ships"):
        ask(TableAssistant(), gold=(gold("nine planes were lost at sea"),))
