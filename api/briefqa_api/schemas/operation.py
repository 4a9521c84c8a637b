"""The state of the server."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from briefqa_api.schemas.common import Model


class Health(Model):
    """The process serves."""

    status: Literal["alive"]


class Readiness(Model):
    """Questions can be answered."""

    ready: bool
    generation: str
    reader: str | None = Field(description="the reader's weights; null where answers are made without a reader")
