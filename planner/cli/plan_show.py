"""`planner plan list` and `planner plan show`: which versions there are, and what each is."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.office import AsUser, Database, office
from planner.cli.searching import SAID, Cycle
from planner.cli.watching import in_words, stage_name
from planner.domain import JobState, VersionState
from planner.present.names import Names
from planner.present.words import aim_name, aim_proof, aim_value, count, day, days, plain

if TYPE_CHECKING:
    from rich.console import Console

    from planner.domain import Job, PlanVersion
    from planner.workflow.plan_versions import Shown

LIST_EXAMPLES = screen.examples("planner plan list", 'planner plan list --cycle "Spring 2027"')
SHOW_EXAMPLES = screen.examples(
    "planner plan show", "planner plan show 3 --host Payroll", "planner plan show 3 --placements"
)
ID_LETTERS = 8
"""How many letters of a placement's id are shown: enough to name it by."""


def list_versions(
    cycle: Cycle = None,
    discarded: Annotated[
        bool, typer.Option("--discarded", help="Drafts that were thrown away, too.")
    ] = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """List the versions of the plan: drafts, the published one, and those before it."""
    with office(database, as_user) as (store, actor):
        from planner.workflow.plan_versions import list_plans

        found = list_plans(store, actor, cycle=cycle, discarded=discarded)
        console = screen.results()
        if not found:
            console.print("There is no plan yet. Build one: planner plan build --wait")
            return
        columns: list[screen.Column] = [
            ("Version", "right"),
            ("State", "left"),
            ("Title", "left"),
            ("Placements", "right"),
            ("Coverage", "right"),
            ("From", "right"),
            ("Search", "left"),
        ]
        rows = [
            (
                str(each.version.number),
                each.version.state.value,
                each.version.title,
                f"{each.placements:,}",
                _coverage(each.version),
                "" if each.version.base is None else str(each.version.base),
                "" if each.job is None else _job_in_words(each.job),
            )
            for each in found
        ]
        screen.print_table(console, columns, rows)


def show(
    number: Annotated[
        int | None, typer.Argument(metavar="[VERSION]", help="Which; the published one if none.")
    ] = None,
    cycle: Cycle = None,
    employee: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Placements of this person: id or name.")
    ] = None,
    host: Annotated[
        str | None, typer.Option(metavar="DEPARTMENT", help="Placements there: id or name.")
    ] = None,
    placements: Annotated[
        bool, typer.Option("--placements", help="All placements, with their ids.")
    ] = False,
    database: Database = None,
    as_user: AsUser = None,
) -> None:
    """Show one version: what it is worth, what it breaks, and its placements.

    The ids of placements are those that `planner plan edit` asks for.
    """
    with office(database, as_user) as (store, actor):
        from planner.workflow.plan_versions import see_plan

        shown = see_plan(store, actor, number, cycle=cycle, employee=employee, host=host)
        console = screen.results()
        version = shown.version
        console.print(
            plain(f'Version {version.number} of "{version.cycle}", {version.state.value}: ')
            + plain(version.title)
        )
        _tell_history(console, shown)
        if shown.job is not None:
            console.print(f"Search: {_job_in_words(shown.job)}")
            if shown.job.reason:
                console.print(plain(shown.job.reason))
        tell_worth(console, shown)
        _tell_broken(console, shown)
        _tell_edits(console, shown)
        if placements or employee is not None or host is not None:
            _tell_placements(console, shown)


def tell_worth(console: "Console", shown: "Shown") -> None:
    """Print how large a version is and what it is worth."""
    console.print(f"{count(shown.total, 'placement')}.")
    aims = shown.version.aims
    if not aims:
        return
    screen.heading(console, "Aims, the most important first")
    columns: list[screen.Column] = [("Aim", "left"), ("Reached", "right"), ("Proven", "left")]
    screen.print_table(
        console,
        columns,
        [(aim_name(a.name), aim_value(a.name, a.value), aim_proof(a)) for a in aims],
    )


def _tell_history(console: "Console", shown: "Shown") -> None:
    version, users = shown.version, shown.users
    made = f"Made on {day(version.made_at.date())} by {users.get(version.made_by, version.made_by)}"
    console.print(plain(made + (f" from version {version.base}." if version.base else ".")))
    if version.published_at is not None:
        when, by = day(version.published_at.date()), version.published_by or ""
        console.print(plain(f"Published on {when} by {users.get(by, by)}."))
    waiver = version.waiver
    if waiver is not None:
        asked, second = waiver.asked_by, waiver.agreed_by or ""
        agreed = f"{users.get(second, second)} agreed" if second else "nobody has agreed yet"
        by = users.get(asked, asked)
        console.print(plain(f"Waiver asked for by {by}; {agreed}: {waiver.reason}"))


def _tell_broken(console: "Console", shown: "Shown") -> None:
    if shown.broken is None:
        return
    if not shown.broken:
        console.print()
        console.print("It keeps every rule.")
        return
    screen.heading(console, f"Broken rules: {len(shown.broken)}")
    for each in shown.broken:
        console.print(f"- {plain(each.sentence)}")


def _tell_edits(console: "Console", shown: "Shown") -> None:
    if shown.edits:
        screen.heading(console, "Edits by hand")
        for edit in shown.edits:
            taken_back = " (taken back)" if edit.undone else ""
            console.print(f"{edit.step}. {plain(edit.what)}{taken_back}")


def _tell_placements(console: "Console", shown: "Shown") -> None:
    names = Names(shown.organisation)
    screen.heading(console, "Placements")
    columns: list[screen.Column] = [
        ("Id", "left"),
        ("Who", "left"),
        ("Where", "left"),
        ("When", "left"),
        ("Mentor", "left"),
        ("", "left"),
    ]
    rows = [
        (
            id[:ID_LETTERS],
            names.employee(each.employee),
            names.department(each.host),
            days(each.first_day, each.last_day),
            names.employee(each.mentor) if each.mentor else "",
            "pinned" if pinned else "",
        )
        for id, each, pinned in shown.placements
    ]
    screen.print_table(console, columns, rows)


def _coverage(version: "PlanVersion") -> str:
    if version.state is VersionState.DISCARDED:
        return ""
    found = next((aim for aim in version.aims if aim.name == "coverage"), None)
    return "" if found is None else aim_value("coverage", found.value)


def _job_in_words(job: "Job") -> str:
    if job.state is JobState.RUNNING and job.progress is not None:
        stopping = "stopping; " if job.stop_asked else ""
        return f"{stopping}{stage_name(job.progress.stage)}: {in_words(job.progress)}"
    return SAID[job.state]
