"""Taking a person out of the change requests, so that only the counts remain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from planner.domain import SlotKind, placement_id
from planner.store.holding import holds, json_holds, json_names
from planner.store.request_tables import (
    change_request,
    request_claim,
    request_leg,
    request_slot,
    request_step,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Column, Connection, Table

    from planner.domain.organisation import Id

_EMPLOYEES: tuple[Column[Any], ...] = (
    change_request.c.requester,
    change_request.c.partner,
    request_leg.c.employee,
    request_leg.c.mentor,
    request_slot.c.approver,
    request_slot.c.on_behalf_of,
    request_claim.c.employee,
    request_step.c.on_behalf_of,
)

_USERS: tuple[Column[Any], ...] = (
    change_request.c.asked_by,
    request_slot.c.decided_by,
    request_step.c.user_id,
)

_TEXTS: tuple[tuple[Table, str, str], ...] = (
    (change_request, "id", "comment"),
    (change_request, "id", "reason"),
    (request_slot, "request", "comment"),
    (request_step, "request", "comment"),
    (request_step, "request", "impact"),
)


def erase(
    connection: Connection,
    employee: Id,
    user: Id | None,
    stand_in: str,
    words: Collection[str],
) -> None:
    """Put ``stand_in`` for an employee and a user, and delete the texts that may name them."""
    mine = select(change_request.c.id).where(
        or_(change_request.c.requester == employee, change_request.c.partner == employee)
    )
    parties = list(connection.execute(mine).scalars())
    for table, key, name in _TEXTS:
        column = table.c[name]
        tells = json_holds if name == "impact" else holds
        nothing = None if column.nullable else ""
        told = or_(table.c[key].in_(parties), *(tells(column, word) for word in words))
        if name == "impact":
            told |= json_names(column, employee)
        connection.execute(update(table).where(told).values({name: nothing}))
    for column in _EMPLOYEES:
        _rename(connection, column, employee, stand_in)
    # The subject of a host's slot is a department, which may have the id of an employee.
    of_people = request_slot.c.kind != SlotKind.HOST.value
    connection.execute(
        update(request_slot)
        .where(request_slot.c.subject == employee, of_people)
        .values(subject=stand_in)
    )
    for column in _USERS if user is not None else ():
        _rename(connection, column, user, stand_in)
    _name_placements_anew(connection, stand_in)


def _rename(connection: Connection, column: Column[Any], old: str | None, new: str) -> None:
    connection.execute(update(column.table).where(column == old).values({column.name: new}))


def _name_placements_anew(connection: Connection, stand_in: str) -> None:
    """Make placement ids from the stand-in: whoever guesses the old id must not find it."""
    legs = request_leg.c
    for leg in connection.execute(select(request_leg).where(legs.employee == stand_in)).all():
        new = placement_id(stand_in, leg.host, leg.first_day)
        connection.execute(
            update(request_leg)
            .where(legs.request == leg.request, legs.side == leg.side, legs.number == leg.number)
            .values(placement=new)
        )
        connection.execute(
            update(change_request)
            .where(change_request.c.id == leg.request, change_request.c.placement == leg.placement)
            .values(placement=new)
        )
