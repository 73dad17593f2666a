"""Why placements of a published plan cannot stay, in sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.planning.holding import visit_in_words
from planner.planning.what_if import WhatIf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import Organisation, Placement, Plan
    from planner.planning.changes_in_words import Called


def gone_in_words(
    placements: Iterable[Placement], organisation: Organisation, called: Called
) -> dict[Placement, str]:
    """Return in a sentence who or what of each placement is not there any more, "" if all is."""
    employees = {employee.id for employee in organisation.employees}
    departments = {department.id for department in organisation.departments}
    told = {}
    for placement in placements:
        lost = ""
        if placement.employee not in employees:
            lost = called.employee(placement.employee)
        elif placement.host not in departments:
            lost = called.department(placement.host)
        visit = visit_in_words(placement, called)
        told[placement] = lost and f"{visit} cannot stay: {lost} is no longer in the organisation."
    return told


def without_strangers(
    placements: Iterable[Placement], organisation: Organisation
) -> dict[Placement, Placement]:
    """Return placements without mentors who are gone, each with what it was."""
    known = {employee.id for employee in organisation.employees}
    return {p if p.mentor in known else replace(p, mentor=None): p for p in placements}


def reasons_against(
    organisation: Organisation, kept: Plan, lost: Iterable[Placement]
) -> list[tuple[Placement, str]]:
    """Return why each does not go with those that are kept, a sentence for each rule."""
    what_if = WhatIf(organisation, kept)
    reasons = []
    for placement in lost:
        (take,) = what_if.complete((replace(placement, mentor=None),))
        broken = what_if.net((), (take,)).broken
        first = {each.rule: each.sentence for each in reversed(broken)}
        told = " ".join(first[rule] for rule in dict.fromkeys(each.rule for each in broken))
        reasons.append((placement, told or "it does not go with the others that stay."))
    return reasons
