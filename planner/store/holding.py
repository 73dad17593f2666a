"""Looking for words inside texts, in the same way on every database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement


def holds(column: Column[Any], word: str) -> ColumnElement[bool]:
    """Return what is true where a text has a word in it, spelled just so; "" is in none.

    ``LIKE`` would do, were it not blind to case on one database and not on the other.
    """
    text = cast(column, Text)
    return func.replace(text, word, "") != text


def json_holds(column: Column[Any], word: str) -> ColumnElement[bool]:
    """Return what is true where some text in a JSON value has a word in it."""
    return holds(column, json.dumps(word)[1:-1])


def json_names(column: Column[Any], value: str) -> ColumnElement[bool]:
    """Return what is true where some text in a JSON value is this one and no more."""
    return holds(column, json.dumps(value))
