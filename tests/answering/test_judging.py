from dataclasses import fields, replace

from briefqa.answering.confidence import ConfidenceWeights, Evidence
from briefqa.answering.constraints import Objection
from briefqa.answering.expectation import Expectation
from briefqa.answering.judging import Weighed, judge, name_lacking
from briefqa.answering.reading import Form, Proposal
from briefqa.answering.retriever import Candidate
from briefqa.answering.support import Support
from briefqa.passages import split_passages
from briefqa.types import Hit, Span
from support.drafted import lay_out

DOCUMENT = lay_out(
    "yards", "Peru paid $5 million. The price was 5 million dollars. Chile paid $7 million.", title="Yards"
)
PASSAGES = split_passages(DOCUMENT)
NONE = Evidence(**{field.name: 0.0 for field in fields(Evidence)})
WEIGHTS = replace(ConfidenceWeights(**{field.name: 0.0 for field in fields(ConfidenceWeights)}), reader_on_span=1.0)
SUPPORTED = Support((), (), (), (), (), False, False)


def weighed(text, utility):
    start = DOCUMENT.text.index(text)
    span = Span(start, start + len(text))
    passage = next(passage for passage in PASSAGES if passage.span.contains(span))
    candidate = Candidate(Hit(passage, 1.0, 1), 0, (0.0,) * 9, ())
    proposal = Proposal(candidate, Form.SPAN, span, 0.0, 0.0, 1.0)
    return Weighed(proposal, text, SUPPORTED, replace(NONE, reader_on_span=utility))


def test_answers_that_agree_share_their_confidence_and_win_together():
    judged = judge([weighed("$7 million", 1.2), weighed("$5 million", 1.0), weighed("5 million dollars", 1.0)], WEIGHTS)
    assert [entry.text for entry in judged] == ["$5 million", "5 million dollars", "$7 million"]
    assert judged[0].confidence == judged[1].confidence > judged[2].confidence
    assert judged[0].confidence == round(judged[0].chance + judged[1].chance, 4)


def test_parts_of_one_place_agree():
    judged = judge([weighed("paid $5 million", 1.0), weighed("$5 million", 2.0)], WEIGHTS)
    assert [entry.text for entry in judged] == ["$5 million", "paid $5 million"]
    assert judged[0].confidence == judged[1].confidence


def test_nothing_is_judged_where_nothing_was_proposed():
    assert judge([], WEIGHTS) == ()


def test_what_is_ruled_out_comes_last_with_what_is_missing():
    ruled_out = replace(weighed("$7 million", 3.0), objection=Objection("figure of Peru", False))
    judged = judge([ruled_out, weighed("$5 million", 1.0)], WEIGHTS)
    assert [(entry.text, entry.lacking) for entry in judged] == [
        ("$5 million", None),
        ("$7 million", "figure of Peru"),
    ]
    assert judged[1].confidence == 0.0


def test_only_what_speaks_for_silence_keeps_its_share_from_the_others():
    alone = judge([weighed("$5 million", 1.0)], WEIGHTS)[0].confidence
    other = replace(weighed("$7 million", 3.0), objection=Objection("figure of Peru", False))
    plan = replace(weighed("$7 million", 3.0), objection=Objection("paid (only planned)", True))
    assert judge([other, weighed("$5 million", 1.0)], WEIGHTS)[0].confidence == alone
    assert judge([plan, weighed("$5 million", 1.0)], WEIGHTS)[0].confidence < alone


def test_what_a_likelier_answer_lacks_is_named_first():
    ruled_out = replace(weighed("$7 million", 3.0), objection=Objection("year 2031", False))
    judged = judge([ruled_out, weighed("$5 million", 1.0)], WEIGHTS)
    assert name_lacking(judged, Expectation.MONEY) == ("year 2031",)
    assert name_lacking(judge([weighed("$5 million", 1.0)], WEIGHTS), Expectation.MONEY) == ("amount of money",)
    assert name_lacking((), Expectation.MONEY) == ()


def read_at(text, utility, score):
    one = weighed(text, utility)
    return replace(one, proposal=replace(one.proposal, reader_score=score))


def test_of_spans_about_as_likely_the_reader_says_where_the_answer_ends():
    judged = judge(
        [read_at("$5 million", 1.2, 3.0), read_at("price", 0.2, 9.0), read_at("5 million", 1.0, 4.0)], WEIGHTS
    )
    assert judged[0].text == "5 million"
    assert len(judged) == 3
    unlikely = judge([read_at("$5 million", 1.2, 3.0), read_at("5 million", -1.0, 4.0)], WEIGHTS)
    assert unlikely[0].text == "$5 million"


def test_a_statement_takes_the_place_of_no_answer():
    judged = judge([read_at("$5 million", 1.2, 3.0), read_at("Peru paid $5 million", 1.0, 4.0)], WEIGHTS)
    assert judged[0].text == "$5 million"
