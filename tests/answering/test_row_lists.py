import pytest

from briefqa.answering.frames import Frame
from briefqa.answering.question import read_question
from briefqa.answering.row_lists import answer_rows, find_rows
from briefqa.facts import build_lexicon
from briefqa.passages import split_passages
from briefqa.types import AnswerKind
from support.drafted import lay_out, table

DOCUMENT = lay_out(
    "yards",
    table(
        ["Yard", "Country", "Start", "Main supplier", "Permit"],
        ["Astra", "Peru", "2030", "Oman Steel", "granted"],
        ["Borea", "Peru, Chile", "2031", "Lima Works", "partly granted"],
        ["Cygna", "Chile", "2030", "Oman Steel", "granted"],
        ["Total", "Peru", "2030", "Oman Steel", "granted"],
        caption="Table 1: Planned yards of the coast",
    ),
    title="Yards",
)
ROWS = tuple(split_passages(DOCUMENT))
LEXICON = build_lexicon([(DOCUMENT, ROWS)])
FRAME = Frame(DOCUMENT, ROWS, (), 0.0)


def names(question):
    found = find_rows(read_question(question, LEXICON), FRAME)
    return found and [name.cut(DOCUMENT.text) for _, name in found.rows]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Which yards are in Peru?", ["Astra", "Borea"]),
        ("Which yards start in 2030?", ["Astra", "Cygna"]),
        ("Which yards are supplied by Oman Steel?", ["Astra", "Cygna"]),
        ("Which yards have a granted permit?", ["Astra", "Cygna"]),
        ("Name the planned yards of the coast.", ["Astra", "Borea", "Cygna"]),
    ],
)
def test_the_rows_that_fulfil_what_is_asked_are_named_without_the_total(question, rows):
    assert names(question) == rows


@pytest.mark.parametrize(
    "question",
    [
        "Which yards are not in Peru?",  # no cell says what is not so
        "Which yard is in Peru?",  # one is asked for
        "Which yards in Peru start in 2031?",  # only one row fulfils it
        "Which countries are in Peru?",  # the rows are no countries
        "Which yards of Oman are in Peru?",  # nothing says Oman alone of the table
        "Which yards are on strike?",  # no cell and no header says it
        "Which yards are planned?",  # says nothing that tells rows apart
    ],
)
def test_no_rows_are_named_where_the_table_does_not_say_what_is_asked(question):
    assert names(question) is None


def test_each_name_is_cited_in_its_row():
    question = read_question("Which yards start in 2030?", LEXICON)
    answer = answer_rows(question, find_rows(question, FRAME), generation="g", max_citations=5)
    assert (answer.answer, answer.kind) == ("Astra, Cygna", AnswerKind.LIST)
    assert [one.quote[one.answer_start : one.answer_end] for one in answer.citations] == ["Astra", "Cygna"]
    assert [one.quote.split(" | ")[2] for one in answer.citations] == ["2030", "2030"]
