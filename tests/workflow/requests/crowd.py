"""A plan with many placements that all may change, and many who decide at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from planner.domain import Actor, Conflict, RequestKind, id_of
from planner.workflow.ask_for_change import ask_for_change
from planner.workflow.decide_request import approve_request
from planner.workflow.request_wishes import Wish
from tests.builders import a_cycle, a_department, a_plan, an_employee, an_organisation
from tests.databases import _opened
from tests.workflow.requests.office import CYCLE, NOW, day, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.store import Store
    from tests.workflow.requests.office import Office

BOSS = Actor("u-boss")


def a_crowd(store: Store, people: int) -> Office:
    """Settle a company in which everybody works for the boss and goes to one big host."""
    going = [f"e{number}" for number in range(people)]
    organisation = an_organisation(
        cycle=a_cycle(name=CYCLE, periods=20),
        departments=[a_department("home"), a_department("host", host_capacity=people)],
        employees=[
            an_employee("boss", "host"),
            an_employee("deputy", "host", manager="boss"),
            *(an_employee(who, "home", manager="boss") for who in going),
        ],
    )
    plan = a_plan(organisation, *((who, "host", 4 + at % 8) for at, who in enumerate(going)))
    return settle(store, organisation, plan)


def ask_all(office: Office) -> list[str]:
    """Ask for a change of every placement, drops and moves in turn; return the requests."""
    asked = []
    for number, placement in enumerate(office.plan):
        move = bool(number % 2)
        wish = Wish(
            RequestKind.MOVE if move else RequestKind.DROP,
            id_of(placement),
            to=day(14) if move else None,
        )
        actor = Actor(f"u-{placement.employee}")
        asked.append(ask_for_change(office.store, actor, wish, accept_loss=True, now=NOW).id)
    return asked


def approve_at_once(url: str, requests: Sequence[str], threads: int) -> Counter[str]:
    """Approve every request from many threads at the same moment; count what came of it."""
    came: Counter[str] = Counter()
    counting = threading.Lock()
    together = threading.Barrier(threads)

    def approve(store: Store, request: str) -> None:
        try:
            state = approve_request(
                store, BOSS, request, seen=1, accept_loss=True, now=NOW
            ).state.value
        except Conflict:
            state = "conflict"
        except Exception as error:
            state = f"{type(error).__name__}: {error}"
        with counting:
            came[state] += 1

    def all_of_them(store: Store) -> None:
        for request in requests:
            together.wait(timeout=900)
            approve(store, request)

    with _opened(url) as store, ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(all_of_them, store) for _ in range(threads)]:
            done.result()
    return came
