"""Sentences of a paragraph, and the windows of them that the reader is trained on."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache

from briefqa_train.data import Answer, Example

WHOLE_PARAGRAPH_SHARE = 0.35
TITLE_SHARE = 0.72
SECTION_SHARE = 0.2
LOST_ANSWER_SHARE = 0.08
WINDOW_SIZES = (1, 1, 2, 2, 3, 3, 4)
LONGEST_WINDOW = 1500
"""Characters of a window, roughly what fits beside a question in 384 tokens."""

_SECTIONS = (
    "Introduction", "Overview", "Background", "History", "Summary", "Key findings", "Analysis",
    "Recent developments", "Figures", "Economy", "Policy", "Outlook", "Discussion", "Conclusion",
)  # fmt: skip
_BOUNDARY = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])")
WORD = re.compile(r"\w{3,}")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|vs|No|Inc|Ltd|Co|Corp|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Rev"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Fig|ca|cf|approx|e\.g|i\.e|al|pp|p)"
    r"|\b[A-Z]|\b[A-Z]\.[A-Z])\.$"
)


@dataclass(frozen=True, slots=True)
class Window:
    """A question, the text it is read from, and its answer's place `[start, end)` or None for null.

    `header` stands before the text ("Title > Section. ") and holds no answer.
    """

    question: str
    header: str
    text: str
    start: int | None
    end: int | None

    @property
    def view(self) -> str:
        """What the reader sees: header and text."""
        return self.header + self.text

    @property
    def span(self) -> tuple[int, int] | None:
        """The answer's half-open code-point offsets in `view`, None for null."""
        if self.start is None or self.end is None:
            return None
        return self.start + len(self.header), self.end + len(self.header)


@lru_cache(maxsize=65536)
def split_sentences(context: str) -> tuple[tuple[int, int], ...]:
    """Half-open offsets of the paragraph's sentences, in order, whitespace between them left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BOUNDARY.finditer(context):
        end = match.start() + len(match.group().rstrip())
        if _ABBREVIATION.search(context, start, match.start()):
            continue
        spans.append((start, end))
        start = match.end()
    if start < len(context):
        spans.append((start, len(context.rstrip())))
    return tuple(span for span in spans if span[1] > span[0])


def build_header(title: str | None, random_source: random.Random) -> str:
    """The words in front of a view: `Title > Section. ` in most cases, without section or empty in some."""
    if not title or random_source.random() > TITLE_SHARE:
        return ""
    if random_source.random() < SECTION_SHARE:
        return f"{title} > {random_source.choice(_SECTIONS)}. "
    return f"{title}. "


def build_window(example: Example, random_source: random.Random) -> Window | None:
    """One training window of the example; None where no window can be trusted."""
    header = build_header(example.title, random_source)
    sentences = split_sentences(example.context)
    if not example.answers:
        nearest = max(range(len(sentences)), key=lambda number: _overlap(example, sentences[number]))
        start, end = _pick_range(sentences, nearest, random_source)
        return Window(example.question, header, example.context[start:end], None, None)
    answer = random_source.choice(example.answers)
    if random_source.random() < LOST_ANSWER_SHARE:
        lost = _lose_answer(example, sentences, header, random_source)
        if lost is not None:
            return lost
    holding = _sentence_of(sentences, answer.start)
    start, end = _pick_range(sentences, holding, random_source)
    end = max(end, _end_of_sentence_at(sentences, answer.start + len(answer.text)))
    text = example.context[start:end]
    if answer.offset_uncertain and text.count(answer.text) != 1:
        return None
    return _window_with(example.question, header, text, answer, start)


def _window_with(question: str, header: str, text: str, answer: Answer, start: int) -> Window:
    place = answer.start - start
    return Window(question, header, text, place, place + len(answer.text))


def _sentence_of(sentences: tuple[tuple[int, int], ...], offset: int) -> int:
    for number, (_, end) in enumerate(sentences):
        if offset < end:
            return number
    return len(sentences) - 1


def _end_of_sentence_at(sentences: tuple[tuple[int, int], ...], offset: int) -> int:
    return sentences[_sentence_of(sentences, max(0, offset - 1))][1]


def _pick_range(sentences: tuple[tuple[int, int], ...], holding: int, random_source: random.Random) -> tuple[int, int]:
    """Offsets of a window around sentence `holding`, which stands anywhere in it."""
    last = len(sentences) - 1
    if random_source.random() < WHOLE_PARAGRAPH_SHARE:
        first, final = 0, last
    else:
        size = random_source.choice(WINDOW_SIZES)
        first = max(0, holding - random_source.randrange(size))
        final = min(last, first + size - 1)
    while sentences[final][1] - sentences[first][0] > LONGEST_WINDOW and first < final:
        if holding - first > final - holding:
            first += 1
        else:
            final -= 1
    return sentences[first][0], sentences[final][1]


def _lose_answer(
    example: Example,
    sentences: tuple[tuple[int, int], ...],
    header: str,
    random_source: random.Random,
) -> Window | None:
    """A window of the same paragraph in which no accepted answer occurs, read as null."""
    free = [
        number
        for number, (start, end) in enumerate(sentences)
        if not _holds_answer(example, example.context[start:end], start)
    ]
    if not free:
        return None
    first = final = max(free, key=lambda number: _overlap(example, sentences[number]))
    for _ in range(random_source.choice(WINDOW_SIZES) - 1):
        if final + 1 in free:
            final += 1
        elif first - 1 in free:
            first -= 1
    text = example.context[sentences[first][0] : sentences[final][1]]
    if len(text) > LONGEST_WINDOW or _holds_answer(example, text, sentences[first][0]):
        return None
    return Window(example.question, header, text, None, None)


def _overlap(example: Example, sentence: tuple[int, int]) -> int:
    """Words the sentence shares with the question: near misses teach more than far ones."""
    asked = set(WORD.findall(example.question.lower()))
    return len(asked & set(WORD.findall(example.context[sentence[0] : sentence[1]].lower())))


def _holds_answer(example: Example, text: str, start: int) -> bool:
    lowered = text.lower()
    return any(
        answer.text.lower() in lowered or (answer.start < start + len(text) and start < answer.start + len(answer.text))
        for answer in example.answers
    )
