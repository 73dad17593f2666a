from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner import planning
from planner.domain import AimOutcome, BadInput, Solution, Status
from planner.exchange import read_plan, write_organisation
from planner.planning import Planned
from planner.workflow.solve_plan import Search
from planner.workflow.solve_scenarios import Scenario, Scenarios, solve_scenarios
from tests.workflow.files import a_small_one, a_solution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain import Organisation


class FakePlanning:
    """Answers for every organisation in turn with what it was told to."""

    def __init__(self) -> None:
        self.answers: list[Planned | None] = []
        self.called: dict[str, Any] = {}
        self.organisations: Sequence[Organisation] = ()

    def __call__(
        self, organisations: Sequence[Organisation], **arguments: Any
    ) -> tuple[list[Planned | None], list[str]]:
        self.organisations, self.called = organisations, arguments
        answers = self.answers or [Planned(a_solution()) for _ in organisations]
        for number, answer in reversed(list(enumerate(answers))):
            if answer is not None:
                arguments["arrived"](number, answer)
        return answers, ["a sentence"]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakePlanning:
    answering = FakePlanning()
    monkeypatch.setattr(planning, "solve_each", answering)
    return answering


def folders(where: Path, *names: str) -> list[Path]:
    for name in names:
        write_organisation(a_small_one(), where / name)
    return [where / name for name in names]


def test_plans_and_reports_are_named_after_the_organisations(
    tmp_path: Path, fake: FakePlanning
) -> None:
    out = tmp_path / "plans"

    solved = solve_scenarios(folders(tmp_path, "north", "south"), out)

    assert [each.name for each in solved.scenarios] == ["north", "south"]
    assert sorted(path.name for path in out.iterdir()) == [
        "north.csv",
        "north.json",
        "south.csv",
        "south.json",
    ]
    assert len(read_plan(out / "north.csv", a_small_one())) == 1
    assert json.loads((out / "south.json").read_text())["status"] == "feasible"
    assert solved.trouble == ("a sentence",)


def test_names_are_unique_whatever_the_folders_are_called(
    tmp_path: Path, fake: FakePlanning
) -> None:
    sources = [
        *folders(tmp_path / "2027", "spring"),
        *folders(tmp_path / "2028", "Spring"),
        *folders(tmp_path / "2029", "spring"),
    ]
    solved = solve_scenarios(sources, tmp_path / "plans")
    assert [each.name for each in solved.scenarios] == ["spring", "Spring-2", "spring-3"]


def test_how_to_search_is_passed_on(tmp_path: Path, fake: FakePlanning) -> None:
    search = Search(7.0, workers=3, seed=5, deterministic=True, strict=True)
    solve_scenarios(folders(tmp_path, "north"), tmp_path / "plans", search=search)
    expected = {
        "time_limit": 7.0,
        "workers": 3,
        "seed": 5,
        "deterministic": True,
        "strict": True,
        "executor": None,
        "cancel": None,
    }
    assert {name: fake.called[name] for name in expected} == expected
    assert fake.organisations == [a_small_one()]


def test_a_fault_in_one_costs_the_others_nothing(tmp_path: Path, fake: FakePlanning) -> None:
    north, bad, south = folders(tmp_path, "north", "bad", "south")
    (bad / "departments.csv").write_text("id,name\nA,Alpha\n")
    told: list[Scenario] = []

    solved = solve_scenarios([north, bad, south], tmp_path / "plans", told=told.append)

    assert [each.has_plan for each in solved.scenarios] == [True, False, True]
    assert [each.name for each in told] == ["bad", "south", "north"]
    faults = solved.scenarios[1].faults
    assert faults
    assert {fault.file.partition(": ")[0] for fault in faults} == {str(bad)}
    assert f"{bad}: departments.csv" in {fault.file for fault in faults}
    assert not (tmp_path / "plans" / "bad.csv").exists()


def test_nothing_is_planned_if_all_are_bad(tmp_path: Path, fake: FakePlanning) -> None:
    solved = solve_scenarios([tmp_path / "missing"], tmp_path / "plans")
    assert solved.scenarios[0].faults[0].file == str(tmp_path / "missing")
    assert fake.called == {}


def test_what_has_no_plan_leaves_the_old_one_alone(tmp_path: Path, fake: FakePlanning) -> None:
    out = tmp_path / "plans"
    out.mkdir()
    for name in ("north", "south", "east"):
        (out / f"{name}.csv").write_text("old")
    fake.answers = [
        Planned(a_solution(status=Status.UNKNOWN, plan=None)),
        None,
        Planned(trouble="ZeroDivisionError: never mind"),
    ]

    north, south, east = solve_scenarios(folders(tmp_path, "north", "south", "east"), out).scenarios

    assert [(out / f"{name}.csv").read_text() for name in ("north", "south", "east")] == ["old"] * 3
    assert (north.plan_file, north.report_file) == (None, out / "north.json")
    assert (south.solution, south.report_file) == (None, None)
    assert "never mind" in east.trouble


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path, fake: FakePlanning) -> None:
    file = tmp_path / "plans"
    file.write_text("")
    with pytest.raises(BadInput, match="--out is a file"):
        solve_scenarios(folders(tmp_path, "north"), file)
    with pytest.raises(BadInput, match="cannot be made"):
        solve_scenarios(folders(tmp_path, "south"), tmp_path / "missing" / "plans")
    assert fake.called == {}


def test_tables_of_an_organisation_are_not_overwritten(tmp_path: Path, fake: FakePlanning) -> None:
    (employees,) = folders(tmp_path / "elsewhere", "employees")
    (north,) = folders(tmp_path, "north")
    with pytest.raises(BadInput, match="would overwrite a file of the organisation"):
        solve_scenarios([employees, north], north)
    assert fake.called == {}


def test_a_plan_that_cannot_be_written_costs_the_others_nothing(
    tmp_path: Path, fake: FakePlanning, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = planning.to_report

    def fail_once(solution: Solution, organisation: Organisation) -> Any:
        monkeypatch.setattr(planning, "to_report", write)
        raise BadInput([])

    monkeypatch.setattr(planning, "to_report", fail_once)
    solved = solve_scenarios(folders(tmp_path, "north", "south"), tmp_path / "plans")
    assert [each.report_file is not None for each in solved.scenarios] == [True, False]


def scenario(name: str, unmet: float, coverage: float, reach: float, plan: bool = True) -> Scenario:
    aims = (
        AimOutcome("requirements", unmet),
        AimOutcome("coverage", coverage),
        AimOutcome("reach", reach),
    )
    solution = a_solution(aims=aims) if plan else a_solution(aims=(), plan=None)
    return Scenario(name, Path(name), solution=solution)


@pytest.mark.parametrize(
    ("others", "best"),
    [
        ([scenario("b", 1, 0.9, 9)], "a"),
        ([scenario("b", 0, 0.6, 1)], "b"),
        ([scenario("b", 0, 0.5000000001, 4)], "a"),
        ([scenario("b", 0, 0.5, 6)], "b"),
        ([scenario("b", 0, 0.5, 5)], "a"),
        ([scenario("b", 0, 0.9, 9, plan=False), scenario("c", 2, 0, 0)], "a"),
    ],
)
def test_the_best_meets_requirements_first_then_covers_then_reaches(
    others: list[Scenario], best: str
) -> None:
    found = Scenarios((scenario("a", 0, 0.5, 5), *others)).best
    assert found is not None
    assert found.name == best


def test_one_plan_alone_is_not_called_best() -> None:
    assert Scenarios((scenario("a", 0, 1, 1), scenario("b", 0, 1, 1, plan=False))).best is None
