"""The sample organisation, and a plan that was made for it once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from planner.exchange import read_organisation, read_plan

if TYPE_CHECKING:
    from planner.domain import Organisation, Placement, Plan

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


@cache
def larkfield() -> Organisation:
    """Return the sample organisation."""
    return read_organisation(SAMPLE).organisation


@cache
def published() -> Plan:
    """Return a legal plan of the sample organisation."""
    return read_plan(Path(__file__).with_name("larkfield_plan.csv"), larkfield())


def employee(name: str) -> str:
    """Return the id of somebody by name."""
    (found,) = [each.id for each in larkfield().employees if each.name == name]
    return found


def department(name: str) -> str:
    """Return the id of a department by name."""
    (found,) = [each.id for each in larkfield().departments if each.name == name]
    return found


def visit(name: str, host: str) -> Placement:
    """Return a placement of the plan by the names of who goes where."""
    who, where = employee(name), department(host)
    (found,) = [p for p in published() if (p.employee, p.host) == (who, where)]
    return found
