"""How much of a time limit the search may have."""

from __future__ import annotations

import time

LEAST_SECONDS = 0.2
"""What the search gets at least, however little of the time limit start-up has left."""


A_PERSON = 1.5e-5
"""Seconds that turning a plan into names and writing them take for each person, at the most."""


def seconds_to_search(limit: float, started: float, people: int) -> float:
    """Return what is left for the search of a limit on everything.

    Some of it is kept back for writing the results and for taking leave.

    Parameters
    ----------
    limit : float
        Seconds from ``started`` until the results are written.
    started : float
        A time of ``time.monotonic``.
    people : int
        Employees of the organisation.
    """
    kept_back = min(1.5, 0.03 * limit + 0.1) + A_PERSON * people
    return max(LEAST_SECONDS, limit - kept_back - (time.monotonic() - started))
