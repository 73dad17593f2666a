"""When mail that could not be sent is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 36
"""With the waits above, mail is given up after about five days."""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after a number of attempts that failed; None to give up.

    Parameters
    ----------
    attempts : int
        How often it was tried, at least 1. The waits double from a minute to four hours.
    now : datetime

    Raises
    ------
    ValueError
        If it was never tried.
    """
    if attempts < 1:
        raise ValueError(f"attempts is {attempts}; it has to be 1 or more")
    if attempts >= MOST_ATTEMPTS:
        return None
    # Beyond ten doublings the wait is capped in any case.
    return now + min(FIRST_WAIT * (1 << min(attempts - 1, 10)), LONGEST_WAIT)
