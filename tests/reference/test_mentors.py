"""Who guides a visitor is there for all of the visit and has a hand free."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import Absence
from tests.builders import a_department, an_employee, an_organisation
from tests.reference.test_rules import CIRCLE, broken, day

if TYPE_CHECKING:
    from planner.domain import Organisation


def hosts_with_guides(guides: tuple[int, ...] = (1, 0), **changes: Any) -> Organisation:
    staff = [an_employee(f"b{n}", "B", mentors=m) for n, m in enumerate(guides, 1)]
    staff += [an_employee("a1", "A"), an_employee("a2", "A"), an_employee("c1", "C", mentors=2)]
    departments = [a_department("A"), a_department("B", rotation_periods=2), a_department("C")]
    changes = {"employees": staff, "departments": departments, **changes}
    return an_organisation(**{"dependencies": CIRCLE, **changes})


@pytest.mark.parametrize(
    ("mentor", "rules"),
    [("b1", set()), (None, {"mentors"}), ("b2", {"mentors"}), ("c1", {"mentors"})],
)
def test_a_visitor_names_a_mentor_of_the_host(mentor: str | None, rules: set[str]) -> None:
    assert broken(hosts_with_guides(), ("a1", "B", 0, mentor)) == rules


def test_where_nobody_guides_nobody_is_named() -> None:
    assert broken(hosts_with_guides(), ("c1", "A", 0)) == set()
    assert broken(hosts_with_guides(), ("c1", "A", 0, "a2")) == {"mentors"}


@pytest.mark.parametrize(("leave", "rules"), [(13, {"mentors"}), (14, set())])
def test_a_mentor_is_there_throughout(leave: int, rules: set[str]) -> None:
    organisation = hosts_with_guides(absences=[Absence("b1", day(leave), day(leave))])
    assert broken(organisation, ("a1", "B", 0, "b1")) == rules


def test_a_mentor_is_not_on_a_visit_themselves() -> None:
    organisation = hosts_with_guides()
    visit = ("a1", "B", 0, "b1")
    assert broken(organisation, visit, ("b1", "A", 1)) == {"mentors"}
    assert broken(organisation, visit, ("b1", "A", 2)) == set()


def test_a_mentor_guides_as_many_as_they_can_in_each_period() -> None:
    both = (("a1", "B", 0, "b1"), ("a2", "B", 1, "b1"))
    assert broken(hosts_with_guides(), *both) == {"mentors"}
    assert broken(hosts_with_guides((2, 0)), *both) == set()
    assert broken(hosts_with_guides(), ("a1", "B", 0, "b1"), ("a2", "B", 2, "b1")) == set()


def test_mentors_who_have_left_still_make_the_rule() -> None:
    organisation = hosts_with_guides()
    left = [replace(each, ends=day(-1)) for each in organisation.employees if each.mentors]
    rest = [each for each in organisation.employees if not each.mentors]
    organisation = replace(organisation, employees=(*left, *rest))
    assert broken(organisation, ("a1", "B", 0)) == {"mentors"}
    assert broken(organisation, ("a1", "B", 0, "b1")) == {"mentors"}
