"""The state of the server."""

from __future__ import annotations

from typing import Literal

from briefqa_api.schemas.common import Model


class Health(Model):
    """The process serves."""

    status: Literal["alive"]


class Readiness(Model):
    """Questions can be answered."""

    ready: bool
    generation: str
