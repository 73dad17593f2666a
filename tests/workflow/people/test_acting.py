"""Who acts is looked up anew each time, and the record knows employees by pseudonyms only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from planner.access import Action, Thing
from planner.domain import SYSTEM, Actor, Delegation, NotAllowed, NotFound, Role
from planner.workflow.acting import clock, demand, record, standing
from planner.workflow.cycles import cycle_of, in_order
from planner.workflow.pseudonyms import people_in, resolved
from tests.builders import a_cycle, an_employee, an_organisation
from tests.workflow.people.company import ADA, BEGINNING, CYCLE, HANA, NOW, PAM, PIA, SUE

if TYPE_CHECKING:
    from planner.store import Store, Unit


def test_roles_are_those_of_this_moment(company: Store) -> None:
    with company.read() as unit:
        assert standing(unit, HANA, NOW).roles == {Role.HR}
        assert standing(unit, ADA, NOW).roles == {Role.ADMINISTRATOR}
        assert standing(unit, PAM, NOW).roles == {Role.EMPLOYEE}
        pia = standing(unit, PIA, NOW)
    assert pia.roles == {Role.EMPLOYEE, Role.MANAGER}
    assert pia.team == {"pam", "pat"}
    assert pia.departments == {"payroll"}

    company.write(lambda unit: unit.people.revoke("u2", Role.HR))
    with company.read() as unit:
        assert standing(unit, HANA, NOW).roles == set()


def test_a_deputy_stands_in_on_the_days_that_were_agreed_and_no_longer(company: Store) -> None:
    made = Delegation("pia", "pam", date(2027, 3, 15), date(2027, 3, 16), "u4", NOW)
    company.write(lambda unit: unit.people.delegations.add(made))
    with company.read() as unit:
        found = [
            standing(unit, PAM, NOW + timedelta(days=days)).stands_in_for for days in (-1, 0, 1, 2)
        ]
    assert found == [set(), {"pia"}, {"pia"}, set()]


def test_where_somebody_is_placed_is_looked_up_when_asked_for(company: Store) -> None:
    with company.read() as unit:
        assert standing(unit, PAM, NOW).hosts == set()
        assert standing(unit, PAM, NOW, cycle=CYCLE, placed=True).hosts == {"finance", "sales"}


def test_strangers_and_missing_cycles_are_refused(company: Store) -> None:
    with company.read() as unit:
        with pytest.raises(NotAllowed, match='no user "u99"'):
            standing(unit, Actor("u99"), NOW)
        with pytest.raises(NotFound):
            standing(unit, PAM, NOW, cycle="Autumn")


def test_the_planner_itself_needs_no_user(company: Store) -> None:
    with company.read() as unit:
        assert demand(unit, SYSTEM, Action.MAIL_SEND, now=NOW).system
        with pytest.raises(NotFound):
            demand(unit, SYSTEM, Action.USER_READ, now=NOW)


def test_somebody_who_was_disabled_may_do_nothing(company: Store) -> None:
    company.write(lambda unit: unit.people.disable("u3"))
    with company.read() as unit, pytest.raises(NotAllowed, match="no longer"):
        demand(unit, PAM, Action.ORGANISATION_READ, now=NOW)


def test_whoever_left_is_an_employee_no_more(company: Store) -> None:
    leaver = an_employee("leo", "payroll", ends=date(2027, 3, 14))

    def work(unit: Unit) -> None:
        state = unit.organisations.state(CYCLE)
        now = unit.organisations.load(CYCLE)
        more = replace(now, employees=(*now.employees, leaver))
        unit.organisations.save(more, expected=state.revision, now=NOW)
        user = replace(unit.people.get("u3"), employee="leo")
        unit.people.change(user)

    company.write(work)
    with company.read() as unit:
        assert standing(unit, PAM, NOW - timedelta(days=1)).employee == "leo"
        assert standing(unit, PAM, NOW).employee is None


def test_the_running_cycle_says_who_works_here_and_the_next_one_who_will(store: Store) -> None:
    def cycle(name: str, first: date, *people: str) -> None:
        made = an_organisation(
            cycle=a_cycle(name=name, first_day=first, periods=4),
            employees=[an_employee(each, "A") for each in people],
        )
        store.write(lambda unit: unit.organisations.save(made, expected=0, now=BEGINNING))

    cycle("Winter", date(2026, 11, 2), "left", "stays")
    cycle("Spring", date(2027, 1, 4), "stays")
    cycle("Summer", date(2027, 6, 7), "stays", "new")
    day = date(2027, 1, 10)
    with store.read() as unit:
        names = [each.cycle.name for each in in_order(unit, day)]
        after = [each.cycle.name for each in in_order(unit, date(2027, 3, 1))]
        found = {
            who: state.cycle.name
            for who in ("left", "stays", "new", None)
            if (state := cycle_of(unit, day, who))
        }
    assert names == after == ["Spring", "Summer"]
    assert found == {"left": "Spring", "stays": "Spring", "new": "Summer", None: "Spring"}


def test_without_a_cycle_there_is_nobody(store: Store) -> None:
    with store.read() as unit:
        assert cycle_of(unit, NOW.date(), "pam") is None


def test_an_entry_names_no_employee_and_tells_who_it_was_as_long_as_that_is_known(
    company: Store,
) -> None:
    doer = Actor("u4", on_behalf_of="pam")
    facts = {"employee": "pam", "employees": "pam\nsue", "version": "3"}
    company.write(
        lambda unit: record(unit, doer, Action.REQUEST_ASK, CYCLE, "employee pam", facts, NOW)
    )
    with company.read() as unit:
        (kept,) = unit.journal.entries()
        (told,) = resolved(unit, [kept])
        assert list(people_in(unit, [kept])) == [{"pam", "sue"}]
    assert "pam" not in repr(kept)
    assert kept.facts["version"] == "3"
    assert (told.on_behalf_of, told.thing, told.facts) == ("pam", "employee pam", facts)
    assert told.user == kept.user == "u4"

    company.write(lambda unit: unit.aliases.forget("pam"))
    with company.read() as unit:
        (later,) = resolved(unit, [kept])
        assert unit.journal.verify() is None
    assert later.on_behalf_of == kept.on_behalf_of
    assert later.facts["employees"].endswith("\nsue")


def test_one_person_has_one_pseudonym_that_nobody_can_compute(company: Store) -> None:
    first = company.write(lambda unit: unit.aliases.of("pam"))
    again = company.write(lambda unit: unit.aliases.of("pam"))
    other = company.write(lambda unit: unit.aliases.of("sue"))
    assert first == again != other
    with company.read() as unit:
        assert unit.aliases.find_all(["pam", "sue", "fay"]) == {"pam": first, "sue": other}
        assert unit.aliases.behind([first, "person-000000000000"]) == {first: "pam"}


def test_times_need_a_zone() -> None:
    assert clock(NOW) == NOW
    assert clock().tzinfo is not None
    with pytest.raises(ValueError, match="no time zone"):
        clock(datetime(2027, 1, 1))  # noqa: DTZ001


def test_demand_tells_apart_what_may_be_known(company: Store) -> None:
    with company.read() as unit:
        assert demand(unit, PIA, Action.PROFILE_READ, Thing.of_employee("pam"), NOW).user == "u4"
        with pytest.raises(NotAllowed):
            demand(unit, PIA, Action.PERSON_ERASE, Thing.of_employee("pam"), NOW)
        with pytest.raises(NotFound):
            demand(unit, SUE, Action.PERSON_ERASE, Thing.of_employee("pam"), NOW)
