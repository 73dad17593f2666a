"""The keys of the cycle's settings, what each may hold, and the cycle they make."""

from __future__ import annotations

import dataclasses
import difflib
import typing
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from planner.domain import AIMS, Cycle, Rules
from planner.exchange.cells import UNREADABLE
from planner.exchange.columns import Kind, base_and_bounds, expectation, without_none

if TYPE_CHECKING:
    from planner.exchange.faults import Ledger

AIMS_KEY = "aims.order"


@dataclass(frozen=True)
class Setting:
    """One key: the dataclass and field that it fills, and what it may hold."""

    owner: type
    name: str
    needed: bool
    base: Any
    expected: str
    adapter: TypeAdapter[Any]

    def read(self, cycle: Cycle) -> Any:
        """Return the value that a cycle has for this key."""
        return getattr(cycle.rules if self.owner is Rules else cycle, self.name)


def _setting(owner: type, name: str) -> Setting:
    hint, _ = without_none(typing.get_type_hints(owner, include_extras=True)[name])
    base, bounds = base_and_bounds(hint)
    row_field = {f.name: f for f in dataclasses.fields(owner)}[name]
    needed = (row_field.default, row_field.default_factory) == (dataclasses.MISSING,) * 2
    kinds = {int: Kind.WHOLE, float: Kind.NUMBER, date: Kind.DAY}
    if base in kinds:
        expected = expectation(kinds[base], bounds)
    elif base is str:
        expected = f'a text of 1 to {bounds["max_length"]} characters in "quotation marks"'
    else:
        expected = "a list of aims, such as [" + ", ".join(f'"{aim}"' for aim in AIMS[:2]) + "]"
    return Setting(owner, name, needed, base, expected, TypeAdapter(hint))


KEYS = {
    "name": _setting(Cycle, "name"),
    "first_day": _setting(Cycle, "first_day"),
    "periods": _setting(Cycle, "periods"),
    "period_days": _setting(Cycle, "period_days"),
    "rules.rest_periods": _setting(Rules, "rest_periods"),
    "rules.max_from_one_home": _setting(Rules, "max_from_one_home"),
    "rules.experience_valid_days": _setting(Rules, "experience_valid_days"),
    "rules.max_placement_periods": _setting(Rules, "max_placement_periods"),
    "coverage.decay": _setting(Cycle, "decay"),
    AIMS_KEY: _setting(Cycle, "aims"),
}
"""Every setting by its dotted key, in the order in which they are written."""


def cycle_of(
    file: str, values: dict[str, Any], lines: dict[str, int], ledger: Ledger
) -> Cycle | None:
    """Return the cycle of some settings; None when one of them is at fault.

    Parameters
    ----------
    file : str
        Where the settings come from, for the findings.
    values : dict of str to object
        Settings by dotted key.
    lines : dict of str to int
        The line of each key, where it is known.
    ledger : Ledger
        Where the faults go.
    """
    before = len(ledger.faults)
    for key in values.keys() - KEYS.keys():
        _report_unknown(file, key, values[key], lines.get(key), ledger)
    good: dict[type, dict[str, Any]] = {Cycle: {}, Rules: {}}
    for key, setting in KEYS.items():
        if key not in values:
            if setting.needed:
                ledger.fault(
                    file,
                    "the key is missing",
                    f"Add a line {key} = ..., which must be {setting.expected}",
                    column=key,
                )
            continue
        problem = _problem(key, setting, values[key])
        if problem:
            value = values[key]
            ledger.fault(file, *problem, row=lines.get(key), column=key, value=_spoken(value))
        else:
            good[setting.owner][setting.name] = _value(setting, values[key])
    if len(ledger.faults) > before:
        return None
    return Cycle(rules=Rules(**good[Rules]), **good[Cycle])


def _report_unknown(file: str, key: str, value: Any, line: int | None, ledger: Ledger) -> None:
    short = {known.rpartition(".")[2]: known for known in KEYS}
    twin = short.get(key.rpartition(".")[2])
    close = [twin] if twin else difflib.get_close_matches(key, list(KEYS), n=1)
    hint = f"Write {close[0]} if that is meant" if close else "Delete it"
    if twin and "." in twin:
        hint = f"Write {twin.rpartition('.')[2]} below [{twin.rpartition('.')[0]}]"
    ledger.fault(
        file,
        "the key is not known",
        f"{hint}; known are {', '.join(KEYS)}",
        row=line,
        column=key,
        value=_spoken(value),
    )


def _spoken(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _value(setting: Setting, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return float(value) if setting.base is float else value


def _problem(key: str, setting: Setting, value: Any) -> tuple[str, str] | None:
    if key == AIMS_KEY:
        return _aims_problem(setting, value)
    if isinstance(value, str) and UNREADABLE.search(value):
        return "holds a character that cannot be shown", "Type the text anew"
    remedy = f"Write {setting.expected}"
    if setting.base is date and isinstance(value, str | datetime):
        remedy += ", without quotation marks and without a time of day"
    elif isinstance(value, str) and setting.base is not str:
        remedy += ", without quotation marks"
    try:
        setting.adapter.validate_python(value, strict=True)
    except ValidationError:
        return f"must be {setting.expected}", remedy
    return None


def _aims_problem(setting: Setting, value: Any) -> tuple[str, str] | None:
    known = f"Choose among {', '.join(AIMS)}; the weightiest first, each once"
    if not isinstance(value, list) or not all(isinstance(aim, str) for aim in value):
        return f"must be {setting.expected}", known
    if not value:
        return "names no aim", known
    unknown = [aim for aim in value if aim not in AIMS]
    if unknown:
        return f"names an aim that does not exist: {', '.join(unknown)}", known
    if len(set(value)) < len(value):
        return "names an aim twice", known
    return None
