"""Finding change requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, func, or_, select

from planner.domain import LIVE, Decision, NotFound, RequestState
from planner.store.chunks import chunks
from planner.store.metadata import Moment
from planner.store.request_rows import GIVES, OFFERS, TAKES, as_step, assemble
from planner.store.request_tables import (
    change_request,
    request_claim,
    request_leg,
    request_slot,
    request_step,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from planner.domain import ChangeRequest, Step
    from planner.domain.organisation import Id

_PENDING = request_slot.c.decision == Decision.PENDING.value


class RequestReading:
    """The change requests of one organisation, to be looked at.

    Where several are returned, those asked for first come first.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, request_id: str) -> ChangeRequest:
        """Return a request. Raises NotFound if there is none."""
        found = self.find(request_id)
        if found is None:
            raise NotFound(f"There is no request {request_id}.")
        return found

    def find(self, request_id: str) -> ChangeRequest | None:
        """Return a request; None if there is none."""
        return next(iter(self._where(change_request.c.id == request_id)), None)

    def steps(self, request_id: str) -> tuple[Step, ...]:
        """Return what happened to a request, the first step first."""
        query = select(request_step).where(request_step.c.request == request_id)
        rows = self._connection.execute(query.order_by(request_step.c.number)).mappings()
        return tuple(as_step(row) for row in rows)

    def matching(
        self,
        *,
        cycle: str | None = None,
        states: Collection[RequestState] | None = None,
        requester: Id | None = None,
        partner: Id | None = None,
        party: Id | None = None,
        claimant: Id | None = None,
        approver: Id | None = None,
    ) -> tuple[ChangeRequest, ...]:
        """Return the requests that match all that is given.

        ``party`` is requester or partner; ``claimant`` queues in the open pool; ``approver``
        has a slot, decided or not.
        """
        table = change_request.c
        where = [
            column == value
            for column, value in (
                (table.cycle, cycle),
                (table.requester, requester),
                (table.partner, partner),
            )
            if value is not None
        ]
        if states is not None:
            where.append(table.state.in_([state.value for state in states]))
        if party is not None:
            where.append(or_(table.requester == party, table.partner == party))
        if claimant is not None:
            claims = select(request_claim.c.request).where(request_claim.c.employee == claimant)
            where.append(table.id.in_(claims))
        if approver is not None:
            slots = select(request_slot.c.request).where(request_slot.c.approver == approver)
            where.append(table.id.in_(slots))
        return self._where(*where)

    def waiting_for(
        self, approvers: Collection[Id], *, hr: bool = False
    ) -> tuple[ChangeRequest, ...]:
        """Return the requests that wait for a yes of one of these employees.

        With ``hr`` also those that wait for a yes that any HR person may say.
        """
        anybody = request_slot.c.approver.is_(None) if hr else false()
        theirs = or_(request_slot.c.approver.in_(list(approvers)), anybody)
        slots = select(request_slot.c.request).where(_PENDING, theirs)
        waiting = change_request.c.state == RequestState.PENDING_APPROVAL.value
        return self._where(waiting, change_request.c.id.in_(slots))

    def touching(
        self,
        cycle: str,
        placements: Iterable[str],
        *,
        states: Collection[RequestState] = LIVE,
        offers: bool = False,
    ) -> tuple[ChangeRequest, ...]:
        """Return the requests of a cycle that take away or make one of these placements.

        Parameters
        ----------
        cycle : str
        placements : iterable of str
            Ids of placements (`planner.domain.placement_id`).
        states : collection of RequestState
            The states that count; by default all in which a request may come to something.
        offers : bool, default False
            Whether what claims of the open pool offer counts too.
        """
        sides = [GIVES, TAKES, *([OFFERS] if offers else [])]
        found: set[str] = set()
        for some in chunks(sorted(set(placements))):
            query = select(request_leg.c.request).where(
                request_leg.c.placement.in_(some), request_leg.c.side.in_(sides)
            )
            found |= set(self._connection.execute(query).scalars())
        return self._of(
            found,
            change_request.c.cycle == cycle,
            change_request.c.state.in_([state.value for state in states]),
        )

    def past_deadline(self, now: datetime) -> tuple[ChangeRequest, ...]:
        """Return the live requests whose deadline is now or was before."""
        live = change_request.c.state.in_([state.value for state in LIVE])
        return self._where(live, change_request.c.deadline <= now)

    def unanswered(self, since: datetime) -> tuple[tuple[ChangeRequest, datetime], ...]:
        """Return the requests with a slot that has had no answer since a time or longer.

        Returns
        -------
        tuple of (ChangeRequest, datetime)
            With each the time when it was first put to its approvers: that of the first step
            that says so, or when it was asked for. A slot that was passed on since waits from
            then.
        """
        waiting = change_request.c.state == RequestState.PENDING_APPROVAL.value
        first = (
            select(func.min(request_step.c.at))
            .where(
                request_step.c.request == change_request.c.id,
                request_step.c.state == RequestState.PENDING_APPROVAL.value,
            )
            .correlate(change_request)
            .scalar_subquery()
        )
        began = func.coalesce(first, change_request.c.asked_at, type_=Moment)
        slots = select(request_slot.c.request).where(
            request_slot.c.request == change_request.c.id,
            _PENDING,
            func.coalesce(request_slot.c.escalated_at, began) <= since,
        )
        query = select(change_request.c.id, began).where(waiting, slots.exists())
        found = {row[0]: row[1] for row in self._connection.execute(query)}
        return tuple((request, found[request.id]) for request in self._of(found))

    def _of(self, ids: Iterable[str], *where: ColumnElement[bool]) -> tuple[ChangeRequest, ...]:
        requests = [
            request
            for some in chunks(sorted(ids))
            for request in self._where(change_request.c.id.in_(some), *where)
        ]
        return tuple(sorted(requests, key=lambda request: (request.asked_at, request.id)))

    def _where(self, *where: ColumnElement[bool]) -> tuple[ChangeRequest, ...]:
        order = (change_request.c.asked_at, change_request.c.id)
        heads = self._connection.execute(select(change_request).where(*where).order_by(*order))
        return assemble(self._connection, heads.mappings().all())
