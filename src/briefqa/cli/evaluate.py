"""`briefqa eval`: questions with known answers, and what comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from briefqa.cli.checking import diff, verify
from briefqa.cli.opening import CHECK_FAILED, QUESTIONS, IndexOption, QuestionsOption, open_at, show_progress
from briefqa.errors import EvaluationError
from briefqa.settings import Settings, read_settings

if TYPE_CHECKING:
    from rich.console import Console

    from briefqa.assistant import Assistant
    from briefqa.evaluation.dataset import Question
    from briefqa.evaluation.gate import Comparison
    from briefqa.evaluation.outcomes import Run

JsonOption = Annotated[Path | None, typer.Option("--json", help="Write everything as JSON to this file.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the application."""
    app.command("eval")(evaluate)
    app.command("verify")(verify)
    app.command("diff")(diff)


def evaluate(
    index: IndexOption = None,
    questions: QuestionsOption = QUESTIONS,
    baseline: Annotated[Path | None, typer.Option(help="Marks to hold the run against; a regression exits 1.")] = None,
    save_baseline: Annotated[Path | None, typer.Option(help="Write the marks of this run to this file.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write a page with tables and plots to this file.")] = None,
    json_file: JsonOption = None,
    metamorphic: Annotated[bool, typer.Option(help="Ask variations of the questions instead of a report.")] = False,
    corpus: Annotated[
        Path | None, typer.Option(help="With --metamorphic: rebuild this corpus in another order and with more in it.")
    ] = None,
    retrieval: Annotated[
        Path | None, typer.Option(help="Score search alone, on this file in SQuAD layout as an open corpus.")
    ] = None,
) -> None:
    """Ask questions with known answers and score what comes back."""
    from rich.console import Console

    settings = read_settings(index=index)
    console = Console()
    if retrieval is not None:
        _evaluate_retrieval(console, retrieval, settings, json_file)
    elif metamorphic:
        _evaluate_variations(console, questions, settings, corpus, json_file)
    else:
        regressed = _evaluate_questions(console, questions, settings, baseline, save_baseline, report, json_file)
        if regressed:
            raise typer.Exit(CHECK_FAILED)


def _evaluate_questions(
    console: Console,
    path: Path,
    settings: Settings,
    baseline: Path | None,
    save_baseline: Path | None,
    report: Path | None,
    json_file: Path | None,
) -> bool:
    """Run, show, write and compare; whether something got worse."""
    from briefqa.evaluation.dataset import read_questions
    from briefqa.evaluation.gate import compare, marks_of, read_baseline
    from briefqa.evaluation.gate import save_baseline as write_baseline
    from briefqa.evaluation.page import html_report
    from briefqa.evaluation.report import json_report, terminal_report
    from briefqa.evaluation.summary import summarise

    questions = read_questions(path)
    expected = read_baseline(baseline) if baseline is not None else None
    with open_at(settings.index) as assistant:
        run = _run(assistant, questions)
    marks = marks_of(run.outcomes)
    comparison: Comparison | None = compare(expected, marks) if expected is not None else None
    summary = summarise(run.generation, run.outcomes)
    console.print(terminal_report(summary, comparison))
    if json_file is not None:
        _write_json(json_file, json_report(run, summary, comparison))
    if report is not None:
        _write(report, html_report(run, summary, comparison))
    if save_baseline is not None:
        write_baseline(save_baseline, marks)
    return comparison is not None and comparison.regressed


def _evaluate_variations(
    console: Console, path: Path, settings: Settings, corpus: Path | None, json_file: Path | None
) -> None:
    """Ask variations of what is answered right and show how consistent the answers are."""
    from dataclasses import asdict

    from briefqa.evaluation.dataset import read_questions
    from briefqa.evaluation.metamorphic import check_variations, score_families
    from briefqa.evaluation.rebuilding import check_rebuilds
    from briefqa.evaluation.report import family_table

    questions = read_questions(path)
    with open_at(settings.index) as assistant:
        run = _run(assistant, questions)
        outcomes = {outcome.id: outcome for outcome in run.outcomes}
        seeds = sum(outcome.right and outcome.answerable for outcome in run.outcomes)
        with show_progress("Asking variations", seeds) as told:
            checks = check_variations(assistant, questions, outcomes, progress=told)
    if corpus is not None:
        checks += check_rebuilds(corpus, settings, questions, outcomes)
    scores = score_families(checks)
    console.print(family_table(scores))
    if json_file is not None:
        content = {
            "generation": run.generation,
            "families": [asdict(one) for one in scores],
            "checks": [asdict(one) for one in checks],
        }
        _write_json(json_file, content)


def _evaluate_retrieval(console: Console, path: Path, settings: Settings, json_file: Path | None) -> None:
    """Build an index of the file's paragraphs in a folder that is removed again, and score its search."""
    from dataclasses import asdict

    from briefqa.evaluation.open_corpus import build_and_score
    from briefqa.evaluation.report import retrieval_table
    from briefqa.evaluation.retrieval import read_squad

    paragraphs = read_squad(path)
    total = sum(not question.unanswerable for paragraph in paragraphs for question in paragraph.questions)
    with show_progress("Searching", total) as told:
        scores = build_and_score(paragraphs, settings, progress=told)
    console.print(retrieval_table(path.name, scores))
    if json_file is not None:
        _write_json(json_file, {one.pieces: asdict(one) for one in scores})


def _run(assistant: Assistant, questions: tuple[Question, ...]) -> Run:
    """Ask every question, with a bar."""
    from briefqa.evaluation.outcomes import run_questions

    with show_progress("Asking", len(questions)) as told:
        return run_questions(assistant, questions, progress=told)


def _write_json(path: Path, content: dict[str, Any]) -> None:
    """Write plain values as JSON."""
    _write(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    """Write a file, and the folder it goes into.

    Raises:
        EvaluationError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written ({error.strerror or error}); choose another place.") from error
