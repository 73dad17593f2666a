"""Many at the same moment: one wins, the others are told; and sending again does no harm."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Actor,
    ChangeRequest,
    RequestKind,
    RequestState,
    VersionState,
    id_of,
)
from planner.planning import score
from planner.store import plan_digest
from planner.workflow.ask_for_change import ask_for_change
from planner.workflow.request_wishes import Wish
from planner.workflow.withdraw_request import withdraw_request
from tests.workflow.requests.crowd import a_crowd, approve_at_once, ask_all
from tests.workflow.requests.office import CYCLE, NOW, Office

if TYPE_CHECKING:
    from planner.domain import Placement
    from planner.store import Store


def check_books(office: Office, requests: list[str]) -> None:
    """See that each request was applied once, one version after the other, and nothing else."""
    with office.store.read() as unit:
        asked = [unit.requests.get(each) for each in requests]
        assert {each.state for each in asked} == {RequestState.APPLIED}
        made = sorted(each.applied_version or 0 for each in asked)
        assert made == list(range(2, len(requests) + 2))
        versions = unit.versions.list(CYCLE)
        assert Counter(each.state for each in versions) == {
            VersionState.PUBLISHED: 1,
            VersionState.SUPERSEDED: len(requests),
        }
        first, last = unit.versions.plan(CYCLE, 1), unit.versions.plan(CYCLE, versions[0].number)
        gone = {leg for each in asked for leg in each.gives}
        come = {leg for each in asked for leg in each.takes}
        assert set(last) == (set(first) - gone) | come
        assert versions[0].checked_hash == plan_digest(last)
        assert score(unit.organisations.load(CYCLE), last).violations == ()
        approvals = [e for e in unit.journal.all() if e.action == "request.approve"]
        assert len(approvals) == len(requests)
        assert unit.journal.verify() is None
        assert all(len(unit.requests.steps(each)) == 2 for each in requests)


def test_of_those_who_approve_at_once_one_wins(store: Store, store_url: str) -> None:
    office = a_crowd(store, 6)
    requests = ask_all(office)
    came = approve_at_once(store_url, requests, 6)
    assert came == {"applied": 6, "conflict": 30}
    check_books(office, requests)


@pytest.mark.slow
def test_64_approve_each_of_100_requests_at_once(store: Store, store_url: str) -> None:
    office = a_crowd(store, 100)
    requests = ask_all(office)
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(4, mp_context=spawned) as pool:
        parts = [pool.submit(approve_at_once, store_url, requests, 16) for _ in range(4)]
        came: Counter[str] = sum((part.result() for part in parts), Counter())
    assert came == {"applied": 100, "conflict": 6300}
    check_books(office, requests)


def send_again(office: Office, rounds: int, times: int) -> int:
    """Ask for and withdraw every placement's drop in rounds, each ``times`` times; return it all.

    Whatever is sent, it is sent from several threads, in any order.
    """
    store, placements = office.store, office.plan.placements
    asked: dict[str, ChangeRequest] = {}

    def ask(placement: Placement, number: int) -> None:
        wish = Wish(RequestKind.DROP, id_of(placement))
        actor = Actor(f"u-{placement.employee}")
        key = f"{id_of(placement)} {number}"
        request = ask_for_change(store, actor, wish, send=False, now=NOW, key=key)
        assert asked.setdefault(key, request).id == request.id

    def withdraw(placement: Placement, number: int) -> None:
        request = asked[f"{id_of(placement)} {number}"]
        actor = Actor(f"u-{placement.employee}")
        ended = withdraw_request(store, actor, request.id, now=NOW, key="once")
        assert ended.state is RequestState.WITHDRAWN

    with ThreadPoolExecutor(8) as pool:
        for number in range(rounds):
            for doing in (ask, withdraw):
                calls = [each for each in placements for _ in range(times)]
                random.Random(number).shuffle(calls)
                for done in [pool.submit(doing, each, number) for each in calls]:
                    done.result()
    return 2 * rounds * len(placements)


def check_effects(office: Office, before: int, effects: int) -> None:
    with office.store.read() as unit:
        found = unit.requests.matching(cycle=CYCLE)
    assert len(office.entries()) - before == effects
    assert Counter(each.state for each in found) == {RequestState.WITHDRAWN: effects // 2}


def test_what_is_sent_several_times_is_done_once(store: Store) -> None:
    office = a_crowd(store, 5)
    before = len(office.entries())
    check_effects(office, before, send_again(office, rounds=2, times=3))


@pytest.mark.slow
def test_1000_operations_sent_10_times_are_1000_effects(store: Store) -> None:
    office = a_crowd(store, 50)
    before = len(office.entries())
    effects = send_again(office, rounds=10, times=10)
    assert effects == 1000
    check_effects(office, before, effects)
