"""Passages to fact records: every figure, date and deal, normalised and cited."""

from briefqa.facts.discovery import build_lexicon
from briefqa.facts.entities import Entity
from briefqa.facts.lexicon import Lexicon, Mention

__all__ = ["Entity", "Lexicon", "Mention", "build_lexicon"]
