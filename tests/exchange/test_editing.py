"""Rows that are typed: whatever is typed, it ends in a sound organisation or in findings."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from planner.domain import BadInput
from planner.domain.row_changes import RowChange
from planner.exchange import change_rows, put_back, read_organisation, write_organisation
from planner.exchange.cells import text_of
from planner.exchange.putting_back import check_fit
from planner.exchange.tables import TABLES
from tests.builders import a_department, an_employee, an_organisation
from tests.strategies import small_organisation

if TYPE_CHECKING:
    from planner.domain import Finding, Organisation
    from planner.domain.row_changes import RowSwap

_CELLS = ("", "0", "1", "2", "-1", "x", "A", "=1+1", "2027-01-04", "2027-02-30", "either", "1e400")


def an_organisation_in_use(seed: int) -> Organisation:
    """Return a drawn one as if it had been read: without pins that no file could bring in."""
    drawn = small_organisation(seed)
    cycle = drawn.cycle
    length = {each.id: each.rotation_periods for each in drawn.departments}
    pins = tuple(
        pin
        for pin in drawn.pins
        if cycle.period_of(pin.first_day) + length[pin.host] <= cycle.periods
    )
    return replace(drawn, lines={}, pins=pins)


def any_edit(organisation: Organisation, rng: Random) -> tuple[str, list[RowChange]]:
    """Return changes of some rows: cells of other rows mostly, and nonsense."""
    table = rng.choice(TABLES)
    rows: tuple[Any, ...] = getattr(organisation, table.name)
    changes = [
        RowChange(row, None if rng.random() < 0.3 else _typed(rows, table.names, rng))
        for row in rng.sample(rows, min(len(rows), rng.randint(0, 3)))
    ]
    for _ in range(rng.randint(0, 2)):
        copied = {name: getattr(rng.choice(rows), name) for name in table.names} if rows else {}
        changes.append(RowChange(None, {**copied, **_typed(rows, table.names, rng)}))
    return table.name, changes


def _typed(rows: tuple[Any, ...], names: tuple[str, ...], rng: Random) -> dict[str, object]:
    return {
        name: text_of(getattr(rng.choice(rows), name))
        if rows and rng.random() < 0.7
        else rng.choice(_CELLS)
        for name in rng.sample(names, rng.randint(1, 2))
    }


def outcome(
    organisation: Organisation, table: str, changes: list[RowChange]
) -> tuple[Organisation | None, tuple[RowSwap, ...], tuple[Finding, ...]]:
    try:
        return *change_rows(organisation, table, changes), ()
    except BadInput as error:
        return None, (), error.findings


@given(st.integers(0, 2**32))
def test_any_edit_is_sound_or_refused_and_can_be_taken_back(seed: int) -> None:
    rng = Random(seed)
    organisation = an_organisation_in_use(seed)
    table, changes = any_edit(organisation, rng)
    changed, swaps, findings = outcome(organisation, table, changes)
    assert (changed is None) == bool(findings)
    assert all(each.file and each.message and each.remedy for each in findings)
    if changed is None:
        return
    check_fit(changed)
    assert bool(swaps) == (changed != organisation)
    assert put_back(changed, table, swaps) == organisation


@given(st.integers(0, 2**32))
def test_the_editor_accepts_what_a_file_would_be_accepted_for(seed: int) -> None:
    """The same rows, typed one by one and read from a folder, are judged alike."""
    rng = Random(seed)
    organisation = an_organisation_in_use(seed)
    table, changes = any_edit(organisation, rng)
    changed, _, _ = outcome(organisation, table, changes)
    if changed is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        write_organisation(changed, Path(folder))
        assert read_organisation(Path(folder)).organisation == changed


def test_a_thousand_rows_pasted_at_once(tmp_path: Path) -> None:
    organisation = an_organisation(departments=[a_department("A"), a_department("B")])
    more = [
        RowChange(None, {"id": f"n{n}", "name": f"N {n}", "department": "B", "max_rotations": 1})
        for n in range(1000)
    ]
    changed, swaps = change_rows(organisation, "employees", more)
    assert len(changed.employees) == 1004
    assert [swap.at for swap in swaps] == list(range(4, 1004))
    assert changed.employees[-1] == an_employee("n999", "B", name="N 999", max_rotations=1)
    assert put_back(changed, "employees", swaps) == organisation
    write_organisation(changed, tmp_path / "o")
    assert read_organisation(tmp_path / "o").organisation == changed
