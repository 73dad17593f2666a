"""The story of a year: a company plans its visits, changes its mind, and goes on.

It happens in a real database, with a real search, real mail and real calendars; only time
passes faster. Whom a chapter is about depends on what plan the search finds.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Conflict,
    NotAllowed,
    NotFound,
    RequestKind,
    RequestState,
    Role,
    id_of,
)
from planner.resources import sample_folder
from tests.story.cast import Cast
from tests.story.company import Company

if TYPE_CHECKING:
    from planner.store import Store
    from tests.story.person import Person


@pytest.mark.slow
def test_a_year(store: Store) -> None:
    company = Company(store, "Spring 2027")

    company.on("1 December 2026")
    ada = company.first_user("Ada Lund")
    hana = ada.lets_in("Hana Novak", Role.HR)
    the_company_moves_in(company, ada, hana)

    company.on("2 December 2026")
    the_first_plan_is_published(company, hana)

    company.on("7 December 2026")
    cast = Cast(company)
    two_swap_with_the_blessing_of_three(company, cast)
    somebody_may_not_give_theirs_away(company, cast)

    company.on("10 December 2026")
    a_request_is_overtaken_by_a_new_version(company, cast, hana)
    a_request_that_nobody_answers_ends_by_itself(company, cast)

    company.on("25 January 2027")
    somebody_leaves_and_the_plan_is_made_anew(company, cast, ada, hana)

    company.on("28 June 2027")
    what_was_done_is_experience_in_the_next_cycle(company, hana)

    the_books_are_in_order(company, hana)


def the_company_moves_in(company: Company, ada: Person, hana: Person) -> None:
    trial = hana.imports(sample_folder(), commit=False)
    assert (trial.is_new, trial.committed, trial.revision) == (True, False, 0)
    with pytest.raises(NotFound):
        company.revision()

    done = hana.imports(sample_folder())
    assert (done.committed, done.revision) == (True, 1)
    again = hana.imports(sample_folder())
    assert (bool(again.changes), company.revision()) == (False, 1)

    assert ada.lets_everybody_in() == len(company.organisation.employees)
    assert ada.lets_everybody_in() == 0


def the_first_plan_is_published(company: Company, hana: Person) -> None:
    job = hana.asks_for_a_plan(seconds=120)
    assert not company.plan_of(job.version)
    assert hana.inbox() == ""
    with company.a_worker():
        hana.stops_it_when_there_are(40, job)
    assert "draft 1" in hana.inbox().lower()

    published = hana.publishes(job.version)
    assert (company.version.number, published.instead_of) == (1, None)
    assert hana.publishes(job.version).already
    plan = company.plan
    assert len(plan) == published.placements >= 30
    assert {(pin.employee, pin.host) for pin in company.organisation.pins} <= {
        (each.employee, each.host) for each in plan
    }

    company.the_mail_goes_out()
    for each in plan:
        visitor = company.employee(each.employee)
        assert company.said(each) in visitor.inbox()
        assert company.said(each) in visitor.mail()
    at_home = {each.id for each in company.organisation.employees} - {
        who for each in plan for who in (each.employee, each.mentor)
    }
    boring = [company.employee(each) for each in at_home if not company.teams.is_manager(each)]
    assert boring
    assert [each.name for each in boring if each.inbox() or each.mail()] == []


def two_swap_with_the_blessing_of_three(company: Company, cast: Cast) -> None:
    amy, hers, ben, his = cast.two_who_could_swap(approvals=3)
    diary, other_diary = amy.subscribes(), ben.subscribes()
    assert [each.sequence for each in diary.look()] == [0]
    other_diary.look()

    request = amy.asks(RequestKind.SWAP, hers, partner=ben, instead=his, why="A course.")
    assert company.state(request) is RequestState.PENDING_PARTNER
    assert amy.name in ben.inbox()
    ben.accepts(request)
    first, second, third = company.approvers(request)
    for approver in (first, second, third):
        assert amy.name in approver.inbox()

    assert first.approves(request).state is RequestState.PENDING_APPROVAL
    looked_at = second.approves(request)
    assert (looked_at.state, company.plan) == (RequestState.PENDING_APPROVAL, company.plan_of(1))
    assert hers in company.plan
    with pytest.raises(Conflict):
        third.approves(request, seen=looked_at.revision - 1)
    assert third.approves(request).state is RequestState.APPLIED

    assert company.version.number == company.request(request).applied_version == 2
    assert not {hers, his} & set(company.plan)
    come = set(company.plan) - set(company.plan_of(1))
    assert {(each.employee, each.host, each.first_day) for each in come} == {
        (amy.id, his.host, his.first_day),
        (ben.id, hers.host, hers.first_day),
    }
    for approver in (first, second, third):
        assert approver.name in amy.story_of(request)

    old, new = sorted(diary.look(), key=lambda each: not each.cancelled)
    assert (old.uid.split("@")[0], old.cancelled, old.sequence) == (id_of(hers), True, 1)
    assert (new.first_day, new.cancelled, new.sequence) == (his.first_day, False, 0)
    assert hers.first_day in [each.first_day for each in other_diary.look() if not each.cancelled]
    company.the_mail_goes_out()
    for each in (amy, ben):
        assert "the plan is changed" in each.mail()


def somebody_may_not_give_theirs_away(company: Company, cast: Cast) -> None:
    carl, his, dora = cast.somebody_and_who_could_take_it()
    before = company.plan
    request = carl.asks(RequestKind.GIVE, his, partner=dora)
    dora.accepts(request)
    approver, *_ = company.approvers(request)
    approver.denies(request, "We need Carl there himself.")

    assert company.request(request).reason.endswith("We need Carl there himself.")
    for each in (carl, dora):
        assert "We need Carl there himself." in each.inbox()
    assert (company.plan, company.version.number) == (before, 2)
    company.the_mail_goes_out()
    assert "We need Carl there himself." in carl.mail()


def a_request_is_overtaken_by_a_new_version(company: Company, cast: Cast, hana: Person) -> None:
    ellen, hers = cast.somebody_who_could_stay()
    diary = ellen.subscribes()
    diary.look()
    request = ellen.asks(RequestKind.DROP, hers)
    assert company.state(request) is RequestState.PENDING_APPROVAL

    draft = hana.makes_a_draft_by_hand()
    assert company.plan_of(draft) == company.plan
    hana.takes_out(draft, hers)
    assert hana.publishes(draft).overtaken == (request.id,)
    overtaken = company.request(request)
    assert overtaken.state is RequestState.SUPERSEDED
    assert str(company.version.number) in overtaken.reason
    assert f"A new plan overtook the request of {ellen.name}" in ellen.inbox()
    assert diary.shown
    (gone,) = diary.look()
    assert (gone.cancelled, gone.sequence, diary.shown) == (True, 1, {})

    # It was a mistake: the visit comes back, as the same event of her calendar.
    draft = hana.makes_a_draft_by_hand()
    hana.puts_in(draft, hers)
    hana.publishes(draft)
    (back,) = diary.look()
    assert (back.uid, back.cancelled, back.sequence) == (gone.uid, False, 2)
    assert diary.shown == {id_of(hers): hers.first_day}


def a_request_that_nobody_answers_ends_by_itself(company: Company, cast: Cast) -> None:
    finn, his = cast.somebody_who_could_stay()
    request = finn.asks(RequestKind.DROP, his)
    asked = company.approvers(request)
    assert company.manager(finn) in asked
    assert not company.the_clock_strikes()

    company.now += timedelta(days=3)
    assert company.the_clock_strikes().reminded == (request.id,)
    assert not company.the_clock_strikes()
    company.now += timedelta(days=3)
    assert company.the_clock_strikes().escalated == (request.id,)
    late = set(asked) - set(company.approvers(request))
    assert late
    for each in late:
        with pytest.raises((NotAllowed, NotFound)):
            each.approves(request)

    before = company.plan
    company.now = request.deadline
    assert company.the_clock_strikes().expired == (request.id,)
    assert company.state(request) is RequestState.EXPIRED
    assert company.plan == before
    assert "expired" in finn.inbox()
    company.the_mail_goes_out()


def somebody_leaves_and_the_plan_is_made_anew(
    company: Company, cast: Cast, ada: Person, hana: Person
) -> None:
    before, today = company.plan, company.now.date()
    last_day, soon = date(2027, 2, 21), today + timedelta(days=14)
    gina, hers = cast.somebody_who_could_leave(last_day, frozen_until=soon)
    diary = gina.subscribes()
    diary.look()
    hana.enters_the_leaving_of(gina, last_day)

    replanning = hana.plans_anew(from_day=today, freeze_days=14, seconds=120)
    with company.a_worker():
        hana.stops_it_when_there_are(40, replanning.job)
    hana.publishes(replanning.job.version)
    assert hers not in company.plan
    assert all(each.last_day <= last_day for each in company.placements_of(gina))
    kept = {each for each in before if each.first_day < soon or id_of(each) in company.promised()}
    assert len(kept) > 10
    assert kept <= set(company.plan)
    assert len(set(before) & set(company.plan)) >= len(before) * 0.8

    assert [each.sequence for each in diary.look() if each.cancelled] == [1]
    assert id_of(hers) not in diary.shown
    company.the_mail_goes_out()
    assert f"Version {company.version.number} of the plan is published" in gina.mail()

    company.on("22 February 2027")
    with pytest.raises(NotFound):
        diary.look()
    ada.shuts_out(gina)
    assert company.the_mail_goes_out() == 0


def what_was_done_is_experience_in_the_next_cycle(company: Company, hana: Person) -> None:
    spring, plan = company.organisation, company.plan
    carried = hana.opens_the_next_cycle("Autumn 2027", date(2027, 7, 5))
    assert any("left" in note for note in carried.notes)
    company.cycle = "Autumn 2027"
    autumn = company.organisation
    left = {each.id for each in spring.employees} - {each.id for each in autumn.employees}
    assert left >= {"P085"}
    done = {(each.employee, each.host, each.last_day) for each in plan if each.employee not in left}
    known = {(each.employee, each.department, each.completed_on) for each in autumn.experience}
    assert done <= known
    assert autumn.pins == ()

    job = hana.asks_for_a_plan(seconds=120)
    with company.a_worker():
        hana.stops_it_when_there_are(5, job)
    hana.publishes(job.version)
    recent = {(each.employee, each.host) for each in plan}
    assert company.plan.placements
    assert not recent & {(each.employee, each.host) for each in company.plan}
    company.the_mail_goes_out()


def the_books_are_in_order(company: Company, hana: Person) -> None:
    deeds = company.deeds()
    assert deeds.pop("job.cancel") in (2, 3, 4, 5), "a search may end before it is stopped"
    assert deeds == {
        "user.create": 3,  # Ada herself, Hana, and everybody else at once
        "organisation.import": 1,
        "draft.solve": 5,
        "job.run": 3,
        "draft.edit": 2,
        "draft.publish": 5,
        "feed.make": 4,
        "request.ask": 4,
        "request.accept": 2,
        "request.approve": 4,
        "request.remind": 1,
        "request.escalate": 1,
        "request.expire": 1,
        "organisation.edit": 2,
        "user.disable": 1,
    }
    verified = hana.verifies_the_record()
    assert (verified.broken, verified.entries) == (None, sum(company.deeds().values()))
    assert company.troubles() == ()
