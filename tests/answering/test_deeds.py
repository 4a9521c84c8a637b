from dataclasses import replace

import pytest

from briefqa.answering.deeds import DENIED, DROPPED, PLANNED, deed_asked, is_planned_header, why_not_done
from briefqa.facts import build_lexicon, extract_facts
from briefqa.passages import split_passages
from briefqa.types import DealRecord, Span
from support.drafted import lay_out


@pytest.mark.parametrize(
    ("question", "deed"),
    [
        ("When were the ships delivered?", "delivered"),
        ("How much has Peru paid for the yard?", "paid"),
        ("When did Peru sign the contract?", "sign"),
        ("Which yard won the order?", "won"),
        ("When did the Peruvian yard start work?", "start"),
        ("When does Peru plan to buy ships?", None),
        ("How much did Peru promise to the yard?", None),
        ("What did the minister say about the ships?", None),
        ("When was the yard supposed to open?", None),
        ("When was the order cancelled?", None),
        ("When will the ships be delivered?", None),
        ("What is the price of the ships?", None),
        ("What is it called?", None),
        ("How many ships has Peru not paid for?", None),
        ("How many ships has the fund scrapped?", "scrapped"),
        ("How many committees has Peru paid for?", "paid"),
        ("When was Peru let in?", "let"),
        ("What did the fund offer for the ships?", None),
        ("When did Peru apply for the licence?", None),
        ("When did the fund file for its licence?", None),
    ],
)
def test_a_question_for_a_done_thing_is_told_from_one_for_a_plan(question, deed):
    assert deed_asked(question) == deed


def judge_claim(deed, claim, answer, deals=()):
    start = claim.index(answer)
    return why_not_done(deed, claim, start, start + len(answer), deals, Span(start, start + len(answer)))


@pytest.mark.parametrize(
    ("deed", "claim", "answer", "why"),
    [
        ("delivered", "In June Peru ordered nine ships, to be delivered from 2031 to 2033.", "2031 to 2033", PLANNED),
        ("paid", "Chile is said to be considering a contribution of $40 million;", "$40 million", PLANNED),
        ("opened", "Work was to begin in August 2031, but had not started.", "August 2031", PLANNED),
        ("received", "So far, Peru and Chile have promised $10 million each.", "$10 million", PLANNED),
        ("sign", "With Peru, the tenth round of talks took place in October 2031.", "October 2031", PLANNED),
        ("buy", "After a visit to Lima in April 2031, Peru announced plans to acquire ships.", "April 2031", PLANNED),
        ("bought", "A hedge fund has offered to buy nine ships if Peru allows it.", "nine ships", PLANNED),
        ("scrapped", "A hedge fund has offered to buy nine ships for scrap.", "nine ships", PLANNED),
        ("granted", "The licence was applied for in May 2031 and is still pending.", "May 2031", PLANNED),
        ("sign", "Peru *considered* a swap with Chile in 2031, but found no seller.", "2031", PLANNED),
        ("paid", "(i) A grant of $8 million a year, to be paid by the board from 2031.", "$8 million a year", PLANNED),
        ("built", "The ministry recommended a new yard in Lima.", "Lima", PLANNED),
        ("built", "Peru tried to build nine ships.", "nine ships", PLANNED),
        ("let", "Peru asked to join in 2031 and was accepted in May 2032.", "2031", PLANNED),
        ("introduced", "Peru gave up the idea of a tax of $40 a barrel.", "$40 a barrel", DROPPED),
        ("signed", "Peru has refused to sign a contract since 2031.", "2031", DENIED),
        ("deliver", "An order for 50 coaches from the Swiss builder was cancelled in 2031.", "50 coaches", DROPPED),
        (
            "won",
            "The second tender was suspended when one bidder, Amber Yards, came forward,",
            "Amber Yards",
            DROPPED,
        ),
    ],
)
def test_plans_denials_and_what_was_called_off_are_no_deeds(deed, claim, answer, why):
    assert judge_claim(deed, claim, answer) == why


@pytest.mark.parametrize(
    ("deed", "claim", "answer"),
    [
        ("paid", "Peru paid $5 million for the yard in 2031.", "$5 million"),
        ("lend", "The bank is considering a loan to Chile and lent Peru $5 million in 2031.", "$5 million"),
        ("lend", "The bank lent Peru $5 million in 2031 and is considering a loan to Chile.", "$5 million"),
        ("ordered", "In June 2031 Peru ordered nine ships, to be delivered later.", "June 2031"),
        ("order", "An order for 50 coaches was cancelled in 2031.", "50 coaches"),
        ("built", "It was built not only for Peru, but also for Chile in 2031.", "2031"),
        ("led", '"We were last, and the queue was not moving," recalls Ana Paz, who led the yard.', "Ana Paz"),
        (
            "visit",
            "After a visit by officials to Lima in April 2031, Peru announced plans to acquire ships.",
            "April 2031",
        ),
        ("join", "Peru did not join the union until 2031.", "2031"),
        ("scrapped", "Peru scrapped nine ships in 2031.", "nine ships"),
        ("sunk", "Chile blew up the bridge in an attempt to stop nine ships.", "nine ships"),
        ("chosen", "The minister, advised by Ana Paz, was the one who refused no ship.", "Ana Paz"),
        ("built", "The yard applied for a licence and became the Lima Yards.", "Lima Yards"),
        ("listed", "After May 2031 ships had to be listed.", "May 2031"),
        ("bought", "Peru is considered a model, as its yard bought nine ships.", "nine ships"),
        ("introduced", "When the union set a limit in May 2031, it did not forbid anyone to buy oil.", "May 2031"),
        ("taken", "Peru requested ships to repel rebels who had taken control of Lima.", "Lima"),
        ("blocked", "The treasurer, Ana Paz, refused after the vote.", "Ana Paz"),
        ("became", "The firm would later become Lima Yards.", "Lima Yards"),
        ("reached", "Sales were due to the new yard in Lima.", "Lima"),
        ("became", "The yard's insolvency in May 2031 removed a buyer that had planned to take ships.", "May 2031"),
        ("get", "The ship did not arrive in Lima until May 2031.", "until May 2031"),
        ("paid", "The yard expects to build 70 ships in Lima, where it bought the dock for $9 million.", "$9 million"),
        ("reached", "The yard held the No. 1 spot in May 2031.", "May 2031"),
    ],
)
def test_what_was_done_is_done_whatever_else_the_sentence_plans(deed, claim, answer):
    assert judge_claim(deed, claim, answer) is None


def test_the_status_of_a_deal_decides_where_the_answer_belongs_to_one():
    document = lay_out("ships", "Peru bought nine ships from Chile for $5 million in 2031.")
    passages = split_passages(document)
    records = extract_facts(document, passages, build_lexicon([(document, passages)]))
    deal = next(record for record in records if isinstance(record, DealRecord))
    claim = passages[0].span.cut(document.text)
    deal = replace(deal, citation=replace(deal.citation, answer_start=0, answer_end=len(claim)), surface=claim)
    assert judge_claim("buy", claim, "nine ships", (replace(deal, deal_status="planned"),)) == PLANNED
    assert judge_claim("buy", claim, "nine ships", (replace(deal, deal_status="cancelled"),)) == DROPPED
    assert judge_claim("order", claim, "nine ships", (replace(deal, deal_status="cancelled"),)) is None
    assert judge_claim("buy", claim, "nine ships", (replace(deal, deal_status="completed"),)) is None


def test_a_column_of_plans_is_known_by_its_header():
    assert is_planned_header("Planned start")
    assert is_planned_header("Aid > Pledged")
    assert not is_planned_header("Aid > Disbursed")
