from briefqa.evaluation.dataset import Question
from briefqa.evaluation.difference import AnswerChange, Cause, CauseKind, ChangeKind, compare_answers
from briefqa.types import Answer
from evaluation.standins import DOCUMENTS, PORTS, SHIPS, TableAssistant, answer, cite, document

COST = "The ships cost $2.5 billion."
NEW_COST = "The ships cost $3.5 billion."
QUESTION = Question(id="cost", question="Q?", slice="s", answerable=False)


def changed(before: Answer, after: Answer, **texts: str | None) -> tuple[AnswerChange, ...]:
    """The differences where the documents' texts are replaced, and removed where None stands for one."""
    replaced = {**{name: one.text for name, one in DOCUMENTS.items()}, **texts}
    documents = {name: document(name, text) for name, text in replaced.items() if text is not None}
    return compare_answers(
        TableAssistant({"Q?": before}), TableAssistant({"Q?": after}, documents=documents), [QUESTION]
    )


def said(words: str, quote: str, text: str = SHIPS, name: str = "ships") -> Answer:
    return answer(words, cite({name: document(name, text)}, name, quote, words))


def test_equal_answers_differ_in_nothing() -> None:
    one = said("$2.5 billion", COST)
    told: list[int] = []
    assert (
        compare_answers(TableAssistant({"Q?": one}), TableAssistant({"Q?": one}), [QUESTION], progress=told.append)
        == ()
    )
    assert told == [1]


def test_a_claim_that_only_moved_is_no_difference() -> None:
    text = "A preface. " + SHIPS
    assert changed(said("$2.5 billion", COST), said("$2.5 billion", COST, text), ships=text) == ()


def test_a_changed_figure_is_the_cause_of_another_answer_and_told_once() -> None:
    text = SHIPS.replace("$2.5", "$3.5")
    (change,) = changed(said("$2.5 billion", COST), said("$3.5 billion", NEW_COST, text), ships=text)
    assert (change.kind, change.before, change.after) == (ChangeKind.ANSWER, "$2.5 billion", "$3.5 billion")
    assert change.causes == (Cause(CauseKind.CHANGED, "ships", COST, NEW_COST),)


def test_a_removed_document_is_the_cause_of_a_refusal() -> None:
    (change,) = changed(said("$2.5 billion", COST), answer(None), ships=None)
    assert (change.kind, change.after) == (ChangeKind.REFUSED, None)
    assert change.causes == (Cause(CauseKind.REMOVED, "ships", COST, None),)


def test_an_added_claim_is_the_cause_of_an_answer_where_there_was_none() -> None:
    extra = "Seven trains were bought by Lisbon."
    text = f"{PORTS} {extra}"
    (change,) = changed(answer(None), said("Seven", extra, text, "ports"), ports=text)
    assert change.kind is ChangeKind.ANSWERED
    assert change.causes == (Cause(CauseKind.ADDED, "ports", None, extra),)


def test_passages_that_stand_in_both_were_ranked_otherwise() -> None:
    other = "Seoul built them."
    (change,) = changed(said("$2.5 billion", COST), said("Seoul", other))
    assert [cause.kind for cause in change.causes] == [CauseKind.RANKED, CauseKind.RANKED]


def test_the_same_answer_from_another_place_is_told_as_such() -> None:
    text = PORTS + " The price was $2.5 billion in all."
    new = said("$2.5 billion", "The price was $2.5 billion in all.", text, "ports")
    (change,) = changed(said("$2.5 billion", COST), new, ports=text)
    assert change.kind is ChangeKind.CITATIONS
    assert {cause.kind for cause in change.causes} == {CauseKind.RANKED, CauseKind.ADDED}
