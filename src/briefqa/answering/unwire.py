"""JSON values back into the core's types: what `briefqa.answering.wire` wrote, read again."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from briefqa.types import DateRecord, DealRecord, FactKind, FactRecord, FigureRecord

Read = TypeVar("Read")

_RECORDS: dict[str, type[FactRecord]] = {
    FactKind.FIGURE: FigureRecord,
    FactKind.DATE: DateRecord,
    FactKind.DEAL: DealRecord,
}


def from_json(kind: type[Read], value: object) -> Read:
    """`value` as a `kind`: a dataclass of `briefqa.types`, with everything that it holds.

    Fields that have a default may be missing; unknown fields are passed over, so that a newer server can say more.

    Raises:
        ValueError: the value does not have this shape; the message names the place.
    """
    return cast("Read", _read(kind, value, kind.__name__))


@cache
def _fields(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    """Name, type and whether it must be there, of each field of a dataclass."""
    hints = get_type_hints(kind)
    found = []
    for field in dataclasses.fields(kind):
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        found.append((field.name, hints[field.name], required))
    return tuple(found)


def _read(kind: Any, value: object, place: str) -> object:  # noqa: ANN401 - a type expression has no type of its own
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_optional(kind, value, place)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{place} is no list")
        return tuple(_read(get_args(kind)[0], item, f"{place}[{at}]") for at, item in enumerate(value))
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(cast("type", kind), value, place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise ValueError(f"{place} is no {kind.__name__}")
    return value


def _read_optional(kind: Any, value: object, place: str) -> object:  # noqa: ANN401 - as above
    if value is None:
        return None
    (present,) = (one for one in get_args(kind) if one is not type(None))
    return _read(present, value, place)


def _read_dataclass(kind: type, value: object, place: str) -> object:
    if not isinstance(value, Mapping):
        raise ValueError(f"{place} is no object")
    if kind is FactRecord:
        chosen = _RECORDS.get(str(value.get("kind")))
        if chosen is None:
            raise ValueError(f"{place} is no figure, date or deal")
        kind = chosen
    given: dict[str, object] = {}
    for name, hint, required in _fields(kind):
        if name in value:
            given[name] = _read(hint, value[name], f"{place}.{name}")
        elif required:
            raise ValueError(f"{place} lacks {name}")
    return kind(**given)
