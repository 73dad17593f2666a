"""Organisations: what is saved comes back, change by change, cycle beside cycle."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from planner.domain import (
    Absence,
    Conflict,
    CycleState,
    KeepApart,
    NotFound,
    Preference,
    Refused,
)
from planner.store import difference, open_store, organisation_digest
from tests.builders import a_cycle, a_department, an_employee, an_organisation
from tests.strategies import small_organisation, small_organisations

if TYPE_CHECKING:
    from planner.domain import Difference, Organisation
    from planner.store import Store

NOW = datetime(2027, 1, 4, 8, 30, 15, 123456, tzinfo=UTC)
WEEK = (date(2027, 1, 4), date(2027, 1, 10))
ABSENT = [Absence("a1", *WEEK, "leave"), Absence("b1", *WEEK), Absence("a1", *WEEK, "leave")]
_names = count(1)


def save(store: Store, organisation: Organisation, expected: int) -> tuple[CycleState, Difference]:
    return store.write(
        lambda unit: unit.organisations.save(organisation, expected=expected, now=NOW)
    )


def stored(store: Store, name: str = "Spring") -> Organisation:
    """Return what the tables hold, not what the store remembers."""
    with store.read() as unit:
        return unit.organisations.load_anew(unit.organisations.state(name))


def test_what_is_saved_comes_back(store: Store) -> None:
    organisation = an_organisation(
        cycle=a_cycle(rest_periods=2, max_from_one_home=1, decay=0.3, aims=("reach", "coverage")),
        departments=[a_department("B"), a_department("A", name="Käse, \"Wein\" & 'Brot' 🧀")],
        employees=[
            an_employee("a1", starts=date(2026, 1, 1), manager="b1"),
            an_employee("b1", "B", manager="a1", ends=date(2028, 2, 29)),
        ],
        absences=ABSENT,
    )
    state, changes = save(store, organisation, 0)
    assert state == CycleState(organisation.cycle, 1, organisation_digest(organisation), None, NOW)
    assert {table.name: len(table.new) for table in changes.tables if table} == {
        "departments": 2,
        "employees": 2,
        "dependencies": 1,
        "absences": 3,
    }
    assert stored(store) == organisation
    with store.read() as unit:
        assert unit.organisations.load("Spring") == organisation
        assert unit.organisations.state("Spring") == state


def test_saving_the_same_again_changes_nothing(store: Store) -> None:
    organisation = an_organisation(absences=ABSENT)
    before, _ = save(store, organisation, 0)
    after, changes = save(store, organisation, 1)
    assert not changes
    assert after == before


def test_only_what_differs_is_written(store: Store) -> None:
    organisation = an_organisation(absences=ABSENT)
    save(store, organisation, 0)
    renamed = replace(organisation.employees[1], name="Somebody else")
    a1, _, *rest = organisation.employees
    joined = an_employee("c9", "B")
    changed = replace(
        organisation, employees=(joined, a1, renamed, *rest[:-1]), absences=tuple(ABSENT[1:])
    )
    state, changes = save(store, changed, 1)
    assert state.revision == 2
    assert changes["employees"].new == (joined,)
    assert changes["employees"].changed == ((organisation.employees[1], renamed),)
    assert changes["employees"].gone == (rest[-1],)
    assert (changes["employees"].unchanged, changes["employees"].moved) == (2, False)
    assert changes["absences"].gone == (ABSENT[0],)
    assert not changes["departments"]
    assert stored(store) == changed


def test_the_settings_of_a_cycle_change_too(store: Store) -> None:
    save(store, an_organisation(), 0)
    longer = an_organisation(cycle=a_cycle(periods=9, max_placement_periods=40))
    _, changes = save(store, longer, 1)
    assert changes.settings == (("periods", 4, 9), ("max_placement_periods", None, 40))
    assert stored(store) == longer


def test_another_order_is_kept_and_is_no_other_organisation(store: Store) -> None:
    organisation = an_organisation(absences=ABSENT)
    before, _ = save(store, organisation, 0)
    turned = replace(
        organisation,
        employees=organisation.employees[::-1],
        absences=(ABSENT[1], ABSENT[0], ABSENT[2]),
    )
    after, changes = save(store, turned, 1)
    assert [table.name for table in changes.tables if table.moved] == ["employees", "absences"]
    assert (after.revision, after.digest) == (2, before.digest)
    assert stored(store) == turned


def test_people_can_change_places_as_managers_and_departments_can_go(store: Store) -> None:
    before = an_organisation(
        departments=[a_department("A"), a_department("B")],
        employees=[an_employee("x"), an_employee("y", manager="x"), an_employee("z", "B")],
        keep_apart=[KeepApart("x", "y")],
        preferences=[Preference("z", "A", 2)],
    )
    save(store, before, 0)
    after = an_organisation(
        departments=[a_department("A"), a_department("C")],
        dependencies=[],
        employees=[an_employee("y"), an_employee("x", "C", manager="y")],
        keep_apart=[KeepApart("y", "x")],
    )
    save(store, after, 1)
    assert stored(store) == after


@pytest.mark.parametrize("seen", [0, 2, 3])
def test_who_saw_another_revision_changes_nothing(store: Store, seen: int) -> None:
    organisation = an_organisation()
    save(store, organisation, 0)
    with pytest.raises(Conflict):
        save(store, an_organisation(cycle=a_cycle(periods=9)), seen)
    assert stored(store) == organisation


def test_a_cycle_that_was_deleted_meanwhile_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict, match="deleted"):
        save(store, an_organisation(), 3)


def test_cycles_stand_side_by_side(store: Store) -> None:
    spring = an_organisation()
    autumn = an_organisation(
        cycle=a_cycle(name="Autumn", first_day=date(2026, 8, 31)), absences=ABSENT
    )
    save(store, spring, 0)
    save(store, autumn, 0)
    changed = replace(spring, employees=spring.employees[:-1])
    save(store, changed, 1)
    assert stored(store, "Autumn") == autumn
    with store.read() as unit:
        found = unit.organisations.cycles()
    assert [(each.cycle.name, each.revision) for each in found] == [("Autumn", 1), ("Spring", 2)]

    store.write(lambda unit: unit.organisations.delete("Autumn", expected=1))
    assert stored(store) == changed
    with store.read() as unit:
        assert unit.organisations.find("Autumn") is None
        with pytest.raises(NotFound, match="Autumn"):
            unit.organisations.load("Autumn")
        assert unit.connection.scalar(text("SELECT count(*) FROM absence")) == 0


def test_deleting_what_somebody_else_changed_is_a_conflict(store: Store) -> None:
    save(store, an_organisation(), 0)
    with pytest.raises(Conflict):
        store.write(lambda unit: unit.organisations.delete("Spring", expected=2))
    with pytest.raises(NotFound):
        store.write(lambda unit: unit.organisations.delete("Winter", expected=1))
    assert stored(store).cycle.name == "Spring"


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"employees": [an_employee("x", "nowhere")]}, '"nowhere" is not among the departments'),
        ({"employees": [an_employee("x", manager="y")]}, '"y" is not among the employees'),
        ({"employees": [an_employee("x"), an_employee("x")]}, "x is there twice"),
        ({"absences": [Absence("nobody", *WEEK)]}, '"nobody" is not among the employees'),
        ({"employees": [an_employee("x", name="a\x00b")]}, "no text"),
        ({"employees": [an_employee("x", name="a\ud800b")]}, "no text"),
    ],
)
def test_rows_that_do_not_fit_together_are_refused(
    store: Store, tables: dict[str, Any], told: str
) -> None:
    departments = [a_department("A"), a_department("B")]
    with pytest.raises(Refused, match=told):
        save(store, an_organisation(departments=departments, **tables), 0)
    with store.read() as unit:
        assert unit.organisations.cycles() == ()


def test_the_database_itself_refuses_a_person_without_a_department(store: Store) -> None:
    save(store, an_organisation(), 0)
    with pytest.raises(IntegrityError):
        store.write(lambda unit: unit.connection.execute(text("DELETE FROM department")))
    with pytest.raises(IntegrityError):
        store.write(lambda unit: unit.connection.execute(text("UPDATE employee SET manager='?'")))
    assert stored(store) == an_organisation()


def test_people_can_be_asked_for_without_loading_everybody(store: Store) -> None:
    staff = [
        an_employee("a1"),
        an_employee("a2", manager="a1"),
        an_employee("a3", manager="a1"),
        an_employee("b1", "B", manager="a1"),
        an_employee("b2", "B", manager="b1"),
    ]
    save(store, an_organisation(employees=staff), 0)
    with store.read() as unit:
        people = unit.organisations
        assert people.employees("Spring") == tuple(staff)
        assert people.employees("Spring", ids=["b2", "a1", "nobody"]) == (staff[0], staff[4])
        assert people.employees("Spring", manager="a1") == tuple(staff[1:4])
        assert people.employees("Spring", manager="a1", department="B") == (staff[3],)
        assert people.employees("Winter") == ()
        assert people.manager_counts("Spring") == {"A": {"a1": 2}, "B": {"a1": 1, "b1": 1}}


def test_what_is_remembered_is_never_old(store: Store, store_url: str) -> None:
    first = an_organisation()
    second = an_organisation(cycle=a_cycle(periods=9))
    save(store, first, 0)
    with store.read() as unit:
        remembered = unit.organisations.load("Spring")
        assert unit.organisations.load("Spring") is remembered
    with open_store(store_url) as another:
        save(another, second, 1)
    with store.read() as unit:
        assert unit.organisations.load("Spring") == second


def test_what_a_failed_write_loaded_is_not_remembered_for_another(store: Store) -> None:
    first = an_organisation()
    save(store, first, 0)

    def fails(unit: Any) -> None:
        unit.organisations.save(an_organisation(cycle=a_cycle(periods=9)), expected=1, now=NOW)
        assert unit.organisations.load("Spring").cycle.periods == 9
        raise KeyError

    with pytest.raises(KeyError):
        store.write(fails)
    with store.read() as unit:
        assert unit.organisations.load("Spring") == first


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seeds=st.lists(st.integers(0, 10_000), min_size=1, max_size=4))
def test_any_organisation_becomes_any_other(store: Store, seeds: list[int]) -> None:
    name = f"Cycle {next(_names)}"
    for expected, seed in enumerate(seeds):
        organisation = small_organisation(seed)
        organisation = replace(organisation, cycle=replace(organisation.cycle, name=name))
        before = stored(store, name) if expected else None
        if before == organisation:
            return
        state, changes = save(store, organisation, expected)
        assert stored(store, name) == organisation
        assert state.digest == organisation_digest(organisation)
        assert changes == difference(before, organisation)


@given(organisation=small_organisations(), data=st.data())
def test_the_digest_sees_everything_but_the_order(
    organisation: Organisation, data: st.DataObject
) -> None:
    digest = organisation_digest(organisation)
    shuffled: dict[str, Any] = {
        name: tuple(data.draw(st.permutations(getattr(organisation, name))))
        for name in ("departments", "employees", "absences", "preferences")
    }
    assert organisation_digest(replace(organisation, **shuffled)) == digest
    other: dict[str, Any] = {
        "cycle": replace(organisation.cycle, periods=organisation.cycle.periods + 1),
        "employees": organisation.employees[1:],
        "absences": (*organisation.absences, Absence(organisation.employees[0].id, *WEEK, "?")),
    }
    name = data.draw(st.sampled_from(sorted(other)))
    assert organisation_digest(replace(organisation, **{name: other[name]})) != digest
