"""Privacy: what is kept of somebody can be handed out and erased, and what is old goes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from planner.access import Action
from planner.domain import (
    Actor,
    Decision,
    Delegation,
    Edit,
    Event,
    Job,
    JobState,
    Mail,
    Message,
    NotAllowed,
    NotFound,
    Refused,
    RequestState,
    Search,
    Slot,
    SlotKind,
    Step,
    User,
)
from planner.store import verify
from planner.workflow.acting import record
from planner.workflow.erase_person import erase, erase_person, erase_user
from planner.workflow.export_person import export_person
from planner.workflow.forget_old import ANSWERS, MAIL, MESSAGES, TALK, forget_old
from planner.workflow.records import list_record, verify_record
from tests.workflow.people.company import (
    ADA,
    BEGINNING,
    CYCLE,
    HANA,
    HUGO,
    NOW,
    PAM,
    PAST,
    PIA,
    SAM,
    SUE,
    a_request,
    entries,
    everything,
    placed,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.store import Store, Unit

AFTER = placed("fay", "sales", 14)
MESSAGE = Message("u3", "Hello", "For Pamela Stone", "", "x", BEGINNING)


@pytest.fixture
def lived(store: Store) -> Store:
    """Return a database in which Pam has left traces everywhere; nothing is to come for her."""
    settle(store, (*PAST, AFTER))

    def work(unit: Unit) -> None:
        unit.requests.add(
            a_request(claims=()),
            Step(Event.SUBMIT, RequestState.PENDING_PARTNER, "u3", BEGINNING, 1, comment="Please"),
        )
        slot = Slot(1, SlotKind.HOME, "pat", "pam")
        other = a_request(
            id="r2",
            requester="pat",
            gives=(placed("pat", "sales", 20),),
            takes=(),
            partner=None,
            state=RequestState.PENDING_APPROVAL,
            slots=(slot,),
            comment="As Pamela Stone said",
        )
        unit.requests.add(other)
        to_others = replace(MESSAGE, user="u5", text="Pamela Stone asks you.")
        unit.outbox.inbox.add([MESSAGE, to_others, replace(MESSAGE, user="u5", text="Unrelated")])
        unit.outbox.put(
            [
                Mail("one u3", "u3", {"facts": {}}, BEGINNING),
                Mail("two u5", "u5", {"about": ["pam"]}, BEGINNING),
                Mail("three u5", "u5", {"about": ["sam"]}, BEGINNING),
            ]
        )
        unit.feeds.set_token("pam", "secret", BEGINNING)
        unit.people.delegations.add(
            Delegation("pia", "pam", NOW.date(), NOW.date(), "u4", BEGINNING)
        )
        draft = unit.versions.create(
            CYCLE, title="For Pamela Stone", made_by="u2", made_at=NOW, base=1
        )
        unit.edits.make(
            CYCLE,
            draft.number,
            what="Pamela Stone: moved",
            gives=(PAST[0],),
            takes=(placed("pam", "finance", 3),),
            by="u2",
            at=NOW,
            expected=draft.revision,
        )
        unit.jobs.add(
            Job("j1", CYCLE, draft.number, JobState.FAILED, Search(), "0" * 64, "u2", NOW)
        )
        unit.answers.put("u2 draft pam", {"employee": "pam"}, NOW)
        unit.answers.put("u2 draft sam", {"employee": "sam"}, NOW)
        record(unit, Actor("u4", "pam"), Action.ABSENCE_EDIT, CYCLE, "employee pam", {}, NOW)
        record(unit, SUE, Action.REQUEST_CLAIM, CYCLE, "request r1", {"claimant": "sue"}, NOW)

    store.write(work)
    return store


def traces(store: Store, *words: str) -> list[str]:
    """Return the rows that still speak of somebody."""
    return [row for row in everything(store).splitlines() if any(word in row for word in words)]


def test_an_erased_person_is_gone_and_the_counts_remain(lived: Store) -> None:
    assert traces(lived, "Pamela", "'pam'", "pam@")
    erased = erase_person(lived, HANA, "pam", now=NOW)
    assert traces(lived, "Pamela", "'pam'", '"pam"', " pam", "pam@", "dentist", "Please") == []
    assert (erased.cycles, erased.placements, erased.requests_ended) == (1, 2, 1)
    with lived.read() as unit:
        assert unit.versions.count(CYCLE, 1) == 3
        assert len(unit.organisations.load(CYCLE).employees) == 7
        visits = unit.organisations.load(CYCLE).experience
        assert [each.employee for each in visits] == [erased.stand_in]
        plan = unit.versions.plan(CYCLE, 1)
    assert {each.employee for each in plan} == {erased.stand_in, "sue", "fay"}
    assert {each.mentor for each in plan} == {"fay", erased.stand_in, None}


def test_everything_else_stays_as_it_was(lived: Store) -> None:
    erase_person(lived, HANA, "pam", now=NOW)
    with lived.read() as unit:
        assert [each.text for each in unit.outbox.inbox.of("u5")] == ["Unrelated"]
        assert unit.outbox.count_waiting() == 1
        assert unit.answers.get("u2 draft sam") == ({"employee": "sam"},)
        assert unit.people.get("u5").name == "Susan Lake"
        kept = unit.organisations.load(CYCLE)
    assert [each.employee for each in kept.preferences] == ["sue"]
    assert kept.absences == ()


def test_the_database_is_sound_afterwards_and_the_record_whole(lived: Store) -> None:
    before = entries(lived)
    erase_person(lived, HANA, "pam", now=NOW)
    assert verify(lived) == ()
    after = entries(lived)
    assert after[: len(before)] == before
    assert [each.action for each in after[len(before) :]] == ["person.erase"]
    assert verify_record(lived, HANA, now=NOW).broken is None


def test_the_record_keeps_its_entries_under_a_pseudonym(lived: Store) -> None:
    stand_in = erase_person(lived, HANA, "pam", now=NOW).stand_in
    told = list_record(lived, HANA, action="absence", now=NOW)
    assert [(line.for_whom, line.thing) for line in told] == [("Erased person", "Erased person")]
    assert [line.entry.on_behalf_of for line in told] == [stand_in]
    assert list_record(lived, HANA, employee="pam", now=NOW) == ()


def test_their_requests_end_and_hr_decides_what_was_theirs(lived: Store) -> None:
    erase_person(lived, HANA, "pam", now=NOW)
    with lived.read() as unit:
        theirs, other = unit.requests.get("r1"), unit.requests.get("r2")
        steps = unit.requests.steps("r1")
    assert theirs.state is RequestState.INVALID
    assert [each.event for each in steps] == [Event.SUBMIT, Event.INVALIDATE]
    (slot,) = other.slots
    assert (slot.kind, slot.approver, slot.decision) == (SlotKind.HR, None, Decision.PENDING)
    assert (other.state, other.comment) == (RequestState.PENDING_APPROVAL, "")


def test_erasing_twice_finds_nobody(lived: Store) -> None:
    erase_person(lived, HANA, "pam", now=NOW)
    with pytest.raises(NotFound):
        erase_person(lived, HANA, "pam", now=NOW)


def test_somebody_who_is_still_needed_is_not_erased(company: Store) -> None:
    before = everything(company)
    for employee in ("pam", "sue"):  # Sue guides Pam
        with pytest.raises(Refused, match="still needs them on 1"):
            erase_person(company, HANA, employee, now=NOW)
    assert everything(company) == before
    assert erase_person(company, HANA, "fay", now=NOW).placements == 0


@pytest.mark.parametrize("actor", [ADA, PAM, PIA, SUE, SAM])
def test_only_hr_erases(lived: Store, actor: Actor) -> None:
    before = everything(lived)
    with pytest.raises((NotAllowed, NotFound)):
        erase_person(lived, actor, "pam", now=NOW)
    assert everything(lived) == before


def test_nobody_erases_themselves_or_the_last_administrator(lived: Store) -> None:
    with pytest.raises(Refused, match="Somebody else"):
        erase_user(lived, HANA, "u2", now=NOW)
    with pytest.raises(NotAllowed, match="last administrator"):
        erase_user(lived, HANA, "u1", now=NOW)
    with pytest.raises(NotFound):
        erase_user(lived, HANA, "u99", now=NOW)
    with pytest.raises(Refused, match="Erase that employee"):
        erase_user(lived, HANA, "u5", now=NOW)


def test_a_user_who_is_no_employee_can_be_erased(lived: Store) -> None:
    assert erase(lived, HANA, "u7", now=NOW) is None
    assert traces(lived, "Hugo", "hugo@") == []
    with pytest.raises(NotAllowed):
        erase_person(lived, HUGO, "pam", now=NOW)
    assert erase(lived, HANA, "pam", now=NOW) is not None


def test_a_manager_who_is_erased_leaves_no_team_without_somebody_who_decides(lived: Store) -> None:
    erased = erase_person(lived, HANA, "pia", now=NOW)
    with lived.read() as unit:
        (pat,) = unit.organisations.employees(CYCLE, ids=["pat"])
        (stand_in,) = unit.organisations.employees(CYCLE, ids=[erased.stand_in])
    assert pat.manager == stand_in.id
    assert stand_in.ends is not None
    assert stand_in.ends < NOW.date()


@pytest.mark.parametrize("actor", [PAM, HANA])
def test_a_person_gets_everything(lived: Store, actor: Actor, tmp_path: Path) -> None:
    file = tmp_path / "pam.json"
    parts = export_person(lived, actor, "pam", file, now=NOW)
    told = json.loads(file.read_text(encoding="utf-8"))
    cycle = told["cycles"][CYCLE]
    assert cycle["employees"][0]["name"] == "Pamela Stone"
    assert cycle["absences"][0]["kind"] == "illness"
    assert len(cycle["placements"]["version 1, published"]) == 2
    assert {each["id"] for each in told["requests"]} == {"r1", "r2"}
    assert told["messages"][0]["text"] == "For Pamela Stone"
    assert told["user"]["email"] == "pam@example.org"
    assert len(told["calendar"]["events"]) == 1
    assert [each["action"] for each in told["record"]] == ["absence.edit", "request.claim"][::-1]
    assert "secret" not in file.read_text(encoding="utf-8")
    assert parts["requests"] == 2
    assert entries(lived)[-1].action == "export.make"


def test_a_manager_gets_what_managers_see(lived: Store, tmp_path: Path) -> None:
    export_person(lived, PIA, "pam", tmp_path / "pam.json", now=NOW)
    told = json.loads((tmp_path / "pam.json").read_text(encoding="utf-8"))
    assert told["cycles"]
    assert not {"messages", "calendar", "user"} & set(told)


@pytest.mark.parametrize("actor", [SUE, SAM, ADA])
def test_others_get_nothing(lived: Store, actor: Actor, tmp_path: Path) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        export_person(lived, actor, "pam", tmp_path / "pam.json", now=NOW)
    with pytest.raises(NotFound):
        export_person(lived, HANA, "nobody", tmp_path / "pam.json", now=NOW)
    assert list(tmp_path.glob("*.json")) == []


def _mail(unit: Unit) -> int:
    unit.outbox.put([Mail("old", "u3", {}, BEGINNING)])
    unit.outbox.done(["old"], BEGINNING)
    return 1


def _request(unit: Unit) -> int:
    ended = a_request(id="r9", state=RequestState.DENIED)
    unit.requests.add(
        ended, Step(Event.DENY, RequestState.DENIED, "u4", BEGINNING, 1, comment="No")
    )
    unit.requests.add(a_request())
    return 1


def _messages(unit: Unit) -> int:
    unit.outbox.inbox.add([MESSAGE])
    return 1


KINDS: dict[str, tuple[Callable[[Unit], int], timedelta]] = {
    "messages": (_messages, MESSAGES),
    "mail": (_mail, MAIL),
    "requests": (_request, TALK),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_old_goes_once_and_not_a_day_early(company: Store, kind: str) -> None:
    make, period = KINDS[kind]
    amount = company.write(make)
    assert not forget_old(company, now=BEGINNING + period)
    gone = forget_old(company, now=BEGINNING + period + timedelta(days=1))
    assert getattr(gone, kind) == amount
    assert not forget_old(company, now=BEGINNING + period + timedelta(days=2))
    (entry,) = entries(company)
    assert (entry.action, entry.user, entry.facts[kind]) == ("retention.apply", "system", "1")


def test_talk_of_requests_that_live_stays(company: Store) -> None:
    company.write(_request)
    forget_old(company, now=BEGINNING + TALK + timedelta(days=1))
    with company.read() as unit:
        assert unit.requests.get("r1").comment == "I am at the dentist."
        assert unit.requests.get("r9").comment == ""
        assert [each.comment for each in unit.requests.steps("r9")] == [""]


def test_answers_are_recognised_for_a_while(company: Store) -> None:
    company.write(lambda unit: unit.answers.put("key", 1, BEGINNING))
    assert forget_old(company, now=BEGINNING + ANSWERS).answers == 0
    assert forget_old(company, now=BEGINNING + ANSWERS + timedelta(days=1)).answers == 1


@pytest.mark.parametrize("actor", [HANA, ADA, PAM])
def test_people_do_not_shorten_what_is_kept(company: Store, actor: Actor) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        forget_old(company, actor=actor, now=NOW)


def test_an_undo_that_would_bring_somebody_back_is_gone(lived: Store) -> None:
    with lived.read() as unit:
        edits: tuple[Edit, ...] = unit.edits.list(CYCLE, 2)
    assert len(edits) == 1
    erase_person(lived, HANA, "pam", now=NOW)
    with lived.read() as unit:
        assert unit.edits.list(CYCLE, 2) == ()
        employees: set[Any] = {each.employee for each in unit.versions.plan(CYCLE, 2)}
    assert "pam" not in employees


def test_users_that_somebody_was_before_are_erased_too(lived: Store) -> None:
    former = User("u8", "Pamela Miller", "miller@example.org", "pam", frozenset(), active=False)
    lived.write(lambda unit: unit.people.add(former, by="u1", at=BEGINNING))
    erase_person(lived, HANA, "pam", now=NOW)
    assert traces(lived, "Pamela", "miller@", "'pam'") == []


def test_the_last_administrator_is_not_erased_as_an_employee_either(lived: Store) -> None:
    admin = User("u1", "Ada Admin", "ada@example.org", "olga", frozenset())
    lived.write(lambda unit: unit.people.change(admin))
    with pytest.raises(Refused, match="last administrator"):
        erase_person(lived, HANA, "olga", now=NOW)
