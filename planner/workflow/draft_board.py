"""A draft ready to be asked what a change of it would mean, before and after the change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain import Consequence, Edit, Plan, id_of
from planner.planning import WhatIf
from planner.present.names import Names
from planner.workflow.draft_changes import Board, Resolved
from planner.workflow.drafts import known_part, plan_before

if TYPE_CHECKING:
    from planner.domain import PlanVersion
    from planner.store import Unit


def read_board(unit: Unit, version: PlanVersion) -> Board:
    """Return a version as it is kept, ready to be asked."""
    organisation = unit.organisations.load(version.cycle)
    plan = unit.versions.plan(version.cycle, version.number)
    pinned = unit.versions.pins(version.cycle, version.number)
    return Board(
        WhatIf(organisation, known_part(organisation, plan), plan_before(unit, version)),
        {id_of(each): each for each in plan},
        frozenset(id_of(each) for each in pinned),
        Names(organisation),
    )


def known_change(board: Board, resolved: Resolved) -> tuple[Plan, Plan]:
    """Return what goes and what comes, as far as the organisation knows of it.

    Somebody who has left can be taken out of a draft, and counts for nothing in it.
    """
    organisation = board.what_if.organisation
    return (
        known_part(organisation, Plan.of(resolved.gives)),
        known_part(organisation, Plan.of(resolved.takes)),
    )


def lets_go(board: Board, resolved: Resolved) -> bool:
    """Tell whether a change frees what is pinned, so that better plans may be possible."""
    return bool(resolved.unpins) or any(id_of(each) in board.pinned for each in resolved.gives)


def outcome(board: Board, resolved: Resolved) -> tuple[Consequence, Board]:
    """Return what a change means, and the draft after it; pins are `repinned` apart."""
    gives, takes = known_change(board, resolved)
    consequence = board.what_if.net(gives, takes)
    gone = {id_of(each) for each in resolved.gives}
    placements = {id: each for id, each in board.placements.items() if id not in gone}
    placements |= {id_of(each): each for each in resolved.takes}
    what_if = board.what_if
    if len(gives) or len(takes):
        what_if = what_if.with_change(gives, takes)
    return consequence, replace(board, what_if=what_if, placements=placements)


def repinned(board: Board, edit: Edit) -> Board:
    """Return a draft with the pins that it has after an edit."""
    pinned = (board.pinned - set(edit.unpins)) | set(edit.pins)
    return replace(board, pinned=frozenset(pinned) & board.placements.keys())
