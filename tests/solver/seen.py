"""A problem and a plan as plain Python sees them, one placement after the other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from solver import Plan, Problem
    from solver.plan import Placement


class Seen:
    """A problem and a plan in Python's own numbers."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.rows = problem, list(enumerate(plan))
        self.length: list[int] = problem.length.tolist()
        self.home: list[int] = problem.home.tolist()
        self.guides: list[int] = problem.guides.tolist()

    def end(self, placement: Placement) -> int:
        """Return the first period after a placement."""
        return placement.start + self.length[placement.host]

    def stay(self, placement: Placement) -> range:
        """Return the periods of a placement."""
        return range(placement.start, self.end(placement))

    def by(self, key: Callable[[Placement], object]) -> dict[tuple[object, int], list[int]]:
        """Return the rows that cover each period, by key and period."""
        found: dict[tuple[object, int], list[int]] = defaultdict(list)
        for row, placement in self.rows:
            for period in self.stay(placement):
                found[key(placement), period].append(row)
        return found

    @property
    def periods_away(self) -> int:
        """Return the person-periods of all placements."""
        return sum(self.length[p.host] for _, p in self.rows)


def unmet(seen: Seen) -> Iterator[tuple[int, int, int]]:
    """Yield the requirements that no placement meets."""
    for employee, host, due in seen.problem.requirements.tolist():
        ends = [seen.end(p) for _, p in seen.rows if p[:2] == (employee, host)]
        if not any(end <= due + 1 for end in ends):
            yield employee, host, due
