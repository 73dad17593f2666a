"""Deputies: named by the manager alone, told, and ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import NotAllowed, NotFound, PlannerError, Refused
from planner.workflow.delegating import delegate, delegations_of, end_delegation
from planner.workflow.read_inbox import read_inbox
from tests.workflow.people.company import ADA, HANA, NOW, PAM, PIA, SAM, entries

if TYPE_CHECKING:
    from planner.domain import Actor
    from planner.store import Store

LAST = date(2027, 3, 31)


def test_the_deputy_is_told_once(company: Store) -> None:
    made = delegate(company, PIA, "pia", "sam", last_day=LAST, now=NOW)
    again = delegate(company, PIA, "pia", "sam", last_day=LAST, now=NOW + timedelta(hours=1))
    assert made == again
    assert made.first_day == NOW.date()
    (message,) = read_inbox(company, SAM, now=NOW)
    assert "Pia Winter" in message.text
    with company.read() as unit:
        assert unit.outbox.count_waiting() == 1
    assert [each.action for each in entries(company)] == ["delegation.make"]


def test_ending_it_is_recorded_once(company: Store) -> None:
    delegate(company, PIA, "pia", "sam", last_day=LAST, now=NOW)
    later = NOW + timedelta(days=2)
    assert end_delegation(company, PIA, "pia", "sam", now=later)
    assert not end_delegation(company, PIA, "pia", "sam", now=later)
    (left,) = delegations_of(company, PIA, "pia", now=later)
    assert left.last_day == date(2027, 3, 16)
    assert len(entries(company)) == 2


@pytest.mark.parametrize("actor", [PAM, SAM, HANA, ADA])
def test_nobody_else_names_a_deputy(company: Store, actor: Actor) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        delegate(company, actor, "pia", "sam", last_day=LAST, now=NOW)
    with pytest.raises((NotFound, NotAllowed)):
        end_delegation(company, actor, "pia", "sam", now=NOW)
    with pytest.raises((NotFound, NotAllowed)):
        delegations_of(company, actor, "pia", now=NOW)
    assert entries(company) == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"deputy": "pia"}, "themselves"),
        ({"deputy": "fay"}, "No user is the employee"),
        ({"first_day": date(2027, 4, 1)}, "before it begins"),
        ({"first_day": date(2027, 1, 1), "last_day": date(2027, 1, 2)}, "passed already"),
    ],
)
def test_what_makes_no_sense_is_refused(company: Store, given: dict[str, Any], said: str) -> None:
    arguments: dict[str, Any] = {"deputy": "sam", "last_day": LAST, **given}
    deputy = arguments.pop("deputy")
    error: type[PlannerError] = Refused
    with pytest.raises(error, match=said):
        delegate(company, PIA, "pia", deputy, **arguments, now=NOW)
    assert entries(company) == ()
