"""A sound organisation folder as text, and what is found when some of it is changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.domain import BadInput, Finding
from planner.exchange import read_organisation

CHECKOUT = Path(__file__).resolve().parents[2]

SOUND = {
    "cycle.toml": """\
name = "Spring"
first_day = 2027-01-04
periods = 6
period_days = 7

[rules]
rest_periods = 1
""",
    "departments.csv": """\
id,name,host_capacity,minimum_staffing,rotation_periods
A,Accounts,2,1,2
B,Bakery,1,0,1
C,Care,1,0,3
""",
    "employees.csv": """\
id,name,email,department,manager,max_rotations,mentors,starts,ends
a1,Ann,ann@example.org,A,,2,1,,
a2,Abe,,A,a1,2,,2020-01-01,
b1,Bea,,B,,1,1,,2030-12-31
b2,Bob,,B,b1,1,,,
c1,Cy,,C,,1,1,,
""",
    "dependencies.csv": """\
customer,provider,importance,target,who_visits
A,B,3,2,either
B,C,1.5,1,customer
""",
    "absences.csv": """\
employee,first_day,last_day,kind
a1,2027-01-04,2027-01-08,leave
""",
    "closures.csv": "department,first_day,last_day,kind\nB,2027-02-01,2027-02-02,both\n",
    "experience.csv": "employee,department,completed_on\na2,B,2026-05-01\n",
    "preferences.csv": "employee,department,score\na1,B,2\nb1,C,-1\n",
    "restrictions.csv": "employee,department,reason\nb2,A,audit\n",
    "keep_apart.csv": "employee,other\na1,a2\n",
    "requirements.csv": "employee,department,by\nb1,C,2027-02-14\n",
    "pins.csv": "employee,host,first_day,mentor\na1,B,2027-01-18,b1\n",
}


def write_folder(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Write the sound folder with some files replaced, or left out where None."""
    folder.mkdir(exist_ok=True)
    for name, content in {**SOUND, **(changes or {})}.items():
        if isinstance(content, bytes):
            (folder / name).write_bytes(content)
        elif content is not None:
            (folder / name).write_text(content, encoding="utf-8", newline="")
    return folder


def swapped(file: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """Return the change of one place in one file."""
    assert SOUND[file].count(old) == 1, f"{old!r} is not there exactly once"
    return {file: SOUND[file].replace(old, new)}


def faults_of(path: Path) -> tuple[Finding, ...]:
    """Return every fault of a folder or workbook that has some."""
    with pytest.raises(BadInput) as caught:
        read_organisation(path)
    return caught.value.findings


def the_fault(path: Path) -> Finding:
    """Return the only fault there is."""
    faults = faults_of(path)
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]
