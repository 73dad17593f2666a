"""What follows from a newly published version: calendars change, and people are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import NoticeKind
from planner.notify import Names, PlanNotices, mail_of, message_of
from planner.workflow.calendar_parts import calendar_parts
from planner.workflow.cycles import teams_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from planner.domain import CycleState, Notice, Placement, Plan
    from planner.domain.organisation import Id
    from planner.notify import CalendarPart
    from planner.store import Unit


def tell_published(
    unit: Unit,
    state: CycleState,
    before: Plan,
    after: Plan,
    *,
    version: int,
    names: Names,
    now: datetime,
) -> int:
    """Update the calendar feeds, and tell everybody for whom something changes.

    Employees and mentors are told what changes for them, managers of how many of their people
    and of their visitors; who has no user cannot be told. It goes into the inbox at once and
    into the outbox, in this transaction.

    Parameters
    ----------
    unit : Unit
    state : CycleState
        Of the cycle that the plan is of.
    before, after : Plan
        What was published until now, and what is from now on.
    version : int
        The number of the new version.
    names : Names
        Of everybody in the two plans.
    now : datetime

    Returns
    -------
    int
        How many notices there are.
    """
    changed = frozenset(before) ^ frozenset(after)
    gone = [each for each in before if each in changed]
    come = [each for each in after if each in changed]
    events = unit.feeds.update(gone, come, now, hosts=names.departments, people=names.employees)
    teams = teams_of(unit, state)
    travellers = {each.employee for each in changed}
    managers = _known((each, teams.manager_of(each)) for each in travellers)
    heads = _known((each, teams.manager_of_department(each)) for each in {p.host for p in changed})
    notices = PlanNotices(
        state.cycle.name, version, names, _users(unit, changed, managers, heads), now
    )
    made = [*notices.published(gone, come), *notices.teams(gone, come, managers, heads)]
    unit.outbox.inbox.add([message_of(each) for each in made])
    parts = calendar_parts(unit, events, now)
    unit.outbox.put([mail_of(each, calendar=_part(each, parts)) for each in made])
    return len(made)


def _part(notice: Notice, parts: Mapping[Id, CalendarPart]) -> CalendarPart | None:
    """Return the calendar file that goes with a notice: it is for those who go."""
    return parts.get(notice.to) if notice.kind is NoticeKind.PLAN_PUBLISHED else None


def _known(pairs: Iterable[tuple[Id, Id | None]]) -> dict[Id, Id]:
    return {one: other for one, other in pairs if other is not None}


def _users(
    unit: Unit,
    changed: Collection[Placement],
    managers: dict[Id, Id],
    heads: dict[Id, Id],
) -> dict[Id, Id]:
    """Return by which user each employee who may have to be told is reached."""
    people = {each.employee for each in changed}
    people |= {each.mentor for each in changed if each.mentor is not None}
    people |= {*managers.values(), *heads.values()}
    return {employee: user.id for employee, user in unit.people.by_employees(people).items()}
