"""Requests that a change of the organisation makes impossible, by files or by single rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.domain import RequestState, Restriction
from planner.domain.row_changes import RowChange
from planner.exchange import write_organisation
from planner.workflow.answer_request import claim_request
from planner.workflow.edit_rows import edit_rows, undo_rows
from planner.workflow.import_organisation import Imported, import_organisation
from planner.workflow.roles import disable_user
from tests.workflow.requests.office import CYCLE, NOW, Office, company, day

if TYPE_CHECKING:
    from pathlib import Path

    from planner.domain import Organisation

GONE = "The request of Pam is no longer possible"


def brought_in(office: Office, organisation: Organisation, folder: Path) -> Imported:
    write_organisation(organisation, folder)
    return import_organisation(office.store, office.user("hana"), folder, commit=True, now=NOW)


def facts(office: Office) -> dict[str, str]:
    with office.store.read() as unit:
        return dict(unit.journal.entries(limit=1)[0].facts)


def barred(who: str, where: str) -> RowChange:
    return RowChange(None, {"employee": who, "department": where, "reason": "A conflict"})


def revision(office: Office) -> int:
    with office.store.read() as unit:
        return unit.organisations.state(CYCLE).revision


def test_an_import_ends_what_it_makes_impossible(office: Office, tmp_path: Path) -> None:
    give, drop = office.ask("give", "pam", partner="pat"), office.ask("drop", "fin")
    office.accept(give, "pat")
    office.approve(give, "fay")
    entries = len(office.entries())
    done = brought_in(office, company(restrictions=[Restriction("pat", "finance")]), tmp_path)
    ended = office.get(give)
    assert ended.state is RequestState.INVALID
    assert "Pat" in ended.reason
    assert office.get(drop) == drop
    # One deed, one entry; whoever was asked is told, and so is who had approved already.
    assert len(office.entries()) == entries + 1
    assert facts(office)["requests ended"] == give.id
    for who in ("pam", "pat", "pia", "fay"):
        assert office.told(who)[-1] == GONE
    assert GONE not in office.told("hana") + office.told("fin")
    assert done.effects[-1] == (
        "1 change request ended because of this. Everybody who was asked is told."
    )


def test_who_is_gone_from_the_files_is_still_called_by_name(office: Office, tmp_path: Path) -> None:
    swap = office.swap()
    here = company()
    people = [each for each in here.employees if each.id != "sue"]
    brought_in(office, company(employees=people), tmp_path)
    assert office.get(swap).state is RequestState.INVALID
    assert office.get(swap).reason == "Sue does not work here any more."
    assert office.told("pam") == [GONE]


def test_a_host_or_mentor_that_is_gone_is_the_reason(office: Office, tmp_path: Path) -> None:
    swap, drop = office.swap(), office.ask("drop", "sid")
    here = company()
    brought_in(
        office,
        company(
            departments=[each for each in here.departments if each.id != "archive"],
            employees=[each for each in here.employees if each.department != "archive"],
            dependencies=[each for each in here.dependencies if each.provider != "archive"],
        ),
        tmp_path,
    )
    assert office.get(swap).state is RequestState.PENDING_PARTNER
    ended = office.get(drop)
    assert ended.state is RequestState.INVALID
    assert ended.reason == (
        "The department that Sid would have visited from 1 March 2027 is not there any more."
    )


def test_an_edit_of_a_row_ends_what_it_makes_impossible(office: Office) -> None:
    give = office.ask("give", "pam", partner="pat")
    changes = [barred("pat", "finance")]
    hana, before = office.user("hana"), revision(office)
    edit_rows(office.store, hana, CYCLE, "restrictions", changes, expected=before, now=NOW)
    assert office.get(give).state is RequestState.INVALID
    assert facts(office)["requests ended"] == give.id
    # Taking the edit back does not bring it to life again.
    undo_rows(office.store, hana, CYCLE, expected=before + 1, now=NOW)
    assert office.get(give).state is RequestState.INVALID


def test_who_manages_nobody_any_more_decides_nothing(office: Office, tmp_path: Path) -> None:
    drop = office.ask("drop", "fin")
    people = [
        replace(each, manager="pat") if each.manager == "pia" and each.id != "pat" else each
        for each in company().employees
    ]
    people = [replace(each, manager="boss") if each.id == "pat" else each for each in people]
    brought_in(office, company(employees=people), tmp_path)
    assert [slot.approver for slot in office.get(drop).slots] == ["fay", "boss"]
    assert facts(office)["requests passed on"] == drop.id
    assert office.told("boss") == ["A request of Fin waits for your decision"]


def test_whoever_is_shut_out_has_nothing_left_to_decide(office: Office) -> None:
    drop = office.ask("drop", "fin")
    office.make_administrator("xeno")
    disable_user(office.store, office.user("xeno"), "u-pia", now=NOW)
    assert [slot.approver for slot in office.get(drop).slots] == ["fay", "boss"]
    assert facts(office) == {"requests passed on": drop.id}
    assert office.approve(drop, "fay", "boss").state is RequestState.APPLIED


def test_what_a_request_made_does_not_hold_up_the_next_one(office: Office) -> None:
    office.approve(office.ask("move", "sid", to=day(10)), "sam", "hana")
    with office.store.read() as unit:
        assert unit.organisations.load(CYCLE).pins == ()
    again = office.ask("move", "sid", to=day(9))
    assert office.approve(again, "sam", "hana").state is RequestState.APPLIED


def test_what_the_organisation_promised_is_kept(office: Office) -> None:
    move, drop = office.ask("move", "sid", to=day(10)), office.ask("drop", "fin")
    promised = [RowChange(None, {"employee": "sid", "host": "archive", "first_day": day(8)})]
    hana, expected = office.user("hana"), revision(office)
    edit_rows(office.store, hana, CYCLE, "pins", promised, expected=expected, now=NOW)
    assert office.get(move).state is RequestState.INVALID
    assert office.get(drop).state is RequestState.PENDING_APPROVAL


def test_an_offer_goes_on_without_who_may_no_longer_take_it(office: Office) -> None:
    offer = office.ask("give", "pam")
    for who in ("pat", "sid"):
        claim_request(office.store, office.user(who), offer.id, now=NOW)
    hana, expected = office.user("hana"), revision(office)
    changes = [barred("pat", "finance")]
    edit_rows(office.store, hana, CYCLE, "restrictions", changes, expected=expected, now=NOW)
    kept = office.get(offer)
    assert (kept.state, [each.employee for each in kept.claims]) == (RequestState.OPEN, ["sid"])
