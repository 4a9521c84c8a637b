"""The dataclasses of `briefqa.types` as JSON values and back, exactly."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar, cast

from briefqa.plain import as_plain
from briefqa.types import Block, DateRecord, DealRecord, Document, FactKind, FactRecord, FigureRecord

T = TypeVar("T")
RECORDS: dict[FactKind, type[FactRecord]] = {
    FactKind.FIGURE: FigureRecord,
    FactKind.DATE: DateRecord,
    FactKind.DEAL: DealRecord,
}


def encode_value(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass of the types module
    """A dataclass as nested dicts and lists."""
    plain: dict[str, Any] = as_plain(value)
    return plain


def decode_value(kind: type[T], plain: Any) -> T:  # noqa: ANN401 - JSON
    """The dataclass of type `kind` that `encode_value` made `plain` from.

    Raises:
        TypeError, KeyError, ValueError: `plain` is not such a value.
    """
    return cast(T, _decoder(cast(Any, kind))(plain))


def decode_document(summary: str, text: str, blocks: str) -> Document:
    """The document that a store keeps as JSON without its text, its text, and JSON of its blocks.

    Raises:
        TypeError, KeyError, ValueError: these are not parts of a document.
    """
    known = {name: value for name, value in json.loads(summary).items() if name not in {"passages", "facts"}}
    return Document(text=text, blocks=decode_value(tuple[Block, ...], json.loads(blocks)), **known)


def decode_fact(plain: dict[str, Any]) -> FactRecord:
    """The record of the kind that `plain` names.

    Raises:
        TypeError, KeyError, ValueError: `plain` is not a record.
    """
    return decode_value(RECORDS[FactKind(plain["kind"])], plain)


def _as_it_is(plain: Any) -> Any:  # noqa: ANN401 - JSON
    return plain


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a type or a generic alias
    """A function that turns a JSON value into `kind`, made once for each type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        inner = _decoder(next(argument for argument in arguments if argument is not type(None)))
        return inner if inner is _as_it_is else lambda plain: None if plain is None else inner(plain)
    if origin is tuple:
        item = _decoder(arguments[0])
        return tuple if item is _as_it_is else lambda plain: tuple([item(part) for part in plain])
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_decoder(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {member.value: member for member in kind}.__getitem__  # several times faster than calling the type
    return _as_it_is


def _dataclass_decoder(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a dataclass
    """A function that makes a `kind` of a dict, and goes only into those values that are not theirs already.

    A search decodes two dozen passages for every question.
    """
    hints = typing.get_type_hints(kind)
    names = tuple(field.name for field in fields(kind))
    decoders = [_decoder(hints[name]) for name in names]
    nested = [(place, decode) for place, decode in enumerate(decoders) if decode is not _as_it_is]
    read = itemgetter(*names) if len(names) > 1 else lambda plain: (plain[names[0]],)
    by_name = any(field.kw_only for field in fields(kind))

    def make(plain: Any) -> Any:  # noqa: ANN401 - JSON in, a dataclass out
        values = read(plain)
        if nested:
            values = list(values)
            for place, decode in nested:
                values[place] = decode(values[place])
        return kind(**dict(zip(names, values, strict=True))) if by_name else kind(*values)

    return make
