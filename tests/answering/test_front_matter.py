from dataclasses import replace

import pytest

from briefqa.answering.front_matter import Matter, asked_of_document, is_named
from briefqa.documents.drafts import Draft
from briefqa.types import AnswerKind, BlockKind
from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import heading, lay_out


def aside(text):
    return Draft(BlockKind.BOILERPLATE, text)


PORTS = replace(
    lay_out(
        "andean-ports",
        aside("DISCUSSION PAPER | 12 May 2031"),
        aside("by Ana Paz and Luis Ruiz"),
        aside("The Andes Forum"),
        "Callao handled 9 ships. The study on Callao cost $3 million and was paid for by the navy.",
        heading("About the authors"),
        "Ana Paz teaches law. From 2017 to 2021 she was an adviser at NATO. Luis Ruiz is a data scientist from Chile.",
        "The paper was funded by a grant from the Quilla Endowment.",
        aside("Disclaimer: The views expressed are those of the authors and do not represent the Andes Forum."),
        title="Calm Harbours: Trade in the South",
    ),
    author="Ana Paz and Luis Ruiz",
    publisher="The Andes Forum",
    published="2031-05-12",
)
RAILS = replace(
    lay_out("rails", aside("Eva Sol"), "Peru built a line.", "Eva Sol lives in Lima.", title="Rails and Roads"),
    author="Eva Sol",
    publisher="Rail Institute",
    published="2030-01",
)
DOCUMENTS = {document.id: document for document in (PORTS, RAILS)}


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", *DOCUMENTS.values()) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(generation):
    def ask(question, *scope, words=(), threshold=0.5):
        answerer = make_answerer(generation, PointingReader(words), threshold)
        return answerer.ask(question, documents=scope or None)

    return ask


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("Who wrote the brief?", Matter.AUTHOR),
        ("who is the author", Matter.AUTHOR),
        ("Who are the authors of this paper?", Matter.AUTHOR),
        ("What are the names of the writers?", Matter.AUTHOR),
        ("By whom was this study written?", Matter.AUTHOR),
        ("Who wrote this?", Matter.AUTHOR),
        ("Who wrote the brief on ports?", Matter.AUTHOR),
        ("Which institute published this report?", Matter.PUBLISHER),
        ("Who is the publisher?", Matter.PUBLISHER),
        ("When was the policy brief published?", Matter.DATE),
        ("What is the publication date?", Matter.DATE),
        ("When did the paper come out?", Matter.DATE),
        ("Who paid for this study to be published?", Matter.FUNDER),
        ("Who funded the paper?", Matter.FUNDER),
    ],
)
def test_questions_about_the_document_are_told_from_others(question, matter):
    assert asked_of_document(question).matter is matter


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote to the minister?",
        "When was the agreement published?",
        "Who published data on exports?",
        "Where is the author based?",
        "Who paid for the ships?",
        "When was the line built?",
        "What does the paper recommend?",
        "Why do the authors speak of ghosts?",
    ],
)
def test_questions_about_the_content_are_none(question):
    assert asked_of_document(question) is None


@pytest.mark.parametrize(
    ("question", "answer", "kind"),
    [
        ("Who wrote the brief?", "Ana Paz and Luis Ruiz", AnswerKind.ENTITY),
        ("Who are the authors?", "Ana Paz and Luis Ruiz", AnswerKind.ENTITY),
        ("Who published this paper?", "Andes Forum", AnswerKind.ENTITY),
        ("When was the paper published?", "12 May 2031", AnswerKind.DATE),
        ("Who funded the paper?", "the Quilla Endowment", AnswerKind.ENTITY),
        ("Who paid for this study to be published?", "the Quilla Endowment", AnswerKind.ENTITY),
    ],
)
def test_what_the_front_lines_and_notes_say_is_quoted(ask, question, answer, kind):
    given = ask(question, "andean-ports")
    assert (given.answer, given.kind, given.missing) == (answer, kind, ())
    citation = given.citations[0]
    assert PORTS.text[citation.start : citation.end] == citation.quote
    assert citation.quote[citation.answer_start : citation.answer_end] == answer


@pytest.mark.parametrize(
    ("question", "missing"),
    [("Who published the paper?", "publisher"), ("When was the brief published?", "publication date")],
)
def test_what_only_the_manifest_knows_is_named_as_missing(ask, question, missing):
    given = ask(question, "rails")
    assert (given.answered, given.missing) == (False, (missing,))


def test_who_paid_for_the_paper_is_refused_where_no_note_says_so(ask):
    assert ask("Who funded the paper?", "rails").missing == ("funder",)


@pytest.mark.parametrize("question", ["Who wrote the brief?", "Who is the author?"])
def test_a_question_that_may_mean_several_documents_is_refused_with_what_each_says(ask, question):
    given = ask(question)
    assert (given.answered, given.missing) == (False, ("which document",))
    assert [citation.quote for citation in given.nearest] == ["by Ana Paz and Luis Ruiz", "Eva Sol"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Who wrote Calm Harbours?", "Ana Paz and Luis Ruiz"),
        ("Who wrote “Trade in the South”?", "Ana Paz and Luis Ruiz"),
        ("Who wrote the brief on ports?", "Ana Paz and Luis Ruiz"),
        ("Who wrote Rails and Roads?", "Eva Sol"),
        ("When was Calm Harbours published?", "12 May 2031"),
    ],
)
def test_a_document_that_is_named_answers_among_several(ask, question, answer):
    assert ask(question).answer == answer


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Who wrote Calm Harbours?", True),
        ("Who wrote Harbours?", False),
        ("Who wrote Calm Waters?", False),
        ("Who wrote the paper on Andean ports?", True),
        ("Who wrote the paper on the moon?", False),
    ],
)
def test_a_title_is_named_from_its_start_and_a_subject_by_title_or_id(question, named):
    assert is_named(asked_of_document(question), PORTS.id, PORTS.title) is named


def test_a_study_that_the_text_speaks_of_is_not_taken_for_the_document(ask):
    given = ask("Who paid for the study?", "andean-ports", words=("the navy",))
    assert given.answer == "the navy"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which of the authors worked at NATO?", "Ana Paz"),
        ("Which of the writers has a past at NATO?", "Ana Paz"),
        ("Which author is a data scientist?", "Luis Ruiz"),
    ],
)
def test_the_author_a_note_speaks_of_is_named_with_the_claim_that_says_it(ask, question, answer):
    given = ask(question, words=("zzz",))
    assert given.answer == answer
    assert any("NATO" in citation.quote or "scientist" in citation.quote for citation in given.citations)


@pytest.mark.parametrize("question", ["Which of the authors worked at OPEC?", "Which author is a painter?"])
def test_no_author_answers_what_no_note_says(ask, question):
    assert not ask(question, words=("zzz",)).answered


def test_the_author_is_asked_for_by_name_where_the_question_finds_nothing(ask):
    given = ask("Where does the author live?", "rails", words=("Lima",), threshold=0.5)
    assert given.answer == "Lima"


@pytest.mark.parametrize("question", ["Who built the line?", "Who is Eva Sol?", "Who taught law?", "When was it?"])
def test_a_byline_answers_nothing_about_the_content(ask, question):
    given = ask(question, words=("Eva Sol", "Ana Paz and Luis Ruiz", "12 May 2031"), threshold=0.0)
    quotes = {citation.quote for citation in (*given.citations, *given.nearest)}
    assert not quotes & {"Eva Sol", "by Ana Paz and Luis Ruiz", "DISCUSSION PAPER | 12 May 2031", "The Andes Forum"}
