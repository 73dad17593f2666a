"""Users: the first one, adding, linking, roles; nobody raises themselves, one admin stays."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import (
    Actor,
    Conflict,
    Delegation,
    NotAllowed,
    NotFound,
    PlannerError,
    Refused,
    Role,
    User,
)
from planner.workflow.add_employees import add_employees
from planner.workflow.roles import disable_user, enable_user, grant_role, revoke_role
from planner.workflow.show_user import id_of_user, show_user
from planner.workflow.users import add_user, change_user, link_user, list_users
from planner.workflow.who_acts import who_acts
from tests.workflow.people.company import ADA, BEGINNING, HANA, NOW, PAM, PIA, SAM, entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.store import Store

OTHERS = (HANA, PAM, PIA)


def test_the_first_user_becomes_administrator_and_later_ones_do_not(store: Store) -> None:
    first = add_user(store, None, name="Hana Novak", email="hana@example.org", roles=[Role.HR])
    assert first.id == "u1"
    assert first.granted == {Role.ADMINISTRATOR, Role.HR}
    with pytest.raises(NotAllowed):
        add_user(store, None, name="Mallory", email="m@example.org")
    second = add_user(store, Actor("u1"), name=" Ben\nOde ", email="BEN@example.org")
    assert (second.id, second.name) == ("u2", "Ben Ode")
    assert second.granted == set()
    assert [(each.action, each.user, each.thing) for each in entries(store)] == [
        ("user.create", "u1", "user u1"),
        ("user.create", "u1", "user u2"),
    ]


def test_an_id_is_never_given_out_again(store: Store) -> None:
    add_user(store, None, name="Ada", email="")
    ben = add_user(store, Actor("u1"), name="Ben", email="")
    store.write(lambda unit: unit.people.forget(ben.id))
    assert add_user(store, Actor("u1"), name="Cleo", email="").id == "u3"


def test_a_database_whose_users_are_all_disabled_is_not_empty(store: Store) -> None:
    add_user(store, None, name="Ada", email="")
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE user_account SET active = false")
    with pytest.raises(NotAllowed):
        add_user(store, None, name="Mallory", email="")


def test_name_and_address_come_from_the_employee(company: Store) -> None:
    made = add_user(company, ADA, employee="fay", now=NOW)
    assert (made.name, made.email, made.employee) == ("Faye Brook", "fay@example.org", "fay")
    (entry,) = entries(company)
    assert "fay" not in entry.facts["employee"]


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"name": ""}, Refused, "needs a name"),
        ({"name": "x" * 201}, Refused, "201 characters"),
        ({"name": "X", "email": "nonsense"}, Refused, "no mail address"),
        ({"employee": "nobody"}, Refused, 'no employee "nobody"'),
        ({"name": "X", "email": "Pam@Example.org"}, Conflict, "Pamela Stone"),
        ({"employee": "pam", "email": "else@example.org"}, Conflict, "Pamela Stone"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_kept(
    company: Store, given: dict[str, Any], error: type[PlannerError], said: str
) -> None:
    before = list_users(company, ADA, now=NOW)
    with pytest.raises(error, match=said):
        add_user(company, ADA, **given, now=NOW)
    assert list_users(company, ADA, now=NOW) == before
    assert entries(company) == ()


DEEDS: dict[str, Callable[[Store, Actor], object]] = {
    "add": lambda store, actor: add_user(store, actor, name="X", email="", now=NOW),
    "list": lambda store, actor: list_users(store, actor, now=NOW),
    "show": lambda store, actor: show_user(store, actor, "u6", now=NOW),
    "change": lambda store, actor: change_user(store, actor, "u6", name="X", now=NOW),
    "link": lambda store, actor: link_user(store, actor, "u6", "fay", now=NOW),
    "grant": lambda store, actor: grant_role(store, actor, "u6", Role.HR, now=NOW),
    "revoke": lambda store, actor: revoke_role(store, actor, "u2", Role.HR, now=NOW),
    "disable": lambda store, actor: disable_user(store, actor, "u6", now=NOW),
    "enable": lambda store, actor: enable_user(store, actor, "u6", now=NOW),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_users_are_for_administrators_and_do_not_exist_for_anybody_else(
    company: Store, deed: str
) -> None:
    for actor in OTHERS:
        with pytest.raises(NotFound, match="not yours to see"):
            DEEDS[deed](company, actor)
    assert entries(company) == ()
    DEEDS[deed](company, ADA)


@pytest.mark.parametrize("deed", ["show", "change", "link", "grant", "disable"])
def test_whether_there_is_a_user_is_not_told_to_those_who_may_not_know(
    company: Store, deed: str
) -> None:
    with pytest.raises(NotFound) as known:
        DEEDS[deed](company, PAM)
    missing: dict[str, Callable[[], object]] = {
        "show": lambda: show_user(company, PAM, "u99", now=NOW),
        "change": lambda: change_user(company, PAM, "u99", name="X", now=NOW),
        "link": lambda: link_user(company, PAM, "u99", "fay", now=NOW),
        "grant": lambda: grant_role(company, PAM, "u99", Role.HR, now=NOW),
        "disable": lambda: disable_user(company, PAM, "u99", now=NOW),
    }
    with pytest.raises(NotFound) as unknown:
        missing[deed]()
    assert str(known.value) == str(unknown.value)


def test_a_role_is_granted_and_revoked_once_and_recorded_once(company: Store) -> None:
    assert grant_role(company, ADA, "u6", Role.HR, now=NOW)
    assert not grant_role(company, ADA, "u6", Role.HR, now=NOW)
    assert revoke_role(company, ADA, "u6", Role.HR, now=NOW)
    assert not revoke_role(company, ADA, "u6", Role.HR, now=NOW)
    told = [(each.action, each.thing, each.facts) for each in entries(company)]
    assert told == [
        ("role.grant", "user u6", {"role": "hr"}),
        ("role.revoke", "user u6", {"role": "hr"}),
    ]


def test_roles_that_follow_from_the_organisation_are_not_granted(company: Store) -> None:
    with pytest.raises(Refused, match="follows from the organisation"):
        grant_role(company, ADA, "u6", Role.MANAGER, now=NOW)


def test_nobody_raises_themselves(company: Store) -> None:
    with pytest.raises(NotAllowed):
        grant_role(company, ADA, "u1", Role.HR, now=NOW)
    with pytest.raises(NotAllowed, match="another administrator"):
        link_user(company, ADA, "u1", "olga", now=NOW)
    with pytest.raises(NotAllowed):
        revoke_role(company, ADA, "u1", Role.ADMINISTRATOR, now=NOW)
    assert entries(company) == ()


def test_there_is_always_an_administrator(company: Store) -> None:
    with pytest.raises(NotAllowed, match="last administrator"):
        disable_user(company, ADA, "u1", now=NOW)
    grant_role(company, ADA, "u2", Role.ADMINISTRATOR, now=NOW)
    assert disable_user(company, HANA, "u1", now=NOW)
    with pytest.raises(NotAllowed, match="last administrator"):
        disable_user(company, HANA, "u2", now=NOW)


def test_whoever_is_disabled_loses_calendar_and_deputyship_at_once(company: Store) -> None:
    day = NOW.date()
    made = Delegation("pia", "pam", day, day + timedelta(days=9), "u4", BEGINNING)

    def prepare(unit: Any) -> None:
        unit.people.delegations.add(made)
        unit.feeds.set_token("pam", "secret", BEGINNING)

    company.write(prepare)
    assert disable_user(company, ADA, "u3", now=NOW)
    assert not disable_user(company, ADA, "u3", now=NOW)
    with company.read() as unit:
        assert unit.people.delegations.deputies_of("pia", day) == set()
        assert unit.feeds.made_at("pam") is None
    assert enable_user(company, ADA, "u3", now=NOW)
    assert not enable_user(company, ADA, "u3", now=NOW)
    assert [each.action for each in entries(company)] == ["user.disable", "user.enable"]


def test_an_erased_user_stays_out(company: Store) -> None:
    company.write(lambda unit: unit.people.forget("u6"))
    with pytest.raises(Refused, match="erased"):
        enable_user(company, ADA, "u6", now=NOW)


def test_linking_moves_the_roles_and_voids_the_calendar_of_before(company: Store) -> None:
    company.write(lambda unit: unit.feeds.set_token("sam", "secret", BEGINNING))
    assert link_user(company, ADA, "u6", "fay", now=NOW).employee == "fay"
    assert link_user(company, ADA, "u6", "fay", now=NOW).employee == "fay"
    assert show_user(company, ADA, "u6", now=NOW).department == "Department finance"
    with company.read() as unit:
        assert unit.feeds.made_at("sam") is None
    assert len(entries(company)) == 1
    assert link_user(company, ADA, "u6", None, now=NOW).employee is None
    with pytest.raises(Conflict):
        link_user(company, ADA, "u6", "pam", now=NOW)


def test_a_change_raises_the_revision_and_no_change_does_not(company: Store) -> None:
    changed = change_user(company, ADA, "u6", name="Sam Frost", email="", now=NOW)
    assert (changed.name, changed.email) == ("Sam Frost", "")
    change_user(company, ADA, "u6", name="Sam Frost", now=NOW)
    with company.read() as unit:
        assert unit.people.revision("u6") == 2
    (entry,) = entries(company)
    assert entry.facts["changed"] == "name, email"


def test_a_card_shows_what_follows_from_the_organisation(company: Store) -> None:
    card = show_user(company, ADA, "u4", now=NOW)
    assert card.roles == {Role.EMPLOYEE, Role.MANAGER}
    assert (card.employee, card.department, card.team) == ("Pia Winter", "Department payroll", 2)
    assert show_user(company, ADA, "u1", now=NOW).employee == ""


def test_users_are_found_by_id_address_and_employee(company: Store) -> None:
    found = [id_of_user(company, named) for named in ("u3", "PAM@example.org", "pam", "nobody")]
    assert found == ["u3", "u3", "u3", "nobody"]


def test_who_acts_where_nobody_is_named(store: Store) -> None:
    with pytest.raises(Refused, match="planner user add"):
        who_acts(store)
    add_user(store, None, name="Ada", email="")
    assert who_acts(store) == Actor("u1")
    ben = add_user(store, Actor("u1"), name="Ben", email="ben@example.org")
    with pytest.raises(Refused, match="2 users"):
        who_acts(store)
    assert who_acts(store, "ben@example.org") == Actor("u2")
    with pytest.raises(NotFound, match="nobody"):
        who_acts(store, "nobody")
    disable_user(store, Actor("u1"), ben.id)
    assert who_acts(store) == Actor("u1")


def test_the_manager_of_a_team_is_no_administrator(company: Store) -> None:
    with pytest.raises(NotFound):
        list_users(company, SAM, now=NOW)


def test_everybody_who_works_here_gets_a_user_once(company: Store) -> None:
    company.write(lambda unit: unit.people.disable("u6"))  # Samuel stays out
    other = User("x", "Somebody", "FAY@example.org", None, frozenset())
    company.write(lambda unit: unit.people.add(other, by="u1", at=NOW))
    added = add_employees(company, ADA, now=NOW)
    assert added.count == 2
    assert [sentence.split(":")[0] for sentence in added.left_out] == ["Faye Brook"]
    with company.read() as unit:
        assert {each.id for each in unit.people.by_employees(["olga", "pat", "sam"]).values()} == {
            "u8",
            "u9",
        }
    assert add_employees(company, ADA, cycle="Spring", now=NOW).count == 0
    assert [(each.action, each.facts) for each in entries(company)] == [
        ("user.create", {"users": "2"})
    ]
    for actor in OTHERS:
        with pytest.raises(NotFound):
            add_employees(company, actor, now=NOW)


def test_without_a_cycle_there_are_no_employees_to_add(store: Store) -> None:
    add_user(store, None, name="Ada", email="")
    with pytest.raises(Refused, match="Import"):
        add_employees(store, Actor("u1"), now=NOW)
