"""The cross-training matrix: people of each department who know each other department."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.graph import is_valid

if TYPE_CHECKING:
    from planner.domain import Organisation, Plan
    from planner.present.names import Names


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one home who know one host from before, and who are planned to visit it."""

    experienced: int
    planned: int
    linked: bool
    title: str

    @property
    def text(self) -> str:
        """What stands in the cell: "2", "2+1" or "+1", and nothing where nobody is."""
        planned = f"+{self.planned}" if self.planned else ""
        return f"{self.experienced or ''}{planned}"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One home department."""

    name: str
    short: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Home departments by hosts, both in the organisation's order."""

    hosts: tuple[tuple[str, str], ...]
    """Short name and name of each host."""
    rows: tuple[MatrixRow, ...]


def cross_training(organisation: Organisation, plan: Plan, names: Names) -> Matrix:
    """Return who knows what: valid experience, and new visitors of a plan on top of it."""
    homes = {e.id: e.department for e in organisation.employees}
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for visit in organisation.experience:
        if visit.employee in homes and is_valid(visit, organisation.cycle):
            known[homes[visit.employee], visit.department].add(visit.employee)
    coming: dict[tuple[str, str], set[str]] = defaultdict(set)
    for placement in plan:
        pair = homes.get(placement.employee, ""), placement.host
        if placement.employee not in known[pair]:
            coming[pair].add(placement.employee)
    linked = {
        (home, host)
        for d in organisation.dependencies
        for home, host in ((d.customer, d.provider), (d.provider, d.customer))
        if d.walked_by(home, host)
    }
    keys = [department.id for department in organisation.departments]
    rows = tuple(
        MatrixRow(
            names.department(home),
            names.short(home),
            tuple(
                _cell(
                    len(known[home, host]),
                    len(coming[home, host]),
                    (home, host) in linked,
                    f"{names.department(home)} people at {names.department(host)}",
                )
                for host in keys
            ),
        )
        for home in keys
    )
    return Matrix(tuple((names.short(key), names.department(key)) for key in keys), rows)


def _cell(experienced: int, planned: int, linked: bool, pair: str) -> Cell:
    if not linked and not experienced and not planned:
        return Cell(0, 0, linked=False, title=f"{pair}: no visits, neither depends on the other")
    return Cell(experienced, planned, linked, f"{pair}: {experienced} know it, {planned} planned")
