"""Why a dependency is covered as it is, in sentences."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.domain import (
    Absence,
    BadInput,
    Employee,
    Experience,
    Explanation,
    Organisation,
    Plan,
    Restriction,
    WhoVisits,
)
from planner.planning import explain_dependency
from planner.planning.explanations import dependency_row
from tests.builders import (
    a_cycle,
    a_department,
    a_dependency,
    a_plan,
    an_employee,
    an_organisation,
)

CHAIN = an_organisation(
    departments=[a_department(id) for id in "ABCD"],
    dependencies=[a_dependency("A", "B"), a_dependency("B", "A"), a_dependency("B", "C")],
)


def test_a_dependency_is_found_by_its_two_ends() -> None:
    assert dependency_row(CHAIN, "A", "B") == 0
    assert dependency_row(CHAIN, "B", "A") == 1


@pytest.mark.parametrize(
    ("customer", "provider", "message", "remedy"),
    [
        (
            "C",
            "B",
            "There is no dependency of C on B",
            "Ask for one that exists: A on B, B on A and B on C.",
        ),
        (
            "A",
            "X",
            "There is no department X",
            "Ask for one that exists: A on B and B on A.",
        ),
        (
            "D",
            "X",
            "There is no department X",
            "Ask with the ids of two departments from dependencies.csv.",
        ),
    ],
)
def test_an_unknown_dependency_is_bad_input_that_names_those_nearby(
    customer: str, provider: str, message: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as caught:
        dependency_row(CHAIN, customer, provider)
    (finding,) = caught.value.findings
    assert (finding.file, finding.row, finding.value) == (
        "dependencies.csv",
        None,
        f"{customer}, {provider}",
    )
    assert (finding.message, finding.remedy) == (message, remedy)


SALES = ("ada", "bob", "cyd", "dot")


def sales_on_payroll(
    people: dict[str, dict[str, Any]] | None = None, **changes: Any
) -> Organisation:
    """Return Sales, four people, which depends on Payroll, which seats one in each of two weeks."""
    payroll = {"name": "Payroll", "host_capacity": 1} | changes.pop("payroll", {})
    sales = {"name": "Sales"} | changes.pop("sales", {})
    dependency = {"target": 4, "who_visits": WhoVisits.CUSTOMER} | changes.pop("dependency", {})
    employees: list[Employee] = [
        an_employee(id, "S", name=id.title(), **(people or {}).get(id, {})) for id in SALES
    ]
    return an_organisation(
        cycle=a_cycle(periods=2, **changes.pop("cycle", {})),
        departments=[
            a_department("S", **sales),
            a_department("P", **payroll),
            a_department("L", name="Legal"),
        ],
        employees=[*employees, an_employee("eve", "P", name="Eve"), an_employee("leo", "L")],
        dependencies=[
            a_dependency("S", "P", **dependency),
            a_dependency("S", "L", importance=5.0),
            a_dependency("L", "P", importance=3.0),
        ],
        **changes,
    )


def explained(organisation: Organisation, *placements: tuple[Any, ...]) -> Explanation:
    return explain_dependency(organisation, a_plan(organisation, *placements), "S", "P")


def told(explanation: Explanation) -> list[tuple[str, int, str]]:
    return [(each.rule, each.count, each.sentence) for each in explanation.holdbacks]


def test_the_desks_are_taken_and_by_whom() -> None:
    found = explained(sales_on_payroll(), ("ada", "P", 0), ("leo", "P", 1))
    assert (found.customer, found.provider, found.after, found.target) == ("S", "P", 1, 4)
    assert found.summary == (
        "1 person walks the dependency of Sales on Payroll; the target is 4. 3 people more may "
        "walk it; all of them could ever go."
    )
    assert told(found) == [
        (
            "host_capacity",
            3,
            "3 of the 3 possible people would find no free desk at Payroll. The room goes to "
            "Legal on Payroll.",
        )
    ]


def test_people_who_could_never_go_are_told_apart() -> None:
    organisation = sales_on_payroll(
        people={"ada": {"max_rotations": 0}},
        restrictions=[Restriction("bob", "P")],
        absences=[Absence("cyd", date(2027, 1, 1), date(2027, 2, 1))],
        experience=[Experience("dot", "P", date(2026, 12, 1))],
    )
    found = explained(organisation)
    assert found.summary == (
        "1 person walks the dependency of Sales on Payroll, 1 of them by earlier visits; the "
        "target is 4. 3 people more may walk it; none of them could ever go."
    )
    assert set(told(found)) == {
        ("rotation_limit", 1, "1 of the 3 people left may go on no placement in this cycle."),
        ("restrictions", 1, "1 of the 3 people left may not be placed there."),
        (
            "availability",
            1,
            "1 of the 3 people left is away or not employed whenever they could go.",
        ),
    }


def test_what_nothing_forbids_is_said_too() -> None:
    found = explained(sales_on_payroll(payroll={"host_capacity": 4}), ("ada", "P", 0))
    assert told(found) == [
        ("", 3, "3 of the 3 possible people could still go without breaking any rule.")
    ]


def test_people_are_needed_at_their_desks() -> None:
    found = explained(sales_on_payroll(sales={"minimum_staffing": 4}))
    assert told(found) == [
        ("minimum_staffing", 4, "4 of the 4 possible people are needed at their desks in Sales.")
    ]


def test_a_season_is_no_rule() -> None:
    season = {"season_from": date(2027, 1, 5), "season_to": date(2027, 1, 16)}
    found = explained(sales_on_payroll(dependency=season))
    assert told(found) == [
        ("", 4, "4 of the 4 people left could not go and be back within the season.")
    ]


def test_rotations_may_be_used_up() -> None:
    one_each = {id: {"max_rotations": 1} for id in SALES}
    organisation = sales_on_payroll(people=one_each, payroll={"host_capacity": 9})
    found = explained(organisation, *((id, "L", 0) for id in SALES[:2]))
    assert (
        "rotation_limit",
        2,
        "2 of the 4 possible people have used up their placements. They walk Sales on Legal "
        "instead.",
    ) in told(found)


def test_nothing_is_missing_when_the_target_is_reached() -> None:
    found = explained(sales_on_payroll(dependency={"target": 1}), ("ada", "P", 0))
    assert found.summary == (
        "1 person walks the dependency of Sales on Payroll; the target is 1. Nothing is missing."
    )


def test_a_dependency_that_does_not_exist_is_bad_input() -> None:
    with pytest.raises(BadInput):
        explain_dependency(sales_on_payroll(), Plan(), "P", "S")
