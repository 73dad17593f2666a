"""Edits by hand: each can be taken back and done again, by whoever opens the draft next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain import Conflict, Placement, Plan, Refused, id_of
from planner.store import open_store
from tests.builders import a_cycle, a_department, a_placement, an_organisation

if TYPE_CHECKING:
    from planner.domain import Edit
    from planner.store import Store

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
ORGANISATION = an_organisation(
    departments=[a_department(id) for id in "ABC"], cycle=a_cycle(periods=6)
)


def placed(employee: str, host: str, period: int, mentor: str | None = None) -> Placement:
    return a_placement(ORGANISATION, employee, host, period, mentor)


A1, A2 = placed("a1", "B", 0), placed("a2", "B", 1, "b1")
Shown = tuple[Plan, Plan]


@pytest.fixture
def number(store: Store) -> int:
    store.write(lambda unit: unit.organisations.save(ORGANISATION, expected=0, now=NOW))
    return a_draft(store)


def a_draft(store: Store) -> int:
    return store.write(
        lambda unit: unit.versions.create(
            "Spring", title="t", made_by="ben", made_at=NOW, plan=[A1, A2], pins=[id_of(A2)]
        )
    ).number


def shown(store: Store, number: int) -> Shown:
    with store.read() as unit:
        return unit.versions.plan("Spring", number), unit.versions.pins("Spring", number)


def revision(store: Store, number: int) -> int:
    with store.read() as unit:
        return unit.versions.get("Spring", number).revision


def edit(store: Store, number: int, **change: Any) -> Edit:
    seen = revision(store, number)
    return store.write(
        lambda unit: unit.edits.make(
            "Spring", number, **{"what": "Something", **change}, expected=seen, by="ben", at=NOW
        )
    )[1]


def undo(store: Store, number: int) -> Edit:
    seen = revision(store, number)
    return store.write(lambda unit: unit.edits.undo("Spring", number, expected=seen))[1]


def redo(store: Store, number: int) -> Edit:
    seen = revision(store, number)
    return store.write(lambda unit: unit.edits.redo("Spring", number, expected=seen))[1]


def test_an_edit_is_remembered_whole(store: Store, number: int) -> None:
    moved = placed("a2", "B", 3, "b1")
    made = edit(store, number, what="Moved", gives=[A2], takes=[moved], pins=[id_of(A1)])
    assert (made.step, made.what, made.made_by, made.made_at) == (1, "Moved", "ben", NOW)
    assert (made.gives, made.takes) == ((A2,), (moved,))
    assert (made.pins, made.unpins) == ((id_of(A1),), (id_of(A2),))
    with store.read() as unit:
        assert unit.edits.list("Spring", number) == (made,)
    assert shown(store, number) == (Plan.of([A1, moved]), Plan.of([A1]))


def test_taking_back_gives_the_pins_back_too(store: Store, number: int) -> None:
    before = shown(store, number)
    edit(store, number, gives=[A2])
    after = shown(store, number)
    assert undo(store, number).gives == (A2,)
    assert shown(store, number) == before
    redo(store, number)
    assert shown(store, number) == after
    assert revision(store, number) == 4


def test_another_process_can_take_back(store: Store, number: int, store_url: str) -> None:
    before = shown(store, number)
    edit(store, number, gives=[A1])
    with open_store(store_url) as another:
        undo(another, number)
    assert shown(store, number) == before


def test_a_new_edit_ends_what_could_be_done_again(store: Store, number: int) -> None:
    edit(store, number, what="One", gives=[A1])
    edit(store, number, what="Two", gives=[A2])
    undo(store, number)
    edit(store, number, what="Three", pins=[id_of(A2)], unpins=[])
    with pytest.raises(Refused, match="nothing to do again"):
        redo(store, number)
    with store.read() as unit:
        found = unit.edits.list("Spring", number)
    assert [(each.step, each.what, each.undone) for each in found] == [
        (1, "One", False),
        (2, "Three", False),
    ]


def test_where_there_is_nothing_it_says_so(store: Store, number: int) -> None:
    for act, told in ((undo, "nothing to take back"), (redo, "nothing to do again")):
        with pytest.raises(Refused, match=told):
            act(store, number)


def test_who_saw_another_revision_takes_nothing_back(store: Store, number: int) -> None:
    edit(store, number, gives=[A1])
    after = shown(store, number)
    for act in ("undo", "make"):
        given: dict[str, Any] = {"what": "x", "by": "ben", "at": NOW} if act == "make" else {}
        with pytest.raises(Conflict):
            store.write(
                lambda unit, act=act, given=given: getattr(unit.edits, act)(  # type: ignore[misc]
                    "Spring", number, expected=1, **given
                )
            )
    assert shown(store, number) == after
    with store.read() as unit:
        assert len(unit.edits.list("Spring", number)) == 1


def test_a_plan_put_in_place_ends_what_can_be_taken_back(store: Store, number: int) -> None:
    edit(store, number, gives=[A1])
    store.write(lambda unit: unit.versions.replace("Spring", number, [A1], expected=2))
    with pytest.raises(Refused, match="nothing to take back"):
        undo(store, number)


PLACES = [placed(who, host, period) for who in ("a1", "a2") for host in "BC" for period in (0, 2)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(PLACES), st.booleans()), max_size=8))
def test_any_edits_can_all_be_taken_back_and_done_again(
    store: Store, number: int, steps: list[tuple[Placement, bool]]
) -> None:
    draft = a_draft(store)
    seen = [shown(store, draft)]
    for place, pin in steps:
        plan, pins = seen[-1]
        change: dict[str, Any] = {"takes": [place]}
        if place in plan.placements:
            change = {"gives": [place]}
            if pin:
                change = {"unpins" if place in pins.placements else "pins": [id_of(place)]}
        elif pin:
            change["pins"] = [id_of(place)]
        edit(store, draft, **change)
        seen.append(shown(store, draft))
    for before in reversed(seen[:-1]):
        undo(store, draft)
        assert shown(store, draft) == before
    for after in seen[1:]:
        redo(store, draft)
        assert shown(store, draft) == after
    assert revision(store, draft) == 1 + 3 * len(steps)
