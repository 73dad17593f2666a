"""A company of seven in the middle of a cycle, its users, and its published plan."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from planner.domain import (
    Absence,
    Actor,
    ChangeRequest,
    Experience,
    Placement,
    Preference,
    RequestKind,
    RequestState,
    Role,
    User,
)
from planner.store import plan_digest
from tests.builders import a_cycle, a_department, a_placement, an_employee, an_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.domain import Entry
    from planner.store import Store, Unit

BEGINNING = datetime(2027, 1, 4, 8, tzinfo=UTC)
NOW = datetime(2027, 3, 15, 9, tzinfo=UTC)
CYCLE = "Spring"

_PEOPLE = {
    "olga": ("Olga Berg", "board", None),
    "pia": ("Pia Winter", "payroll", "olga"),
    "pam": ("Pamela Stone", "payroll", "pia"),
    "pat": ("Patrick Hill", "payroll", "pia"),
    "sam": ("Samuel Frost", "sales", "olga"),
    "sue": ("Susan Lake", "sales", "sam"),
    "fay": ("Faye Brook", "finance", "olga"),
}

ORGANISATION = an_organisation(
    cycle=a_cycle(name=CYCLE, periods=26),
    departments=[a_department(each) for each in ("board", "finance", "payroll", "sales")],
    employees=[
        an_employee(id, home, name=name, email=f"{id}@example.org", manager=manager, mentors=1)
        for id, (name, home, manager) in _PEOPLE.items()
    ],
    dependencies=[],
    absences=[Absence("pam", BEGINNING.date(), BEGINNING.date(), "illness")],
    preferences=[Preference("pam", "finance", 2), Preference("sue", "finance", 1)],
    experience=[Experience("pam", "sales", datetime(2026, 5, 1, tzinfo=UTC).date())],
)

ADA, HANA, PAM, PIA, SUE, SAM, HUGO = (Actor(f"u{number}") for number in range(1, 8))
"""The administrator, HR, two of Payroll and its manager's, two of Sales, and a second HR."""


def placed(employee: str, host: str, week: int, mentor: str | None = None) -> Placement:
    """Return a placement of one week; the week of `NOW` is the tenth, counted from 0."""
    return a_placement(ORGANISATION, employee, host, week, mentor)


PAST = (placed("pam", "finance", 1, "fay"), placed("sue", "payroll", 2, "pam"))
COMING = (placed("pam", "sales", 12, "sue"),)


def settle(store: Store, plan: Sequence[Placement] = (*PAST, *COMING)) -> None:
    """Put the company into a database that holds nothing."""
    users = [
        User("u1", "Ada Admin", "ada@example.org", None, frozenset({Role.ADMINISTRATOR})),
        User("u2", "Hana Novak", "hana@example.org", None, frozenset({Role.HR})),
        *(
            User(actor.user, ORGANISATION.employees[row].name, f"{id}@example.org", id, frozenset())
            for actor, id, row in (
                (PAM, "pam", 2),
                (PIA, "pia", 1),
                (SUE, "sue", 5),
                (SAM, "sam", 4),
            )
        ),
        User("u7", "Hugo Horn", "hugo@example.org", None, frozenset({Role.HR})),
    ]

    def work(unit: Unit) -> None:
        state, _ = unit.organisations.save(ORGANISATION, expected=0, now=BEGINNING)
        for user in users:
            unit.people.add(user, by="u1", at=BEGINNING)
        publish(unit, plan, organisation_hash=state.digest)

    store.write(work)


def publish(
    unit: Unit,
    plan: Sequence[Placement],
    *,
    before: Sequence[Placement] = (),
    instead_of: int | None = None,
    organisation_hash: str = "",
    at: datetime = BEGINNING,
) -> int:
    """Publish a plan and tell the calendars; return its number."""
    draft = unit.versions.create(CYCLE, title="Plan", made_by="u2", made_at=at, plan=plan)
    unit.versions.publish(
        CYCLE,
        draft.number,
        expected=draft.revision,
        instead_of=instead_of,
        by="u2",
        at=at,
        checked_hash=plan_digest(plan),
        organisation_hash=organisation_hash,
    )
    hosts = {each.id: each.name for each in ORGANISATION.departments}
    people = {each.id: each.name for each in ORGANISATION.employees}
    unit.feeds.update(before, plan, at, hosts=hosts, people=people)
    return draft.number


def a_request(**changes: Any) -> ChangeRequest:
    """Return a live request of Pam's to drop what is to come, put to her partner Sue."""
    made: dict[str, Any] = {
        "id": "r1",
        "cycle": CYCLE,
        "version": 1,
        "kind": RequestKind.GIVE,
        "state": RequestState.PENDING_PARTNER,
        "revision": 1,
        "requester": "pam",
        "gives": COMING,
        "takes": (placed("sue", "sales", 12),),
        "partner": "sue",
        "slots": (),
        "claims": (),
        "asked_by": "u3",
        "asked_at": BEGINNING,
        "deadline": NOW.replace(month=6),
        "comment": "I am at the dentist.",
    }
    return ChangeRequest(**{**made, **changes})


def entries(store: Store) -> tuple[Entry, ...]:
    """Return the record as it is kept, the oldest first."""
    with store.read() as unit:
        return tuple(unit.journal.all())


def everything(store: Store) -> str:
    """Return all that the tables of a database hold, as one text."""
    from sqlalchemy import select

    from planner.store.metadata import metadata

    with store.read() as unit:
        return "\n".join(
            f"{table.name} {tuple(row)!r}"
            for table in metadata.sorted_tables
            for row in unit.connection.execute(select(table))
        )
