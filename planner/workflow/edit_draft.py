"""Change a draft by hand, and see at once what that means."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import Consequence, Edit, PlanVersion, Refused
from planner.workflow.acting import clock, demand, record
from planner.workflow.check_draft import proven_for, with_bounds
from planner.workflow.draft_board import known_change, lets_go, outcome, read_board, repinned
from planner.workflow.draft_changes import Board, Change, Resolved, resolve
from planner.workflow.drafts import chosen_cycle, the_draft, thing_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from planner.domain import Actor, AimOutcome, BrokenRule
    from planner.store import Store, Unit


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft after a change: the version, what was done in a sentence, and what it means.

    ``undone`` says that the edit was taken back.
    """

    version: PlanVersion
    edit: Edit
    consequence: Consequence
    undone: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """A draft as it was at one revision, for one state of the organisation."""

    revision: int
    digest: str
    board: Board


class EditingDesk:
    """One draft on the desk of somebody who edits it.

    The first question takes as long as reading the draft and its organisation; every further
    one is answered in milliseconds, until somebody else changes the draft or the
    organisation. What only breaks rules is done and told, never refused. May be used by
    several threads.

    Parameters
    ----------
    store, actor
    number : int
        The draft.
    cycle : str, optional
        Of several the name; the only one needs none.
    now : callable, optional
        The clock.
    """

    def __init__(
        self,
        store: Store,
        actor: Actor,
        number: int,
        *,
        cycle: str | None = None,
        now: Callable[[], datetime] = clock,
    ) -> None:
        self._store, self._actor, self._number, self._now = store, actor, number, now
        self._cycle = cycle
        self._state: _State | None = None
        self._lock = threading.RLock()

    @property
    def violations(self) -> tuple[BrokenRule, ...]:
        """Every rule that the draft breaks as it is."""
        with self._lock, self._store.read() as unit:
            return self._settled(unit)[1].board.what_if.violations

    @property
    def board(self) -> Board:
        """The draft as it is, with its placements by id."""
        with self._lock, self._store.read() as unit:
            return self._settled(unit)[1].board

    def ask(self, change: Change) -> Consequence:
        """Say what a change would mean, without making it.

        Raises
        ------
        NotAllowed, NotFound
            The actor may not; there is no such draft.
        Refused
            The change makes no sense, or the version is no draft.
        """
        with self._lock, self._store.read() as unit:
            board = self._settled(unit)[1].board
            resolved = resolve(board, change)
            return board.what_if.net(*known_change(board, resolved))

    def do(self, change: Change, *, expected: int | None = None) -> Edited:
        """Make a change.

        Parameters
        ----------
        change : Change
        expected : int, optional
            The revision that was looked at; without, whatever the draft is now.

        Raises
        ------
        NotAllowed, NotFound, Refused
            As in `ask`.
        Conflict
            Somebody else changed the draft.
        """

        def work(unit: Unit) -> tuple[Edited, _State]:
            version, state = self._settled(unit, expected)
            resolved = resolve(state.board, change)
            consequence, after = outcome(state.board, resolved)
            known = () if lets_go(state.board, resolved) else self._proven(unit, version)
            new, edit = unit.edits.make(
                version.cycle,
                version.number,
                what=resolved.what,
                gives=resolved.gives,
                takes=resolved.takes,
                pins=resolved.pins,
                unpins=resolved.unpins,
                expected=version.revision,
                by=self._actor.user,
                at=self._now(),
                aims=with_bounds(after.what_if.aims, known),
            )
            self._record(unit, new, edit, type(change).__name__.lower())
            return Edited(new, edit, consequence), replace(
                state, revision=new.revision, board=repinned(after, edit)
            )

        return self._write(work)

    def undo(self, *, expected: int | None = None) -> Edited:
        """Take the last edit back. Raises as `do`, and Refused if there is none."""
        return self._write(lambda unit: self._turn(unit, expected, back=True))

    def redo(self, *, expected: int | None = None) -> Edited:
        """Make the edit again that was taken back last. Raises as `do`, Refused if none was."""
        return self._write(lambda unit: self._turn(unit, expected, back=False))

    def _turn(self, unit: Unit, expected: int | None, *, back: bool) -> tuple[Edited, _State]:
        version, state = self._settled(unit, expected)
        edit = _next_edit(unit, version, back=back)
        resolved = Resolved(edit.what, edit.gives, edit.takes, edit.pins, edit.unpins)
        if back:
            resolved = Resolved(edit.what, edit.takes, edit.gives, edit.unpins, edit.pins)
        consequence, after = outcome(state.board, resolved)
        proven = self._proven(unit, version)
        if back:
            proven = proven and edit.aims
        elif lets_go(state.board, resolved):
            proven = ()
        turn = unit.edits.undo if back else unit.edits.redo
        aims = with_bounds(after.what_if.aims, proven)
        new, edit = turn(version.cycle, version.number, expected=version.revision, aims=aims)
        self._record(unit, new, edit, "undo" if back else "redo")
        board = repinned(after, replace(edit, pins=resolved.pins, unpins=resolved.unpins))
        return Edited(new, edit, consequence, undone=back), replace(
            state, revision=new.revision, board=board
        )

    def _write(self, work: Callable[[Unit], tuple[Edited, _State]]) -> Edited:
        with self._lock:
            # What was found in the transaction holds only once it has been kept.
            edited, self._state = self._store.write(work)
            return edited

    def _record(self, unit: Unit, version: PlanVersion, edit: Edit, what: str) -> None:
        facts = {"edit": what, "step": str(edit.step), "revision": str(version.revision)}
        # Counts: the id of a placement tells who goes where to whoever can guess.
        counts = {"out": edit.gives, "in": edit.takes, "pinned": edit.pins, "let go": edit.unpins}
        facts |= {name: str(len(some)) for name, some in counts.items() if some}
        thing = thing_of(version.number)
        record(unit, self._actor, Action.DRAFT_EDIT, version.cycle, thing, facts, self._now())

    def _proven(self, unit: Unit, version: PlanVersion) -> tuple[AimOutcome, ...]:
        return proven_for(unit.organisations.state(version.cycle), version)

    def _settled(self, unit: Unit, expected: int | None = None) -> tuple[PlanVersion, _State]:
        """Return the draft as it is in this transaction, read anew only if it has changed."""
        cycle = chosen_cycle(unit, self._cycle)
        name = cycle.cycle.name
        demand(unit, self._actor, Action.DRAFT_EDIT, now=self._now(), cycle=name)
        version = the_draft(unit, name, self._number, expected)
        state = self._state
        if state is None or (state.revision, state.digest) != (version.revision, cycle.digest):
            board = read_board(unit, version)
            state = self._state = _State(version.revision, cycle.digest, board)
        return version, state


def _next_edit(unit: Unit, version: PlanVersion, *, back: bool) -> Edit:
    edits = unit.edits.list(version.cycle, version.number)
    found = [edit for edit in edits if edit.undone is not back]
    if found:
        return found[-1] if back else found[0]
    if back:
        raise Refused(["There is nothing to take back: no edit of this draft is left."])
    raise Refused(["There is nothing to do again: no edit of this draft was taken back."])
