"""What all commands around the database share: opening it, who acts, and how failures end.

A command looks like this, and prints what it has to say inside the block::

    def withdraw(request: str, database: Database = None, as_user: AsUser = None) -> None:
        with office(database, as_user) as (store, actor):
            ...

Exit status: 2 bad input, refused, not found, or no usable database; 3 and 4 no plan, as for
`planner solve`; 5 somebody else was first, nothing was changed: look again and repeat.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.domain import (
    Actor,
    BadInput,
    Conflict,
    NoPlanFound,
    NoPlanPossible,
    PlannerError,
    Refused,
)
from planner.domain.request_states import CONFIRM
from planner.present.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.workflow.opening import Store

REFUSED, IMPOSSIBLE, NOT_FOUND_IN_TIME, CONFLICT = 2, 3, 4, 5

Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="PLANNER_DATABASE_URL",
        show_envvar=False,
        help="The database: a SQLite file or postgresql://...; else PLANNER_DATABASE_URL.",
    ),
]
AsUser = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="USER",
        envvar="PLANNER_USER",
        show_envvar=False,
        help="Who does it: id or e-mail of a user; else PLANNER_USER, or the only user.",
    ),
]


@contextmanager
def telling() -> Iterator[None]:
    """Tell what is refused in here in plain words, and end with its exit status."""
    try:
        yield
    except BadInput:
        raise  # with its findings, which are told by `planner.cli.app`
    except PlannerError as error:
        notes = screen.notes()
        for sentence in str(error).splitlines():
            notes.print(plain(sentence))
        if isinstance(error, Refused) and CONFIRM in error.sentences:
            notes.print("To confirm it, say the same again with --accept-loss.")
        raise typer.Exit(status_of(error)) from None


def status_of(error: PlannerError) -> int:
    """Return the exit status that tells programs what kind of failure it was."""
    if isinstance(error, Conflict):
        return CONFLICT
    if isinstance(error, NoPlanPossible):
        return IMPOSSIBLE
    return NOT_FOUND_IN_TIME if isinstance(error, NoPlanFound) else REFUSED


@contextmanager
def database_of(address: str | None, *, ready: bool = True) -> Iterator[Store]:
    """Open the database for work that nobody in particular does; tell failures (`telling`).

    Parameters
    ----------
    address : str, optional
        Without it ``PLANNER_DATABASE_URL`` counts, then a file in this user's data folder.
    ready : bool, default True
        False for upgrading and restoring, which take a database in any state.
    """
    from planner.workflow.opening import open_store

    with telling(), open_store(address, ready=ready) as store:
        yield store


@contextmanager
def office(address: str | None, user: str | None) -> Iterator[tuple[Store, Actor]]:
    """Open the database and find out who acts (`who_acts`); tell failures (`telling`)."""
    from planner.workflow.who_acts import who_acts

    with database_of(address) as store:
        yield store, who_acts(store, user)


@contextmanager
def office_or_first(address: str | None, user: str | None) -> Iterator[tuple[Store, Actor | None]]:
    """Like `office`, but with nobody as the actor while the database has no users."""
    from planner.workflow.who_acts import NOBODY_YET, who_acts

    with database_of(address) as store:
        try:
            actor = who_acts(store, user)
        except Refused as refused:
            if refused.sentences != (NOBODY_YET,):
                raise
            actor = None
        yield store, actor
