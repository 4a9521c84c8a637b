"""Fact records: figures, dates and deals with provenance."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from briefqa_api.schemas.common import Citation, Model

Status = Literal["asserted", "quoted", "projected", "negated"]
Decimals = Annotated[str, Field(description="a decimal number in base units, as a string", examples=["800000000000"])]


class _Record(Model):
    id: str
    document_id: str
    passage_id: str
    citation: Citation
    surface: str = Field(description="the mention, verbatim", examples=["about €800 billion"])
    status: Status
    attributed_to: str | None
    extractor: str = Field(examples=["figures/1"])


class FigureRecord(_Record):
    """A quantity; `low` and `high` bound a hedged value or a range."""

    kind: Literal["figure"]
    value: Decimals | None
    low: Decimals | None
    high: Decimals | None
    unit: str | None = Field(description="ISO 4217 for money, %, or a noun as written", examples=["EUR"])
    qualifier: str | None = Field(examples=["about"])
    subject: str | None
    attribute: str | None
    period: str | None = Field(description="EDTF")
    row: str | None
    column: str | None


class DateRecord(_Record):
    """A date or period with its bounds as ISO days."""

    kind: Literal["date"]
    edtf: str = Field(examples=["2010-10"])
    earliest: str | None = Field(examples=["2010-10-01"])
    latest: str | None = Field(examples=["2010-10-31"])
    qualifier: str | None
    event: str | None
    participants: list[str]
    resolved_from: str | None = Field(description="the words of a relative date", examples=["three years later"])


class Party(Model):
    """Somebody in a deal."""

    name: str
    role: str = Field(description="supplier, recipient, partner, signatory or financier")


class DealRecord(_Record):
    """An agreement between parties; further mentions are further citations."""

    kind: Literal["deal"]
    parties: list[Party]
    item: str | None
    designation: str | None
    quantity: str | None
    deal_type: str
    deal_status: str
    date: str | None
    value: str | None
    citations: list[Citation]


FactRecord = Annotated[FigureRecord | DateRecord | DealRecord, Field(discriminator="kind")]


class FactList(Model):
    """One page of records."""

    facts: list[FactRecord]
    total: int = Field(ge=0, description="records that fit the filters, on all pages")
    offset: int = Field(ge=0)
    limit: int = Field(ge=1)
    generation: str


class DealList(Model):
    """One page of deals."""

    deals: list[DealRecord]
    total: int = Field(ge=0)
    offset: int = Field(ge=0)
    limit: int = Field(ge=1)
    generation: str


class TimelineEntry(Model):
    """Something with a date."""

    earliest: str = Field(description="ISO day", examples=["2022-07-27"])
    latest: str = Field(description="ISO day")
    edtf: str
    label: str = Field(description="what happened, in the document's words")
    record: FactRecord


class Timeline(Model):
    """Dated records in the order of time."""

    entries: list[TimelineEntry]
    total: int = Field(ge=0)
    offset: int = Field(ge=0)
    limit: int = Field(ge=1)
    generation: str


class Finding(Model):
    """One check of the documents against themselves, with its quotes and arithmetic."""

    check: str = Field(examples=["share", "column total", "growth"])
    verdict: Literal[
        "consistent", "consistent within rounding or truncation", "possible contradiction", "contradiction"
    ]
    statement: str
    arithmetic: str
    records: list[str] = Field(description="ids of the facts involved")
    citations: list[Citation]


class Audit(Model):
    """One page of findings, contradictions first."""

    findings: list[Finding]
    total: int = Field(ge=0)
    offset: int = Field(ge=0)
    limit: int = Field(ge=1)
    generation: str
