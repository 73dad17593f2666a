"""How a row of the table is written; the rows stand in the files beside, by subject.

A letter a person, in the order of ``WHO``, grouped as in `GROUPS`:

- ``Y``: it is done.
- ``!``: they are told that it is not theirs to do.
- ``.``: for them there is no such thing.
- ``r``: they may do such things, but this one makes no sense, whoever asks.

What stands in a row is about Pam unless its title says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.workflow.permissions.prepared import WHO

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import Actor
    from planner.store import Store

    Call = Callable[[Store, Actor], object]

GROUPS = ("nobody gus", "pam sue pat", "pia sam fay boss sid", "hana ada", "planner")
"""Outsiders; employees; managers, the last of them as a deputy only; HR and administrator."""

COLUMNS = " ".join(GROUPS).split()
assert [*WHO, "planner"] == COLUMNS


@dataclass(frozen=True)
class Row:
    """One workflow as it is tried.

    ``function`` is what is tried, ``title`` says on what. ``entries`` counts what the record
    tells afterwards where it was done.
    """

    function: Any
    title: str
    call: Call
    letters: str
    situation: str
    entries: int

    @property
    def name(self) -> str:
        return f"{self.function.__name__} {self.title}".strip()

    def letter(self, who: str) -> str:
        return self.letters[COLUMNS.index(who)]


def row(
    function: Any,
    letters: str,
    call: Call,
    *,
    title: str = "",
    on: str = "plain",
    entries: int = 1,
) -> Row:
    groups = letters.split()
    assert [len(each) for each in groups] == [len(each.split()) for each in GROUPS], letters
    return Row(function, title, call, "".join(groups), on, entries)


def reading(
    function: Any,
    letters: str,
    call: Call,
    *,
    title: str = "",
    on: str = "plain",
) -> Row:
    """Return a row of something that only looks and leaves no trace."""
    return row(function, letters, call, title=title, on=on, entries=0)


def out(store: Store, name: str) -> Path:
    """Return where a case may write a file."""
    return Path(str(store.engine.url.database)).parent / name
