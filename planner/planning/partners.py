"""Who could take somebody's placement, or exchange one with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solver
from planner.domain import Partner, RequestKind
from planner.planning.effects import aim_changes
from planner.planning.legs import first_start, legs_of

if TYPE_CHECKING:
    from datetime import date

    from planner.domain import AimChange, Placement
    from planner.planning.standing import Standing
    from planner.planning.what_if import WhatIf

PARTNERS = 200
"""Partners that are returned, unless told otherwise."""

CONFIRMED = 20
"""Partners at the top of the ranking whom the checker of whole plans confirms."""


def eligible_partners(
    what_if: WhatIf,
    placement: Placement,
    kind: RequestKind,
    *,
    earliest: date | None = None,
    most: int | None = PARTNERS,
) -> tuple[Partner, ...]:
    """Return for whom a swap or give of a placement would be legal, best for the aims first.

    Every employee (give) or every placement of every other employee (swap) is tried as a
    whole: both legs at once, all rules, a mentor found for each who comes in while everybody
    else keeps theirs. Where the plan keeps every rule that is exact: exactly those are
    returned after whose change the plan keeps every rule, and the changes of the aims are
    those that `planner.planning.score` gives. Where the plan breaks rules already, a partner
    is left out for whom anything would be worse than it is. The checker of whole plans
    confirms the first `CONFIRMED`, and all of them where the plan breaks rules.

    Parameters
    ----------
    what_if : WhatIf
        The plan.
    placement : Placement
        What is offered; it is in the plan.
    kind : RequestKind
        ``SWAP`` or ``GIVE``.
    earliest : date, optional
        In a swap, the other placement starts on this day or later.
    most : int, optional
        Partners at most, 200 unless given; None for all of them.

    Returns
    -------
    tuple of Partner
        The best first in the strict order of the aims; equals by their place in the
        organisation. In a swap the same employee may appear with several placements.

    Raises
    ------
    Refused
        If the placement is not in the plan.
    ValueError
        If the kind has no partner.
    """
    if kind not in (RequestKind.SWAP, RequestKind.GIVE):
        raise ValueError(f"kind is {kind}; a partner is for swap or give")
    standing = what_if.standing
    rows, _ = standing.find((placement,))
    if not len(rows):
        return ()
    board = solver.Board(standing.ground.problem, standing.plan)
    first = first_start(what_if.organisation.cycle, earliest)
    row = int(rows[0])
    trials = (
        solver.gifts(board, row) if kind is RequestKind.GIVE else solver.swaps(board, row, first)
    )
    found = solver.tried(board, trials)
    partners: list[Partner] = []
    confirm_all = bool(standing.breaches)
    for number, legs in enumerate(legs_of(standing, found.trials, found.mentor)):
        if most is not None and len(partners) >= most:
            break
        if (confirm_all or number < CONFIRMED) and not what_if.net(*legs).breaks_nothing:
            continue
        partners.append(
            Partner(
                employee=legs.takes[-1].employee,
                offers=legs.gives[1] if kind is RequestKind.SWAP else None,
                gives=legs.gives,
                takes=legs.takes,
                aims=_aims(standing, found, number),
            )
        )
    return tuple(partners)


def _aims(standing: Standing, found: solver.Tried, trial: int) -> tuple[AimChange, ...]:
    """Return every aim before and after one trial."""
    before = standing.evaluation.aims
    after = {name: value + float(found.changes[name][trial]) for name, value in before.items()}
    return aim_changes(before, after, standing.ground.lost)
