"""What everybody sees of the published plan, and of a person: all of theirs, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from planner.domain import Absence, Experience, NotFound, Preference, Refused, Restriction
from planner.workflow.plan_in_force import plan_in_force
from planner.workflow.read_person import see_preferences, see_profile
from planner.workflow.read_plan import Known, PlanCounts, SeenPlan, view_plan
from tests.builders import a_plan, an_employee
from tests.workflow.permissions.prepared import actor
from tests.workflow.requests.office import CYCLE, NOW, Office, company, day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.store import Store

OWN, TEAM, VISITOR, NAME, HR = "own", "team", "visitor", "name only", "hr"

SEEN = {
    "pam": {"Pam Finance own", "Sue Finance name only", "Fin Payroll name only"},
    "sue": {"Sue Finance own", "Pam Finance name only", "Xeno Sales name only"},
    "pat": {"Fin Payroll name only"},
    "pia": {"Pam Finance team", "Fin Payroll visitor"},
    "sam": {"Sue Finance team", "Sid Archive team", "Xeno Sales visitor"},
    "fay": {"Fin Payroll team", "Pam Finance visitor", "Sue Finance visitor"},
    "boss": set(),
    "sid": {"Sid Archive own", "Xeno Sales name only"},
    "hana": {
        "Pam Finance hr",
        "Sue Finance hr",
        "Fin Payroll hr",
        "Sid Archive hr",
        "Xeno Sales hr",
    },
    "ada": set(),
}
"""Of the plan in `tests.workflow.requests.office`; who stands in for Pia sees nothing of hers."""


@pytest.fixture
def office(prepared: Any, tmp_path: Path) -> Iterator[Office]:
    with prepared.copy("plain", tmp_path / "planner.sqlite") as store:
        yield Office(store)


def seen(found: SeenPlan) -> set[str]:
    return {f"{each.person} {each.host} {each.known}" for each in found.placements}


@pytest.mark.parametrize("who", SEEN)
def test_everybody_sees_what_is_theirs_to_see(office: Office, who: str) -> None:
    found = view_plan(office.store, actor(who), now=NOW)
    assert seen(found) == SEEN[who]
    counted = PlanCounts(5, 5, 4) if who in ("hana", "ada") else None
    assert (found.cycle, found.version, found.counts) == (CYCLE, 1, counted)


@pytest.mark.parametrize("who", SEEN)
def test_a_plan_that_is_kept_ready_shows_the_same(office: Office, who: str) -> None:
    with office.store.read() as unit:
        plan_in_force(unit, CYCLE)
    assert seen(view_plan(office.store, actor(who), now=NOW)) == SEEN[who]


def test_of_a_name_nothing_else_is_told_and_of_the_rest_everything(office: Office) -> None:
    pinned = [
        replace(each, mentor="fay") if each.employee == "pam" else each for each in office.plan
    ]
    twice = a_plan(company(), ("fin", "payroll", 10)).placements
    office.publish(type(office.plan).of([*pinned, *twice]))
    own, *names = view_plan(office.store, actor("pam"), now=NOW).placements
    assert (own.known, own.mentor, own.first_day) == (Known.OWN, "Fay", day(4))
    assert own.last_day == day(5) - timedelta(days=1)
    assert len(own.id) == 32
    told = {(n.person, n.first_day, n.last_day, n.mentor, n.id) for n in names}
    assert told == {("Sue", None, None, "", ""), ("Fin", None, None, "", "")}
    assert len(names) == 2, "who comes twice is told of once"
    (mine, *_) = view_plan(office.store, actor("fay"), host="Finance", now=NOW).placements
    assert (mine.person, mine.mentor, mine.first_day) == ("Pam", "Fay", day(4))


def test_hr_who_work_here_see_their_own_as_their_own(office: Office) -> None:
    from planner.domain import Role

    office.store.write(lambda unit: unit.people.grant("u-pam", Role.HR, by="u-ada", at=NOW))
    found = view_plan(office.store, actor("pam"), now=NOW)
    assert {each.person: each.known.value for each in found.placements}["Pam"] == OWN
    assert len(found.placements) == 5
    assert all(each.first_day is not None for each in found.placements)


def test_a_person_and_a_department_can_be_chosen(office: Office) -> None:
    def chosen(who: str, **named: str) -> set[str]:
        return seen(view_plan(office.store, actor(who), now=NOW, **named))

    assert chosen("hana", employee="sue") == {"Sue Finance hr"}
    assert chosen("hana", host="finance") == {"Pam Finance hr", "Sue Finance hr"}
    assert chosen("pam", host="Payroll") == {"Fin Payroll name only"}
    assert chosen("pam", employee="Sue", host="Payroll") == set()
    assert chosen("pia", employee="pat") == set()
    with pytest.raises(Refused, match='no department "Nowhere"'):
        chosen("pam", host="Nowhere")
    with pytest.raises(Refused, match='no employee "Zoe"'):
        chosen("hana", employee="Zoe")


@pytest.mark.parametrize("who", ["pam", "fay", "ada"])
def test_who_is_not_theirs_is_told_like_who_does_not_exist(office: Office, who: str) -> None:
    told = set()
    for named in ("Sid", "sid", "Nobody at all"):
        with pytest.raises(NotFound) as refused:
            view_plan(office.store, actor(who), employee=named, now=NOW)
        told.add(str(refused.value))
    assert told == {"There is no such placement, or it is not yours to see."}


def test_where_nothing_is_published_there_is_no_plan(prepared: Any, tmp_path: Path) -> None:
    with prepared.copy("next cycle", tmp_path / "planner.sqlite") as store:
        assert view_plan(store, actor("pam"), now=NOW).cycle == CYCLE
        with pytest.raises(NotFound, match='No plan of "Autumn" is published'):
            view_plan(store, actor("pam"), cycle="Autumn", now=NOW)
        with pytest.raises(NotFound, match='no cycle "Winter"'):
            view_plan(store, actor("pam"), cycle="Winter", now=NOW)


def test_a_thousand_placements_take_no_more_questions_than_five(office: Office) -> None:
    few = questions(office.store)
    people = [an_employee(f"e{number}", "sales", manager="sam") for number in range(1000)]
    many = replace(company(), employees=(*company().employees, *people))
    office.change(many)
    visits = [(each.id, "finance", number % 11) for number, each in enumerate(people)]
    office.publish(a_plan(many, *visits))
    assert len(view_plan(office.store, actor("sam"), now=NOW).placements) == 1000
    assert questions(office.store) < few + 10


def questions(store: Store) -> int:
    """Return how often the database is asked when Sam looks at the plan for the second time."""
    view_plan(store, actor("sam"), now=NOW)
    asked: list[str] = []

    def ask(*given: Any) -> None:
        asked.append(given[2])

    event.listen(store.engine, "before_cursor_execute", ask)
    view_plan(store, actor("sam"), now=NOW)
    event.remove(store.engine, "before_cursor_execute", ask)
    assert 0 < len(asked) < 20
    return len(asked)


@pytest.fixture
def known(office: Office) -> Office:
    office.change(
        replace(
            company(),
            absences=(Absence("pam", day(1), day(2), "course"), Absence("sue", day(1), day(1))),
            experience=(Experience("pam", "sales", day(0)),),
            restrictions=(Restriction("pam", "archive", "dust"),),
            preferences=(Preference("pam", "sales", 1), Preference("pam", "finance", 2)),
        )
    )
    return office


@pytest.mark.parametrize("who", ["pam", "pia", "hana"])
def test_a_profile_is_for_oneself_ones_manager_and_hr(known: Office, who: str) -> None:
    profile = see_profile(known.store, actor(who), "Pam", now=NOW)
    details = profile.details
    assert (profile.name, profile.user, profile.active) == ("Pam", "u-pam", True)
    assert details is not None
    assert (details.department, details.manager) == ("Payroll", "Pia")
    assert details.absences == ((day(1), day(2), "course"),)
    assert (details.experience, details.barred) == ((("Sales", day(0)),), (("Archive", "dust"),))
    wishes = see_preferences(known.store, actor(who), "PAM ", now=NOW)
    assert [(each.department, each.score) for each in wishes] == [("Finance", 2), ("Sales", 1)]


def test_administrators_see_name_and_sign_in_and_nothing_else(known: Office) -> None:
    known.revoke_user("pam")
    profile = see_profile(known.store, actor("ada"), "pam", now=NOW)
    assert (profile.name, profile.email) == ("Pam", "pam@example.com")
    assert (profile.user, profile.active, profile.details) == ("u-pam", False, None)
    with pytest.raises(NotFound):
        see_preferences(known.store, actor("ada"), "pam", now=NOW)


@pytest.mark.parametrize("look", [see_profile, see_preferences])
def test_a_profile_that_is_not_theirs_is_told_like_one_that_does_not_exist(
    known: Office, look: Any
) -> None:
    told = set()
    for named in ("Sue", "sue", "Nobody at all"):
        with pytest.raises(NotFound) as refused:
            look(known.store, actor("pam"), named, now=NOW)
        told.add(str(refused.value))
    assert told == {"There is no such employee, or it is not yours to see."}


def test_of_two_with_one_name_the_id_says_which_if_both_are_theirs(known: Office) -> None:
    other = an_employee("pam2", "sales", name="Pam", manager="sam")
    known.change(replace(company(), employees=(*company().employees, other)))
    with pytest.raises(Refused, match="2 employees are called"):
        see_profile(known.store, actor("hana"), "Pam", now=NOW)
    assert see_profile(known.store, actor("sam"), "Pam", now=NOW).user == ""
    assert see_profile(known.store, actor("pam"), "Pam", now=NOW).user == "u-pam"
