"""What somebody is, read anew from the organisation and the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from planner.access import PLANNER, Action, Standing, Thing, may
from planner.domain import Actor, Delegation, Event, Refused, Role, User
from planner.domain.request_states import step
from planner.domain.request_table import CLOCKWORK
from planner.domain.teams import Teams
from tests.access.matrix import a_request

DAY = date(2027, 3, 1)
ROWS = {
    "boss": ("board", None),
    "pia": ("payroll", "boss"),
    "pam": ("payroll", "pia"),
    "pat": ("payroll", "pia"),
    "sam": ("sales", "boss"),
    "sue": ("sales", "sam"),
}
TEAMS = Teams.from_rows((who, home, head, None) for who, (home, head) in ROWS.items())


def a_user(employee: str | None, *granted: Role, active: bool = True) -> User:
    return User(f"u-{employee}", "Name", "", employee, frozenset(granted), active)


def a_delegation(holder: str, deputy: str, first: int = 0, last: int = 0) -> Delegation:
    return Delegation(
        holder,
        deputy,
        DAY + timedelta(days=first),
        DAY + timedelta(days=last),
        f"u-{holder}",
        datetime(2027, 2, 1, tzinfo=UTC),
    )


def standing(employee: str | None, *granted: Role, by: tuple[Delegation, ...] = ()) -> Standing:
    return Standing.of(a_user(employee, *granted), TEAMS, by, DAY)


def test_an_employee_is_one_by_being_in_the_organisation() -> None:
    pam = standing("pam")
    assert (pam.employee, pam.home) == ("pam", "payroll")
    assert pam.roles == {Role.EMPLOYEE}


def test_a_manager_is_one_by_having_people() -> None:
    pia = standing("pia")
    assert pia.roles == {Role.EMPLOYEE, Role.MANAGER}
    assert pia.team == {"pam", "pat"}
    assert pia.departments == {"payroll"}


def test_hr_and_administrators_are_granted() -> None:
    assert standing(None, Role.HR).roles == {Role.HR}
    assert standing("pam", Role.ADMINISTRATOR).roles == {Role.EMPLOYEE, Role.ADMINISTRATOR}


@pytest.mark.parametrize("employee", [None, "pam"])
def test_what_follows_from_the_organisation_cannot_be_granted(employee: str | None) -> None:
    granted = standing(employee, Role.MANAGER, Role.EMPLOYEE).roles
    assert granted == ({Role.EMPLOYEE} if employee else set())


def test_who_is_in_no_row_is_no_employee() -> None:
    assert standing("zoe", Role.HR) == Standing("u-zoe", roles=frozenset({Role.HR}))


def test_who_has_left_is_no_employee_and_manages_nobody() -> None:
    rows = [(who, home, head, None) for who, (home, head) in ROWS.items() if who != "pia"]
    teams = Teams.from_rows([*rows, ("pia", "payroll", "boss", DAY - timedelta(days=1))])
    gone = Standing.of(a_user("pia"), teams, (a_delegation("sam", "pia"),), DAY)
    assert gone == Standing("u-pia")
    assert Standing.of(a_user("pia"), teams, (), DAY - timedelta(days=1)).employee == "pia"


def test_a_demotion_counts_at_once() -> None:
    after = Teams.from_rows((who, home, "boss", None) for who, (home, _) in ROWS.items())
    assert Standing.of(a_user("pia"), after, (), DAY).roles == {Role.EMPLOYEE}


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [(0, 0, True), (-3, 0, True), (0, 3, True), (1, 3, False), (-3, -1, False)],
)
def test_a_delegation_counts_on_its_days(first: int, last: int, counts: bool) -> None:
    pam = standing("pam", by=(a_delegation("sam", "pam", first, last),))
    assert pam.stands_in_for == ({"sam"} if counts else set())
    assert (Role.MANAGER in pam.roles) is counts
    assert pam.team == frozenset()


def test_a_delegation_of_others_or_of_nobodys_manager_counts_for_nothing() -> None:
    useless = (
        a_delegation("sam", "sue"),
        a_delegation("sue", "pam"),
        a_delegation("pam", "pam"),
    )
    assert standing("pam", by=useless).roles == {Role.EMPLOYEE}
    assert standing("pia", by=(a_delegation("pia", "pia"),)).stands_in_for == frozenset()


def test_delegations_are_not_handed_on() -> None:
    chain = (a_delegation("sam", "pia"), a_delegation("pia", "pam"))
    assert standing("pam", by=chain).stands_in_for == {"pia"}


def test_where_somebody_goes_is_told_by_the_caller() -> None:
    there = Standing.of(a_user("pam"), TEAMS, (), DAY, hosts=("sales",))
    assert there.hosts == {"sales"}


def test_a_disabled_user_keeps_what_they_are_and_may_nothing() -> None:
    out = Standing.of(a_user("pia", Role.HR, active=False), TEAMS, (), DAY)
    assert not out.active
    assert not may(out, Action.ORGANISATION_READ).allowed


def test_the_steps_of_a_request_know_them_as_they_stand() -> None:
    pia = standing("pia", Role.HR, by=(a_delegation("sam", "pia"),))
    doer = pia.doer("pam")
    assert doer.actor == Actor("u-pia", "pam")
    assert (doer.employee, doer.hr) == ("pia", True)
    assert doer.team == pia.team
    assert doer.stands_in_for == {"sam"}
    assert not doer.system
    assert PLANNER.doer() == CLOCKWORK


CAST = [
    standing("boss"),
    standing("pia"),
    standing("pam", Role.HR),
    standing("sue", by=(a_delegation("boss", "sue"),)),
    standing("sam", Role.ADMINISTRATOR),
    standing(None, Role.HR),
    standing(None, Role.ADMINISTRATOR),
]


@pytest.mark.parametrize("approver", ["boss", "pia", "pam", "sue", "sam", None])
@pytest.mark.parametrize("who", CAST, ids=lambda each: f"{each.user} {sorted(each.roles)}")
def test_permission_and_state_machine_agree_on_who_decides(
    approver: str | None, who: Standing
) -> None:
    request = a_request("sue", "pam", approver, "nobody")
    allowed = may(who, Action.REQUEST_APPROVE, Thing.of_request(request)).allowed
    request = replace(request, deadline=request.deadline + timedelta(days=1))
    if allowed:
        after = step(request, Event.APPROVE, who.doer(), request.asked_at)
        assert after.revision == request.revision + 1
    else:
        with pytest.raises(Refused):
            step(request, Event.APPROVE, who.doer(), request.asked_at)
