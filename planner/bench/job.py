"""What a process of its own is asked to do, and what it answers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from planner.bench.shape import Shape

DRAW, PLAN, OBVIOUS, SCORE = "draw", "plan", "obvious", "score"


@dataclass(frozen=True, slots=True)
class Job:
    """One task for one process.

    Attributes
    ----------
    task : str
        "draw" (write an organisation), "plan" or "obvious" (read one, plan it, write the plan)
        or "score" (read both and check them).
    organisation, plan, answer : str
        Where the organisation and the plan are or go, and where the answer is to be written.
    started : float
        When the process was started, on the clock of ``time.monotonic``.
    seconds : float
        The time limit of a plan, start and writing included.
    """

    task: str
    organisation: str
    plan: str
    answer: str
    started: float = 0.0
    seconds: float = 0.0
    workers: int | None = None
    seed: int = 0
    shape: Shape | None = None

    def to_json(self) -> str:
        """Return the job as text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Job:
        """Return the job that a text holds."""
        document: dict[str, Any] = json.loads(text)
        shape = document.pop("shape")
        return cls(**document, shape=Shape(**shape) if shape else None)
