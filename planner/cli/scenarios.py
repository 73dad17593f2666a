"""`planner scenarios ORG... --out DIR`: plan several organisations side by side, compare them."""

import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.arguments import Cluster, Strict
from planner.cli.solve import STATUS, STOPPED, a_time
from planner.cli.stopping import Stoppable

if TYPE_CHECKING:
    from planner.workflow.solve_scenarios import Scenario, Scenarios

EXAMPLES = screen.examples(
    "planner scenarios spring autumn --out plans",
    "planner scenarios north south east --out plans --time-limit 300",
    "planner scenarios today with-more-mentors --out plans --cluster tcp://10.0.0.5:8786",
)
FAILED, BAD_INPUT = 1, 2


def scenarios(
    organisations: Annotated[
        list[Path],
        typer.Argument(metavar="ORG...", help="Folders or workbooks of organisations."),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="A folder for a plan and a report of each.")
    ],
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", callback=a_time, help="For each of them.")
    ] = 60.0,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=1024, help="How many at once.")
    ] = None,
    cluster: Cluster = None,
    seed: Annotated[
        int, typer.Option(metavar="N", min=0, max=2**31 - 1, help="Another seed, another search.")
    ] = 0,
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="The same plans each time, a little slower.")
    ] = False,
    strict: Strict = False,
) -> None:
    """Plan several organisations side by side, and show which one comes out best.

    They may be cycles, sites, or what-ifs: copies of one organisation with something changed.
    Each gets one core, and a plan and a report as from `planner solve`, named after it. What
    is wrong with one of them is told, and costs the others nothing.

    Status: 0 a plan was written for each; 2 the input of one is bad; 3 the rules of one leave
    no plan; 4 for one no plan was found in the time; 130 stopped, plans that existed were
    written.
    """
    heard: SimpleQueue[Scenario] = SimpleQueue()
    watch = _Watch(heard, len(organisations))

    def work(cancel: threading.Event) -> "Scenarios":
        # Loaded here for the reason that `planner.cli.solve` gives.
        from planner.workflow.solve_plan import Search
        from planner.workflow.solve_scenarios import solve_scenarios

        search = Search(
            time_limit,
            workers=workers,
            seed=seed,
            deterministic=deterministic,
            strict=strict,
            cluster=cluster,
        )
        return solve_scenarios(organisations, out, search=search, told=heard.put, cancel=cancel)

    running = Stoppable(work)
    solved = running.run(lambda: watch.beat(running.signals))
    watch.beat(running.signals)
    _tell(solved, stopped=running.stopped)
    raise typer.Exit(STOPPED if running.stopped else _status(solved))


class _Watch:
    """Says what became of each as soon as it is known."""

    def __init__(self, heard: "SimpleQueue[Scenario]", total: int) -> None:
        self._heard, self._total = heard, total
        self._done = 0
        self._stopping = False
        self._notes = screen.notes()

    def beat(self, signals: int) -> None:
        if signals and not self._stopping:
            self._stopping = True
            self._notes.print("Stopping: plans that were begun are coming to an end ...")
        while True:
            try:
                scenario = self._heard.get_nowait()
            except Empty:
                return
            from planner.cli.scenario_tables import summary

            self._done += 1
            self._notes.print(f"{self._done} of {self._total}: {summary(scenario)}")
            screen.tell_findings(self._notes, scenario.faults)


def _tell(solved: "Scenarios", *, stopped: bool) -> None:
    from planner.cli.clashes import tell_clashes
    from planner.cli.scenario_tables import tell_scenarios
    from planner.present.words import plain

    notes = screen.notes()
    for scenario in solved.scenarios:
        if scenario.clashes:
            screen.heading(notes, plain(scenario.name))
            tell_clashes(notes, scenario.clashes)
        if scenario.trouble:
            notes.print(plain(f"{scenario.name} could not be planned: {scenario.trouble}"))
    for sentence in solved.trouble:
        notes.print(plain(sentence))
    tell_scenarios(screen.results(), solved, stopped=stopped)


def _status(solved: "Scenarios") -> int:
    """Return the exit status: that of the worst of them."""
    from planner.workflow.solve_scenarios import status_of

    if any(scenario.faults for scenario in solved.scenarios):
        return BAD_INPUT
    if any(scenario.trouble for scenario in solved.scenarios):
        return FAILED
    found = {STATUS[status_of(scenario)] for scenario in solved.scenarios}
    return next((status for status in (3, 4) if status in found), 0)
