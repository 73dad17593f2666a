"""Explain: why there can be no plan, or why a dependency is not better covered."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.domain import Clash, Explanation, Organisation, Plan
from planner.exchange import read_organisation, read_plan
from planner.planning import explain_dependency, explain_impossible, score
from planner.workflow.refusals import refused

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Dependency, DependencyOutcome

WEAKEST = 5
"""Dependencies that are explained when nobody asks for a certain one."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What was asked and what is the answer; ``plan`` is None where none was given."""

    organisation: Organisation
    plan: Plan | None
    clashes: tuple[Clash, ...]
    explanations: tuple[Explanation, ...]


def explain_plan(
    source: Path,
    plan_file: Path | None = None,
    *,
    customer: str | None = None,
    provider: str | None = None,
    strict: bool = False,
) -> Explained:
    """Say why there can be no plan, or what holds dependencies back.

    Without a plan and without a dependency, the question is whether the rules leave a plan.
    With a dependency, that one is explained: in the plan, or, without one, in the
    organisation as it is before anybody is placed. With a plan alone, the dependencies that
    cost the most coverage are explained.

    Parameters
    ----------
    customer, provider : str, optional
        The dependency, by id or by name of its departments; both or none.

    Raises
    ------
    BadInput
        If a file cannot be used as it is, or there is no such dependency.
    """
    organisation = read_organisation(source).organisation
    plan = read_plan(plan_file, organisation) if plan_file else None
    if customer is not None and provider is not None:
        asked = _dependency(organisation, customer, provider)
        pairs = [(asked.customer, asked.provider)]
    elif plan is not None:
        pairs = _costliest(score(organisation, plan, None, strict).dependencies)
    else:
        return Explained(organisation, None, explain_impossible(organisation, strict), ())
    explanations = tuple(explain_dependency(organisation, plan or Plan(), *pair) for pair in pairs)
    return Explained(organisation, plan, (), explanations)


def _costliest(outcomes: tuple[DependencyOutcome, ...]) -> list[tuple[str, str]]:
    short = [o for o in outcomes if o.after < o.target]
    short.sort(key=lambda o: (-o.importance * (1 - o.credit), o.customer, o.provider))
    return [(o.customer, o.provider) for o in short[:WEAKEST]]


def _dependency(organisation: Organisation, customer: str, provider: str) -> Dependency:
    pair = (
        _department(organisation, "--customer", customer),
        _department(organisation, "--provider", provider),
    )
    known = {(d.customer, d.provider): d for d in organisation.dependencies}
    if pair in known:
        return known[pair]
    names = {d.id: d.name for d in organisation.departments}
    back = pair[::-1] in known
    raise refused(
        "dependencies",
        f"{names[pair[0]]} does not depend on {names[pair[1]]}",
        f"It is the other way round: ask with --customer {pair[1]} --provider {pair[0]}"
        if back
        else "Name two departments of one row of the dependencies",
    )


def _department(organisation: Organisation, option: str, wanted: str) -> str:
    if any(department.id == wanted for department in organisation.departments):
        return wanted
    text = wanted.strip().casefold()
    found = [d.id for d in organisation.departments if text in (d.id.casefold(), d.name.casefold())]
    if len(found) == 1:
        return found[0]
    if found:
        raise refused(
            option,
            f"{wanted} may mean any of {', '.join(found)}",
            "Give the id of the department",
        )
    known = [text for d in organisation.departments for text in (d.id, d.name)]
    close = get_close_matches(wanted, known, n=3)
    remedy = f"Did you mean {' or '.join(close)}?" if close else "See departments.csv for the ids"
    raise refused(option, f"there is no department {wanted}", remedy)
