"""A draft that was not made from what is published takes nothing back unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from planner.domain import Plan, Refused, VersionState, id_of
from planner.workflow.draft_changes import Move
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.publish_plan import publish_plan
from planner.workflow.publish_readiness import see_readiness
from tests.workflow.plans.office import FIRST, HANNA, MOVED, Office

if TYPE_CHECKING:
    from planner.domain import Placement
    from planner.workflow.publish_plan import Published

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
ADA, AL, PAT, PAM = FIRST.placements


def publish(office: Office, number: int, over: int | None = None) -> Published:
    now = office.later(minutes=1)
    return publish_plan(office.store, HANNA, number, over=over, now=now)


def test_a_draft_from_an_older_version_says_what_it_would_take_back(office: Office) -> None:
    office.published()
    draft = office.draft(FIRST, base=1)
    newer = office.draft(MOVED, base=1)
    publish(office, newer)
    unseen = see_readiness(office.store, HANNA, draft, now=office.now).unseen
    assert unseen is not None
    assert (unseen.number, len(unseen.lost), len(unseen.back)) == (newer, 1, 2)
    assert unseen.lost == ("Ada's visit to Payroll from 1 February 2027",)

    with pytest.raises(Refused) as refused:
        publish(office, draft)
    told = "\n".join(refused.value.sentences)
    assert f"not made from version {newer}" in told
    assert "take out: Ada's visit to Payroll from 1 February 2027." in told
    assert "put in again: Ada's visit to Payroll from 4 January 2027." in told
    assert f"--over {newer}" in told
    with pytest.raises(Refused):
        publish(office, draft, over=1)
    assert office.version(newer).state is VersionState.PUBLISHED

    assert publish(office, draft, over=newer).instead_of == newer


def test_a_draft_that_has_what_is_newer_needs_no_word(office: Office) -> None:
    office.published()
    draft = office.draft(FIRST, base=1)
    publish(office, office.draft(Plan.of([_later(), AL, PAT, PAM]), base=1))
    desk = EditingDesk(office.store, HANNA, draft, now=lambda: office.now)
    desk.do(Move(id_of(ADA), _later().first_day))
    assert see_readiness(office.store, HANNA, draft, now=office.now).unseen is None
    assert publish(office, draft).instead_of == 3


def test_a_draft_of_a_draft_goes_back_to_the_version_it_knows(office: Office) -> None:
    office.published()
    first = office.draft(FIRST, base=1)
    second = office.draft(FIRST, base=first)
    publish(office, office.draft(MOVED, base=1))
    with pytest.raises(Refused, match="not made from version"):
        publish(office, second)
    assert publish(office, office.draft(FIRST, base=4)).instead_of == 4


def test_of_two_first_drafts_the_second_does_not_replace_the_first_unseen(office: Office) -> None:
    first, second = office.draft(FIRST), office.draft(MOVED)
    publish(office, first)
    with pytest.raises(Refused, match="not made from version 1"):
        publish(office, second)
    assert publish(office, second, over=1).instead_of == 1


def _later() -> Placement:
    week = timedelta(weeks=2)
    return replace(ADA, first_day=ADA.first_day + week, last_day=ADA.last_day + week)
