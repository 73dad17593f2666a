"""Requests in a company in which anything may happen in any order."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from planner.domain import (
    LIVE,
    ChangeRequest,
    Event,
    NotAllowed,
    NotFound,
    PlannerError,
    RequestKind,
    RequestState,
)
from planner.workflow.ask_for_change import ask_for_change
from planner.workflow.look_at_request import look_at_request
from planner.workflow.request_wishes import Wish
from tests.workflow.requests.deeds import EVENTS, take
from tests.workflow.requests.office import HOMES, day
from tests.workflow.requests.surroundings import PEOPLE, VISITORS, WEEKS, Surroundings

EVERYBODY = (*sorted(HOMES), "hana")
KEYS = st.sampled_from([None, None, "once"])
BEGUN = st.lists(
    st.sampled_from(
        [
            ("swap", "pam", "sue"),
            ("give", "sue", None),
            ("swap", "sue", None),
            ("give", "pam", "pat"),
            ("drop", "fin", None),
        ]
    ),
    min_size=1,
    max_size=3,
)
"""What was asked for before: what changes hands most, so that others come in between."""


class Company(Surroundings):
    """Everybody asks, answers and decides, whether or not they may."""

    @initialize(begun=BEGUN)
    def settle(self, begun: list[tuple[str, str, str | None]]) -> None:
        self.open()
        for kind, who, partner in begun:
            where = self.office.placement(who).host
            self.ask(Wish(RequestKind(kind), where, partner=partner), who)

    def ask(self, wish: Wish, by: str, *, send: bool = True, key: str | None = None) -> None:
        user = self.office.user(by)

        def asked() -> ChangeRequest:
            return ask_for_change(
                self.store, user, wish, send=send, accept_loss=True, now=self.now, key=key
            )

        first = self.tried(asked)
        if isinstance(first, ChangeRequest):
            self.asked.append(first.id)
            if key:
                assert self.tried(asked, entries=[0]) == first

    @rule(
        kind=st.sampled_from(RequestKind),
        who=VISITORS,
        by=st.sampled_from(["", "", "", "hana", "pia", "sid"]),
        partner=st.none() | PEOPLE,
        week=WEEKS,
        send=st.sampled_from([True, True, False]),
        key=KEYS,
    )
    def somebody_asks(
        self,
        kind: RequestKind,
        who: str,
        by: str,
        partner: str | None,
        week: int,
        send: bool,
        key: str | None,
    ) -> None:
        theirs = [each.host for each in self.office.plan if each.employee == who]
        where = theirs[0] if theirs else "finance"
        wish = Wish(kind, where, requester=who, partner=partner, to=day(week))
        self.ask(wish, by or who, send=send, key=key and f"{key} {len(self.books.requests)}")

    @precondition(lambda self: self.requests())
    @rule(data=st.data(), event=st.sampled_from(EVENTS), who=st.sampled_from(EVERYBODY), key=KEYS)
    def try_anything(self, data: st.DataObject, event: Event, who: str, key: str | None) -> None:
        self.step(data.draw(st.sampled_from(self.requests())), event, who, key)

    @precondition(lambda self: self.requests(*LIVE, RequestState.APPLIED))
    @rule(data=st.data(), first=st.integers(0, len(HOMES)), steps=st.integers(1, 5), key=KEYS)
    def go_on(self, data: st.DataObject, first: int, steps: int, key: str | None) -> None:
        """Whoever is shown that they can bring a request on does so."""
        request = data.draw(st.sampled_from(self.requests(*LIVE, RequestState.APPLIED)))
        people = [*EVERYBODY[first:], *EVERYBODY[:first]]
        for _ in range(steps):
            found = self.next_step(request, people)
            if found is None or isinstance(self.step(request, *found, key), PlannerError):
                return

    def next_step(self, request: ChangeRequest, people: list[str]) -> tuple[Event, str] | None:
        if self.office.get(request).state is RequestState.APPLIED and request.state in LIVE:
            return None  # taking it back is for another time
        aside = {Event.WITHDRAW, Event.DENY, Event.DECLINE}
        for who in people:
            onward = self.can(request, who) - aside
            if onward:
                return max(onward), who
        return None

    def can(self, request: ChangeRequest, who: str) -> frozenset[Event]:
        """Return what somebody is shown to be able to do."""
        try:
            user = self.office.user(who)
            return look_at_request(self.store, user, request.id, now=self.now).can
        except (NotFound, NotAllowed):
            return frozenset()

    def step(self, request: ChangeRequest, event: Event, who: str, key: str | None) -> Any:
        user, shown = self.office.user(who), self.can(request, who)
        revision = self.office.get(request).revision
        key = key and f"{key} {revision}"

        def taken() -> ChangeRequest:
            return take(self.store, user, event, self.office.get(request), self.now, key=key)

        came = self.tried(taken)
        # What is not shown is refused; what is shown is never refused for who one is.
        assert event in shown or isinstance(came, PlannerError)
        assert event not in shown or not isinstance(came, NotAllowed | NotFound)
        assert isinstance(came, PlannerError) or came.revision == revision + 1
        if key and isinstance(came, ChangeRequest):
            assert self.tried(taken, entries=[0]) == self.office.get(request)
        return came
