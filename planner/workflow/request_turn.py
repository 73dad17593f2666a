"""One step of one change request: who takes it, what they must know, and how it is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.access import Action, Standing, Thing, missing
from planner.access import demand as demand_of
from planner.domain import (
    Actor,
    ChangeRequest,
    Conflict,
    CycleState,
    RequestState,
)
from planner.domain.patience import PATIENCE, Patience
from planner.domain.request_facts import Facts
from planner.domain.request_states import CHANGED
from planner.domain.teams import Teams
from planner.notify import Names
from planner.store import Unit
from planner.workflow.acting import clock, standing
from planner.workflow.cycles import teams_of
from planner.workflow.plan_in_force import InForce, in_turn, known_organisation, plan_in_force
from planner.workflow.request_checks import Checked, claims_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.domain import Placement
    from planner.domain.organisation import Id
    from planner.domain.request_table import Doer
    from planner.store import Store


@dataclass(frozen=True, eq=False)
class Turn:
    """What is known while a step is taken, all of it read in its transaction."""

    unit: Unit
    actor: Actor
    now: datetime
    state: CycleState
    standing: Standing
    teams: Teams
    make: bool = True
    patience: Patience = PATIENCE

    @property
    def cycle(self) -> str:
        """The name of the cycle."""
        return self.state.cycle.name

    @cached_property
    def plan(self) -> InForce:
        """The plan that held when the step began."""
        return plan_in_force(self.unit, self.cycle, make=self.make)

    @cached_property
    def names(self) -> Names:
        """What people and departments are called in notices."""
        organisation = known_organisation(self.unit, self.state)
        if organisation is None:
            organisation = self.unit.organisations.load(self.cycle)
        return Names.of(organisation)

    def names_with(self, people: Iterable[Id | None]) -> Names:
        """Return the names, with those of people who are gone and were users."""
        gone = set(people) - self.names.employees.keys() - {None}
        if not gone:
            return self.names
        users = self.unit.people.everybody()
        known = {each.employee: each.name for each in users if each.employee in gone}
        more = {id: name for id, name in known.items() if id is not None and name}
        return Names({**self.names.employees, **more}, self.names.departments)

    def on_behalf(self, request: ChangeRequest) -> Id | None:
        """Return the requester where somebody else acts in their name."""
        return None if self.standing.employee == request.requester else request.requester

    def doer(self, on_behalf_of: Id | None = None) -> Doer:
        """Return who acts, as the steps of a request want to know them."""
        return self.standing.doer(on_behalf_of)

    def facts(self, checked: Checked | None = None, **more: Any) -> Facts:
        """Return what a step has to know: what was found, the teams, and who cannot decide."""
        found: dict[str, Any] = {"teams": self.teams, "patience": self.patience}
        if checked is not None:
            found |= {"obstacles": checked.obstacles, "loss": checked.loss}
            found["unavailable"] = self.unavailable((*checked.gives, *checked.takes))
        return Facts(**(found | more))

    def unavailable(self, legs: Iterable[Placement]) -> frozenset[Id]:
        """Return those managers around some placements who may not sign in."""
        heads = {self.teams.manager_of(each.employee) for each in legs}
        heads |= {self.teams.manager_of_department(each.host) for each in legs}
        return self.without_user(heads)

    def without_user(self, managers: Iterable[Id | None]) -> frozenset[Id]:
        """Return which of these managers, and of their own managers, may not sign in."""
        known = {each for each in managers if each is not None}
        known |= {above for each in known if (above := self.teams.manager_of(each)) is not None}
        return frozenset(known - self.unit.people.by_employees(known).keys())


def turn(
    unit: Unit,
    actor: Actor,
    cycle: str,
    now: datetime,
    *,
    make: bool = True,
    patience: Patience = PATIENCE,
) -> Turn:
    """Return what is known of an actor who acts in a cycle."""
    state = unit.organisations.state(cycle)
    here = standing(unit, actor, now, cycle=cycle)
    return Turn(unit, actor, now, state, here, teams_of(unit, state), make, patience)


def thing_of(now: Turn, request: ChangeRequest) -> Thing:
    """Return a request as permissions look at it: whether the actor could take it among that."""
    employee = now.standing.employee
    eligible = (
        request.state is RequestState.OPEN
        and employee is not None
        and bool(claims_of(now.plan, request, employee, now.now, now.patience))
    )
    return Thing.of_request(request, eligible=eligible)


def demand(now: Turn, action: Action, request: ChangeRequest) -> None:
    """Go on only if the actor may do something to a request. Raises NotAllowed, NotFound."""
    demand_of(now.standing, action, thing_of(now, request))


def take_step(
    store: Store,
    actor: Actor,
    request_id: str,
    action: Action,
    work: Callable[[Turn, ChangeRequest], ChangeRequest],
    *,
    now: datetime | None = None,
    seen: int | None = None,
    key: str | None = None,
    patience: Patience = PATIENCE,
) -> ChangeRequest:
    """Take a step of a request in one transaction, if the actor may; return it as it is then.

    Parameters
    ----------
    store, actor
    request_id : str
    action : Action
        What the permission is asked for.
    work : callable
        Gets the turn and the request as it is, keeps the step, and returns what it led to.
    now : datetime, optional
    seen : int, optional
        The revision that was looked at. Who comes too late is told before they stand in line
        with those who write; ``work`` has to look at it all the same.
    key : str, optional
        A second call with the same key does nothing, and returns the request as it is.
    patience : Patience

    Raises
    ------
    NotAllowed, NotFound
        The actor may not; there is no such request, or none they may know of.
    Conflict
        The request has another revision than the one that was looked at.
    """
    moment = clock(now)
    if seen is not None and key is None:
        _refuse_latecomers(store, actor, request_id, action, moment, seen)
    taken: list[ChangeRequest] = []

    def inside(unit: Unit, make: bool) -> str:
        taken.clear()
        request = unit.requests.find(request_id)
        if request is None:
            raise missing(Action.REQUEST_READ)
        here = turn(unit, actor, request.cycle, moment, make=make, patience=patience)
        demand(here, action, request)
        taken.append(work(here, request))
        return request_id

    def find_cycle(unit: Unit) -> str | None:
        request = unit.requests.find(request_id)
        return None if request is None else request.cycle

    done = in_turn(store, find_cycle, inside, key=answer_key(actor, action, request_id, key))
    if taken:
        return taken[0]
    with store.read() as unit:
        return unit.requests.get(done)


def _refuse_latecomers(
    store: Store, actor: Actor, request_id: str, action: Action, now: datetime, seen: int
) -> None:
    with store.read() as unit:
        request = unit.requests.find(request_id)
        if request is None or request.revision <= seen:
            return
        demand(turn(unit, actor, request.cycle, now), action, request)
        raise Conflict(CHANGED)


def answer_key(actor: Actor, action: Action, thing: str, key: str | None) -> str | None:
    """Return under which name an answer is kept; None where none was asked for."""
    if key is None:
        return None
    text = "\n".join((actor.user, action.value, thing, key))
    return f"request {hashlib.sha256(text.encode()).hexdigest()}"
