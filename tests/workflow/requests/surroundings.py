"""A company in a database, its time, and what others do in it while requests wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from planner.domain import LIVE, ChangeRequest, Placement, Plan, PlannerError, RequestState
from planner.domain.row_changes import RowChange
from planner.workflow.delegating import delegate
from planner.workflow.edit_rows import edit_rows, undo_rows
from planner.workflow.publish_plan import publish_plan
from planner.workflow.request_clock import run_clock
from planner.workflow.roles import disable_user, enable_user
from tests.workflow.requests.books import Books
from tests.workflow.requests.office import CYCLE, NOW, Office, day, open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from planner.store import Store

PEOPLE = st.sampled_from(["pam", "sue", "fin", "sid", "xeno", "pat", "pia", "sam", "fay", "boss"])
VISITORS = st.sampled_from(["pam", "sue", "fin", "sid", "xeno"])
WEEKS = st.integers(2, 11)
DEEDS = st.one_of(
    st.tuples(st.just("publish"), VISITORS, st.none() | WEEKS),
    st.tuples(st.just("bar"), PEOPLE, st.sampled_from(["finance", "payroll"])),
    st.tuples(st.just("leave"), VISITORS, WEEKS),
    st.tuples(st.just("undo"), PEOPLE, st.none()),
    st.tuples(st.just("shut out"), PEOPLE, st.booleans()),
    st.tuples(st.just("stand in"), st.sampled_from(["pia", "fay", "boss"]), PEOPLE),
)


class Surroundings(RuleBasedStateMachine):
    """Time, new plans and other people, in any order."""

    fresh: Callable[[], Store]
    """Returns an empty database; the one before is not used any more."""

    def open(self) -> None:
        self.office: Office = open_office(type(self).fresh())
        self.office.make_administrator("xeno")
        self.store, self.now, self.books = self.office.store, NOW, Books()
        self.asked: list[str] = []
        plan = self.office.plan
        self.store.write(lambda unit: unit.feeds.update((), plan, NOW, hosts={}, people={}))

    def entries(self) -> int:
        with self.store.read() as unit:
            return unit.journal.head()[0]

    def tried(self, deed: Callable[[], Any], *, entries: Collection[int] = (1,)) -> Any:
        """Do something: it is refused and nothing was written, or it has so many entries."""
        before = self.entries()
        try:
            done = deed()
        except PlannerError as error:
            assert self.entries() == before, "what was refused left an entry"
            return error
        assert self.entries() - before in entries
        return done

    def requests(self, *states: RequestState) -> list[ChangeRequest]:
        """Return the requests in the order in which they were asked for.

        Ids are random and many are asked for at one moment, so that the database may return
        them in another order each time; the same draws have to mean the same requests.
        """
        with self.store.read() as unit:
            found = unit.requests.matching(cycle=CYCLE, states=states or None)
        return sorted(found, key=lambda each: self.asked.index(each.id))

    @rule(hours=st.sampled_from([1, 25, 60, 130]), strikes=st.booleans())
    def time_passes(self, hours: int, strikes: bool) -> None:
        self.now += timedelta(hours=hours)
        if strikes:
            assert not run_clock(self.store, now=self.now).failed
            assert all(self.now < each.deadline for each in self.requests(*LIVE))
            assert not run_clock(self.store, now=self.now)

    @rule(deed=DEEDS)
    def something_else_happens(self, deed: tuple[str, str, Any]) -> None:
        what, who, how = deed
        doing: dict[str, Callable[[str, Any], None]] = {
            "publish": self.publish,
            "bar": self.bar,
            "leave": self.leave,
            "undo": self.undo,
            "shut out": self.shut_out,
            "stand in": self.stand_in,
        }
        # What changes nothing, such as shutting out who is shut out, needs no entry.
        self.tried(lambda: doing[what](who, how), entries=(0, 1))

    def publish(self, who: str, week: int | None) -> None:
        """Hana publishes the plan with somebody's placement at another time, or without it."""
        plan, base = self.office.plan, self.office.number
        theirs = [each for each in plan if each.employee == who][:1]
        moved: list[Placement] = []
        if week is not None:
            last = day(week) + timedelta(days=6)
            moved = [Placement(who, each.host, day(week), last) for each in theirs]
        after = Plan.of([*(each for each in plan if each not in theirs), *moved])
        draft = self.store.write(
            lambda unit: unit.versions.create(
                CYCLE, title="", made_by="u-hana", made_at=self.now, base=base, plan=after
            )
        )
        publish_plan(self.store, self.office.user("hana"), draft.number, now=self.now)

    def revision(self) -> int:
        with self.store.read() as unit:
            return unit.organisations.state(CYCLE).revision

    def bar(self, who: str, host: str) -> None:
        changes = [RowChange(None, {"employee": who, "department": host, "reason": ""})]
        hana, expected = self.office.user("hana"), self.revision()
        edit_rows(self.store, hana, CYCLE, "restrictions", changes, expected=expected, now=self.now)

    def leave(self, who: str, week: int) -> None:
        with self.store.read() as unit:
            people = unit.organisations.load(CYCLE).employees
        row = next(each for each in people if each.id == who)
        changes = [RowChange(row, {"ends": day(week).isoformat()})]
        hana, expected = self.office.user("hana"), self.revision()
        edit_rows(self.store, hana, CYCLE, "employees", changes, expected=expected, now=self.now)

    def undo(self, *_: object) -> None:
        hana = self.office.user("hana")
        undo_rows(self.store, hana, CYCLE, expected=self.revision(), now=self.now)

    def shut_out(self, who: str, back: bool) -> None:
        doing = enable_user if back else disable_user
        doing(self.store, self.office.user("xeno"), f"u-{who}", now=self.now)

    def stand_in(self, holder: str, deputy: str) -> None:
        until = self.now.date() + timedelta(days=9)
        user = self.office.user(holder)
        delegate(self.store, user, holder, deputy, last_day=until, now=self.now)

    @invariant()
    def everything_holds(self) -> None:
        with self.store.read() as unit:
            self.books.check(unit)
