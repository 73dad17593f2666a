"""Columns: what a cell may hold, read off the annotations of the domain's rows."""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo


class Kind(enum.Enum):
    """The sorts of cells."""

    ID = "id"
    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Column:
    """One column of a table.

    ``needed`` says that the header must name it; ``empty`` is what an empty cell means, or
    ``MISSING`` where a cell may not be empty; ``refers`` names the table whose ids it holds.
    """

    name: str
    kind: Kind
    needed: bool
    empty: object
    refers: str
    expected: str
    choices: tuple[str, ...]
    convert: type
    adapter: TypeAdapter[list[Any]] = field(repr=False, compare=False)

    @property
    def may_be_empty(self) -> bool:
        """Whether an empty cell means something."""
        return self.empty is not dataclasses.MISSING


def columns_of(row: type, optional: tuple[str, ...], refers: dict[str, str]) -> tuple[Column, ...]:
    """Return the columns of a table whose rows are of a domain class, in its order.

    Parameters
    ----------
    row : type
        A dataclass; its annotations carry the bounds.
    optional : tuple of str
        Columns that the header may leave out.
    refers : dict of str to str
        For a column that holds ids of another table, the name of that table.
    """
    hints = typing.get_type_hints(row, include_extras=True)
    return tuple(
        _column(f, hints[f.name], f.name not in optional, refers.get(f.name, ""))
        for f in dataclasses.fields(row)
    )


def _column(row_field: dataclasses.Field[Any], hint: Any, needed: bool, refers: str) -> Column:
    bounded, nullable = without_none(hint)
    base, bounds = base_and_bounds(bounded)
    empty = row_field.default
    if nullable and empty is dataclasses.MISSING:
        empty = None
    choices: tuple[str, ...] = ()
    kind = _KINDS.get(base, Kind.CHOICE)
    if kind is Kind.TEXT and "min_length" in bounds:
        kind = Kind.ID
    if kind is Kind.TEXT and empty is dataclasses.MISSING:
        empty = ""
    if kind is Kind.CHOICE:
        choices = tuple(str(member.value) for member in base)
    return Column(
        name=row_field.name,
        kind=kind,
        needed=needed,
        empty=empty,
        refers=refers,
        expected=expectation(kind, bounds, choices),
        choices=choices,
        convert=base,
        adapter=_list_adapter(bounded),
    )


def _list_adapter(hint: Any) -> TypeAdapter[list[Any]]:
    many: Any = types.GenericAlias(list, (hint,))
    return TypeAdapter(many)


_KINDS: dict[Any, Kind] = {str: Kind.TEXT, int: Kind.WHOLE, float: Kind.NUMBER, date: Kind.DAY}


def without_none(hint: Any) -> tuple[Any, bool]:
    """Split ``X | None`` into X and True; anything else comes back with False."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        (inner,) = [a for a in typing.get_args(hint) if a is not type(None)]
        return inner, True
    return hint, False


def base_and_bounds(hint: Any) -> tuple[Any, dict[str, Any]]:
    """Split an annotated type into the type and its bounds by name (ge, gt, le, ...)."""
    if typing.get_origin(hint) is not Annotated:
        return hint, {}
    base, *notes = typing.get_args(hint)
    bounds: dict[str, Any] = {}
    for note in notes:
        for bound in note.metadata if isinstance(note, FieldInfo) else [note]:
            bounds.update(vars(bound) if hasattr(bound, "__dict__") else dataclasses.asdict(bound))
    return base, bounds


def expectation(kind: Kind, bounds: dict[str, Any], choices: tuple[str, ...] = ()) -> str:
    """Return what a cell should hold, to be read after "must be"."""
    if kind is Kind.CHOICE:
        return "one of " + ", ".join(choices)
    if kind is Kind.DAY:
        words = "a day written as YYYY-MM-DD"
        return f"{words}, from {bounds['ge']} to {bounds['le']}" if "ge" in bounds else words
    if kind is Kind.ID:
        return f"an id of 1 to {bounds['max_length']} characters"
    if kind is Kind.TEXT:
        return f"a text of at most {bounds['max_length']:,} characters"
    words = "a whole number" if kind is Kind.WHOLE else "a number"
    return words + _range(bounds)


def _range(bounds: dict[str, Any]) -> str:
    limits = []
    if "gt" in bounds:
        limits.append(f"above {bounds['gt']:,}")
    if "ge" in bounds:
        limits.append(f"of at least {bounds['ge']:,}")
    if "le" in bounds and bounds["le"] < 1_000_000:
        limits.append(f"at most {bounds['le']:,}")
    return " " + " and ".join(limits) if limits else ""
