"""A folder of 240,000 people: written, read, checked, and a plan of 150,000 placements scored."""

from __future__ import annotations

from collections import Counter
from itertools import cycle as over_and_over
from typing import TYPE_CHECKING

import pytest

from planner.bench.generate import generate
from planner.bench.shape import Shape
from planner.domain import Organisation, Placement, Plan
from planner.exchange import read_organisation, write_organisation, write_plan
from planner.graph import is_valid
from planner.workflow.check_organisation import check_organisation
from planner.workflow.score_plan import score_plan
from planner.workflow.show_plan import overview_of

if TYPE_CHECKING:
    from pathlib import Path

PLACEMENTS = 150_000


def a_large_plan(organisation: Organisation) -> Plan:
    """Return a visit, without a mentor, of many people to the hosts of their home in turn."""
    cycle = organisation.cycle
    length = {d.id: d.rotation_periods for d in organisation.departments}
    hosts = {
        home: over_and_over(
            sorted(
                {
                    host
                    for d in organisation.dependencies
                    for host in (d.customer, d.provider)
                    if d.walked_by(home, host)
                }
            )
        )
        for home in length
    }
    going = [e for e in organisation.employees if e.max_rotations][:PLACEMENTS]
    made = []
    for number, employee in enumerate(going):
        host = next(hosts[employee.department])
        start = number % (cycle.periods - length[host] + 1)
        days = cycle.first_day_of(start), cycle.last_day_of(start + length[host] - 1)
        made.append(Placement(employee.id, host, *days))
    return Plan.of(made)


def expected_breaches(organisation: Organisation, plan: Plan) -> dict[str, int]:
    """Count the breaches of the rules that can be told by looking at one thing after another."""
    placed = {p.employee: p for p in plan}
    visits = {(p.employee, p.host) for p in plan}
    guided = {e.department for e in organisation.employees if e.mentors}
    away = {
        absence.employee
        for absence in organisation.absences
        if (p := placed.get(absence.employee))
        and absence.first_day <= p.last_day
        and p.first_day <= absence.last_day
    }
    away |= {
        e.id
        for e in organisation.employees
        if (p := placed.get(e.id))
        and ((e.starts and p.first_day < e.starts) or (e.ends and e.ends < p.last_day))
    }
    visitors: Counter[tuple[str, int]] = Counter()
    for p in plan:
        first, last = map(organisation.cycle.period_of, (p.first_day, p.last_day))
        visitors.update((p.host, period) for period in range(first, last + 1))
    desks = {d.id: d.host_capacity for d in organisation.departments}
    known = {
        (x.employee, x.department)
        for x in organisation.experience
        if is_valid(x, organisation.cycle)
    }
    return {
        "availability": len(away),
        "host_capacity": sum(many > desks[host] for (host, _), many in visitors.items()),
        "mentors": sum(p.host in guided for p in plan),
        "no_repeats": len(visits & known),
        "restrictions": len(
            visits & {(r.employee, r.department) for r in organisation.restrictions}
        ),
        "rotation_limit": 0,
        "one_place_at_a_time": 0,
        "horizon": 0,
    }


@pytest.mark.slow
def test_a_quarter_of_a_million_people(tmp_path: Path) -> None:
    shape = Shape(people=240_000, departments=60, periods=52, target_share=0.05)
    organisation = generate(shape, 0)
    folder, file = tmp_path / "company", tmp_path / "plan.csv"
    write_organisation(organisation, folder)
    assert read_organisation(folder).organisation == organisation

    checked = check_organisation(folder)
    assert checked.organisation == organisation
    assert checked.faults == ()
    assert checked.insights

    plan = a_large_plan(organisation)
    assert len(plan) == PLACEMENTS
    write_plan(plan, file)
    scored = score_plan(folder, file)
    assert scored.plan == plan
    found = Counter(violation.rule for violation in scored.score.violations)
    expected = expected_breaches(organisation, plan)
    assert {rule: found[rule] for rule in expected} == expected
    assert expected["availability"] > 1_000
    assert expected["host_capacity"] > 100

    values = {aim.name: aim.value for aim in scored.score.aims}
    periods = {d.id: d.rotation_periods for d in organisation.departments}
    wishes = {(w.employee, w.department): w.score for w in organisation.preferences}
    seen = {x.employee for x in organisation.experience if is_valid(x, organisation.cycle)}
    assert values["economy"] == sum(periods[p.host] for p in plan)
    assert values["preferences"] == sum(wishes.get((p.employee, p.host), 0) for p in plan)
    assert values["reach"] == len(seen | {p.employee for p in plan})

    shown = overview_of(organisation, plan, scored.score)
    assert shown.calendar.people == PLACEMENTS
    homes = {e.id: e.department for e in organisation.employees}
    assert len(shown.calendar.rows) == len({homes[p.employee] for p in plan})
