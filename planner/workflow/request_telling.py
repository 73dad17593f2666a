"""Who is told of a step of a change request, in its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import (
    LIVE,
    ChangeRequest,
    Event,
    FeedEvent,
    RequestState,
    Role,
)
from planner.domain.approvals import parties_of, waiting_on
from planner.notify import CalendarPart, RequestNotices, mail_of, message_of
from planner.workflow.calendar_parts import calendar_parts
from planner.workflow.request_turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from planner.domain import Notice
    from planner.domain.organisation import Id

_CHANGES_THE_PLAN = frozenset({RequestState.APPLIED, RequestState.REVERTED})


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """Tells people about one request as it is after a step; not whoever took the step."""

    here: Turn
    request: ChangeRequest

    def step(self, event: Event, before: ChangeRequest) -> None:
        """Tell all who are concerned by a step that does not change the plan."""
        self._send(self._about(event, before))

    def offer(self, pool: Iterable[Id]) -> None:
        """Tell people who could take part that a placement is on offer."""
        users = self.here.unit.people.by_employees(pool).values()
        self._send(self._notices.pool_opened(user.id) for user in users)

    def applied(self, events: Sequence[FeedEvent]) -> None:
        """Tell everybody involved that the plan is changed; those who go, with their calendar."""
        calendars = calendar_parts(self.here.unit, events, self.here.now)
        told = self._users((*parties_of(self.request), *self._managers()))
        version = self.request.applied_version
        self._send((self._notices.ended(user, version=version) for user in told), calendars)

    def overtaken(self, before: ChangeRequest, version: int | None = None) -> None:
        """Tell those who were asked that nothing comes of it any more."""
        told = dict.fromkeys((*self._users(self._asked(before)), *self._approvers(before)))
        self._send(self._notices.ended(user, version=version) for user in told)

    def waiting(self, approvers: Iterable[Id | None] | None = None) -> None:
        """Tell these approvers, or all who have not answered, that it waits for them."""
        self._send(
            self._notices.waiting(user, holder=holder)
            for user, holder in self._deciders(self._open(approvers))
        )

    def remind(self, approvers: Iterable[Id | None], since: datetime) -> None:
        """Remind approvers, and their deputies."""
        self._send(
            self._notices.reminder(user, since=since, holder=holder)
            for user, holder in self._deciders(approvers)
        )

    def escalated(self, old: Id, approver: Id | None, since: datetime) -> None:
        """Tell the next in line that somebody does not answer."""
        self._send(
            self._notices.escalated(user, approver=old, since=since)
            for user, _ in self._deciders([approver])
        )

    @property
    def _notices(self) -> RequestNotices:
        asker = self.here.unit.people.find(self.request.asked_by)
        stranger = asker is not None and asker.employee != self.request.requester
        name = asker.name if asker is not None and stranger else ""
        request = self.request
        people = [*parties_of(request), *(claim.employee for claim in request.claims)]
        people += [slot.approver for slot in request.slots if slot.approver is not None]
        return RequestNotices(request, self.here.names_with(people), self.here.now, name)

    def _about(self, event: Event, before: ChangeRequest) -> Iterator[Notice]:
        request, make = self.request, self._notices
        requester = self._users([request.requester])
        partner = self._users([request.partner])
        if event is Event.SUBMIT and request.state is RequestState.PENDING_PARTNER:
            yield from map(make.partner_asked, partner)
        if event is Event.CLAIM:
            claimant = request.claims[-1].employee
            yield from (make.claim_made(user, claimant=claimant) for user in requester)
        if event is Event.PICK:
            yield from map(make.partner_picked, partner)
        if event is Event.ACCEPT:
            yield from map(make.partner_accepted, requester)
        if event in (Event.SUBMIT, Event.PICK, Event.ACCEPT):
            decide = self._deciders(self._open(None))
            yield from (make.waiting(user, holder=holder) for user, holder in decide)
        if event is Event.APPROVE:
            name = self._actor_name()
            yield from (make.approved(user, decider=name) for user in (*requester, *partner))
        if event in (Event.DECLINE, Event.DENY):
            name = self._actor_name()
            yield from (make.ended(user, decider=name) for user in (*requester, *partner))
        if event is Event.WITHDRAW:
            told = dict.fromkeys((*self._users(self._asked(before)), *self._approvers(before)))
            yield from map(make.ended, told)

    def _actor_name(self) -> str:
        user = self.here.unit.people.find(self.here.actor.user)
        return "" if user is None else user.name

    def _asked(self, before: ChangeRequest) -> Iterator[Id]:
        """Yield the parties, and who had answered an offer, as far as they know of it."""
        yield self.request.requester
        if before.state is not RequestState.DRAFT:
            yield from parties_of(self.request)
            yield from (claim.employee for claim in before.claims)

    def _approvers(self, before: ChangeRequest) -> Iterator[Id]:
        """Yield those who have still to answer, their deputies, and those who have answered."""
        if before.state is RequestState.PENDING_APPROVAL:
            yield from (user for user, _ in self._deciders(waiting_on(before)))
            yield from (slot.decided_by for slot in before.slots if slot.decided_by is not None)

    def _open(self, approvers: Iterable[Id | None] | None) -> Iterable[Id | None]:
        if approvers is not None:
            return approvers
        pending = self.request.state is RequestState.PENDING_APPROVAL
        return waiting_on(self.request) if pending else ()

    def _managers(self) -> Iterator[Id]:
        """Yield the managers of those who move and of the hosts."""
        teams = self.here.teams
        for leg in (*self.request.gives, *self.request.takes):
            for manager in (teams.manager_of(leg.employee), teams.manager_of_department(leg.host)):
                if manager is not None:
                    yield manager

    def _users(self, employees: Iterable[Id | None]) -> list[Id]:
        """Return the users who are these employees, each once, without whoever acts."""
        wanted = dict.fromkeys(each for each in employees if each is not None)
        found = self.here.unit.people.by_employees(wanted)
        return [found[each].id for each in wanted if each in found]

    def _deciders(self, approvers: Iterable[Id | None]) -> Iterator[tuple[Id, Id | None]]:
        """Yield the users who may answer for these approvers, and for whom deputies stand in."""
        people, day = self.here.unit.people, self.here.now.date()
        parties = parties_of(self.request)
        for approver in approvers:
            if approver is None:
                hr = people.with_role(Role.HR)
                yield from ((user.id, None) for user in hr if user.employee not in parties)
                continue
            yield from ((user, None) for user in self._users([approver]))
            deputies = people.delegations.deputies_of(approver, day) - parties
            yield from ((user, approver) for user in self._users(sorted(deputies)))

    def _send(
        self, notices: Iterable[Notice], calendars: dict[Id, CalendarPart] | None = None
    ) -> None:
        """Put notices into inbox and outbox, one for each user."""
        actor, parts = self.here.actor.user, calendars or {}
        found = {each.to: each for each in reversed(list(notices)) if each.to != actor}
        outbox = self.here.unit.outbox
        outbox.inbox.add([message_of(each) for each in reversed(found.values())])
        outbox.put(
            [mail_of(each, calendar=parts.get(each.to)) for each in reversed(found.values())]
        )


def tell_end(here: Turn, before: ChangeRequest, after: ChangeRequest) -> None:
    """Tell of a request that ended because of what others did, or of the time that passed."""
    if before.state in LIVE and after.state not in LIVE | _CHANGES_THE_PLAN:
        version = here.state.published
        superseded = after.state is RequestState.SUPERSEDED
        Telling(here, after).overtaken(before, version if superseded else None)
