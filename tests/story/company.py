"""The company of the story: its clock, its plan, and who of its people a chapter is about."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from planner.domain import JobState, Role, id_of, placement_id
from planner.domain.teams import Teams
from planner.store.verify import verify
from planner.workflow.request_clock import run_clock
from planner.workflow.send_mail import send_mail
from planner.workflow.users import add_user
from planner.workflow.work_off import work_off
from tests.notify.servers import Box, serving, settings
from tests.story.person import Person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.domain import (
        ChangeRequest,
        Job,
        Organisation,
        Placement,
        Plan,
        PlanVersion,
        RequestState,
        User,
    )
    from planner.store import Store
    from planner.workflow.request_clock import Rounds


class Company:
    """Everything that happens in it happens at ``now``, which moves with each deed."""

    def __init__(self, store: Store, cycle: str) -> None:
        self.store, self.cycle = store, cycle
        self.now = datetime(2000, 1, 1, tzinfo=UTC)
        self.mailbox: defaultdict[str, list[str]] = defaultdict(list)

    def on(self, day: str) -> None:
        """Let time pass until nine in the morning of a day such as "7 March 2027"."""
        moment = datetime.strptime(f"{day} 09", "%d %B %Y %H").replace(tzinfo=UTC)
        assert moment > self.now
        self.now = moment

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    # people

    def first_user(self, name: str) -> Person:
        user = add_user(self.store, None, name=name, email=_address(name), now=self.tick())
        assert user.granted == {Role.ADMINISTRATOR}
        return Person(self, user.id, name)

    def employee(self, named: str) -> Person:
        """Return an employee, by id or by name."""
        (found,) = [each for each in self.organisation.employees if named in (each.id, each.name)]
        with self.store.read() as unit:
            user = unit.people.by_employee(found.id)
        assert user is not None
        return Person(self, user.id, found.name, found.id)

    def manager(self, person: Person) -> Person:
        found = self.teams.manager_of(person.id)
        assert found is not None
        return self.employee(found)

    def users(self) -> tuple[User, ...]:
        with self.store.read() as unit:
            return unit.people.everybody()

    # what the database holds

    @property
    def organisation(self) -> Organisation:
        with self.store.read() as unit:
            return unit.organisations.load(self.cycle)

    @property
    def teams(self) -> Teams:
        return Teams.of(self.organisation)

    @property
    def version(self) -> PlanVersion:
        """Return the published version."""
        with self.store.read() as unit:
            version = unit.versions.published(self.cycle)
        assert version is not None
        return version

    @property
    def plan(self) -> Plan:
        return self.plan_of(self.version.number)

    def plan_of(self, number: int) -> Plan:
        with self.store.read() as unit:
            return unit.versions.plan(self.cycle, number)

    def placements_of(self, person: Person) -> list[Placement]:
        return [each for each in self.plan if each.employee == person.id]

    def promised(self) -> set[str]:
        """Return the ids of the published placements that every later plan keeps."""
        rows = self.organisation.pins
        with self.store.read() as unit:
            pinned = unit.versions.pins(self.cycle, self.version.number)
        ids = {placement_id(each.employee, each.host, each.first_day) for each in rows}
        return ids | {id_of(each) for each in pinned}

    def said(self, placement: Placement) -> str:
        """Return where and when a placement is, as people read it."""
        (host,) = [d.name for d in self.organisation.departments if d.id == placement.host]
        first, last = placement.first_day, placement.last_day
        month = "" if (first.month, first.year) == (last.month, last.year) else f" {first:%B}"
        return f"{host}, {first.day}{month} to {last.day} {last:%B} {last.year}"

    def request(self, request: ChangeRequest) -> ChangeRequest:
        with self.store.read() as unit:
            return unit.requests.get(request.id)

    def state(self, request: ChangeRequest) -> RequestState:
        return self.request(request).state

    def approvers(self, request: ChangeRequest) -> list[Person]:
        """Return those who have to say yes, each once."""
        ids = dict.fromkeys(slot.approver for slot in self.request(request).slots)
        return [self.employee(each) for each in ids if each is not None]

    def revision(self) -> int:
        with self.store.read() as unit:
            return unit.organisations.state(self.cycle).revision

    def deeds(self) -> Counter[str]:
        """Return how often the record tells of each action."""
        with self.store.read() as unit:
            return Counter(entry.action for entry in unit.journal.all())

    def troubles(self) -> tuple[str, ...]:
        """Return what is wrong with the database, the record among it."""
        return verify(self.store)

    # what goes on by itself

    @contextmanager
    def a_worker(self) -> Iterator[None]:
        """Let a worker do what waits for it meanwhile; it has to come to a plan."""
        told: list[Job] = []
        now = self.tick()
        work: dict[str, Any] = {"cancel": threading.Event(), "once": True, "now": lambda: now}
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(work_off, self.store, told=told.append, **work)
            yield
            assert done.result() == 1
        assert told[-1].state in (JobState.DONE, JobState.STOPPED), told[-1].reason

    def the_clock_strikes(self) -> Rounds:
        return run_clock(self.store, now=self.tick())

    def the_mail_goes_out(self) -> int:
        """Send what waits in the outbox through a real server; return how many e-mails."""
        self.now += timedelta(hours=12)
        with serving(box := Box()) as port:
            sent = send_mail(self.store, settings(port), now=self.now)
        assert (sent.later, sent.given_up, sent.waiting, sent.trouble) == (0, 0, 0, ())
        assert len(box.taken) == sent.delivered
        for message in box.taken:
            (body,) = [each for each in message.walk() if each.get_content_type() == "text/plain"]
            self.mailbox[message["To"].addresses[0].addr_spec].append(
                f"{message['Subject']}\n{body.get_content()}"
            )
        return sent.delivered


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.com"
