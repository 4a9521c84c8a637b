import numpy as np
import pytest

from briefqa.answering.question import read_question
from briefqa.answering.ranking import FEATURES
from briefqa.answering.retriever import Retriever
from briefqa.facts import Lexicon
from briefqa.models.hashed import HashedEncoder
from briefqa.models.ranker import Ranker
from support.answerers import Searched, open_documents
from support.drafted import heading, lay_out, quoted, table

SHIPS = lay_out(
    "ships",
    heading("Orders"),
    "Peru ordered 9 ships in 2022. It paid $3.4 billion for them. Nobody else was there.",
    "Norway chose the German model after a long test.",
    table(["Country", "Ships 2021", "Ships 2022"], ["Chile", "3", "7"], ["Oman", "0", "1"], caption="Table 1"),
    title="Ships of the world",
)
JETS = lay_out("jets", "Malaysia ordered twelve jets in 2023. They cost $920 million.", title="Jets")


@pytest.fixture(scope="module")
def generation(tmp_path_factory):
    with open_documents(tmp_path_factory.mktemp("index") / "index", SHIPS, JETS) as opened:
        yield opened


@pytest.fixture(scope="module")
def search(generation):
    lexicon = Lexicon.from_json(generation.store.lexicon())
    retriever = Retriever(Searched(generation), HashedEncoder())

    def search(text, k=3, documents=None):
        question = read_question(text, lexicon, generation.paragraphs.lexical)
        if documents is None:
            return retriever.search(question, k)
        store = generation.store
        return retriever.search(question, k, store.rows(documents), store.paragraph_rows(documents))

    return search


def texts(candidates):
    documents = {"ships": SHIPS, "jets": JETS}
    return [quoted(documents[found.hit.passage.document_id], [found.hit.passage])[0] for found in candidates]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many ships did Peru order in 2022?", "Peru ordered 9 ships in 2022."),
        ("Which model did Norway choose after a test?", "Norway chose the German model after a long test."),
        ("How many ships did Chile have in 2022?", "Chile | 3 | 7"),
        ("How many jets did Malaysia order?", "Malaysia ordered twelve jets in 2023."),
        ("How much did the jets cost?", "They cost $920 million."),
    ],
)
def test_the_claim_that_says_it_comes_first(search, question, expected):
    assert texts(search(question))[0] == expected


def test_a_claim_is_found_through_the_one_before_it(search):
    assert "It paid $3.4 billion for them." in texts(search("How much money did Peru pay for the ships in 2022?", k=2))


def test_results_are_ranked_from_the_best_and_never_repeat(search):
    found = search("How many ships did Peru order in 2022?", k=5)
    assert [candidate.hit.rank for candidate in found] == [1, 2, 3, 4, 5]
    scores = [candidate.hit.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.hit.passage.id for candidate in found}) == 5
    assert search("How many ships did Peru order in 2022?", k=5) == found
    assert search("How many ships did Peru order in 2022?", k=2) == found[:2]


def test_a_candidate_carries_its_row_and_which_units_it_covers(generation, search):
    best = search("How many ships did Peru order in 2023?")[0]
    assert generation.store.passages([best.row]) == (best.hit.passage,)
    assert texts([best]) == ["Peru ordered 9 ships in 2022."]
    assert best.covered == (True, True, True, False)
    assert len(best.features) == len(FEATURES)


def test_a_search_in_some_documents_finds_nothing_of_the_others(search):
    found = search("How many ships did Peru order in 2022?", k=20, documents=["jets"])
    assert {candidate.hit.passage.document_id for candidate in found} == {"jets"}
    assert sorted(texts(found)) == ["Malaysia ordered twelve jets in 2023.", "They cost $920 million."]
    assert search("How many ships did Peru order in 2022?", documents=[]) == ()


def test_everything_can_be_found_once(search, generation):
    found = search("ships", k=100)
    assert sorted(candidate.row for candidate in found) == sorted({candidate.row for candidate in found})
    assert len(found) <= generation.store.passage_count()


def test_the_ranker_decides_the_order(generation):
    lexicon = Lexicon.from_json(generation.store.lexicon())
    question = read_question("ships of Peru", lexicon)
    only_length = Ranker.linear({"length": 1.0}, FEATURES)
    found = Retriever(Searched(generation), HashedEncoder(), only_length).search(question, 20)
    lengths = [candidate.features[FEATURES.index("length")] for candidate in found]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]


def test_features_are_scored_row_by_row_in_reading_order(generation):
    lexicon = Lexicon.from_json(generation.store.lexicon())
    rows, matrix, coverage = Retriever(Searched(generation), HashedEncoder()).score(
        read_question("ships of Peru", lexicon)
    )
    assert np.all(np.diff(rows) > 0)
    assert matrix.shape == (len(rows), len(FEATURES))
    assert coverage.present.shape == (2, len(rows))
    peru = [generation.store.passages([row])[0].span.cut(SHIPS.text) for row in rows[coverage.present[1]]]
    assert peru == ["Peru ordered 9 ships in 2022."]
