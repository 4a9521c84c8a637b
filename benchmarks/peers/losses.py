"""Where briefqa and txtai differ in their answers to questions of SQuAD's kind, and why.

    python -m benchmarks.peers.losses

Asks both about paragraphs of SQuAD 2.0's development set that XQuAD does not use, so that nothing is tuned on what
`benchmarks.peers.run` reports. Prints one line for each way to answer, and one for each kind of difference.
"""

from __future__ import annotations

import json
import lzma
import random
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers.environments import ENTRANTS, make_environment, start
from benchmarks.peers.reader_export import export_reader
from benchmarks.peers.work import SQUAD2, XQUAD
from benchmarks.results import CACHE

from briefqa.assistant import Assistant
from briefqa.build import build_index
from briefqa.evaluation.matching import match_short_answer
from briefqa.evaluation.metrics import mean
from briefqa.evaluation.open_corpus import write_corpus
from briefqa.evaluation.retrieval import SquadParagraph, read_squad
from briefqa.index.generation import open_generation
from briefqa.models.encoder_folders import find_encoder
from briefqa.models.sentence_transformer import DEFAULT_NAME
from briefqa.models.shipped import shipped_reader
from briefqa.passages import claim_text
from briefqa.settings import Settings
from briefqa.types import AnswerKind

PARAGRAPHS = 260
READ = 5
"""Passages that txtai's reader gets."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what both said: `span` is the reader's best in the best passages, `score` what it has over null.

    `answers` is empty where there is no answer.
    """

    question: str
    answers: tuple[str, ...]
    said: str | None = None
    kind: AnswerKind | None = None
    span: str = ""
    score: float = 0.0
    other: str | None = None


def main() -> None:
    """Ask both and print."""
    weights = shipped_reader()
    if weights is None:
        raise SystemExit("This checkout has no reader; txtai needs its weights.")
    with tempfile.TemporaryDirectory(prefix="briefqa-losses-") as temporary:
        folder = Path(temporary)
        cases = sample(folder / "corpus")
        build_index(folder / "corpus", folder / "index", Settings())
        cases = ask_briefqa(folder / "index", cases)
        export_reader(weights, CACHE / "reader")
        cases = ask_txtai(folder, cases)
    for name, answer in WAYS:
        print(f"{name:45}{_scores(cases, answer)}")
    for name, count, difference in differences([case for case in cases if case.answers]):
        print(f"{name:45}{count:4} questions, F1 {difference:+.3f}")


def sample(folder: Path) -> list[Case]:
    """Write the paragraphs as a corpus; an answerable and an unanswerable question about each, where it has them."""
    used = {" ".join(paragraph.context.split()) for paragraph in read_squad(XQUAD)}
    with lzma.open(SQUAD2, "rt", encoding="utf-8") as stream:
        articles = json.load(stream)["data"]
    free = [
        (article["title"], paragraph)
        for article in articles
        for paragraph in article["paragraphs"]
        if " ".join(paragraph["context"].split()) not in used
    ]
    draw = random.Random(5)
    chosen = draw.sample(free, PARAGRAPHS)
    write_corpus([SquadParagraph(title, paragraph["context"], ()) for title, paragraph in chosen], folder)
    cases = []
    for _, paragraph in chosen:
        for impossible in (False, True):
            asked = [one for one in paragraph["qas"] if one["is_impossible"] is impossible]
            for one in draw.sample(asked, min(1, len(asked))):
                answers = tuple(dict.fromkeys(answer["text"] for answer in one["answers"]))
                cases.append(Case(one["question"].strip(), () if impossible else answers))
    return cases


def ask_briefqa(index: Path, cases: Sequence[Case]) -> list[Case]:
    """The cases with briefqa's answers, and with the bare reader's over the best passages."""
    asked = []
    with closing(Assistant.open(index, Settings())) as assistant:
        reader = assistant.answerer.reader
        for case in cases:
            answer = assistant.ask(case.question)
            texts = [claim_text(hit.passage) for hit in assistant.search(case.question, k=READ)]
            readings = reader.read(case.question, texts) if reader else ()
            spans = [
                (span.score, text[span.start : span.end])
                for text, one in zip(texts, readings, strict=True)
                for span in one.spans
            ]
            score, span = max(spans, default=(0.0, ""))
            asked.append(Case(case.question, case.answers, answer.answer, answer.kind, span, score))
    return asked


def ask_txtai(folder: Path, cases: Sequence[Case]) -> list[Case]:
    """The cases with txtai's answers, over the same passages."""
    with open_generation(folder / "index") as generation:
        stored = generation.store.passages(range(generation.manifest.counts.passages))
    passages = [{"id": passage.id, "text": claim_text(passage)} for passage in stored]
    entrant = next(one for one in ENTRANTS if one.name == "txtai")
    make_environment(entrant)
    with start(entrant, find_encoder(DEFAULT_NAME), CACHE / "reader") as talk:
        talk.do("index", passages=passages, paragraphs=[], folder=str(folder / "txtai"))
        return [
            Case(case.question, case.answers, case.said, case.kind, case.span, case.score, answer["answer"])
            for case in cases
            for answer, _ in [talk.do("ask", question=case.question)]
        ]


def _claim_as_span(case: Case) -> str | None:
    return case.span if case.said and case.kind is AnswerKind.CLAIM else case.said


WAYS: tuple[tuple[str, Callable[[Case], str | None]], ...] = (
    ("briefqa", lambda case: case.said),
    ("txtai", lambda case: case.other),
    ("briefqa's search, the reader's best or null", lambda case: case.span if case.score >= 0 else None),
    ("briefqa, refused where the reader says null", lambda case: case.said if case.score >= 0 else None),
    ("briefqa, the reader's span for a claim", _claim_as_span),
)
"""Ways to answer a case."""


def _f1(said: str | None, answers: Sequence[str]) -> float:
    return match_short_answer(said, answers).f1 if said else 0.0


def _scores(cases: Sequence[Case], answer: Callable[[Case], str | None]) -> str:
    """Exact match, F1 and refusals of one way to answer."""
    known = [(answer(case), case.answers) for case in cases if case.answers]
    exact = mean([bool(said) and match_short_answer(said or "", answers).exact for said, answers in known])
    f1 = mean([_f1(said, answers) for said, answers in known])
    rightly = mean([answer(case) is None for case in cases if not case.answers])
    wrongly = mean([said is None for said, _ in known])
    return f" exact {exact:.3f}  F1 {f1:.3f}  refused {rightly:.3f} of unanswerable, {wrongly:.3f} of answerable"


def differences(cases: Sequence[Case]) -> list[tuple[str, int, float]]:
    """Why one is better than the other: the reason, how often, and what txtai gains by it over all cases."""
    found: dict[str, list[float]] = {}
    for case in cases:
        gain = _f1(case.other, case.answers) - _f1(case.said, case.answers)
        if gain:
            found.setdefault(_reason(case, gain), []).append(gain)
    return [(reason, len(gains), sum(gains) / len(cases)) for reason, gains in sorted(found.items())]


def _reason(case: Case, gain: float) -> str:
    better = "txtai" if gain > 0 else "briefqa"
    if case.said is None or case.other is None:
        return f"{better} better: the other refuses"
    if case.kind in (AnswerKind.CLAIM, AnswerKind.LIST):
        return f"{better} better: briefqa gives a {case.kind}"
    if any(answer in case.said for answer in case.answers):
        return f"{better} better: briefqa says more than was accepted"
    return f"{better} better: briefqa gives another or a shorter span"


if __name__ == "__main__":
    main()
