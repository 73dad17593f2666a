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


def to_explanation(found: solver.WhyNot, organisation: Organisation) -> Explanation:
    """Return what holds a dependency back in sentences, the weightiest reason first.

    Parameters
    ----------
    found : WhyNot
        What ``solver.why_not`` found about the dependency.
    organisation : Organisation
        The one the problem was made of.
    """
    dependency = organisation.dependencies[found.dependency]
    names, pairs = Names(organisation), _pairs(organisation)
    holdbacks = [
        Holdback(
            reason.rule,
            _in_the_plan(reason, found.eligible, names)
            + _competitors(reason, found.dependency, pairs),
            reason.people,
        )
        for reason in found.reasons
    ]
    holdbacks += [
        Holdback(
            "" if reason.rule == SEASON else reason.rule,
            _at_any_time(reason, found.people),
            reason.people,
        )
        for reason in found.excluded
    ]
    return Explanation(
        customer=dependency.customer,
        provider=dependency.provider,
        after=found.after,
        target=found.target,
        summary=_summary(found, pairs[found.dependency]),
        holdbacks=tuple(sorted(holdbacks, key=lambda holdback: -holdback.count)),
    )


def _pairs(organisation: Organisation) -> list[str]:
    """Return what to call each dependency: "Sales on Payroll"."""
    names, numbers = Names(organisation), Numbers.of(organisation).departments
    return [
        f"{names.department(numbers[d.customer])} on {names.department(numbers[d.provider])}"
        for d in organisation.dependencies
    ]


def _summary(found: solver.WhyNot, pair: str) -> str:
    after = Count(found.after)
    walk = "walks" if found.after == 1 else "walk"
    earlier = f", {found.before} of them by earlier visits" if found.before else ""
    told = f"{after:person} {walk} the dependency of {pair}{earlier}; the target is {found.target}."
    if found.after >= found.target:
        return f"{told} Nothing is missing."
    if not found.people:
        return f"{told} Nobody else may walk it."
    more = Count(found.people)
    could = "None" if not found.eligible else "All" if found.eligible == found.people else ""
    could = could or str(found.eligible)
    return f"{told} {more:person} more may walk it; {could.lower()} of them could ever go."


def _in_the_plan(reason: solver.Reason, eligible: int, names: Names) -> str:
    """Return what stands in the way of people who could go if nobody else did."""
    return _said(_IN_THE_PLAN, reason, f"{reason.people} of the {eligible} possible people", names)


def _at_any_time(reason: solver.Reason, people: int) -> str:
    """Return what stands in the way of people who could never go in this cycle."""
    return _said(_AT_ANY_TIME, reason, f"{reason.people} of the {people} people left", None)


def _said(sentences: dict[str, str], reason: solver.Reason, some: str, names: Names | None) -> str:
    told = sentences.get(reason.rule)
    if told is None:
        return f'{some} would break the rule "{solver.rule_title(reason.rule)}".'
    return told.format(
        some=some,
        have="has" if reason.people == 1 else "have",
        are="is" if reason.people == 1 else "are",
        department=names.department(reason.department) if names else "",
    )


def _competitors(reason: solver.Reason, dependency: int, pairs: list[str]) -> str:
    """Return which other dependencies take the room or the people, the heaviest first."""
    others = [pairs[other] for other in reason.competitors if other != dependency]
    if not others or reason.rule not in _COMPETITORS:
        return ""
    named = others[:NAMED] if len(others) > NAMED + 1 else others
    more = len(others) - len(named)
    told = listed([*named, f"{more} more"] if more else named)
    return _COMPETITORS[reason.rule].format(others=told)


NAMED = 3
"""Competing dependencies that are named; the others are counted."""

SEASON = "season"
"""What the solver calls a visit outside the season of the dependency, which breaks no rule."""

_IN_THE_PLAN = {
    "": "{some} could still go without breaking any rule.",
    "host_capacity": "{some} would find no free desk at {department}.",
    "keep_apart": "{some} would be away together with somebody they are kept apart from.",
    "max_from_one_home": "{some} would be one visitor too many from {department} at once.",
    "mentors": "{some} would find no free mentor at {department}.",
    "minimum_staffing": "{some} {are} needed at their desks in {department}.",
    "no_repeats": "{some} {have} a visit there in this plan already.",
    "one_place_at_a_time": "{some} {are} on another placement then.",
    "placement_budget": "{some} would go beyond the budget of the cycle.",
    "rest_between_rotations": "{some} would have too little time at home between placements.",
    "rotation_limit": "{some} {have} used up their placements.",
}
_COMPETITORS = {
    **dict.fromkeys(
        (
            "host_capacity",
            "max_from_one_home",
            "mentors",
            "minimum_staffing",
            "placement_budget",
        ),
        " The room goes to {others}.",
    ),
    **dict.fromkeys(
        ("one_place_at_a_time", "rest_between_rotations", "rotation_limit"),
        " They walk {others} instead.",
    ),
}
_AT_ANY_TIME = {
    SEASON: "{some} could not go and be back within the season.",
    "availability": "{some} {are} away or not employed whenever they could go.",
    "closures": "{some} could go only while a department is closed for it.",
    "no_repeats": "{some} {have} been there already.",
    "restrictions": "{some} may not be placed there.",
    "rotation_limit": "{some} may go on no placement in this cycle.",
}
