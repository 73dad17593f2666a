"""Notices about plans and work: what changed for whom, nothing for those untouched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import JobState, Placement, id_of
from planner.domain.notices import NoticeKind
from planner.notify import PlanNotices, job_ended, message_of
from planner.notify.plan_changes import ChangeKind, changes_by_employee
from tests.notify.notices import MINE, NAMES, NOW, THEIRS, USERS, a_job, a_plan_notice_maker, placed

if TYPE_CHECKING:
    from collections.abc import Iterable


def told(before: Iterable[Placement], after: Iterable[Placement]) -> dict[str, list[str]]:
    notices = a_plan_notice_maker().published(before, after)
    return {each.to: message_of(each).text.splitlines()[1:] for each in notices}


def test_a_first_plan_is_new_to_everybody_in_it() -> None:
    assert told([], [MINE, replace(THEIRS, mentor="e3")]) == {
        "u1": ["New: Finance, 1 to 14 March 2027."],
        "u2": ["New: Sales, 5 to 18 April 2027. Your mentor is Cleo Roy."],
        "u3": ["You guide Ben Ode at Sales, 5 to 18 April 2027."],
    }


def test_the_next_plan_tells_what_moved_came_and_went_and_no_more() -> None:
    later = placed("e1", "FIN", date(2027, 5, 31))
    kept = placed("e1", "OPS", date(2027, 6, 28))
    assert told([MINE, kept, THEIRS], [later, kept, placed("e1", "SAL", date(2027, 1, 25), 1)]) == {
        "u1": [
            "New: Sales, 25 to 31 January 2027.",
            "Moved: Finance, now 31 May to 13 June 2027 and not 1 to 14 March 2027.",
        ],
        "u2": ["Dropped: Sales, 5 to 18 April 2027."],
    }


def test_another_mentor_is_told_to_all_three() -> None:
    guided = replace(MINE, mentor="e3")
    assert told([guided], [replace(MINE, mentor="e4")]) == {
        "u1": ["New mentor at Finance (1 to 14 March 2027): Dan Tve."],
        "u3": ["You no longer guide Ada Ohm at Finance, 1 to 14 March 2027."],
        "u4": ["You guide Ada Ohm at Finance, 1 to 14 March 2027."],
    }
    assert told([guided], [MINE])["u1"] == ["No mentor any more at Finance (1 to 14 March 2027)."]


def test_a_mentor_whose_visitor_moves_is_told_the_new_days() -> None:
    guided = replace(MINE, mentor="e3")
    later = replace(guided, first_day=date(2027, 3, 8), last_day=date(2027, 3, 21))
    assert told([guided], [later])["u3"] == [
        "Your visitor Ada Ohm at Finance has moved: "
        "now 8 to 21 March 2027 and not 1 to 14 March 2027."
    ]


def test_the_same_plan_tells_nobody_anything() -> None:
    assert told([MINE, THEIRS], [THEIRS, MINE]) == {}


def test_who_has_no_user_is_not_told() -> None:
    nobody = PlanNotices("Spring 2027", 3, NAMES, {}, NOW)
    assert list(nobody.published([], [MINE])) == []
    assert list(nobody.soon(MINE)) == []


def test_a_message_says_who_is_in_it() -> None:
    (notice, _) = a_plan_notice_maker().published([], [replace(MINE, mentor="e3")])
    assert notice.about == ("e1", "e3")


_TO_MENTORS = {ChangeKind.GUIDES, ChangeKind.GUIDES_MOVED, ChangeKind.GUIDES_NO_MORE}

placements = st.builds(
    lambda employee, host, week, mentor: placed(
        employee, host, date(2027, 1, 4) + timedelta(weeks=week), 1, mentor
    ),
    st.sampled_from(["e1", "e2"]),
    st.sampled_from(["FIN", "SAL"]),
    st.integers(0, 5),
    st.sampled_from([None, "e3", "e4"]),
)
plans = st.lists(placements, max_size=6, unique_by=id_of)


@given(before=plans, after=plans)
def test_who_was_told_everything_knows_the_new_plan(
    before: list[Placement], after: list[Placement]
) -> None:
    """Applying what visitors are told to the old plan gives the new one."""
    known = {id_of(each): each for each in before}
    for employee, changes in changes_by_employee(before, after).items():
        for change in changes:
            if change.kind in _TO_MENTORS:
                continue
            assert change.placement.employee == employee
            gone = change.before or change.placement
            known.pop(id_of(gone), None)
            if change.kind is not ChangeKind.DROPPED:
                known[id_of(change.placement)] = change.placement
    assert set(known.values()) == set(after)


@given(before=plans, after=plans)
def test_mentors_know_whom_they_guide(before: list[Placement], after: list[Placement]) -> None:
    changes = changes_by_employee(before, after)
    for mentor in ("e3", "e4"):
        guided = {each for each in before if each.mentor == mentor}
        for change in changes.get(mentor, []):
            if change.kind is ChangeKind.GUIDES_MOVED:
                guided.discard(change.before or change.placement)
            if change.kind is ChangeKind.GUIDES_NO_MORE:
                guided.discard(change.placement)
            else:
                guided.add(change.placement)
        assert guided == {each for each in after if each.mentor == mentor}


def test_managers_are_told_how_many() -> None:
    managers, heads = {"e1": "m1", "e2": "m1", "e3": "e4"}, {"FIN": "m1", "SAL": "e4"}
    later = replace(MINE, first_day=date(2027, 3, 8), last_day=date(2027, 3, 21))
    notices = list(a_plan_notice_maker().teams([MINE], [later, THEIRS], managers, heads))
    assert [(each.to, message_of(each).text.splitlines()[1:]) for each in notices] == [
        ("u4", ["Visits to your department change: 1."]),
        (
            "um",
            [
                "Placements change for 2 people of your team.",
                "Visits to your department change: 1.",
            ],
        ),
    ]


def test_managers_are_not_told_of_another_mentor() -> None:
    notices = a_plan_notice_maker().teams([MINE], [replace(MINE, mentor="e3")], {"e1": "m1"}, {})
    assert list(notices) == []


def test_visitor_and_mentor_are_told_that_it_begins_soon() -> None:
    visitor, mentor = a_plan_notice_maker().soon(replace(MINE, mentor="e3"))
    assert message_of(visitor).subject == "Soon: your placement at Finance"
    assert message_of(visitor).text.endswith("Your mentor is Cleo Roy.")
    assert (mentor.to, message_of(mentor).subject) == ("u3", "Soon: Ada Ohm comes to Finance")
    assert visitor.link == f"placements?placement={id_of(MINE)}"


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (JobState.DONE, NoticeKind.JOB_DONE),
        (JobState.STOPPED, NoticeKind.JOB_STOPPED),
        (JobState.FAILED, NoticeKind.JOB_FAILED),
        (JobState.LOST, NoticeKind.JOB_FAILED),
        (JobState.STALE, NoticeKind.JOB_FAILED),
    ],
)
def test_the_end_of_a_job_is_told(state: JobState, kind: NoticeKind) -> None:
    assert job_ended(a_job(state), to="u9", at=NOW).kind is kind


def test_a_running_job_has_no_end_to_tell() -> None:
    with pytest.raises(ValueError, match="has not ended: running"):
        job_ended(a_job(JobState.RUNNING), to="u9", at=NOW)


def test_the_users_here_are_those_of_the_names() -> None:
    assert set(USERS) == set(NAMES.employees)
