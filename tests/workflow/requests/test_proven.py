"""What was proven of a plan, and what was promised in it, when a request changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain import RequestState, Search, id_of
from planner.planning import score
from planner.store import organisation_digest, plan_digest
from planner.workflow.drafts import order_for
from planner.workflow.revert_request import revert_request
from tests.workflow.requests.office import CYCLE, HOUR, NOW, Office, company, day

if TYPE_CHECKING:
    from collections.abc import Collection

    from planner.domain import ChangeRequest, Plan
    from planner.store import Unit


def prove(office: Office, pinned: Collection[str] = (), previous: Plan | None = None) -> int:
    """Publish the same plan as proven to be the best there is with these people's pins."""
    organisation, plan = company(), office.plan
    found = score(organisation, plan, previous).aims
    aims = tuple(replace(each, bound=each.value, gap=0.0) for each in found)

    def work(unit: Unit) -> int:
        pins = [id_of(each) for each in plan if each.employee in pinned]
        draft = unit.versions.create(
            CYCLE, title="", made_by="u-hana", made_at=NOW, plan=plan, pins=pins
        )
        before = unit.versions.published(CYCLE)
        return unit.versions.publish(
            CYCLE,
            draft.number,
            expected=draft.revision,
            instead_of=None if before is None else before.number,
            by="u-hana",
            at=NOW,
            checked_hash=plan_digest(plan),
            organisation_hash=organisation_digest(organisation),
            aims=aims,
        ).number

    return office.store.write(work)


def bounds(office: Office) -> dict[str, float | None]:
    """Return what is proven of the published plan."""
    with office.store.read() as unit:
        return {each.name: each.bound for each in unit.versions.get(CYCLE, office.number).aims}


def swapped(office: Office) -> ChangeRequest:
    request = office.swap()
    office.accept(request, "sue")
    return office.approve(request, "pia", "sam", "fay")


def test_a_change_keeps_what_was_proven(office: Office) -> None:
    prove(office)
    proven = bounds(office)
    assert proven["coverage"] is not None
    swapped(office)
    after = bounds(office)
    assert (after["coverage"], after["stability"]) == (proven["coverage"], None)


def test_what_was_proven_with_a_pin_is_not_once_that_has_gone(office: Office) -> None:
    prove(office, pinned=["sue"])
    swapped(office)
    assert set(bounds(office).values()) == {None}


def test_a_change_beside_a_pin_leaves_what_was_proven(office: Office) -> None:
    prove(office, pinned=["fin"])
    proven = bounds(office)
    swapped(office)
    assert bounds(office)["coverage"] == proven["coverage"]


def test_stability_counts_from_another_plan_in_each_version(office: Office) -> None:
    before = office.plan
    office.approve(office.ask("move", "fin", to=day(10)), "pia", "fay")
    prove(office, previous=before)
    assert bounds(office)["stability"] == 1
    office.approve(office.ask("move", "fin", to=day(9)), "pia", "fay")
    with office.store.read() as unit:
        aims = {each.name: each for each in unit.versions.get(CYCLE, office.number).aims}
    assert (aims["stability"].value, aims["stability"].bound) == (1, None)
    assert aims["reach"].bound is not None


def test_what_was_proven_before_a_change_is_proven_after_it_is_taken_back(office: Office) -> None:
    prove(office, pinned=["sue"])
    proven = bounds(office)
    request = swapped(office)
    assert bounds(office)["coverage"] is None
    revert_request(office.store, office.user("hana"), request.id, now=NOW + 2 * HOUR)
    assert bounds(office)["coverage"] == proven["coverage"]


def test_what_was_agreed_is_kept_by_searches_and_open_to_requests(office: Office) -> None:
    first = swapped(office)
    pins = {(each.employee, each.host, each.first_day) for each in first.takes}

    def search() -> set[tuple[object, ...]]:
        with office.store.read() as unit:
            base = unit.versions.published(CYCLE)
            assert base is not None
        draft = office.store.write(
            lambda unit: unit.versions.create(
                CYCLE, title="", made_by="u-hana", made_at=NOW, base=base.number
            )
        )
        with office.store.read() as unit:
            promised = order_for(unit, draft, Search(seconds=1)).organisation.pins
        return {(each.employee, each.host, each.first_day) for each in promised}

    assert search() == pins
    moved = office.ask("move", "pam", to=day(9))
    assert office.approve(moved, "pia", "fay").state is RequestState.APPLIED
    last = office.placement("pam")
    kept = {pin for pin in pins if pin[0] == "sue"}
    assert search() == {*kept, ("pam", last.host, last.first_day)}
