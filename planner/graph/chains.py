"""The heaviest chain: who waits for whom, who waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from planner.graph.dependencies import Link, links

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Chain:
    """Departments of which each depends on the next, and the importance of all its links."""

    departments: tuple[str, ...]
    importance: float


def heaviest_chain(graph: nx.DiGraph[str]) -> Chain | None:
    """Return the chain whose links weigh most together; None without dependencies.

    Without circles this is the heaviest path of the graph, which is exact and takes linear
    time. With circles the question is intractable (a heaviest simple path), and drawing
    each circle together to one point would leave most organisations with a single point.
    So links are taken by falling importance and one that would close a circle is passed
    over, as in the ranked pairs of Tideman (*Social Choice and Welfare* 4, 1987): every
    circle gives way at its weakest link. The chain is the heaviest path of what remains.
    """
    backbone = _without_circles(graph.nodes, links(graph))
    departments: list[str] = nx.dag_longest_path(backbone, weight="importance")
    if len(departments) < 2:
        return None
    weight = nx.path_weight(backbone, departments, "importance")
    return Chain(tuple(departments), float(weight))


def _without_circles(nodes: Iterable[str], by_weight: Iterable[Link]) -> nx.DiGraph[str]:
    """Return the links, taken in order, that close no circle with those taken before."""
    backbone: nx.DiGraph[str] = nx.DiGraph()
    backbone.add_nodes_from(sorted(nodes))
    bit = {node: 1 << number for number, node in enumerate(backbone)}
    # Sets of departments as bits of one integer: 300 of them are joined in one operation.
    reaches = dict(bit)
    for link in by_weight:
        if reaches[link.provider] & bit[link.customer]:
            continue
        backbone.add_edge(link.customer, link.provider, importance=link.importance)
        for node, reached in reaches.items():
            if reached & bit[link.customer]:
                reaches[node] = reached | reaches[link.provider]
    return backbone
