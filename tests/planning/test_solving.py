"""From an organisation to a plan and back to what is known about it."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Absence,
    BadInput,
    Experience,
    Organisation,
    Pin,
    Placement,
    Plan,
    Progress,
    Requirement,
    Status,
    WhoVisits,
)
from planner.planning import explain_impossible, score, solve
from planner.planning.translation import HORIZON
from tests.builders import a_cycle, a_department, a_dependency, a_plan, an_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import AimOutcome

FIRST = date(2027, 1, 4)


def one_desk(**tables: Any) -> Organisation:
    """Return A, whose two people depend on B, which seats one visitor for two weeks."""
    return an_organisation(
        departments=[
            a_department("A"),
            a_department("B", host_capacity=1, rotation_periods=2),
        ],
        dependencies=[a_dependency("A", "B", who_visits=WhoVisits.CUSTOMER)],
        **tables,
    )


def values(aims: Iterable[AimOutcome]) -> dict[str, float]:
    return {aim.name: aim.value for aim in aims}


def test_a_small_cycle_is_planned_and_proven() -> None:
    organisation = one_desk()
    steps: list[Progress] = []
    solution = solve(organisation, time_limit=20, workers=1, seed=3, progress=steps.append)
    assert solution.status is Status.OPTIMAL
    assert solution.plan is not None
    days = [(each.host, each.first_day, each.last_day) for each in solution.plan]
    assert days == [
        ("B", date(2027, 1, 4), date(2027, 1, 17)),
        ("B", date(2027, 1, 18), date(2027, 1, 31)),
    ]
    assert {each.employee for each in solution.plan} == {"a1", "a2"}
    assert [(aim.name, aim.gap) for aim in solution.aims if aim.name == "coverage"] == [
        ("coverage", 0.0)
    ]
    (dependency,) = solution.dependencies
    assert (dependency.before, dependency.after, dependency.credit) == (0, 2, 1.0)
    assert (solution.seed, solution.stopped) == (3, False)
    assert steps


def test_a_plan_that_was_found_scores_what_was_promised() -> None:
    organisation = one_desk(experience=[Experience("a1", "B", FIRST)])
    solution = solve(organisation, time_limit=20, workers=1)
    assert solution.plan is not None
    scored = score(organisation, solution.plan)
    assert scored.violations == ()
    assert values(scored.aims) == pytest.approx(values(solution.aims))
    assert scored.dependencies == solution.dependencies
    assert all(aim.bound is None and aim.gap is None for aim in scored.aims)


def test_what_no_plan_can_keep_counts_as_lost() -> None:
    organisation = one_desk()
    previous = Plan.of(
        [
            *a_plan(organisation, ("a1", "B", 0)),
            Placement("gone", "B", FIRST, date(2027, 1, 17)),
            Placement("a2", "B", date(2027, 1, 19), date(2027, 2, 1)),
        ]
    )
    solution = solve(organisation, previous=previous, time_limit=20, workers=1)
    (stability,) = [aim for aim in solution.aims if aim.name == "stability"]
    assert (stability.value, stability.bound, stability.gap) == (2, 2, 0)
    scored = score(organisation, Plan(), previous)
    assert values(scored.aims)["stability"] == 3
    assert "stability" not in values(score(organisation, Plan()).aims)


def test_wrong_days_and_broken_rules_are_told_together() -> None:
    organisation = one_desk(absences=[Absence("a2", FIRST, FIRST)])
    plan = Plan.of(
        [
            Placement("a1", "B", FIRST, date(2027, 1, 10)),
            Placement("a2", "B", FIRST, date(2027, 1, 17)),
            Placement("a2", "B", date(2027, 1, 20), date(2027, 1, 26)),
        ]
    )
    scored = score(organisation, plan)
    rules = [each.rule for each in scored.violations]
    assert rules.count(HORIZON) == 2
    assert {"availability", "host_capacity"} <= set(rules)
    (seats,) = {each.placements for each in scored.violations if each.rule == "host_capacity"}
    assert {each.employee for each in seats} == {"a1", "a2"}
    assert scored.dependencies[0].after == 2


def test_promises_that_clash_leave_no_plan_and_say_why() -> None:
    organisation = one_desk(pins=[Pin("a1", "B", FIRST), Pin("a2", "B", date(2027, 1, 11))])
    assert solve(organisation, time_limit=20, workers=1).status is Status.IMPOSSIBLE
    (clash,) = explain_impossible(organisation)
    assert set(clash.rules) == {"pins", "host_capacity"}
    assert {(row.table, row.line) for row in clash.rows} == {
        ("pins.csv", 2),
        ("pins.csv", 3),
        ("departments.csv", 3),
    }
    assert clash.sentence.startswith("Department B seats 1 visitor at once; Employee a1 (4 to 17")


def test_requirements_bind_only_when_strict() -> None:
    organisation = one_desk(requirements=[Requirement("a1", "B", date(2027, 1, 10))])
    assert explain_impossible(organisation) == ()
    (clash,) = explain_impossible(organisation, strict=True)
    assert [row.table for row in clash.rows] == ["requirements.csv"]
    assert solve(organisation, strict=True, time_limit=20, workers=1).plan is None


def test_a_run_that_is_stopped_before_it_starts_says_so() -> None:
    cancel = threading.Event()
    cancel.set()
    solution = solve(one_desk(), time_limit=20, workers=1, cancel=cancel)
    assert solution.stopped
    assert solution.status in (Status.FEASIBLE, Status.UNKNOWN, Status.OPTIMAL)


def test_a_plan_with_a_stranger_is_bad_input() -> None:
    plan = Plan.of([Placement("stranger", "B", FIRST, FIRST)])
    with pytest.raises(BadInput):
        score(one_desk(), plan)


def test_the_cycle_decides_which_aims_count() -> None:
    organisation = one_desk(cycle=a_cycle(aims=("reach", "economy")))
    assert list(values(score(organisation, Plan()).aims)) == ["reach", "economy"]
