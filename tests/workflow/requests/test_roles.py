"""Every transition of the table, tried by everybody: those who may, and nobody else."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.domain import Actor, Event, NotAllowed, NotFound, Refused, RequestState
from planner.domain.request_table import events_in
from planner.workflow.answer_request import pick_claim
from tests.databases import _opened
from tests.workflow.requests.deeds import EVENTS, take
from tests.workflow.requests.office import CYCLE, NOW, Office
from tests.workflow.requests.situations import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.domain import ChangeRequest

EVERYBODY = ("pam", "sue", "pia", "sam", "fay", "flo", "pat", "fin", "xeno", "boss", "hana")
"""Requester, partner, their managers, the host's, its deputy, a colleague, a stranger, the
administrator, everybody's manager, HR."""

INVOLVED = ("pam", "sue", "pia", "hana")

WHO = {
    (RequestState.DRAFT, Event.SUBMIT): {"pam", "pia", "hana"},
    (RequestState.DRAFT, Event.WITHDRAW): {"pam"},
    # No dependency leads the others to Finance.
    (RequestState.OPEN, Event.CLAIM): {"pat", "pia", "sam"},
    (RequestState.OPEN, Event.PICK): {"pam"},
    (RequestState.OPEN, Event.WITHDRAW): {"pam"},
    (RequestState.PENDING_PARTNER, Event.ACCEPT): {"sue"},
    (RequestState.PENDING_PARTNER, Event.DECLINE): {"sue"},
    (RequestState.PENDING_PARTNER, Event.WITHDRAW): {"pam"},
    (RequestState.PENDING_APPROVAL, Event.APPROVE): {"pia", "sam", "fay", "flo"},
    (RequestState.PENDING_APPROVAL, Event.DENY): {"pia", "sam", "fay", "flo"},
    (RequestState.PENDING_APPROVAL, Event.WITHDRAW): {"pam"},
    (RequestState.APPLIED, Event.REVERT): {"hana"},
}
"""Who may bring each transition about; whatever is not here does not happen."""

CELLS = [
    pytest.param(state, event, who, who in may, id=f"{state}-{event}-{who}")
    for (state, event), may in WHO.items()
    for who in EVERYBODY
]


@pytest.fixture(scope="module")
def prepared(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Return a function that makes the database of a situation, each once."""
    folder, made = tmp_path_factory.mktemp("situations"), dict[str, Path]()

    def file_of(name: str) -> Path:
        if name not in made:
            made[name] = folder / f"{name}.sqlite"
            shutil.copy(sqlite_template, made[name])
            with _opened(str(made[name])) as store:
                prepare(store, name)
        return made[name]

    return file_of


@contextmanager
def situation(file: Path, folder: Path) -> Iterator[tuple[Office, ChangeRequest]]:
    """Open a copy of a situation; yield it with the one request in it."""
    copy = folder / "copy.sqlite"
    shutil.copy(file, copy)
    with _opened(str(copy)) as store:
        with store.read() as unit:
            (request,) = unit.requests.matching(cycle=CYCLE)
        yield Office(store), request


@pytest.mark.parametrize(("state", "event", "who", "may"), CELLS)
def test_every_transition_by_everybody(
    state: RequestState,
    event: Event,
    who: str,
    may: bool,
    prepared: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    name = "claimed" if event is Event.PICK else state.value
    with situation(prepared(name), tmp_path) as (office, request):
        assert request.state is state
        entries = office.entries()
        if not may:
            with pytest.raises((NotAllowed, NotFound)):
                take(office.store, office.user(who), event, request, NOW)
            assert (office.get(request), office.entries()) == (request, entries)
            return
        after = take(office.store, office.user(who), event, request, NOW)
        assert after.revision == request.revision + 1
        assert len(office.entries()) == len(entries) + 1
        with office.store.read() as unit:
            step = unit.requests.steps(request.id)[-1]
        assert (step.event, step.user, step.state) == (event, f"u-{who}", after.state)


@pytest.mark.parametrize("people", [INVOLVED, pytest.param(EVERYBODY, marks=pytest.mark.slow)])
@pytest.mark.parametrize("state", RequestState)
def test_nothing_else_happens_to_anybody(
    state: RequestState,
    people: tuple[str, ...],
    prepared: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    never = [event for event in EVENTS if (state, event) not in WHO]
    assert not {*never} & {*events_in(state)}
    with situation(prepared(state.value), tmp_path) as (office, request):
        assert request.state is state
        entries = office.entries()
        for event in never:
            for who in people:
                with pytest.raises((NotAllowed, NotFound, Refused)):
                    take(office.store, office.user(who), event, request, NOW)
        assert (office.get(request), office.entries()) == (request, entries)


def test_a_user_who_does_not_exist_may_nothing(office: Office) -> None:
    request = office.swap()
    for event in EVENTS:
        with pytest.raises(NotAllowed, match="no user"):
            take(office.store, Actor("u-nobody"), event, request, NOW)


def test_a_demoted_manager_decides_nothing_any_more(office: Office) -> None:
    request = office.ask("drop", "fin")
    office.revoke_user("pia")
    with pytest.raises(NotAllowed, match="no longer use the planner"):
        office.approve(request, "pia")
    assert office.get(request).state is RequestState.PENDING_APPROVAL


def test_a_step_in_the_wrong_state_says_where_the_request_stands(office: Office) -> None:
    request = office.swap()
    with pytest.raises(Refused, match="waiting for the colleague"):
        pick_claim(office.store, office.user("pam"), request.id, "sue", now=NOW)
