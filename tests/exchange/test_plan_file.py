"""Reading plans: what can be understood is read, whether or not it is a good plan."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput, Placement, Plan
from planner.exchange import read_plan
from tests.builders import an_organisation

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Finding

HEADER = "employee,host,first_day,last_day,mentor\n"


def read(path: Path, text: str) -> Plan:
    path.write_text(text, encoding="utf-8")
    return read_plan(path, an_organisation())


def faults(path: Path, text: str) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        read(path, text)
    return caught.value.findings


def test_a_plan_that_breaks_every_rule_is_read(tmp_path: Path) -> None:
    text = HEADER + "a1,A,2027-01-05,2026-01-01,a1\na1,B,2040-01-05,2040-01-05,\n"
    assert read(tmp_path / "plan.csv", text) == Plan.of(
        [
            Placement("a1", "A", date(2027, 1, 5), date(2026, 1, 1), "a1"),
            Placement("a1", "B", date(2040, 1, 5), date(2040, 1, 5)),
        ]
    )


def test_a_plan_without_placements_or_without_mentors(tmp_path: Path) -> None:
    assert len(read(tmp_path / "plan.csv", HEADER)) == 0
    text = "host,employee,first_day,last_day\nB,a1,2027-01-04,2027-01-10\n"
    (placement,) = read(tmp_path / "plan.csv", text)
    assert placement.mentor is None


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    text = HEADER + (
        "a1,B,2027-01-04,2027-01-10,\n"
        "A1,B,2027-01-04,2027-01-10,\n"
        "a2,Z,4.1.2027,2027-02-30,b9\n"
        "a1,B,2027-01-04,2027-01-17,b1\n"
        "a2,,2027-01-04,2027-01-10,\n"
    )
    found = [(f.file, f.row, f.column, f.value) for f in faults(tmp_path / "my.csv", text)]
    assert found == [
        ("my.csv", 3, "employee", "A1"),
        ("my.csv", 4, "first_day", "4.1.2027"),
        ("my.csv", 4, "last_day", "2027-02-30"),
        ("my.csv", 4, "host", "Z"),
        ("my.csv", 4, "mentor", "b9"),
        ("my.csv", 5, "employee, host, first_day", "a1, B, 2027-01-04"),
        ("my.csv", 6, "host", ""),
    ]


@pytest.mark.parametrize("text", ["", "x,y\n1,2\n", "employee,host\na1,B\n"])
def test_what_is_no_plan(tmp_path: Path, text: str) -> None:
    assert all(f.remedy for f in faults(tmp_path / "plan.csv", text))


def test_a_plan_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        read_plan(tmp_path / "plan.csv", an_organisation())
    with pytest.raises(BadInput, match="is a folder"):
        read_plan(tmp_path, an_organisation())
