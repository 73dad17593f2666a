from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput
from planner.workflow.explain_plan import explain_plan
from tests.builders import a_department, a_dependency, an_organisation
from tests.workflow.files import a_folder, a_plan_file, impossible

if TYPE_CHECKING:
    from pathlib import Path


def test_an_organisation_that_can_be_planned_has_no_clashes(tmp_path: Path) -> None:
    assert explain_plan(a_folder(tmp_path)).clashes == ()


def test_an_organisation_that_cannot_be_planned_has(tmp_path: Path) -> None:
    (clash,) = explain_plan(a_folder(tmp_path, impossible())).clashes

    assert set(clash.rules) == {"pins", "host_capacity"}
    assert clash.sentence
    assert clash.remedies


def test_a_plan_alone_asks_about_what_is_missed_most(tmp_path: Path) -> None:
    explained = explain_plan(a_folder(tmp_path), a_plan_file(tmp_path))

    (explanation,) = explained.explanations
    assert (explanation.customer, explanation.provider) == ("A", "B")
    assert explanation.summary


def test_a_dependency_may_be_named_by_names(tmp_path: Path) -> None:
    explained = explain_plan(
        a_folder(tmp_path), a_plan_file(tmp_path), customer="department a", provider="B"
    )

    assert [e.customer for e in explained.explanations] == ["A"]


@pytest.mark.parametrize(
    ("customer", "provider", "says"),
    [
        ("Departmnt A", "B", "Did you mean Department A"),
        ("B", "A", "It is the other way round"),
        ("A", "C", "does not depend on"),
        ("Twin", "A", "may mean any of"),
    ],
)
def test_a_dependency_that_is_not_there_is_bad_input(
    tmp_path: Path, customer: str, provider: str, says: str
) -> None:
    organisation = an_organisation(
        departments=[
            a_department("A"),
            a_department("B"),
            a_department("C", name="Twin"),
            a_department("D", name="Twin"),
        ],
        dependencies=[a_dependency("A", "B")],
    )

    with pytest.raises(BadInput, match=says):
        explain_plan(a_folder(tmp_path, organisation), customer=customer, provider=provider)
