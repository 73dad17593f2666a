"""Departments that everybody leans on."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx


@dataclass(frozen=True, slots=True)
class LeanedOn:
    """How much the organisation leans on one department.

    Attributes
    ----------
    department : str
        Department id.
    customers : int
        Departments that depend on it directly.
    share : float
        Its part of the importance of all dependencies, in [0, 1]: direct weight.
    rank : float
        Its PageRank, in [0, 1]; all departments together make 1: direct and indirect weight.
    """

    department: str
    customers: int
    share: float
    rank: float


def leaned_on(graph: nx.DiGraph[str]) -> tuple[LeanedOn, ...]:
    """Return the departments that others depend on, the most leaned on first.

    Ordered by PageRank along the links from customer to provider, weighted by importance
    (Brin and Page, *Computer Networks and ISDN Systems* 30, 1998). Start at any department
    and ask again and again "whom are you waiting for?": the rank is how often the answer is
    this department. It is chosen over the plain sum of importance because it also sees who
    serves those who serve everybody, and over betweenness because a department that serves
    many and waits for nobody lies between no two others, yet all lean on it.
    """
    weights = nx.get_edge_attributes(graph, "importance")
    total = sum(weights.values())
    if not weights:
        return ()
    rank = _pagerank(graph, max(weights.values()))
    found = (
        LeanedOn(department, customers, direct / total, rank[department])
        for department, customers in graph.in_degree()
        if customers
        for direct in [graph.in_degree(department, weight="importance")]
    )
    return tuple(sorted(found, key=lambda one: (-round(one.rank, 12), one.department)))


def _pagerank(graph: nx.DiGraph[str], heaviest: float) -> dict[str, float]:
    # Scaled, and never quite 0: weights near the smallest float have no finite reciprocal.
    scaled: nx.DiGraph[str] = nx.DiGraph()
    scaled.add_nodes_from(graph)
    for customer, provider, data in graph.edges.data():
        scaled.add_edge(customer, provider, weight=max(data["importance"] / heaviest, 1e-12))
    return dict(nx.pagerank(scaled))
