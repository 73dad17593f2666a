"""What a change of the organisation means for plans and change requests that are alive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.domain import LIVE, ChangeRequest, Plan, PlanVersion, VersionState
from planner.present.row_words import RowNames
from planner.present.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from planner.domain import BrokenRule, Organisation, Placement
    from planner.store import Unit

_ALIVE = frozenset({VersionState.DRAFT, VersionState.PUBLISHED})
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Alive:
    """The drafts and the published plan of a cycle, newest first, and its live requests.

    ``in_full`` is False for those who may not see the plans of everybody.
    """

    plans: tuple[tuple[PlanVersion, Plan], ...]
    requests: tuple[ChangeRequest, ...]
    in_full: bool


NOTHING_ALIVE = Alive((), (), True)


def alive(unit: Unit, cycle: str, *, in_full: bool) -> Alive:
    """Return the plans and requests of a cycle that a change may upset."""
    states = _ALIVE if in_full else {VersionState.PUBLISHED}
    return Alive(
        tuple(
            (version, unit.versions.plan(cycle, version.number))
            for version in unit.versions.list(cycle, states)
        ),
        unit.requests.matching(cycle=cycle, states=LIVE) if in_full else (),
        in_full,
    )


def effects_of(
    found: Alive,
    before: Organisation | None,
    after: Organisation,
    ended: Collection[str] = (),
) -> tuple[str, ...]:
    """Return what a change means for plans and requests, a sentence each.

    Plans stay as they are until somebody plans anew. Requests that cannot go on end with the
    change (`planner.workflow.request_sweep`).

    Parameters
    ----------
    found : Alive
        Where it is not in full, it is told how many rules the published plan would break,
        and no more.
    before : Organisation, optional
        None for a cycle that is new, which has no plans.
    after : Organisation
    ended : collection of str
        Ids of the requests that ended by the change, once it is made.
    """
    if before is None or before == after:
        return ()
    scene = _Scene(before, after)
    told: list[str] = []
    for version, plan in found.plans:
        told += scene.effects(version, plan) if found.in_full else scene.in_short(version, plan)
    if ended and found.in_full:
        many = count(len(ended), "change request")
        return (*told, f"{many} ended because of this. Everybody who was asked is told.")
    return (*told, *scene.voided(found.requests))


class _Scene:
    """The organisation before and after, and who is there after."""

    def __init__(self, before: Organisation, after: Organisation) -> None:
        self._before, self._after = before, after
        self._names = RowNames.of(before, after)
        self._people = {row.id for row in after.employees}
        self._hosts = {row.id for row in after.departments}

    def effects(self, version: PlanVersion, plan: Plan) -> Iterator[str]:
        """Yield what a plan loses and breaks, and what to do about it."""
        what = _called(version)
        gone = [
            f"{what} has {count(len(placements), 'placement')} {whose}: {listed(names)}."
            for placements, whose, names in self._lost(plan)
            if placements
        ]
        broken = self._newly_broken(plan)
        if broken:
            shown = " ".join(dict.fromkeys(each.sentence for each in broken[:_SHOWN]))
            gone.append(f"{what} would break rules in {count(len(broken), 'more place')}. {shown}")
        yield from gone
        if gone:
            yield _remedy(version)

    def in_short(self, version: PlanVersion, plan: Plan) -> Iterator[str]:
        """Yield how much of a plan breaks, without a name."""
        broken = self._newly_broken(plan)
        if broken:
            where = count(len(broken), "more place")
            yield f"{_called(version)} would break rules in {where}. Tell HR, who can mend it."

    def _lost(self, plan: Plan) -> Iterator[tuple[list[Placement], str, tuple[str, ...]]]:
        names, people = self._names, self._people
        left = [each for each in plan if each.employee not in people]
        yield left, "of people who are gone", _each(names.person(p.employee) for p in left)
        left = [each for each in plan if each.host not in self._hosts]
        yield left, "at departments that are gone", _each(names.department(p.host) for p in left)
        left = [each for each in plan if each.mentor is not None and each.mentor not in people]
        yield left, "whose mentor is gone", _each(names.person(p.mentor) for p in left)

    def _newly_broken(self, plan: Plan) -> list[BrokenRule]:
        """Return what is broken after and was not before, as many times more as it is."""
        left = [p for p in plan if p.employee in self._people and p.host in self._hosts]
        if not left:
            return []
        # Only where there are plans, because loading it takes longer than most imports do.
        from planner.planning import score

        guided = [p if p.mentor in self._people else replace(p, mentor=None) for p in left]
        known = Counter(each.sentence for each in score(self._before, Plan.of(left)).violations)
        found = []
        for each in score(self._after, Plan.of(guided)).violations:
            if known[each.sentence]:
                known[each.sentence] -= 1
            else:
                found.append(each)
        return found

    def voided(self, requests: Iterable[ChangeRequest]) -> Iterator[str]:
        """Yield how many requests are about what is gone."""
        void = 0
        for request in requests:
            legs = (*request.gives, *request.takes)
            parties = {request.requester, *(each.employee for each in legs)}
            void += not (parties <= self._people and {each.host for each in legs} <= self._hosts)
        if void:
            told = "is" if void == 1 else "are"
            yield (
                f"{count(void, 'change request')} {told} about people or departments that are no "
                "longer there, and cannot go on."
            )


def _called(version: PlanVersion) -> str:
    if version.state is VersionState.DRAFT:
        return f"Draft {version.number}"
    return f"The published plan (version {version.number})"


def _remedy(version: PlanVersion) -> str:
    if version.state is VersionState.DRAFT:
        number = version.number
        return (
            f"Before it is published, mend draft {number} by hand, or search again: "
            f"planner plan build --again {number}"
        )
    return "Plan anew, keeping what can be kept: planner plan replan"


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
