"""The organisation: rows of its tables, files in and out, and the cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.row_changes import RowChange
from planner.workflow.edit_rows import edit_rows, undo_rows
from planner.workflow.export_organisation import export_organisation
from planner.workflow.import_organisation import import_organisation
from planner.workflow.list_cycles import list_cycles
from planner.workflow.next_cycle import carry_over, next_cycle
from tests.workflow.permissions.prepared import revision
from tests.workflow.permissions.table import out, reading, row
from tests.workflow.requests.office import CYCLE, NOW, company, day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.domain import Actor
    from planner.store import Store

PAM = next(each for each in company().employees if each.id == "pam")
PAYROLL = next(each for each in company().departments if each.id == "payroll")
A_DAY = {"first_day": "2027-02-01", "last_day": "2027-02-01"}
A_WISH = {"employee": "pam", "department": "sales", "score": "1"}
EVERYBODY = "!! YYY YYYYY YY ."


def edit(table: str, *changes: RowChange) -> Callable[[Store, Actor], object]:
    return lambda s, a: edit_rows(s, a, CYCLE, table, changes, expected=revision(s), now=NOW)


def source(store: Store, name: str) -> Path:
    """Return a folder that was prepared; a case has its database in a folder of its own."""
    return out(store, "prepared") / name


ROWS = (
    row(
        edit_rows,
        "!! !!! !!!!! Y! .",
        edit("departments", RowChange(PAYROLL, {"name": "Pay"})),
        title="departments",
    ),
    row(
        edit_rows,
        "!! !!! Y.... Y! .",
        edit("absences", RowChange(None, {"employee": "pam", **A_DAY})),
        title="absences",
    ),
    row(
        edit_rows,
        "!! !.. Y.... Y! .",
        edit("employees", RowChange(PAM, {"mentors": "1"})),
        title="mentors",
    ),
    row(
        edit_rows,
        "!! Y.. !.... YY .",
        edit("employees", RowChange(PAM, {"email": "pam@example.org"})),
        title="address",
    ),
    row(
        edit_rows,
        "!! !.. !.... Y! .",
        edit("employees", RowChange(PAM, {"manager": "boss"})),
        title="manager",
    ),
    row(
        edit_rows,
        "!! Y.. !.... Y! .",
        edit(
            "preferences", RowChange(None, {"employee": "pam", "department": "sales", "score": "1"})
        ),
        title="wishes",
    ),
    row(
        edit_rows,
        "!! !!! Y!!!! Y! .",
        edit("closures", RowChange(None, {"department": "payroll", "kind": "both", **A_DAY})),
        title="closures",
    ),
    row(
        undo_rows,
        "!! Yrr Yrrrr Yr .",
        lambda s, a: undo_rows(s, a, CYCLE, expected=revision(s), now=NOW),
        title="of one's own",
        on="edited",
    ),
    reading(
        import_organisation,
        "!! !!! !!!!! Y! .",
        lambda s, a: import_organisation(s, a, source(s, "whole"), now=NOW),
        title="all of it, as a trial",
        on="files",
    ),
    row(
        import_organisation,
        "!! !!! !!!!! Y! .",
        lambda s, a: import_organisation(s, a, source(s, "whole"), commit=True, now=NOW),
        title="all of it",
        on="files",
    ),
    row(
        import_organisation,
        "!! !!! Y!!!! Y! .",
        lambda s, a: import_organisation(s, a, source(s, "share"), commit=True, now=NOW),
        title="Pia's share of it",
        on="files",
    ),
    row(
        export_organisation,
        "!! YYY YYYYY Y. .",
        lambda s, a: export_organisation(s, a, out(s, "taken"), now=NOW),
        title="one's share of it",
    ),
    reading(list_cycles, EVERYBODY, lambda s, a: list_cycles(s, a, now=NOW)),
    row(
        next_cycle,
        "!! !!! !!!!! Y! .",
        lambda s, a: next_cycle(s, a, "Autumn", after=CYCLE, first_day=day(20), now=NOW),
    ),
    row(
        carry_over,
        "!! !!! !!!!! Y! .",
        lambda s, a: carry_over(s, a, CYCLE, "Autumn", now=NOW),
        on="next cycle",
    ),
)
