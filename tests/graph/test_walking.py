from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Experience, Organisation, Plan, WhoVisits
from planner.graph import credit, dependency_graph, walkers
from tests.graph.small import FIRST_DAY, a_dependency, a_placement, an_organisation


def days_before(days: int) -> date:
    return FIRST_DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("completed_on", "valid_days", "counts"),
    [
        (days_before(0), 730, True),
        (days_before(-1), 730, False),
        (days_before(730), 730, True),
        (days_before(731), 730, False),
        (days_before(0), 0, True),
        (days_before(1), 0, False),
        (date(1950, 1, 1), None, True),
        (days_before(-1), None, False),
        (date(1, 1, 1), 10**12, True),
    ],
)
def test_experience_counts_from_its_last_valid_day_to_the_first_day_of_the_cycle(
    completed_on: date, valid_days: int | None, counts: bool
) -> None:
    organisation = an_organisation(
        a_dependency("A", "B"),
        experience=(Experience("a1", "B", completed_on),),
        valid_days=valid_days,
    )
    assert walkers(organisation)["A", "B"] == ({"a1"} if counts else set())


@pytest.mark.parametrize(
    ("period", "counts"), [(0, False), (1, True), (2, True), (3, False), (9, False)]
)
def test_a_placement_counts_only_wholly_inside_the_season(period: int, counts: bool) -> None:
    season = {"season_from": date(2027, 1, 11), "season_to": date(2027, 1, 31)}
    organisation = an_organisation(a_dependency("A", "B", 1, 2, **season))
    plan = Plan.of([a_placement("a1", "B", period)])
    assert len(walkers(organisation, plan)["A", "B"]) == counts


def test_a_season_may_be_open_at_either_end() -> None:
    organisation = an_organisation(
        a_dependency("A", "B", season_from=date(2027, 1, 18)),
        a_dependency("A", "C", season_to=date(2027, 1, 24)),
    )
    plan = Plan.of([a_placement("a1", host, period) for host in "BC" for period in (1,)])
    walked = walkers(organisation, plan)
    assert walked == {("A", "B"): set(), ("A", "C"): {"a1"}}


def test_experience_knows_no_season() -> None:
    organisation = an_organisation(
        a_dependency("A", "B", season_from=date(2027, 2, 1)),
        experience=(Experience("b1", "A", days_before(100)),),
    )
    assert walkers(organisation)["A", "B"] == {"b1"}


@pytest.mark.parametrize(
    ("who", "walked"),
    [
        (WhoVisits.CUSTOMER, {"a1"}),
        (WhoVisits.PROVIDER, {"b1"}),
        (WhoVisits.EITHER, {"a1", "b1"}),
    ],
)
def test_who_visits_says_from_which_end(who: WhoVisits, walked: set[str]) -> None:
    organisation = an_organisation(a_dependency("A", "B", who_visits=who))
    plan = Plan.of([a_placement("a1", "B"), a_placement("b1", "A"), a_placement("c1", "A")])
    assert walkers(organisation, plan)["A", "B"] == walked


def test_one_visit_walks_both_directions_where_both_exist() -> None:
    organisation = an_organisation(a_dependency("A", "B"), a_dependency("B", "A"))
    assert walkers(organisation, Plan.of([a_placement("a1", "B")])) == {
        ("A", "B"): {"a1"},
        ("B", "A"): {"a1"},
    }


def test_somebody_with_experience_and_a_placement_counts_once() -> None:
    organisation = an_organisation(
        a_dependency("A", "B"), experience=(Experience("a1", "B", days_before(5)),)
    )
    graph = dependency_graph(organisation, Plan.of([a_placement("a1", "B")]))
    assert graph["A"]["B"] == {"importance": 1, "target": 2, "walked": 1, "credit": 2 / 3}


def test_a_plan_with_a_stranger_is_refused() -> None:
    with pytest.raises(KeyError, match="z9"):
        walkers(an_organisation(), Plan.of([a_placement("z9", "B")]))


def test_the_graph_holds_every_department() -> None:
    graph = dependency_graph(an_organisation(a_dependency("B", "A")))
    assert list(graph) == ["A", "B", "C"]
    assert list(graph.edges) == [("B", "A")]


@pytest.mark.parametrize(
    ("walked", "target", "decay", "worth"),
    [
        (0, 3, 0.5, 0),
        (1, 3, 0.5, 4 / 7),
        (2, 3, 0.5, 6 / 7),
        (3, 3, 0.5, 1),
        (9, 3, 0.5, 1),
        (1, 4, 1, 0.25),
        (1, 4, 1 - 1e-15, 0.25),
        (1, 2, 5e-324, 1),
        (1, 10**6, 0.5, 0.5),
    ],
)
def test_credit_by_hand(walked: int, target: int, decay: float, worth: float) -> None:
    assert credit(walked, target, decay) == pytest.approx(worth)


@given(
    st.integers(0, 60), st.integers(1, 50), st.floats(0, 1, exclude_min=True, allow_subnormal=True)
)
def test_credit_grows_from_0_to_1(walked: int, target: int, decay: float) -> None:
    worth = credit(walked, target, decay)
    assert 0 <= worth <= credit(walked + 1, target, decay) <= 1
    assert (worth == 0) == (walked == 0)
    if walked >= target:
        assert worth == 1


@st.composite
def organisations_with_plans(draw: st.DrawFn) -> tuple[Organisation, Plan]:
    pairs = draw(st.lists(st.permutations("ABCD").map(lambda p: (p[0], p[1])), unique=True))
    days = st.integers(0, 12).map(lambda n: FIRST_DAY + timedelta(days=7 * n))
    dependencies = [
        a_dependency(
            *pair,
            who_visits=draw(st.sampled_from(WhoVisits)),
            season_from=draw(st.none() | days),
            season_to=draw(st.none() | days),
        )
        for pair in pairs
    ]
    visits = st.tuples(st.sampled_from(["a1", "a2", "b1", "c1", "d2"]), st.sampled_from("ABCD"))
    past = st.builds(
        lambda v, n: Experience(v[0], v[1], days_before(n)), visits, st.integers(-9, 40)
    )
    placements = st.builds(lambda v, n: a_placement(v[0], v[1], n), visits, st.integers(0, 10))
    organisation = an_organisation(
        *dependencies,
        departments="ABCD",
        experience=tuple(draw(st.lists(past))),
        valid_days=draw(st.none() | st.integers(0, 40)),
    )
    return organisation, Plan.of(draw(st.lists(placements)))


@given(organisations_with_plans())
def test_counts_agree_with_reading_the_definition_aloud(case: tuple[Organisation, Plan]) -> None:
    organisation, plan = case
    cycle = organisation.cycle
    graph = dependency_graph(organisation, plan)
    for link in organisation.dependencies:
        count = 0
        for employee in organisation.employees:
            if employee.department == link.customer and link.who_visits != WhoVisits.PROVIDER:
                host = link.provider
            elif employee.department == link.provider and link.who_visits != WhoVisits.CUSTOMER:
                host = link.customer
            else:
                continue
            valid = cycle.rules.experience_valid_days
            by_experience = any(
                visit.employee == employee.id
                and visit.department == host
                and visit.completed_on <= cycle.first_day
                and (valid is None or visit.completed_on + timedelta(days=valid) >= cycle.first_day)
                for visit in organisation.experience
            )
            by_placement = any(
                placement.employee == employee.id
                and placement.host == host
                and not (link.season_from and placement.first_day < link.season_from)
                and not (link.season_to and placement.last_day > link.season_to)
                for placement in plan
            )
            count += by_experience or by_placement
        edge = graph[link.customer][link.provider]
        assert edge["walked"] == count
        assert edge["credit"] == credit(count, link.target, cycle.decay)
