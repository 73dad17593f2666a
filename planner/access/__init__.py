"""Who may do what: a table one can read, and the one question that is asked of it.

`Action` names everything that can be done, `ABOUT` says what it means, `TABLE` who may. A
workflow makes a `Standing` of its actor and a `Thing` of what it touches, and calls `demand`.
"""

from planner.access.about import ABOUT, About
from planner.access.actions import BY_EVENT, Action
from planner.access.may import SHUT_OUT, Outcome, Verdict, demand, may, missing, scopes, who_may
from planner.access.scopes import Scope, View
from planner.access.small_groups import SMALLEST, refusal, tellable, too_small
from planner.access.standing import PLANNER, Standing
from planner.access.table import TABLE, Row
from planner.access.things import EVERYTHING, Thing

__all__ = [
    "ABOUT",
    "BY_EVENT",
    "EVERYTHING",
    "PLANNER",
    "SHUT_OUT",
    "SMALLEST",
    "TABLE",
    "About",
    "Action",
    "Outcome",
    "Row",
    "Scope",
    "Standing",
    "Thing",
    "Verdict",
    "View",
    "demand",
    "may",
    "missing",
    "refusal",
    "scopes",
    "tellable",
    "too_small",
    "who_may",
]
