"""A planning office: a small company in a database, its HR people, and a worker at hand."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from planner.domain import (
    Actor,
    AimOutcome,
    ChangeRequest,
    Organisation,
    Placement,
    Plan,
    PlanVersion,
    Progress,
    RequestKind,
    RequestState,
    Role,
    Solution,
    Status,
    User,
)
from planner.workflow.build_plan import build_plan
from planner.workflow.publish_plan import publish_plan
from planner.workflow.search_process import Failed, Found, Order
from planner.workflow.work_off import work_off
from tests.builders import (
    a_cycle,
    a_department,
    a_dependency,
    a_plan,
    an_employee,
    an_organisation,
)

if TYPE_CHECKING:
    from planner.domain import Entry, Job, Message
    from planner.store import Store

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
HANNA, HENRY, ADMIN = Actor("hanna"), Actor("henry"), Actor("admin")
ADA, BOSS = Actor("ada"), Actor("boss")
CYCLE = "Spring"


def a_company(**changes: Any) -> Organisation:
    """Return Sales, Payroll and Finance; Boss manages Ada and Al, Pia the people of Payroll."""
    people = [
        an_employee("boss", "S", name="Boss", max_rotations=0),
        an_employee("ada", "S", name="Ada", manager="boss"),
        an_employee("al", "S", name="Al", manager="boss"),
        an_employee("pia", "P", name="Pia", max_rotations=0),
        an_employee("pam", "P", name="Pam", manager="pia"),
        an_employee("pat", "P", name="Pat", manager="pia"),
        an_employee("fin", "F", name="Fin"),
        an_employee("flo", "F", name="Flo"),
    ]
    made: dict[str, Any] = {
        "cycle": a_cycle(periods=8),
        "departments": [
            a_department("S", name="Sales"),
            a_department("P", name="Payroll"),
            a_department("F", name="Finance", host_capacity=1),
        ],
        "employees": people,
        "dependencies": [a_dependency("S", "P"), a_dependency("P", "F"), a_dependency("S", "F")],
    }
    return an_organisation(**{**made, **changes})


COMPANY = a_company()
FIRST = a_plan(COMPANY, ("ada", "P", 0), ("al", "F", 1), ("pam", "F", 3), ("pat", "S", 2))


MOVED = a_plan(COMPANY, ("ada", "P", 4), ("al", "F", 1), ("pat", "S", 2))
"""The first plan with Ada moved and without Pam."""
BROKEN = a_plan(COMPANY, *(("ada", "P", 0), ("al", "P", 0), ("fin", "P", 0)))
"""Three visitors at the two desks of Payroll."""


class Searches:
    """Stands in for `SearchProcess`: every search tells what ``answers`` holds, in turn.

    ``orders`` are those that were given, ``stops`` counts the requests to stop, ``during`` is
    called once in the middle of a search.
    """

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.orders: list[Order] = []
        self.stops = 0
        self.during: Any = None
        self.until_stopped = False

    def __call__(self, order: Order, memory: int | None = None) -> Self:
        self.orders.append(order)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def stop(self) -> None:
        self.stops += 1
        self.until_stopped = False

    def wait(self, seconds: float) -> Progress | Found | Failed | None:
        during, self.during = self.during, None
        if during is not None:
            during()
            return Progress("count", 0.1, "coverage", None, 0.9, None, 0)
        if self.until_stopped:
            threading.Event().wait(0.02)
            return None
        answer: Found | Failed = self.answers.pop(0)
        return answer

    def will_find(self, plan: Plan, **changes: Any) -> None:
        self.answers.append(Found(a_solution(plan, **changes), ()))


def a_solution(plan: Plan | None, **changes: Any) -> Solution:
    made: dict[str, Any] = {
        "status": Status.FEASIBLE,
        "plan": plan,
        "aims": (AimOutcome("coverage", 0.5, 0.75, 0.25),),
        "dependencies": (),
        "stages": (),
        "seed": 0,
        "workers": 1,
        "wall_seconds": 0.1,
    }
    return Solution(**{**made, **changes})


class Office:
    """The company in a database; what happens in it happens at ``now``."""

    def __init__(self, store: Store, organisation: Organisation = COMPANY) -> None:
        self.store, self.now = store, NOW
        users = [
            User("hanna", "Hanna", "hanna@x.example", None, frozenset({Role.HR})),
            User("henry", "Henry", "henry@x.example", None, frozenset({Role.HR})),
            User("admin", "Adam", "adam@x.example", None, frozenset({Role.ADMINISTRATOR})),
            *(
                User(each.id, each.name, f"{each.id}@x.example", each.id, frozenset())
                for each in organisation.employees
                if each.id != "flo"
            ),
        ]

        def work(unit: Any) -> None:
            unit.organisations.save(organisation, expected=0, now=NOW)
            for user in users:
                unit.people.add(user, by="admin", at=NOW)

        store.write(work)

    def later(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now

    def change_organisation(self, **tables: Any) -> None:
        def work(unit: Any) -> None:
            state = unit.organisations.state(CYCLE)
            changed = replace(unit.organisations.load(CYCLE), **tables)
            unit.organisations.save(changed, expected=state.revision, now=self.now)

        self.store.write(work)

    def draft(self, plan: Plan = FIRST, *, base: int | None = None, pins: Any = ()) -> int:
        """Make a draft that holds a plan, without a search."""

        def work(unit: Any) -> int:
            made = unit.versions.create(
                CYCLE,
                title="A draft",
                made_by="hanna",
                made_at=self.now,
                base=base,
                plan=plan,
                pins=pins,
                organisation_hash=unit.organisations.state(CYCLE).digest,
            )
            number: int = made.number
            return number

        return self.store.write(work)

    def published(self, plan: Plan = FIRST) -> PlanVersion:
        """Publish a plan."""
        number = self.draft(plan)
        return publish_plan(self.store, HANNA, number, now=self.later(minutes=1)).version

    def build(self, **named: Any) -> Job:
        return build_plan(self.store, HANNA, now=self.later(minutes=1), **named)

    def work(self, **named: Any) -> list[Job]:
        """Work off what waits, and return every job as it ended."""
        seen: list[Job] = []
        named.setdefault("cancel", threading.Event())
        work_off(self.store, once=True, told=seen.append, now=lambda: self.now, **named)
        return [job for job in seen if job.ended_at is not None]

    def version(self, number: int) -> PlanVersion:
        with self.store.read() as unit:
            return unit.versions.get(CYCLE, number)

    def plan(self, number: int) -> Plan:
        with self.store.read() as unit:
            return unit.versions.plan(CYCLE, number)

    def job(self, job_id: str) -> Job:
        with self.store.read() as unit:
            return unit.jobs.get(job_id)

    def entries(self) -> list[Entry]:
        """Return the record, the oldest entry first, after seeing that nobody touched it."""
        with self.store.read() as unit:
            assert unit.journal.verify() is None
            return list(unit.journal.all())

    def inbox(self, user: str) -> tuple[Message, ...]:
        with self.store.read() as unit:
            return unit.outbox.inbox.of(user)

    def add_request(self, request: ChangeRequest) -> ChangeRequest:
        return self.store.write(lambda unit: unit.requests.add(request))

    def request(self, request_id: str) -> ChangeRequest:
        with self.store.read() as unit:
            return unit.requests.get(request_id)


def a_move(
    placement: Placement, *, id: str = "r1", weeks: int = 2, **changes: Any
) -> ChangeRequest:
    """Return a request of an employee to move a placement, which waits for approval."""
    days = timedelta(weeks=weeks)
    moved = replace(
        placement, first_day=placement.first_day + days, last_day=placement.last_day + days
    )
    made: dict[str, Any] = {
        "id": id,
        "cycle": CYCLE,
        "version": 1,
        "kind": RequestKind.MOVE,
        "state": RequestState.PENDING_APPROVAL,
        "revision": 1,
        "requester": placement.employee,
        "gives": (placement,),
        "takes": (moved,),
        "partner": None,
        "slots": (),
        "claims": (),
        "asked_by": placement.employee,
        "asked_at": NOW,
        "deadline": NOW + timedelta(days=14),
    }
    return ChangeRequest(**{**made, **changes})


def a_long_one() -> Organisation:
    """Return an organisation whose best plan takes longer to find than a test waits."""
    draw = random.Random(5)
    ids = [f"D{number}" for number in range(14)]
    pairs = draw.sample([(a, b) for a in ids for b in ids if a != b], 70)
    return an_organisation(
        cycle=a_cycle(name=CYCLE, periods=16, rest_periods=2, max_from_one_home=1),
        departments=[
            a_department(each, host_capacity=1, minimum_staffing=6, rotation_periods=3)
            for each in ids
        ],
        employees=[
            an_employee(f"e{number}", ids[number % 14], mentors=int(number < 28))
            for number in range(112)
        ],
        dependencies=[
            a_dependency(*pair, importance=draw.randint(1, 100), target=draw.randint(1, 8))
            for pair in pairs
        ],
    )


A_BEGINNING = a_plan(a_long_one(), ("e30", "D3", 0, "e3"))
"""A plan of the long one, from which a search has a better one at once."""
