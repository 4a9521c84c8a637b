import pytest

from briefqa.answering.question import Unit, read_question
from briefqa.answering.tables import covers, rate_cells
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from support.drafted import lay_out, table

DOCUMENT = lay_out(
    "orders",
    table(
        ["Country", "Ships ordered in 2021", "Ships ordered in 2022", "Cost", "Share of exports", "Partner"],
        ["Peru", "3", "9", "$3.4 billion", "12.5%", "Norway"],
        ["Chile", "0", "54 (Peru, Norway)", "$700 million", "4%", "none"],
        caption="Table 1: Ships",
    ),
    "Peru ordered ships from Norway. Chile ordered ships.",
    title="World of ships",
)
PASSAGES = split_passages(DOCUMENT)
PERU, CHILE = PASSAGES[:2]
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])


def rate(text, passage=PERU):
    return rate_cells(read_question(text, LEXICON), passage, DOCUMENT, ())


def choose(text, passage=PERU):
    return rate(text, passage)[0]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many ships did Peru order in 2021?", "3"),
        ("How many ships did Peru order in 2022?", "9"),
        ("How much did the ships of Peru cost?", "$3.4 billion"),
        ("What share of the exports went to Peru?", "12.5%"),
    ],
)
def test_the_cell_whose_headers_the_question_names_is_chosen(question, expected):
    chosen = choose(question)
    assert chosen is not None
    assert chosen.span.cut(DOCUMENT.text) == expected
    assert chosen.cell in PERU.cells
    assert chosen.cell.span.contains(chosen.span)


def test_brackets_answer_only_who_is_listed_in_them():
    assert choose("How many ships did Chile order in 2022?", CHILE).span.cut(DOCUMENT.text) == "54"
    listed = choose("Which countries made the ships ordered in 2022 by Chile?", CHILE)
    assert listed.span.cut(DOCUMENT.text) == "Peru, Norway"


def test_a_row_that_the_question_does_not_name_is_marked():
    assert not choose("How many ships did Bolivia order in 2021?").named
    assert choose("How many ships did Peru order in 2021?").named


def test_a_row_is_named_by_another_of_its_cells():
    document = lay_out(
        "deals",
        table(
            ["Deal", "Partner", "Worth", "Stage"],
            ["Tugs", "Norway", "$9 million", "signed"],
            ["Cranes", "Chile", "$7 million", "signed, not paid"],
            ["All", "", "$16 million", ""],
        ),
        "Norway and Chile signed.",
    )
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])

    def named(text):
        question = read_question(text, lexicon)
        rows = [rate_cells(question, passage, document, ()) for passage in passages[:3]]
        return [
            cell.span.cut(document.text)
            for row in rows
            for cell in row
            if cell.named and "$" in cell.cell.span.cut(document.text)
        ]

    assert named("How much is the deal with Norway worth?") == ["$9 million"]
    assert named("What is the one worth that was signed, but not paid?") == ["$7 million"]
    assert named("What are all of them worth together?") == ["$16 million"]
    assert named("How much was signed for?") == []


def test_a_percentage_is_no_amount_of_money():
    assert choose("How much money did the exports bring?").span.cut(DOCUMENT.text) == "$3.4 billion"


def test_a_value_that_is_asked_with_leads_to_the_name_of_its_row():
    assert choose("Which country ordered 9 ships in 2022?").span.cut(DOCUMENT.text) == "Peru"


def test_the_choice_says_how_much_of_the_question_it_covers():
    whole, part = choose("Peru ships 2022: how many?"), choose("Peru submarines 2022: how many?")
    assert whole.matched == 1.0
    assert 0 < part.matched < 1.0
    assert whole.behind == 0.0
    assert rate("Peru ships 2022: how many?")[1].behind > 0


def test_the_name_of_a_row_answers_for_what_stands_in_it():
    assert choose("Which country has Norway for a partner?").span.cut(DOCUMENT.text) == "Peru"


def test_a_unit_is_covered_by_all_terms_of_one_alternative():
    unit = Unit("Hanwha Ocean", (("hanwha", "ocean"), ("ho",)))
    assert covers(unit, frozenset({"ocean", "hanwha", "ship"}))
    assert covers(unit, frozenset({"ho"}))
    assert not covers(unit, frozenset({"ocean", "ship"}))


def test_a_year_that_names_the_row_answers_when_its_value_is_asked_with():
    grid = table(("Year", "Value"), ("2019", "$5 million"), ("2020", "$6 million"), caption="Table 1")
    rows = [passage for passage in split_passages(lay_out("years", grid, title="Years")) if passage.cells]
    document = lay_out("years", grid, title="Years")
    question = read_question("In which year was the value $6 million?", build_lexicon([(document, rows)]))
    best = rate_cells(question, rows[1], document, ())[0]
    assert best.span.cut(document.text) == "2020"
