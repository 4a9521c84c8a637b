"""A question in the words of the passage that it is read against."""

from __future__ import annotations

from briefqa.answering.question import Question
from briefqa.facts import Lexicon


def word_as(question: Question, view: str, lexicon: Lexicon) -> str:
    """The corrected question with each name as `view` writes it, where that has another form of the same name.

    "What did South Korea send?" becomes "What did Seoul send?" for a passage that only speaks of Seoul, as the reader
    knows no aliases. An adjective of a country stands for no noun and stays.
    """
    text = question.corrected
    missing = [
        mention
        for mention in lexicon.mentions(text)
        if mention.entity_id in question.names and not mention.is_demonym and mention.surface not in view
    ]
    if not missing:
        return text
    written: dict[str, str] = {}
    for mention in lexicon.mentions(view):
        if not mention.is_demonym:
            written.setdefault(mention.entity_id, mention.surface)
    for mention in reversed(missing):
        form = written.get(mention.entity_id, mention.surface)
        text = text[: mention.start] + form + text[mention.end :]
    return text
