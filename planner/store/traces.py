"""What plans, jobs and answers hold of a person, taken out so that only the counts remain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from planner.domain import placement_id
from planner.store.answer_tables import answer
from planner.store.chunks import chunks
from planner.store.digests import plan_digest
from planner.store.holding import holds, json_holds, json_names
from planner.store.job_tables import job
from planner.store.request_tables import LIVE_STATES, change_request, request_slot, request_step
from planner.store.version_reading import VersionReading
from planner.store.version_tables import draft_edit, placement, plan_version

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from planner.domain.organisation import Id

_WORDS = re.compile(r"\s+")
_TALK: tuple[tuple[Table, str, str], ...] = (
    (change_request, "id", "comment"),
    (request_slot, "request", "comment"),
    (request_step, "request", "comment"),
)


class Traces:
    """What is kept of people beside the tables that are theirs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget(self, employee: Id, stand_in: Id, *, words: Collection[str] = ()) -> int:
        """Put ``stand_in`` for an employee in every plan, and delete texts that may name them.

        It is the one thing that changes plans once they were published: their days, places and
        numbers stay, and their fingerprints are made anew.

        Parameters
        ----------
        employee, stand_in : str
            Employee ids.
        words : collection of str
            What nobody may find any more, such as their name.

        Returns
        -------
        int
            How many placements there are in their name, over all versions.
        """
        self._forget_edits(employee, words)
        changed = self._rename_placements(employee, stand_in)
        self._clean_versions(words)
        self._clean_jobs(words)
        self._forget_answers(employee, words)
        return changed

    def move_hash(self, cycle: str, before: str, after: str) -> None:
        """Let versions that were made of an organisation say so of what it became."""
        column = plan_version.c
        here = (column.cycle == cycle, column.organisation_hash == before)
        self._connection.execute(update(plan_version).where(*here).values(organisation_hash=after))

    def forget_talk(self, before: datetime) -> int:
        """Delete what was written in requests that ended before a moment; return how many had any.

        What was asked for, by whom, and who decided stays.
        """
        column = change_request.c
        late = select(request_step.c.request).where(request_step.c.at >= before)
        over = (
            column.state.not_in(LIVE_STATES),
            column.asked_at < before,
            column.id.not_in(late),
        )
        ended = list(self._connection.execute(select(column.id).where(*over)).scalars())
        changed: set[str] = set()
        for some in chunks(ended):
            for table, key, text in _TALK:
                told = (table.c[key].in_(some), table.c[text] != "")
                changed |= set(
                    self._connection.execute(select(table.c[key]).where(*told)).scalars()
                )
                self._connection.execute(update(table).where(*told).values({text: ""}))
        return len(changed)

    def _rename_placements(self, employee: Id, stand_in: Id) -> int:
        column = placement.c
        theirs = or_(column.employee == employee, column.mentor == employee)
        found = self._connection.execute(select(column.cycle, column.version).where(theirs))
        versions = sorted({(row.cycle, row.version) for row in found})
        sound = [each for each in versions if self._is_sound(*each)]
        rows = self._connection.execute(select(placement).where(column.employee == employee)).all()
        ids = {row.id: placement_id(stand_in, row.host, row.first_day) for row in rows}
        for row in rows:
            self._connection.execute(
                update(placement)
                .where(column.cycle == row.cycle, column.version == row.version)
                .where(column.id == row.id)
                .values(id=ids[row.id], employee=stand_in)
            )
        self._rename_in_jobs(ids)
        self._connection.execute(
            update(placement).where(column.mentor == employee).values(mentor=stand_in)
        )
        for cycle, number in sound:
            self._seal(cycle, number)
        return len(rows)

    def _rename_in_jobs(self, ids: Mapping[str, str]) -> None:
        """Put the new ids of placements into searches that are to keep or to change them."""
        for row in self._connection.execute(select(job.c.id, job.c.search)).all():
            anew = row.search.get("anew") or {}
            wishes = {
                wish: [ids.get(each, each) for each in anew.get(wish, ())]
                for wish in ("keep", "redo")
            }
            if any(wishes[wish] != list(anew.get(wish, ())) for wish in wishes):
                search = {**row.search, "anew": {**anew, **wishes}}
                self._connection.execute(
                    update(job).where(job.c.id == row.id).values(search=search)
                )

    def _is_sound(self, cycle: str, number: int) -> bool:
        """Tell whether a version holds what was checked: only that may be sealed anew."""
        kept = self._connection.scalar(
            select(plan_version.c.checked_hash).where(*_version(cycle, number))
        )
        plan = VersionReading(self._connection).plan(cycle, number)
        return bool(kept) and kept == plan_digest(plan)

    def _seal(self, cycle: str, number: int) -> None:
        digest = plan_digest(VersionReading(self._connection).plan(cycle, number))
        self._connection.execute(
            update(plan_version).where(*_version(cycle, number)).values(checked_hash=digest)
        )

    def _forget_edits(self, employee: Id, words: Collection[str]) -> None:
        """Delete what cannot be undone any more: edits that name them, and those before."""
        column = draft_edit.c
        told = json_names(column.change, employee)
        for word in words:
            told |= holds(column.what, word)
        last = (
            select(column.cycle, column.version, func.max(column.step).label("step"))
            .where(told)
            .group_by(column.cycle, column.version)
        )
        for row in self._connection.execute(last).all():
            self._connection.execute(
                delete(draft_edit).where(
                    column.cycle == row.cycle,
                    column.version == row.version,
                    column.step <= row.step,
                )
            )

    def _clean_versions(self, words: Collection[str]) -> None:
        column = plan_version.c
        for word in words:
            for text in (column.title, column.waiver_reason):
                self._connection.execute(
                    update(plan_version).where(holds(text, word)).values({text.name: ""})
                )
            self._connection.execute(
                update(plan_version)
                .where(json_holds(column.waiver_sentences, word))
                .values(waiver_sentences=[])
            )

    def _clean_jobs(self, words: Collection[str]) -> None:
        for word in words:
            self._connection.execute(update(job).where(holds(job.c.reason, word)).values(reason=""))

    def _forget_answers(self, employee: Id, words: Collection[str]) -> None:
        told = json_names(answer.c.body, employee)
        for word in words:
            told |= json_holds(answer.c.body, word)
        keys = self._connection.execute(select(answer.c.key)).scalars()
        named = [key for key in keys if employee in _WORDS.split(key)]
        self._connection.execute(delete(answer).where(told))
        for some in chunks(named):
            self._connection.execute(delete(answer).where(answer.c.key.in_(some)))


def _version(cycle: str, number: int) -> tuple[Any, ...]:
    return (plan_version.c.cycle == cycle, plan_version.c.number == number)
