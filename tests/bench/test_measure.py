"""Measuring for real: small problems, real processes, everything filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner.bench import OBVIOUS, PLANNER, Measuring, Run, drawn_case, folder_case, measure
from planner.bench.measure import with_check
from planner.bench.memory import PROC
from planner.bench.process import Ended
from planner.domain import BadInput
from tests.bench.small import a_run
from tests.workflow.files import a_folder, impossible

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def both() -> tuple[Run, Run]:
    """Return the planner's run and that of the obvious model on a tiny drawn problem."""
    told: list[str] = []
    measuring = Measuring(workers=1, seed=4, tell=told.append)
    planner, obvious = measure(drawn_case("12x3x6,scarcity=2", 20), measuring)
    assert [words.split(":")[0] for words in told] == [
        "12x3x6",
        "12x3x6, planner",
        "12x3x6, obvious",
    ]
    return planner, obvious


def test_both_ways_are_measured_on_the_same_problem(both: tuple[Run, Run]) -> None:
    planner, obvious = both
    assert (planner.model, obvious.model) == (PLANNER, OBVIOUS)
    for run in both:
        assert (run.people, run.departments, run.periods) == (12, 3, 6)
        assert (run.problem, run.kind) == ("12x3x6", "density 8, scarcity 2")
        assert (run.seed, run.workers, run.time_limit) == (4, 1, 20)
    assert planner.dependencies == obvious.dependencies > 0


def test_plans_are_found_checked_and_as_good(both: tuple[Run, Run]) -> None:
    for run in both:
        assert run.found
        assert (run.violations, run.trouble) == (0, "")
        assert run.placements > 0
    planner, obvious = (run.aim("coverage") for run in both)
    assert planner is not None
    assert obvious is not None
    assert planner.value == pytest.approx(obvious.value)
    assert planner.gap == obvious.gap == 0


def test_the_stages_are_those_of_a_whole_process(both: tuple[Run, Run]) -> None:
    planner, obvious = both
    assert {"start", "read", "begin", "write", "other"} <= planner.stages.keys()
    assert {"start", "read", "build", "solve", "write", "other"} == obvious.stages.keys()
    for run in both:
        assert run.seconds == pytest.approx(sum(run.stages.values()), abs=0.01)
        assert run.first_plan is not None
        assert run.seconds is not None
        assert 0 < run.first_plan <= run.seconds
        assert run.check_seconds is not None
        values = [value for _, value in run.improvements]
        assert values == sorted(values)


@pytest.mark.skipif(not (PROC / "self").exists(), reason="needs /proc")
def test_memory_is_that_of_a_process_with_the_libraries(both: tuple[Run, Run]) -> None:
    assert all(run.peak_memory_mb and 50 < run.peak_memory_mb < 2000 for run in both)


def test_an_organisation_is_measured_where_it_is(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (run,) = measure(folder_case(folder, 5), Measuring(workers=1, models=(PLANNER,)))
    assert (run.problem, run.kind, run.people, run.found) == ("organisation", "", 4, True)
    assert not (folder / "plan.csv").exists()


def test_an_organisation_without_a_plan_is_measured_as_that(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, impossible())
    runs = list(measure(folder_case(folder, 5), Measuring(workers=1)))
    assert [(run.status, run.violations, run.placements) for run in runs] == [
        ("impossible", None, 0)
    ] * 2


def test_an_organisation_with_faults_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        list(measure(folder_case(tmp_path, 5), Measuring()))


def checked(**answer: object) -> Run:
    usual = {"violations": 0, "broken": {}, "coverage": 0.95, "check_seconds": 0.1}
    return with_check(replace(a_run(), violations=None), Ended({**usual, **answer}, "", 1.0, None))


def test_a_legal_plan_is_no_trouble() -> None:
    assert (checked().trouble, checked().check_seconds) == ("", 0.1)


def test_broken_rules_are_named() -> None:
    run = checked(violations=3, broken={"mentors": 2, "host_capacity": 1})
    assert run.trouble == "the plan breaks rules: mentors (2), host_capacity (1)"
    assert run.violations == 3


def test_another_coverage_than_was_told_is_trouble() -> None:
    assert "coverage was told as 0.950000, and is 0.900000" in checked(coverage=0.9).trouble


def test_a_check_that_breaks_down_is_trouble() -> None:
    run = with_check(a_run(), Ended(None, "it was ended by SIGKILL", 1.0, None))
    assert run.trouble == "the check failed: it was ended by SIGKILL"
