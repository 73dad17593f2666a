"""Circles: departments that depend on each other, directly or around several corners."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from planner.graph.dependencies import links

if TYPE_CHECKING:
    from planner.graph.walking import Pair


@dataclass(frozen=True, slots=True)
class Circle:
    """Departments each of which depends on every other, at least indirectly.

    Attributes
    ----------
    departments : tuple of str
        All members, sorted; at least two.
    round_trip : tuple of str
        A shortest way round through three departments or more: each depends on the next,
        and the last on the first. Empty where all that goes round goes back and forth.
    """

    departments: tuple[str, ...]
    round_trip: tuple[str, ...]


def both_ways(graph: nx.DiGraph[str]) -> tuple[Pair, ...]:
    """Return the pairs that depend on each other, by falling weight of both links together."""
    pairs = [(a, b) for a, b in graph.edges if a < b and graph.has_edge(b, a)]

    def weight(pair: Pair) -> float:
        a, b = pair
        there, back = graph[a][b]["importance"], graph[b][a]["importance"]
        return float(there + back)

    return tuple(sorted(pairs, key=lambda pair: (-weight(pair), pair)))


def circles(graph: nx.DiGraph[str]) -> tuple[Circle, ...]:
    """Return the circles of a graph, the largest first.

    These are its strongly connected components (Tarjan, *SIAM Journal on Computing* 1,
    1972). The circles inside one may be exponentially many; one short round trip stands
    for all of them.
    """
    components = (tuple(sorted(c)) for c in nx.strongly_connected_components(graph) if len(c) > 1)
    ordered = sorted(components, key=lambda members: (-len(members), members))
    return tuple(Circle(members, _round_trip(graph.subgraph(members))) for members in ordered)


def _round_trip(component: nx.DiGraph[str]) -> tuple[str, ...]:
    """Return a shortest cycle of three or more, starting with the weightiest link that has one."""
    best: tuple[str, ...] = ()
    for link in links(component):
        longest = len(best) - 1 if best else len(component)
        best = _way_back(component, link.customer, link.provider, longest) or best
        if len(best) == 3:
            break
    return best


def _way_back(graph: nx.DiGraph[str], start: str, second: str, longest: int) -> tuple[str, ...]:
    """Return a shortest cycle start, second, ... without going straight back, or ()."""
    came_from = {second: start}
    waiting = deque([(second, 2)])
    while waiting:
        here, length = waiting.popleft()
        if length > longest:
            return ()
        for there in sorted(graph[here]):
            if there == start and here != second:
                return _unwind(came_from, start, here)
            if there != start and there not in came_from:
                came_from[there] = here
                waiting.append((there, length + 1))
    return ()


def _unwind(came_from: dict[str, str], start: str, last: str) -> tuple[str, ...]:
    backwards = [last]
    while backwards[-1] != start:
        backwards.append(came_from[backwards[-1]])
    return tuple(reversed(backwards))
