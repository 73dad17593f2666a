"""Score any plan, also one made by hand: the rules it breaks and the value of every aim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import Organisation, Plan, Score
from planner.exchange import read_organisation, read_plan
from planner.planning import score

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Scored:
    """A plan and what it is worth."""

    organisation: Organisation
    plan: Plan
    score: Score


def score_plan(
    source: Path, plan_file: Path, *, previous_file: Path | None = None, strict: bool = False
) -> Scored:
    """Read an organisation and a plan and return what the plan is worth.

    Parameters
    ----------
    previous_file : Path, optional
        The plan before, for the aim of stability.
    strict : bool
        Whether an unmet requirement is a broken rule.

    Raises
    ------
    BadInput
        If a file cannot be used as it is.
    """
    organisation = read_organisation(source).organisation
    plan = read_plan(plan_file, organisation)
    previous = read_plan(previous_file, organisation) if previous_file else None
    return Scored(organisation, plan, score(organisation, plan, previous, strict))
