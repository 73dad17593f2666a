"""Cells: text to value and back, and what to say when a text is no such value."""

from __future__ import annotations

import enum
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import ValidationError

from planner.exchange.columns import Column, Kind
from planner.exchange.day_hints import day_remedy

if TYPE_CHECKING:
    from collections.abc import Sequence


class Bad(enum.Enum):
    """Stands in a column where a cell could not be read."""

    CELL = "bad cell"


BAD: Final = Bad.CELL


class Problem(NamedTuple):
    """Why a text is not what its column holds."""

    message: str
    remedy: str


UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,30}(\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,5})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_LONGEST_NUMBER = 60


def values_of(column: Column, texts: Sequence[str]) -> tuple[list[Any], dict[str, Problem]]:
    """Read a whole column at once.

    Every distinct text is looked at once, whatever the number of rows.

    Returns
    -------
    values : list
        One value a row, ``BAD`` where the text is none.
    problems : dict of str to Problem
        What is wrong with each text that could not be read.
    """
    if column.kind in (Kind.ID, Kind.TEXT) and _all_sound(column, set(texts)):
        return (list(texts) if column.empty == "" else [text or None for text in texts]), {}
    distinct = list(dict.fromkeys(texts))
    found: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    for text in distinct:
        value = _parsed(column, text)
        if isinstance(value, Problem):
            problems[text] = value
        else:
            found[text] = value
    problems |= _out_of_bounds(column, found)
    for text in problems:
        found[text] = BAD
    return [found[text] for text in texts], problems


def _all_sound(column: Column, texts: set[str]) -> bool:
    """Tell whether nothing is wrong with any of many texts, faster than one by one."""
    if "" in texts and not column.may_be_empty:
        return False
    texts.discard("")
    if UNREADABLE.search(" ".join(texts)):
        return False
    try:
        column.adapter.validate_python(list(texts), strict=True)
    except ValidationError:
        return False
    return True


def _out_of_bounds(column: Column, found: dict[str, Any]) -> dict[str, Problem]:
    texts = [text for text, value in found.items() if value is not column.empty]
    try:
        column.adapter.validate_python([found[text] for text in texts], strict=True)
    except ValidationError as error:
        return {
            texts[int(detail["loc"][0])]: _bound_problem(column, detail["type"])
            for detail in error.errors(include_url=False, include_context=False)
        }
    return {}


def _bound_problem(column: Column, fault: str) -> Problem:
    if fault == "string_too_long":
        return Problem(f"must be {column.expected}", "Shorten it")
    if column.kind is Kind.DAY:
        return Problem(
            f"must be {column.expected}",
            "Correct the year"
            + ("; leave the cell empty where there is no such day" if column.may_be_empty else ""),
        )
    if fault == "less_than_equal":
        return Problem(
            f"is too large, it must be {column.expected}", "Write the number that is meant"
        )
    return Problem(f"must be {column.expected}", f"Write {column.expected}")


def _parsed(column: Column, text: str) -> Any:
    if text == "" or (column.kind not in (Kind.ID, Kind.TEXT) and not text.strip()):
        if column.may_be_empty:
            return column.empty
        return Problem("must not be empty", f"Write {column.expected}")
    match column.kind:
        case Kind.ID | Kind.TEXT:
            return _text(text)
        case Kind.WHOLE:
            return _whole(column, text.strip())
        case Kind.NUMBER:
            return _number(column, text.strip())
        case Kind.DAY:
            return _day(column, text.strip())
        case Kind.CHOICE:
            return _choice(column, text.strip())


def _text(text: str) -> str | Problem:
    if UNREADABLE.search(text):
        return Problem("holds a character that cannot be shown", "Delete the text and type it anew")
    return text


def _whole(column: Column, text: str) -> int | Problem:
    if _WHOLE.fullmatch(text):
        return int(text.partition(".")[0])
    return Problem(f"must be {column.expected}", f"Write {column.expected}, in digits only")


def _number(column: Column, text: str) -> float | Problem:
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        return float(text)
    remedy = f"Write {column.expected}"
    with_point = text.replace(",", ".")
    if "," in text and _NUMBER.fullmatch(with_point):
        remedy += f", with a decimal point and no thousands separator, such as {with_point}"
    return Problem(f"must be {column.expected}", remedy)


def _day(column: Column, text: str) -> date | Problem:
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Problem("is not a day of the calendar", "Write a day that exists, as YYYY-MM-DD")
    return Problem(f"must be {column.expected}", day_remedy(text))


def _choice(column: Column, text: str) -> Any:
    if text in column.choices:
        return column.convert(text)
    remedy = f"Write {column.expected}"
    if text.casefold() in column.choices:
        remedy = f"Write {text.casefold()}, in small letters"
    elif column.may_be_empty:
        remedy += f", or leave the cell empty for {column.empty}"
    return Problem(f"must be {column.expected}", remedy)


def text_of(value: Any) -> str:
    """Return how a value is written in a cell, so that it reads back equal."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
