"""What of one cycle goes into the next: who is there, what binds them, what was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planner.domain import Experience, Organisation
from planner.present.words import count, day, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from planner.domain import Placement, Requirement
    from planner.domain.organisation import Id

    Visits = dict[tuple[Id, Id], date]


@dataclass(frozen=True, slots=True)
class Carried:
    """A cycle with what was carried into it, and what people should know of it, in sentences."""

    organisation: Organisation
    notes: tuple[str, ...]


def next_organisation(
    old: Organisation, name: str, first_day: date, plan: Iterable[Placement]
) -> Carried:
    """Return the cycle that follows another one.

    Settings, departments, people, dependencies, wishes, restrictions and pairs kept apart
    stay. People whose employment ends before the cycle begins are left out, with their rows.
    Absences and closures stay if they reach into the cycle. Nothing is promised. Placements
    that are done become experience, and requirements stay that these do not meet.

    Parameters
    ----------
    old : Organisation
    name : str
        Of the new cycle.
    first_day : date
        Its first day.
    plan : iterable of Placement
        The published plan of the old cycle.
    """
    placements = tuple(plan)
    left = {
        e.id: e.name or e.id for e in old.employees if e.ends is not None and e.ends < first_day
    }

    def here(row: Any) -> bool:
        return row.employee not in left

    new = replace(
        old,
        cycle=replace(old.cycle, name=name, first_day=first_day),
        employees=tuple(
            replace(e, manager=None) if e.manager in left else e
            for e in old.employees
            if e.id not in left
        ),
        absences=tuple(a for a in filter(here, old.absences) if a.last_day >= first_day),
        closures=tuple(c for c in old.closures if c.last_day >= first_day),
        experience=tuple(filter(here, old.experience)),
        preferences=tuple(filter(here, old.preferences)),
        restrictions=tuple(filter(here, old.restrictions)),
        keep_apart=tuple(k for k in filter(here, old.keep_apart) if k.other not in left),
        requirements=_unmet(filter(here, old.requirements), placements, first_day),
        pins=(),
        lines={},
    )
    with_visits = carry_visits(old, new, placements, ())
    return Carried(with_visits.organisation, (*_notes(new, left), *with_visits.notes))


def _unmet(
    requirements: Iterable[Requirement], plan: Iterable[Placement], first_day: date
) -> tuple[Requirement, ...]:
    """Return the requirements that nothing meets; a day that has passed is the new cycle's end.

    One that was met too late is left out as well: the visit was made, and a second one would
    break the rule against repeats.
    """
    made = {(each.employee, each.host) for each in plan if each.last_day < first_day}
    return tuple(
        replace(each, by=None) if each.by is not None and each.by < first_day else each
        for each in requirements
        if (each.employee, each.department) not in made
    )


def _notes(new: Organisation, left: Mapping[Id, str]) -> Iterable[str]:
    names = {row.id: row.name or row.id for row in new.departments}
    if left:
        verb = "has" if len(left) == 1 else "have"
        yield (
            f"{listed(tuple(left.values()))} {verb} left before {day(new.cycle.first_day)} and "
            "will not be in the new cycle."
        )
    over = [d for d in new.dependencies if d.season_to and d.season_to < new.cycle.first_day]
    if over:
        told = tuple(f"{names[d.customer]} on {names[d.provider]}" for d in over)
        yield (
            f"The season of {count(len(over), 'dependency', 'dependencies')} is over when the "
            f"cycle begins ({listed(told)}): enter the next season, or nobody can walk it."
        )


def carry_visits(
    old: Organisation,
    new: Organisation,
    plan: Iterable[Placement],
    overtaken: Iterable[Iterable[Placement]],
) -> Carried:
    """Return a cycle in which the placements done in the one before are experience.

    Doing it again changes nothing. Of several visits to a department the last one counts.
    A visit that an earlier version of the plan brought here, and that the published one does
    not have, is taken out again; what was entered by hand stays.

    Parameters
    ----------
    old, new : Organisation
        The cycle before, and the one that the visits are carried into.
    plan : iterable of Placement
        The published plan of the old cycle.
    overtaken : iterable of plans
        The versions of it that were published before.
    """
    before: Visits = {(e.employee, e.department): e.completed_on for e in old.experience}
    done = _done(plan, new.cycle.first_day)
    known = {e.id for e in new.employees}, {d.id for d in new.departments}
    lost = [pair for pair in done if pair[0] not in known[0] or pair[1] not in known[1]]
    due = {pair: max(last, before.get(pair, last)) for pair, last in done.items()}
    brought = {
        (each.employee, each.host, each.last_day) for version in overtaken for each in version
    }
    rows: list[Experience] = []
    taken_out = 0
    for row in new.experience:
        pair = row.employee, row.department
        if pair in due:
            rows.append(_the_due(row, due.pop(pair), before, brought))
        elif (*pair, row.completed_on) in brought and before.get(pair) != row.completed_on:
            taken_out += 1
            if pair in before:
                rows.append(replace(row, completed_on=before[pair]))
        else:
            rows.append(row)
    fresh = [
        Experience(employee, department, last)
        for (employee, department), last in due.items()
        if employee in known[0] and department in known[1]
    ]
    verbs = ["is" if many == 1 else "are" for many in (len(lost), taken_out)]
    notes = [
        f"{count(len(lost), 'visit')} {verbs[0]} left out: the person or the department is not "
        "in the later cycle."
    ]
    out = [f"{count(taken_out, 'past visit')} that the plan no longer has {verbs[1]} taken out."]
    return Carried(
        replace(new, experience=(*rows, *fresh), lines={}),
        (*(notes if lost else []), *(out if taken_out else [])),
    )


def _done(plan: Iterable[Placement], first_day: date) -> Visits:
    done: Visits = {}
    for each in plan:
        pair = each.employee, each.host
        if each.last_day < first_day:
            done[pair] = max(each.last_day, done.get(pair, each.last_day))
    return done


def _the_due(
    row: Experience, due: date, before: Visits, brought: set[tuple[Id, Id, date]]
) -> Experience:
    """Return the experience of a pair that is due: a later day was entered by hand, or is old."""
    pair = row.employee, row.department
    stale = (*pair, row.completed_on) in brought and before.get(pair) != row.completed_on
    if row.completed_on >= due and not stale:
        return row
    return replace(row, completed_on=due)
