"""Notices about a plan: what changed for whom, and what is about to begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from planner.domain.notices import Notice, NoticeKind
from planner.domain.organisation import Id
from planner.domain.versions import id_of
from planner.notify import links
from planner.notify.days import days_of
from planner.notify.names import Names
from planner.notify.plan_changes import Change, changes_by_employee

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.domain.plan import Placement


@dataclass(frozen=True, slots=True)
class PlanNotices:
    """Makes the notices about one published version.

    ``users`` says by which user each employee is reached; nobody else is told. The names have
    to hold everybody in the placements.
    """

    cycle: str
    version: int
    names: Names
    users: Mapping[Id, Id]
    at: datetime

    def published(
        self, before: Iterable[Placement], after: Iterable[Placement]
    ) -> Iterator[Notice]:
        """Tell each employee what changed for them since the version published before.

        Those for whom nothing changed are not told. Mentors are told whom they guide.
        """
        for employee, changes in changes_by_employee(before, after).items():
            if employee in self.users:
                named = {employee, *(each.placement.employee for each in changes)}
                named |= {each.placement.mentor for each in changes if each.placement.mentor}
                yield self._notice(
                    NoticeKind.PLAN_PUBLISHED,
                    employee,
                    items=tuple(self._item(each) for each in changes),
                    link=links.PLACEMENTS,
                    about=tuple(sorted(named)),
                )

    def teams(
        self,
        before: Iterable[Placement],
        after: Iterable[Placement],
        managers: Mapping[Id, Id],
        heads: Mapping[Id, Id],
    ) -> Iterator[Notice]:
        """Tell managers of how many of their people placements change, and how many visits.

        ``managers`` gives the manager of an employee, ``heads`` that of a department, both by
        employee id. Another mentor is no change here.
        """
        people: defaultdict[Id, set[Id]] = defaultdict(set)
        visits: defaultdict[Id, set[tuple[Id, Id]]] = defaultdict(set)
        for employee, host in _visits_changed(before, after):
            if employee in managers:
                people[managers[employee]].add(employee)
            if host in heads:
                visits[heads[host]].add((employee, host))
        for manager in sorted({*people, *visits} & set(self.users)):
            counts = {"people": len(people[manager]), "visits": len(visits[manager])}
            facts = {name: str(count) for name, count in counts.items() if count}
            yield self._notice(NoticeKind.TEAM_CHANGED, manager, facts, link=links.TEAM)

    def soon(self, placement: Placement) -> Iterator[Notice]:
        """Tell the employee, and the mentor, of a placement that is about to begin."""
        id = id_of(placement)
        told = {placement.employee: NoticeKind.PLACEMENT_SOON}
        if placement.mentor:
            told[placement.mentor] = NoticeKind.VISITOR_SOON
        for employee, kind in told.items():
            if employee in self.users:
                yield Notice(
                    kind=kind,
                    to=self.users[employee],
                    thing=f"placement {id}",
                    occasion="",
                    facts=self._facts(placement),
                    at=self.at,
                    link=links.placement(id),
                    about=tuple(sorted(told)),
                )

    def _facts(self, placement: Placement) -> dict[str, str]:
        facts = {
            "host": self.names.department(placement.host),
            "days": days_of(placement),
            "visitor": self.names.employee(placement.employee),
        }
        if placement.mentor:
            facts["mentor"] = self.names.employee(placement.mentor)
        return facts

    def _item(self, change: Change) -> dict[str, str]:
        item = {"change": change.kind.value, **self._facts(change.placement)}
        return item | ({"before": days_of(change.before)} if change.before else {})

    def _notice(
        self,
        kind: NoticeKind,
        employee: Id,
        facts: Mapping[str, str] | None = None,
        *,
        link: str,
        items: tuple[Mapping[str, str], ...] = (),
        about: tuple[Id, ...] = (),
    ) -> Notice:
        return Notice(
            kind=kind,
            to=self.users[employee],
            thing=f"plan {self.cycle} version {self.version}",
            occasion="",
            facts={"cycle": self.cycle, "version": str(self.version), **(facts or {})},
            at=self.at,
            items=items,
            link=link,
            about=about,
        )


def _visits_changed(before: Iterable[Placement], after: Iterable[Placement]) -> set[tuple[Id, Id]]:
    old, new = (
        {(each.employee, each.host, each.first_day, each.last_day) for each in plan}
        for plan in (before, after)
    )
    return {(employee, host) for employee, host, *_ in old ^ new}
