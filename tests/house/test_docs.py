"""What the documents say can be found, and what they name exists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import dev
from planner.domain import AIMS
from planner.exchange.cycle_keys import KEYS
from planner.exchange.tables import PLAN, TABLES, Table
from tests.house.helpers import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)


def name_of(page: Path) -> str:
    return page.relative_to(CHECKOUT).as_posix()


def anchors_of(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as web pages of Markdown make them."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in headings}


def test_the_pages_that_people_look_for_first_are_there() -> None:
    names = {name_of(page) for page in PAGES}
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/glossary.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        if re.match(r"(https?|mailto):", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_page_can_be_reached_from_the_readme(page: Path) -> None:
    reached, to_read = set(), [CHECKOUT / "README.md"]
    while to_read:
        current = to_read.pop()
        reached.add(current)
        for link in LINK.findall(current.read_text(encoding="utf-8")):
            target = (current.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in reached:
                to_read.append(target)
    assert page in reached


def test_the_decisions_are_numbered_without_gaps() -> None:
    pages = sorted((CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences"], page.name


def test_the_tree_in_the_architecture_page_is_the_real_one() -> None:
    page = (CHECKOUT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^  (\w+)/ ", page, re.MULTILINE))
    rooms = {path.parent.name for path in (CHECKOUT / "planner").glob("*/__init__.py")}
    packages = {path.parent.name for path in (CHECKOUT / "solver").glob("*/__init__.py")}
    assert drawn == rooms | packages


def sections_of_the_format() -> dict[str, str]:
    """Return the sections of the page about the organisation folder by their headings."""
    text = (CHECKOUT / "docs" / "organisation-format.md").read_text(encoding="utf-8")
    heading, *parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    assert heading
    return dict(zip(parts[::2], parts[1::2], strict=True))


def cells_of(section: str, columns: int) -> list[list[str]]:
    """Return the rows of the tables in a section that have so many columns, without headers."""
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return [row for row in rows if len(row) == columns][1:]


@pytest.mark.parametrize("table", [*TABLES, PLAN], ids=lambda table: table.name)
def test_every_column_of_a_table_is_documented(table: Table) -> None:
    documented = {
        name.strip(" *"): (name.strip().startswith("*"), empty == "-")
        for names, *_, empty in cells_of(sections_of_the_format()[f"{table.name}.csv"], 4)
        for name in names.split(",")
    }
    assert documented == {c.name: (not c.needed, not c.may_be_empty) for c in table.columns}


def test_every_setting_and_every_aim_is_documented() -> None:
    section = sections_of_the_format()["cycle.toml"]
    needed = {row[0].strip("`"): row[-1] == "needed" for row in cells_of(section, 4)}
    assert needed == {key: setting.needed for key, setting in KEYS.items()}
    assert [row[0].strip("`") for row in cells_of(section, 2)] == list(AIMS)


def test_the_commands_of_dev_in_the_documents_exist() -> None:
    named = {
        command
        for page in PAGES
        for command in re.findall(r"dev\.py (\w+)", page.read_text(encoding="utf-8"))
    }
    assert {"sample", "test"} <= named <= set(dev.COMMANDS)


def test_the_readme_opens_with_the_two_commands() -> None:
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(?:python3|planner) .*$", readme, re.MULTILINE)
    assert commands[:2] == ["python3 dev.py sample", "python3 dev.py test"]
