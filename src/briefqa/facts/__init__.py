"""Passages to fact records: every figure, date and deal, normalised and cited."""

from briefqa.facts.comparison import same_value
from briefqa.facts.discovery import build_lexicon
from briefqa.facts.entities import Entity
from briefqa.facts.extraction import extract_facts
from briefqa.facts.lexicon import Lexicon, Mention
from briefqa.facts.reading import read_dates, read_quantities

__all__ = [
    "Entity",
    "Lexicon",
    "Mention",
    "build_lexicon",
    "extract_facts",
    "read_dates",
    "read_quantities",
    "same_value",
]
