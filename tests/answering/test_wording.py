from briefqa.answering.question import read_question
from briefqa.answering.wording import word_as
from briefqa.facts import build_lexicon
from facts.plain_documents import plain_document

LEXICON = build_lexicon(
    [plain_document("Norway sold ships to Portugal. Oslo lent money. The Norwegian fleet grew. Lisbon paid.")]
)


def worded(asked, view):
    return word_as(read_question(asked, LEXICON), view, LEXICON)


def test_a_name_is_read_in_the_form_that_the_passage_uses():
    assert (
        worded("What did Norway sell to Portugal?", "Oslo sold ten ships to Lisbon.") == "What did Oslo sell to Lisbon?"
    )


def test_a_name_that_the_passage_has_stays_as_it_was_asked():
    assert worded("What did Norway lend?", "Oslo, where Norway keeps its money, lent it.") == "What did Norway lend?"


def test_an_adjective_stands_for_no_noun_and_no_noun_for_an_adjective():
    assert worded("What did Norway lend?", "The Norwegian fleet grew.") == "What did Norway lend?"
    assert worded("How large is the Norwegian fleet?", "Oslo has ships.") == "How large is the Norwegian fleet?"


def test_a_question_without_names_is_read_as_it_is():
    assert worded("How many ships were sold?", "Oslo sold ten ships.") == "How many ships were sold?"
