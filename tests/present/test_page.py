from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from planner.domain import AimOutcome, BrokenRule, Dependency, DependencyOutcome, Plan, Score
from planner.present.overview import Overview, overview
from planner.present.page import calendar_piece, coverage_piece, page
from tests.builders import a_cycle, a_department, a_plan, an_employee, an_organisation

HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}<img src=https://example.org/x>"


def shown(name: str = "Payroll", *, empty: bool = False) -> Overview:
    organisation = an_organisation(
        cycle=a_cycle(name=name),
        departments=[a_department("A", name=name), a_department("B", name=f"{name} too")],
        employees=[an_employee("a1", name=name), an_employee("b1", "B")],
        dependencies=[Dependency("A", "B", 1.0, 2)],
    )
    plan = Plan() if empty else a_plan(organisation, ("a1", "B", 1, "b1"))
    outcomes = (DependencyOutcome("A", "B", 1.0, 2, 0, 1, 2 / 3),)
    score = Score((BrokenRule("mentors", name),), (AimOutcome("coverage", 2 / 3),), outcomes)
    return overview(organisation, plan, score, (name,), {"A": (0.0, 0.0), "B": (1.0, 1.0)})


class Outline(HTMLParser):
    """Collects what would run or be fetched, and checks that tags are closed."""

    VOID = ("meta", "link", "col", "br", "img", "path", "circle")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        assert self.open.pop() == tag


@pytest.mark.parametrize("draw", [page, calendar_piece, coverage_piece])
def test_text_is_shown_and_never_run(draw: object) -> None:
    assert callable(draw)
    outline = Outline(draw(shown(HOSTILE)))

    assert {"script", "img", "iframe", "object"}.isdisjoint(outline.tags)
    assert not [name for name, _ in outline.attributes if name.startswith("on")]
    assert outline.open == []


def test_nothing_is_fetched_from_anywhere() -> None:
    text = page(shown())

    assert re.findall(r"@import|url\((?!#head-)", text) == []
    assert {v for n, v in Outline(text).attributes if n in ("src", "href")} == {
        "#calendar",
        "#coverage",
        "#matrix",
        "#graph",
        "data:,",
    }


def test_tables_have_captions_and_headings_with_a_scope() -> None:
    outline = Outline(page(shown()))

    assert outline.tags.count("caption") == outline.tags.count("table") == 3
    scopes = [value for name, value in outline.attributes if name == "scope"]
    assert len(scopes) == outline.tags.count("th")


def test_the_page_says_who_goes_where_and_when() -> None:
    text = page(shown())

    assert "Payroll visits Payroll too, 11 to 17 Jan 2027, guided by Employee b1" in text
    assert "This plan breaks rules" in text
    assert "Coverage" in text
    assert "66.7 %" in text


def test_a_plan_without_placements_has_a_page_too() -> None:
    assert "Nobody is placed anywhere." in page(shown(empty=True))
