from pathlib import Path

from briefqa.documents.manifest import read_manifest
from briefqa.evaluation.open_corpus import document_id, score_assistant, write_corpus
from briefqa.evaluation.retrieval import SquadParagraph, SquadQuestion
from evaluation.standins import TableAssistant, document, hit

CONTEXT = "Seoul sent 5 ships.  Busan sent 5 crews."
CANONICAL = "Seoul sent 5 ships. Busan sent 5 crews."
PARAGRAPHS = (
    SquadParagraph("Some_Ships", CONTEXT, (SquadQuestion("a", "How many crews?", ((32, "5"),)),)),
    SquadParagraph("", "Nothing here.", (SquadQuestion("b", "What is here?", ((0, "Nothing"),)),)),
)


def test_each_paragraph_becomes_a_document_with_its_articles_title(tmp_path: Path) -> None:
    write_corpus(PARAGRAPHS, tmp_path)
    assert [(entry.id, entry.title) for entry in read_manifest(tmp_path)] == [
        ("paragraph-00000", "Some Ships"),
        ("paragraph-00001", "paragraph-00001"),
    ]
    assert (tmp_path / "paragraph-00000.txt").read_text(encoding="utf-8") == CONTEXT + "\n"


def test_an_answer_is_found_again_at_its_own_occurrence_in_canonical_text() -> None:
    documents = {
        document_id(0): document(document_id(0), CANONICAL),
        document_id(1): document(document_id(1), "Nothing here."),
    }
    right = hit(documents, document_id(0), "Busan sent 5 crews.", 2)
    wrong = hit(documents, document_id(0), "Seoul sent 5 ships.", 1)
    other = hit(documents, document_id(1), "Nothing here.", 1)
    hits = {"How many crews?": (wrong, right), "What is here?": (other,)}
    for scores in score_assistant(TableAssistant(hits=hits, documents=documents), PARAGRAPHS):
        assert scores.questions == 2
        assert scores.success == ((1, 0.5), (5, 1.0), (10, 1.0))
        assert scores.mean_reciprocal_rank == 0.75


def test_clauses_of_one_sentence_count_as_that_sentence_once() -> None:
    text = "Peru sold 3 ships, and Norway bought 9 of them. Nobody else did."
    documents = {document_id(0): document(document_id(0), text)}
    clauses = ("Peru sold 3 ships,", "Nobody else did.", "and Norway bought 9 of them.")
    hits = {"How many?": tuple(hit(documents, document_id(0), clause, at) for at, clause in enumerate(clauses, 1))}
    paragraphs = (SquadParagraph("", text, (SquadQuestion("a", "How many?", ((text.index("9"), "9"),)),)),)
    sentences, passages = score_assistant(TableAssistant(hits=hits, documents=documents), paragraphs)
    assert (sentences.pieces, passages.pieces) == ("sentences", "passages")
    assert (sentences.success[0], sentences.mean_reciprocal_rank) == ((1, 1.0), 1.0)
    assert (passages.success[0], passages.mean_reciprocal_rank) == ((1, 0.0), 1 / 3)


def test_a_question_whose_answer_the_document_lost_scores_nothing() -> None:
    documents = {document_id(0): document(document_id(0), "Busan."), document_id(1): document(document_id(1), "No.")}
    hits = {"How many crews?": (hit(documents, document_id(0), "Busan.", 1),)}
    scores, _ = score_assistant(TableAssistant(hits=hits, documents=documents), PARAGRAPHS)
    assert (scores.questions, scores.mean_reciprocal_rank) == (2, 0.0)
