"""Change requests: kept, and carried from step to step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from planner.domain import LIVE, Conflict, RequestState
from planner.store.request_erasing import erase
from planner.store.request_reading import RequestReading
from planner.store.request_rows import head_of, parts_of, step_row
from planner.store.request_tables import (
    LIVE_STATES,
    change_request,
    request_claim,
    request_leg,
    request_slot,
    request_step,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement

    from planner.domain import ChangeRequest, Step
    from planner.domain.organisation import Id

_LASTING = ("id", "cycle", "kind", "requester", "asked_by", "asked_at")
"""What a request never changes."""


class Requests(RequestReading):
    """The change requests of one organisation.

    Of one placement there is one live request that would give it away, at most. A request
    that has ended stays as it is; only one that was applied may be reverted.
    """

    def add(self, request: ChangeRequest, step: Step | None = None) -> ChangeRequest:
        """Keep a new request, with its first step; return it with revision 1.

        Raises
        ------
        Conflict
            If the id is taken, or there is a live request for the same placement.
        ValueError
            If it names no placement of the requester.
        """
        if self.find(request.id) is not None:
            raise Conflict(f"There is a request {request.id} already.")
        self._alone(request)
        self._connection.execute(insert(change_request).values(**head_of(request), revision=1))
        self._add_parts(request)
        if step is not None:
            self.add_step(request.id, step)
        return replace(request, revision=1)

    def save(
        self, request: ChangeRequest, expected: int, step: Step | None = None
    ) -> ChangeRequest:
        """Write a request as it is after a step; return it with its new revision.

        Id, cycle, kind, requester, and who asked when stay as they were. The new revision is
        ``expected`` + 1, whatever the request says.

        Parameters
        ----------
        request : ChangeRequest
        expected : int
            The revision that the step began with.
        step : Step, optional
            What happened; left out for what is no event, such as a reminder.

        Raises
        ------
        NotFound
            If there is no such request.
        Conflict
            If it has another revision by now, or has ended.
        """
        head = {name: value for name, value in head_of(request).items() if name not in _LASTING}
        saved = self._connection.execute(
            update(change_request)
            .where(
                change_request.c.id == request.id,
                change_request.c.revision == expected,
                _may_become(request.state),
            )
            .values(**head, revision=expected + 1)
        )
        if not saved.rowcount:
            self._explain(request.id, expected)
        self._alone(request)
        for table in (request_claim, request_leg, request_slot):
            self._connection.execute(delete(table).where(table.c.request == request.id))
        self._add_parts(request)
        if step is not None:
            self.add_step(request.id, step)
        return self.get(request.id)

    def add_step(self, request_id: str, step: Step) -> None:
        """Write down what happened to a request, after all that was written before."""
        query = select(func.count()).where(request_step.c.request == request_id)
        number = self._connection.execute(query).scalar_one() + 1
        self._connection.execute(insert(request_step).values(step_row(request_id, number, step)))

    def forget(
        self, employee: Id, user: Id | None, stand_in: str, *, words: Collection[str] = ()
    ) -> None:
        """Take an employee, and the user they are, out of every request.

        ``stand_in`` is put wherever one of the two is named. What was written in requests
        they were a party of is deleted, and so is every text with one of ``words`` in it,
        such as their name. Their live requests have to be ended before.
        """
        erase(self._connection, employee, user, stand_in, words)

    def _alone(self, request: ChangeRequest) -> None:
        if request.state not in LIVE:
            return
        query = select(change_request.c.id).where(
            change_request.c.cycle == request.cycle,
            change_request.c.placement == head_of(request)["placement"],
            change_request.c.state.in_(LIVE_STATES),
            change_request.c.id != request.id,
        )
        other = self._connection.execute(query).scalar()
        if other is not None:
            raise Conflict(
                f"There is a request for this placement already ({other}). "
                "Withdraw that one first, or wait until it has ended."
            )

    def _add_parts(self, request: ChangeRequest) -> None:
        for table, rows in parts_of(request).items():
            if rows:
                self._connection.execute(insert(table), rows)

    def _explain(self, request_id: str, expected: int) -> None:
        """Raise what is true of a request that could not be saved."""
        stored = self.get(request_id)
        state = stored.state.value.replace("_", " ")
        if stored.revision == expected:
            raise Conflict(f"Request {request_id} is {state} and stays as it is.")
        raise Conflict(
            f"Somebody else was first with request {request_id}: it is {state} now. Look again."
        )


def _may_become(state: RequestState) -> ColumnElement[bool]:
    """Return what a stored request meets that may come to a state."""
    live = change_request.c.state.in_(LIVE_STATES)
    if state is not RequestState.REVERTED:
        return live
    return change_request.c.state == RequestState.APPLIED.value
