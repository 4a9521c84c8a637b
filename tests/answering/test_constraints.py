import pytest

from briefqa.answering.constraints import rule_out
from briefqa.answering.question import read_question
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.retriever import Candidate
from briefqa.answering.support import check_support
from briefqa.answering.tables import rate_cells
from briefqa.facts import build_lexicon, extract_facts
from briefqa.index.lexical import LexicalIndex
from briefqa.passages import split_passages
from briefqa.types import Hit, Span
from support.drafted import lay_out, table

DOCUMENT = lay_out(
    "aid",
    "Since 2022 the United States has provided $66 billion in military assistance to Ukraine, while the EU gave €49"
    " billion.",
    "In 2024 Frontex chartered 412 flights.",
    "Latvia’s minister of energy, Kaspars Melnis, was sober. Latvia was happy and Latvia was free.",
    "Payments fell by 58% between 2022 and 2024. Chile left the union on 9 May 2024.",
    "The mission, launched in January 2025, involves ten ships.",
    "The southern route is about 2,000 kilometres shorter than the northern route.",
    "The bank plans to lend Albania €5 million.",
    "The yard stopped work in August 2023, because sanctions blocked payments.",
    "The Danish plan for Kosovo was ratified by the parliament in Pristina in May 2024.",
    "Peru lent Chile €2 million in 2022 and is considering a loan of €3 million to Norway, due in June.",
    "Mali capped fees in May, Ghana raised its visa fee to $1,600, and Togo waited.",
    "The delay cost Ghana 4.1% of a year's output.",
    title="Aid",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = extract_facts(DOCUMENT, PASSAGES, LEXICON)
LEXICAL = LexicalIndex.build([passage.view.text for passage in PASSAGES])


def propose(document, passages, answer, form=Form.SPAN, cell=None):
    start = document.text.index(answer)
    span = Span(start, start + len(answer))
    passage = next(passage for passage in passages if passage.span.contains(span))
    return Proposal(Candidate(Hit(passage, 1.0, 1), 0, (0.0,) * 9, ()), form, span, 0.0, 0.0, 1.0, cell=cell)


def objection(asked, answer, form=Form.SPAN):
    question = read_question(asked, LEXICON, LEXICAL)
    proposal = propose(DOCUMENT, PASSAGES, answer, form)
    passage = proposal.passage
    block = DOCUMENT.blocks[passage.paragraph].span.cut(DOCUMENT.text)
    support = check_support(question, passage.view.text, block, LEXICAL)
    own = [record for record in RECORDS if record.passage_id == passage.id]
    return rule_out(question, proposal, DOCUMENT, own, support, LEXICON)


def missing(asked, answer):
    found = objection(asked, answer)
    return None if found is None else found.missing


@pytest.mark.parametrize(
    ("asked", "answer", "lacking"),
    [
        ("How much was EU military assistance to Ukraine?", "$66 billion", "figure of European Union"),
        ("How much assistance did the EU give Ukraine?", "$66 billion", "figure of European Union"),
        ("How many flights did Frontex charter in 2022?", "412 flights", "year 2022"),
        ("Who is the energy minister of Estonia?", "Kaspars Melnis", "Estonia"),
        ("When will the mission end?", "January 2025", "end"),
        ("By what percentage did payments grow?", "58%", "grow"),
        ("When did Chile rejoin the union?", "9 May 2024", "rejoin"),
        ("How long is the northern route?", "about 2,000 kilometres", "duration (only a difference is given)"),
        ("How much did the bank lend Albania?", "€5 million", "lend (only planned)"),
        ("What did the flights of Frontex cost?", "412 flights", "amount of money"),
        ("What is the visa fee in Mali?", "$1,600", "figure of Mali"),
        ("What did the delay cost Ghana in dollars?", "4.1%", "amount of money"),
    ],
)
def test_what_the_claim_says_of_something_else_is_ruled_out_and_named(asked, answer, lacking):
    assert missing(asked, answer) == lacking


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("How much was US military assistance to Ukraine?", "$66 billion"),
        ("How much did Ukraine receive from the United States?", "$66 billion"),
        ("How much was EU military assistance to Ukraine?", "€49 billion"),
        ("What was US military assistance to Ukraine worth in dollars?", "$66 billion"),
        ("How many flights did Frontex charter in 2024?", "412 flights"),
        ("How many flights had Frontex chartered by 2025?", "412 flights"),
        ("Who is the energy minister of Latvia?", "Kaspars Melnis"),
        ("When was the mission launched?", "January 2025"),
        ("By what percentage did payments fall?", "58%"),
        ("When did Chile leave the union?", "9 May 2024"),
        ("How much shorter is the southern route?", "about 2,000 kilometres"),
        ("How much does the bank plan to lend Albania?", "€5 million"),
        ("When did the parliament of Kosovo ratify the plan?", "May 2024"),
        ("Which country gave assistance to Ukraine?", "United States"),
        ("When did Peru lend Chile the €2 million?", "2022"),
        ("What is the visa fee in Ghana?", "$1,600"),
        ("How much did the delay cost Ghana?", "4.1%"),
    ],
)
def test_what_the_claim_says_of_the_thing_itself_is_left(asked, answer):
    assert missing(asked, answer) is None


def test_a_giver_is_no_taker():
    assert missing("How much assistance did Ukraine provide to the United States?", "$66 billion") == (
        "provide by Ukraine"
    )
    assert missing("How much assistance did the United States provide to Ukraine?", "$66 billion") is None


def test_only_a_plan_speaks_for_silence():
    assert objection("How much did the bank lend Albania?", "€5 million").speaks_for_silence
    assert not objection("How much was EU military assistance to Ukraine?", "$66 billion").speaks_for_silence


def test_a_claim_that_is_shown_whole_is_never_ruled_out():
    assert (
        objection("How much did the bank lend Albania?", "The bank plans to lend Albania €5 million.", Form.CLAIM)
        is None
    )


def test_cells_are_ruled_out_by_their_headers():
    rows = (["Donor", "Pledged", "Paid in 2024"], ["Norway", "$9 million", "$4 million"])
    document = lay_out("donors", table(*rows), title="Donors")
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])
    records = extract_facts(document, passages, lexicon)
    lexical = LexicalIndex.build([passage.view.text for passage in passages])

    def lacking(asked, answer):
        question = read_question(asked, lexicon, lexical)
        row = next(passage for passage in passages if answer in passage.span.cut(document.text))
        own = [record for record in records if record.passage_id == row.id]
        cells = {cell.span.cut(document.text): cell for cell in rate_cells(question, row, document, own)}
        proposal = propose(document, passages, answer, Form.CELL, cells[answer])
        found = rule_out(
            question, proposal, document, own, check_support(question, row.view.text, "", lexical), lexicon
        )
        return None if found is None else found.missing

    assert lacking("How much has Norway paid?", "$9 million") == "paid (only planned)"
    assert lacking("How much did Norway pledge?", "$9 million") is None
    assert lacking("How much has Norway paid?", "$4 million") is None
    assert lacking("How much was paid by Norway in 2023?", "$4 million") == "year 2023"
    assert lacking("How much did Sweden give?", "$4 million") == "figure of Sweden"


def test_a_cell_of_another_quarter_is_ruled_out():
    document = lay_out("calls", table(["Port", "Q1 2025", "Q2 2025"], ["Callao", "118", "129"]), title="Calls")
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])
    records = extract_facts(document, passages, lexicon)
    lexical = LexicalIndex.build([passage.view.text for passage in passages])
    for asked, wrong in (("the first three months of 2025", "129"), ("the second quarter of 2025", "118")):
        question = read_question(f"How many calls did Callao see in {asked}?", lexicon, lexical)
        cells = {cell.span.cut(document.text): cell for cell in rate_cells(question, passages[0], document, records)}
        support = check_support(question, passages[0].view.text, document.text, lexical)
        ruled_out = {
            text
            for text, cell in cells.items()
            if rule_out(
                question, propose(document, passages, text, Form.CELL, cell), document, records, support, lexicon
            )
        }
        assert ruled_out == {wrong}


def test_a_reason_of_another_year_is_none():
    stopped = "The yard stopped work in August 2023, because sanctions blocked payments."
    found = objection("Why was the yard closed in 2013?", stopped, Form.CLAIM)
    assert found is not None
    assert found.missing == "year 2013"
    assert not found.speaks_for_silence
    assert objection("Why was the yard closed in 2023?", stopped, Form.CLAIM) is None
    assert objection("Why was the yard closed?", stopped, Form.CLAIM) is None
    assert objection("Why was the yard closed in the 2010s?", stopped, Form.CLAIM) is None
    happy = "Latvia was happy and Latvia was free."
    assert objection("Why was Latvia happy in 2013?", happy, Form.CLAIM) is None
