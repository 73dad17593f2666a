"""Calendars: a secret address of one's own, and nothing behind it but one's placements."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from planner.domain import BadInput, NotAllowed, NotFound, Refused
from planner.workflow.calendar_feed import (
    feed_address,
    feed_bytes,
    make_feed,
    reset_feed,
    revoke_feed,
    write_calendar,
)
from planner.workflow.read_inbox import read_inbox
from planner.workflow.roles import disable_user, enable_user
from tests.workflow.people.company import (
    ADA,
    COMING,
    CYCLE,
    HANA,
    NOW,
    PAM,
    PAST,
    PIA,
    SAM,
    SUE,
    entries,
    everything,
    placed,
    publish,
)

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Actor
    from planner.store import Store, Unit


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANNER_BASE_URL", raising=False)


def events(content: bytes) -> dict[str, Any]:
    """Return the events of a calendar by their title."""
    return {str(each["SUMMARY"]): each for each in Calendar.from_ical(content).walk("VEVENT")}


def test_the_address_opens_the_owners_placements_and_no_others(company: Store) -> None:
    token = make_feed(company, PAM, now=NOW)
    found = events(feed_bytes(company, token, now=NOW))
    assert set(found) == {"Placement at Department finance", "Placement at Department sales"}
    assert found["Placement at Department sales"]["DTSTART"].dt == COMING[0].first_day
    assert b"Pamela Stone" in feed_bytes(company, token, now=NOW)
    assert [(each.action, each.user) for each in entries(company)] == [("feed.make", "u3")]


def test_the_token_is_kept_nowhere(company: Store) -> None:
    token = make_feed(company, PAM, now=NOW)
    assert len(token) >= 40
    assert token not in everything(company)


def test_there_is_one_address_at_a_time(company: Store) -> None:
    old = make_feed(company, PAM, now=NOW)
    with pytest.raises(Refused, match="--reset"):
        make_feed(company, PAM, now=NOW)
    new = reset_feed(company, PAM, now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(company, old, now=NOW)
    assert events(feed_bytes(company, new, now=NOW))


@pytest.mark.parametrize("actor", [HANA, ADA])
def test_hr_and_administrators_revoke_and_the_owner_is_told(company: Store, actor: Actor) -> None:
    token = make_feed(company, PAM, now=NOW)
    assert revoke_feed(company, actor, "pam", now=NOW)
    assert not revoke_feed(company, actor, "pam", now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(company, token, now=NOW)
    assert len(read_inbox(company, PAM, now=NOW)) == 1
    assert [each.action for each in entries(company)] == ["feed.make", "feed.revoke"]


@pytest.mark.parametrize("actor", [HANA, ADA, PIA, SUE])
def test_nobody_makes_or_resets_the_address_of_another(company: Store, actor: Actor) -> None:
    for work in (make_feed, reset_feed):
        with pytest.raises((NotFound, NotAllowed)):
            work(company, actor, "pam", now=NOW)
    assert entries(company) == ()


def test_managers_revoke_nobodys(company: Store) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        revoke_feed(company, PIA, "pam", now=NOW)


def test_a_user_who_is_no_employee_has_no_calendar(company: Store) -> None:
    with pytest.raises(Refused, match="Only employees"):
        make_feed(company, HANA, now=NOW)


def test_the_address_of_somebody_disabled_opens_nothing_also_afterwards(company: Store) -> None:
    token = make_feed(company, PAM, now=NOW)
    disable_user(company, ADA, "u3", now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(company, token, now=NOW)
    enable_user(company, ADA, "u3", now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(company, token, now=NOW)


def test_the_address_of_somebody_who_left_opens_nothing(company: Store) -> None:
    token = make_feed(company, PAM, now=NOW)

    def leave(unit: Unit) -> None:
        state, before = unit.organisations.state(CYCLE), unit.organisations.load(CYCLE)
        people = tuple(
            replace(each, ends=date(2027, 3, 20)) if each.id == "pam" else each
            for each in before.employees
        )
        after = replace(before, employees=people)
        unit.organisations.save(after, expected=state.revision, now=NOW)

    company.write(leave)
    assert feed_bytes(company, token, now=NOW + timedelta(days=5))
    with pytest.raises(NotFound):
        feed_bytes(company, token, now=NOW + timedelta(days=6))


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "x" * 10_000])
def test_what_is_no_token_opens_nothing(company: Store, token: str) -> None:
    make_feed(company, PAM, now=NOW)
    with pytest.raises(NotFound, match="no such calendar"):
        feed_bytes(company, token, now=NOW)


def test_a_new_plan_moves_keeps_and_cancels(company: Store) -> None:
    token = make_feed(company, PAM, now=NOW)
    before = events(feed_bytes(company, token, now=NOW))
    after = (*PAST, placed("pam", "board", 14))
    company.write(lambda unit: publish(unit, after, before=(*PAST, *COMING), instead_of=1, at=NOW))
    found = events(feed_bytes(company, token, now=NOW))
    gone = found["Cancelled: placement at Department sales"]
    assert (str(gone["STATUS"]), gone["SEQUENCE"]) == ("CANCELLED", 1)
    assert gone["UID"] == before["Placement at Department sales"]["UID"]
    assert "Placement at Department board" in found
    kept = "Placement at Department finance"
    assert found[kept]["SEQUENCE"] == before[kept]["SEQUENCE"]


def test_links_lead_to_the_app_where_it_is_known(
    company: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_feed(company, PAM, now=NOW)
    assert b"http" not in feed_bytes(company, token, now=NOW)
    assert feed_address(token) == f"/calendar/{token}.ics"
    monkeypatch.setenv("PLANNER_BASE_URL", "https://planner.example.org/")
    assert b"https://planner.example.org/placements?" in feed_bytes(company, token, now=NOW)
    assert feed_address(token) == f"https://planner.example.org/calendar/{token}.ics"
    monkeypatch.setenv("PLANNER_BASE_URL", "nonsense")
    with pytest.raises(BadInput):
        feed_address(token)


@pytest.mark.parametrize("actor", [PAM, PIA, HANA])
def test_a_file_is_an_export_and_recorded(company: Store, actor: Actor, tmp_path: Path) -> None:
    file = tmp_path / "pam.ics"
    assert write_calendar(company, actor, "pam", file, now=NOW) == 2
    assert len(events(file.read_bytes())) == 2
    assert stat.S_ISREG(file.stat().st_mode)
    (entry,) = entries(company)
    assert (entry.action, entry.facts) == ("export.make", {"what": "calendar"})


@pytest.mark.parametrize("actor", [SUE, SAM, ADA])
def test_others_get_no_file(company: Store, actor: Actor, tmp_path: Path) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        write_calendar(company, actor, "pam", tmp_path / "pam.ics", now=NOW)
    assert list(tmp_path.glob("*.ics")) == []
    assert entries(company) == ()


def test_there_is_no_file_of_nobody(company: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        write_calendar(company, HANA, "nobody", tmp_path / "x.ics", now=NOW)
    assert entries(company) == ()
