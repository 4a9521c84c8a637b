import pytest

from briefqa.answering.comparisons import Computation, is_stated, read_computation
from briefqa.facts import Operation, build_lexicon
from briefqa.types import AnswerKind
from facts.plain_documents import plain_document
from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out

AID = lay_out(
    "aid",
    "Norway gave $30 million to Mali in 2020. Sweden gave about $10 million to Mali in 2020.",
    "Japan gave €4 million to Peru. Chile gave $2 million to Peru.",
    "Kenya sold three times as many boats as Ghana.",
    "In 2020 Finland gave $3 million to Togo. Latvia gave $2 million to Togo in 2023.",
    "Together Oman and Egypt paid a total of $9 million for the bridge. Oman paid $5 million for the bridge.",
    title="Who gives what",
)
LEXICON = build_lexicon([plain_document(AID.text)])


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    words = (
        "30 million",
        "10 million",
        "€4 million",
        "2 million",
        "3 million",
        "three times",
        "9 million",
        "5 million",
    )
    with open_documents(tmp_path_factory.mktemp("index") / "index", AID) as generation:
        yield lambda question: make_answerer(generation, PointingReader(words), 0.0).ask(question)


@pytest.mark.parametrize(
    ("question", "operation", "parts"),
    [
        (
            "How much more did Norway give than Sweden?",
            Operation.DIFFERENCE,
            ("How much did Norway give?", "How much did Sweden give?"),
        ),
        (
            "How many times more boats did Kenya sell than Ghana?",
            Operation.RATIO,
            ("How many boats did Kenya sell?", "How many boats did Ghana sell?"),
        ),
        (
            "How many times larger were exports in 2023 than in 2020?",
            Operation.RATIO,
            ("How much were exports in 2023?", "How much were exports in 2020?"),
        ),
        (
            "What is the difference in aid between Norway and Sweden?",
            Operation.DIFFERENCE,
            ("How much aid Norway?", "How much aid Sweden?"),
        ),
        (
            "Difference per head between Norway and Sweden",
            Operation.DIFFERENCE,
            ("How much per head Norway?", "How much per head Sweden?"),
        ),
        (
            "What is the difference between Norway's aid and Sweden's aid?",
            Operation.DIFFERENCE,
            ("How much was Norway's aid?", "How much was Sweden's aid?"),
        ),
        (
            "What is the difference between Norwegian and Swedish aid?",
            Operation.DIFFERENCE,
            ("How much was Norwegian aid?", "How much was Swedish aid?"),
        ),
        (
            "What is the ratio of Norwegian to Swedish aid?",
            Operation.RATIO,
            ("How much was Norwegian aid?", "How much was Swedish aid?"),
        ),
        (
            "How much did Norway, Sweden and Japan give together?",
            Operation.TOTAL,
            ("How much did Norway give?", "How much did Sweden give?", "How much did Japan give?"),
        ),
        (
            "What was the total aid in 2020 and 2021?",
            Operation.TOTAL,
            ("What was the aid in 2020?", "What was the aid in 2021?"),
        ),
        (
            "How many more trips were there in Q2 2025 than in Q1 2025?",
            Operation.DIFFERENCE,
            ("How many trips were there in Q2 2025?", "How many trips were there in Q1 2025?"),
        ),
        (
            "By how much does Kenya want to increase its output between 2023 and 2025?",
            Operation.DIFFERENCE,
            ("How much does Kenya its output in 2025?", "How much does Kenya its output in 2023?"),
        ),
        (
            "What share of the boats was sold by Kenya?",
            Operation.PART,
            ("How much of the boats was sold by Kenya?", "How much were the boats in total?"),
        ),
    ],
)
def test_a_question_after_a_result_asks_for_its_operands(question, operation, parts):
    computation = read_computation(question, LEXICON)
    assert computation is not None
    assert (computation.operation, computation.parts) == (operation, parts)


@pytest.mark.parametrize(
    "question",
    [
        "How much did Norway give?",
        "What is the total trade between Norway and Sweden?",
        "Who gave more than Sweden?",
        "What is the difference between Norway and Sweden?",
        "How many times did Norway vote?",
    ],
)
def test_other_questions_want_nothing_computed(question):
    assert read_computation(question, LEXICON) is None


def test_a_ratio_is_derived_with_operands_formula_rounding_and_the_interval_of_its_hedge(ask):
    answer = ask("How many times more did Norway give to Mali than Sweden in 2020?")
    assert (answer.answered, answer.kind, answer.answer) == (True, AnswerKind.DERIVED, "3 times")
    derivation = answer.derivation
    assert derivation.formula == "$30 million ÷ about $10 million"
    assert [operand.value for operand in derivation.operands] == ["30000000", "10000000"]
    assert (derivation.low, derivation.high, derivation.unit) == ("2.81", "3.211", "times")
    assert [citation.quote for citation in answer.citations] == [
        "Norway gave $30 million to Mali in 2020.",
        "Sweden gave about $10 million to Mali in 2020.",
    ]


def test_a_sum_over_names_is_derived(ask):
    answer = ask("How much did Norway and Sweden give to Mali together?")
    assert (answer.kind, answer.answer) == (AnswerKind.DERIVED, "40 million USD")
    assert answer.derivation.formula == "$30 million + about $10 million"


def test_mixed_currencies_are_refused_with_the_reason_and_both_places(ask):
    answer = ask("How much more did Japan give to Peru than Chile?")
    assert (answer.answered, answer.answer, answer.derivation) == (False, None, None)
    assert answer.missing == ("The figures are in EUR and USD, and the documents give no exchange rate.",)
    assert [citation.quote for citation in answer.nearest] == [
        "Japan gave €4 million to Peru.",
        "Chile gave $2 million to Peru.",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How much more did Finland give to Togo than Latvia?",
        "How many times more did Finland give to Togo than Latvia?",
        "How much did Finland and Latvia give to Togo together?",
        "What is the difference between Finland's aid and Latvia's aid to Togo?",
        "Which gave more to Togo, Finland or Latvia?",
    ],
)
def test_mixed_periods_are_refused_with_the_reason_and_both_places(ask, question):
    answer = ask(question)
    assert (answer.answered, answer.answer, answer.derivation) == (False, None, None)
    assert answer.missing in (
        ("The figures belong to different periods: 2020 and 2023.",),
        ("The figures belong to different periods: 2023 and 2020.",),
    )
    assert {citation.quote for citation in answer.nearest} == {
        "In 2020 Finland gave $3 million to Togo.",
        "Latvia gave $2 million to Togo in 2023.",
    }


def test_figures_of_the_years_that_a_question_names_are_compared(ask):
    answer = ask("How much more did Finland give to Togo in 2020 than Latvia in 2023?")
    assert (answer.kind, answer.answer) == (AnswerKind.DERIVED, "1 million USD")


def test_a_side_that_the_documents_do_not_name_is_all_that_is_missing(ask):
    answer = ask("How much more did Iceland give to Togo than Latvia?")
    assert (answer.answered, answer.missing) == (False, ("Iceland",))


def test_what_the_text_states_itself_is_quoted_not_computed(ask):
    answer = ask("How many times more boats did Kenya sell than Ghana?")
    assert (answer.kind, answer.answer, answer.derivation) == (AnswerKind.FIGURE, "three times", None)


def test_a_total_that_the_text_states_is_quoted(ask):
    answer = ask("How much did Oman and Egypt pay for the bridge together?")
    assert answer.derivation is None
    assert answer.answer == "$9 million"


def test_a_figure_states_a_result_only_in_its_unit(ask):
    ratio = Computation(Operation.RATIO, ("a", "b"))
    (times,) = ask("How many times more boats did Kenya sell than Ghana?").facts[:1]
    (money,) = ask("How much did Oman and Egypt pay for the bridge together?").facts[:1]
    assert is_stated(ratio, times)
    assert not is_stated(ratio, money)
