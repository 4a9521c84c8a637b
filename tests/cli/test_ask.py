import json
import sys

import pytest

import briefqa.assistant
from briefqa.cli.app import main
from support.answerers import PointingReader, open_documents
from support.drafted import heading, lay_out, table

SHIPS = lay_out(
    "ships",
    heading("Orders"),
    "Peru ordered 9 ships in July 2022. It paid $3.4 billion for them.",
    table(["Country", "Boats 2021", "Boats 2022"], ["Chile", "3", "54"], ["Oman", "0", "1"], caption="Table 1"),
    title="Ships of the world",
)
JETS = lay_out("jets", "Malaysia ordered 18 [sic] jets in 2023. They cost $920 million.", title="Jets")
TEXTS = {"ships": SHIPS.text, "jets": JETS.text}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index") / "index"
    open_documents(folder, SHIPS, JETS).close()
    return folder


@pytest.fixture
def run(index, monkeypatch, capsys, tmp_path):
    """Run the command line in this process on the index; gives exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("BRIEFQA_INDEX", str(index))
    monkeypatch.setenv("NO_COLOR", "1")
    reader = PointingReader(("3.4", "18", "2022", "54", "2022: 1"))
    monkeypatch.setattr(briefqa.assistant, "shipped_reader", lambda: tmp_path)
    monkeypatch.setattr(briefqa.assistant, "OnnxReader", lambda folder, threads: reader)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["briefqa", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return ended.value.code or 0, shown.out, shown.err

    return run


def ask(run, *arguments):
    code, shown, errors = run("ask", *arguments, "--json")
    assert (code, errors) == (0, "")
    return json.loads(shown)


def test_an_answer_is_shown_with_its_claim_and_place(run):
    code, shown, errors = run("ask", "How many boats did Chile have in 2022?")
    assert (code, errors) == (0, "")
    lines = [line.rstrip() for line in shown.splitlines()]
    assert lines[0].startswith("54   confidence ")
    assert lines[1:3] == ["", "  “Chile | 3 | 54”"]
    start = SHIPS.text.index("Chile |")
    end = start + len("Chile | 3 | 54")
    assert lines[3] == f"  Ships of the world > Orders, Table 1 / Chile / Boats 2022, characters {start} to {end}"


def test_square_brackets_of_a_document_are_shown_as_they_stand(run):
    _, shown, _ = run("search", "Malaysia jets 2023", "-k", "1")
    assert "Malaysia ordered 18 [sic] jets in 2023." in shown


def test_json_holds_the_whole_answer_with_verbatim_citations(run):
    answer = ask(run, "How much did Peru pay for the ships?", "--document", "ships")
    assert answer["question"] == "How much did Peru pay for the ships?"
    for citation in [*answer["citations"], *answer["nearest"]]:
        assert TEXTS[citation["document_id"]][citation["start"] : citation["end"]] == citation["quote"]
    answer = ask(run, "How many boats did Chile have in 2022?")
    assert (answer["answered"], answer["answer"], answer["kind"]) == (True, "54", "figure")
    assert answer["citations"][0]["cell"] == {"table": "Table 1", "row": "Chile", "column": "Boats 2022"}
    assert answer["took_ms"] >= 0


def test_what_the_documents_do_not_say_is_named_with_what_comes_closest(run):
    code, shown, errors = run("ask", "How many submarines did Japan build in 2031?")
    assert (code, errors) == (0, "")
    lines = shown.splitlines()
    assert lines[0].startswith("The documents do not say. Missing: ")
    assert {"year 2031", "Japan"} <= set(lines[0].removesuffix(".").partition("Missing: ")[2].split(", "))
    assert lines[1] == "What comes closest:"
    assert sum(line.startswith("  “") for line in lines) == 3


def test_a_follow_up_is_shown_as_it_was_read(run):
    code, shown, _ = run("ask", "And Oman?", "--after", "How many boats did Chile have in 2022?")
    assert code == 0
    assert shown.splitlines()[0] == "Read as: How many boats did Oman have in 2022?"
    answer = ask(run, "And Oman?", "--after", "Who is there?", "--after", "How many boats did Chile have in 2022?")
    assert (answer["read_as"], answer["answer"]) == ("How many boats did Oman have in 2022?", "1")


def test_no_more_citations_than_asked_for(run):
    assert len(ask(run, "How many submarines did Japan build?", "--citations", "1")["nearest"]) == 1


def test_search_lists_passages_from_the_best_with_their_place(run):
    code, shown, errors = run("search", "ships of Peru in July", "-k", "2")
    assert (code, errors) == (0, "")
    lines = [line.rstrip() for line in shown.splitlines()]
    assert lines[0].startswith("  1  ")
    assert lines[0].endswith("  Peru ordered 9 ships in July 2022.")
    assert lines[1].strip() == "ships > Orders, page 1"
    assert [line[:3] for line in lines[::2]] == ["  1", "  2"]


def test_search_as_json_gives_places_in_the_document(run):
    code, shown, _ = run("search", "ships of Peru in July", "-k", "3", "--document", "ships", "--json")
    hits = json.loads(shown)
    assert (code, [hit["rank"] for hit in hits]) == (0, [1, 2, 3])
    assert SHIPS.text[hits[0]["start"] : hits[0]["end"]] == "Peru ordered 9 ships in July 2022."
    assert (hits[0]["kind"], hits[0]["section"], hits[0]["page"]) == ("sentence", "Orders", 1)
    assert {hit["document_id"] for hit in hits} == {"ships"}


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["?!"], "has no words"),
        (["Who?", "--document", "no-such-document"], "no-such-document"),
        (["Who?", "--index", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence_without_output(run, command, arguments, sentence):
    code, shown, errors = run(command, *arguments)
    assert code != 0
    assert shown == ""
    assert errors.startswith("briefqa: ")
    assert errors.count("\n") == 1
    assert sentence in errors


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "Who?", "--citations", "0"], ["search", "Who?", "-k", "101"]])
def test_a_number_out_of_range_or_a_missing_question_is_a_usage_error(run, arguments):
    code, shown, errors = run(*arguments)
    assert (code, shown) == (2, "")
    assert "Error" in errors
