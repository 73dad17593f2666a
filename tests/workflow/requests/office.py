"""A small company with a published plan, in a database, and everybody's user.

Boss manages Pia (Payroll), Sam (Sales) and Fay (Finance); nobody manages the Archive, where
Xeno works without a manager. Hana is HR and works nowhere. A user is called like their employee.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from planner.domain import Actor, Placement, Plan, RequestKind, Role, User, id_of
from planner.planning import score
from planner.store import Store, organisation_digest, plan_digest
from planner.workflow.answer_request import accept_request
from planner.workflow.ask_for_change import ask_for_change
from planner.workflow.decide_request import approve_request
from planner.workflow.request_wishes import Wish
from tests.builders import (
    a_cycle,
    a_department,
    a_dependency,
    a_plan,
    an_employee,
    an_organisation,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.domain import ChangeRequest, Message, Organisation
    from planner.store import Unit

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CYCLE = "Spring"

HOMES = {
    "boss": ("board", None),
    "pia": ("payroll", "boss"),
    "pam": ("payroll", "pia"),
    "pat": ("payroll", "pia"),
    "sam": ("sales", "boss"),
    "sue": ("sales", "sam"),
    "sid": ("sales", "sam"),
    "fay": ("finance", "boss"),
    "fin": ("finance", "fay"),
    "flo": ("finance", "fay"),
    "xeno": ("archive", None),
}
LINKS = [("payroll", "finance"), ("sales", "finance"), ("finance", "payroll"), ("sales", "archive")]
VISITS = [
    ("pam", "finance", 4),
    ("sue", "finance", 6),
    ("fin", "payroll", 5),
    ("sid", "archive", 8),
    ("xeno", "sales", 9),
]


def company(first_day: date = date(2027, 1, 4), **changes: Any) -> Organisation:
    """Return the organisation; tables may be given anew."""
    tables: dict[str, Any] = {
        "cycle": a_cycle(name=CYCLE, periods=12, first_day=first_day),
        "departments": [
            a_department(each, name=each.title())
            for each in ("archive", "board", "finance", "payroll", "sales")
        ],
        "employees": [
            an_employee(who, home, name=who.title(), manager=manager)
            for who, (home, manager) in HOMES.items()
        ],
        "dependencies": [a_dependency(*ends, target=2) for ends in LINKS],
    }
    return an_organisation(**{**tables, **changes})


def day(week: int) -> date:
    """Return the Monday on which a week of the cycle begins, the first being week 0."""
    return date(2027, 1, 4) + timedelta(weeks=week)


@dataclass
class Office:
    """The company in a database, and what everybody does in it."""

    store: Store

    def user(self, who: str) -> Actor:
        return Actor(f"u-{who}")

    @property
    def plan(self) -> Plan:
        with self.store.read() as unit:
            version = unit.versions.published(CYCLE)
            assert version is not None
            return unit.versions.plan(CYCLE, version.number)

    @property
    def number(self) -> int:
        with self.store.read() as unit:
            version = unit.versions.published(CYCLE)
            assert version is not None
            return version.number

    def placement(self, who: str) -> Placement:
        return next(each for each in self.plan if each.employee == who)

    def get(self, request: ChangeRequest) -> ChangeRequest:
        with self.store.read() as unit:
            return unit.requests.get(request.id)

    def ask(
        self, kind: str, who: str, *, by: str | None = None, loss: bool = True, **more: Any
    ) -> ChangeRequest:
        """Ask for a change of somebody's first placement."""
        options = {name: more.pop(name) for name in ("send", "now", "key") if name in more}
        wish = Wish(
            RequestKind(kind),
            more.pop("placement", None) or id_of(self.placement(who)),
            requester=None if by is None else who,
            **more,
        )
        options.setdefault("now", NOW)
        return ask_for_change(self.store, self.user(by or who), wish, accept_loss=loss, **options)

    def swap(self, **more: Any) -> ChangeRequest:
        """Pam and Sue change weeks at Finance: Pia, Sam and Fay have to approve."""
        return self.ask("swap", "pam", partner="sue", **more)

    def accept(self, request: ChangeRequest, who: str, **more: Any) -> ChangeRequest:
        more.setdefault("now", NOW + HOUR)
        return accept_request(self.store, self.user(who), request.id, **more)

    def approve(self, request: ChangeRequest, *people: str, **more: Any) -> ChangeRequest:
        more.setdefault("now", NOW + HOUR)
        more.setdefault("accept_loss", True)
        for who in people:
            request = approve_request(self.store, self.user(who), request.id, **more)
        return request

    def entries(self) -> list[str]:
        with self.store.read() as unit:
            return [f"{each.action} {each.thing}" for each in unit.journal.all()]

    def told(self, who: str) -> list[str]:
        """Return the subjects of somebody's messages, the first one first."""
        with self.store.read() as unit:
            messages: Iterable[Message] = unit.outbox.inbox.of(f"u-{who}")
            return [each.subject for each in messages][::-1]

    def mails(self, who: str) -> list[dict[str, Any]]:
        """Return what waits to be mailed to somebody."""
        later = NOW + timedelta(days=400)
        found = self.store.write(
            lambda unit: unit.outbox.claim("test", later, later, users=1000), quiet=True
        )
        return [dict(m.payload) for some in found for m in some if m.user == f"u-{who}"]

    def change(self, organisation: Organisation, now: datetime = NOW) -> None:
        """Put another organisation in place of the one that is there."""

        def work(unit: Unit) -> None:
            expected = unit.organisations.state(CYCLE).revision
            unit.organisations.save(organisation, expected=expected, now=now)

        self.store.write(work)

    def publish(self, plan: Plan, now: datetime = NOW) -> int:
        """Publish another plan, past all checks."""

        def work(unit: Unit) -> int:
            return publish(unit, unit.organisations.load(CYCLE), plan, now)

        return self.store.write(work)

    def make_administrator(self, who: str) -> None:
        role = Role.ADMINISTRATOR
        self.store.write(lambda unit: unit.people.grant(f"u-{who}", role, by="u-hana", at=NOW))

    def revoke_user(self, who: str) -> None:
        self.store.write(lambda unit: unit.people.disable(f"u-{who}"))


def publish(unit: Unit, organisation: Organisation, plan: Plan, now: datetime = NOW) -> int:
    """Publish a plan, past all checks; return its number."""
    cycle = organisation.cycle.name
    before = unit.versions.published(cycle)
    draft = unit.versions.create(cycle, title="Plan", made_by="u-hana", made_at=now, plan=plan)
    published = unit.versions.publish(
        cycle,
        draft.number,
        expected=draft.revision,
        instead_of=None if before is None else before.number,
        by="u-hana",
        at=now,
        checked_hash=plan_digest(plan),
        organisation_hash=organisation_digest(organisation),
        aims=score(organisation, plan).aims,
    )
    return published.number


def settle(
    store: Store, organisation: Organisation, plan: Plan, users: Iterable[str] | None = None
) -> Office:
    """Put an organisation, its plan and its users into an empty database."""
    people = [each.id for each in organisation.employees] if users is None else list(users)
    names = {each.id: each.name for each in organisation.employees}

    def work(unit: Unit) -> None:
        unit.organisations.save(organisation, expected=0, now=NOW)
        for who in people:
            user = User(f"u-{who}", names[who], f"{who}@example.com", who, frozenset())
            unit.people.add(user, by="u-hana", at=NOW)
        hr = User("u-hana", "Hana", "hana@example.com", None, frozenset({Role.HR}))
        unit.people.add(hr, by="u-hana", at=NOW)
        publish(unit, organisation, plan)

    store.write(work)
    return Office(store)


def open_office(store: Store, **changes: Any) -> Office:
    """Put the company into an empty database."""
    organisation = company(**changes)
    return settle(store, organisation, a_plan(organisation, *VISITS))
