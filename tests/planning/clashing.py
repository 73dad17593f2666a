"""Clashes made by hand: facts about the company, and the sentence they become."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import solver
from planner.planning.clashes import to_clashes

if TYPE_CHECKING:
    from planner.domain import Clash, Organisation

FIRST = date(2027, 1, 4)
SECOND = date(2027, 1, 11)
THIRD = date(2027, 1, 18)
FOURTH = date(2027, 1, 25)

# Placements at Payroll take two weeks, elsewhere one.
ADA, BOB, CYD, DAN, EVE = range(5)
SALES, PAYROLL = range(2)


def fact(kind: str, **where: int) -> solver.Fact:
    nothing = dict.fromkeys(("employee", "other", "department", "period", "row"), -1)
    return solver.Fact(kind=kind, **{**nothing, **where})


def clash(organisation: Organisation, rules: str, *facts: solver.Fact) -> Clash:
    (only,) = to_clashes((solver.Conflict(tuple(rules.split()), facts),), organisation)
    return only


def rows(found: Clash) -> list[tuple[str, int | None]]:
    return [(row.table, row.line) for row in found.rows]


PIN, SECOND_PIN = fact("pin", row=0), fact("pin", row=1)
