"""Reading a plan: plan.csv, also one that was made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Organisation, Plan
from planner.exchange.csv_file import read_csv
from planner.exchange.faults import Ledger, one_fault
from planner.exchange.garbage import collector_paused
from planner.exchange.references import check_ids
from planner.exchange.rows import typed
from planner.exchange.tables import PLAN

if TYPE_CHECKING:
    from pathlib import Path


def read_plan(path: Path, organisation: Organisation) -> Plan:
    """Read a plan of an organisation.

    Whether the plan keeps the rules is not looked at here, and neither is whether its
    days fit the cycle: any plan that can be understood is read.

    Parameters
    ----------
    path : Path
        A CSV file of the columns employee, host, first_day, last_day and mentor; the last
        may be missing. A header alone is a plan without placements.
    organisation : Organisation
        What the plan is for; its ids are the ones that exist.

    Raises
    ------
    BadInput
        With every fault at once.
    """
    if not path.exists():
        raise one_fault(str(path), "does not exist", "Name a plan, a file such as plan.csv")
    with collector_paused():
        return _read(path, organisation)


def _read(path: Path, organisation: Organisation) -> Plan:
    ledger = Ledger()
    rows = typed(PLAN, read_csv(path, ledger), path.name, ledger)
    known = {
        "departments": frozenset(d.id for d in organisation.departments),
        "employees": frozenset(e.id for e in organisation.employees),
    }
    check_ids(rows, known, ledger)
    ledger.raise_if_any()
    return Plan.of(rows.rows())
