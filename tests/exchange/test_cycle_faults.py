"""cycle.toml: what may be in it, and what is said of everything else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import AIMS, Rules
from planner.exchange import read_organisation
from tests.exchange.folders import SOUND, faults_of, swapped, the_fault, write_folder

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [
    # what is there, what is put there, line, key, value, words of the message or remedy
    ("periods = 6", "periods = 0", 3, "periods", "0", "at least 1"),
    ("periods = 6", 'periods = "6"', 3, "periods", "6", "without quotation marks"),
    ("periods = 6", "periods = 6.0", 3, "periods", "6.0", "whole number"),
    ("periods = 6", "periods = true", 3, "periods", "true", "whole number"),
    ("periods = 6", "periods = 4611686018427387904", 3, "periods", "4611686018427387904", "1,000"),
    ("2027-01-04", '"2027-01-04"', 2, "first_day", "2027-01-04", "without quotation marks"),
    ("2027-01-04", "2027-01-04T08:00:00", 2, "first_day", "2027-01-04 08:00:00", "time of day"),
    ("2027-01-04", "9999-01-04", 2, "first_day", "9999-01-04", "2199"),
    ('"Spring"', '""', 1, "name", "", "1 to 200"),
    ('"Spring"', "7", 1, "name", "7", "quotation marks"),
    ("rest_periods = 1", "rest_periods = -1", 7, "rules.rest_periods", "-1", "at least 0"),
    ("rest_periods", "rest_period", 7, "rules.rest_period", "1", "rules.rest_periods"),
    ("period_days = 7", "period_days = 7\nseed = 3", 5, "seed", "3", "not known"),
    ("[rules]", "[rule]", 6, "rule", "{'rest_periods': 1}", "not known"),
    ("period_days = 7", "period_days = 7\ndecay = 1", 5, "decay", "1", "below [coverage]"),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "value", "words"), KEYS)
def test_a_wrong_setting_is_named_with_line_key_value_and_remedy(
    tmp_path: Path, old: str, new: str, line: int, key: str, value: str, words: str
) -> None:
    fault = the_fault(write_folder(tmp_path / "org", swapped("cycle.toml", old, new)))
    assert (fault.file, fault.row, fault.column, fault.value) == ("cycle.toml", line, key, value)
    assert words in f"{fault.message}. {fault.remedy}"


@pytest.mark.parametrize(
    ("more", "key", "words"),
    [
        ("[coverage]\ndecay = 0", "coverage.decay", "above 0"),
        ("[coverage]\ndecay = nan", "coverage.decay", "above 0"),
        ("[coverage]\ndecay = 1.5", "coverage.decay", "at most 1"),
        ('[aims]\norder = ["reach", "glory"]', "aims.order", "glory"),
        ('[aims]\norder = ["reach", "reach"]', "aims.order", "twice"),
        ('[aims]\norder = "reach"', "aims.order", "a list of aims"),
        ("[aims]\norder = [1]", "aims.order", "a list of aims"),
        ("[aims]\norder = []", "aims.order", "names no aim"),
    ],
)
def test_coverage_and_aims_are_checked(tmp_path: Path, more: str, key: str, words: str) -> None:
    changes: dict[str, str | bytes | None] = {"cycle.toml": f"{SOUND['cycle.toml']}\n{more}\n"}
    fault = the_fault(write_folder(tmp_path / "org", changes))
    assert (fault.column, fault.row) == (key, 10)
    assert words in f"{fault.message}. {fault.remedy}"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name = Spring\n", 1),
        ('name = "Spring"\nfirst_day = 4.1.2027\n', 2),
        ('name = "Spring"\nfirst_day = 2027-02-30\n', 2),
        ("periods = 6\nperiods = 7\n", 2),
        ("\n\n[rules\n", 3),
        ("x = " + "[" * 5000, 1),
        ("x = " + "9" * 5000, 1),
    ],
)
def test_what_is_no_toml_is_named_by_its_line(tmp_path: Path, text: str, line: int) -> None:
    fault = the_fault(write_folder(tmp_path / "org", {"cycle.toml": text}))
    assert (fault.file, fault.row) == ("cycle.toml", line)
    assert "TOML" in fault.message


def test_every_missing_key_is_listed(tmp_path: Path) -> None:
    faults = faults_of(write_folder(tmp_path / "org", {"cycle.toml": ""}))
    assert [f.column for f in faults] == ["name", "first_day", "periods", "period_days"]
    assert all(f.remedy for f in faults)


def test_defaults_and_everything_that_can_be_set(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "org", swapped("cycle.toml", "rest_periods = 1", ""))
    cycle = read_organisation(folder).organisation.cycle
    assert (cycle.rules, cycle.decay, cycle.aims) == (Rules(), 0.5, AIMS)
    text = SOUND["cycle.toml"].replace("rest_periods = 1", "max_from_one_home = 2")
    text += "experience_valid_days = 730\nmax_placement_periods = 400\n"
    text += '[coverage]\ndecay = 1\n[aims]\norder = ["coverage", "reach"]\n'
    (folder / "cycle.toml").write_text(text, encoding="utf-8")
    cycle = read_organisation(folder).organisation.cycle
    assert cycle.rules == Rules(0, 2, 730, 400)
    assert (cycle.decay, cycle.aims) == (1.0, ("coverage", "reach"))
    assert cycle.last_day == date(2027, 2, 14)
