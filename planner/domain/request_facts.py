"""What has to be known for a step of a change request, beside the request and who does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING

from planner.domain.organisation import Id
from planner.domain.patience import PATIENCE, Patience
from planner.domain.plan import Placement
from planner.domain.teams import Teams

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What has to be known for an event; each event looks at the facts that it needs.

    Attributes
    ----------
    comment : str
        What was said. The reason, where the request ends; denying and invalidating need one.
    obstacles : collection of str
        Sentences that say why it cannot go on: rules that the net effect would break, why a
        claimant is not eligible, what was built on an applied change.
    loss : str
        What coverage it costs, in a sentence; empty if none.
    loss_accepted : bool
        Whether that was shown and ticked.
    teams : Teams, optional
        Needed where the slots are computed: sending a move or drop, accepting, picking.
    unavailable : collection of str
        Employees who cannot decide, such as those who may no longer sign in.
    patience : Patience
    offers : Placement, optional
        What a claimant gives in a swap.
    picked : str, optional
        Whose claim the requester picks.
    version : int, optional
        The published version that the last approval makes, or that overtook the request.
    today : date, optional
        The day it is for those concerned; by default that of the moment in UTC.
    """

    comment: str = ""
    obstacles: Collection[str] = ()
    loss: str = ""
    loss_accepted: bool = False
    teams: Teams | None = None
    unavailable: Collection[Id] = ()
    patience: Patience = PATIENCE
    offers: Placement | None = None
    picked: Id | None = None
    version: int | None = None
    today: date | None = None


NO_FACTS = Facts()
"""An event of which nothing more has to be known."""


def day_of(facts: Facts, now: datetime) -> date:
    """Return the day it is for those concerned."""
    return facts.today or now.astimezone(UTC).date()
