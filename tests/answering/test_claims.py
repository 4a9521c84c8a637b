import pytest

from briefqa.answering.claims import act_asked, done_to_the_doer, of_another_doer, without_reason
from briefqa.answering.constraints import rule_out
from briefqa.answering.question import read_question
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.retriever import Candidate
from briefqa.answering.support import check_support
from briefqa.facts import build_lexicon, extract_facts
from briefqa.facts.text import fold
from briefqa.index.lexical import LexicalIndex
from briefqa.passages import split_passages
from briefqa.types import Hit
from support.drafted import lay_out

DOCUMENT = lay_out(
    "aid",
    "Peru lent Chile €2 million in 2022 and is considering a loan of €3 million to Norway, due in June.",
    "In May, Denmark captured a Latvian trawler.",
    "The talks were cancelled by Oslo for fear of protests.",
    "Iceland receives grain from Portugal in return for fish.",
    "Mali and Morocco’s Phosphatlas signed a supply contract, because prices had risen.",
    "The Danish government rejected the bid, since the price was high.",
    "Spain announced plans to acquire trawlers, as its fleet is old.",
    "A survey of a thousand sailors, planned for spring, was cancelled because the data were incomplete.",
    "Sweden ordered 20 ferries, because its own were too old.",
    "If Finland ceases all aid, traders will need new routes.",
    "Norway has placed no order for ferries because money is short.",
    "Ports are crowded. Phosphatlas sells fertiliser. Phosphatlas has mines.",
    title="Aid",
)
PASSAGES = split_passages(DOCUMENT)
LEXICON = build_lexicon([(DOCUMENT, PASSAGES)])
RECORDS = extract_facts(DOCUMENT, PASSAGES, LEXICON)
LEXICAL = LexicalIndex.build([passage.view.text for passage in PASSAGES])


def objection(asked, words):
    passage = next(passage for passage in PASSAGES if words in passage.span.cut(DOCUMENT.text))
    question = read_question(asked, LEXICON, LEXICAL)
    candidate = Candidate(Hit(passage, 1.0, 1), 0, (0.0,) * 9, ())
    proposal = Proposal(candidate, Form.CLAIM, passage.span, 0.0, 0.0, 1.0)
    support = check_support(question, passage.view.text, passage.view.text, LEXICAL)
    own = [record for record in RECORDS if record.passage_id == passage.id]
    return rule_out(question, proposal, DOCUMENT, own, support, LEXICON)


def missing(asked, words):
    found = objection(asked, words)
    return None if found is None else found.missing


@pytest.mark.parametrize(
    ("asked", "words", "lacking"),
    [
        ("Did Latvia capture a trawler?", "captured", "capture by Latvia"),
        ("Has Latvia captured a Danish trawler?", "captured", "captured by Latvia"),
        ("Why did Latvia cancel the talks?", "cancelled by", "cancel by Latvia"),
        ("Were the talks cancelled by Latvia?", "cancelled by", "cancelled by Latvia"),
        ("Did the Spanish government reject the bid?", "rejected", "reject by Spanish government"),
        ("Did Chad sign a supply contract?", "supply contract", "sign by Chad"),
    ],
)
def test_what_another_party_did_is_no_answer(asked, words, lacking):
    assert missing(asked, words) == lacking


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Did Denmark capture a trawler?", "captured"),
        ("Why did Norway cancel the talks?", "cancelled by"),
        ("Were the talks cancelled by Norway?", "cancelled by"),
        ("Did the Danish government reject the bid?", "rejected"),
        ("Did Denmark reject the bid?", "rejected"),
        ("Did Mali sign a supply contract?", "supply contract"),
        ("Did Mali and Phosphatlas sign a contract?", "supply contract"),
        ("Did the crew of Latvia leave?", "captured"),
    ],
)
def test_what_the_party_itself_did_stays_an_answer(asked, words):
    assert missing(asked, words) is None


@pytest.mark.parametrize(
    ("asked", "words", "lacking"),
    [
        ("Did Chile lend Peru €2 million?", "lent Chile", "lend by Chile"),
        ("Did Peru receive money from Chile?", "lent Chile", "receive by Peru"),
        ("Did Portugal receive grain from Iceland?", "receives grain", "receive by Portugal"),
        ("Does Iceland give grain to Portugal?", "receives grain", "give by Iceland"),
    ],
)
def test_what_went_the_other_way_is_no_answer(asked, words, lacking):
    assert missing(asked, words) == lacking
    assert objection(asked, words).speaks_for_silence


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Did Peru lend Chile €2 million?", "lent Chile"),
        ("Did Chile receive money from Peru?", "lent Chile"),
        ("Does Iceland receive grain from Portugal?", "receives grain"),
        ("Does Portugal give grain to Iceland?", "receives grain"),
    ],
)
def test_what_went_the_way_that_is_asked_for_stays_an_answer(asked, words):
    assert missing(asked, words) is None


@pytest.mark.parametrize(
    ("asked", "words", "lacking"),
    [
        ("Why did Spain acquire trawlers?", "plans to acquire", "acquire (only planned)"),
        ("Why did Peru lend Norway €3 million?", "considering", "lend (only planned)"),
        ("Why did Norway order ferries?", "no order", "order (denied)"),
        ("Why did sailors take the survey of spring?", "survey", "take (called off)"),
        ("Why did Finland cease all aid?", "If Finland", "cease (only planned)"),
    ],
)
def test_what_was_never_done_has_no_reason(asked, words, lacking):
    assert missing(asked, words) == lacking
    assert not objection(asked, words).speaks_for_silence


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("Did Spain acquire trawlers?", "plans to acquire"),
        ("Did Peru lend Norway €3 million?", "considering"),
        ("Did Norway order ferries?", "no order"),
        ("Did the survey take place?", "survey"),
        ("Why did Sweden order 20 ferries?", "20 ferries"),
        ("Why does Spain want to acquire trawlers?", "plans to acquire"),
        ("Why was the survey dropped?", "survey"),
        ("Why was the survey cancelled?", "survey"),
    ],
)
def test_plans_and_denials_answer_whether_and_done_deeds_have_reasons(asked, words):
    assert missing(asked, words) is None


def test_an_act_needs_a_named_doer():
    assert act_asked("Did the ministry sign?", LEXICON) is None
    assert act_asked("Why is Chile poor?", LEXICON) is None
    act = act_asked("Why did Peru and Chile also lend Norway money?", LEXICON)
    assert act is not None
    assert (sorted(act.doers), act.named, act.rest) == (
        ["state:CL", "state:PE"],
        "lend by Peru and Chile",
        " Norway money?",
    )


def test_claims_without_the_deed_leave_it_open():
    question = read_question("Did Latvia buy ferries?", LEXICON, LEXICAL)
    claim = fold("Denmark captured a trawler.")
    assert of_another_doer(question, claim, LEXICON) is None
    assert done_to_the_doer(question, claim, LEXICON) is None
    assert without_reason(question, claim, PASSAGES[0].span, (), LEXICON) is None
