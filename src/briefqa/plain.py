"""Dataclasses as nested dicts.

`dataclasses.asdict` copies every string and number deeply, which for an answer takes ten times as long as the rest.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any


def as_plain(value: Any) -> Any:  # noqa: ANN401 - any value of the types module, and JSON out
    """`value` with each dataclass in it as a dict of its fields in the order of its definition.

    Tuples and lists stay what they are; what is none of these three is immutable in this project and stays itself.
    """
    kind: Any = type(value)  # mypy takes no type of a value for hashable
    if kind is tuple:
        return tuple([as_plain(part) for part in value])
    if kind is list:
        return [as_plain(part) for part in value]
    if kind is dict:
        return {name: as_plain(part) for name, part in value.items()}
    return {name: as_plain(getattr(value, name)) for name in names} if (names := _names(kind)) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields; none where it is no dataclass."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
