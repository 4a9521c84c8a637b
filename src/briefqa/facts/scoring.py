"""How well records agree with gold written by hand: precision, recall and F1 per question asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefqa.facts.lexicon import Lexicon
from briefqa.facts.units import unit_name
from briefqa.types import DateRecord, DealRecord, FactRecord, FigureRecord, Span

Gold = Mapping[str, Any]
"""One line of a gold file; docs/facts.md lists its fields."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure: how many records were right, made, and wanted."""

    right: int
    made: int
    wanted: int

    @property
    def precision(self) -> float:
        """Right among made, 0 to 1; 1 when nothing was made."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Right among wanted, 0 to 1; 1 when nothing was wanted."""
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement with gold, in words."""

    measure: str
    expected: str
    found: str


def score_records(
    gold: Sequence[Gold], records: Sequence[FactRecord], lexicon: Lexicon
) -> tuple[dict[str, Score], tuple[Difference, ...]]:
    """Scores by measure, and every difference.

    A figure or date is detected when its span overlaps gold's; its value is right when detected and equal.
    Deals pair by type and overlapping mentions; a role is right when party and role agree, names compared as
    entities of the lexicon. Duplicate records of one gold line count as wrong.
    """
    scores: dict[str, Score] = {}
    differences: list[Difference] = []
    for kind, fields in (("figure", ("value", "unit")), ("date", ("value",)), ("deal", ("type", "status"))):
        wanted = [item for item in gold if item["kind"] == kind]
        made = [record for record in records if record.kind.value == kind]
        pairs = _pairs(wanted, made)
        scores[f"{kind} detection"] = Score(len(pairs), len(made), len(wanted))
        for field in fields:
            right = 0
            for item, record in pairs:
                expected, found = _expected(item, field), _found(record, field)
                right += expected == found
                if expected != found:
                    differences.append(Difference(f"{kind} {field}", f"{item['surface']}: {expected}", str(found)))
            scores[f"{kind} {field}"] = Score(right, len(made), len(wanted))
        differences += _unpaired(kind, wanted, made, pairs)
        if kind == "deal":
            scores["deal roles"] = _roles(wanted, made, pairs, lexicon, differences)
    return scores, tuple(differences)


def _spans_of_gold(item: Gold) -> list[Span]:
    return [Span(*span) for span in item["mentions"]] if "mentions" in item else [Span(item["start"], item["end"])]


def _spans_of(record: FactRecord) -> list[Span]:
    citations = (record.citation, *record.citations) if isinstance(record, DealRecord) else (record.citation,)
    return [
        Span(citation.start + (citation.answer_start or 0), citation.start + (citation.answer_end or 0))
        for citation in citations
    ]


def _pairs(wanted: Sequence[Gold], made: Sequence[FactRecord]) -> list[tuple[Gold, FactRecord]]:
    """Each gold line with the record that overlaps it most, no record twice; better overlaps are paired first."""
    candidates = []
    for number, item in enumerate(wanted):
        for index, record in enumerate(made):
            if record.document_id != item["document"]:
                continue
            shared = sum(a.overlap(b) for a in _spans_of_gold(item) for b in _spans_of(record))
            if shared:
                candidates.append((-_agreement(item, record), -shared, number, index))
    taken_gold: set[int] = set()
    taken_made: set[int] = set()
    pairs = []
    for _, _, number, index in sorted(candidates):
        if number not in taken_gold and index not in taken_made:
            taken_gold.add(number)
            taken_made.add(index)
            pairs.append((wanted[number], made[index]))
    return pairs


def _agreement(item: Gold, record: FactRecord) -> int:
    if not isinstance(record, DealRecord):
        return 0
    names = {party["name"] for party in item["parties"]}
    shared = len(names & {party.name for party in record.parties})
    same_item = bool(item["item"]) and bool(record.item) and _words(item["item"]) <= _words(record.item or "")
    return 4 * int(item["deal_type"] == record.deal_type) + 2 * int(same_item) + shared


def _words(text: str) -> set[str]:
    return {word.strip("“”\"',.") for word in text.casefold().split()}


def _expected(item: Gold, field: str) -> object:
    if field == "value":
        if item["kind"] == "date":
            return item["edtf"]
        return item["value"], item["low"], item["high"]
    if field == "unit":
        return unit_name(item["unit"])
    return item[f"deal_{field}"]


def _found(record: FactRecord, field: str) -> object:
    if isinstance(record, FigureRecord):
        return (record.value, record.low, record.high) if field == "value" else unit_name(record.unit)
    if isinstance(record, DateRecord):
        return record.edtf
    if isinstance(record, DealRecord):
        return record.deal_type if field == "type" else record.deal_status
    return None


def _unpaired(
    kind: str, wanted: Sequence[Gold], made: Sequence[FactRecord], pairs: Sequence[tuple[Gold, FactRecord]]
) -> list[Difference]:
    paired_gold = {id(item) for item, _ in pairs}
    paired_made = {record.id for _, record in pairs}
    missed = [
        Difference(f"{kind} detection", item["surface"], "nothing") for item in wanted if id(item) not in paired_gold
    ]
    extra = [
        Difference(f"{kind} detection", "nothing", record.surface) for record in made if record.id not in paired_made
    ]
    return missed + extra


def _roles(
    wanted: Sequence[Gold],
    made: Sequence[FactRecord],
    pairs: Sequence[tuple[Gold, FactRecord]],
    lexicon: Lexicon,
    differences: list[Difference],
) -> Score:
    right = 0
    for item, record in pairs:
        if not isinstance(record, DealRecord):
            continue
        expected = {(_entity(party["name"], lexicon), party["role"]) for party in item["parties"]}
        found = {(_entity(party.name, lexicon), party.role) for party in record.parties}
        right += len(expected & found)
        if expected != found:
            differences.append(Difference("deal roles", f"{item['surface']}: {sorted(expected)}", str(sorted(found))))
    total_made = sum(len(record.parties) for record in made if isinstance(record, DealRecord))
    return Score(right, total_made, sum(len(item["parties"]) for item in wanted))


def _entity(name: str, lexicon: Lexicon) -> str:
    found = lexicon.mentions(name)
    return found[0].entity_id if len(found) == 1 else name.casefold()
