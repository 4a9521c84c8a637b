"""The documents' tables are those of the result files, and the benchmarks' own parts do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from benchmarks import readme
from benchmarks.page import html_table, latency_plot
from benchmarks.peers.measure import in_turns, pair_ratios, score_answers, score_search
from benchmarks.peers.work import Asked
from benchmarks.results import read_result
from benchmarks.scale.grow import turn_vectors
from benchmarks.scale.texts import Perturbation
from benchmarks.tables import TABLES

from briefqa.models.encoder import normalise

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ASKED = [
    Asked("Who bought tanks?", frozenset({"b"}), ("Poland",), True),
    Asked("Why?", frozenset({"c"}), ("because",), True, short=False),
    Asked("Who bought ships?", frozenset(), (), False),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_table_is_that_of_the_result_files(page):
    text = page.read_text(encoding="utf-8")
    assert readme.rendered(text) == text, "run python -m benchmarks.readme"


def test_every_result_has_its_table_in_a_document():
    marked = {name for page in PAGES for name in re.findall(r"<!-- table: ([\w-]+) -->", page.read_text("utf-8"))}
    assert marked == set(TABLES)


def test_a_changed_result_changes_the_table_and_names_machine_and_date(monkeypatch):
    result = read_result("index_types")
    assert result is not None
    marker = "before\n<!-- table: index-types -->\nold\n<!-- end of table -->\nafter\n"
    first = readme.rendered(marker)
    assert result["machine"]["date"] in first
    assert result["machine"]["processor"] in first
    assert first.startswith("before\n") and first.endswith("<!-- end of table -->\nafter\n")
    changed = {**result, "machine": {**result["machine"], "date": "another day"}}
    monkeypatch.setattr(readme, "read_result", lambda name: changed)
    assert readme.rendered(first) != first


def test_an_unknown_table_is_one_clear_sentence_and_a_missing_result_is_said(monkeypatch):
    with pytest.raises(SystemExit, match="There is no table speed; name one of"):
        readme.rendered("<!-- table: speed -->\n<!-- end of table -->")
    monkeypatch.setattr(readme, "read_result", lambda name: None)
    assert "Not measured yet" in readme.rendered("<!-- table: peers -->\n<!-- end of table -->")


def test_a_copy_has_other_names_and_numbers_and_every_offset_holds():
    text = "Hanwha sold 980 tanks to Warsaw in 2022, Leonardo 24 ships."
    perturb = Perturbation([text, "Hitachi and Berlin and Siemens"])
    assert perturb(text, 0) == text
    copy = perturb(text, 1)
    assert len(copy) == len(text)
    assert not {"980", "2022"} & set(re.findall(r"\w+", copy))
    assert copy[: len("Hanwha")] != "Hanwha"
    assert copy.index("tanks") == text.index("tanks")
    assert perturb(text, 2) != copy


def test_turned_vectors_have_length_one_and_the_wanted_cosine():
    vectors = normalise(np.random.default_rng(3).normal(size=(20, 64)))
    turned = turn_vectors(vectors, 3, 0.8)
    assert turned.shape == (60, 64)
    np.testing.assert_array_equal(turned[:20], vectors)
    np.testing.assert_allclose(np.linalg.norm(turned, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(np.einsum("ij,ij->i", turned[20:40], vectors), 0.8, atol=1e-5)
    assert np.abs(turned[20:40] - turned[40:]).max() > 0.1


def test_everybody_begins_equally_often():
    names = ["a", "b", "c"]
    orders = [in_turns(names, turn) for turn in range(6)]
    assert sorted(order[0] for order in orders) == ["a", "a", "b", "b", "c", "c"]
    assert all(sorted(order) == names for order in orders)


def test_search_is_scored_over_questions_that_a_passage_answers():
    scores = score_search(ASKED, [(["a", "b"], 0.1), (["x"], 0.1), (["b"], 0.1)])
    assert (scores["success_at_1"], scores["success_at_5"], scores["mrr"], scores["searched"]) == (0, 0.5, 0.25, 2)


def test_a_refusal_counts_against_an_answerable_question_and_for_an_unanswerable_one():
    found = [({"answer": "Poland"}, 0.1), ({"answer": None}, 0.1), ({"answer": None}, 0.1)]
    scores = score_answers(ASKED, found)
    assert (scores["exact_match"], scores["f1"], scores["read"]) == (1, 1, 1), "only short answers are read"
    assert (scores["refused_unanswerable"], scores["refused_answerable"]) == (1, 0.5)


def test_ratios_are_medians_over_pairs():
    own, other = [(None, 1.0), (None, 2.0), (None, 4.0)], [(None, 5.0), (None, 20.0), (None, 8.0)]
    assert pair_ratios(own, other)["median"] == 5.0


def test_the_page_shows_tables_and_lines():
    assert "<td>a &lt; b</td>" in html_table("| head |\n|---|\n| a < b |\n\nMeasured.")
    plot = latency_plot("Time", {"search": [(1000, 5.0), (1_000_000, 9.0)]})
    assert plot.count("<circle") == 2
    assert "1,000,000" in plot
