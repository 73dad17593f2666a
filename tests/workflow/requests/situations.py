"""A request of Pam's in each of its states: a swap of weeks with Sue, or an offer to all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.domain import Event, Plan, Restriction
from planner.workflow.answer_request import claim_request
from planner.workflow.delegating import delegate
from planner.workflow.request_clock import run_clock
from tests.workflow.requests.deeds import take
from tests.workflow.requests.office import NOW, Office, company, day, open_office

if TYPE_CHECKING:
    from planner.domain import ChangeRequest
    from planner.store import Store


def prepare(store: Store, name: str) -> None:
    """Bring a request into a state, by its name; "claimed" is an offer that Pat answered."""
    office = open_office(store)
    office.make_administrator("xeno")
    if name in ("open", "claimed"):
        request = office.ask("give", "pam")
    else:
        request = office.swap(send=name != "draft")
    if name == "claimed":
        claim_request(store, office.user("pat"), request.id, now=NOW)
    if name in ("pending_approval", "applied", "denied", "reverted"):
        request = office.accept(request, "sue")
        delegate(store, office.user("fay"), "fay", "flo", last_day=day(3), now=NOW)
    _end(office, request, name)


def _end(office: Office, request: ChangeRequest, name: str) -> None:
    if name in ("applied", "reverted"):
        request = office.approve(request, "pia", "sam", "fay", now=NOW)
    by = {
        "denied": (Event.DENY, "pia"),
        "declined": (Event.DECLINE, "sue"),
        "withdrawn": (Event.WITHDRAW, "pam"),
        "reverted": (Event.REVERT, "hana"),
    }.get(name)
    if by is not None:
        take(office.store, office.user(by[1]), by[0], request, NOW)
    if name == "superseded":
        office.publish(Plan.of(each for each in office.plan if each.employee != "pam"))
    if name == "invalid":
        office.change(company(restrictions=[Restriction("sue", "finance")]))
    later = timedelta(days=20) if name == "expired" else timedelta(0)
    if name in ("superseded", "invalid", "expired"):
        run_clock(office.store, now=NOW + later)
