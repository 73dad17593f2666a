from __future__ import annotations

import time

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain import Experience, Plan
from planner.graph import (
    Chain,
    Circle,
    both_ways,
    circles,
    dependency_graph,
    heaviest_chain,
    islands,
    leaned_on,
    read_insights,
    strongest,
    unlinked,
    weakest,
)
from tests.graph.small import FIRST_DAY, a_dependency, a_placement, an_organisation


def a_graph(*edges: str | tuple[str, float], nodes: str = "ABCDEF") -> nx.DiGraph[str]:
    """Return a graph of edges like "AB" or ("AB", importance)."""
    weighed = [(edge, 1.0) if isinstance(edge, str) else edge for edge in edges]
    return dependency_graph(
        an_organisation(
            *(a_dependency(pair[0], pair[1], w) for pair, w in weighed), departments=nodes
        )
    )


@st.composite
def graphs(draw: st.DrawFn) -> nx.DiGraph[str]:
    pairs = st.permutations("ABCDEF").map(lambda p: p[0] + p[1])
    edges = draw(st.dictionaries(pairs, st.sampled_from([1e-300, 1.0, 2.0, 3.0, 50.0, 1e9])))
    return a_graph(*edges.items())


def test_strongest_by_weight_weakest_by_what_is_missing() -> None:
    organisation = an_organisation(
        a_dependency("A", "B", 10, 1),
        a_dependency("B", "C", 6, 2),
        a_dependency("C", "A", 5, 2),
        experience=(Experience("a1", "B", FIRST_DAY), Experience("b1", "C", FIRST_DAY)),
    )
    graph = dependency_graph(organisation)
    assert [link.customer for link in strongest(graph, 2)] == ["A", "B"]
    assert [(link.customer, link.missing) for link in weakest(graph)] == [
        ("C", 5),
        ("B", pytest.approx(2)),
    ]


def test_pairs_that_go_both_ways_the_weightiest_first() -> None:
    graph = a_graph("AB", "BA", ("CD", 5), "DC", "EF")
    assert both_ways(graph) == (("C", "D"), ("A", "B"))


def test_a_circle_of_three() -> None:
    graph = a_graph("AB", ("BC", 9), "CA", "CD")
    assert circles(graph) == (Circle(("A", "B", "C"), ("B", "C", "A")),)


def test_a_pair_alone_has_no_round_trip() -> None:
    assert circles(a_graph("AB", "BA", "BC", "CB")) == (Circle(("A", "B", "C"), ()),)


def test_a_round_trip_is_not_hidden_by_pairs_along_it() -> None:
    both = [pair for a, b in ("AB", "BC", "CD", "DA") for pair in (a + b, b + a)]
    (circle,) = circles(a_graph(*both))
    assert len(circle.round_trip) == 4


def test_two_circles_the_larger_first() -> None:
    found = circles(a_graph("AB", "BA", "CD", "DE", "EC", "AC"))
    assert [circle.departments for circle in found] == [("C", "D", "E"), ("A", "B")]


@given(graphs())
def test_circles_are_circles_and_as_short_as_enumeration_finds(graph: nx.DiGraph[str]) -> None:
    every = [cycle for cycle in nx.simple_cycles(graph) if len(cycle) > 2]
    for circle in circles(graph):
        inside = [cycle for cycle in every if set(cycle) <= set(circle.departments)]
        assert len(circle.round_trip) == min(map(len, inside), default=0)
        if circle.round_trip:
            way = (*circle.round_trip, circle.round_trip[0])
            assert nx.is_path(graph, way)
            assert len(set(way)) == len(circle.round_trip)


def test_the_heaviest_chain_is_not_the_longest() -> None:
    graph = a_graph("AB", "BC", "CD", ("AE", 3), ("EF", 3))
    assert heaviest_chain(graph) == Chain(("A", "E", "F"), 6)


def test_a_circle_gives_way_at_its_weakest_link() -> None:
    graph = a_graph(("AB", 5), ("BC", 4), ("CA", 3), ("CD", 1))
    assert heaviest_chain(graph) == Chain(("A", "B", "C", "D"), 10)


def test_no_chain_without_dependencies() -> None:
    assert heaviest_chain(a_graph()) is None


@given(graphs())
def test_the_chain_is_a_path_and_heaviest_where_nothing_goes_round(graph: nx.DiGraph[str]) -> None:
    chain = heaviest_chain(graph)
    assert (chain is None) == (not graph.edges)
    if chain is None:
        return
    assert nx.is_simple_path(graph, list(chain.departments))
    assert chain.importance == nx.path_weight(graph, chain.departments, "importance")
    assert chain.importance >= max(nx.get_edge_attributes(graph, "importance").values())
    if nx.is_directed_acyclic_graph(graph):
        assert chain.importance == nx.dag_longest_path_length(graph, weight="importance")


def test_the_service_that_serves_the_servers_is_leaned_on_most() -> None:
    first, second, *_ = leaned_on(a_graph("AB", "CB", "DB", "BE"))
    assert (first.department, second.department) == ("E", "B")
    assert (second.customers, second.share) == (3, 0.75)


@given(graphs())
def test_leaning_adds_up(graph: nx.DiGraph[str]) -> None:
    found = leaned_on(graph)
    assert {one.department for one in found} == {provider for _, provider in graph.edges}
    assert sum(one.customers for one in found) == graph.number_of_edges()
    assert sum(one.share for one in found) == pytest.approx(1 if found else 0)
    assert 0 <= sum(one.rank for one in found) <= 1 + 1e-9
    assert [one.rank for one in found] == pytest.approx(sorted(o.rank for o in found)[::-1])


def test_islands_and_departments_in_no_dependency() -> None:
    graph = a_graph("AB", "CB", "DE")
    assert islands(graph) == (("A", "B", "C"), ("D", "E"))
    assert unlinked(graph) == ("F",)


def test_links_that_one_person_alone_has_walked() -> None:
    organisation = an_organisation(
        a_dependency("A", "B", 1), a_dependency("B", "C", 2), a_dependency("A", "C", 3)
    )
    plan = Plan.of([a_placement(*visit) for visit in [("a1", "B"), ("b2", "C")]])
    found = read_insights(organisation, plan).one_person
    assert [(one.link.customer, one.employee) for one in found] == [("B", "b2"), ("A", "a1")]


def test_two_people_are_not_one() -> None:
    organisation = an_organisation(a_dependency("A", "B"))
    plan = Plan.of([a_placement("a1", "B"), a_placement("b1", "A")])
    assert read_insights(organisation, plan).one_person == ()


def test_the_summary_counts() -> None:
    organisation = an_organisation(
        a_dependency("A", "B", 3, 1), a_dependency("B", "C", 1, 2), a_dependency("C", "A", 4, 1)
    )
    plan = Plan.of([a_placement("a1", "B"), a_placement("b1", "C")])
    summary = read_insights(organisation, plan).summary
    assert (summary.departments, summary.dependencies) == (3, 3)
    assert (summary.reached, summary.unwalked) == (1, 1)
    assert summary.coverage == pytest.approx((3 + 2 / 3) / 8)


def test_an_organisation_without_dependencies_is_covered() -> None:
    insights = read_insights(an_organisation())
    assert insights.summary.coverage == 1
    assert insights.unlinked == ("A", "B", "C")


def test_three_hundred_departments_are_read_in_two_seconds() -> None:
    graph = nx.gnm_random_graph(300, 3000, seed=1, directed=True)
    organisation = an_organisation(
        *(a_dependency(chr(0x4E00 + a), chr(0x4E00 + b), 1 + a + b) for a, b in graph.edges),
        departments="".join(chr(0x4E00 + n) for n in range(300)),
    )
    began = time.process_time()
    insights = read_insights(organisation)
    assert time.process_time() - began < 2
    assert insights.summary.dependencies == 3000
