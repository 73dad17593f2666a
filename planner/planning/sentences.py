"""What a broken rule is called in plain English: names and dates instead of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solver
from planner.domain import BrokenRule
from planner.planning.words import Count, Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain import Placement


def sentence(violation: solver.Violation, names: Names) -> str:
    """Return the rule's explanation with the people, places and dates of one breach."""
    return solver.explanation(violation.rule).format(
        employee=names.employee(violation.employee),
        other=names.employee(violation.other),
        department=names.department(violation.department),
        host=names.department(violation.host),
        period=names.period(violation.period),
        value=Count(violation.value, names.unit),
        limit=Count(violation.limit, names.unit),
    )


def broken_rules(
    violations: Iterable[solver.Violation], rows: Sequence[Placement], names: Names
) -> tuple[BrokenRule, ...]:
    """Return violations as sentences with the placements they are about.

    Parameters
    ----------
    violations : iterable of Violation
        What ``solver.check`` found.
    rows : sequence of Placement
        The placement behind each row of the plan that was checked.
    names : Names
        What to call things.
    """
    return tuple(
        BrokenRule(
            violation.rule,
            sentence(violation, names),
            tuple(rows[row] for row in violation.placements),
        )
        for violation in violations
    )
