"""One folder with more than forty planted faults: each is reported, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from planner.domain import BadInput, Severity
from planner.exchange import read_organisation
from tests.exchange.folders import faults_of, write_folder

if TYPE_CHECKING:
    from pathlib import Path


class Planted(NamedTuple):
    file: str
    row: int | None
    column: str
    value: str


FILES: dict[str, str | bytes | None] = {
    "cycle.toml": """\
name = "Spring"
first_day = 2027-01-04
periods = 6
period_days = "seven"
colour = "red"
[rules]
rest_periods = -1
[aims]
order = ["reach", "fame"]
""",
    "departments.csv": """\
id,name,host_capacity,minimum_staffing,rotation_periods
A,Accounts,2,1,2
B,Bakery,-1,0,1
C,Care,"1,5",0,3
D,Depot,1,4611686018427387904,1
A,Archive,1,0,1
,Nowhere,1,0,1
F,Foundry,1,0
""",
    "employees.csv": """\
id,name,email,department,manager,max_rotations,mentors,starts,ends
a1,Ann,,A,,2,1,,
a2,Abe,,a,a1,2,,,
b1,"Bea
of the bakery",,B,b1,1,1,,
b2,Bob,,Z,b1,1,,,

b3,Ben,,B,nobody,1,,,
c1,Cy,,C,,,1,,
c2,Cat,,C,c1,NaN,,4.1.2027,
c3,Cor,,C,c1,1,,2027-06-30,2027-01-01
c1,Coy,,C,,1,,,
c4,Cas,,C,,1,one,,9999-12-31
f1,Fay,,F,,1,,,
""",
    "dependencies.csv": """\
customer,provider,importance,target,who_visits,season_from,season_to,standard_share
A,B,3,2,either,,,
B,B,1,1,either,,,
A,B,2,1,either,,,
B,C,inf,1,customer,,,
C,A,1e400,0,Provider,,,
C,B,1,1,provider,2027-02-30,,1.5
D,A,1,1,,2027-03-01,2027-02-01,
Q,A,0,1,,,,
""",
    "absences.csv": """\
employee,first_day,last_day,kind
a1,03/04/05,2027-01-08,leave
a9,2027-01-04,2027-01-08,leave
a2,2027-01-08,2027-01-04,leave
a2,2027-01-08,,leave
a1,2027-01-04,2027-01-08,leave,early
""",
    "closures.csv": "department,first_day,last_day,kind\nB,2027-02-01,2027-02-02,closed\n",
    "experience.csv": "employee,department,completed_on\na2,B,2026-05-01\na2,B,2026-06-01\n",
    "preferences.csv": "employee,department,score\na1,B,3\nA1,B,1\n",
    "restrictions.csv": "employee;department;reason\nb2;A;audit\n",
    "keep_apart.csv": "employee,other\na1,a2\na2,a1\nb1,b1\n",
    "requirements.csv": 'employee,department,by\nb1,C,2027-02-14\nb2,C,"soon\n',
    "pins.csv": "employee,host,first_day\na1,B,2027-01-18\na1,B,2027-01-25\n",
}

PLANTED = [
    Planted("cycle.toml", 4, "period_days", "seven"),
    Planted("cycle.toml", 5, "colour", "red"),
    Planted("cycle.toml", 7, "rules.rest_periods", "-1"),
    Planted("cycle.toml", 9, "aims.order", "reach, fame"),
    Planted("departments.csv", 3, "host_capacity", "-1"),
    Planted("departments.csv", 4, "host_capacity", "1,5"),
    Planted("departments.csv", 5, "minimum_staffing", "4611686018427387904"),
    Planted("departments.csv", 6, "id", "A"),
    Planted("departments.csv", 7, "id", ""),
    Planted("departments.csv", 8, "", "F,Foundry,1,0"),
    Planted("employees.csv", 3, "department", "a"),
    Planted("employees.csv", 4, "manager", "b1"),
    Planted("employees.csv", 6, "department", "Z"),
    Planted("employees.csv", 8, "manager", "nobody"),
    Planted("employees.csv", 9, "max_rotations", ""),
    Planted("employees.csv", 10, "max_rotations", "NaN"),
    Planted("employees.csv", 10, "starts", "4.1.2027"),
    Planted("employees.csv", 11, "ends", "2027-01-01"),
    Planted("employees.csv", 12, "id", "c1"),
    Planted("employees.csv", 13, "mentors", "one"),
    Planted("employees.csv", 13, "ends", "9999-12-31"),
    Planted("dependencies.csv", 3, "provider", "B"),
    Planted("dependencies.csv", 4, "customer, provider", "A, B"),
    Planted("dependencies.csv", 5, "importance", "inf"),
    Planted("dependencies.csv", 6, "importance", "1e400"),
    Planted("dependencies.csv", 6, "target", "0"),
    Planted("dependencies.csv", 6, "who_visits", "Provider"),
    Planted("dependencies.csv", 7, "season_from", "2027-02-30"),
    Planted("dependencies.csv", 7, "standard_share", "1.5"),
    Planted("dependencies.csv", 8, "season_to", "2027-02-01"),
    Planted("dependencies.csv", 9, "customer", "Q"),
    Planted("dependencies.csv", 9, "importance", "0"),
    Planted("absences.csv", 2, "first_day", "03/04/05"),
    Planted("absences.csv", 3, "employee", "a9"),
    Planted("absences.csv", 4, "last_day", "2027-01-04"),
    Planted("absences.csv", 5, "last_day", ""),
    Planted("absences.csv", 6, "", "a1,2027-01-04,2027-01-08,leave,early"),
    Planted("closures.csv", 2, "kind", "closed"),
    Planted("experience.csv", 3, "employee, department", "a2, B"),
    Planted("preferences.csv", 2, "score", "3"),
    Planted("preferences.csv", 3, "employee", "A1"),
    Planted("restrictions.csv", 1, "", "employee;department;reason"),
    Planted("keep_apart.csv", 3, "employee, other", "a1, a2"),
    Planted("keep_apart.csv", 4, "other", "b1"),
    Planted("requirements.csv", 3, "", 'b2,C,"soon'),
    Planted("pins.csv", 3, "employee, host", "a1, B"),
]


def test_every_planted_fault_is_reported_and_nothing_else(tmp_path: Path) -> None:
    faults = faults_of(write_folder(tmp_path / "org", FILES))
    found = sorted(Planted(f.file, f.row, f.column, f.value) for f in faults)
    assert len(PLANTED) >= 40
    assert found == sorted(PLANTED)
    assert all(f.severity is Severity.FAULT and f.message and f.remedy for f in faults)


def test_the_text_of_the_error_tells_every_finding_on_a_line_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_organisation(write_folder(tmp_path / "org", FILES))
    lines = str(caught.value).splitlines()
    assert len(lines) == len(PLANTED)
    assert lines[4].startswith("departments.csv, row 3, column host_capacity: must be a whole")
