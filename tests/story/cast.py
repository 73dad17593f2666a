"""Whom a chapter of the story is about: people whom the plan at hand suits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from planner.domain import Plan, RequestKind, id_of
from planner.domain.approvals import slots_for
from planner.planning import WhatIf, score
from planner.workflow.seek_alternatives import partners_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.domain import Partner, Placement
    from tests.story.company import Company
    from tests.story.person import Person


class Cast:
    """Finds people for the chapters; nobody is in two of them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        organisation = company.organisation
        self._taken = {each.employee for each in organisation.pins}
        self._taken |= {each.employee for each in organisation.requirements}

    def two_who_could_swap(self, *, approvals: int) -> tuple[Person, Placement, Person, Placement]:
        """Return two whose swap is legal and needs so many people, with what each would give."""
        for person, placement in self._free():
            for other in self._partners(person, placement, RequestKind.SWAP):
                if other.offers is not None and self._needs(person, other) == approvals:
                    self._taken |= {person.id, other.employee}
                    return person, placement, self._company.employee(other.employee), other.offers
        raise AssertionError("the plan has no such swap")

    def somebody_and_who_could_take_it(self) -> tuple[Person, Placement, Person]:
        """Return somebody, what they might give away, and who could take it."""
        for person, placement in self._free():
            for other in self._partners(person, placement, RequestKind.GIVE):
                self._taken |= {person.id, other.employee}
                return person, placement, self._company.employee(other.employee)
        raise AssertionError("the plan has nothing to give")

    def somebody_who_could_stay(self) -> tuple[Person, Placement]:
        """Return somebody, and what could be dropped and be taken up again."""
        company = self._company
        what_if = WhatIf(company.organisation, company.plan)
        for person, placement in self._free():
            if what_if.net(Plan.of([placement]), Plan()).breaks_nothing:
                self._taken.add(person.id)
                return person, placement
        raise AssertionError("the plan needs everybody")

    def somebody_who_could_leave(
        self, last_day: date, *, frozen_until: date
    ) -> tuple[Person, Placement]:
        """Return somebody, and a visit after they leave, without whom all that is held can stay."""
        company = self._company
        before, promised = company.organisation, company.promised()
        for person, placement in self._free():
            held = Plan.of(
                each
                for each in company.plan
                if each.employee != person.id
                and (each.first_day < frozen_until or id_of(each) in promised)
            )
            leaving = (
                replace(e, ends=last_day) if e.id == person.id else e for e in before.employees
            )
            after = replace(before, employees=tuple(leaving))
            if placement.first_day > last_day and not score(after, held).violations:
                self._taken.add(person.id)
                return person, placement
        raise AssertionError("the plan needs everybody")

    def _free(self) -> Iterator[tuple[Person, Placement]]:
        """Yield people with one placement that begins in a month or later, the last first."""
        company = self._company
        times = [each.employee for each in company.plan]
        begin = (company.now + timedelta(days=30)).date()
        for each in sorted(company.plan, key=lambda each: each.first_day, reverse=True):
            alone = times.count(each.employee) == 1 and each.employee not in self._taken
            if alone and each.first_day > begin:
                yield company.employee(each.employee), each

    def _partners(self, person: Person, placement: Placement, kind: RequestKind) -> list[Partner]:
        company = self._company
        where: dict[str, Any] = {"cycle": company.cycle, "now": company.now}
        _, found, _ = partners_for(company.store, person.actor, id_of(placement), kind, **where)
        return [each for each in found if each.employee not in self._taken]

    def _needs(self, person: Person, partner: Partner) -> int:
        company = self._company
        parties = {person.id, partner.employee}
        slots = slots_for(partner.gives, partner.takes, parties, company.teams, company.now.date())
        who = {slot.approver for slot in slots}
        return 0 if None in who else len(who)
