"""Corpora of real paragraphs, and copies of them with other numbers and names.

A copy moves every number and puts another name of the same length in the place of each name. Every offset therefore
holds in the copy too, so that an index of real passages can be grown without reading, splitting and encoding again.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefqa.facts.text import is_common

NUMBER = re.compile(r"\d+")
NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")


@dataclass(frozen=True, slots=True)
class Article:
    """Paragraphs of one article, each with the questions asked about it."""

    title: str
    paragraphs: tuple[str, ...]
    questions: tuple[tuple[str, ...], ...]


def read_articles(squad: Path) -> tuple[Article, ...]:
    """The articles of a packed file in SQuAD layout, with their answerable questions."""
    with lzma.open(squad, "rt", encoding="utf-8") as stream:
        data = json.load(stream)["data"]
    return tuple(
        Article(
            article["title"].replace("_", " "),
            tuple(" ".join(paragraph["context"].split()) for paragraph in article["paragraphs"]),
            tuple(
                tuple(asked["question"].strip() for asked in paragraph["qas"] if not asked.get("is_impossible"))
                for paragraph in article["paragraphs"]
            ),
        )
        for article in data
    )


def write_corpus(articles: Sequence[Article], folder: Path, paragraphs: int) -> tuple[str, ...]:
    """Write the first `paragraphs` paragraphs as one text file an article; gives the questions asked about them."""
    folder.mkdir(parents=True)
    lines: list[str] = []
    questions: list[str] = []
    for number, article in enumerate(articles):
        chosen = article.paragraphs[: max(0, paragraphs)]
        if not chosen:
            break
        paragraphs -= len(chosen)
        identity = f"{number:04d}"
        (folder / f"{identity}.txt").write_text("\n\n".join(chosen) + "\n", encoding="utf-8")
        lines.append(json.dumps({"id": identity, "file": f"{identity}.txt", "title": article.title}))
        questions += [question for asked in article.questions[: len(chosen)] for question in asked]
    (folder / "manifest.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tuple(dict.fromkeys(questions))


class Perturbation:
    """Changes numbers and names, each into one of the same length; copy 0 is the original."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts = Counter(name for text in texts for name in NAME.findall(text))
        self._names: dict[int, list[str]] = {}
        for name in sorted(counts):
            if not is_common(name.lower()):
                self._names.setdefault(len(name), []).append(name)
        self._places = {name: place for names in self._names.values() for place, name in enumerate(names)}

    def __call__(self, text: str, copy: int) -> str:
        """`text` with the numbers and names of that copy, as long as before."""
        if copy == 0:
            return text
        moved = NUMBER.sub(lambda found: _moved(found.group(), copy), text)
        return NAME.sub(lambda found: self._renamed(found.group(), copy), moved)

    def _renamed(self, name: str, copy: int) -> str:
        place = self._places.get(name)
        if place is None:
            return name
        names = self._names[len(name)]
        return names[(place + 7919 * copy) % len(names)]


def _moved(number: str, copy: int) -> str:
    """Another number of as many digits; a year stays a year."""
    if not number.isascii():
        return number
    if len(number) == 4 and 1500 <= int(number) < 2100:
        return str(1500 + (int(number) - 1500 + 37 * copy) % 600)
    first = "0" if number[0] == "0" else str((int(number[0]) - 1 + copy) % 9 + 1)
    return first + "".join(str((int(digit) + copy) % 10) for digit in number[1:])
