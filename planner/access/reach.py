"""Whether a thing lies within a scope, as seen from where somebody stands."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.access.about import ABOUT
from planner.access.scopes import Scope
from planner.domain import ChangeRequest, RequestState
from planner.domain.approvals import parties_of, slots_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.access.standing import Standing
    from planner.access.things import Thing
    from planner.domain.organisation import Id

    Test = Callable[[Standing, Thing], bool]


def reaches(scope: Scope, standing: Standing, thing: Thing) -> bool:
    """Tell whether a thing is among those that a scope speaks of."""
    return _TESTS[scope](standing, thing)


def is_party(standing: Standing, thing: Thing) -> bool:
    """Tell whether somebody is requester or partner of the request that it is about."""
    request = thing.request
    return request is not None and standing.employee in parties_of(request)


def _own(standing: Standing, thing: Thing) -> bool:
    return thing.employees == {standing.employee} and not thing.departments


def _team(standing: Standing, thing: Thing) -> bool:
    managed = thing.departments <= standing.departments
    return bool(thing.employees) and thing.employees <= standing.team and managed


def _departments(standing: Standing, thing: Thing) -> bool:
    managed = bool(thing.departments) and thing.departments <= standing.departments
    return managed and thing.employees <= standing.team


def _visitors(standing: Standing, thing: Thing) -> bool:
    return bool(thing.hosts) and thing.hosts <= standing.departments


def _visitor_names(standing: Standing, thing: Thing) -> bool:
    return bool(thing.hosts) and thing.hosts <= standing.hosts | {standing.home}


def _concerned(request: ChangeRequest) -> frozenset[Id]:
    """Return the parties as far as they know of it: nobody was asked by a draft."""
    if request.state is RequestState.DRAFT:
        return frozenset((request.requester,))
    return parties_of(request)


def _party(standing: Standing, thing: Thing) -> bool:
    if thing.request is None or standing.employee is None:
        return False
    claimants = {claim.employee for claim in thing.request.claims}
    return standing.employee in _concerned(thing.request) | claimants


def _team_party(standing: Standing, thing: Thing) -> bool:
    return thing.request is not None and bool(_concerned(thing.request) & standing.team)


def _named_partner(standing: Standing, thing: Thing) -> bool:
    request = thing.request
    if request is None or standing.employee is None:
        return False
    return standing.employee != request.requester and request.partner == standing.employee


def _pool(standing: Standing, thing: Thing) -> bool:
    request = thing.request
    if request is None or standing.employee is None:
        return False
    open_ = request.state is RequestState.OPEN
    return open_ and thing.eligible and not is_party(standing, thing)


def _own_slots(standing: Standing, thing: Thing) -> bool:
    if thing.request is None:
        return False
    return any(slot.approver is not None for slot in slots_of(thing.request, standing.doer()))


def _hr_slots(standing: Standing, thing: Thing) -> bool:
    if thing.request is None:
        return False
    return any(slot.approver is None for slot in slots_of(thing.request, standing.doer()))


def _second_person(standing: Standing, thing: Thing) -> bool:
    return thing.asked_by is not None and thing.asked_by != standing.user


def _others(standing: Standing, thing: Thing) -> bool:
    return thing.user is not None and thing.user != standing.user


def _own_links(standing: Standing, thing: Thing) -> bool:
    return not thing.employees and standing.home in thing.departments


def _nobodys(standing: Standing, thing: Thing) -> bool:
    return not thing.employees and thing.user is None


def _department_groups(standing: Standing, thing: Thing) -> bool:
    managed = bool(thing.departments) and thing.departments <= standing.departments
    return managed and _nobodys(standing, thing)


def _own_entries(standing: Standing, thing: Thing) -> bool:
    about = standing.employee is not None and standing.employee in thing.employees
    return thing.user == standing.user or about


def _team_decisions(standing: Standing, thing: Thing) -> bool:
    decided = thing.recorded is not None and ABOUT[thing.recorded].decision
    return decided and bool(thing.employees & standing.team)


def _business(standing: Standing, thing: Thing) -> bool:
    return thing.recorded is not None and not ABOUT[thing.recorded].security


def _security(standing: Standing, thing: Thing) -> bool:
    return thing.recorded is not None and ABOUT[thing.recorded].security


_TESTS: Mapping[Scope, Test] = MappingProxyType(
    {
        Scope.ALL: lambda standing, thing: True,
        Scope.OWN: _own,
        Scope.OWN_USER: lambda standing, thing: thing.user == standing.user,
        Scope.TEAM: _team,
        Scope.DEPARTMENTS: _departments,
        Scope.VISITORS: _visitors,
        Scope.VISITOR_NAMES: _visitor_names,
        Scope.PARTY: _party,
        Scope.TEAM_PARTY: _team_party,
        Scope.NAMED_PARTNER: _named_partner,
        Scope.POOL: _pool,
        Scope.OWN_SLOTS: _own_slots,
        Scope.HR_SLOTS: _hr_slots,
        Scope.SECOND_PERSON: _second_person,
        Scope.OTHERS: _others,
        Scope.OWN_LINKS: _own_links,
        Scope.GROUPS: _nobodys,
        Scope.DEPARTMENT_GROUPS: _department_groups,
        Scope.COUNTS: _nobodys,
        Scope.SIGN_IN: lambda standing, thing: bool(thing.employees) or thing.user is not None,
        Scope.OWN_ENTRIES: _own_entries,
        Scope.TEAM_DECISIONS: _team_decisions,
        Scope.BUSINESS: _business,
        Scope.SECURITY: _security,
    }
)
