"""Check a draft before it becomes the plan that holds."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from planner.domain import (
    AimOutcome,
    BadInput,
    Direction,
    Organisation,
    Plan,
    Refused,
    RequestState,
    Score,
    id_of,
)
from planner.domain.days import in_words
from planner.planning import score
from planner.planning.effects import direction
from planner.present.names import Names
from planner.workflow.drafts import known_part, plan_before

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import CycleState, PlanVersion
    from planner.store import Unit


@dataclass(frozen=True, slots=True)
class Checked:
    """What a draft was found to be at one revision, for one state of the organisation."""

    revision: int
    digest: str
    organisation: Organisation
    plan: Plan
    score: Score

    @property
    def broken(self) -> tuple[str, ...]:
        """What it breaks, in sentences, each once."""
        return tuple(dict.fromkeys(each.sentence for each in self.score.violations))

    def holds_for(self, state: CycleState, version: PlanVersion) -> bool:
        """Whether neither draft nor organisation has changed since."""
        return (self.revision, self.digest) == (version.revision, state.digest)


def check_draft(unit: Unit, state: CycleState, version: PlanVersion) -> Checked:
    """Look at every rule and every aim of a draft.

    Raises
    ------
    Refused
        It names people or departments that the organisation does not have.
    """
    organisation = unit.organisations.load(version.cycle)
    plan = unit.versions.plan(version.cycle, version.number)
    known = set(known_part(organisation, plan))
    strangers = [each for each in plan if each not in known]
    if strangers:
        names = Names(organisation)
        raise Refused(
            [
                f"{names.employee(each.employee)}'s visit to {names.department(each.host)} from "
                f"{in_words(each.first_day)} ({id_of(each)[:8]}) names somebody or something "
                "that is not in the organisation any more. Remove it from the draft, or plan "
                "anew: planner plan replan"
                for each in strangers
            ]
        )
    try:
        found = score(organisation, plan, plan_before(unit, version))
    except BadInput as bad:
        raise Refused([str(finding) for finding in bad.findings]) from bad
    return Checked(version.revision, state.digest, organisation, plan, found)


def with_bounds(aims: Iterable[AimOutcome], known: Iterable[AimOutcome]) -> tuple[AimOutcome, ...]:
    """Return aims with the bounds that were proven for another plan under the same rules.

    The bound of an aim holds for every plan with the same values of the aims before it. So all
    aims keep theirs up to the first that has another value, and that one too.
    """
    by_name = {aim.name: aim for aim in known}
    found, same = [], True
    for aim in aims:
        other = by_name.get(aim.name)
        if other is None or not same:
            same = False
        elif math.isclose(aim.value, other.value, abs_tol=1e-9):
            aim = replace(aim, bound=other.bound, gap=other.gap)
        else:
            same, aim = False, _bounded(aim, other.bound)
        found.append(aim)
    return tuple(found)


def _bounded(aim: AimOutcome, bound: float | None) -> AimOutcome:
    if bound is None or direction(aim.name, bound, aim.value) is Direction.BETTER:
        return aim
    size = max(abs(bound), abs(aim.value))
    return replace(aim, bound=bound, gap=abs(bound - aim.value) / size if size else 0.0)


def proven_for(state: CycleState, version: PlanVersion) -> tuple[AimOutcome, ...]:
    """Return a version's aims if what was proven of them was so for the organisation as it is."""
    return version.aims if version.organisation_hash == state.digest else ()


def rules_snapshot(organisation: Organisation) -> str:
    """Return the rules and aims that hold for an organisation, as JSON."""
    cycle = organisation.cycle
    held = {"rules": asdict(cycle.rules), "aims": list(cycle.aims), "decay": cycle.decay}
    return json.dumps(held, sort_keys=True)


def forgotten_changes(
    unit: Unit, version: PlanVersion, published: PlanVersion | None, plan: Plan
) -> tuple[str, ...]:
    """Return which changes were agreed since a draft was begun and are not in it.

    Publishing the draft would take them back without anybody having said so.
    """
    if published is None or published.number == version.base:
        return ()
    here = {id_of(each) for each in plan}
    now = {id_of(each) for each in unit.versions.plan(version.cycle, published.number)}
    names = Names(unit.organisations.load(version.cycle))
    told = []
    applied = unit.requests.matching(cycle=version.cycle, states={RequestState.APPLIED})
    for request in applied:
        if (request.applied_version or 0) <= (version.base or 0):
            continue
        gone = [each for each in request.takes if id_of(each) in now - here]
        back = [each for each in request.gives if id_of(each) in here - now]
        told += [
            f"{names.employee(each.employee)}'s visit to {names.department(each.host)} from "
            f"{in_words(each.first_day)} was {how} by an agreed change request ({request.id}), "
            f"after this draft was begun. {what} the draft, or build it anew from version "
            f"{published.number}."
            for some, how, what in (
                (gone, "put into the plan", "Add it to"),
                (back, "taken out of the plan", "Remove it from"),
            )
            for each in some
        ]
    return tuple(told)
