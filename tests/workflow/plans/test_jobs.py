"""Drafts that are built in the background: asked for, searched for, and how that ends."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from planner.access import Action
from planner.domain import (
    Closure,
    ClosureKind,
    Conflict,
    JobState,
    NotFound,
    Pin,
    Plan,
    PlannerError,
    Refused,
    Search,
    Status,
    VersionState,
    id_of,
)
from planner.workflow import draft_changes as change
from planner.workflow.build_plan import build_plan, search_again
from planner.workflow.compare_plans import compare_plans
from planner.workflow.discard_draft import discard_draft
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.ended_jobs import find_lost_jobs
from planner.workflow.plan_versions import job_now, list_plans, see_plan
from planner.workflow.publish_plan import publish_plan
from planner.workflow.publish_readiness import see_readiness
from planner.workflow.replan_cycle import replan_cycle
from planner.workflow.run_job import run_job
from planner.workflow.search_process import Failed, Found
from planner.workflow.stop_job import stop_job
from planner.workflow.waive_rules import agree_to_waiver, ask_waiver
from tests.builders import a_plan
from tests.workflow.plans.office import (
    ADA,
    ADMIN,
    BOSS,
    COMPANY,
    CYCLE,
    FIRST,
    HANNA,
    HENRY,
    NOW,
    Office,
    Searches,
    a_solution,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from planner.domain import Actor
    from planner.store import Store, Unit


def test_a_draft_is_asked_for_searched_for_and_told_of(office: Office, searches: Searches) -> None:
    searches.will_find(FIRST)
    job = office.build(title="More reach", search=Search(seconds=9))
    assert (job.state, job.version) == (JobState.QUEUED, 1)
    assert office.version(1).state is VersionState.DRAFT
    assert office.plan(1) == Plan()

    (done,) = office.work()

    assert (done.id, done.state, done.reason) == (job.id, JobState.DONE, "")
    assert office.plan(1) == FIRST
    draft = office.version(1)
    assert (draft.title, draft.aims[0].bound) == ("More reach", 0.75)
    assert [entry.action for entry in office.entries()] == [Action.DRAFT_SOLVE, Action.JOB_RUN]
    assert [message.subject for message in office.inbox("hanna")] == ["Draft 1 for Spring is ready"]
    assert searches.orders[0].organisation == COMPANY


def test_asking_twice_with_one_key_makes_one_draft(office: Office) -> None:
    jobs = {office.build(key="button 1").id for _ in range(3)}
    assert len(jobs) == 1
    assert len(list_plans(office.store, HANNA, now=office.now)) == 1
    assert office.build(key="button 2").version == 2


def test_a_draft_begins_with_what_holds_and_keeps_its_pins(
    office: Office, searches: Searches
) -> None:
    pinned = FIRST.placements[1]
    number = office.draft(FIRST, pins=[id_of(pinned)])
    publish_plan(office.store, HANNA, number, now=office.now)
    found = a_plan(COMPANY, ("al", "F", 1), ("ada", "P", 4))
    searches.will_find(found)

    job = office.build()
    office.work()

    assert office.version(job.version).base == number
    order = searches.orders[0]
    assert order.before == order.start == FIRST
    assert order.organisation.pins == (Pin("al", "F", pinned.first_day, None),)
    with office.store.read() as unit:
        assert unit.versions.pins(CYCLE, job.version) == Plan.of([pinned])
    assert office.plan(job.version) == found


def test_what_is_pinned_twice_is_promised_once(office: Office, searches: Searches) -> None:
    pinned = FIRST.placements[1]
    promise = Pin("al", "F", pinned.first_day, "fin")
    office.change_organisation(pins=(promise,))
    number = office.draft(FIRST, pins=[id_of(pinned)])
    search_again(office.store, HANNA, number, now=office.now)
    searches.will_find(FIRST)
    office.work()
    assert searches.orders[0].organisation.pins == (promise,)


@pytest.mark.parametrize(
    ("answer", "state", "sentence"),
    [
        (
            Found(a_solution(None, status=Status.IMPOSSIBLE), ("Ada is promised twice.",)),
            JobState.FAILED,
            "The rules and promises leave no plan. Ada is promised twice.",
        ),
        (
            Found(a_solution(None, status=Status.UNKNOWN), ()),
            JobState.FAILED,
            "No plan was found in the time, and none was ruled out. Give it longer.",
        ),
        (
            Found(a_solution(None, status=Status.UNKNOWN, stopped=True), ()),
            JobState.STOPPED,
            "It was stopped before there was a plan.",
        ),
        (Failed("The search ran out of memory."), JobState.FAILED, "The search ran out of memory."),
    ],
)
def test_a_search_that_finds_nothing_says_why_and_leaves_the_draft(
    office: Office, searches: Searches, answer: Found | Failed, state: JobState, sentence: str
) -> None:
    number = office.draft()
    before = office.version(number)
    search_again(office.store, HANNA, number, now=office.now)
    searches.answers.append(answer)

    (ended,) = office.work()

    assert (ended.state, ended.reason) == (state, sentence)
    assert (office.version(number), office.plan(number)) == (before, FIRST)
    assert sentence in office.inbox("hanna")[0].text


def _edits(office: Office) -> None:
    EditingDesk(office.store, HENRY, 1, now=lambda: office.now).do(
        change.Add("ada", "P", COMPANY.cycle.first_day)
    )


def _closes_payroll(office: Office) -> None:
    first = COMPANY.cycle.first_day
    closure = Closure("P", first, first + timedelta(days=6), ClosureKind.BOTH)
    office.change_organisation(closures=(closure,))


def _discards(office: Office) -> None:
    discard_draft(office.store, HENRY, 1, now=office.now)


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [(_edits, "The draft was changed"), (_closes_payroll, "The organisation was changed")],
)
def test_a_result_that_does_not_fit_any_more_is_not_used(
    office: Office, searches: Searches, happens: Callable[[Office], None], sentence: str
) -> None:
    job = office.build()
    searches.during = lambda: happens(office)
    searches.will_find(FIRST)

    (ended,) = office.work()

    assert ended.state is JobState.STALE
    assert ended.reason.startswith(sentence)
    assert office.plan(1) != FIRST
    again = search_again(office.store, HANNA, 1, now=office.now)
    assert (again.id, again.state) == (job.id, JobState.QUEUED)
    searches.will_find(FIRST)
    assert [each.state for each in office.work()] == [JobState.DONE]
    assert len(office.inbox("hanna")) == 2


def test_a_draft_that_is_thrown_away_stops_its_search(office: Office, searches: Searches) -> None:
    office.build()
    searches.until_stopped = True
    searches.during = lambda: _discards(office)
    searches.will_find(FIRST, stopped=True)

    (ended,) = office.work()

    assert searches.stops == 1
    assert (ended.state, office.plan(1)) == (JobState.STALE, Plan())
    assert office.version(1).state is VersionState.DISCARDED
    assert list_plans(office.store, HANNA, now=office.now) == ()
    assert len(list_plans(office.store, HANNA, discarded=True, now=office.now)) == 1


def test_a_draft_that_changed_while_it_waited_is_not_searched_for(
    office: Office, searches: Searches
) -> None:
    office.build()
    _edits(office)
    (ended,) = office.work()
    assert (ended.state, searches.orders) == (JobState.STALE, [])


def test_a_search_is_stopped_from_elsewhere_and_keeps_what_it_has(
    office: Office, searches: Searches
) -> None:
    office.build()
    searches.until_stopped = True

    def stops() -> None:
        assert stop_job(office.store, ADMIN, 1, now=office.now).stop_asked
        stop_job(office.store, HANNA, 1, now=office.now)

    searches.during = stops
    searches.will_find(FIRST, stopped=True)

    (ended,) = office.work()

    assert (ended.state, office.plan(1)) == (JobState.STOPPED, FIRST)
    actions = [entry.action for entry in office.entries()]
    assert actions == [Action.DRAFT_SOLVE, Action.JOB_CANCEL, Action.JOB_RUN]


def test_a_search_that_nobody_began_stops_at_once(office: Office, searches: Searches) -> None:
    office.build()
    assert stop_job(office.store, HANNA, 1, now=office.now).state is JobState.STOPPED
    assert office.work() == []
    with pytest.raises(NotFound, match="Nobody has asked"):
        stop_job(office.store, HANNA, office.draft(), now=office.now)


def test_a_worker_that_is_told_to_end_keeps_the_best_so_far(
    office: Office, searches: Searches
) -> None:
    cancel = threading.Event()
    for _ in range(2):
        office.build()
    searches.until_stopped = True
    searches.during = cancel.set
    searches.will_find(FIRST, stopped=True)

    (ended,) = office.work(cancel=cancel)

    assert (ended.state, ended.version, office.plan(1)) == (JobState.STOPPED, 1, FIRST)
    assert searches.stops == 1
    assert job_now(office.store, HANNA, office.build().id, now=office.now).state is JobState.QUEUED


def test_progress_can_be_seen_by_whoever_looks(office: Office, searches: Searches) -> None:
    job = office.build()
    seen = []
    searches.during = lambda: seen.append(job_now(office.store, HANNA, job.id, now=office.now))
    searches.will_find(FIRST)
    office.work()
    assert [each.state for each in seen] == [JobState.RUNNING]
    progress = office.job(job.id).progress
    assert progress is not None
    assert (progress.stage, progress.bound) == ("count", 0.9)


def test_a_worker_that_falls_silent_loses_its_job(office: Office, searches: Searches) -> None:
    job = office.build()
    claimed = office.store.write(lambda unit: unit.jobs.claim("ghost", office.now))
    assert claimed is not None
    assert find_lost_jobs(office.store, now=office.later(seconds=20)) == ()
    office.later(seconds=20)

    (listed,) = list_plans(office.store, HANNA, now=office.now)

    assert listed.job is not None
    assert listed.job.state is JobState.LOST
    assert "Start it again" in listed.job.reason
    assert "Start it again" in office.inbox("hanna")[0].text
    searches.will_find(FIRST)
    late = run_job(office.store, claimed, worker="ghost", now=lambda: office.now)
    assert (late, office.plan(1)) == (None, Plan())

    search_again(office.store, HANNA, 1, now=office.now)
    searches.answers.clear()
    searches.will_find(FIRST)
    (ended,) = office.work()
    assert (ended.id, ended.state, office.plan(1)) == (job.id, JobState.DONE, FIRST)


def test_a_draft_has_one_search_at_a_time(office: Office) -> None:
    office.build()
    with pytest.raises(Conflict, match="planner plan stop 1"):
        search_again(office.store, HANNA, 1, now=office.now)


def test_another_search_of_a_draft_is_another_job(office: Office, searches: Searches) -> None:
    first = office.build(search=Search(seconds=5))
    searches.will_find(FIRST)
    office.work()
    again = search_again(office.store, HANNA, 1, now=office.now)
    assert (again.id != first.id, again.search) == (True, Search(seconds=5))


def test_a_search_of_what_holds_is_refused(office: Office) -> None:
    office.published()
    with pytest.raises(Refused, match="planner plan build --from 1"):
        search_again(office.store, HANNA, 1, now=office.now)


def test_of_several_cycles_one_has_to_be_named(office: Office) -> None:
    other = replace(COMPANY, cycle=replace(COMPANY.cycle, name="Autumn"))

    def work(unit: Unit) -> None:
        unit.organisations.save(other, expected=0, now=NOW)

    office.store.write(work)
    with pytest.raises(Refused, match="--cycle"):
        office.build()
    assert office.build(cycle="Autumn").cycle == "Autumn"
    with pytest.raises(NotFound, match="Winter"):
        office.build(cycle="Winter")


_VERBS: dict[str, Callable[[Store, Actor], Any]] = {
    "build": lambda store, who: build_plan(store, who, now=NOW),
    "search again": lambda store, who: search_again(store, who, 2, now=NOW),
    "list": lambda store, who: list_plans(store, who, now=NOW),
    "see": lambda store, who: see_plan(store, who, 2, now=NOW),
    "compare": lambda store, who: compare_plans(store, who, 1, 2, now=NOW),
    "edit": lambda store, who: EditingDesk(store, who, 2, now=lambda: NOW).do(
        change.Remove(id_of(FIRST.placements[0]))
    ),
    "ask": lambda store, who: EditingDesk(store, who, 2, now=lambda: NOW).ask(
        change.Remove(id_of(FIRST.placements[0]))
    ),
    "undo": lambda store, who: EditingDesk(store, who, 2, now=lambda: NOW).undo(),
    "discard": lambda store, who: discard_draft(store, who, 2, now=NOW),
    "publish": lambda store, who: publish_plan(store, who, 2, now=NOW),
    "see readiness": lambda store, who: see_readiness(store, who, 2, now=NOW),
    "ask for a waiver": lambda store, who: ask_waiver(store, who, 2, "Because.", now=NOW),
    "agree to a waiver": lambda store, who: agree_to_waiver(store, who, 2, now=NOW),
    "replan": lambda store, who: replan_cycle(
        store, who, from_day=NOW.date(), freeze_days=7, now=NOW
    ),
}


@pytest.mark.parametrize("who", [ADA, BOSS, ADMIN], ids=["employee", "manager", "administrator"])
def test_drafts_are_for_hr_alone(office: Office, who: Actor) -> None:
    office.published()
    office.draft()
    before = office.entries()
    for name, verb in _VERBS.items():
        with pytest.raises(PlannerError) as refusal:
            verb(office.store, who)
        assert isinstance(refusal.value, NotFound), name
        assert "no such draft" in str(refusal.value), name
    assert office.entries() == before
    assert office.plan(2) == FIRST


@pytest.mark.parametrize("who", [ADA, BOSS], ids=["employee", "manager"])
def test_searches_are_stopped_by_hr_and_administrators(office: Office, who: Actor) -> None:
    office.build()
    with pytest.raises(NotFound, match="no such search"):
        stop_job(office.store, who, 1, now=office.now)
    assert stop_job(office.store, ADMIN, 1, now=office.now).state is JobState.STOPPED


def test_whoever_was_disabled_can_do_nothing_any_more(office: Office) -> None:
    office.draft()
    desk = EditingDesk(office.store, HANNA, 1, now=lambda: office.now)
    desk.do(change.Remove(id_of(FIRST.placements[0])))
    office.store.write(lambda unit: unit.people.disable("hanna"))
    with pytest.raises(PlannerError, match="no longer"):
        desk.undo()
    with pytest.raises(PlannerError, match="no longer"):
        office.build()
