"""The internal dependency graph: who depends on whom, and how well that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

from planner.graph.walking import Pair, credit, walkers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Organisation, Plan


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the graph with its numbers.

    Attributes
    ----------
    customer, provider : str
        Department ids: the customer depends on the provider.
    importance : float
        Weight, above 0.
    target : int
        People who should have walked it, at least 1.
    walked : int
        Distinct people who walk it.
    credit : float
        What these people are worth, in [0, 1]; 1 once the target is reached.
    """

    customer: str
    provider: str
    importance: float
    target: int
    walked: int
    credit: float

    @property
    def missing(self) -> float:
        """Importance times the credit that is still missing; 0 once the target is reached."""
        return self.importance * (1 - self.credit)


def dependency_graph(organisation: Organisation, plan: Plan | None = None) -> nx.DiGraph[str]:
    """Return the graph whose edges lead from customer to provider.

    Every department is a node, also one in no dependency. An edge carries ``importance``,
    ``target``, ``walked`` and ``credit``; :class:`Link` says what they mean.

    Parameters
    ----------
    organisation : Organisation
        Checked, so that every id in it exists.
    plan : Plan, optional
        Placements to count besides valid experience; none by default.

    Raises
    ------
    KeyError
        If the plan names an employee whom the organisation does not know.
    """
    return graph_of(organisation, walkers(organisation, plan))


def graph_of(
    organisation: Organisation, walked_by: Mapping[Pair, frozenset[str]]
) -> nx.DiGraph[str]:
    """Return the dependency graph for walkers that were found before."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(department.id for department in organisation.departments)
    for link in organisation.dependencies:
        walked = len(walked_by[link.customer, link.provider])
        graph.add_edge(
            link.customer,
            link.provider,
            importance=link.importance,
            target=link.target,
            walked=walked,
            credit=credit(walked, link.target, organisation.cycle.decay),
        )
    return graph


def links(graph: nx.DiGraph[str]) -> tuple[Link, ...]:
    """Return the edges of a dependency graph, the most important first, then by id."""
    found = (Link(customer, provider, **data) for customer, provider, data in graph.edges.data())
    return tuple(sorted(found, key=lambda link: (-link.importance, link.customer, link.provider)))
