"""Somebody of the story, and everything that they do in it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from planner.domain import Actor, RequestKind, RequestState, Role, Search, id_of
from planner.domain.row_changes import RowChange
from planner.workflow.add_employees import add_employees
from planner.workflow.answer_request import accept_request
from planner.workflow.ask_for_change import ask_for_change
from planner.workflow.build_plan import build_plan
from planner.workflow.calendar_feed import feed_bytes, make_feed
from planner.workflow.decide_request import approve_request, deny_request
from planner.workflow.draft_changes import Add, Change, Remove
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.edit_rows import edit_rows
from planner.workflow.import_organisation import import_organisation
from planner.workflow.look_at_request import look_at_request
from planner.workflow.next_cycle import next_cycle
from planner.workflow.plan_versions import job_now
from planner.workflow.publish_plan import publish_plan
from planner.workflow.read_inbox import read_inbox
from planner.workflow.records import verify_record
from planner.workflow.replan_cycle import replan_cycle
from planner.workflow.request_wishes import Wish
from planner.workflow.roles import disable_user
from planner.workflow.stop_job import stop_job
from planner.workflow.users import add_user
from tests.story.diary import Diary

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from planner.domain import ChangeRequest, Job, Placement
    from planner.domain.organisation import Id
    from planner.workflow.import_organisation import Imported
    from planner.workflow.next_cycle import CarriedOver
    from planner.workflow.publish_plan import Published
    from planner.workflow.records import Verified
    from planner.workflow.replan_cycle import Replanning
    from tests.story.company import Company


class Person:
    """A user of the company; ``id`` is whom of its employees they are, "" for nobody."""

    def __init__(self, company: Company, user: str, name: str, id: Id = "") -> None:
        self.company, self.user, self.name, self.id = company, user, name, id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and self.user == other.user

    def __hash__(self) -> int:
        return hash(self.user)

    def __repr__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        return Actor(self.user)

    @property
    def _who(self) -> tuple[Any, Actor]:
        return self.company.store, self.actor

    def _at(self) -> dict[str, Any]:
        return {"cycle": self.company.cycle, "now": self.company.tick()}

    # as an administrator

    def lets_in(self, name: str, *roles: Role) -> Person:
        address = f"{name.lower().replace(' ', '.')}@example.com"
        named: dict[str, Any] = {"name": name, "email": address, "roles": roles}
        user = add_user(*self._who, **named, now=self.company.tick())
        return Person(self.company, user.id, name)

    def lets_everybody_in(self) -> int:
        added = add_employees(*self._who, now=self.company.tick())
        assert added.left_out == ()
        return added.count

    def shuts_out(self, person: Person) -> None:
        assert disable_user(*self._who, person.user, now=self.company.tick())

    # as HR

    def imports(self, source: Path, *, commit: bool = True) -> Imported:
        return import_organisation(*self._who, source, commit=commit, now=self.company.tick())

    def asks_for_a_plan(self, *, seconds: float) -> Job:
        search = Search(seconds=seconds, workers=1)
        return build_plan(*self._who, search=search, **self._at())

    def stops_it_when_there_are(self, placements: int, job: Job) -> None:
        """Watch a search from outside, and stop it once the plan is large enough."""
        while (seen := job_now(*self._who, job.id, now=self.company.now)).ended_at is None:
            if seen.progress is not None and (seen.progress.placements or 0) >= placements:
                stop_job(*self._who, job.version, cycle=self.company.cycle, now=self.company.now)
            time.sleep(0.2)

    def makes_a_draft_by_hand(self) -> int:
        """Make a draft like the plan that holds, which no search changes."""
        job = build_plan(*self._who, **self._at())
        stop_job(*self._who, job.version, **self._at())
        return job.version

    def changes(self, draft: int, change: Change) -> None:
        now = self.company.tick()
        desk = EditingDesk(*self._who, draft, cycle=self.company.cycle, now=lambda: now)
        assert desk.do(change).consequence.breaks_nothing

    def takes_out(self, draft: int, placement: Placement) -> None:
        self.changes(draft, Remove(id_of(placement)))

    def puts_in(self, draft: int, placement: Placement) -> None:
        place = (placement.employee, placement.host, placement.first_day, placement.mentor)
        self.changes(draft, Add(*place))

    def publishes(self, draft: int) -> Published:
        return publish_plan(*self._who, draft, **self._at())

    def plans_anew(self, *, from_day: date, freeze_days: int, seconds: float) -> Replanning:
        store, actor = self._who
        named = {"search": Search(seconds=seconds, workers=1), **self._at()}
        return replan_cycle(store, actor, from_day=from_day, freeze_days=freeze_days, **named)

    def enters_the_leaving_of(self, person: Person, last_day: date) -> None:
        company = self.company
        (row,) = [each for each in company.organisation.employees if each.id == person.id]
        change = RowChange(row, {"ends": last_day})
        expected, now = company.revision(), company.tick()
        edit_rows(*self._who, company.cycle, "employees", [change], expected=expected, now=now)

    def opens_the_next_cycle(self, name: str, first_day: date) -> CarriedOver:
        days: dict[str, Any] = {"after": self.company.cycle, "first_day": first_day}
        return next_cycle(*self._who, name, **days, now=self.company.tick())

    def verifies_the_record(self) -> Verified:
        return verify_record(*self._who, now=self.company.tick())

    # as anybody

    def asks(
        self,
        kind: RequestKind,
        placement: Placement,
        *,
        partner: Person | None = None,
        instead: Placement | None = None,
        to: date | None = None,
        why: str = "",
    ) -> ChangeRequest:
        wish = Wish(
            kind,
            id_of(placement),
            partner=None if partner is None else partner.id,
            instead=None if instead is None else id_of(instead),
            to=to,
            comment=why,
        )
        return ask_for_change(*self._who, wish, accept_loss=True, **self._at())

    def accepts(self, request: ChangeRequest) -> None:
        accept_request(*self._who, request.id, now=self.company.tick())

    def approves(self, request: ChangeRequest, *, seen: int | None = None) -> ChangeRequest:
        now = self.company.tick()
        return approve_request(*self._who, request.id, accept_loss=True, seen=seen, now=now)

    def denies(self, request: ChangeRequest, why: str) -> None:
        after = deny_request(*self._who, request.id, why, now=self.company.tick())
        assert after.state is RequestState.DENIED

    def story_of(self, request: ChangeRequest) -> str:
        """Return how a request went, as this person is shown it."""
        return "\n".join(look_at_request(*self._who, request.id, now=self.company.now).history)

    def inbox(self) -> str:
        """Return everything that they were told in the planner, the newest first."""
        told = read_inbox(*self._who, limit=None, now=self.company.now)
        return "\n".join(f"{each.subject}\n{each.text}" for each in told)

    def mail(self) -> str:
        """Return everything that reached their mailbox."""
        (address,) = [user.email for user in self.company.users() if user.id == self.user]
        return "\n".join(self.company.mailbox[address])

    def subscribes(self) -> Diary:
        """Let their diary look at their calendar from now on."""
        company = self.company
        token = make_feed(*self._who, now=company.tick())
        return Diary(lambda: feed_bytes(company.store, token, now=company.now))
