import pytest

from briefqa.answering.deal_roles import in_another_role, role_asked, role_spans
from briefqa.answering.question import read_question
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import Span
from support.drafted import lay_out

DOCUMENT = lay_out(
    "deals",
    "The acquisition of Sweden's Archer, a howitzer made by BAE Systems, has been on the table in Latvia and has"
    " already been done by Portugal.",
    "Peru plans to acquire Brazilian equipment, such as C-390 transport aircraft and Guarani vehicles.",
    "Norway gave 40,000 tonnes of wheat to Chad in May 2023.",
    "Chile ordered 12 ferries from Denmark in 2021.",
    title="Deals",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = extract_facts(DOCUMENT, PASSAGES, LEXICON)


def records_of(passage):
    return [record for record in RECORDS if record.passage_id == passage.id]


def ruled_out(asked, answer):
    at = DOCUMENT.text.index(answer)
    span = Span(at, at + len(answer))
    passage = next(passage for passage in PASSAGES if passage.span.contains(span))
    question = read_question(asked, LEXICON)
    return in_another_role(question, passage, span, DOCUMENT, records_of(passage), LEXICON)


def offered(asked):
    question = read_question(asked, LEXICON)
    return [
        span.cut(DOCUMENT.text)
        for passage in PASSAGES
        for span in role_spans(question, passage, DOCUMENT, records_of(passage), LEXICON)
    ]


@pytest.mark.parametrize(
    ("asked", "roles", "goods"),
    [
        ("Who buys the Archer?", {"recipient"}, False),
        ("Which country is considering buying the Archer?", {"recipient"}, False),
        ("Which states are weighing the purchase of the Archer?", {"recipient"}, False),
        ("Who sold ferries to Chile?", {"supplier", "financier"}, False),
        ("From whom did Chile order ferries?", {"supplier", "financier"}, False),
        ("Who did Chile order ferries from?", {"supplier", "financier"}, False),
        ("To whom did Norway give wheat?", {"recipient"}, False),
        ("What does Peru plan to buy?", {"recipient"}, True),
        ("Which weapons has Peru acquired?", {"recipient"}, True),
        ("What did Norway give to Chad?", {"supplier", "financier"}, True),
    ],
)
def test_the_verb_and_what_stands_for_it_tell_which_role_is_asked_for(asked, roles, goods):
    found = role_asked(asked)
    assert (found.roles, found.goods) == (roles, goods)


@pytest.mark.parametrize(
    "asked",
    [
        "Which tanks were bought by Poland?",
        "Who were sold the ferries?",
        "When did Chile order ferries?",
        "Who signed the treaty?",
        "How many ferries did Chile order?",
        "To whom did Chile order?",
    ],
)
def test_other_questions_ask_for_no_role(asked):
    assert role_asked(asked) is None


@pytest.mark.parametrize(
    ("asked", "answer", "lacking"),
    [
        ("Which country is considering buying the Archer?", "Sweden", "recipient"),
        ("Who buys the Archer?", "BAE Systems", "recipient"),
        ("Which country is considering buying the Archer?", "Sweden's Archer, a howitzer", "recipient"),
        ("Which country is considering buying the Archer?", "Portugal", "announced or considered or planned"),
        ("Which country has bought the Archer?", "Latvia", "announced or completed or in-force or signed"),
        ("Which country received wheat?", "Norway", "recipient"),
        ("Who gave 40,000 tonnes of wheat?", "Chad", "financier or supplier"),
        ("From whom did Chile order ferries?", "Chile", "financier or supplier"),
    ],
)
def test_who_has_another_role_in_the_deal_or_one_at_another_stage_is_ruled_out(asked, answer, lacking):
    assert ruled_out(asked, answer) == lacking


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("Which country is considering buying the Archer?", "Latvia"),
        ("Which country has bought the Archer?", "Portugal"),
        ("Who supplies the Archer?", "Sweden"),
        ("Which country received wheat?", "Chad"),
        ("Who makes the Archer?", "BAE Systems"),
        ("Who bought the frigates?", "Sweden"),
    ],
)
def test_the_right_role_and_questions_about_something_else_are_left_open(asked, answer):
    assert ruled_out(asked, answer) is None


@pytest.mark.parametrize(
    ("asked", "spans"),
    [
        ("Which country is considering buying the Archer?", ["Latvia"]),
        ("Which country has bought the Archer?", ["Portugal"]),
        ("From whom did Chile order ferries?", ["Denmark"]),
        ("To whom did Norway give wheat?", ["Chad"]),
        ("Which country received wheat from Norway?", ["Chad"]),
        ("What did Norway give to Chad?", ["40,000 tonnes of wheat"]),
        (
            "What does Peru plan to buy?",
            [
                "Brazilian equipment, such as C-390 transport aircraft and Guarani vehicles",
                "C-390 transport aircraft and Guarani vehicles",
            ],
        ),
        ("What did Peru buy?", []),
        ("Which country received wheat from Denmark?", []),
        ("What does Chad plan to buy?", []),
    ],
)
def test_the_party_or_goods_of_the_asked_role_are_offered(asked, spans):
    assert offered(asked) == spans


def test_one_kind_among_the_goods_is_not_answered_with_all_of_them():
    document = lay_out(
        "d", "Peru plans to acquire Brazilian arms, such as C-390 aircraft, Astros launchers.", title="D"
    )
    passages = split_passages(document)
    lexicon = build_lexicon([(document, passages)])
    records = extract_facts(document, passages, lexicon)
    question = read_question("Which launchers does Peru plan to buy?", lexicon)
    assert role_spans(question, passages[0], document, records, lexicon) == ()
