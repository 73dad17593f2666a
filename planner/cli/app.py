"""All commands, and what happens when one of them fails."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from planner.cli import (
    approvals,
    audit,
    bench,
    calendars,
    check,
    clock_run,
    cycles,
    db,
    export,
    import_,
    inbox,
    mail,
    person,
    plan,
    request,
    sample,
    scenarios,
    score,
    screen,
    show,
    solve,
    user,
    why,
    worker,
)
from planner.domain import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

UNEXPECTED, BAD_INPUT, STOPPED = 1, 2, 130


class Commands(TyperGroup):
    """The commands, each of which tells bad input in the same way."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; turn bad input and Ctrl-C into their exit status."""
        try:
            return super().invoke(ctx)
        except BadInput as bad:
            screen.tell_findings(screen.notes(), bad.findings)
            raise typer.Exit(BAD_INPUT) from None
        except KeyboardInterrupt:
            screen.notes().print("Stopped.")
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    cls=Commands,
    name="planner",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=screen.examples(
        "planner sample acme",
        "planner check acme",
        "planner solve acme --out plan.csv",
        "planner show acme plan.csv --html plan.html",
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        with contextlib.suppress(PackageNotFoundError):
            typer.echo(f"Rotation Planner {version('rotation-planner')}")
            raise typer.Exit
        typer.echo("Rotation Planner (not installed)")
        raise typer.Exit


@app.callback()
def planner(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Say which version."),
    ] = False,
) -> None:
    """Plan cross-training rotations: who visits which department, and when.

    An organisation is a folder of tables (or one workbook): departments, people and who
    depends on whom. The plan sends people where their department's work comes from or
    goes to, keeps every rule, and says how far it is from the best plan there can be.
    With a database, organisations stay, plans are published, and changes are asked for.
    """


_FILES = "With a folder of tables, or a workbook"
_PLANS = "With a database: organisations, plans and requests"
_PEOPLE = "With a database: users, messages and calendars"
_CARE = "With a database: looking after it"

_COMMANDS: tuple[tuple[str, Callable[..., None]], ...] = (
    (_FILES, sample.sample),
    (_FILES, check.check),
    (_FILES, solve.solve),
    (_FILES, scenarios.scenarios),
    (_FILES, score.score),
    (_FILES, why.why),
    (_FILES, show.show),
    (_FILES, bench.bench),
    (_PLANS, import_.import_),
    (_PLANS, export.export),
    (_PLANS, worker.worker),
    (_PLANS, clock_run.clock),
    (_PEOPLE, inbox.inbox),
    (_PEOPLE, calendars.calendar),
    (_PEOPLE, calendars.calendar_link),
)
for panel, command in _COMMANDS:
    name = command.__name__.strip("_").replace("_", "-")
    epilog = calendars.LINK_EXAMPLES if name == "calendar-link" else ""
    epilog = epilog or command.__globals__["EXAMPLES"]
    app.command(name, epilog=epilog, rich_help_panel=panel)(command)

for panel, group in (
    (_PLANS, cycles.cycles),
    (_PLANS, plan.plan),
    (_PLANS, request.request),
    (_PLANS, approvals.approvals),
    (_PEOPLE, user.user),
    (_PEOPLE, mail.mail),
    (_PEOPLE, person.person),
    (_CARE, db.db),
    (_CARE, audit.audit),
):
    app.add_typer(group, rich_help_panel=panel)


def run(arguments: list[str], started: float) -> int:
    """Run a command and return its exit status; never end in a traceback.

    Parameters
    ----------
    started : float
        When the command began, on the clock of ``time.monotonic``.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a name may hold letters that the terminal cannot show
            reconfigure(errors="replace")
    try:
        app(arguments, prog_name="planner", obj=started)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else UNEXPECTED
    except KeyboardInterrupt:
        return STOPPED
    except OSError as error:
        return _unexpected(error, BAD_INPUT if error.filename else UNEXPECTED)
    except Exception as error:
        return _unexpected(error, UNEXPECTED)
    return 0


def _unexpected(error: Exception, status: int) -> int:
    notes = screen.notes()
    if os.environ.get("PLANNER_DEBUG"):
        notes.print("".join(traceback.format_exception(error)).rstrip())
        return status
    if isinstance(error, OSError) and error.strerror:
        place = error.filename or "The result could not be written"
        notes.print(f"{place}: {error.strerror}.")
        return status
    reason = (str(error).strip().splitlines() or [""])[0][:200]
    notes.print(
        f"Sorry, this went wrong in a way nobody foresaw ({type(error).__name__}: {reason}). "
        "Set PLANNER_DEBUG=1 and run the command again to see the details for a report."
    )
    return status
