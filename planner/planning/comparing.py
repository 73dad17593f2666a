"""Two plans side by side."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

import solver
from planner.domain import Comparison, PersonChange, PlacementChange, Plan
from planner.planning.changes_in_words import Called, summary
from planner.planning.effects import aim_changes, dependency_changes
from planner.planning.problem import lost_for_good, to_problem, valid_experience_rows
from planner.planning.translation import to_solver_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain import AimChange, AimOutcome, Organisation, Placement


def compare(
    organisation: Organisation,
    one: Plan,
    other: Plan,
    *,
    before: Organisation | None = None,
    previous: Plan | None = None,
    one_aims: Sequence[AimOutcome] = (),
    other_aims: Sequence[AimOutcome] = (),
) -> Comparison:
    """Say what lies between two plans: what changes if the other takes the place of the one.

    Both are measured by the same organisation, so that a change of the plan is not mixed up
    with a change of the organisation. A placement whose employee or host that organisation
    does not have is listed like any other and counts for nothing; a mentor whom it does not
    have makes no difference to what a placement is worth.

    Parameters
    ----------
    organisation : Organisation
        What both plans are measured by, normally the organisation as it is now.
    one, other : Plan
        The plan before and the plan after.
    before : Organisation, optional
        What the one was made for, where that was another state of the organisation; people
        and departments that are gone are called by the names that they had there.
    previous : Plan, optional
        The plan before both of them; with one, stability is among the aims.
    one_aims, other_aims : sequence of AimOutcome
        What was found when each was made. A bound is shown as long as the plan is still
        worth what it was worth then; one that was found for another state says nothing.

    Raises
    ------
    BadInput
        If a pin does not start with a period of the cycle.
    """
    problem = to_problem(organisation, previous)
    known = [_known(organisation, plan) for plan in (one, other)]
    plans = [to_solver_plan(organisation, plan).plan for plan in known]
    worth = [solver.evaluate(problem, plan) for plan in plans]
    aims = aim_changes(worth[0].aims, worth[1].aims, lost_for_good(organisation, previous))
    placements = _placements(one, other)
    comparison = Comparison(
        *placements,
        dependencies=dependency_changes(organisation, worth[0].coverage, worth[1].coverage),
        people=_people(organisation, one, other),
        aims=tuple(_bounded(aim, one_aims, other_aims) for aim in aims),
        summary=(),
    )
    return replace(comparison, summary=summary(comparison, Called(organisation, before)))


def _known(organisation: Organisation, plan: Plan) -> Plan:
    """Return the placements of which an organisation knows who goes where."""
    employees = {employee.id for employee in organisation.employees}
    departments = {department.id for department in organisation.departments}
    strangers = {p.mentor for p in plan} - employees - {None}
    return Plan(
        tuple(
            replace(p, mentor=None) if p.mentor in strangers else p
            for p in plan
            if p.employee in employees and p.host in departments
        )
    )


_Placements = tuple[
    tuple["Placement", ...],
    tuple["Placement", ...],
    tuple[PlacementChange, ...],
    tuple[PlacementChange, ...],
]


def _placements(one: Plan, other: Plan) -> _Placements:
    """Return what is added, dropped, moved and guided by another."""
    was, now = Counter(one), Counter(other)
    only_one = _by_visit((was - now).elements())
    only_other = _by_visit((now - was).elements())
    added: list[Placement] = []
    dropped: list[Placement] = []
    moved: list[PlacementChange] = []
    guided: list[PlacementChange] = []
    for visit in only_one.keys() | only_other.keys():
        left, right = only_one[visit], only_other[visit]
        guided += _pairs(left, right)
        for gone, come in zip_longest(left, right):
            if come is None:
                dropped.append(gone)
            elif gone is None:
                added.append(come)
            else:
                moved.append(PlacementChange(gone, come))
    return (
        Plan.of(added).placements,
        Plan.of(dropped).placements,
        tuple(sorted(moved, key=_when)),
        tuple(sorted(guided, key=_when)),
    )


def _pairs(left: list[Placement], right: list[Placement]) -> list[PlacementChange]:
    """Take the placements that start on the same day out of both, and return them in pairs."""
    found = []
    for gone in tuple(left):
        come = next((each for each in right if each.first_day == gone.first_day), None)
        if come is not None:
            left.remove(gone)
            right.remove(come)
            found.append(PlacementChange(gone, come))
    return found


def _by_visit(placements: Iterable[Placement]) -> dict[tuple[str, str], list[Placement]]:
    """Return placements by employee and host, the earliest first."""
    found: dict[tuple[str, str], list[Placement]] = defaultdict(list)
    for each in sorted(placements, key=lambda p: p.first_day):
        found[each.employee, each.host].append(each)
    return found


def _when(change: PlacementChange) -> tuple[object, ...]:
    return change.before.first_day, change.before.employee, change.before.host


def _people(organisation: Organisation, one: Plan, other: Plan) -> tuple[PersonChange, ...]:
    """Return who has more or fewer placements, those who are gone last."""
    was, now = (Counter(p.employee for p in plan) for plan in (one, other))
    rows = valid_experience_rows(organisation)
    experienced = {organisation.experience[row].employee for row in rows}
    here = {employee.id: number for number, employee in enumerate(organisation.employees)}
    changed = [who for who in was.keys() | now.keys() if was[who] != now[who]]
    changed.sort(key=lambda who: (here.get(who, len(here)), who))
    return tuple(
        PersonChange(
            who,
            was[who],
            now[who],
            was[who] > 0 or who in experienced,
            who in here and (now[who] > 0 or who in experienced),
        )
        for who in changed
    )


def _bounded(
    aim: AimChange, one_aims: Sequence[AimOutcome], other_aims: Sequence[AimOutcome]
) -> AimChange:
    return replace(
        aim,
        bound_before=_bound(aim.name, aim.before, one_aims),
        bound_after=_bound(aim.name, aim.after, other_aims),
    )


def _bound(name: str, value: float, outcomes: Sequence[AimOutcome]) -> float | None:
    """Return the bound that was found for an aim, if it was found for this very value."""
    for outcome in outcomes:
        if outcome.name == name and math.isclose(outcome.value, value, abs_tol=1e-9):
            return outcome.bound
    return None
