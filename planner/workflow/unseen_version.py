"""A version that was published without a draft's knowing, and would be replaced by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import PlanVersion, Refused
from planner.present.names import Names
from planner.workflow.drafts import known_before
from planner.workflow.naming import visit_of

if TYPE_CHECKING:
    from planner.domain import Plan
    from planner.store import Unit

_MOST = 10
"""Visits that a refusal names; comparing the two shows all."""


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a draft would take back of the published version, which it was not made from.

    ``lost`` names the visits that came with that version, or one before it, and are not in the
    draft; ``back`` those that went with it and would be there again.
    """

    number: int
    lost: tuple[str, ...]
    back: tuple[str, ...]


def unseen_version(
    unit: Unit, version: PlanVersion, published: PlanVersion | None, plan: Plan
) -> Unseen | None:
    """Return what publishing a draft would take back without its maker's having seen it.

    Parameters
    ----------
    unit, version
    published : PlanVersion, optional
        The version that is published now.
    plan : Plan
        The placements of the draft.

    Returns
    -------
    Unseen or None
        None where the draft was made from the published version, or has all that has changed
        since the one that it was made from.
    """
    if published is None or published.number == (base := known_before(unit, version)):
        return None
    at = published.published_at
    if base is None and at is not None and at <= version.made_at:
        return None  # made from nothing, by somebody who could see what was there
    known = frozenset(() if base is None else unit.versions.plan(version.cycle, base))
    now = unit.versions.plan(version.cycle, published.number)
    there, here = frozenset(now), frozenset(plan)
    lost = [each for each in now if each not in known and each not in here]
    back = [each for each in plan if each in known and each not in there]
    if not lost and not back:
        return None
    names = Names(unit.organisations.load(version.cycle))
    told = (tuple(visit_of(names, each) for each in some) for some in (lost, back))
    return Unseen(published.number, *told)


def refuse_unseen(version: PlanVersion, unseen: Unseen | None, over: int | None) -> None:
    """Go on only if nothing is taken back unseen, or ``over`` is the number of what is replaced.

    Raises
    ------
    Refused
        Otherwise.
    """
    if unseen is None or unseen.number == over:
        return
    raise Refused((*in_words(version, unseen), remedy(version, unseen)))


def in_words(version: PlanVersion, unseen: Unseen) -> tuple[str, ...]:
    """Return in sentences what would be taken back."""
    return (
        f"Draft {version.number} was not made from version {unseen.number}, which is published "
        "now, and would take back what has changed since.",
        *_listed("It would take out", unseen.lost),
        *_listed("It would put in again", unseen.back),
    )


def remedy(version: PlanVersion, unseen: Unseen) -> str:
    """Return what to do about it."""
    number, over = version.number, unseen.number
    return (
        f"Look at both: planner plan compare {number}. Then mend the draft, build it anew from "
        f"version {over}, or publish it all the same: planner plan publish {number} --over {over}"
    )


def _listed(what: str, visits: tuple[str, ...]) -> tuple[str, ...]:
    told = tuple(f"{what}: {visit}." for visit in visits[:_MOST])
    more = len(visits) - _MOST
    return (*told, f"{what} {more:,} more.") if more > 0 else told
