"""What it would mean to change a plan, answered at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import solver
from planner.domain import AimOutcome, BrokenRule, Consequence, Placement
from planner.planning.breaches import turned
from planner.planning.effects import aim_changes, dependency_changes, person_changes
from planner.planning.fitting import guided, with_last_day, with_mentors
from planner.planning.sentences import sentence
from planner.planning.standing import Ground, Standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from planner.domain import Organisation, Plan
    from planner.planning.breaches import Breach


class WhatIf:
    """A plan that can be asked what a change of it would mean.

    Making one takes as long as reading the organisation once; every question after that is
    answered in milliseconds. What it says agrees with `planner.planning.score` of the plan
    before and of the plan after. It never changes: `with_change` returns another one.

    Parameters
    ----------
    organisation : Organisation
        What the plan is for.
    plan : Plan
        The plan as it is, legal or not.
    previous : Plan, optional
        The plan before; with one, stability is among the aims.
    strict : bool
        Whether every requirement must be met, as a rule.

    Raises
    ------
    BadInput
        If the plan names an employee, host or mentor that does not exist, or a pin does not
        start with a period of the cycle.
    """

    def __init__(
        self,
        organisation: Organisation,
        plan: Plan,
        previous: Plan | None = None,
        strict: bool = False,
    ) -> None:
        self._settle(Ground.of(organisation, previous, strict).standing(plan))

    def _settle(self, standing: Standing) -> None:
        self._standing, self._ground = standing, standing.ground
        # Asked now, so that the first question is as quick as the others.
        _ = standing.breaches, standing.evaluation, standing.ground.names

    @property
    def organisation(self) -> Organisation:
        """What the plan is for."""
        return self._ground.organisation

    @property
    def plan(self) -> Plan:
        """The plan as it is."""
        return self._standing.placements()

    @property
    def standing(self) -> Standing:
        """The plan in numbers, for whoever tries many changes of it at once."""
        return self._standing

    @property
    def violations(self) -> tuple[BrokenRule, ...]:
        """Every rule that the plan breaks as it is."""
        return self._standing.horizon + self._told(self._standing.breaches)

    @property
    def aims(self) -> tuple[AimOutcome, ...]:
        """What the plan is worth as it is, the weightiest aim first, without bounds."""
        values = self._standing.evaluation.aims
        lost = self._ground.lost
        return tuple(
            AimOutcome(name, value + (lost if name == "stability" else 0))
            for name, value in values.items()
        )

    def net(self, gives: Iterable[Placement], takes: Iterable[Placement]) -> Consequence:
        """Say what it means to take some placements out and put others in, all at once.

        Parameters
        ----------
        gives : iterable of Placement
            What goes out. Employee, host and first day say which placement is meant.
        takes : iterable of Placement
            What comes in, as it is: see `complete` for mentors and last days.

        Raises
        ------
        BadInput
            If one that comes in names an employee, host or mentor that does not exist.
        Refused
            If one that goes out is not in the plan.
        """
        given, taken = tuple(gives), tuple(takes)
        before, after = self._standing, self._standing.changed(given, taken)
        change = turned(before.breaches, after.breaches, taken)
        mended, broken = _differing(before.horizon, after.horizon)
        employees = self._ground.numbers.employees
        return Consequence(
            broken=broken + self._told(change.broken),
            mended=mended + self._told(change.mended),
            still_broken=change.still + len(after.horizon) - len(broken),
            aims=aim_changes(before.evaluation.aims, after.evaluation.aims, self._ground.lost),
            dependencies=dependency_changes(
                self.organisation, before.evaluation.coverage, after.evaluation.coverage
            ),
            people=person_changes(
                self.organisation,
                self._ground.problem,
                before.plan,
                after.plan,
                (employees[each.employee] for each in given + taken),
            ),
        )

    def complete(
        self, takes: Iterable[Placement], gives: Iterable[Placement] = ()
    ) -> tuple[Placement, ...]:
        """Return placements with the last day that is right and a mentor where one is needed.

        A mentor who is named stays. Where none is named and the host has mentors, somebody
        is chosen who is there throughout and free once the change is made: whoever was
        promised, else whoever guided a visitor who is given up there, else who guides least.
        Where nobody is free none is named, and `net` says so.

        Parameters
        ----------
        takes : iterable of Placement
            What is to come in. Last days are reckoned anew.
        gives : iterable of Placement
            What is to go out for it.

        Raises
        ------
        BadInput
            If one names an employee, host or mentor that does not exist.
        Refused
            If one that goes out is not in the plan.
        """
        wanted = [with_last_day(self._ground, take) for take in takes]
        return with_mentors(self._standing, gives, wanted)

    def with_change(self, gives: Iterable[Placement], takes: Iterable[Placement]) -> WhatIf:
        """Return the plan after a change, ready to be asked; as quick as one question.

        Raises
        ------
        BadInput, Refused
            As in `net`.
        """
        changed = object.__new__(WhatIf)
        changed._settle(self._standing.changed(gives, takes))
        return changed

    def legal_starts(
        self, employee: str, host: str, without: Collection[Placement] = ()
    ) -> list[date]:
        """Return the first days from which somebody could visit a host, breaking nothing new.

        Parameters
        ----------
        employee, host : str
            Who goes where, guided by whoever is free.
        without : collection of Placement
            What is given up for it.

        Raises
        ------
        Refused
            If one that is given up is not in the plan.
        """
        numbers, cycle = self._ground.numbers, self.organisation.cycle
        who, where = numbers.employees.get(employee), numbers.departments.get(host)
        if who is None or where is None:
            return []
        rows, _ = self._standing.find(without)
        plan = self._standing.plan
        starts = solver.legal_starts(self._ground.problem, plan, who, where, rows)
        return [cycle.first_day_of(start) for start in starts.tolist()]

    def legal_moves(self, placement: Placement) -> tuple[Placement, ...]:
        """Return a placement on all other days that break nothing new, with mentors.

        The mentor stays the same wherever they are free.

        Raises
        ------
        Refused
            If the placement is not in the plan.
        """
        days = self.legal_starts(placement.employee, placement.host, (placement,))
        without = self._standing.changed((placement,), ())
        moves = (replace(placement, first_day=d) for d in days if d != placement.first_day)
        return tuple(guided(without, with_last_day(self._ground, move)) for move in moves)

    def _told(self, breaches: Iterable[Breach]) -> tuple[BrokenRule, ...]:
        return tuple(
            BrokenRule(
                breach.violation.rule,
                sentence(breach.violation, self._ground.names),
                breach.placements,
            )
            for breach in breaches
        )


def _differing(
    before: tuple[BrokenRule, ...], after: tuple[BrokenRule, ...]
) -> tuple[tuple[BrokenRule, ...], tuple[BrokenRule, ...]]:
    """Return what only the first and what only the second holds, each as often as it does."""
    mended = list(before)
    broken = []
    for told in after:
        if told in mended:
            mended.remove(told)
        else:
            broken.append(told)
    return tuple(mended), tuple(broken)
