from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.present.names import SHORT, Names, in_order
from tests.builders import a_department, an_employee, an_organisation

TEXT = st.text(max_size=30)


def test_people_who_share_a_name_are_told_apart() -> None:
    names = Names(
        an_organisation(
            employees=[an_employee("p1", name="Ana Silva"), an_employee("p2", name="Ana Silva")]
        )
    )

    assert names.employee("p1") == "Ana Silva (p1)"


def test_whoever_is_unknown_or_nameless_stands_for_themselves() -> None:
    names = Names(an_organisation(employees=[an_employee("p1", name=" ")]))

    assert (names.employee("p1"), names.employee("p9")) == ("p1", "p9")


def test_short_names_are_taken_from_ids_or_names() -> None:
    departments = [
        a_department("PAY", name="Payroll"),
        a_department("d1", name="Quality and Safety"),
        a_department("d2", name="Department 12"),
        a_department("d3", name="Workshop"),
    ]
    names = Names(an_organisation(departments=departments))

    assert [names.short(d.id) for d in departments] == ["PAY", "QS", "De12", "Work"]


def test_a_letter_that_becomes_two_in_capitals_fits_too() -> None:
    names = Names(an_organisation(departments=[a_department("1", name="a b c ßd")]))

    assert names.short("1") == "ABCS"


@given(st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=60, unique_by=lambda row: row[0]))
def test_short_names_are_short_and_all_different(rows: list[tuple[str, str]]) -> None:
    names = Names(
        an_organisation(
            departments=[a_department(key, name=name) for key, name in rows], dependencies=[]
        )
    )
    short = [names.short(key).casefold() for key, _ in rows]

    assert len(set(short)) == len(rows)
    assert all(0 < len(names.short(key)) <= SHORT for key, _ in rows)


def test_names_sort_as_people_count() -> None:
    assert sorted(["Unit 10", "unit 9", "Alpha"], key=in_order) == ["Alpha", "unit 9", "Unit 10"]
