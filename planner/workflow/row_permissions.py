"""Who may change which rows of an organisation."""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from planner.access import Action, Thing, may, scopes
from planner.access import demand as demand_of
from planner.domain import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from planner.access import Standing
    from planner.domain import Difference, TableDifference
    from planner.domain.row_changes import RowChange

IMPORTED = frozenset({Action.ABSENCE_EDIT, Action.MENTOR_EDIT, Action.CLOSURE_EDIT})
"""What somebody may import who may not import everything."""

EDITED = IMPORTED | {Action.PROFILE_EDIT, Action.PREFERENCE_EDIT}
"""What somebody may edit who may not edit everything."""

_BY_COLUMN = {
    "mentors": Action.MENTOR_EDIT,
    "name": Action.PROFILE_EDIT,
    "email": Action.PROFILE_EDIT,
}
_BY_EMPLOYEE = {"absences": Action.ABSENCE_EDIT, "preferences": Action.PREFERENCE_EDIT}
_OWNER: Mapping[str, tuple[str, frozenset[Action]]] = MappingProxyType(
    {
        "absences": ("employee", frozenset({Action.ABSENCE_EDIT})),
        "preferences": ("employee", frozenset({Action.PREFERENCE_EDIT})),
        "closures": ("department", frozenset({Action.CLOSURE_EDIT})),
        "employees": ("id", frozenset({Action.MENTOR_EDIT, Action.PROFILE_EDIT})),
    }
)
_SAID: Mapping[Action, str] = MappingProxyType(
    {
        Action.ABSENCE_EDIT: "absences",
        Action.MENTOR_EDIT: "mentors",
        Action.CLOSURE_EDIT: "closures",
        Action.PROFILE_EDIT: "names and e-mail addresses",
        Action.PREFERENCE_EDIT: "wishes",
    }
)


def demand_some(standing: Standing, whole: Action, parts: Collection[Action]) -> frozenset[Action]:
    """Go on only if somebody may change rows at all; return by what.

    Parameters
    ----------
    standing : Standing
    whole : Action
        What allows any change; alone in the answer where they may do that.
    parts : collection of Action
        What allows changes of some rows, each of its own kind.

    Raises
    ------
    NotAllowed, NotFound
        They may change nothing.
    """
    if may(standing, whole).allowed:
        return frozenset({whole})
    mine = frozenset(action for action in parts if scopes(standing, action))
    if not mine:
        demand_of(standing, whole)
    return mine


def demand_typed(
    standing: Standing,
    table: str,
    changes: Iterable[RowChange],
    whole: Action,
    parts: Collection[Action],
) -> None:
    """Go on only if the rows that somebody names are theirs, before any of them is looked up.

    ``whole`` and ``parts`` are those of `demand_some`. What becomes of the rows is for
    `demand_changes` to judge.

    Raises
    ------
    NotAllowed, NotFound
        They may not change this table, or somebody else's rows in it.
    """
    mine = demand_some(standing, whole, parts)
    if whole in mine:
        return
    owner, actions = _OWNER.get(table, ("", frozenset()))
    possible = [action for action in _SAID if action in mine & actions]
    if not possible:
        demand_of(standing, whole)
    belongs = Thing.of_departments if owner == "department" else Thing.of_employees
    for change in changes:
        named = getattr(change.was, owner, None), (change.cells or {}).get(owner)
        for each in (str(name) for name in named if name):
            thing = belongs([each])
            if not any(may(standing, action, thing).allowed for action in possible):
                demand_of(standing, possible[0], thing)


def demand_changes(
    standing: Standing, changes: Difference, whole: Action, parts: Collection[Action]
) -> None:
    """Go on only if somebody may make all these changes.

    ``whole`` and ``parts`` are those of `demand_some`.

    Raises
    ------
    NotAllowed, NotFound
        They may not make one of them; the message says what they may.
    """
    mine = demand_some(standing, whole, parts)
    if whole in mine:
        return
    for action, thing in _needed(changes):
        if action is None or action not in mine:
            raise NotAllowed(_too_much(changes, mine))
        demand_of(standing, action, thing)


def _needed(changes: Difference) -> Iterator[tuple[Action | None, Thing]]:
    """Yield what each change takes; None where only the permission for everything will do."""
    if changes.settings:
        yield None, Thing()
    for table in changes.tables:
        yield from _needed_for(table)


def _needed_for(table: TableDifference) -> Iterator[tuple[Action | None, Thing]]:
    rows = [*table.new, *table.gone, *(row for pair in table.changed for row in pair)]
    if table.name in _BY_EMPLOYEE:
        for employee in dict.fromkeys(row.employee for row in rows):
            yield _BY_EMPLOYEE[table.name], Thing.of_employee(employee)
    elif table.name == "closures":
        for department in dict.fromkeys(row.department for row in rows):
            yield Action.CLOSURE_EDIT, Thing.of_departments([department])
    elif table.name == "employees" and not (table.new or table.gone):
        for before, after in table.changed:
            for name in _changed(before, after):
                yield _BY_COLUMN.get(name), Thing.of_employee(before.id)
    elif rows:
        yield None, Thing()


def _changed(before: Any, after: Any) -> list[str]:
    names = (each.name for each in fields(before))
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _too_much(changes: Difference, mine: Collection[Action]) -> str:
    tables = [table.name for table in changes.tables if table] + ["cycle"] * bool(changes.settings)
    allowed = [_SAID[action] for action in _SAID if action in mine]
    return (
        f"This changes more than is yours to change (in {', '.join(tables)}). You may change "
        f"{', '.join(allowed)} of your own people or your own; leave the rest as it is, or ask HR."
    )
