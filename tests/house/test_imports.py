"""Import directions: the contracts hold here, and they catch what they are there to catch."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.house.helpers import CHECKOUT, sources

if TYPE_CHECKING:
    from pathlib import Path

LIBRARIES = {
    "solver": {"numpy", "scipy", "ortools"},
    "planner/domain": {"pydantic"},
    "planner/graph": {"networkx", "numpy"},
    "planner/access": set(),
    "planner/exchange": {"icalendar", "pydantic", "python_calamine", "xlsxwriter"},
    "planner/notify": {"jinja2"},
    "planner/store": {"alembic", "platformdirs", "sqlalchemy"},
    "planner/planning": {"numpy", "dask", "distributed"},
    "planner/present": {"jinja2"},
    "planner/bench": {"numpy"},
    "planner/workflow": set(),
    "planner/ui": {"streamlit", "pandas"},
    "planner/cli": {"typer", "rich", "click"},
}
"""The libraries that each room may use. A room that is not named here may use none."""


def modules_of(path: Path) -> set[str]:
    """Return the names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
    return names


def libraries_of(path: Path) -> set[str]:
    """Return the top-level names of other people's modules that a file imports."""
    tops = {name.partition(".")[0] for name in modules_of(path)}
    return tops - set(sys.stdlib_module_names) - {"planner", "solver"}


def allowed_for(path: Path) -> set[str]:
    place = path.relative_to(CHECKOUT).as_posix()
    rooms = [room for room in LIBRARIES if place.startswith(f"{room}/")]
    return LIBRARIES[rooms[0]] if rooms else set()


def test_every_room_uses_its_own_libraries_only() -> None:
    strangers = {
        path.relative_to(CHECKOUT).as_posix(): extra
        for path in sources("planner", "solver")
        if (extra := libraries_of(path) - allowed_for(path))
    }
    assert strangers == {}


def test_the_doorway_leads_to_the_screens_only() -> None:
    imported = modules_of(CHECKOUT / "app.py") - {"__future__"}
    assert imported
    assert {name for name in imported if not name.startswith("planner.ui")} == set()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the code in which a test may plant what it likes."""
    for name in ("planner", "solver"):
        shutil.copytree(
            CHECKOUT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    script = (
        "import sys; sys.path.insert(0, '.');"
        "from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(cache_dir=None))"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_contracts_hold(copy: Path) -> None:
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("planner/domain/plan.py", "import planner.graph", "Imports point down"),
        ("planner/exchange/planted.py", "import planner.planning", "Imports point down"),
        ("planner/party/__init__.py", "", "Imports point down"),
        ("planner/cli/planted.py", "import planner.exchange", "through workflow alone"),
        ("planner/workflow/planted.py", "import solver", "Only planning imports the solver"),
        ("solver/planted.py", "import planner.domain", "The solver knows nothing of people"),
        ("planner/workflow/planted.py", "import streamlit", "Streamlit is for screens"),
        ("planner/planning/planted.py", "import distributed", "Dask is for one file"),
    ],
)
def test_a_planted_breach_is_caught(copy: Path, file: str, line: str, contract: str) -> None:
    target = copy / file
    target.parent.mkdir(exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(f"{before}\n{line}\n", encoding="utf-8")

    result = lint_imports(copy)

    broken = [row for row in result.stdout.splitlines() if row.rstrip().endswith("BROKEN")]
    assert result.returncode == 1, result.stdout + result.stderr
    assert [row for row in broken if contract in row], result.stdout
