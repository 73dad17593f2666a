"""Plan several organisations side by side: cycles, sites, or what-ifs of one of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain import BadInput, Clash, Finding, Organisation, Solution, Status
from planner.exchange import read_organisation, write_plan, write_text
from planner.workflow.destinations import check_destinations
from planner.workflow.refusals import refused
from planner.workflow.solve_plan import Search

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Sequence

    from planner.domain import AimOutcome
    from planner.planning import Planned


@dataclass(frozen=True, slots=True)
class Scenario:
    """One organisation, and what became of it.

    ``faults`` are what is wrong with its input; ``trouble`` says what else went wrong. The
    solution is None if it was not planned.
    """

    name: str
    source: Path
    faults: tuple[Finding, ...] = ()
    solution: Solution | None = None
    clashes: tuple[Clash, ...] = ()
    trouble: str = ""
    plan_file: Path | None = None
    report_file: Path | None = None

    @property
    def has_plan(self) -> bool:
        """Whether there is a plan."""
        return self.solution is not None and self.solution.plan is not None

    def aim(self, name: str) -> AimOutcome | None:
        """Return what was reached in an aim; None where it was not aimed at."""
        aims = self.solution.aims if self.solution is not None else ()
        return next((aim for aim in aims if aim.name == name), None)


@dataclass(frozen=True, slots=True)
class Scenarios:
    """All of them in the order in which they were named, and what did not go well."""

    scenarios: tuple[Scenario, ...]
    trouble: tuple[str, ...] = ()

    @property
    def best(self) -> Scenario | None:
        """The one that meets most requirements, then covers most, then reaches most."""
        planned = [each for each in self.scenarios if each.has_plan]
        return max(planned, key=_worth) if len(planned) > 1 else None


def _worth(scenario: Scenario) -> tuple[float, ...]:
    unmet, coverage, reach = map(scenario.aim, ("requirements", "coverage", "reach"))
    return (
        -(unmet.value if unmet else 0.0),
        round(coverage.value, 6) if coverage else 0.0,
        reach.value if reach else 0.0,
    )


def solve_scenarios(
    sources: Sequence[Path],
    out: Path,
    *,
    search: Search | None = None,
    told: Callable[[Scenario], None] = lambda _scenario: None,
    cancel: threading.Event | None = None,
) -> Scenarios:
    """Read every organisation, plan all that can be planned, and write plans and reports.

    Parameters
    ----------
    sources : sequence of Path
        Folders or workbooks. All are read and checked before any is planned.
    out : Path
        A folder for NAME.csv and NAME.json of each; it is made if it is not there.
    search : Search, optional
        How to search. Its seconds are for each one; its workers are how many are planned at
        once.
    told : callable
        Given each one as soon as something has become of it, from whichever thread calls this.
    cancel : threading.Event, optional
        Ends the search when it is set; plans that exist by then are written.

    Raises
    ------
    BadInput
        If nothing can be written, or the cluster cannot do the work. What is wrong with an
        organisation is in the answer, because it costs the others nothing.
    """
    search = search or Search()
    named = list(zip(_names(sources), sources, strict=True))
    _make(out, named)
    scenarios: list[Scenario] = []
    organisations: dict[int, Organisation] = {}
    for number, (name, source) in enumerate(named):
        scenario = Scenario(name, source)
        try:
            organisations[number] = _read(source, strict=search.strict)
        except BadInput as bad:
            scenario = replace(scenario, faults=tuple(_within(source, f) for f in bad.findings))
            told(scenario)
        scenarios.append(scenario)

    from planner import planning  # the solver loads for a second

    numbers = list(organisations)

    def arrived(position: int, planned: Planned) -> None:
        number = numbers[position]
        done = _written(scenarios[number], planned, organisations[number], out)
        scenarios[number] = done
        told(done)

    if not numbers:
        return Scenarios(tuple(scenarios))
    with planning.on_cluster(search.cluster) as executor:
        _, trouble = planning.solve_each(
            list(organisations.values()),
            strict=search.strict,
            time_limit=search.seconds,
            workers=search.workers,
            seed=search.seed,
            deterministic=search.deterministic,
            executor=executor,
            arrived=arrived,
            cancel=cancel,
        )
    return Scenarios(tuple(scenarios), tuple(trouble))


def _names(sources: Sequence[Path]) -> list[str]:
    """Return a name for each that no other has, on any kind of disk."""
    names: list[str] = []
    taken: set[str] = set()
    for source in sources:
        where = source.resolve()
        stem = (where.name if where.is_dir() else where.stem) or "organisation"
        name, again = stem, 1
        while name.casefold() in taken:
            again += 1
            name = f"{stem}-{again}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _make(out: Path, named: Sequence[tuple[str, Path]]) -> None:
    """Make the folder for the results, and make sure that they can be written."""
    if out.exists() and not out.is_dir():
        raise refused(str(out), "--out is a file, and a folder is needed", "Name a folder")
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        raise refused(
            str(out),
            f"the folder of --out cannot be made: {error.strerror or error}",
            "Name a folder in a place that exists and where you may write",
        ) from error
    findings: list[Finding] = []
    inputs = {source.resolve(): source for _, source in named}
    for name, source in named:
        for source_at_risk in {source, inputs.get(out.resolve(), source)}:
            try:
                targets: dict[str, Path | None] = {
                    f"{name}{kind} in --out": out / f"{name}{kind}" for kind in (".csv", ".json")
                }
                check_destinations(targets, source_at_risk)
            except BadInput as bad:
                findings.extend(bad.findings)
    if findings:
        raise BadInput(findings)


def _read(source: Path, *, strict: bool) -> Organisation:
    organisation = read_organisation(source).organisation
    from planner import planning

    planning.check_plannable(organisation, strict=strict)
    return organisation


def _within(source: Path, finding: Finding) -> Finding:
    """Return a finding that says as well which organisation it is about."""
    known = finding.file.startswith(str(source))
    return finding if known else replace(finding, file=f"{source}: {finding.file}")


def _written(
    scenario: Scenario, planned: Planned, organisation: Organisation, out: Path
) -> Scenario:
    """Write what was found, and note where."""
    from planner import planning

    scenario = replace(
        scenario, solution=planned.solution, clashes=planned.clashes, trouble=planned.trouble
    )
    solution = planned.solution
    if solution is None:
        return scenario
    plan_file, report_file = out / f"{scenario.name}.csv", out / f"{scenario.name}.json"
    try:
        if solution.plan is not None:
            write_plan(solution.plan, plan_file)
            scenario = replace(scenario, plan_file=plan_file)
        text = json.dumps(planning.to_report(solution, organisation), indent=2, ensure_ascii=False)
        write_text(report_file, text + "\n")
    except BadInput as bad:
        return replace(scenario, faults=bad.findings)
    return replace(scenario, report_file=report_file)


def status_of(scenario: Scenario) -> Status:
    """Return how the planning of one ended; one that was not planned has nothing found."""
    return scenario.solution.status if scenario.solution is not None else Status.UNKNOWN
