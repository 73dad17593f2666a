"""Whether an organisation can be kept: its rows fit together, and their texts can be stored.

Files are checked when they are read, with every detail; this is the last line, for rows that
came another way.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from planner.domain import Refused
from planner.store.organisation_rows import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.domain import Organisation
    from planner.store.organisation_rows import Kind

_SHOWN = 20


def refuse_unsound(organisation: Organisation) -> None:
    """Refuse an organisation that cannot be kept.

    Raises
    ------
    Refused
        A row refers to one that is not there, two rows have the same key, or a text holds a
        character that databases refuse.
    """
    found = list(islice(_unsound(organisation), _SHOWN))
    if found:
        raise Refused(found)


def _unsound(organisation: Organisation) -> Iterator[str]:
    known = {
        name: {row.id for row in getattr(organisation, name)}
        for name in ("departments", "employees")
    }
    for kind in KINDS:
        rows = getattr(organisation, kind.name)
        if kind.key:
            counted = Counter(map(kind.key_of, rows))
            if len(counted) < len(rows):
                for key in (key for key, count in counted.items() if count > 1):
                    yield f"{kind.name}: {_shown(key)} is there twice. Leave one of the rows out."
        for field, other in kind.refers.items():
            for row in rows:
                named = getattr(row, field)
                if named is not None and named not in known[other]:
                    yield (
                        f'{kind.name}: the {field} "{named}" is not among the {other}. '
                        "Add it there, or change this row."
                    )
        yield from _unstorable(kind, rows)


def _unstorable(kind: Kind, rows: tuple[object, ...]) -> Iterator[str]:
    for field in kind.fields:
        for row in rows:
            value = getattr(row, field)
            if isinstance(value, str) and ("\x00" in value or not value.isascii()):
                yield from _bad_text(kind, field, value)


def _bad_text(kind: Kind, field: str, value: str) -> Iterator[str]:
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        yield (
            f"{kind.name}: the {field} {value!a} holds a character that is no text. Type it anew."
        )


def _shown(key: object) -> str:
    return " and ".join(map(str, key)) if isinstance(key, tuple) else str(key)
