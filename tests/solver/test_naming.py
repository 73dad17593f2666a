"""From counts to people: never more visits than counted, mentors for those who need one."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from solver import Plan, Problem, check, solve
from solver.best import Best
from solver.control import Control
from solver.examples import example
from solver.naming import Naming
from solver.parts import Parts
from solver.repairing import repaired
from solver.tally import tally
from tests.solver.forced import force
from tests.solver.problems import Case, legal_plan, middling_case, small_case
from tests.strategies import seeds

if TYPE_CHECKING:
    from solver.problem import IntArray


def counted(problem: Problem, plan: Plan) -> IntArray:
    """Return the visits of a plan by slot."""
    slots = tally(problem)
    column = slots.column(problem.home[plan.employee], plan.host, plan.start)
    return np.bincount(column[column >= 0], minlength=len(slots.slots))


def name(problem: Problem, plan: Plan, counts: IntArray, **how: bool) -> tuple[Naming, Best]:
    """Name counted visits from a legal plan on."""
    best = Best(problem, plan, lambda: None)
    control = Control(30, 1, **how)  # type: ignore[arg-type]
    naming = Naming(best, plan, tally(problem).slots, control, Parts(1))
    naming.run(counts)
    return naming, best


def test_counted_visits_get_names() -> None:
    problem = example("", []).problem
    wanted = solve(problem, time_limit=10, workers=1).plan
    assert wanted is not None
    naming, best = name(problem, Plan.of(), counted(problem, wanted))
    assert len(wanted) > 4
    assert (counted(problem, naming.plan) == counted(problem, wanted)).all()
    assert best.plan == naming.plan


def test_guides_stay_where_others_can_go() -> None:
    """Employee 2 guides, and 3 does not: so 3 goes, and 2 has time for the visitor."""
    problem = example("", [], guides=[0, 0, 1, 0, 0, 0]).problem
    wanted = Plan.of([(0, 1, 0, 2), (3, 0, 0)])
    naming, _ = name(problem, Plan.of(), counted(problem, wanted))
    first, second = sorted(naming.plan)
    assert first.host == 1
    assert first.mentor == 2
    assert (second.employee, second.host) == (3, 0)


def test_a_guide_goes_where_nobody_else_can() -> None:
    problem = example("", [], guides=[0, 0, 1, 0, 0, 0], restrictions=[(3, 0)]).problem
    naming, _ = name(problem, Plan.of(), counted(problem, Plan.of([(2, 0, 0)])))
    assert naming.plan == Plan.of([(2, 0, 0)])


def test_one_guide_goes_while_another_one_guides() -> None:
    problem = example("", [], guides=[0, 0, 1, 1, 0, 0]).problem
    wanted = Plan.of([(0, 1, 0, 3), (2, 0, 0)])
    naming, _ = name(problem, Plan.of(), counted(problem, wanted))
    made = sorted((p.host, p.start, p.mentor >= 0) for p in naming.plan)
    assert made == [(0, 0, False), (1, 0, True)]
    (gone,) = (p.employee for p in naming.plan if p.host == 0)
    (guide,) = (p.mentor for p in naming.plan if p.host == 1)
    assert {gone, guide} == {2, 3}


def test_whoever_guides_already_goes_on_doing_so() -> None:
    """Employee 2 guides the visitor of the base, so that only 3 can go meanwhile."""
    problem = example("", [], guides=[0, 0, 1, 1, 0, 0]).problem
    base = Plan.of([(0, 1, 0, 2)])
    naming, _ = name(problem, base, counted(problem, Plan.of([(0, 1, 0, 2), (2, 0, 1)])))
    assert naming.plan == Plan.of([(0, 1, 0, 2), (3, 0, 1)])


def test_visitors_of_several_homes_share_the_mentors_of_a_host() -> None:
    problem = example("", [], guides=[0, 0, 2, 1, 0, 0], host_capacity=[3, 3, 3]).problem
    wanted = Plan.of([(0, 1, 0, 2), (1, 1, 2, 2), (4, 1, 0, 3), (5, 1, 2, 3)])
    naming, _ = name(problem, Plan.of(), counted(problem, wanted))
    assert (counted(problem, naming.plan) == counted(problem, wanted)).all()


def test_visits_without_a_mentor_are_given_up() -> None:
    problem = example("", [], guides=[0, 0, 1, 0, 0, 0], away=[(2, 1)]).problem
    wanted = Plan.of([(0, 1, 0), (4, 1, 2), (5, 0, 0)])
    naming, _ = name(problem, Plan.of(), counted(problem, wanted))
    assert [placement[1:] for placement in naming.plan] == [(0, 0, -1), (1, 2, 2)]


def asked_for(case: Case, plan: Plan) -> IntArray:
    """Return the visits of a plan and others that come to mind, by slot."""
    rng, counts = np.random.default_rng(case.seed), counted(case.problem, plan)
    return counts + (rng.random(len(counts)) < 0.15)


@pytest.mark.parametrize("sizes", [(400, 4), (2, 1)])
@settings(max_examples=20)
@given(seed=seeds())
def test_no_more_visits_than_counted_and_all_legal(sizes: tuple[int, int], seed: int) -> None:
    case = small_case(seed)
    plan = legal_plan(case)
    if plan is None:
        return
    problem = case.problem
    counts = asked_for(case, plan)
    base = plan.rows(np.flatnonzero(np.isin(plan.codes(problem), _promised(case, plan))))
    if check(problem, base):
        base = plan
    with pytest.MonkeyPatch.context() as patch:
        force(patch, {"solver.groups:SIZE": sizes[0], "solver.groups:THIN": sizes[1]})
        naming, best = name(problem, base, counts, deterministic=True)
    assert check(problem, naming.plan) == ()
    assert {p[:3] for p in base} <= {p[:3] for p in naming.plan}
    most = np.maximum(counts, counted(problem, base))
    assert (counted(problem, naming.plan) <= most).all()
    assert check(problem, best.plan) == ()
    assert ((naming.plan.mentor >= 0) == problem.has_mentors[naming.plan.host]).all()


def _promised(case: Case, plan: Plan) -> IntArray:
    pins = {tuple(pin[:3]) for pin in case.problem.pins.tolist()}
    rows = [number for number, placement in enumerate(plan) if placement[:3] in pins]
    return plan.rows(np.array(rows, dtype=np.int64)).codes(case.problem)


@pytest.mark.slow
def test_most_of_what_a_good_plan_counts_is_named() -> None:
    case = middling_case(8)
    good = solve(case.problem, time_limit=4, workers=1).plan
    assert good is not None
    promises = good.rows(np.flatnonzero(np.isin(good.codes(case.problem), _promised(case, good))))
    naming, _ = name(case.problem, promises, counted(case.problem, good))
    assert case.breaks(naming.plan) == set()
    assert len(naming.plan) >= 0.7 * len(good) > 5


def test_what_is_legal_needs_no_repair() -> None:
    problem, plan = example("", []).problem, Plan.of([(0, 1, 0), (2, 0, 0)])
    assert repaired(problem, plan, Plan.of()) is plan


def test_a_repair_drops_what_is_not_in_the_base() -> None:
    problem = example("", []).problem
    base = Plan.of([(1, 1, 0)])
    found = repaired(problem, Plan.of([*base, (0, 1, 0), (2, 0, 0), (2, 2, 1)]), base)
    assert found is not None
    assert check(problem, found) == ()
    assert (1, 1, 0, -1) in set(found)
    assert len(found) == 2


def test_what_the_base_itself_breaks_cannot_be_repaired() -> None:
    problem, base = example("", []).problem, Plan.of([(0, 1, 0), (1, 1, 0)])
    assert repaired(problem, base, base) is None
    assert repaired(problem, Plan.of([*base, (2, 0, 0)]), base) is None


def test_what_the_budget_does_not_allow_is_given_up_the_least_important_first() -> None:
    problem = example("", [], max_placement_periods=5).problem
    base = Plan.of([(4, 0, 0)])
    found = repaired(problem, Plan.of([*base, (0, 1, 0), (2, 2, 3)]), base)
    assert found == Plan.of([*base, (0, 1, 0)])


def test_a_mentor_who_has_to_be_there_does_not_go() -> None:
    problem = example("", [], guides=[0, 0, 1, 0, 0, 0]).problem
    base = Plan.of([(0, 1, 0, 2)])
    assert repaired(problem, Plan.of([*base, (2, 0, 1), (3, 0, 3)]), base) == Plan.of(
        [*base, (3, 0, 3)]
    )


def test_naming_spends_the_budget_and_no_more() -> None:
    problem = example("", [], max_placement_periods=5).problem
    counts = counted(problem, Plan.of([(0, 1, 0), (2, 0, 0), (4, 0, 2)]))
    naming, _ = name(problem, Plan.of(), counts)
    assert len(naming.plan) == 2


@given(seeds())
def test_a_repair_keeps_the_base_and_adds_nothing(seed: int) -> None:
    case = small_case(seed)
    base, rng = legal_plan(case), Random(seed)
    if base is None:
        return
    problem = case.problem
    made = {placement[:3] for placement in base}
    more = {
        (rng.randrange(problem.employees), rng.randrange(problem.departments), rng.randrange(4))
        for _ in range(rng.randrange(1, 9))
    }
    plan = Plan.of([*base, *sorted(more - made)])
    found = repaired(problem, plan, base)
    assert found is not None
    assert check(problem, found) == ()
    assert set(base) <= set(found) <= set(plan)
