"""Verifying: a sound database is called sound, and each kind of damage is named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from planner.domain import Waiver
from planner.store import plan_digest, verify
from tests.builders import a_department, a_placement, an_organisation
from tests.store.test_backup import live
from tests.store.test_journal import tamper

if TYPE_CHECKING:
    from planner.store import Store, Unit

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)


def test_a_database_that_nobody_touched_is_sound(store: Store) -> None:
    assert verify(store) == ()
    store.write(live)
    assert verify(store) == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE employee SET name = 'X'", "changed from outside"),
        ("UPDATE cycle SET periods = periods + 1", "changed from outside"),
        ("DELETE FROM absence", "changed from outside"),
        ("UPDATE cycle SET published = 2", "published is 1"),
        ("UPDATE cycle SET published = NULL", "published is 1"),
        ("UPDATE plan_version SET state = 'draft'", "published is none"),
        ("UPDATE cycle SET last_version = 1", "never given out"),
        ("UPDATE placement SET mentor = 'X'", "not hold the placements"),
        ("DELETE FROM placement", "not hold the placements"),
        ("UPDATE placement SET employee = 'X'", "id of another one"),
    ],
)
def test_what_was_changed_from_outside_is_named(store: Store, statement: str, told: str) -> None:
    store.write(live)
    store.write(lambda unit: unit.connection.execute(text(statement)))
    assert any(told in sentence for sentence in verify(store)), verify(store)


def test_a_record_that_was_changed_is_named(store: Store) -> None:
    store.write(live)
    tamper(store, "UPDATE journal_entry SET user_id = 'X' WHERE number = 2")
    (sentence,) = verify(store)
    assert "Entry 2 of the record was changed" in sentence


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_row_that_refers_to_nothing_is_named(store: Store) -> None:
    store.write(live)
    with store.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            connection.execute(text("DELETE FROM plan_version WHERE number = 2"))
        connection.connection.cursor().execute("PRAGMA foreign_keys = ON")
    found = verify(store)
    assert any("draft_edit refers to a row of plan_version" in sentence for sentence in found)


@pytest.mark.parametrize("waived", [False, True])
def test_somebody_in_two_places_at_once_is_named_unless_waived(store: Store, waived: bool) -> None:
    departments = [a_department(id, rotation_periods=2) for id in "ABC"]
    organisation = an_organisation(departments=departments)
    plan = [a_placement(organisation, "a1", "B", 0), a_placement(organisation, "a1", "C", 1)]
    waiver = Waiver("We agreed", "hana", "hugo", ("Two places.",)) if waived else None

    def publish(unit: Unit) -> None:
        unit.organisations.save(organisation, expected=0, now=NOW)
        unit.versions.create("Spring", title="", made_by="ben", made_at=NOW, plan=plan)
        unit.versions.publish(
            "Spring",
            1,
            expected=1,
            instead_of=None,
            by="hana",
            at=NOW,
            checked_hash=plan_digest(plan),
            organisation_hash="f" * 64,
            waiver=waiver,
        )

    store.write(publish)
    found = verify(store)
    assert found == (
        () if waived else ('Version 1 of "Spring" has a1 in two places on 2027-01-11.',)
    )
