from __future__ import annotations

from datetime import date

import pytest

from planner.domain import DependencyOutcome, Experience
from planner.present.coverage import coverage_before, coverage_lines, weakest
from planner.present.drawing import HEIGHT, WIDTH, drawing, spread
from planner.present.matrix import cross_training
from planner.present.names import Names
from tests.builders import a_plan, an_organisation

OUTCOMES = (
    DependencyOutcome("A", "B", 1.0, 2, 0, 1, 2 / 3),
    DependencyOutcome("B", "A", 9.0, 2, 1, 1, 2 / 3),
    DependencyOutcome("A", "A", 5.0, 1, 0, 1, 1.0),
)


def test_the_most_important_dependency_comes_first() -> None:
    lines = coverage_lines(OUTCOMES, Names(an_organisation()))

    assert [line.importance for line in lines] == [9.0, 5.0, 1.0]
    assert lines[0].people == "1 → 1 of 2"


def test_the_weakest_cost_most_coverage_and_covered_ones_cost_none() -> None:
    lines = weakest(coverage_lines(OUTCOMES, Names(an_organisation())))

    assert [line.importance for line in lines] == [9.0, 1.0]
    assert sum(line.lost for line in lines) == pytest.approx(10 / 3 / 15)


def test_coverage_before_counts_experience_alone() -> None:
    assert coverage_before(OUTCOMES, 0.5) == pytest.approx(9 * (2 / 3) / 15)
    assert coverage_before((), 0.5) == 1.0


def test_the_matrix_adds_new_visitors_to_those_who_know_it() -> None:
    organisation = an_organisation(
        experience=[
            Experience("a1", "B", date(2026, 5, 1)),
            Experience("a2", "B", date(2027, 5, 1)),
        ]
    )
    plan = a_plan(organisation, ("a1", "B", 0), ("a2", "B", 0))

    matrix = cross_training(organisation, plan, Names(organisation))

    assert [[cell.text for cell in row.cells] for row in matrix.rows] == [["", "1+1"], ["", ""]]
    assert matrix.rows[1].cells[0].linked


def test_a_drawing_fills_its_picture() -> None:
    places = spread({"A": (-1.0, 0.0), "B": (1.0, 2.0), "C": (0.0, 1.0)})

    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places.values())
    assert places["C"] == pytest.approx((WIDTH / 2, HEIGHT / 2))


def test_an_arrow_tells_how_many_have_walked_it() -> None:
    organisation = an_organisation()
    drawn = drawing(organisation, OUTCOMES[:2], {"A": (0, 0), "B": (0, 0)}, Names(organisation))

    assert [arrow.state for arrow in drawn.arrows] == ["some", "some"]
    assert "1 of 2 people" in drawn.arrows[0].title
    assert "nan" not in drawn.arrows[0].path
