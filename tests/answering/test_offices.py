import pytest

from briefqa.answering.offices import as_offices, is_called, of_another_office
from briefqa.facts import build_lexicon

LEXICON = build_lexicon([])


def missing(question, claim, answer):
    start = claim.index(answer)
    return of_another_office(question, claim, start, start + len(answer), LEXICON)


@pytest.mark.parametrize(
    ("question", "claim", "answer", "lacking"),
    [
        (
            "Who is the defence minister of Peru?",
            "He met the Chilean Deputy Defense Minister Ana Paz in Lima.",
            "Ana Paz",
            "defence minister",
        ),
        (
            "Who is the defence minister of Chile?",
            "He met the Chilean Deputy Defense Minister Ana Paz in Lima.",
            "the Chilean Deputy Defense Minister Ana Paz",
            "defence minister",
        ),
        (
            "Who is the deputy defence minister of Peru?",
            "He met the Chilean Deputy Defense Minister Ana Paz in Lima.",
            "Ana Paz",
            "deputy defence minister of Peru",
        ),
        (
            "Who is the energy minister of Peru?",
            "Chile's energy minister, Ana Paz, left.",
            "Ana Paz",
            "energy minister",
        ),
        ("Who is the trade minister of Chile?", "Chile's energy minister, Ana Paz, left.", "Ana Paz", "trade minister"),
        ("Who is the president of Peru?", "The president of Chile, Ana Paz, left.", "Ana Paz", "president of Peru"),
        ("Who is the president of Peru?", "Peru's energy minister Ana Paz left.", "Ana Paz", "president"),
        ("Who is the director of Lima Yards?", "Its former director, Ana Paz, left.", "Ana Paz", "director"),
        ("Who is the deputy director of Lima Yards?", "Its director, Ana Paz, left.", "Ana Paz", "deputy director"),
        ("Who is the director of Lima Yards?", "Ana Paz, deputy director of Lima Yards, left.", "Ana Paz", "director"),
    ],
)
def test_the_title_beside_a_name_rules_out_lower_past_and_other_offices(question, claim, answer, lacking):
    assert (missing(question, claim, answer) or "").startswith(lacking)


@pytest.mark.parametrize(
    ("question", "claim", "answer"),
    [
        ("Who is the energy minister of Chile?", "Chile's energy minister, Ana Paz, left.", "Ana Paz"),
        ("Who is the Chilean defense minister?", "Chilean Defence Minister Ana Paz left.", "Ana Paz"),
        (
            "Who is the deputy defence minister of Chile?",
            "The Chilean Deputy Defense Minister Ana Paz left.",
            "Ana Paz",
        ),
        ("Who was the director of Lima Yards?", "Its former director, Ana Paz, left.", "Ana Paz"),
        ("Who is the director of Lima Yards?", "Its Chilean director, Ana Paz, left.", "Ana Paz"),
        ("Who is the president of Peru?", "Ana Paz won the election in Peru.", "Ana Paz"),
        ("Who is the mayor?", "The mayor is Ana Paz, the former president of the club.", "Ana Paz"),
        ("Who was Queen Ida's successor?", "Her son and successor King Ana Paz reigned.", "Ana Paz"),
        ("Who left?", "The Chilean Deputy Defense Minister Ana Paz left.", "Ana Paz"),
    ],
)
def test_the_office_itself_and_names_without_a_title_are_left_open(question, claim, answer):
    assert missing(question, claim, answer) is None


@pytest.mark.parametrize(
    ("question", "offices"),
    [
        ("Who heads Lima Yards?", ["director", "president", "chief executive"]),
        ("Who is at the helm of the bank?", ["director", "president", "chief executive"]),
        ("Who set up Quilla Brothers?", ["founder"]),
        ("Who founded the Andes Fund?", ["founder"]),
        ("Who started the war?", []),
        ("What heads the list?", []),
    ],
)
def test_who_heads_or_founded_a_body_is_asked_by_office(question, offices):
    assert [other.office for other in as_offices(question)] == offices


def test_an_office_asked_with_keeps_what_it_is_an_office_of():
    assert as_offices("Who runs the port of Callao?")[0].question == "Who is the director of the port of Callao?"


@pytest.mark.parametrize(
    ("claim", "office", "called"),
    [
        ("The firm's founder, Sir Ana Paz, left.", "founder", True),
        ("Ana Paz, director of Lima Yards, left.", "director", True),
        ("The deputy director Ana Paz left.", "director", False),
        ("The director met Ana Paz.", "director", False),
    ],
)
def test_only_a_name_with_the_office_beside_it_is_called_so(claim, office, called):
    start = claim.index("Ana Paz")
    assert is_called(claim, start, start + len("Ana Paz"), office) is called
