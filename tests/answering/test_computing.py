"""Whole questions that need a computation, over small documents and a reader that points at what it is told."""

import pytest

from briefqa.documents.drafts import Draft, DraftCell
from briefqa.types import AnswerKind, BlockKind
from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import lay_out, table

YARDS = lay_out(
    "yards",
    "Norway paid $30 million for ships and Sweden $12 million. Oman has not said what it paid.",
    "Astra built 412 boats in 2024, against 351 the year before. It trained 39 welders in 2023 and 56 in 2024.",
    "Oslo promised $8 million for the pier and Riga gave $3 million for it.",
    "Scrap brings €510 per tonne in Lota, Chile, and €460 in Tema, Ghana.",
    "A repair took €7,200 in 2022/23 and €9,640 in 2024/25.",
    "There were 27,500 pilots in 2024 and 3,200 in 2018.",
    "An escorted voyage costs €900 on average, compared with €300 for a free one.",
    "The budget of the harbour was cut from €1.9 billion to €680 million.",
    "Docking time fell from an average of 14 days in 2022 to eight days in 2024.",
    "Peru (7 March 2024, €210 million), Chile (17 March 2024, €7 billion) and Mali (2 May 2024, €1 billion) ordered "
    "ferries.",
    "Budgets: Bolivia spends 11% on harbours, Panama 8% and Ghana 9%.",
    table(
        ["Yard", "Tankers, 2022", "Tankers, 2023", "Price of a tanker ($ million)", "Share of exports"],
        ["Dorado", "12", "15", "340", "20%"],
        ["Elba", "8", "9", "95", "45%"],
        ["Fiume", "7", "11", "120", "10%"],
        caption="Table 1: Tankers of the region",
    ),
    Draft(
        BlockKind.TABLE,
        rows=(
            (DraftCell("Port", rowspan=2), DraftCell("Ferries", colspan=3), DraftCell("Commitment", rowspan=2)),
            (DraftCell("2022"), DraftCell("2023"), DraftCell("2024")),
            (DraftCell("Lomé"), DraftCell("3"), DraftCell("4"), DraftCell("6"), DraftCell("$9 million")),
            (DraftCell("Tema"), DraftCell("1"), DraftCell("2"), DraftCell("2"), DraftCell("$5 million")),
        ),
        header_rows=2,
        merged=True,
        caption="Table 3: Ferries by port",
    ),
    table(
        ["Yard", "Steel", "Wages", "Total"],
        ["Dorado", "10", "30", "40"],
        ["Elba", "20", "5", "25"],
        caption="Table 2: Costs of the yards (€ million)",
    ),
    table(
        ["Gift", "United States", "Europe", "Share of the US"],
        ["Total naval gifts", "$66 billion", "$53 billion (the EU)", "55%"],
        ["Radars (value)", "$977 million", "$3,476 million (Norway, Sweden, Chile)", "22%"],
        ["Buoys (value)", "$588 million", "$269 million (Norway)", "69%"],
        caption="Table 4: Gifts of the United States and Europe",
    ),
    Draft(
        BlockKind.TABLE,
        rows=(
            (DraftCell("Ship type"), DraftCell("Launches", colspan=2), DraftCell("Share of launches", colspan=2)),
            (DraftCell("Country"), DraftCell("Peru"), DraftCell("Chile"), DraftCell("Peru"), DraftCell("Chile")),
            (DraftCell("Dredgers"), DraftCell("24"), DraftCell("73"), DraftCell("60%"), DraftCell("40%")),
            (DraftCell("Trawlers"), DraftCell("403"), DraftCell("45"), DraftCell("10%"), DraftCell("30%")),
        ),
        header_rows=2,
        merged=True,
        caption="Table 5: Launches of Peru and Chile",
    ),
    title="Yards of the region",
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", YARDS) as generation:
        yield make_answerer(generation, PointingReader(("Oman", "$12 million")), 0.4).ask


@pytest.mark.parametrize(
    ("question", "answer", "formula"),
    [
        ("How much more did Norway pay for ships than Sweden?", "18 million USD", "$30 million − $12 million"),
        ("How much less did Sweden pay for ships than Norway?", "18 million USD", "$30 million − $12 million"),
        ("How many more welders did Astra train in 2024 than in 2023?", "17 welders", "56 − 39 welders"),
        ("How many more boats did Astra build in 2024 than in 2023?", "61 boats", "412 boats − 351"),
        ("By how many euros does an escorted voyage exceed a free one?", "600 EUR", "€900 − €300"),
        ("How much cheaper is a free voyage than an escorted one?", "600 EUR", "€900 − €300"),
        ("How much more does a tonne of scrap bring in Chile than in Ghana?", "50 EUR/tonne", "€510 per tonne − €460"),
        ("By what factor did pilots multiply from 2018 to 2024?", "8.59 times", "27,500 pilots ÷ 3,200"),
        ("Increase in the price of a repair between 2022/23 and 2024/25", "2440 EUR", "€9,640 − €7,200"),
        ("By how much was the budget of the harbour cut?", "1.22 billion EUR", "€1.9 billion − €680 million"),
        (
            "By how many days did the docking time fall between 2022 and 2024?",
            "6 days",
            "an average of 14 days − eight days",
        ),
    ],
)
def test_operands_beside_each_other_in_prose_are_computed_with(ask, question, answer, formula):
    got = ask(question)
    assert (got.answered, got.kind, got.answer) == (True, AnswerKind.DERIVED, answer)
    assert got.derivation.formula == formula


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many more tankers did Dorado build in 2023 than in 2022?", "3"),
        ("How many more tankers did Dorado build in 2023 than Elba?", "6"),
        ("How much more does a tanker of Dorado cost than one of Elba?", "245 million USD"),
        (
            "By how many percentage points is the share of exports of Elba higher than that of Fiume?",
            "35 percentage points",
        ),
        ("How much more did Dorado pay for steel than Elba?", "10 million EUR less"),
        ("How much more did Dorado cost than Elba?", "15 million EUR"),
        ("What did Dorado and Elba pay for wages together?", "35 million EUR"),
    ],
)
def test_operands_in_one_column_or_one_row_are_computed_with(ask, question, answer):
    got = ask(question)
    assert (got.answered, got.kind, got.answer) == (True, AnswerKind.DERIVED, answer)
    assert len(got.citations) == len({(one.start, one.answer_start) for one in got.citations}) == 2


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Did Dorado pay more for steel than Elba?", "10 million EUR less"),
        ("Did Dorado pay less for steel than Elba?", "10 million EUR less"),
        ("Is the share of exports of Elba higher than that of Fiume?", "35 percentage points more"),
    ],
)
def test_whether_one_is_more_is_answered_with_the_difference_and_both_cells(ask, question, answer):
    got = ask(question)
    assert (got.kind, got.answer, len(got.citations)) == (AnswerKind.DERIVED, answer, 2)


@pytest.mark.parametrize(
    "question",
    ["How many ferries does Lomé have in total?", "How many ferries did Lomé get in total from 2022 to 2024?"],
)
def test_what_a_table_divides_is_added_up(ask, question):
    got = ask(question)
    assert (got.kind, got.answer, got.derivation.formula) == (AnswerKind.DERIVED, "13", "3 + 4 + 6")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who paid more for ships, Norway or Sweden?", "Norway"),
        ("Who paid less for ships, Norway or Sweden?", "Sweden"),
        ("Which yard built more tankers in 2023, Elba or Fiume?", "Fiume"),
        ("Who ordered ferries for more, Mali or Chile?", "Chile"),
        ("Did Elba or Fiume build more tankers in 2022?", "Elba"),
    ],
)
def test_of_two_names_the_one_with_more_is_named_where_it_stands(ask, question, answer):
    got = ask(question)
    assert (got.answered, got.kind, got.answer) == (True, AnswerKind.DERIVED, answer)
    first = got.citations[0]
    assert first.quote[first.answer_start : first.answer_end] == answer
    assert [operand.value for operand in got.derivation.operands] == sorted(
        (operand.value for operand in got.derivation.operands),
        key=lambda value: float(value),
        reverse="less" not in question,
    )


@pytest.mark.parametrize(
    ("question", "answer", "formula"),
    [
        ("Who gave more naval gifts in total, the US or the EU?", "EU", None),
        ("Which is larger: US or European gifts of radars?", "Europe", "largest of $3,476 million, $977 million"),
        ("America or Europe: who gave more buoys?", "United States", "largest of $588 million, $269 million"),
        ("Did Lima or Santiago launch more trawlers?", "Peru", "largest of 403, 45"),
        ("Did Peru or Chile have the larger share of launches of trawlers?", "Chile", "largest of 30%, 10%"),
    ],
)
def test_columns_are_chosen_by_other_names_of_countries_and_by_the_measure_asked_for(ask, question, answer, formula):
    got = ask(question)
    if formula is None:
        assert (got.answer, got.derivation.formula) == ("United States", "largest of $66 billion, $53 billion")
        assert [operand.name for operand in got.derivation.operands] == ["US", answer]
    else:
        assert (got.answer, got.derivation.formula) == (answer, formula)
    assert all(operand.citation.quote for operand in got.derivation.operands)


@pytest.mark.parametrize(
    ("question", "answer", "formula"),
    [
        ("Which of the three countries spends the biggest share on harbours?", "Bolivia", "largest of 11%, 9%, 8%"),
        ("Which of the three spends the smallest share on harbours?", "Panama", "smallest of 8%, 9%, 11%"),
    ],
)
def test_of_several_that_a_claim_names_with_a_figure_each_the_one_with_the_most_is_named(
    ask, question, answer, formula
):
    got = ask(question)
    assert (got.kind, got.answer, got.derivation.formula) == (AnswerKind.DERIVED, answer, formula)
    assert {operand.citation.quote for operand in got.derivation.operands} == {got.citations[0].quote}


@pytest.mark.parametrize(
    "question",
    [
        "Which of the three spends the smallest share on schools?",
        "Which of the four spends the biggest share on harbours?",
        "Which of the three spends the most dollars on harbours?",
    ],
)
def test_a_claim_that_names_others_or_speaks_of_something_else_is_not_compared(ask, question):
    assert ask(question).derivation is None


@pytest.mark.parametrize(
    "question", ["How far apart are Norway and Sweden on ships?", "How far apart are Sweden and Norway on ships?"]
)
def test_how_far_two_are_apart_is_their_difference_whichever_is_named_first(ask, question):
    got = ask(question)
    assert (got.answer, got.derivation.formula) == ("18 million USD", "$30 million − $12 million")


@pytest.mark.parametrize(
    "question",
    [
        "Who gave more radars, the US or Norway?",  # the sum is of several givers
        "Who gave more radars, the US or the EU?",  # Europe is more than the Union
        "Which is larger: US or European drone gifts?",  # the total is of more than drones
        "Who launched more submarines, Peru or Chile?",
    ],
)
def test_a_choice_is_refused_where_a_side_or_the_thing_is_another(ask, question):
    got = ask(question)
    assert (got.answer, got.derivation) == (None, None)


@pytest.mark.parametrize(
    "question",
    [
        "How much more did Norway pay for ships than Oman?",  # nothing says what Oman paid
        "How many more welders did Astra train in 2025 than in 2024?",  # nothing is said of 2025
        "How much more did Dorado pay for paint than Elba?",  # no column is about paint
        "Who paid more for ships, Oman or Peru?",  # the reader's "Oman" is not compared with anything
        "How much more did Elba cost than Gotland?",
        "How much more did Oslo give than Riga?",  # one of them only promised
    ],
)
def test_what_has_no_operands_of_one_kind_is_refused(ask, question):
    got = ask(question)
    assert (got.answered, got.answer, got.derivation) == (False, None, None)
