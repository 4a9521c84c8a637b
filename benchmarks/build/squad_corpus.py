"""A corpus of plain text files from a file in SQuAD layout, one for each article."""

from __future__ import annotations

import json
import lzma
from pathlib import Path


def write_corpus(squad: Path, folder: Path, paragraphs: int) -> list[str]:
    """Write the first `paragraphs` paragraphs as documents into `folder`; gives the questions asked about them."""
    opened = lzma.open if squad.suffix == ".xz" else open
    with opened(squad, "rt", encoding="utf-8") as stream:
        articles = json.load(stream)["data"]
    questions: list[str] = []
    left = paragraphs
    folder.mkdir(parents=True)
    for number, article in enumerate(articles):
        chosen = article["paragraphs"][:left]
        if not chosen:
            break
        left -= len(chosen)
        text = "\n\n".join(" ".join(paragraph["context"].split()) for paragraph in chosen)
        (folder / f"{number:04d}.txt").write_text(text + "\n", encoding="utf-8")
        questions += [question["question"] for paragraph in chosen for question in paragraph["qas"]]
    return questions
