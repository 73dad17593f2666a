from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from planner.ui.arguments import Shown, shown
from planner.ui.plans import on_show
from tests.workflow.files import a_folder, a_plan_file, impossible

if TYPE_CHECKING:
    from collections.abc import Iterator

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Let every test begin with nothing remembered."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def opened(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> AppTest:
    monkeypatch.setattr("sys.argv", ["app.py", *map(str, arguments)])
    return AppTest.from_file(str(APP), default_timeout=60).run()


def words(app: Any) -> str:
    texts = [
        element.value
        for kind in ("header", "text", "error", "warning")
        for element in app.get(kind)
    ]
    return "\n".join([*texts, pieces(app)])


def pieces(app: Any) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_a_given_plan_is_shown_as_a_calendar_with_its_coverage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, a_folder(tmp_path), a_plan_file(tmp_path, ("a1", "B", 1)))

    assert not app.exception
    assert app.header[0].value == "Spring"
    assert [metric.label for metric in app.metric][:2] == ["Coverage", "Placements"]
    assert "Employee a1 visits Department B, 11 to 17 Jan 2027" in words(app)
    assert "0 → 1 of 2" in words(app)


def test_without_a_plan_one_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, a_folder(tmp_path))

    assert not app.exception
    assert "Coverage rises from 0.0 % to 100.00 %. No plan can cover more." in words(app)


def test_what_is_made_is_kept(tmp_path: Path) -> None:
    wanted = Shown(a_folder(tmp_path))

    assert on_show(wanted, 5.0) is on_show(wanted, 5.0)


def test_faults_are_listed_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(monkeypatch, tmp_path / "nowhere")

    assert not app.exception
    assert len(app.error) == 1
    assert "nowhere" in words(app)


def test_an_organisation_without_a_plan_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(monkeypatch, a_folder(tmp_path, impossible()))

    assert not app.exception
    assert "leave no plan" in words(app)
    assert "What helps" in words(app)


def test_names_are_shown_as_text_and_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path)
    employees = folder / "employees.csv"
    text = employees.read_text().replace("Employee a1", "<img src=x onerror=alert(1)>")
    employees.write_text(text)

    app = opened(monkeypatch, folder, a_plan_file(tmp_path, ("a1", "B", 1)))

    assert "<img" not in pieces(app)
    assert "&lt;img src=x" in pieces(app)


def test_the_sample_is_shown_unless_something_else_is_asked_for() -> None:
    assert (shown([]).organisation / "cycle.toml").is_file()
    assert shown(["acme"]) == Shown(Path("acme"))
    assert shown(["acme", "plan.csv"]) == Shown(Path("acme"), Path("plan.csv"))
