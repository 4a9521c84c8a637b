"""Passages to fact records: every figure, date and deal, normalised, cited and checked."""

from briefqa.facts.arithmetic import Operation, Refusal, derive
from briefqa.facts.audit import audit
from briefqa.facts.comparison import same_value
from briefqa.facts.conflicts import Disagreement, find_conflicts
from briefqa.facts.deals import link_deals
from briefqa.facts.discovery import build_lexicon
from briefqa.facts.entities import Entity
from briefqa.facts.extraction import extract_facts
from briefqa.facts.findings import Finding, Verdict
from briefqa.facts.ledger import Ledger, LedgerEntry, build_ledger
from briefqa.facts.lexicon import Lexicon, Mention
from briefqa.facts.misspellings import Spellings
from briefqa.facts.parallel import extract_all
from briefqa.facts.reading import read_dates, read_quantities

__all__ = [
    "Disagreement",
    "Entity",
    "Finding",
    "Ledger",
    "LedgerEntry",
    "Lexicon",
    "Mention",
    "Operation",
    "Refusal",
    "Spellings",
    "Verdict",
    "audit",
    "build_ledger",
    "build_lexicon",
    "derive",
    "extract_all",
    "extract_facts",
    "find_conflicts",
    "link_deals",
    "read_dates",
    "read_quantities",
    "same_value",
]
