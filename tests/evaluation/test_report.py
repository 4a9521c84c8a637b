import json
import re
import xml.etree.ElementTree as ElementTree
from io import StringIO
from typing import cast

from rich.console import Console

from briefqa.evaluation.gate import Mark, compare, marks_of
from briefqa.evaluation.outcomes import Outcome, Run
from briefqa.evaluation.page import html_report
from briefqa.evaluation.plots import reliability_diagram, risk_coverage_plot, share_bars
from briefqa.evaluation.report import comparison_lines, failures, json_report, terminal_report
from briefqa.evaluation.summary import summarise

OUTCOMES = (
    Outcome(
        *("a", "figure", "tune", "How much?", True, True, True, "$2", 0.9),
        exact=True,
        f1=1.0,
        cited=True,
        citation_precision=1.0,
        citation_recall=1.0,
        rank=1,
        took_ms=10.0,
    ),
    Outcome(
        *("b", "figure", "test", "How <b>many</b>?", True, True, False, "</td><script>", 0.7),
        f1=0.5,
        cited=False,
        citation_precision=0.5,
        citation_recall=0.0,
        rank=4,
        took_ms=30.0,
    ),
    Outcome("c", "date", "test", "When?", True, False, False, None, 0.2, rank=None, took_ms=20.0),
    Outcome("d", "none", "test", "Why not?", False, False, True, None, 0.1, missing_named=True, took_ms=5.0),
    Outcome("e", "none", "tune", "Who else?", False, True, False, "x", 0.6, took_ms=5.0),
    Outcome("f", "none", "tune", " ", False, False, False, None, 0.0, error="The question is empty."),
)
RUN = Run("g1", OUTCOMES)
SUMMARY = summarise("g1", OUTCOMES)


def test_a_summary_scores_everything_and_each_slice() -> None:
    figure, date, none = SUMMARY.slices
    assert (figure.name, figure.questions, figure.accuracy, figure.f1, figure.first_citation) == (
        "figure",
        2,
        0.5,
        0.75,
        0.5,
    )
    assert (figure.success_at_1, figure.success_at_5, figure.mean_reciprocal_rank) == (0.5, 1.0, 0.625)
    assert (date.answerable_accuracy, date.refusal, date.first_citation) == (0.0, None, None)
    assert (none.refusal, none.answerable_accuracy, none.success_at_1) == (1 / 3, None, None)
    assert SUMMARY.total.accuracy == 2 / 6
    assert [scores.name for scores in SUMMARY.splits] == ["test", "tune"]


def test_latency_leaves_out_questions_that_failed() -> None:
    assert (SUMMARY.total.median_ms, SUMMARY.total.p95_ms) == (10.0, 30.0)
    assert SUMMARY.errors == 1


def test_wrong_answers_count_those_given_where_nothing_could_be() -> None:
    assert SUMMARY.confidence.answers == 3
    assert SUMMARY.confidence.wrong_rate == 2 / 3
    assert SUMMARY.confidence.wrong_bound > 2 / 3
    assert SUMMARY.confidence.curve[-1].coverage == 0.5
    assert SUMMARY.missing_named == 1.0
    assert SUMMARY.conflicts_shown is None


def test_the_terminal_shows_every_slice_and_what_changed() -> None:
    console = Console(width=220, file=StringIO())
    baseline = {**marks_of(OUTCOMES), "c": Mark(right=True, cited=True), "gone": Mark(right=True, cited=None)}
    console.print(terminal_report(SUMMARY, compare(baseline, marks_of(OUTCOMES))))
    shown = cast(StringIO, console.file).getvalue()
    assert re.search(r"figure\W+2\W+0\.500", shown)
    assert "Newly wrong (2): c, gone" in shown
    assert "Not asked (1): gone" in shown


def test_nothing_changed_is_said() -> None:
    marks = marks_of(OUTCOMES)
    assert comparison_lines(compare(marks, marks)) == ("Nothing differs from the baseline.",)


def test_json_holds_summary_outcomes_and_comparison_as_plain_values() -> None:
    marks = marks_of(OUTCOMES)
    content = json.loads(json.dumps(json_report(RUN, SUMMARY, compare(marks, marks))))
    assert content["summary"]["total"]["questions"] == 6
    assert content["outcomes"][0]["id"] == "a"
    assert content["comparison"]["regressed"] is False
    assert json_report(RUN, SUMMARY)["comparison"] is None


def test_failures_are_wrong_ones_and_right_ones_with_another_citation() -> None:
    assert [one.id for one in failures(OUTCOMES)] == ["b", "c", "e", "f"]


def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_it_shows() -> None:
    page = html_report(RUN, SUMMARY)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert re.search(r"(?:src|href)\s*=|url\(|@import", page) is None
    assert page.count("<svg") == 3
    for verdict in ("wrong answer", "refused", "answered, nothing to answer", "The question is empty."):
        assert verdict in page


def test_the_page_says_what_changed_only_with_a_baseline() -> None:
    marks = marks_of(OUTCOMES)
    assert "Against the baseline" not in html_report(RUN, SUMMARY)
    assert "Nothing differs" in html_report(RUN, SUMMARY, compare(marks, marks))


def test_plots_are_well_formed_and_place_what_they_show() -> None:
    reliability = ElementTree.fromstring(reliability_diagram(SUMMARY.confidence.bins))
    assert len(reliability.findall("rect")) == len(SUMMARY.confidence.bins)
    curve = ElementTree.fromstring(risk_coverage_plot(SUMMARY.confidence.curve))
    assert len(curve.findall("circle")) == len(SUMMARY.confidence.curve)
    bars = ElementTree.fromstring(share_bars("Shares <&>", [("one & two", 0.25), ("none", 0.0)]))
    assert [bar.get("width") for bar in bars.findall("rect")] == ["75.0", "0.0"]


def test_plots_of_nothing_are_empty_frames() -> None:
    empty = summarise("g1", [])
    assert ElementTree.fromstring(reliability_diagram(empty.confidence.bins)).findall("rect") == []
    assert ElementTree.fromstring(risk_coverage_plot(empty.confidence.curve)).findall("path") == []
