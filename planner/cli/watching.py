"""How far the search is: a bar on a terminal, plain lines elsewhere, nothing if asked."""

from __future__ import annotations

import contextlib
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from planner.cli import screen
from planner.present.words import aim_name, aim_value, count, is_proven, plain, seconds

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console

    from planner.domain import Progress as Step

STAGES = {
    "start": "Starting",
    "begin": "First plan",
    "prove": "Solving as a whole",
    "count": "Counting",
    "name": "Choosing people",
    "improve": "Improving",
    "bound": "Proving",
    "polish": "Polishing",
}
QUIET_SECONDS, SILENT_SECONDS = 2.0, 15.0
"""Between two plain lines of one stage at least; and if nothing has changed."""


def stage_name(stage: str) -> str:
    """Return what a stage of the search is called where people read it."""
    return STAGES.get(stage, plain(stage).replace("_", " ").capitalize())


def in_words(step: Step) -> str:
    """Return in words what is reached and what is proven."""
    if step.incumbent is None:
        if step.bound is None:
            return "no plan yet"
        return f"no plan yet; {_proven(step)}"
    reached = f"{aim_name(step.aim)} {aim_value(step.aim, step.incumbent)}"
    if step.bound is None:
        return reached
    if is_proven(step.incumbent, step.bound):
        return f"{reached}, proven best"
    return f"{reached}, {_proven(step)}"


def _proven(step: Step) -> str:
    bound = step.bound or 0.0
    side = "at most" if step.aim in ("coverage", "reach", "preferences") else "at least"
    return f"{side} {aim_value(step.aim, bound)} possible"


def fraction(step: Step) -> float:
    """Return how close the best so far is to what is proven, from 0 to 1."""
    if step.incumbent is None or step.gap is None:
        return 0.0
    return min(1.0, max(0.0, 1.0 - step.gap))


class Watch:
    """Shows the steps of a search. ``tell`` may be called from any thread, ``beat`` from one."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._steps: SimpleQueue[Step] = SimpleQueue()
        self._console: Console = screen.notes()
        self._quiet = quiet
        self._answered = 0
        self._stage = self._line = ""
        self._said = 0.0
        self._bar: Progress | None = None
        if self._console.is_terminal and not quiet:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TextColumn("{task.fields[words]}"),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
                auto_refresh=False,  # its thread would get the signals that are held back
            )
            self._task = self._bar.add_task("Starting", total=None, words="")

    def __enter__(self) -> Watch:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, step: Step) -> None:
        """Take note of a step."""
        self._steps.put(step)

    def beat(self, signals: int) -> None:
        """Show what was noted since the last time.

        Parameters
        ----------
        signals : int
            How many signals to stop have come so far; each new one is answered.
        """
        if signals > self._answered:
            self._console.print(
                "Stopping: finishing with the best plan so far ..."
                if self._answered == 0
                else "Still finishing; the plan is written in a moment ..."
            )
            self._answered = signals
        with contextlib.suppress(Empty):
            while True:
                self._show(self._steps.get_nowait())
        if self._bar is not None:
            self._bar.refresh()

    def _show(self, step: Step) -> None:
        if self._quiet:
            return
        if self._bar is not None:
            self._bar.update(
                self._task,
                description=stage_name(step.stage),
                total=1.0 if step.gap is not None else None,
                completed=fraction(step),
                words=in_words(step),
            )
            return
        placements = f", {count(step.placements, 'placement')}" if step.placements else ""
        line = f"{stage_name(step.stage)}: {in_words(step)}{placements}"
        now = time.monotonic()
        pause = SILENT_SECONDS if line == self._line else QUIET_SECONDS
        if step.stage != self._stage or now - self._said >= pause:
            self._stage, self._line, self._said = step.stage, line, now
            self._console.print(f"{seconds(step.seconds)}: {line}")
