"""Why a dependency is covered as it is, in sentences."""

from __future__ import annotations

import pytest

from planner.domain import BadInput
from planner.planning.explanations import dependency_row
from tests.builders import a_department, a_dependency, an_organisation

CHAIN = an_organisation(
    departments=[a_department(id) for id in "ABCD"],
    dependencies=[a_dependency("A", "B"), a_dependency("B", "A"), a_dependency("B", "C")],
)


def test_a_dependency_is_found_by_its_two_ends() -> None:
    assert dependency_row(CHAIN, "A", "B") == 0
    assert dependency_row(CHAIN, "B", "A") == 1


@pytest.mark.parametrize(
    ("customer", "provider", "message", "remedy"),
    [
        (
            "C",
            "B",
            "There is no dependency of C on B",
            "Ask for one that exists: A on B, B on A and B on C.",
        ),
        (
            "A",
            "X",
            "There is no department X",
            "Ask for one that exists: A on B and B on A.",
        ),
        (
            "D",
            "X",
            "There is no department X",
            "Ask with the ids of two departments from dependencies.csv.",
        ),
    ],
)
def test_an_unknown_dependency_is_bad_input_that_names_those_nearby(
    customer: str, provider: str, message: str, remedy: str
) -> None:
    with pytest.raises(BadInput) as caught:
        dependency_row(CHAIN, customer, provider)
    (finding,) = caught.value.findings
    assert (finding.file, finding.row, finding.value) == (
        "dependencies.csv",
        None,
        f"{customer}, {provider}",
    )
    assert (finding.message, finding.remedy) == (message, remedy)
