import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.cli.evaluate import register
from briefqa.errors import EvaluationError, IndexMissingError, SavedAnswerError
from briefqa.index.generation import open_generation
from briefqa.settings import Settings
from briefqa.types import Answer, AnswerKind
from evaluation.standins import answer, cite

SHIPS = "Warsaw bought nine ships in May 2019.\n\nPoland paid early because prices were rising in every port.\n"
CREWS = "The crews came from Seoul in June 2020. They were trained in Busan because it has the largest school.\n"
REASON = "Poland paid early because prices were rising in every port."
QUESTIONS = (
    {
        "id": "why-early",
        "question": "Why did Poland pay early?",
        "slice": "why",
        "answerable": True,
        "claim": True,
        "gold": [{"document": "ships", "quote": REASON}],
    },
    {"id": "none-bread", "question": "What does bread cost in Oslo?", "slice": "none", "answerable": False},
)


@pytest.fixture(autouse=True)
def _hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_ENCODER", "hashed")


@pytest.fixture
def _cites_the_first_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers with the best passage whatever its confidence, so that these tests do not hang on thresholds."""

    def ask(self: Assistant, question: str, **_: object) -> Answer:
        passage = self.search(question, k=1)[0].passage
        document = self.document(passage.document_id)
        quote = passage.span.cut(document.text)
        citation = cite({document.id: document}, document.id, quote, quote)
        return answer(quote, citation, kind=AnswerKind.CLAIM)

    monkeypatch.setattr(Assistant, "ask", ask)


def build(corpus: Path, index: Path) -> str:
    return build_index(corpus, index, Settings(encoder="hashed", index=index)).generation


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with corpus/, questions.jsonl and index/."""
    folder = tmp_path_factory.mktemp("evaluation")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "ships.txt").write_text(SHIPS, encoding="utf-8")
    (folder / "corpus" / "crews.txt").write_text(CREWS, encoding="utf-8")
    lines = "\n".join(json.dumps(question) for question in QUESTIONS)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    yield folder


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    app = typer.Typer()
    register(app)
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def evaluate(built: Path, *arguments: str | Path) -> Result:
    return run("eval", "--index", built / "index", "--questions", built / "questions.jsonl", *arguments)


def saved_answer(index: Path, quote: str = REASON) -> dict[str, Any]:
    """An answer that cites one passage as it stands in the index."""
    with open_generation(index) as generation:
        text = generation.store.document("ships").text
        (passage,) = [
            one
            for one in generation.store.passages(range(generation.store.passage_count()))
            if one.document_id == "ships" and one.span.cut(text) == quote
        ]
    start, end = passage.span.start, passage.span.end
    citation = {
        "document_id": "ships",
        "passage_id": passage.id,
        "quote": quote,
        "start": start,
        "end": end,
        "answer_start": 0,
        "answer_end": end - start,
        "prefix": text[:start],
        "suffix": text[end:],
    }
    return {"answered": True, "answer": quote, "kind": "claim", "citations": [citation]}


def test_eval_shows_a_row_for_every_slice(built: Path) -> None:
    result = evaluate(built)
    assert result.exit_code == 0, result.output
    for name in ("why", "none", "split test", "all", "Abstention", "Expected calibration error"):
        assert name in result.output


def test_eval_twice_on_one_index_flips_nothing(built: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    assert evaluate(built, "--save-baseline", baseline).exit_code == 0
    again = evaluate(built, "--baseline", baseline)
    assert again.exit_code == 0
    assert "Nothing differs from the baseline." in again.output


def test_eval_exits_1_and_names_the_question_where_something_got_worse(built: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    marks = {"why-early": {"right": True, "cited": None}, "was-asked": {"right": True, "cited": None}}
    baseline.write_text(json.dumps({"format": 1, "questions": marks}), encoding="utf-8")
    result = evaluate(built, "--baseline", baseline)
    assert result.exit_code == 1
    assert "was-asked" in result.output


def test_eval_writes_a_page_and_json_into_folders_that_it_makes(built: Path, tmp_path: Path) -> None:
    page, plain = tmp_path / "new" / "page.html", tmp_path / "new" / "run.json"
    assert evaluate(built, "--report", page, "--json", plain).exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    content = json.loads(plain.read_text(encoding="utf-8"))
    assert [outcome["id"] for outcome in content["outcomes"]] == ["why-early", "none-bread"]


def test_eval_says_what_it_cannot_use(built: Path, tmp_path: Path) -> None:
    missing = run("eval", "--index", built / "index", "--questions", tmp_path / "absent.jsonl")
    assert isinstance(missing.exception, EvaluationError)
    unwritable = evaluate(built, "--report", built / "questions.jsonl" / "page.html")
    assert isinstance(unwritable.exception, EvaluationError)
    nowhere = run("eval", "--index", tmp_path / "none", "--questions", built / "questions.jsonl")
    assert isinstance(nowhere.exception, IndexMissingError)


@pytest.mark.usefixtures("_cites_the_first_hit")
def test_eval_metamorphic_asks_variations_and_rebuilds_the_corpus(built: Path, tmp_path: Path) -> None:
    plain = tmp_path / "variations.json"
    result = evaluate(built, "--metamorphic", "--corpus", built / "corpus", "--json", plain)
    assert result.exit_code == 0, result.output
    families = {one["family"]: one for one in json.loads(plain.read_text(encoding="utf-8"))["families"]}
    for name in ("paraphrase", "added document", "reordered documents"):
        assert families[name]["checks"] > 0
        assert name in result.output


def test_eval_retrieval_scores_search_over_a_file_in_squad_layout(tmp_path: Path) -> None:
    context = "The harbour of Gdynia opened in 1926. Its cranes were built by a firm from Duisburg."
    answer = {"answer_start": context.index("Duisburg"), "text": "Duisburg"}
    entry = {"id": "q", "question": "By which firm were its cranes built?", "answers": [answer]}
    other = {"context": "Bread needs flour and water. A hot oven gives it a crust.", "qas": []}
    paragraphs = [{"context": context, "qas": [entry]}, other]
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [{"title": "Harbours", "paragraphs": paragraphs}]}), encoding="utf-8")
    result = run("eval", "--retrieval", path, "--json", tmp_path / "scores.json")
    assert result.exit_code == 0, result.output
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))["sentences"]
    assert (scores["questions"], scores["success"][0]) == (1, [1, 1.0])


def test_verify_exits_0_where_every_citation_holds(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(saved_answer(built / "index")), encoding="utf-8")
    result = run("verify", path, "--index", built / "index")
    assert result.exit_code == 0
    assert "1 of 1 citations hold." in result.output


def test_verify_reads_a_pipe_and_prints_json(built: Path) -> None:
    saved = json.dumps(saved_answer(built / "index"))
    result = run("verify", "-", "--index", built / "index", "--json", stdin=saved)
    (check,) = json.loads(result.stdout)
    assert (check["status"], check["same_version"], check["holds"]) == ("holds", True, True)


def test_verify_exits_1_and_shows_the_new_words_of_a_changed_document(built: Path, tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "ships.txt").write_text(SHIPS.replace("every port", "every harbour"), encoding="utf-8")
    build(corpus, index)
    saved = json.dumps(saved_answer(built / "index"))
    result = run("verify", "-", "--index", index, stdin=saved)
    assert result.exit_code == 1
    assert "changed" in result.output and "every harbour" in result.output


@pytest.mark.parametrize("content", ["", "[]", "{}", "{not json"])
def test_verify_says_what_is_no_saved_answer(built: Path, tmp_path: Path, content: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(content, encoding="utf-8")
    assert isinstance(run("verify", path, "--index", built / "index").exception, SavedAnswerError)


@pytest.mark.usefixtures("_cites_the_first_hit")
def test_diff_compares_two_generations_of_one_index(tmp_path: Path) -> None:
    corpus, index, questions = tmp_path / "corpus", tmp_path / "index", tmp_path / "questions.jsonl"
    corpus.mkdir()
    (corpus / "ships.txt").write_text(SHIPS, encoding="utf-8")
    questions.write_text(json.dumps(QUESTIONS[0]), encoding="utf-8")
    old = build(corpus, index)
    (corpus / "ships.txt").write_text(SHIPS.replace("every port", "every harbour"), encoding="utf-8")
    new = build(corpus, index)
    kept = index / "generations"
    result = run("diff", kept / old, kept / new, "--questions", questions, "--json")
    assert result.exit_code == 0, result.output
    (change,) = json.loads(result.stdout)
    causes = {(cause["kind"], cause["after"]) for cause in change["causes"]}
    assert ("changed", REASON.replace("every port", "every harbour")) in causes
    shown = run("diff", kept / old, index, "--questions", questions)
    assert f"1 of 1 answers differ between {old} and {new}." in " ".join(shown.output.split())


def test_diff_of_an_index_with_itself_finds_nothing(built: Path) -> None:
    result = run("diff", built / "index", built / "index", "--questions", built / "questions.jsonl")
    assert result.exit_code == 0
    assert "0 of 2 answers differ" in result.output
