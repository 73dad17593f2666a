"""Calendar feeds: who may fetch which, and that what they are told only moves forward."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain import FeedEvent, NotFound, Placement, id_of
from planner.store.feed_tables import feed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.store.store import Store
    from planner.store.unit import Unit

NOW = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOSTS = {"P": "Payroll", "S": "Sales"}
PEOPLE = {"max": "Max Meier", "mia": "Mia Mo"}


def a_visit(employee: str = "ada", host: str = "P", day: int = 1, mentor: str = "") -> Placement:
    first = date(2027, 3, day)
    return Placement(employee, host, first, first + timedelta(days=6), mentor or None)


def publish(
    store: Store,
    before: Sequence[Placement],
    after: Sequence[Placement],
    now: datetime = NOW,
    *,
    hosts: Mapping[str, str] = HOSTS,
    people: Mapping[str, str] = PEOPLE,
) -> tuple[FeedEvent, ...]:
    return store.write(
        lambda unit: unit.feeds.update(before, after, now, hosts=hosts, people=people)
    )


def events(store: Store, employee: str = "ada") -> tuple[FeedEvent, ...]:
    with store.read() as unit:
        return unit.feeds.events(employee)


def test_a_token_opens_the_feed_of_its_owner_alone(store: Store) -> None:
    store.write(lambda unit: unit.feeds.set_token("ada", "secret-a", NOW))
    store.write(lambda unit: unit.feeds.set_token("ben", "secret-b", NOW + DAY))
    with store.read() as unit:
        assert unit.feeds.owner("secret-a") == "ada"
        assert unit.feeds.owner("secret-b") == "ben"
        assert unit.feeds.made_at("ben") == NOW + DAY
        assert unit.feeds.made_at("coy") is None


@pytest.mark.parametrize("token", ["", "secret", "SECRET-A", "secret-a ", "secret-a\0", "%"])
def test_any_other_token_opens_nothing(store: Store, token: str) -> None:
    store.write(lambda unit: unit.feeds.set_token("ada", "secret-a", NOW))
    with store.read() as unit, pytest.raises(NotFound, match="no such calendar"):
        unit.feeds.owner(token)


def test_a_new_token_ends_the_one_before(store: Store) -> None:
    store.write(lambda unit: unit.feeds.set_token("ada", "one", NOW))
    store.write(lambda unit: unit.feeds.set_token("ada", "two", NOW + DAY))
    with store.read() as unit:
        assert unit.feeds.owner("two") == "ada"
        assert unit.feeds.made_at("ada") == NOW + DAY
        with pytest.raises(NotFound):
            unit.feeds.owner("one")


def test_a_revoked_token_opens_nothing(store: Store) -> None:
    store.write(lambda unit: unit.feeds.set_token("ada", "one", NOW))
    assert store.write(lambda unit: unit.feeds.revoke("ada", NOW)) is True
    assert store.write(lambda unit: unit.feeds.revoke("ada", NOW)) is False
    with store.read() as unit:
        assert unit.feeds.made_at("ada") is None
        with pytest.raises(NotFound):
            unit.feeds.owner("one")


def test_the_database_does_not_know_the_token(store: Store) -> None:
    store.write(lambda unit: unit.feeds.set_token("ada", "secret-a", NOW))
    with store.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(feed.select()).mappings()]
    assert len(rows) == 1
    assert "secret-a" not in str(rows)
    assert len(rows[0]["token_sha256"]) == 64


def test_a_first_plan_is_told_with_names(store: Store) -> None:
    told = publish(store, [], [a_visit(mentor="max"), a_visit("ben", "X", mentor="who")])
    ada, ben = told
    assert ada == FeedEvent(
        uid=id_of(a_visit()),
        employee="ada",
        host="P",
        host_name="Payroll",
        first_day=date(2027, 3, 1),
        last_day=date(2027, 3, 7),
        mentor="max",
        mentor_name="Max Meier",
        sequence=0,
        cancelled=False,
        changed_at=NOW,
    )
    assert (ben.host_name, ben.mentor_name) == ("X", "who")
    assert events(store) == (ada,)
    assert events(store, "ben") == (ben,)
    assert events(store, "coy") == ()


def test_what_looks_the_same_is_told_once(store: Store) -> None:
    plan = [a_visit(mentor="max"), a_visit(day=15)]
    publish(store, [], plan)
    before = events(store)
    assert publish(store, plan, plan, NOW + DAY) == ()
    assert publish(store, [], [], NOW + DAY) == ()
    assert events(store) == before


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"mentor": "mia"}, {}),
        ({"mentor": None}, {}),
        ({"last_day": date(2027, 3, 8)}, {}),
        ({}, {"hosts": {"P": "Pay office"}}),
        ({}, {"people": {"max": "Max Müller"}}),
    ],
    ids=["other mentor", "no mentor", "longer", "host renamed", "mentor renamed"],
)
def test_a_change_of_what_is_shown_raises_the_sequence(
    store: Store, change: dict[str, object], names: dict[str, dict[str, str]]
) -> None:
    old = a_visit(mentor="max")
    new = replace(old, **change)  # type: ignore[arg-type]
    publish(store, [], [old])
    (told,) = publish(store, [old], [new], NOW + DAY, **names)
    assert (told.sequence, told.changed_at, told.cancelled) == (1, NOW + DAY, False)
    assert told.last_day == new.last_day
    assert events(store) == (told,)


def test_a_moved_placement_is_cancelled_and_made(store: Store) -> None:
    old, new = a_visit(day=1), a_visit(day=15)
    publish(store, [], [old])
    publish(store, [old], [new], NOW + DAY)
    shown = [(each.uid, each.sequence, each.cancelled) for each in events(store)]
    assert shown == [(id_of(old), 1, True), (id_of(new), 0, False)]


def test_a_dropped_placement_stays_cancelled_and_returns_with_a_higher_sequence(
    store: Store,
) -> None:
    visit = a_visit(mentor="max")
    publish(store, [], [visit])
    publish(store, [visit], [], NOW + DAY)
    (tombstone,) = events(store)
    assert (tombstone.sequence, tombstone.cancelled) == (1, True)
    assert tombstone.mentor_name == "Max Meier"
    publish(store, [], [], NOW + 2 * DAY)
    renamed = {"P": "Pay office"}
    assert publish(store, [visit], [], NOW + 2 * DAY, hosts=renamed, people={}) == ()
    assert events(store) == (tombstone,)
    (back,) = publish(store, [], [visit], NOW + 3 * DAY)
    assert (back.sequence, back.cancelled) == (2, False)


def test_a_plan_of_another_cycle_is_left_alone(store: Store) -> None:
    spring, autumn = a_visit(day=1), a_visit(host="S", day=20)
    publish(store, [], [spring])
    publish(store, [], [autumn])
    publish(store, [spring], [], NOW + DAY)
    assert [each.cancelled for each in events(store)] == [True, False]


def test_a_large_plan_is_told_at_once(store: Store) -> None:
    plan = [a_visit(f"e{number:04}", day=number % 20 + 1) for number in range(1_300)]
    assert len(publish(store, [], plan)) == 1_300
    told = publish(store, plan, plan[650:], NOW + DAY)
    assert len(told) == 650
    assert {each.cancelled for each in told} == {True}
    assert [each.employee for each in told] == [visit.employee for visit in plan[:650]]


def test_a_forgotten_person_is_in_nobodys_calendar(store: Store) -> None:
    publish(store, [], [a_visit("max"), a_visit(mentor="max"), a_visit(day=15, mentor="mia")])
    store.write(lambda unit: unit.feeds.set_token("max", "token", NOW))
    store.write(lambda unit: unit.feeds.forget("max", NOW + DAY))
    assert events(store, "max") == ()
    shown = [(each.mentor, each.mentor_name, each.sequence) for each in events(store)]
    assert shown == [(None, "", 1), ("mia", "Mia Mo", 0)]
    with store.read() as unit, pytest.raises(NotFound):
        unit.feeds.owner("token")


class _TakeBackError(Exception):
    """Ends a transaction whose changes are not wanted."""


_VISITS = [a_visit(employee, host, day) for employee in "ab" for host in "PS" for day in (1, 8)]
_PEOPLE = st.sampled_from([None, "max", "mia"])


@st.composite
def plans(draw: st.DrawFn) -> tuple[Placement, ...]:
    visits = draw(st.lists(st.sampled_from(_VISITS), unique=True))
    return tuple(replace(visit, mentor=draw(_PEOPLE)) for visit in visits)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(published=st.lists(plans(), min_size=1, max_size=6))
def test_over_any_plans_a_calendar_always_ends_up_right(
    store: Store, published: list[tuple[Placement, ...]]
) -> None:
    """A calendar that takes what has the higher sequence shows the published plan, each time."""

    def publish_all(unit: Unit) -> None:
        before: tuple[Placement, ...] = ()
        calendar: dict[str, FeedEvent] = {}
        for number, after in enumerate(published):
            now = NOW + number * DAY
            told = unit.feeds.update(before, after, now, hosts=HOSTS, people=PEOPLE)
            again = unit.feeds.update(before, after, now + DAY / 2, hosts=HOSTS, people=PEOPLE)
            assert again == ()
            shown = {each.uid: each for who in "ab" for each in unit.feeds.events(who)}
            assert calendar.keys() <= shown.keys()
            for uid, event in shown.items():
                if uid not in calendar or event.sequence > calendar[uid].sequence:
                    assert event in told
                    assert event.changed_at == now
                    calendar[uid] = event
            assert calendar == shown
            valid = {uid: each.mentor for uid, each in shown.items() if not each.cancelled}
            assert valid == {id_of(visit): visit.mentor for visit in after}
            before = after
        raise _TakeBackError

    with pytest.raises(_TakeBackError):
        store.write(publish_all)
