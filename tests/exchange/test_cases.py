"""The measuring cases: read without fault, fast, and the same after a round trip."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from planner.exchange import read_organisation, read_plan, write_organisation, write_plan

if TYPE_CHECKING:
    from pathlib import Path


def test_every_case_reads_and_goes_round(cases: Path, tmp_path: Path) -> None:
    folders = sorted(path.parent for path in cases.rglob("cycle.toml"))
    assert folders
    for number, folder in enumerate(folders):
        organisation = read_organisation(folder).organisation
        write_organisation(organisation, tmp_path / str(number))
        assert read_organisation(tmp_path / str(number)).organisation == organisation
        for plan_file in folder.glob("*plan.csv"):
            plan = read_plan(plan_file, organisation)
            assert len(plan) > 0
            write_plan(plan, tmp_path / "plan.csv")
            assert read_plan(tmp_path / "plan.csv", organisation) == plan


@pytest.mark.slow
def test_every_case_goes_round_through_a_workbook(cases: Path, tmp_path: Path) -> None:
    for folder in sorted(path.parent for path in cases.rglob("cycle.toml")):
        organisation = read_organisation(folder).organisation
        write_organisation(organisation, tmp_path / "o.xlsx")
        assert read_organisation(tmp_path / "o.xlsx").organisation == organisation


@pytest.mark.parametrize(
    ("name", "seconds"), [("email-eu-core", 0.5), ("synthetic-11-10000x100x52", 2.0)]
)
def test_reading_is_fast(cases: Path, name: str, seconds: float) -> None:
    took = []
    for _ in range(3):
        start = time.process_time()
        read_organisation(cases / name)
        took.append(time.process_time() - start)
    assert min(took) < seconds
