"""The company of `tests.workflow.requests.office` in the situations that permissions are tried in.

Pam, of Payroll, goes to Finance. Pia is her manager and Fay the manager of Finance; Sid stands in
for Pia. Sue is who Pam would swap with, Sam is Sue's manager, Pat is a colleague, and the boss
manages others. Hana and Hugo are HR, Ada is the administrator. Gus was disabled.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from planner.domain import GRANTED, SYSTEM, Actor, Role, User
from planner.domain.row_changes import RowChange
from planner.exchange import write_organisation
from planner.store import Store, open_store
from planner.workflow.answer_request import claim_request
from planner.workflow.build_plan import build_plan
from planner.workflow.calendar_feed import make_feed
from planner.workflow.delegating import delegate
from planner.workflow.draft_changes import Pin
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.edit_rows import edit_rows
from planner.workflow.export_organisation import export_organisation
from planner.workflow.next_cycle import next_cycle
from planner.workflow.waive_rules import ask_waiver
from tests.builders import a_plan
from tests.workflow.requests.office import CYCLE, NOW, VISITS, Office, company, day, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.domain import ChangeRequest

WHO = ("nobody", "gus", "pam", "sue", "pat", "pia", "sam", "fay", "boss", "sid", "hana", "ada")
"""In the order of the table; the last one, the planner itself, is nobody's user."""

USERS = {"ada": frozenset({Role.ADMINISTRATOR}), "hugo": frozenset({Role.HR}), "gus": GRANTED}
"""Those who are not in the company of `tests.workflow.requests.office`."""

OTHER = [*VISITS[:4], ("xeno", "sales", 10)]
"""A plan that keeps every rule, as the published one does."""

BROKEN = [*VISITS, ("flo", "sales", 7), ("fay", "sales", 7), ("fin", "sales", 7)]
"""A plan that breaks rules: no dependency of the company leads from Finance to Sales."""


def actor(who: str) -> Actor:
    return SYSTEM if who == "planner" else Actor(f"u-{who}")


def entries(store: Store) -> int:
    with store.read() as unit:
        return unit.journal.head()[0]


def revision(store: Store) -> int:
    with store.read() as unit:
        return unit.organisations.state(CYCLE).revision


def the_request(store: Store) -> str:
    """Return the id of the one request."""
    with store.read() as unit:
        (request,) = unit.requests.matching(cycle=CYCLE)
        return request.id


class Prepared:
    """Every situation as a file, made when it is asked for first."""

    def __init__(self, empty: Path, folder: Path) -> None:
        self._empty, self.folder = empty, folder
        self._made: set[str] = set()

    def copy(self, situation: str, target: Path) -> Store:
        """Return a database of one's own in a situation."""
        if situation not in self._made:
            with _opened(self._empty, self._file(situation)) as store:
                office = settle(store, company(), a_plan(company(), *VISITS))
                _add_people(office)
                SITUATIONS[situation](office, self.folder)
            self._made.add(situation)
        return _opened(self._file(situation), target)

    def _file(self, situation: str) -> Path:
        return self.folder / f"{situation.replace(' ', '-')}.sqlite"


def _opened(source: Path, target: Path) -> Store:
    shutil.copy(source, target)
    store = open_store(str(target), ready=False)
    event.listen(
        store.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
    )
    return store


def _add_people(office: Office) -> None:
    def work(unit: Any) -> None:
        for who, granted in USERS.items():
            user = User(f"u-{who}", who.title(), f"{who}@example.com", None, granted)
            unit.people.add(user, by="u-ada", at=NOW)
        unit.people.disable("u-gus")

    office.store.write(work)
    delegate(office.store, actor("pia"), "pia", "sid", last_day=day(3), now=NOW)


def _drafts(office: Office, _: Path) -> None:
    """Draft 2 is sound and was edited, 3 breaks a rule, 4 as well; of 4 a waiver was asked for.

    For draft 5 a search waits.
    """

    def draft(visits: list[Any]) -> Callable[[Any], Any]:
        plan = a_plan(company(), *visits)
        return lambda unit: unit.versions.create(
            CYCLE, title="A draft", made_by="u-hugo", made_at=NOW, base=1, plan=plan
        )

    for visits in (OTHER, BROKEN, BROKEN):
        office.store.write(draft(visits))
    desk = EditingDesk(office.store, actor("hugo"), 2, now=lambda: NOW)
    one, other = list(desk.board.placements)[:2]
    desk.do(Pin(one))
    desk.do(Pin(other))
    desk.undo()
    ask_waiver(office.store, actor("hugo"), 4, "We need it.", now=NOW)
    build_plan(office.store, actor("hugo"), now=NOW)


def _edited(office: Office, _: Path) -> None:
    """Everybody who may has edited something that can be taken back."""

    def edit(who: str, table: str, cells: dict[str, str]) -> None:
        change = [RowChange(None, cells)]
        edit_rows(
            office.store, actor(who), CYCLE, table, change, expected=revision(office.store), now=NOW
        )

    days = {"first_day": "2027-02-01", "last_day": "2027-02-01"}
    edit("hana", "absences", {"employee": "sue", **days})
    edit("pia", "absences", {"employee": "pat", **days})
    edit("pam", "preferences", {"employee": "pam", "department": "finance", "score": "1"})


def _files(office: Office, folder: Path) -> None:
    """``whole`` is the organisation with another name for a department, ``share`` Pia's own.

    In the share Pat is absent for a day.
    """
    whole = company()
    departments = (replace(whole.departments[0], name="Archives"), *whole.departments[1:])
    write_organisation(replace(whole, departments=departments), folder / "whole")
    export_organisation(office.store, actor("pia"), folder / "share", now=NOW)
    absences = folder / "share" / "absences.csv"
    absences.write_text(absences.read_text() + "pat,2027-02-01,2027-02-01,\n")


def _next(office: Office, _: Path) -> None:
    """A cycle follows, and the plan of the one before was changed since."""
    next_cycle(office.store, actor("hugo"), "Autumn", after=CYCLE, first_day=day(20), now=NOW)
    office.publish(a_plan(company(), *OTHER))


def _open_offer(office: Office, _: Path) -> None:
    office.ask("give", "pam")


def _claimed(office: Office, folder: Path) -> None:
    _open_offer(office, folder)
    claim_request(office.store, actor("pat"), the_request(office.store), now=NOW)


def _to_be_approved(office: Office, *_: Any) -> ChangeRequest:
    return office.accept(office.swap(), "sue", now=NOW)


def _with_hr(office: Office, _: Path) -> None:
    """Xeno has no manager, so that HR answers; the host's manager has answered."""
    request = office.ask("drop", "xeno")
    office.approve(request, "sam", now=NOW)


def _applied(office: Office, _: Path) -> None:
    office.approve(_to_be_approved(office), "pia", "sam", "fay", now=NOW)


SITUATIONS: dict[str, Callable[[Office, Path], object]] = {
    "plain": lambda office, _: None,
    "drafts": _drafts,
    "edited": _edited,
    "files": _files,
    "next cycle": _next,
    "calendar": lambda office, _: make_feed(office.store, actor("pam"), now=NOW),
    "request kept": lambda office, _: office.swap(send=False),
    "request sent": lambda office, _: office.swap(),
    "offer": _open_offer,
    "claimed": _claimed,
    "to be approved": _to_be_approved,
    "with HR": _with_hr,
    "applied": _applied,
}
