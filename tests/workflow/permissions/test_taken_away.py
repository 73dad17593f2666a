"""What somebody was a moment ago counts for nothing: roles are read anew at each action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.domain import Actor, NotAllowed, NotFound, Role
from planner.domain.row_changes import RowChange
from planner.workflow.calendar_feed import feed_bytes, make_feed
from planner.workflow.decide_request import approve_request
from planner.workflow.delegating import end_delegation
from planner.workflow.draft_changes import Pin
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.edit_rows import edit_rows
from planner.workflow.look_at_request import look_at_request
from planner.workflow.plan_versions import list_plans
from planner.workflow.publish_plan import publish_plan
from planner.workflow.read_inbox import read_inbox
from planner.workflow.roles import disable_user, enable_user, grant_role, revoke_role
from planner.workflow.users import link_user, list_users
from tests.workflow.permissions.prepared import actor, entries, revision, the_request
from tests.workflow.permissions.rows import ROWS
from tests.workflow.permissions.table import COLUMNS
from tests.workflow.requests.office import CYCLE, NOW, company

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from planner.store import Store, Unit
    from tests.workflow.permissions.prepared import Prepared

ADA = actor("ada")


@pytest.fixture
def drafts(prepared: Prepared, tmp_path: Path) -> Iterator[Store]:
    with prepared.copy("drafts", tmp_path / "planner.sqlite") as store:
        yield store


@pytest.fixture
def waiting(prepared: Prepared, tmp_path: Path) -> Iterator[Store]:
    """Return a database in which Pam's swap waits for Pia, Sam and Fay."""
    with prepared.copy("to be approved", tmp_path / "planner.sqlite") as store:
        yield store


def test_who_is_no_hr_any_more_cannot_go_on_editing(drafts: Store) -> None:
    desk = EditingDesk(drafts, actor("hana"), 2, now=lambda: NOW)
    placement = list(desk.board.placements)[2]
    desk.do(Pin(placement))
    revoke_role(drafts, ADA, "u-hana", Role.HR, now=NOW)
    there = entries(drafts)
    for deed in (desk.undo, lambda: desk.ask(Pin(placement)), lambda: desk.board):
        with pytest.raises(NotFound):
            deed()
    with pytest.raises(NotFound):
        publish_plan(drafts, actor("hana"), 2, now=NOW)
    assert entries(drafts) == there
    grant_role(drafts, ADA, "u-hana", Role.HR, now=NOW)
    assert desk.undo().undone


def test_who_is_shut_out_is_refused_everywhere_and_told_so(drafts: Store) -> None:
    token = make_feed(drafts, actor("pam"), now=NOW)
    assert feed_bytes(drafts, token, now=NOW)
    disable_user(drafts, ADA, "u-pam", now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(drafts, token, now=NOW)
    with pytest.raises(NotAllowed, match="no longer use the planner"):
        read_inbox(drafts, actor("pam"), now=NOW)
    enable_user(drafts, ADA, "u-pam", now=NOW)
    read_inbox(drafts, actor("pam"), now=NOW)
    with pytest.raises(NotFound):
        feed_bytes(drafts, token, now=NOW)


def test_a_manager_who_manages_nobody_any_more_decides_nothing(waiting: Store) -> None:
    request, pia = the_request(waiting), actor("pia")
    assert "approve" in look_at_request(waiting, pia, request, now=NOW).can
    rows = [each for each in company().employees if each.manager == "pia"]
    changes = [RowChange(each, {"manager": "boss"}) for each in rows]
    expected = revision(waiting)
    edit_rows(waiting, actor("hana"), CYCLE, "employees", changes, expected=expected, now=NOW)
    there = entries(waiting)
    for deed in (look_at_request, approve_request):
        with pytest.raises(NotFound):
            deed(waiting, pia, request, now=NOW)
    assert entries(waiting) == there


def test_a_deputy_decides_no_longer_than_the_manager_wants(waiting: Store) -> None:
    request, sid = the_request(waiting), actor("sid")
    assert "approve" in look_at_request(waiting, sid, request, now=NOW).can
    end_delegation(waiting, actor("pia"), "pia", "sid", now=NOW)
    with pytest.raises(NotFound):
        approve_request(waiting, sid, request, accept_loss=True, now=NOW)


def test_who_is_made_another_person_loses_what_the_first_one_was(waiting: Store) -> None:
    request, pia = the_request(waiting), actor("pia")
    link_user(waiting, ADA, "u-pia", None, now=NOW)
    with pytest.raises(NotFound):
        approve_request(waiting, pia, request, accept_loss=True, now=NOW)


def test_an_administrator_who_is_none_any_more_sees_no_users(drafts: Store) -> None:
    grant_role(drafts, ADA, "u-pat", Role.ADMINISTRATOR, now=NOW)
    assert list_users(drafts, actor("pat"), now=NOW)
    revoke_role(drafts, actor("pat"), "u-ada", Role.ADMINISTRATOR, now=NOW)
    with pytest.raises(NotFound):
        list_users(drafts, ADA, now=NOW)
    with pytest.raises(NotFound):
        grant_role(drafts, ADA, "u-ada", Role.ADMINISTRATOR, now=NOW)


def test_acting_on_behalf_of_somebody_gives_nothing_of_theirs(drafts: Store) -> None:
    """Whom something is done for is told, not asked: it opens no door."""
    for who in ("sue", "ada"):
        with pytest.raises(NotFound):
            list_plans(drafts, Actor(f"u-{who}", on_behalf_of="hana"), now=NOW)
    with pytest.raises(NotFound):
        make_feed(drafts, Actor("u-sue", on_behalf_of="pam"), "pam", now=NOW)


HAVE_THEIRS = [
    (row, who) for row in ROWS for who in COLUMNS if row.letter(who) == "Y" and who != "planner"
]
SHUT_OUT = {row.name: (row, who) for row, who in reversed(HAVE_THEIRS)}


def shut_out(unit: Unit, who: str) -> None:
    """Disable a user, who may be the last administrator but Pat."""
    unit.people.grant("u-pat", Role.ADMINISTRATOR, by="u-ada", at=NOW)
    unit.people.disable(f"u-{who}")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SHUT_OUT))
def test_whatever_they_ask_for_those_who_are_shut_out_are_told_that_they_are(
    name: str, prepared: Prepared, tmp_path: Path
) -> None:
    row, who = SHUT_OUT[name]
    (tmp_path / "prepared").symlink_to(prepared.folder)
    with prepared.copy(row.situation, tmp_path / "planner.sqlite") as store:
        store.write(lambda unit: shut_out(unit, who), quiet=True)
        with pytest.raises(NotAllowed, match="no longer use the planner"):
            row.call(store, actor(who))


DEEDS = [
    (row, who)
    for row in ROWS
    for who in COLUMNS
    if row.letter(who) == "Y" and row.entries and who != "planner"
]
FIRST = {row.name: (row, who) for row, who in reversed(DEEDS)}


@pytest.mark.parametrize("name", sorted(FIRST))
def test_who_is_shut_out_between_looking_and_doing_does_nothing(
    name: str, prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, who = FIRST[name]
    (tmp_path / "prepared").symlink_to(prepared.folder)
    with prepared.copy(row.situation, tmp_path / "planner.sqlite") as store:
        there, write = entries(store), store.write
        shut: list[str] = []

        def late(work: Callable[[Unit], Any], **options: Any) -> Any:
            if not shut:
                shut.append(who)
                write(lambda unit: shut_out(unit, who), quiet=True)
            return write(work, **options)

        monkeypatch.setattr(store, "write", late)
        with pytest.raises((NotAllowed, NotFound)):
            row.call(store, actor(who))
        assert (shut, entries(store)) == ([who], there)
