"""The one question and its answers: sentences, several roles, and what no table can say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.access import (
    EVERYTHING,
    PLANNER,
    Action,
    Outcome,
    Scope,
    Standing,
    Thing,
    View,
    demand,
    may,
    missing,
    scopes,
)
from planner.domain import NotAllowed, NotFound, Role, User
from tests.access.matrix import COLUMNS, THINGS, a_request, a_user

HR = COLUMNS["hr"]
EMPLOYEE = COLUMNS["employee"]
ADMINISTRATOR = COLUMNS["administrator"]
ROLES = st.frozensets(st.sampled_from(Role))
SOME_THING = st.sampled_from(sorted(THINGS))


def with_roles(*roles: Role) -> Standing:
    return replace(HR, roles=frozenset(roles))


def test_what_is_allowed_says_how_far() -> None:
    verdict = demand(EMPLOYEE, Action.PLAN_READ, THINGS["visitor beside me"])
    assert (verdict.scope, verdict.view) == (Scope.VISITOR_NAMES, View.NAMES)
    assert verdict.sentence == ""
    assert verdict.smallest_group == 1


def test_figures_come_with_the_smallest_group() -> None:
    assert demand(EMPLOYEE, Action.PULSE_READ).smallest_group == 5


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotAllowed) as refused:
        demand(EMPLOYEE, Action.ORGANISATION_EDIT)
    assert str(refused.value) == '"Edit the organisation" is for HR.'


def test_what_may_not_be_seen_is_told_like_what_does_not_exist() -> None:
    with pytest.raises(NotFound) as refused:
        demand(EMPLOYEE, Action.REQUEST_READ, THINGS["other request"])
    assert str(refused.value) == str(missing(Action.REQUEST_READ))
    assert str(refused.value) == "There is no such request, or it is not yours to see."


def test_of_several_roles_the_one_that_shows_most_counts() -> None:
    both = with_roles(Role.HR, Role.ADMINISTRATOR)
    assert may(both, Action.PROFILE_READ, THINGS["other"]).view is View.FULL
    assert may(both, Action.PLAN_READ).scope is Scope.ALL
    assert may(both, Action.USER_CREATE).allowed


def test_what_is_ones_own_is_done_for_oneself_also_by_hr() -> None:
    everybody = with_roles(*Role)
    assert may(everybody, Action.REQUEST_ASK, THINGS["own"]).scope is Scope.OWN
    assert may(everybody, Action.REQUEST_ASK, THINGS["team"]).scope is Scope.TEAM
    assert may(everybody, Action.REQUEST_ASK, THINGS["other"]).scope is Scope.ALL


@pytest.mark.parametrize("party", ["my request, to me", "asked of me, to HR", "asked of me, to me"])
def test_no_role_lets_a_party_decide(party: str) -> None:
    everybody = with_roles(*Role)
    for action in (Action.REQUEST_APPROVE, Action.REQUEST_REVERT):
        verdict = may(everybody, action, THINGS[party])
        assert verdict.outcome is Outcome.NOT_ALLOWED
        assert verdict.sentence == "You are part of this request; others decide it."


@pytest.mark.parametrize("action", list(Action))
def test_a_disabled_user_may_nothing(action: Action) -> None:
    gone = replace(with_roles(*Role), active=False)
    for thing in THINGS.values():
        verdict = may(gone, action, thing)
        assert verdict.outcome is Outcome.NOT_ALLOWED
        assert verdict.view is View.NOTHING
    assert scopes(gone, action) == ()


@pytest.mark.parametrize("action", list(Action))
def test_without_a_role_nothing_exists(action: Action) -> None:
    for thing in THINGS.values():
        assert may(with_roles(), action, thing).outcome is Outcome.NOT_FOUND


def test_the_planner_does_what_the_clock_and_the_workers_do_and_nothing_else() -> None:
    own = {action for action in Action if scopes(PLANNER, action)}
    assert own == {
        Action.JOB_RUN,
        Action.MAIL_SEND,
        Action.REQUEST_REMIND,
        Action.REQUEST_ESCALATE,
        Action.REQUEST_EXPIRE,
        Action.REQUEST_SUPERSEDE,
        Action.REQUEST_INVALIDATE,
        Action.RETENTION_APPLY,
    }
    for action in Action:
        for thing in THINGS.values():
            assert may(PLANNER, action, thing).allowed == (action in own)


def test_a_user_who_is_called_like_the_planner_is_not_the_planner() -> None:
    impostor = replace(with_roles(*Role), user=PLANNER.user)
    assert not may(impostor, Action.JOB_RUN).allowed
    assert not impostor.doer().system


ANNA = User("u-anna", "Anna", "", None, frozenset({Role.ADMINISTRATOR}))


def by_count(action: Action, administrators: int, account: User = ANNA) -> Outcome:
    thing = Thing.of_user(account, administrators=administrators, role=Role.ADMINISTRATOR)
    standing = with_roles(Role.HR, Role.ADMINISTRATOR)
    return may(standing, action, thing).outcome


TAKING_AWAY = [Action.ROLE_REVOKE, Action.USER_DISABLE, Action.PERSON_ERASE]


@pytest.mark.parametrize("action", TAKING_AWAY)
def test_the_last_administrator_stays(action: Action) -> None:
    anna = replace(ANNA, employee="anna")
    assert by_count(action, 1, anna) is Outcome.NOT_ALLOWED
    assert by_count(action, 2, anna) is Outcome.ALLOWED


@pytest.mark.parametrize("action", TAKING_AWAY)
def test_the_number_of_administrators_must_be_known(action: Action) -> None:
    thing = Thing.of_user(replace(ANNA, employee="anna"), role=Role.ADMINISTRATOR)
    with pytest.raises(ValueError, match="how many"):
        may(with_roles(Role.HR, Role.ADMINISTRATOR), action, thing)


def test_who_counts_as_an_administrator() -> None:
    assert by_count(Action.USER_DISABLE, 1, replace(ANNA, active=False)) is Outcome.ALLOWED
    assert by_count(Action.USER_DISABLE, 1, a_user("zoe", Role.HR)) is Outcome.ALLOWED
    thing = Thing.of_user(ANNA, administrators=1, role=Role.HR)
    assert may(ADMINISTRATOR, Action.ROLE_REVOKE, thing).allowed


def test_nobody_changes_their_own_role_not_even_to_add_one() -> None:
    me = Thing.of_user(a_user("me", Role.ADMINISTRATOR), administrators=9, role=Role.HR)
    for action in (Action.ROLE_GRANT, Action.ROLE_REVOKE):
        with pytest.raises(NotAllowed, match="others than themselves"):
            demand(ADMINISTRATOR, action, me)


def test_a_delegate_decides_and_sees_no_more_than_the_request() -> None:
    deputy = Standing(
        "u-dan", employee="dan", roles=frozenset({Role.EMPLOYEE, Role.MANAGER}),
        stands_in_for=frozenset({"holder"}),
    )  # fmt: skip
    allowed = {
        (action, name)
        for action in Action
        for name, thing in THINGS.items()
        if may(deputy, action, thing).allowed
    }
    without = replace(deputy, stands_in_for=frozenset())
    plain = {
        (action, name)
        for action in Action
        for name, thing in THINGS.items()
        if may(without, action, thing).allowed
    }
    assert allowed - plain == {
        (Action.REQUEST_READ, "to my principal"),
        (Action.REQUEST_APPROVE, "to my principal"),
    }


def test_a_delegate_who_is_a_party_does_not_decide() -> None:
    deputy = replace(with_roles(Role.EMPLOYEE, Role.MANAGER), team=frozenset())
    thing = Thing.of_request(a_request("zoe", "me", "holder"))
    assert may(deputy, Action.REQUEST_APPROVE, thing).outcome is Outcome.NOT_ALLOWED


def test_scopes_tell_what_a_list_is_filtered_by() -> None:
    assert scopes(EMPLOYEE, Action.PLAN_READ) == (Scope.OWN, Scope.VISITOR_NAMES)
    assert scopes(with_roles(*Role), Action.DRAFT_READ) == (Scope.ALL,)
    assert scopes(EMPLOYEE, Action.DRAFT_READ) == ()


def test_counts_and_figures_are_of_nobody() -> None:
    assert may(ADMINISTRATOR, Action.PLAN_READ, EVERYTHING).view is View.COUNTS
    assert not may(ADMINISTRATOR, Action.PLAN_READ, THINGS["other placement"]).allowed
    assert not may(HR, Action.FEEDBACK_READ, THINGS["other"]).allowed
    assert may(HR, Action.FEEDBACK_READ, Thing.of_group(0)).allowed


@given(st.sampled_from(Action), SOME_THING, ROLES, ROLES)
def test_one_more_role_never_takes_anything_away(
    action: Action, name: str, some: frozenset[Role], more: frozenset[Role]
) -> None:
    before = may(with_roles(*some), action, THINGS[name])
    after = may(with_roles(*some, *more), action, THINGS[name])
    assert after.view >= before.view
    seen = [Outcome.NOT_FOUND, Outcome.NOT_ALLOWED, Outcome.ALLOWED]
    assert seen.index(after.outcome) >= seen.index(before.outcome)


@given(st.sampled_from(Action), SOME_THING, ROLES)
def test_demand_raises_what_may_says(action: Action, name: str, roles: frozenset[Role]) -> None:
    standing = with_roles(*roles)
    verdict = may(standing, action, THINGS[name])
    raised = {Outcome.NOT_ALLOWED: NotAllowed, Outcome.NOT_FOUND: NotFound}
    if verdict.allowed:
        assert demand(standing, action, THINGS[name]) == verdict
        assert verdict.scope in scopes(standing, action)
    else:
        with pytest.raises(raised[verdict.outcome]) as refused:
            demand(standing, action, THINGS[name])
        assert str(refused.value) == verdict.sentence
        assert verdict.sentence.endswith(".")
