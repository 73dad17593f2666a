"""Users, roles and deputies, as the database keeps them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from planner.domain import Conflict, Delegation, NotFound, Refused, Role, User

if TYPE_CHECKING:
    from planner.store.store import Store
    from planner.store.unit import Unit

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
ADA = User("ada", "Ada", "ada@example.org", "e1", frozenset({Role.ADMINISTRATOR}))
BEN = User("ben", "Ben", "ben@example.org", "e2", frozenset({Role.HR}))
COY = User("coy", "Coy", "", None, frozenset())


@pytest.fixture
def people(store: Store) -> Store:
    """Return a store in which Ada administers, Ben is HR and Coy is nothing."""

    def three(unit: Unit) -> None:
        for user in (ADA, BEN, COY):
            unit.people.add(user, by="system", at=NOW)

    store.write(three)
    return store


def test_who_was_added_is_found_in_every_way(people: Store) -> None:
    with people.read() as unit:
        assert unit.people.get("ada") == ADA
        assert unit.people.by_employee("e2") == BEN
        assert unit.people.by_employees(["e1", "e2", "e1", "e9"]) == {"e1": ADA, "e2": BEN}
        assert unit.people.by_employees([]) == {}
        assert unit.people.everybody() == (ADA, BEN, COY)
        assert unit.people.with_role(Role.HR) == (BEN,)


@pytest.mark.parametrize("spelling", ["ada@example.org", "ADA@Example.ORG", " ada@example.org "])
def test_an_address_is_found_however_it_is_written(people: Store, spelling: str) -> None:
    with people.read() as unit:
        assert unit.people.by_email(spelling) == ADA


def test_who_has_no_address_is_not_found_by_none(people: Store) -> None:
    with people.read() as unit:
        assert unit.people.by_email("") is None
        assert unit.people.by_email("nobody@example.org") is None
        assert unit.people.find("nobody") is None
        with pytest.raises(NotFound, match='no user "nobody"'):
            unit.people.get("nobody")
        with pytest.raises(NotFound):
            unit.people.revision("nobody")


@pytest.mark.parametrize(
    ("taken", "message"),
    [
        (replace(COY, name="Dan"), 'There is a user "coy" already'),
        (User("dan", "Dan", "BEN@example.org", None, frozenset()), "address of Ben"),
        (User("dan", "Dan", "", "e1", frozenset()), "e1 is the user Ada already"),
    ],
)
def test_what_is_somebodys_already_is_refused(people: Store, taken: User, message: str) -> None:
    with pytest.raises(Conflict, match=message):
        people.write(lambda unit: unit.people.add(taken, by="ada", at=NOW))
    with people.read() as unit:
        assert unit.people.everybody() == (ADA, BEN, COY)


@pytest.mark.parametrize("taken", [{"email": "BEN@example.org"}, {"employee": "e2"}])
def test_a_change_takes_nothing_from_anybody(people: Store, taken: dict[str, str]) -> None:
    wanted = replace(COY, **taken)  # type: ignore[arg-type]
    with pytest.raises(Conflict, match="Ben"):
        people.write(lambda unit: unit.people.change(wanted))
    people.write(lambda unit: unit.people.disable("coy"))
    assert people.write(lambda unit: unit.people.change(wanted)) == 3
    with people.read() as unit:
        assert unit.people.get("coy") == replace(wanted, active=False)
        assert unit.people.by_employee("e2") == BEN


def test_several_people_may_have_no_address_and_stand_for_nobody(people: Store) -> None:
    dan = User("dan", "Dan", "", None, frozenset())
    people.write(lambda unit: unit.people.add(dan, by="ada", at=NOW))
    with people.read() as unit:
        assert unit.people.everybody()[-1] == dan


def test_every_change_raises_the_revision(people: Store) -> None:
    def changes(unit: Unit) -> list[int]:
        users, seen = unit.people, []
        seen.append(users.revision("coy"))
        seen.append(users.change(replace(COY, name="Coy K.", email="coy@example.org")))
        users.grant("coy", Role.HR, by="ada", at=NOW)
        seen.append(users.revision("coy"))
        users.revoke("coy", Role.HR)
        seen.append(users.revision("coy"))
        users.disable("coy")
        seen.append(users.revision("coy"))
        users.enable("coy")
        seen.append(users.revision("coy"))
        return seen

    assert people.write(changes) == [1, 2, 3, 4, 5, 6]
    with people.read() as unit:
        assert unit.people.get("coy") == User("coy", "Coy K.", "coy@example.org", None, frozenset())


def test_what_changes_nothing_says_so_and_raises_nothing(people: Store) -> None:
    def again(unit: Unit) -> list[bool]:
        users = unit.people
        return [
            users.grant("ada", Role.ADMINISTRATOR, by="ada", at=NOW),
            users.revoke("coy", Role.HR),
            users.enable("coy"),
        ]

    assert people.write(again) == [False, False, False]
    with people.read() as unit:
        assert unit.people.revision("ada") == 1
        assert unit.people.revision("coy") == 1


def test_a_change_that_saw_an_older_state_loses(people: Store) -> None:
    people.write(lambda unit: unit.people.change(replace(BEN, name="Benno"), expected=1))
    with pytest.raises(Conflict, match="Benno was changed by somebody else"):
        people.write(lambda unit: unit.people.change(replace(BEN, name="Bernd"), expected=1))
    with people.read() as unit:
        assert unit.people.get("ben").name == "Benno"


def test_change_leaves_roles_and_access_alone(people: Store) -> None:
    stranger = replace(BEN, granted=frozenset({Role.ADMINISTRATOR}), active=False, name="Benno")
    people.write(lambda unit: unit.people.change(stranger))
    with people.read() as unit:
        assert unit.people.get("ben") == replace(BEN, name="Benno")


def test_a_disabled_user_frees_address_and_employee(people: Store) -> None:
    heir = User("dan", "Dan", "ben@example.org", "e2", frozenset())

    def inherit(unit: Unit) -> None:
        unit.people.disable("ben")
        unit.people.add(heir, by="ada", at=NOW)

    people.write(inherit)
    with people.read() as unit:
        assert unit.people.by_email("ben@example.org") == heir
        assert unit.people.by_employee("e2") == heir
        assert unit.people.with_role(Role.HR) == ()
        assert unit.people.everybody(active=False) == (replace(BEN, active=False),)
        assert unit.people.everybody(active=True) == (ADA, COY, heir)
    with pytest.raises(Conflict, match="address of Dan"):
        people.write(lambda unit: unit.people.enable("ben"))


def test_the_last_administrator_stays(people: Store) -> None:
    for leave in (
        lambda unit: unit.people.disable("ada"),
        lambda unit: unit.people.revoke("ada", Role.ADMINISTRATOR),
        lambda unit: unit.people.forget("ada"),
    ):
        with pytest.raises(Refused, match="Ada is the last administrator"):
            people.write(leave)

    def replaced(unit: Unit) -> None:
        unit.people.grant("ben", Role.ADMINISTRATOR, by="ada", at=NOW)
        unit.people.revoke("ada", Role.ADMINISTRATOR)

    people.write(replaced)
    with people.read() as unit:
        assert [user.id for user in unit.people.with_role(Role.ADMINISTRATOR)] == ["ben"]


def test_a_disabled_administrator_does_not_count(people: Store) -> None:
    def two(unit: Unit) -> None:
        unit.people.grant("ben", Role.ADMINISTRATOR, by="ada", at=NOW)
        unit.people.disable("ben")

    people.write(two)
    with pytest.raises(Refused):
        people.write(lambda unit: unit.people.disable("ada"))
    # Taking the role from somebody who cannot use it leaves Ada as she was.
    assert people.write(lambda unit: unit.people.revoke("ben", Role.ADMINISTRATOR))


def test_two_administrators_who_leave_at_once_do_not_both_get_away(people: Store) -> None:
    people.write(lambda unit: unit.people.grant("ben", Role.ADMINISTRATOR, by="ada", at=NOW))

    def leave(user: str) -> bool:
        try:
            return people.write(lambda unit: unit.people.revoke(user, Role.ADMINISTRATOR))
        except Refused:
            return False

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(leave, ["ada", "ben"])) == [False, True]
    with people.read() as unit:
        assert len(unit.people.with_role(Role.ADMINISTRATOR)) == 1


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.MANAGER])
def test_roles_that_follow_from_the_organisation_are_not_granted(people: Store, role: Role) -> None:
    with pytest.raises(ValueError, match="follows from the organisation"):
        people.write(lambda unit: unit.people.grant("coy", role, by="ada", at=NOW))


def test_of_a_forgotten_user_only_the_id_stays(people: Store) -> None:
    people.write(lambda unit: unit.people.forget("ben"))
    with people.read() as unit:
        assert unit.people.get("ben") == User("ben", "", "", None, frozenset(), active=False)
        assert unit.people.by_employee("e2") is None


def a_delegation(holder: str, deputy: str, first: int, last: int) -> Delegation:
    return Delegation(holder, deputy, date(2027, 3, first), date(2027, 3, last), "ada", NOW)


@pytest.fixture
def deputies(store: Store) -> Store:
    """Return a store in which d stands in for m from 3 to 5 and 10 to 12 March, f from 5 on."""

    def three(unit: Unit) -> None:
        unit.people.delegations.add(a_delegation("m", "d", 3, 5))
        unit.people.delegations.add(a_delegation("m", "d", 10, 12))
        unit.people.delegations.add(a_delegation("m", "f", 5, 20))
        unit.people.delegations.add(a_delegation("n", "d", 5, 5))

    store.write(three)
    return store


@pytest.mark.parametrize(
    ("day", "deputies_of_m", "holders_of_d"),
    [(2, "", ""), (3, "d", "m"), (5, "df", "mn"), (6, "f", ""), (12, "df", "m"), (21, "", "")],
)
def test_deputies_decide_on_their_days_only(
    deputies: Store, day: int, deputies_of_m: str, holders_of_d: str
) -> None:
    on = date(2027, 3, day)
    with deputies.read() as unit:
        assert unit.people.delegations.deputies_of("m", on) == set(deputies_of_m)
        assert unit.people.delegations.holders_of("d", on) == set(holders_of_d)


def test_a_delegation_can_be_ended_early(deputies: Store) -> None:
    ended = deputies.write(lambda unit: unit.people.delegations.end("m", "d", date(2027, 3, 4)))
    assert ended == 2
    with deputies.read() as unit:
        left = unit.people.delegations.of("d")
        assert left == (a_delegation("m", "d", 3, 3), a_delegation("n", "d", 5, 5))
        assert unit.people.delegations.deputies_of("m", date(2027, 3, 11)) == {"f"}
    again = deputies.write(lambda unit: unit.people.delegations.end("m", "d", date(2027, 3, 4)))
    assert again == 0
    first_day = date(2027, 3, 3)
    assert deputies.write(lambda unit: unit.people.delegations.end("m", "d", first_day)) == 1
    with deputies.read() as unit:
        assert unit.people.delegations.of("d") == (a_delegation("n", "d", 5, 5),)


@pytest.mark.parametrize(
    "wrong", [a_delegation("m", "m", 3, 5), a_delegation("m", "d", 5, 3)], ids=["self", "backwards"]
)
def test_nobody_stands_in_for_themselves_or_backwards(store: Store, wrong: Delegation) -> None:
    with pytest.raises(ValueError, match="cannot"):
        store.write(lambda unit: unit.people.delegations.add(wrong))


def test_delegations_of_a_forgotten_employee_are_gone(deputies: Store) -> None:
    assert deputies.write(lambda unit: unit.people.delegations.forget("d")) == 3
    with deputies.read() as unit:
        assert unit.people.delegations.of("d") == ()
        assert unit.people.delegations.of("m") == (a_delegation("m", "f", 5, 20),)
