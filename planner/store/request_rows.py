"""How a change request stands in its tables, and how it is put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from planner.domain import (
    ChangeRequest,
    Claim,
    Decision,
    Event,
    Placement,
    RequestKind,
    RequestState,
    Slot,
    SlotKind,
    Step,
    id_of,
)
from planner.store.chunks import chunks
from planner.store.request_tables import (
    change_request,
    request_claim,
    request_leg,
    request_slot,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, RowMapping, Table


GIVES, TAKES, OFFERS = "gives", "takes", "offers"

_HEAD = tuple(
    column.name
    for column in change_request.columns
    if column.name not in {"kind", "state", "revision", "placement"}
)


def head_of(request: ChangeRequest) -> dict[str, Any]:
    """Return the row of the request itself, without its revision.

    Raises
    ------
    ValueError
        If the requester gives nothing: every request is about a placement of theirs.
    """
    own = [leg for leg in request.gives if leg.employee == request.requester]
    if not own:
        raise ValueError(f"request {request.id} names no placement of {request.requester}")
    return {
        **{name: getattr(request, name) for name in _HEAD},
        "kind": request.kind.value,
        "state": request.state.value,
        "placement": id_of(own[0]),
    }


def parts_of(request: ChangeRequest) -> dict[Table, list[dict[str, Any]]]:
    """Return the rows of everything that hangs on the request, table by table."""
    legs = [(GIVES, number, leg) for number, leg in enumerate(request.gives)]
    legs += [(TAKES, number, leg) for number, leg in enumerate(request.takes)]
    legs += [
        (OFFERS, number, claim.offers)
        for number, claim in enumerate(request.claims)
        if claim.offers is not None
    ]
    return {
        request_leg: [_leg_row(request.id, *leg) for leg in legs],
        request_slot: [_slot_row(request.id, slot) for slot in request.slots],
        request_claim: [
            {
                "request": request.id,
                "number": number,
                "employee": claim.employee,
                "claimed_at": claim.claimed_at,
            }
            for number, claim in enumerate(request.claims)
        ],
    }


def _leg_row(request: str, side: str, number: int, leg: Placement) -> dict[str, Any]:
    return {
        "request": request,
        "side": side,
        "number": number,
        "placement": id_of(leg),
        **{name: getattr(leg, name) for name in Placement.__slots__},
    }


def _slot_row(request: str, slot: Slot) -> dict[str, Any]:
    return {
        "request": request,
        **{name: getattr(slot, name) for name in Slot.__slots__},
        "kind": slot.kind.value,
        "decision": slot.decision.value,
    }


def assemble(connection: Connection, heads: Sequence[RowMapping]) -> tuple[ChangeRequest, ...]:
    """Return the requests of these rows of ``change_request``, in their order."""
    ids = [head["id"] for head in heads]
    legs = _by_request(connection, request_leg, ids)
    slots = _by_request(connection, request_slot, ids)
    claims = _by_request(connection, request_claim, ids)
    return tuple(
        _request(head, legs[head["id"]], slots[head["id"]], claims[head["id"]]) for head in heads
    )


def _by_request(
    connection: Connection, table: Table, ids: Iterable[str]
) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {each: [] for each in ids}
    for some in chunks(found):
        query = select(table).where(table.c.request.in_(some)).order_by(table.c.number)
        for row in connection.execute(query).mappings():
            found[row["request"]].append(row)
    return found


def _request(
    head: RowMapping,
    legs: Sequence[RowMapping],
    slots: Sequence[RowMapping],
    claims: Sequence[RowMapping],
) -> ChangeRequest:
    offers = {row["number"]: _placement(row) for row in legs if row["side"] == OFFERS}
    return ChangeRequest(
        **{name: head[name] for name in _HEAD},
        kind=RequestKind(head["kind"]),
        state=RequestState(head["state"]),
        revision=head["revision"],
        gives=tuple(_placement(row) for row in legs if row["side"] == GIVES),
        takes=tuple(_placement(row) for row in legs if row["side"] == TAKES),
        slots=tuple(_slot(row) for row in slots),
        claims=tuple(
            Claim(row["employee"], row["claimed_at"], offers.get(row["number"])) for row in claims
        ),
    )


def _placement(row: RowMapping) -> Placement:
    return Placement(**{name: row[name] for name in Placement.__slots__})


def _slot(row: RowMapping) -> Slot:
    values = {name: row[name] for name in Slot.__slots__}
    return Slot(**{**values, "kind": SlotKind(row["kind"]), "decision": Decision(row["decision"])})


def step_row(request: str, number: int, step: Step) -> dict[str, Any]:
    """Return the row of one step."""
    return {
        "request": request,
        "number": number,
        "event": step.event.value,
        "state": step.state.value,
        "user_id": step.user,
        "on_behalf_of": step.on_behalf_of,
        "at": step.at,
        "version": step.version,
        "impact": None if step.impact is None else dict(step.impact),
        "comment": step.comment,
    }


def as_step(row: RowMapping) -> Step:
    """Return the step that a row holds."""
    return Step(
        event=Event(row["event"]),
        state=RequestState(row["state"]),
        user=row["user_id"],
        at=row["at"],
        version=row["version"],
        on_behalf_of=row["on_behalf_of"],
        impact=row["impact"],
        comment=row["comment"],
    )
