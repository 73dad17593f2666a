"""Waivers of drafts: asked for by one, agreed to by another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain import Refused, Waiver
from planner.store.version_drafting import VersionDrafting
from planner.store.version_rows import waiver_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import PlanVersion


class VersionWaiving(VersionDrafting):
    """Waivers of drafts. Each step raises the revision; any other change ends the waiver."""

    def ask_waiver(
        self,
        cycle: str,
        number: int,
        *,
        reason: str,
        by: str,
        sentences: Iterable[str],
        expected: int,
    ) -> PlanVersion:
        """Ask for a waiver of what a draft breaks, in place of one that was asked for before.

        Parameters
        ----------
        cycle, number
        reason : str
            Why it is to be published all the same.
        by : str
            The user who asks.
        sentences : iterable of str
            The broken rules that it excuses.
        expected : int
            The revision that was looked at.

        Raises
        ------
        NotFound
            There is no such version.
        Refused
            It is no draft.
        Conflict
            Somebody else changed it.
        """
        waiver = Waiver(reason, by, None, tuple(sentences))
        self._touch(cycle, number, expected, **waiver_columns(waiver))
        return self.get(cycle, number)

    def agree_to_waiver(self, cycle: str, number: int, *, by: str, expected: int) -> PlanVersion:
        """Agree, as somebody else, to the waiver that was asked for.

        Raises
        ------
        NotFound, Conflict
            As `ask_waiver` does.
        Refused
            It is no draft, no waiver was asked for, or whoever asked would agree themselves.
        """
        waiver = self.get(cycle, number).waiver
        if waiver is None:
            raise Refused(
                [f"Nobody asks for a waiver of draft {number} as it is now. Look at it again."]
            )
        if waiver.asked_by == by:
            raise Refused(["A waiver needs a second person: somebody else has to agree to it."])
        agreed = replace(waiver, agreed_by=by)
        self._touch(cycle, number, expected, **waiver_columns(agreed))
        return self.get(cycle, number)
