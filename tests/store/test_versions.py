"""Plan versions: drafts change, published plans never do, and there is one of these."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from planner.domain import (
    AimOutcome,
    Conflict,
    NotFound,
    Placement,
    Plan,
    PlanVersion,
    Refused,
    VersionState,
    Waiver,
    id_of,
)
from planner.store import plan_digest
from tests.builders import a_department, a_placement, an_organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.store import Store, Unit

NOW = datetime(2027, 1, 4, 8, tzinfo=UTC)
ORGANISATION = an_organisation(departments=[a_department(id) for id in "ABC"])
AIMS = (AimOutcome("coverage", 0.5, 0.75, 1 / 3), AimOutcome("reach", 2.0))


def placed(employee: str, host: str, period: int, mentor: str | None = None) -> Placement:
    return a_placement(ORGANISATION, employee, host, period, mentor)


A1, A2, B1 = placed("a1", "B", 0), placed("a2", "B", 1, "b1"), placed("b1", "C", 2)


@pytest.fixture
def cycle(store: Store) -> str:
    store.write(lambda unit: unit.organisations.save(ORGANISATION, expected=0, now=NOW))
    return "Spring"


def draft(store: Store, *placements: Placement, **more: Any) -> PlanVersion:
    given: dict[str, Any] = {"title": "First", "made_by": "ben", "made_at": NOW}
    given |= {"plan": placements, **more}
    return store.write(lambda unit: unit.versions.create("Spring", **given))


def published(store: Store, *placements: Placement, instead_of: int | None = None) -> PlanVersion:
    made = draft(store, *placements)
    return store.write(lambda unit: publish(unit, made, placements, instead_of=instead_of))


def publish(
    unit: Unit, version: PlanVersion, checked: Iterable[Placement], **more: Any
) -> PlanVersion:
    given = {
        "expected": version.revision,
        "instead_of": None,
        "by": "hana",
        "at": NOW,
        "checked_hash": plan_digest(checked),
        "organisation_hash": "f" * 64,
    }
    return unit.versions.publish("Spring", version.number, **{**given, **more})


def plan(store: Store, number: int) -> Plan:
    with store.read() as unit:
        return unit.versions.plan("Spring", number)


def states(store: Store) -> list[tuple[int, str]]:
    with store.read() as unit:
        return [(each.number, each.state.value) for each in unit.versions.list("Spring")]


def test_a_draft_comes_back_as_it_was_made(store: Store, cycle: str) -> None:
    made = draft(store, B1, A2, A1, pins=[id_of(A1)], organisation_hash="e" * 64, aims=AIMS)
    assert made == PlanVersion(
        cycle, 1, "First", VersionState.DRAFT, 1, None, "ben", NOW, AIMS, "e" * 64
    )
    assert plan(store, 1) == Plan.of([A1, A2, B1])
    with store.read() as unit:
        assert unit.versions.get(cycle, 1) == made
        assert unit.versions.pins(cycle, 1) == Plan.of([A1])
        assert unit.versions.count(cycle, 1) == 3
        assert unit.versions.published(cycle) is None


def test_placements_can_be_asked_for_by_whom_and_where(store: Store, cycle: str) -> None:
    draft(store, A1, A2, B1)
    with store.read() as unit:
        assert unit.versions.plan(cycle, 1, employees=["a2", "b1"]) == Plan.of([A2, B1])
        assert unit.versions.plan(cycle, 1, hosts=["B"]) == Plan.of([A1, A2])
        assert unit.versions.plan(cycle, 1, hosts=["B"], employees=["a1"]) == Plan.of([A1])
        assert unit.versions.plan(cycle, 1, ids=[id_of(B1)]) == Plan.of([B1])
        assert unit.versions.plan(cycle, 1, employees=[]) == Plan()
        assert unit.versions.plan(cycle, 2) == Plan()


def test_a_draft_is_made_from_another_version_with_its_pins(store: Store, cycle: str) -> None:
    draft(store, A1, A2, pins=[id_of(A2)])
    copy = draft(store, plan=None, base=1)
    assert (copy.number, copy.base) == (2, 1)
    assert plan(store, 2) == plan(store, 1)
    with store.read() as unit:
        assert unit.versions.pins(cycle, 2) == Plan.of([A2])


def test_numbers_are_never_used_twice(store: Store, cycle: str) -> None:
    draft(store, A1)
    gone = store.write(lambda unit: unit.versions.discard(cycle, 1, expected=1))
    assert gone.state is VersionState.DISCARDED
    assert plan(store, 1) == Plan()
    assert draft(store).number == 2


def test_a_net_change_takes_and_gives_at_once(store: Store, cycle: str) -> None:
    draft(store, A1, A2, pins=[id_of(A1), id_of(A2)], aims=AIMS)
    guided, later = replace(A2, mentor=None), placed("a1", "C", 3)

    def change(unit: Unit) -> Any:
        return unit.versions.change(
            cycle, 1, gives=[A1, A2], takes=[later, guided], pins=[id_of(later)], expected=1
        )

    version, newly, let_go = store.write(change)
    assert (version.revision, version.aims) == (2, ())
    assert (newly, let_go) == ({id_of(later)}, {id_of(A1)})
    assert plan(store, 1) == Plan.of([guided, later])
    with store.read() as unit:
        assert unit.versions.pins(cycle, 1) == Plan.of([guided, later])


@pytest.mark.parametrize(
    "change",
    [
        {"gives": [B1]},
        {"gives": [replace(A2, mentor=None)]},
        {"takes": [A1]},
        {"takes": [replace(A2, mentor=None)]},
        {"pins": [id_of(B1)]},
        {"unpins": [id_of(B1)]},
        {"gives": [A1], "takes": [placed("a1", "C", 3)], "expected": 2},
    ],
)
def test_a_change_of_what_is_not_so_any_more_is_a_conflict(
    store: Store, cycle: str, change: dict[str, Any]
) -> None:
    draft(store, A1, A2)
    with pytest.raises(Conflict):
        store.write(lambda unit: unit.versions.change(cycle, 1, **{"expected": 1, **change}))
    assert plan(store, 1) == Plan.of([A1, A2])
    with store.read() as unit:
        assert unit.versions.get(cycle, 1).revision == 1
        assert not unit.versions.pins(cycle, 1).placements


def test_a_plan_put_in_place_keeps_the_pins_that_it_keeps(store: Store, cycle: str) -> None:
    draft(store, A1, A2, pins=[id_of(A1), id_of(A2)])
    version = store.write(
        lambda unit: unit.versions.replace(
            cycle, 1, [A1, B1], expected=1, organisation_hash="d" * 64, aims=AIMS
        )
    )
    assert (version.revision, version.organisation_hash, version.aims) == (2, "d" * 64, AIMS)
    with store.read() as unit:
        assert unit.versions.pins(cycle, 1) == Plan.of([A1])
    with pytest.raises(Conflict):
        store.write(lambda unit: unit.versions.replace(cycle, 1, [], expected=1))
    assert plan(store, 1) == Plan.of([A1, B1])


def test_what_a_draft_is_worth_and_called_can_be_told_later(store: Store, cycle: str) -> None:
    draft(store, A1)
    store.write(lambda unit: unit.versions.value(cycle, 1, AIMS))
    renamed = store.write(lambda unit: unit.versions.rename(cycle, 1, "Second", expected=1))
    assert (renamed.aims, renamed.title, renamed.revision) == (AIMS, "Second", 2)


def test_publishing_freezes_and_supersedes(store: Store, cycle: str) -> None:
    published(store, A1)
    made = draft(store, A2)
    waiver = Waiver("We agreed on it", "hana", "hugo", ("Two of a home are away.",))
    now = store.write(
        lambda unit: publish(unit, made, [A2], instead_of=1, rules="{}", aims=AIMS, waiver=waiver)
    )
    assert now.state is VersionState.PUBLISHED
    assert (now.published_by, now.published_at, now.rules) == ("hana", NOW, "{}")
    assert (now.checked_hash, now.waiver, now.revision) == (plan_digest([A2]), waiver, 2)
    assert states(store) == [(2, "published"), (1, "superseded")]
    with store.read() as unit:
        assert unit.versions.published(cycle) == now
        assert unit.organisations.state(cycle).published == 2
        assert unit.versions.list(cycle, {VersionState.SUPERSEDED})[0].number == 1
    assert plan(store, 1) == Plan.of([A1])


@pytest.mark.parametrize("act", ["change", "replace", "discard", "rename", "publish"])
def test_a_published_version_cannot_be_changed(store: Store, cycle: str, act: str) -> None:
    version = published(store, A1)
    acts: dict[str, Any] = {
        "change": lambda unit: unit.versions.change(cycle, 1, gives=[A1], expected=2),
        "replace": lambda unit: unit.versions.replace(cycle, 1, [], expected=2),
        "discard": lambda unit: unit.versions.discard(cycle, 1, expected=2),
        "rename": lambda unit: unit.versions.rename(cycle, 1, "x", expected=2),
        "publish": lambda unit: publish(unit, version, [A1], instead_of=1),
    }
    with pytest.raises(Refused, match="published"):
        store.write(acts[act])
    store.write(lambda unit: unit.versions.value(cycle, 1, AIMS))
    assert plan(store, 1) == Plan.of([A1])
    with store.read() as unit:
        assert unit.versions.get(cycle, 1) == version


@pytest.mark.parametrize(
    "given",
    [
        {"expected": 2},
        {"instead_of": 1},
        {"checked_hash": plan_digest([A2])},
        {"checked_hash": ""},
    ],
)
def test_only_what_was_looked_at_and_checked_is_published(
    store: Store, cycle: str, given: dict[str, Any]
) -> None:
    version = draft(store, A1)
    with pytest.raises(Conflict):
        store.write(lambda unit: publish(unit, version, [A1], **given))
    assert states(store) == [(1, "draft")]


def test_of_two_drafts_one_is_published_in_place_of_none(store: Store, cycle: str) -> None:
    drafts = [draft(store, A1), draft(store, A2)]

    def one(version: PlanVersion) -> bool:
        try:
            store.write(
                lambda unit: publish(unit, version, unit.versions.plan(cycle, version.number))
            )
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(one, drafts)) == [False, True]
    assert sorted(state for _, state in states(store)) == ["draft", "published"]


def test_the_database_itself_refuses_a_second_published_version(store: Store, cycle: str) -> None:
    published(store, A1)
    draft(store, A2)
    with pytest.raises(IntegrityError):
        store.write(
            lambda unit: unit.connection.execute(text("UPDATE plan_version SET state='published'"))
        )


def apply(unit: Unit, instead_of: int, after: Iterable[Placement], **change: Any) -> PlanVersion:
    return unit.versions.apply(
        "Spring",
        instead_of,
        **{"gives": [], "takes": [], **change},
        title="Swap",
        by="mia",
        at=NOW,
        checked_hash=plan_digest(after),
        organisation_hash="f" * 64,
    )


def test_applying_a_change_makes_a_new_version(store: Store, cycle: str) -> None:
    published(store, A1, A2)
    moved = placed("a1", "C", 3)
    now = store.write(lambda unit: apply(unit, 1, [A2, moved], gives=[A1], takes=[moved]))
    assert (now.number, now.base, now.title, now.published_by) == (2, 1, "Swap", "mia")
    assert states(store) == [(2, "published"), (1, "superseded")]
    assert plan(store, 1) == Plan.of([A1, A2])
    assert plan(store, 2) == Plan.of([A2, moved])
    with store.read() as unit:
        assert unit.versions.pins(cycle, 2) == Plan.of([moved])
        assert unit.organisations.state(cycle).published == 2


@pytest.mark.parametrize(
    ("instead_of", "after", "change"),
    [
        (2, [A1], {"gives": [A2]}),
        (1, [A1, A2], {"gives": [B1]}),
        (1, [A1, A2], {"takes": [A2]}),
        (1, [A1, A2], {"gives": [A2]}),
    ],
)
def test_a_change_that_does_not_fit_any_more_is_a_conflict(
    store: Store, cycle: str, instead_of: int, after: list[Placement], change: dict[str, Any]
) -> None:
    published(store, A1, A2)
    with pytest.raises(Conflict):
        store.write(lambda unit: apply(unit, instead_of, after, **change))
    assert states(store) == [(1, "published")]
    assert plan(store, 1) == Plan.of([A1, A2])


def test_of_many_changes_of_one_version_one_is_applied(store: Store, cycle: str) -> None:
    published(store, A1, A2)

    def one(number: int) -> bool:
        given = [A1, A2][number % 2]
        try:
            store.write(lambda unit: apply(unit, 1, {A1, A2} - {given}, gives=[given]))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(16))) == 1
    assert states(store) == [(2, "published"), (1, "superseded")]


def test_what_is_not_there_is_told(store: Store, cycle: str) -> None:
    with store.read() as unit:
        assert unit.versions.find(cycle, 7) is None
        with pytest.raises(NotFound, match="no version 7"):
            unit.versions.get(cycle, 7)
    with pytest.raises(NotFound, match="no version 7"):
        draft(store, plan=None, base=7)
    with pytest.raises(NotFound, match="no version 7"):
        store.write(lambda unit: unit.versions.change(cycle, 7, expected=1))
    with pytest.raises(NotFound, match='no cycle "Winter"'):
        store.write(lambda unit: unit.versions.create("Winter", title="", made_by="b", made_at=NOW))
    with pytest.raises(Conflict):
        store.write(lambda unit: apply(unit, 1, []))


def test_plans_of_a_cycle_go_with_it(store: Store, cycle: str) -> None:
    published(store, A1, A2)
    draft(store, B1)
    store.write(lambda unit: unit.organisations.delete(cycle, expected=1))
    with store.read() as unit:
        assert unit.versions.list(cycle) == ()
        for table in ("plan_version", "placement"):
            assert unit.connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_the_digest_of_a_plan_sees_everything_but_the_order() -> None:
    digest = plan_digest([A1, A2])
    assert plan_digest([A2, A1]) == digest
    assert plan_digest([A1]) != digest
    assert plan_digest([A1, replace(A2, mentor=None)]) != digest
