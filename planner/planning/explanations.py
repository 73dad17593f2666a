"""Why a dependency is covered as it is: what holds people back, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solver
from planner.domain import BadInput, Explanation, Finding, Holdback, Severity
from planner.planning.numbers import Numbers
from planner.planning.words import Count, Names, listed

if TYPE_CHECKING:
    from planner.domain import Organisation


def dependency_row(organisation: Organisation, customer: str, provider: str) -> int:
    """Return the row, counted from 0, of the dependency of ``customer`` on ``provider``.

    Raises
    ------
    BadInput
        If there is none; the remedy names those that the two departments do have.
    """
    pairs = [(d.customer, d.provider) for d in organisation.dependencies]
    if (customer, provider) in pairs:
        return pairs.index((customer, provider))
    known = {department.id for department in organisation.departments}
    strangers = [id for id in (customer, provider) if id not in known]
    near = [pair for pair in pairs if {customer, provider} & set(pair)]
    raise BadInput(
        [
            Finding(
                severity=Severity.FAULT,
                file="dependencies.csv",
                row=None,
                column="customer, provider",
                value=f"{customer}, {provider}",
                message=f"There is no department {listed(strangers)}"
                if strangers
                else f"There is no dependency of {customer} on {provider}",
                remedy=f"Ask for one that exists: {listed(map(_pair, near))}."
                if near
                else "Ask with the ids of two departments from dependencies.csv.",
            )
        ]
    )


def _pair(pair: tuple[str, str]) -> str:
    return f"{pair[0]} on {pair[1]}"


def to_explanation(found: solver.WhyNot, organisation: Organisation, row: int) -> Explanation:
    """Return what holds a dependency back in sentences, the weightiest reason first.

    Parameters
    ----------
    found : WhyNot
        What ``solver.why_not`` found about the dependency.
    organisation : Organisation
        The one the problem was made of.
    row : int
        Row of the dependency, counted from 0.
    """
    names, dependency = Names(organisation), organisation.dependencies[row]
    reasons = sorted(found.reasons, key=lambda reason: -reason.count)
    return Explanation(
        customer=dependency.customer,
        provider=dependency.provider,
        after=found.after,
        target=found.target,
        summary=_summary(found, organisation, row, names),
        holdbacks=tuple(
            Holdback(
                reason.rule if reason.rule in solver.rules() else "",
                _holdback(reason, found.eligible, names),
                reason.count,
            )
            for reason in reasons
        ),
    )


def _summary(found: solver.WhyNot, organisation: Organisation, row: int, names: Names) -> str:
    dependency, departments = organisation.dependencies[row], Numbers.of(organisation).departments
    customer, provider = (
        names.department(departments[id]) for id in (dependency.customer, dependency.provider)
    )
    walked = Count(found.after)
    have = "has" if found.after == 1 else "have"
    told = (
        f"{walked:person} {have} walked the dependency of {customer} on {provider}; "
        f"the target is {found.target}."
    )
    if found.after >= found.target:
        return f"{told} Nothing is missing."
    if not found.eligible:
        return f"{told} Nobody could ever walk it."
    could = Count(found.eligible)
    return f"{told} {could:person} could ever walk it."


def _holdback(reason: solver.Reason, eligible: int, names: Names) -> str:
    one = reason.count == 1
    return _HOLDBACKS.get(reason.rule, _UNKNOWN).format(
        some=f"{reason.count} of the {eligible} possible people",
        have="has" if one else "have",
        are="is" if one else "are",
        their="their",
        department=names.department(reason.department),
        rule=solver.rule_title(reason.rule).rstrip(".") if reason.rule else "",
    )


_UNKNOWN = '{some} {are} held back by the rule "{rule}".'
_HOLDBACKS = {
    "availability": "{some} {are} away whenever there is room.",
    "closures": "{some} cannot go because {department} is closed.",
    "host_capacity": "{some} would find no free desk at {department}.",
    "keep_apart": "{some} would be away together with somebody they are kept apart from.",
    "max_from_one_home": "{some} would be one visitor too many from {department} at once.",
    "mentors": "{some} would find no free mentor at {department}.",
    "minimum_staffing": "{some} {are} needed at their desks in {department}.",
    "no_repeats": "{some} {have} been there already.",
    "one_place_at_a_time": "{some} {are} on another placement whenever there is room.",
    "placement_budget": "{some} could go if the budget of the cycle were not used up.",
    "rest_between_rotations": "{some} would come home too short a time between two placements.",
    "restrictions": "{some} may not be placed there.",
    "rotation_limit": "{some} {have} used up their rotations.",
}
