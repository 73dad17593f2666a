"""What ties tables together: ids that must exist, and pins that must fit the cycle."""

from __future__ import annotations

import difflib
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from planner.exchange.cells import BAD

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from planner.domain import Cycle
    from planner.exchange.faults import Ledger
    from planner.exchange.rows import Typed

_ONE = {"departments": "department", "employees": "employee"}
_MOST_COMPARED = 2_000
_MOST_GUESSED = 20


def folded(text: str) -> str:
    """Return an id without what the eye hardly sees: capitals, blanks, invisible marks."""
    if text.isascii():
        return text.strip().casefold()
    seen = (c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return "".join(seen).strip().casefold()


def check_ids(rows: Typed, known: Mapping[str, frozenset[str]], ledger: Ledger) -> None:
    """Report every id that does not exist in the table it belongs to.

    Parameters
    ----------
    rows : Typed
        The table that is looked at.
    known : mapping of str to frozenset of str
        The ids of each table; a table that could not be read is left out.
    ledger : Ledger
        Where the faults go.
    """
    for column in rows.table.columns:
        ids = known.get(column.refers)
        values = rows.values.get(column.name)
        if ids is None or values is None:
            continue
        unknown = {value for value in values if isinstance(value, str)} - ids
        if not unknown:
            continue
        twins = {folded(i): i for i in sorted(ids)}
        remedies = {
            value: _remedy(value, column.refers, ids if place < _MOST_GUESSED else (), twins)
            for place, value in enumerate(sorted(unknown))
        }
        for line, value in zip(rows.lines, values, strict=True):
            if value in remedies:
                ledger.fault(
                    rows.file,
                    f"there is no {_ONE[column.refers]} with this id",
                    remedies[value],
                    row=line,
                    column=column.name,
                    value=value,
                )


def _remedy(value: str, table: str, ids: Collection[str], twins: dict[str, str]) -> str:
    twin = twins.get(folded(value))
    if twin is not None:
        return (
            f'Write "{twin}": ids must agree in every character, also in capital letters and blanks'
        )
    close = difflib.get_close_matches(value, sorted(ids), n=1) if len(ids) <= _MOST_COMPARED else []
    hint = f' (perhaps "{close[0]}")' if close else ""
    return f"Write the id of one of the {table}{hint}, or add the {_ONE[table]} to its table"


def check_pins(pins: Typed, departments: Typed, cycle: Cycle | None, ledger: Ledger) -> None:
    """Report pins that do not begin with a period or do not lie inside the cycle."""
    if cycle is None or "first_day" not in pins.values:
        return
    lengths = _lengths(departments)
    hosts = pins.values.get("host", [BAD] * len(pins.lines))
    for line, host, day in zip(pins.lines, hosts, pins.values["first_day"], strict=True):
        if not isinstance(day, date):
            continue
        problem = _pin_problem(cycle, day, lengths.get(host))
        if problem:
            ledger.fault(pins.file, *problem, row=line, column="first_day", value=day)


def _lengths(departments: Typed) -> dict[Any, int]:
    """Return the length of a placement, in periods, by host, where it could be read."""
    if not {"id", "rotation_periods"} <= departments.values.keys():
        return {}
    pairs = zip(departments.values["id"], departments.values["rotation_periods"], strict=True)
    return {host: length for host, length in pairs if isinstance(length, int)}


def _pin_problem(cycle: Cycle, day: date, length: int | None) -> tuple[str, str] | None:
    inside = f"the cycle runs from {cycle.first_day} to {cycle.last_day}"
    if not cycle.first_day <= day <= cycle.last_day:
        return (
            "the placement does not lie inside the cycle",
            f"Write the first day of one of its periods; {inside}",
        )
    period = cycle.period_of(day)
    if not cycle.starts_period(day):
        before = cycle.first_day_of(period)
        after = before + timedelta(days=cycle.period_days)
        choice = f"{before} or {after}" if after <= cycle.last_day else f"{before}"
        return (
            "is not the first day of a period",
            f"Write the first day of a period; the nearest: {choice}",
        )
    if length is not None and period + length > cycle.periods:
        if length > cycle.periods:
            remedy = "Delete the row, or shorten rotation_periods of the host"
        else:
            latest = cycle.first_day_of(cycle.periods - length)
            remedy = f"Write {latest} or an earlier first day of a period; {inside}"
        return f"a placement of {length} periods that begins here ends after the cycle", remedy
    return None
