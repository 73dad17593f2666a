from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput
from planner.workflow.show_plan import show_plan
from tests.workflow.files import a_folder, a_plan_file

if TYPE_CHECKING:
    from pathlib import Path


def test_a_plan_is_shown_with_names_and_dates(tmp_path: Path) -> None:
    plan = a_plan_file(tmp_path, ("a1", "B", 1))

    shown = show_plan(a_folder(tmp_path), plan)

    (row,) = shown.calendar.rows
    (visit,) = [s for s in row.stretches if s.kind == "placement"]
    assert (row.name, row.home) == ("Employee a1", "Department A")
    assert visit.title == "Employee a1 visits Department B, 11 to 17 Jan 2027"
    assert [line.people for line in shown.coverage] == ["0 → 1 of 2"]


def test_the_page_is_written_and_stands_on_its_own(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"

    show_plan(a_folder(tmp_path), a_plan_file(tmp_path, ("a1", "B", 0)), page)

    class Addresses(HTMLParser):
        found: list[str] = []  # noqa: RUF012

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            wanted = ("src", "href", "action", "srcset")
            self.found += [value or "" for name, value in attrs if name in wanted]

    Addresses().feed(page.read_text(encoding="utf-8"))
    assert {value[:1] for value in Addresses.found} <= {"#", "d"}
    assert "Employee a1 visits Department B" in page.read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="--html"):
        show_plan(a_folder(tmp_path), a_plan_file(tmp_path), tmp_path / "missing" / "x.html")
