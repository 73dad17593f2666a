"""The record: everybody sees their part of it, in words; and it shows when it was changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from planner.access import Action
from planner.domain import Actor, NotAllowed, NotFound
from planner.workflow.acting import record
from planner.workflow.records import list_record, verify_record
from tests.workflow.people.company import (
    ADA,
    CYCLE,
    HANA,
    NOW,
    PAM,
    PIA,
    SAM,
    SUE,
    a_request,
)

if TYPE_CHECKING:
    from planner.store import Store, Unit


@pytest.fixture
def told(company: Store) -> Store:
    """Return a database in which somebody of each kind has done something."""

    def work(unit: Unit) -> None:
        unit.requests.add(a_request())
        deeds: tuple[tuple[Actor, Action, str, str, dict[str, str]], ...] = (
            (ADA, Action.ROLE_GRANT, "", "user u6", {"role": "hr"}),
            (HANA, Action.DRAFT_PUBLISH, CYCLE, "version 1", {}),
            (PAM, Action.REQUEST_ASK, CYCLE, "request r1", {}),
            (SUE, Action.REQUEST_ACCEPT, CYCLE, "request r1", {}),
            (Actor("u4", "pam"), Action.ABSENCE_EDIT, CYCLE, "employee pam", {"employee": "pam"}),
        )
        for minutes, (actor, action, cycle, thing, facts) in enumerate(deeds):
            record(unit, actor, action, cycle, thing, facts, NOW + timedelta(minutes=minutes))

    company.write(work)
    return company


@pytest.mark.parametrize(
    ("actor", "numbers"),
    [
        (ADA, [1]),  # what is of security, and what she did herself
        (HANA, [5, 4, 3, 2]),  # everything of business
        (PAM, [5, 4, 3]),  # what she did, and what is about her
        (SUE, [4, 3]),
        (PIA, [5, 4]),  # what she did, and what was decided about her team
        (SAM, [4]),  # what was decided about Sue, who is of his team
    ],
)
def test_everybody_sees_their_part(told: Store, actor: Actor, numbers: list[int]) -> None:
    seen = list_record(told, actor, now=NOW)
    assert [line.entry.number for line in seen] == numbers


def test_entries_are_told_in_words_with_names(told: Store) -> None:
    absence, *_ = list_record(told, HANA, now=NOW)
    assert (absence.who, absence.for_whom) == ("Pia Winter", "Pamela Stone")
    assert (absence.what, absence.thing) == ("Enter absences", "Pamela Stone")
    assert absence.facts == "employee: Pamela Stone"
    (granted,) = list_record(told, ADA, now=NOW)
    assert (granted.who, granted.thing, granted.facts) == ("you", "Samuel Frost", "role: hr")


def test_the_record_can_be_searched(told: Store) -> None:
    def numbers(**what: object) -> list[int]:
        found = list_record(told, HANA, now=NOW, **what)  # type: ignore[arg-type]
        return [line.entry.number for line in found]

    assert numbers(user="u5") == [4]
    assert numbers(employee="sue") == [4, 3]
    assert numbers(action="request") == [4, 3]
    assert numbers(action="request.ask") == [3]
    assert numbers(action="nonsense") == []
    assert numbers(thing="employee pam") == [5]
    assert numbers(since=NOW + timedelta(minutes=4)) == [5]
    assert numbers(before=3) == [2]
    assert numbers(limit=1) == [5]


def test_a_long_record_is_read_page_by_page(company: Store) -> None:
    def work(unit: Unit) -> None:
        record(unit, PAM, Action.REQUEST_ASK, CYCLE, "request r9", {}, NOW)
        for _ in range(1100):
            record(unit, HANA, Action.DRAFT_EDIT, CYCLE, "version 1", {}, NOW)

    company.write(work)
    assert [line.entry.number for line in list_record(company, PAM, now=NOW)] == [1]
    assert len(list_record(company, HANA, limit=1050, now=NOW)) == 1050


def test_whoever_was_disabled_sees_nothing(told: Store) -> None:
    told.write(lambda unit: unit.people.disable("u3"))
    with pytest.raises(NotAllowed):
        list_record(told, PAM, now=NOW)


def test_a_whole_record_is_verified_with_its_seal(told: Store) -> None:
    found = verify_record(told, ADA, now=NOW)
    with told.read() as unit:
        assert (found.entries, found.digest) == unit.journal.head()
    assert found.broken is None
    assert verify_record(told, HANA, now=NOW) == found
    for actor in (PAM, PIA):
        with pytest.raises((NotFound, NotAllowed)):
            verify_record(told, actor, now=NOW)


def test_a_record_that_was_changed_from_outside_is_found(told: Store) -> None:
    from sqlalchemy import text

    with told.engine.begin() as connection:
        if told.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER USER"))
        else:
            connection.execute(text("DROP TRIGGER journal_entry_unchanged"))
        connection.execute(text("UPDATE journal_entry SET user_id = 'u6' WHERE number = 3"))
        if told.engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE journal_entry ENABLE TRIGGER USER"))
    found = verify_record(told, ADA, now=NOW)
    assert found.broken is not None
    assert found.broken.number == 3
