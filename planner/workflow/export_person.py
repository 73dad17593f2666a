"""Everything that is kept about a person, as one file that they can be given."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from planner.access import Action, Scope, Standing, Thing, may, missing
from planner.domain import Role
from planner.exchange.atomic import write_text
from planner.workflow.acting import clock, demand, record
from planner.workflow.pseudonyms import people_in, resolved

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Actor, ChangeRequest, CycleState, Entry, User
    from planner.domain.organisation import Id
    from planner.store import Store, Unit

_TABLES = (
    "employees",
    "absences",
    "experience",
    "preferences",
    "restrictions",
    "keep_apart",
    "requirements",
    "pins",
)
_PAGE = 1000


def export_person(
    store: Store, actor: Actor, employee: Id, out: Path, *, now: datetime | None = None
) -> dict[str, int]:
    """Write all that is kept about a person into a JSON file; return what there is of each.

    The person and HR get everything. Their manager gets what managers may see anyway: no
    messages, no calendar, and of the record what was decided about their team. It is recorded
    as an export.

    Raises
    ------
    NotAllowed, NotFound
        It is nobody whose data the actor may take out.
    BadInput
        The file cannot be written.
    """
    now = clock(now)

    def work(unit: Unit) -> dict[str, Any]:
        here = demand(unit, actor, Action.EXPORT_MAKE, Thing.of_employee(employee), now)
        found = _everything(unit, here, employee)
        if not found:
            raise missing(Action.PROFILE_READ)
        facts = {"what": "person"}
        record(unit, actor, Action.EXPORT_MAKE, "", f"employee {employee}", facts, now)
        return {"employee": employee, "written": now, **found}

    told = store.write(work)
    text = json.dumps(_as_json(told), indent=2, ensure_ascii=False)
    write_text(out, f"{text}\n")
    return {name: len(value) for name, value in told.items() if isinstance(value, list | dict)}


def _everything(unit: Unit, here: Standing, employee: Id) -> dict[str, Any]:
    user = unit.people.by_employee(employee)
    cycles = {
        state.cycle.name: rows
        for state in unit.organisations.cycles()
        if (rows := _of_cycle(unit, state, employee))
    }
    if user is None and not cycles:
        return {}
    private = here.employee == employee or Role.HR in here.roles
    return {
        "cycles": cycles,
        "requests": [_request(unit, each) for each in _requests(unit, employee)],
        "delegations": list(unit.people.delegations.of(employee)),
        "record": _record(unit, here, employee, user),
        **(_private(unit, employee, user) if private else {}),
    }


def _of_cycle(unit: Unit, state: CycleState, employee: Id) -> dict[str, Any]:
    organisation = unit.organisations.load(state.cycle.name)
    tables = {
        name: [row for row in getattr(organisation, name) if _names(row, name, employee)]
        for name in _TABLES
    }
    if not tables["employees"]:
        return {}
    placements = {}
    for version in unit.versions.list(state.cycle.name):
        plan = unit.versions.plan(state.cycle.name, version.number)
        theirs = [each for each in plan if employee in (each.employee, each.mentor)]
        if theirs:
            placements[f"version {version.number}, {version.state.value}"] = theirs
    return {**tables, "placements": placements}


def _names(row: Any, table: str, employee: Id) -> bool:
    if table == "employees":
        return bool(row.id == employee)
    columns = ("employee", "other", "mentor")
    return any(getattr(row, each.name) == employee for each in fields(row) if each.name in columns)


def _requests(unit: Unit, employee: Id) -> tuple[ChangeRequest, ...]:
    found = [
        *unit.requests.matching(party=employee),
        *unit.requests.matching(claimant=employee),
        *unit.requests.matching(approver=employee),
    ]
    return tuple({each.id: each for each in found}.values())


def _request(unit: Unit, request: ChangeRequest) -> dict[str, Any]:
    return {**asdict(request), "steps": list(unit.requests.steps(request.id))}


def _record(unit: Unit, here: Standing, employee: Id, user: User | None) -> list[Entry]:
    found: list[Entry] = []
    before: int | None = None
    while page := unit.journal.entries(before=before, limit=_PAGE):
        told = zip(resolved(unit, page), people_in(unit, page), strict=True)
        for entry, people in told:
            theirs = employee in people or (user is not None and entry.user == user.id)
            about = Thing.of_entry(entry, people)
            if theirs and (_is_hr(here) or may(here, Action.AUDIT_READ, about).allowed):
                found.append(entry)
        before = page[-1].number
    return found


def _is_hr(here: Standing) -> bool:
    """Tell whether somebody answers for what people are told about themselves."""
    return may(here, Action.PERSON_ERASE).scope is Scope.ALL


def _private(unit: Unit, employee: Id, user: User | None) -> dict[str, Any]:
    return {
        "user": {} if user is None else asdict(user),
        "messages": [] if user is None else list(unit.outbox.inbox.of(user.id)),
        "calendar": {
            "address made": unit.feeds.made_at(employee),
            "events": list(unit.feeds.events(employee)),
        },
    }


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _as_json(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return _as_json({each.name: getattr(value, each.name) for each in fields(value)})
    return value
