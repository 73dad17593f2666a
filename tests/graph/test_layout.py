from __future__ import annotations

import math
import os
import subprocess
import sys
from itertools import combinations

import networkx as nx
import pytest

from planner.graph import layout


def named(graph: nx.DiGraph[int]) -> nx.DiGraph[str]:
    named: nx.DiGraph[str] = nx.DiGraph()
    named.add_nodes_from(f"D{n:03}" for n in graph)
    named.add_edges_from((f"D{a:03}", f"D{b:03}") for a, b in graph.edges)
    return named


def closest(places: dict[str, tuple[float, float]]) -> float:
    return min(math.dist(a, b) for a, b in combinations(places.values(), 2))


FIFTY = named(nx.gnm_random_graph(50, 400, seed=3, directed=True))


@pytest.mark.parametrize("links", [60, 150, 400, 1500])
def test_fifty_departments_leave_room_for_their_labels(links: int) -> None:
    places = layout(named(nx.gnm_random_graph(50, links, seed=links, directed=True)))
    assert len(places) == 50
    assert all(-1 <= value <= 1 for place in places.values() for value in place)
    assert closest(places) > 0.12


def test_a_hub_does_not_hide_its_spokes() -> None:
    assert closest(layout(named(nx.star_graph(40).to_directed()))) > 0.12


def test_parts_are_set_apart() -> None:
    graph = nx.DiGraph([("A", "B"), ("B", "C"), ("C", "A"), ("X", "Y")])
    graph.add_nodes_from("PQ")
    places = layout(graph)
    assert set(places) == set("ABCXYPQ")
    assert closest(places) > 0.1


def test_the_same_seed_gives_the_same_picture() -> None:
    assert layout(FIFTY, seed=7) == layout(FIFTY, seed=7)
    assert layout(FIFTY, seed=7) != layout(FIFTY, seed=8)


def test_the_order_of_links_does_not_move_anything() -> None:
    turned: nx.DiGraph[str] = nx.DiGraph()
    turned.add_nodes_from(reversed(list(FIFTY)))
    turned.add_edges_from(reversed(list(FIFTY.edges)))
    assert layout(turned) == layout(FIFTY)


def test_another_process_draws_the_same_picture() -> None:
    code = (
        "import networkx as nx; from planner.graph import layout;"
        "print(layout(nx.DiGraph([('Pay', 'Shop'), ('Shop', 'Depot'), ('Depot', 'IT'), "
        "('Pay', 'IT'), ('Legal', 'Shop')])))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    }
    assert len(drawn) == 1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_tiny_graphs(count: int) -> None:
    places = layout(named(nx.complete_graph(count).to_directed()))
    assert len(places) == count
    if count == 2:
        assert closest(places) > 0.5
