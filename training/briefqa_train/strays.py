"""Questions over another paragraph of their own article: what a search brings beside the right passage."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import lru_cache

from briefqa_train.data import Example
from briefqa_train.windows import WINDOW_SIZES, WORD, Window, build_header, split_sentences

Articles = Mapping[str, Sequence[str]]
"""Titles to the paragraphs under them."""


def group_paragraphs(examples: Sequence[Example]) -> dict[str, list[str]]:
    """The paragraphs of every titled article that has several, in order of appearance."""
    articles: dict[str, dict[str, None]] = {}
    for example in examples:
        if example.title:
            articles.setdefault(example.title, {})[example.context] = None
    return {title: list(paragraphs) for title, paragraphs in articles.items() if len(paragraphs) > 1}


def build_stray_window(example: Example, articles: Articles, source: random.Random) -> Window | None:
    """The example's question over the paragraph of its article that shares most words with it, as null.

    None where it has no answer to lose, no other paragraph, or where the text found holds an accepted answer.
    """
    others = [one for one in articles.get(example.title or "", ()) if one != example.context]
    if not example.answers or not others:
        return None
    asked = frozenset(WORD.findall(example.question.lower()))
    nearest = max(others, key=lambda paragraph: max(len(asked & words) for words in _sentence_words(paragraph)))
    counts = [len(asked & words) for words in _sentence_words(nearest)]
    holding, size = counts.index(max(counts)), source.choice(WINDOW_SIZES)
    sentences = split_sentences(nearest)
    first = max(0, holding - source.randrange(size))
    final = min(len(sentences) - 1, first + size - 1)
    text = nearest[sentences[first][0] : sentences[final][1]]
    if any(answer.text.lower() in text.lower() for answer in example.answers):
        return None
    return Window(example.question, build_header(example.title, source), text, None, None)


@lru_cache(maxsize=65536)
def _sentence_words(paragraph: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(WORD.findall(paragraph[start:end].lower())) for start, end in split_sentences(paragraph))
