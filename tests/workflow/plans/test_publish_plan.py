"""Publishing: one transaction, checked, told, and done once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Closure,
    ClosureKind,
    Conflict,
    Employee,
    NotAllowed,
    NotFound,
    Plan,
    PlannerError,
    Refused,
    RequestState,
    VersionState,
    id_of,
)
from planner.planning import score
from planner.store import plan_digest, verify
from planner.workflow import publish_plan as publishing
from planner.workflow.check_draft import check_draft
from planner.workflow.compare_plans import compare_plans
from planner.workflow.draft_changes import Add, Move, Remove
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.publish_plan import publish_plan
from planner.workflow.publish_readiness import see_readiness
from planner.workflow.waive_rules import agree_to_waiver, ask_waiver
from tests.builders import a_department, a_placement
from tests.workflow.plans.office import (
    ADMIN,
    BROKEN,
    COMPANY,
    CYCLE,
    FIRST,
    HANNA,
    HENRY,
    MOVED,
    NOW,
    Office,
    a_move,
)

if TYPE_CHECKING:
    from planner.domain import Mail, PlanVersion

ADA, AL, PAT, PAM = FIRST.placements


def publish(office: Office, number: int, **named: object) -> publishing.Published:
    return publish_plan(office.store, HANNA, number, now=office.later(minutes=1), **named)  # type: ignore[arg-type]


def waiting(office: Office) -> list[Mail]:
    """Return the mail that waits, as a sender gets it."""
    now = office.now
    claimed = office.store.write(
        lambda unit: unit.outbox.claim("sender", now, now + timedelta(minutes=5))
    )
    return [mail for of_user in claimed for mail in of_user]


def desk(office: Office, number: int) -> EditingDesk:
    return EditingDesk(office.store, HANNA, number, now=lambda: office.now)


def test_a_draft_becomes_the_plan_that_holds(office: Office) -> None:
    number = office.draft()
    done = publish(office, number)

    version = office.version(number)
    assert done.version == version
    assert (version.state, version.published_by) == (VersionState.PUBLISHED, "hanna")
    assert version.published_at == office.now
    assert version.checked_hash == plan_digest(FIRST)
    assert version.aims == score(COMPANY, FIRST).aims
    assert '"aims": ["requirements"' in version.rules
    with office.store.read() as unit:
        state = unit.organisations.state(CYCLE)
        assert (state.published, state.digest) == (number, version.organisation_hash)
        (event,) = unit.feeds.events("ada")
        assert (event.uid, event.host_name, event.sequence) == (id_of(ADA), "Payroll", 0)
    assert len(office.entries()) == 1
    assert verify(office.store) == ()


def test_everybody_concerned_is_told_once(office: Office) -> None:
    office.published()
    told = {user: len(office.inbox(user)) for user in ("ada", "al", "pat", "boss", "pia", "fin")}
    assert told == {"ada": 1, "al": 1, "pat": 1, "boss": 1, "pia": 1, "fin": 0}
    with_calendar = {mail.user: "calendar" in mail.payload for mail in waiting(office)}
    assert with_calendar == dict.fromkeys(("ada", "al", "pam", "pat"), True) | {
        "boss": False,
        "pia": False,
    }

    second = publish(office, office.draft(MOVED))

    assert [len(office.inbox(user)) for user in ("ada", "al", "pam", "boss", "pia")] == [
        2,
        1,
        2,
        2,
        2,
    ]
    assert second.told == 4
    assert "Payroll" in office.inbox("ada")[0].text


def test_the_next_version_takes_the_place_of_the_one_before(office: Office) -> None:
    office.published()
    done = publish(office, office.draft(MOVED))

    assert (done.instead_of, done.placements) == (1, 3)
    assert office.version(1).state is VersionState.SUPERSEDED
    assert office.plan(1) == FIRST
    with office.store.read() as unit:
        uids = {event.uid: event.cancelled for event in unit.feeds.events("ada")}
        assert uids == {id_of(ADA): True, id_of(a_placement(COMPANY, "ada", "P", 4)): False}
        (kept,) = unit.feeds.events("al")
        assert (kept.sequence, kept.cancelled) == (0, False)
    assert verify(office.store) == ()


def test_publishing_twice_does_it_once(office: Office) -> None:
    number = office.draft()
    expected = office.version(number).revision
    first = publish(office, number, expected=expected)
    entries, inbox = office.entries(), office.inbox("ada")

    again = publish(office, number, expected=expected)

    assert (first.already, again.already, again.version) == (False, True, first.version)
    assert (office.entries(), office.inbox("ada")) == (entries, inbox)
    with pytest.raises(Refused, match="only a draft"):
        publish(office, number, expected=99)


def test_publishing_again_with_its_key_does_nothing_whatever_came_after(office: Office) -> None:
    office.published()
    office.add_request(a_move(ADA))
    number = office.draft(MOVED)
    first = publish(office, number, key="button 1")
    publish(office, office.draft())
    entries = office.entries()

    again = publish(office, number, key="button 1")

    assert (first.overtaken, first.instead_of, first.told) == (("r1",), 1, 4)
    assert replace(again, version=first.version) == first
    assert again.version.state is VersionState.SUPERSEDED
    assert office.entries() == entries
    with pytest.raises(Refused, match="only a draft"):
        publish(office, number, key="button 2")


def test_of_several_who_publish_at_once_one_wins(office: Office) -> None:
    numbers = [office.draft() for _ in range(4)]
    start = threading.Barrier(4)

    def go(number: int) -> publishing.Published | PlannerError:
        start.wait(60)
        try:
            return publish_plan(office.store, HANNA, number, now=office.now)
        except PlannerError as error:
            return error

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(go, numbers))

    assert [each for each in found if not isinstance(each, publishing.Published)] == []
    states = sorted(office.version(number).state for number in numbers)
    assert states == [VersionState.PUBLISHED, *[VersionState.SUPERSEDED] * 3]
    assert len(office.entries()) == 4
    assert verify(office.store) == ()


def test_a_draft_that_has_changed_is_not_published_unseen(office: Office) -> None:
    number = office.draft()
    seen = office.version(number).revision
    desk(office, number).do(Remove(id_of(ADA)))
    with pytest.raises(Conflict, match="Somebody else"):
        publish(office, number, expected=seen)
    assert office.version(number).state is VersionState.DRAFT


def test_what_changes_between_check_and_publishing_is_checked_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = office.draft()
    check, checks = check_draft, []

    def checked(*given: object) -> object:
        found = check(*given)  # type: ignore[arg-type]
        checks.append(found)
        return found

    monkeypatch.setattr(publishing, "check_draft", checked)
    publish(office, number)
    assert len(checks) == 1

    number = office.draft()
    before = publishing._checked_before

    def overtaken(*given: object) -> object:
        found = before(*given)  # type: ignore[arg-type]
        threading.Thread(target=changes).start()
        return found

    done = threading.Event()

    def changes() -> None:
        office.change_organisation(
            departments=(*COMPANY.departments[1:], a_department("S", name="Sales", host_capacity=0))
        )
        done.set()

    monkeypatch.setattr(publishing, "_checked_before", overtaken)
    real = office.store.write

    def write(work: object, **named: object) -> object:
        if threading.current_thread() is threading.main_thread():
            assert done.wait(60)
        return real(work, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(office.store, "write", write)
    with pytest.raises(Refused, match="Sales"):
        publish(office, number)
    assert len(checks) == 3
    assert office.version(number).state is VersionState.DRAFT


def test_a_draft_that_breaks_rules_is_not_published(office: Office) -> None:
    number = office.draft(BROKEN)
    (sentence,) = (each.sentence for each in score(COMPANY, BROKEN).violations)
    with pytest.raises(Refused) as refusal:
        publish(office, number)
    assert sentence in refusal.value.sentences
    assert f"planner plan publish {number} --waive REASON" in refusal.value.sentences[-1]
    found = see_readiness(office.store, HANNA, number, now=office.now)
    assert (found.ready, found.broken, found.obstacles) == (False, (sentence,), ())
    assert office.entries() == []


def asked(office: Office, plan: Plan = BROKEN) -> int:
    number = office.draft(plan)
    ask_waiver(office.store, HANNA, number, " The audit. ", now=office.now)
    return number


def test_a_second_person_agrees_to_broken_rules(office: Office) -> None:
    number = asked(office)
    assert [message.user for message in office.inbox("henry")] == ["henry"]
    assert office.inbox("hanna") == ()
    with pytest.raises(Refused, match=r"second HR person has to agree"):
        publish(office, number)

    agree_to_waiver(office.store, HENRY, number, now=office.now)
    agree_to_waiver(office.store, HENRY, number, now=office.now)
    assert see_readiness(office.store, HANNA, number, now=office.now).ready
    publish(office, number)

    waiver = office.version(number).waiver
    assert waiver is not None
    assert (waiver.reason, waiver.asked_by, waiver.agreed_by) == ("The audit.", "hanna", "henry")
    assert waiver.sentences == tuple(each.sentence for each in score(COMPANY, BROKEN).violations)
    actions = [entry.action for entry in office.entries()]
    assert actions == ["draft.publish", "draft.waive", "draft.publish"]


def test_nobody_agrees_with_themselves(office: Office) -> None:
    number = asked(office)
    with pytest.raises(NotAllowed):
        agree_to_waiver(office.store, HANNA, number, now=office.now)
    with pytest.raises(NotFound):
        agree_to_waiver(office.store, ADMIN, number, now=office.now)
    waiver = office.version(number).waiver
    assert waiver is not None
    assert waiver.agreed_by is None


def test_a_change_of_the_draft_ends_the_waiver(office: Office) -> None:
    number = asked(office)
    agree_to_waiver(office.store, HENRY, number, now=office.now)
    here = desk(office, number)
    here.do(Add("flo", "S", COMPANY.cycle.first_day))
    assert office.version(number).waiver is None
    with pytest.raises(Refused, match="breaks rules"):
        publish(office, number)
    here.undo()
    with pytest.raises(Refused, match="Nobody asks for a waiver"):
        agree_to_waiver(office.store, HENRY, number, now=office.now)


def test_a_waiver_does_not_excuse_what_an_organisation_breaks_later(office: Office) -> None:
    number = asked(office)
    agree_to_waiver(office.store, HENRY, number, now=office.now)
    first = COMPANY.cycle.first_day
    closure = Closure("P", first, first + timedelta(days=6), ClosureKind.BOTH)
    office.change_organisation(closures=(closure,))
    with pytest.raises(Refused, match="does not speak of all of this"):
        publish(office, number)


@pytest.mark.parametrize(
    ("plan", "reason", "sentence"),
    [(FIRST, "Why not.", "breaks no rule"), (BROKEN, "  ", "Say why")],
)
def test_a_waiver_needs_a_reason_and_something_broken(
    office: Office, plan: Plan, reason: str, sentence: str
) -> None:
    number = office.draft(plan)
    with pytest.raises(Refused, match=sentence):
        ask_waiver(office.store, HANNA, number, reason, now=office.now)


def test_requests_about_what_changed_are_overtaken(office: Office) -> None:
    office.published()
    office.add_request(a_move(ADA))
    office.add_request(a_move(AL, id="r2"))
    offered = replace(
        a_move(PAM, id="r3"), state=RequestState.DRAFT, asked_at=NOW + timedelta(hours=1)
    )
    office.add_request(offered)
    number = office.draft(MOVED)
    ready = see_readiness(office.store, HANNA, number, now=office.now)
    assert [request.id for request in ready.overtakes] == ["r1", "r3"]

    done = publish(office, number)

    assert done.overtaken == ("r1", "r3")
    request = office.request("r1")
    assert (request.state, request.revision) == (RequestState.SUPERSEDED, 2)
    assert request.reason.startswith(f"Version {number} of the plan changed")
    assert office.request("r2").state is RequestState.PENDING_APPROVAL
    assert office.request("r3").state is RequestState.SUPERSEDED
    assert "overtook" in "".join(message.subject for message in office.inbox("ada"))
    with office.store.read() as unit:
        (step,) = unit.requests.steps("r1")
        assert (step.state, step.version) == (RequestState.SUPERSEDED, number)
    entry = office.entries()[-1]
    assert (entry.action, entry.facts["overtaken"]) == ("draft.publish", "r1 r3")
    assert len(office.entries()) == 2


def applied_move(office: Office) -> None:
    """Let a request of Ada's be applied as version 2."""
    moved = a_move(ADA)
    plan = Plan.of([*(each for each in FIRST if each != ADA), *moved.takes])
    office.add_request(moved)

    def work(unit: object) -> None:
        from planner.store import Unit

        assert isinstance(unit, Unit)
        version = unit.versions.apply(
            CYCLE,
            1,
            gives=moved.gives,
            takes=moved.takes,
            title="A change",
            by="boss",
            at=office.now,
            checked_hash=plan_digest(plan),
            organisation_hash="",
        )
        after = replace(
            moved,
            state=RequestState.APPLIED,
            applied_at=office.now,
            applied_version=version.number,
        )
        unit.requests.save(after, 1)

    office.store.write(work)


def test_a_draft_does_not_take_back_what_was_agreed_since(office: Office) -> None:
    office.published()
    number = office.draft(FIRST, base=1)
    applied_move(office)

    with pytest.raises(Refused) as refusal:
        publish(office, number)

    told = "\n".join(refusal.value.sentences)
    assert "Ada's visit to Payroll from 18 January 2027 was put into the plan" in told
    assert "Ada's visit to Payroll from 4 January 2027 was taken out of the plan" in told
    desk(office, number).do(Move(id_of(ADA), ADA.first_day + timedelta(weeks=2)))
    assert publish(office, number).instead_of is not None


def test_a_draft_that_knew_of_what_was_agreed_may_change_it(office: Office) -> None:
    office.published()
    applied_move(office)
    with office.store.read() as unit:
        published = unit.versions.published(CYCLE)
    assert published is not None
    number = office.draft(FIRST, base=published.number)
    assert publish(office, number).instead_of == published.number


def test_a_draft_that_is_searched_for_is_not_published(office: Office) -> None:
    office.build()
    with pytest.raises(Refused, match="A search for draft 1 goes on"):
        publish(office, 1)


def test_a_draft_with_somebody_who_has_left_is_not_published(office: Office) -> None:
    number = office.draft()
    stay: tuple[Employee, ...] = tuple(e for e in COMPANY.employees if e.id != "ada")
    office.change_organisation(employees=stay)
    with pytest.raises(Refused, match="not in the organisation any more"):
        publish(office, number)


def test_bounds_are_kept_for_a_plan_as_it_was_found(office: Office) -> None:
    number = office.draft()
    worth = score(COMPANY, FIRST).aims
    known = [replace(aim, bound=aim.value, gap=0.0) for aim in worth[:2]]

    def work(unit: object) -> None:
        unit.versions.value(CYCLE, number, known)  # type: ignore[attr-defined]

    office.store.write(work)
    publish(office, number)
    version: PlanVersion = office.version(number)
    assert version.aims == (*known, *worth[2:])


def test_what_was_proven_for_another_organisation_is_not_proven(office: Office) -> None:
    number = office.draft()
    known = [replace(aim, bound=aim.value, gap=0.0) for aim in score(COMPANY, FIRST).aims]
    office.store.write(lambda unit: unit.versions.value(CYCLE, number, known))
    roomier = (*COMPANY.departments[:2], a_department("F", name="Finance", host_capacity=3))
    office.change_organisation(departments=roomier)
    compared = compare_plans(office.store, HANNA, number, number, now=office.now)
    assert {aim.bound_after for aim in compared.comparison.aims} == {None}
    publish(office, number)
    assert {aim.bound for aim in office.version(number).aims} == {None}
