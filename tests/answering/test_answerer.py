import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from briefqa.answering.question import read_question
from briefqa.errors import NotFoundError, QuestionError
from briefqa.types import AnswerKind, CellReference, FactKind
from support.answerers import PointingReader, make_answerer, open_documents
from support.drafted import heading, lay_out, table

SHIPS = lay_out(
    "ships",
    heading("Orders"),
    "Peru ordered 9 ships in July 2022. It paid $3.4 billion for them. The harbour of Callao was widened.",
    "Norway chose the German model because its price was lower, while Finland has bought the Korean model.",
    "The yards of Hanwha Ocean sell to Egypt, Oman, Romania and Kenya, which want their own docks.",
    table(
        ["Country", "Boats 2021", "Boats 2022", "Yard"],
        ["Chile", "3", "54 (from Spain)", "the yard of Navantia"],
        ["Brazil", "0", "1", "the yard of Rio"],
        caption="Table 1: Boats in use",
    ),
    title="Ships of the world",
)
JETS = lay_out("jets", "Malaysia ordered 18 jets in 2023. They cost $920 million.", title="Jets")
NEWS = lay_out(
    "news", "In 2023 Malaysia ordered 18 jets from Seoul.", "Malaysia ordered 24 jets in 2023.", title="News"
)
DOCUMENTS = {document.id: document for document in (SHIPS, JETS, NEWS)}


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", *DOCUMENTS.values()) as opened:
        yield opened


@pytest.fixture(scope="module")
def ask(generation):
    """Ask with a reader that points at some words; always answers, unless a threshold is given."""

    def ask(question, *words, threshold=0.0, score=12.0, **more):
        return make_answerer(generation, PointingReader(words, score), threshold).ask(question, **more)

    return ask


def assert_verbatim(citations):
    for citation in citations:
        text = DOCUMENTS[citation.document_id].text
        assert text[citation.start : citation.end] == citation.quote
        assert text[: citation.start].endswith(citation.prefix)
        assert text[citation.end :].startswith(citation.suffix)


def test_a_figure_is_answered_whole_with_its_claim_and_its_facts(ask):
    answer = ask("How much did Peru pay for the ships?", "3.4")
    assert (answer.answered, answer.answer, answer.kind) == (True, "$3.4 billion", AnswerKind.FIGURE)
    assert answer.citations[0].quote == "It paid $3.4 billion for them."
    first = answer.citations[0]
    assert first.quote[first.answer_start : first.answer_end] == "$3.4 billion"
    assert "$3.4 billion" in [record.surface for record in answer.facts if record.kind is FactKind.FIGURE]
    assert (answer.missing, answer.nearest) == ((), ())


def test_a_date_is_answered_whole(ask):
    answer = ask("When did Peru order ships?", "2022", documents=["ships"])
    assert (answer.answer, answer.kind) == ("July 2022", AnswerKind.DATE)
    assert answer.citations[0].quote == "Peru ordered 9 ships in July 2022."


def test_a_list_is_answered_with_all_its_members(ask):
    answer = ask("Which countries does Hanwha Ocean sell to?", "Egypt")
    assert (answer.answer, answer.kind) == ("Egypt, Oman, Romania and Kenya", AnswerKind.LIST)


def test_a_reason_is_answered_with_the_claim_itself(ask):
    answer = ask("Why did Norway choose the German model?", "price")
    assert answer.answer == "Norway chose the German model because its price was lower,"
    assert answer.kind is AnswerKind.CLAIM
    assert answer.citations[0].quote == answer.answer


def test_a_cell_is_answered_with_its_table_row_and_column(ask):
    answer = ask("How many boats did Chile use in 2022?", "54")
    assert answer.answer == "54"
    assert answer.citations[0].quote == "Chile | 3 | 54 (from Spain) | the yard of Navantia"
    assert answer.citations[0].cell == CellReference("Table 1: Boats in use", "Chile", "Boats 2022")


def test_words_of_the_claim_before_answer_nothing_in_the_claim_after(generation):
    reader = PointingReader(("Callao",))
    answer = make_answerer(generation, reader, 0.0).ask("Where is the harbour that was widened?")
    assert answer.citations[0].quote == "The harbour of Callao was widened."
    assert all("Callao" in citation.quote for citation in answer.citations)


def test_the_reader_gets_the_corrected_question_and_the_views_of_the_best_claims(generation):
    reader = PointingReader(("3.4",))
    make_answerer(generation, reader, 0.0).ask("How much did Peru pay for the shipps?")
    question, views = reader.seen[0]
    assert question.startswith("How much did Peru pay for the ship")
    assert "Ships of the world > Orders. Peru ordered 9 ships in July 2022. It paid $3.4 billion for them." in views


def test_other_claims_that_say_the_same_are_cited_too(ask):
    answer = ask("How many jets did Malaysia order in 2023?", "18")
    assert answer.answer == "18 jets"
    quotes = [citation.quote for citation in answer.citations]
    assert sorted(quotes[:2]) == ["In 2023 Malaysia ordered 18 jets from Seoul.", "Malaysia ordered 18 jets in 2023."]
    assert [len(ask("How many jets did Malaysia order?", "18", max_citations=k).citations) for k in (1, 2)] == [1, 2]


def test_another_value_for_the_same_question_is_a_conflict_with_its_own_citation(ask):
    answer = ask("How many jets did Malaysia order in 2023?", "18", "24")
    conflicts = {conflict.answer: conflict for conflict in answer.conflicts}
    values = {answer.answer, *conflicts}
    assert {"18 jets", "24 jets"} <= values
    for value, conflict in conflicts.items():
        assert value != answer.answer
        assert conflict.reason
        (citation,) = conflict.citations
        assert citation.quote[citation.answer_start : citation.answer_end] == value


def test_below_the_threshold_the_nearest_claims_stand_instead_of_an_answer(ask):
    answer = ask("How much did Peru pay for the ships?", "3.4", threshold=1.0)
    assert (answer.answered, answer.answer, answer.citations, answer.facts) == (False, None, (), ())
    assert len(answer.nearest) == 3
    assert "It paid $3.4 billion for them." in [citation.quote for citation in answer.nearest]
    assert [(citation.answer_start, citation.answer_end) for citation in answer.nearest] == [(None, None)] * 3
    assert answer.threshold == 1.0
    assert len(ask("How much did Peru pay?", threshold=1.0, max_citations=1).nearest) == 1


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("How many ships did Peru order in 2031?", "year 2031"),
        ("How many ships did Japan order?", "Japan"),
        ("How many submarines did Peru order?", "submarines"),
    ],
)
def test_a_refusal_names_what_the_documents_lack(ask, question, missing):
    answer = ask(question, threshold=1.0)
    assert not answer.answered
    assert missing in answer.missing


def test_a_question_about_a_year_the_documents_lack_is_less_sure_than_about_one_they_have(ask):
    there = ask("How many ships did Peru order in 2022?", "9")
    lacking = ask("How many ships did Peru order in 2031?", "9")
    assert there.answer == "9 ships"
    assert lacking.confidence < 0.5 * there.confidence


def test_a_reader_that_finds_nothing_makes_an_answer_less_sure(ask):
    found, lost = (ask("Who sells to Egypt?", "Hanwha Ocean", score=score) for score in (12.0, -12.0))
    assert lost.confidence < found.confidence


def test_an_answer_comes_from_the_documents_asked_for(ask):
    answer = ask("How many jets did Malaysia order in 2023?", "18", "24", documents=["jets"])
    assert {citation.document_id for citation in answer.citations} == {"jets"}
    assert answer.conflicts == ()
    assert ask("How much did Peru pay?", "3.4", documents=["jets"]).answer != "$3.4 billion"
    with pytest.raises(NotFoundError):
        ask("How much did Peru pay?", documents=["no-such-document"])


def test_without_documents_there_is_neither_an_answer_nor_anything_near(ask):
    answer = ask("How much did Peru pay?", "3.4", documents=[])
    assert (answer.answered, answer.confidence, answer.nearest, answer.missing) == (False, 0.0, (), ())


def test_without_a_reader_the_claim_itself_is_the_answer(generation):
    answer = make_answerer(generation, None, 0.0).ask("How much did Peru pay for the ships?", documents=["ships"])
    assert answer.answer == answer.citations[0].quote == "It paid $3.4 billion for them."


def test_a_follow_up_is_answered_as_it_was_read_and_kept_as_it_was_typed(ask):
    answer = ask("And when?", "2022", read_as="When did Peru order ships?", documents=["ships"])
    assert (answer.question, answer.read_as) == ("And when?", "When did Peru order ships?")
    assert answer.answer == "July 2022"


def test_the_same_question_has_the_same_answer_and_id_and_other_settings_another_id(ask, generation):
    question = "How much did Peru pay for the ships?"
    first = ask(question, "3.4")
    assert ask(question, "3.4") == first
    assert first.generation == generation.id
    others = [
        ask("How much did Peru pay for ships?", "3.4"),
        ask(question, "3.4", max_citations=4),
        ask(question, "3.4", documents=["ships"]),
        ask(question, "3.4", score=13.0),
    ]
    assert len({first.id, *(other.id for other in others)}) == 5


def test_a_question_that_cannot_be_asked_is_refused(ask):
    with pytest.raises(QuestionError, match="has no words"):
        ask("?!")
    with pytest.raises(QuestionError, match="at most 200"):
        ask("why " * 60)


def test_every_proposal_is_judged_from_the_surest(generation):
    answerer = make_answerer(generation, PointingReader(("18", "24")), 0.0)
    judged, candidates = answerer.judge(read_question("How many jets did Malaysia order in 2023?", answerer.lexicon))
    assert [entry.confidence for entry in judged] == sorted((entry.confidence for entry in judged), reverse=True)
    assert {entry.proposal.candidate for entry in judged} <= set(candidates)
    for entry in judged:
        assert entry.text == entry.proposal.span.cut(DOCUMENTS[entry.proposal.passage.document_id].text)
        assert entry.proposal.passage.span.contains(entry.proposal.span)


questions = st.lists(
    st.sampled_from(
        "How many much When Why Who Which countries did Peru Chile Malaysia Norway order pay 2022 2031 ships boats "
        "jets percent $3.4 ? yard".split()
    ),
    min_size=1,
    max_size=9,
).map(lambda words: "What " + " ".join(words))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(questions, st.sampled_from(["3.4", "18", "Chile", "Hanwha Ocean", "zzz"]), st.sampled_from([0.0, 0.5, 1.0]))
@example("What countries yard", "3.4", 1.0)
def test_whatever_is_asked_every_citation_is_verbatim_and_holds_the_answer(ask, question, word, threshold):
    answer = ask(question, word, threshold=threshold)
    conflicting = [citation for conflict in answer.conflicts for citation in conflict.citations]
    assert_verbatim([*answer.citations, *answer.nearest, *conflicting])
    assert_verbatim(record.citation for record in answer.facts)
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.answered == bool(answer.citations) == (answer.answer is not None)
    if answer.answered:
        held = [citation.quote[citation.answer_start : citation.answer_end] for citation in answer.citations]
        rows_of_a_table = answer.kind is AnswerKind.LIST and all(citation.cell for citation in answer.citations)
        assert answer.answer == held[0] or (rows_of_a_table and answer.answer == ", ".join(held))
        assert answer.confidence >= threshold
        assert (answer.missing, answer.nearest) == ((), ())


def test_a_question_of_the_document_answers_none(tmp_path):
    document = lay_out("yards", "Why do yards close? Steel has become too expensive for them.", title="Yards")
    generation = open_documents(tmp_path / "index", document)
    answer = make_answerer(generation, PointingReader(("Why", "Steel")), threshold=0.0).ask("Why do yards close?")
    assert answer.answer == "Steel has become too expensive for them."
    generation.close()


def test_an_abbreviation_is_spelled_out_where_it_is_introduced(tmp_path):
    document = lay_out(
        "yards", "The Riga Institute for Power Markets (RIPM) counts ships. RIPM is small.", title="Yards"
    )
    generation = open_documents(tmp_path / "index", document)
    answer = make_answerer(generation, PointingReader(("Power Markets",)), threshold=0.0).ask(
        "What does RIPM stand for?"
    )
    assert answer.answer == "Riga Institute for Power Markets"
    generation.close()


def test_another_form_of_a_name_in_the_question_is_no_answer(tmp_path):
    document = lay_out(
        "yards", "President Jorge Ruiz Soto met Ana Vega. Ruiz Soto resigned. Vega stayed.", title="Yards"
    )
    generation = open_documents(tmp_path / "index", document)
    reader = PointingReader(("Jorge Ruiz Soto", "Ana Vega"))
    assert make_answerer(generation, reader, threshold=0.0).ask("Who met Ruiz Soto?").answer == "Ana Vega"
    generation.close()


@pytest.mark.parametrize("asked", ["What is RIPM?", "What does RIPM mean?", "What's RIPM"])
def test_what_an_abbreviation_is_its_long_form_says(tmp_path, asked):
    document = lay_out(
        "yards", "The Riga Institute for Power Markets (RIPM) counts ships. RIPM is small.", title="Yards"
    )
    generation = open_documents(tmp_path / "index", document)
    answer = make_answerer(generation, PointingReader(("ships",)), threshold=0.0).ask(asked)
    assert (answer.answer, answer.kind) == ("Riga Institute for Power Markets", "entity")
    generation.close()


def test_what_leads_is_read_once_more_in_its_paragraph_where_it_is_in_doubt(generation):
    doubting = PointingReader(("18",), score=-6.0)
    make_answerer(generation, doubting, threshold=0.0).ask("How many jets did Malaysia order in 2023?")
    texts = [text for _, given in doubting.seen for text in given]
    assert "Malaysia ordered 18 jets in 2023. They cost $920 million." in texts


def test_a_name_is_read_as_the_passage_writes_it(tmp_path):
    document = lay_out("fish", "Norway is small.", "Oslo sent 40 ships to Chile.", title="Fish")
    generation = open_documents(tmp_path / "index", document)
    reader = PointingReader(("40",))
    make_answerer(generation, reader, threshold=0.0).ask("How many ships did Norway send to Chile?")
    asked = {"Norway" in text: question for question, given in reader.seen for text in given}
    assert asked[True] == "How many ships did Norway send to Chile?"
    assert asked[False] == "How many ships did Oslo send to Chile?"
    generation.close()


def test_a_claim_is_scored_by_what_the_reader_sees_in_the_claim_itself(tmp_path):
    document = lay_out("mine", "The mine was sold in May because it was deep. It closed later that year.", title="Mine")
    generation = open_documents(tmp_path / "index", document)
    answerer = make_answerer(generation, PointingReader(("deep",)), threshold=0.0)
    judged, _ = answerer.judge(read_question("Why was the mine sold?", answerer.lexicon))
    scores = {entry.text: entry.proposal.reader_score for entry in judged}
    assert scores["It closed later that year."] < 0 < scores["The mine was sold in May because it was deep."]
    generation.close()
