"""Why there is no plan, and why a dependency is not better covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.planning.problem import to_problem
from solver import Fact, Plan, Problem, diagnose, solve, why_not
from solver.diagnose import possible, shrink
from solver.examples import example
from solver.facts import without
from solver.ordered import EVERY_RULE
from tests.strategies import tiny_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE_PIN = {"pins": [(0, 1, 2, -1)]}
FREE = {"minimum_staffing": [0, 0, 0]}


def a_problem(**facts: Any) -> Problem:
    return example("", [], **facts).problem


@pytest.mark.parametrize(
    ("rule", "kinds", "facts"),
    [
        ("availability", ["unavailable"], {**ONE_PIN, "away": [(0, 3), (1, 0)], **FREE}),
        ("closures", ["no_hosting"], {**ONE_PIN, "no_hosting": [(1, 2)]}),
        ("closures", ["no_releasing"], {**ONE_PIN, "no_releasing": [(0, 2)]}),
        ("host_capacity", ["desks"], {**ONE_PIN, "host_capacity": [2, 0, 2]}),
        ("linked_hosts", [], {"pins": [(0, 0, 2, -1)]}),
        ("minimum_staffing", ["staffing"], {**ONE_PIN, "minimum_staffing": [2, 1, 1]}),
        ("restrictions", ["restriction"], {**ONE_PIN, "restrictions": [(1, 1), (0, 1)]}),
        ("no_repeats", ["experience"], {**ONE_PIN, "experience": [(0, 1)]}),
        ("rotation_limit", ["rotations"], {**ONE_PIN, "max_rotations": [0, 2, 2, 2, 2, 2]}),
        ("placement_budget", ["budget"], {**ONE_PIN, "max_placement_periods": 1}),
        (
            "rest_between_rotations",
            ["rest"],
            {"pins": [(0, 1, 0, -1), (0, 2, 3, -1)], "rest_periods": 2},
        ),
        ("one_place_at_a_time", [], {"pins": [(0, 1, 0, -1), (0, 2, 1, -1)], **FREE}),
        (
            "keep_apart",
            ["keep_apart"],
            {"pins": [(0, 1, 0, -1), (2, 0, 1, -1)], "keep_apart": [(2, 0)]},
        ),
        (
            "max_from_one_home",
            ["one_home"],
            {
                "pins": [(0, 1, 0, -1), (1, 1, 0, -1)],
                "max_from_one_home": 1,
                "minimum_staffing": [0, 0, 0],
            },
        ),
        (
            "mentors",
            ["mentors", "unavailable"],
            {**ONE_PIN, "guides": [0, 0, 1, 0, 0, 0], "away": [(2, 3)]},
        ),
        (
            "mentors",
            ["mentors", "unavailable"],
            {"pins": [(0, 1, 2, 2)], "guides": [0, 0, 1, 0, 0, 0], "away": [(2, 3)]},
        ),
    ],
)
def test_a_promise_against_one_rule(rule: str, kinds: list[str], facts: dict[str, Any]) -> None:
    problem = a_problem(**facts)
    (conflict,) = diagnose(problem)
    assert set(conflict.rules) == {"pins", rule}
    promised = [fact for fact in conflict.facts if fact.kind == "pin"]
    assert len(promised) == len(facts["pins"])
    assert sorted(fact.kind for fact in conflict.facts if fact.kind != "pin") == sorted(kinds)
    minimal(problem)


def minimal(problem: Problem) -> None:
    """Check that without any one rule or fact of the only clash there is a plan."""
    (conflict,) = diagnose(problem)
    for rule in conflict.rules:
        assert possible(problem, EVERY_RULE - {rule}), rule
    for fact in conflict.facts:
        assert possible(without(problem, [Fact(**_fields(fact))])), fact


def _fields(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in Fact.__dataclass_fields__}


def test_two_clashes_are_both_told_the_smaller_first() -> None:
    problem = a_problem(
        pins=[(0, 1, 0, -1), (4, 1, 1, -1), (2, 0, 4, -1)],
        host_capacity=[2, 1, 2],
        away=[(2, 5)],
    )
    small, large = diagnose(problem)
    assert set(small.rules) == {"pins", "availability"}
    assert set(large.rules) == {"pins", "host_capacity"}


def test_a_strict_requirement_that_cannot_be_met() -> None:
    problem = a_problem(requirements=[(0, 1, 1)], strict=True, away=[(0, 1)])
    (conflict,) = diagnose(problem)
    assert set(conflict.rules) == {"requirements", "availability"}
    assert {fact.kind for fact in conflict.facts} == {"requirement", "unavailable"}


def test_where_there_is_a_plan_nothing_clashes() -> None:
    assert diagnose(a_problem(**ONE_PIN)) == ()


def test_impossible_is_what_solve_says_too() -> None:
    for seed in range(60):
        problem = to_problem(tiny_organisation(seed), None, strict=seed % 2 == 0)
        told = diagnose(problem)
        assert bool(told) == (solve(problem, time_limit=20, workers=1).status == "infeasible")
        assert all(conflict.rules and conflict.facts for conflict in told)


def test_shrink_finds_what_is_needed() -> None:
    asked: list[Sequence[int]] = []

    def clashes(kept: Sequence[int]) -> bool:
        asked.append(kept)
        return {3, 17} <= set(kept)

    assert shrink(range(64), clashes) == [3, 17]
    assert len(asked) < 40


NOBODY = Plan.of()


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("restrictions", {"restrictions": [(0, 1), (1, 1), (2, 0), (3, 0)]}),
        ("availability", {"away": [(e, t) for e in range(4) for t in (1, 3, 5)]}),
        ("closures", {"no_hosting": [(d, t) for d in (0, 1) for t in (1, 3, 5)]}),
        ("rotation_limit", {"max_rotations": [0] * 6}),
        ("season", {"season_first": [2, 0, 0], "season_last": [2, 5, 5]}),
    ],
)
def test_people_who_could_go_at_no_time(rule: str, facts: dict[str, Any]) -> None:
    told = why_not(a_problem(**facts), NOBODY, 0)
    assert (told.people, told.eligible, told.reasons) == (4, 0, ())
    assert [(reason.rule, reason.people) for reason in told.excluded] == [(rule, 4)]


def test_people_who_have_been_there_walk_already() -> None:
    told = why_not(a_problem(experience=[(0, 1), (2, 0)]), NOBODY, 0)
    assert (told.before, told.after, told.people) == (2, 2, 2)


@pytest.mark.parametrize(
    ("rule", "plan", "facts"),
    [
        ("", [], {}),
        ("host_capacity", [(4, 1, 0), (4, 0, 0)], {"host_capacity": [1, 1, 2], "periods": 2}),
        ("minimum_staffing", [], {"minimum_staffing": [2, 2, 2]}),
        (
            "rotation_limit",
            [(0, 2, 0), (1, 2, 2), (2, 2, 0), (3, 2, 2)],
            {"max_rotations": [1] * 6},
        ),
        ("placement_budget", [(4, 1, 0)], {"max_placement_periods": 2}),
    ],
)
def test_what_holds_a_dependency_back(
    rule: str, plan: list[tuple[int, ...]], facts: dict[str, Any]
) -> None:
    told = why_not(a_problem(**facts), Plan.of(plan), 0)
    assert told.eligible == 4
    assert told.reasons[0].rule == rule
    assert sum(reason.people for reason in told.reasons) == 4
    if rule == "host_capacity":
        assert told.reasons[0].competitors


def test_a_dependency_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="dependency is 3"):
        why_not(a_problem(), NOBODY, 3)
