"""Everything that can be read off the dependency graph, gathered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.graph.chains import Chain, heaviest_chain
from planner.graph.circles import Circle, both_ways, circles
from planner.graph.dependencies import Link, graph_of, links
from planner.graph.islands import islands, unlinked
from planner.graph.leaning import LeanedOn, leaned_on
from planner.graph.walking import Pair, walkers
from planner.graph.weights import OnePersonLink, strongest, walked_by_one, weakest

if TYPE_CHECKING:
    import networkx as nx

    from planner.domain import Organisation, Plan


@dataclass(frozen=True, slots=True)
class Summary:
    """The graph in five numbers.

    Attributes
    ----------
    departments, dependencies : int
        How many there are.
    reached : int
        Dependencies walked by as many people as they ask for.
    unwalked : int
        Dependencies walked by nobody.
    coverage : float
        Mean credit, weighted by importance, in [0, 1]; 1 without dependencies.
    """

    departments: int
    dependencies: int
    reached: int
    unwalked: int
    coverage: float


@dataclass(frozen=True, slots=True)
class GraphInsights:
    """What the dependency graph tells. Departments and employees appear by id.

    Attributes
    ----------
    summary : Summary
        How much there is and how much of it is walked.
    strongest, weakest : tuple of Link
        The links that matter most, and those where most is missing; five at most.
    both_ways : tuple of (str, str)
        Pairs that depend on each other, by falling weight.
    circles : tuple of Circle
        Departments that depend on each other around corners, the largest circle first.
    chain : Chain or None
        The heaviest chain of who depends on whom; None without dependencies.
    leaned_on : tuple of LeanedOn
        Every department that others depend on, the most leaned on first.
    one_person : tuple of OnePersonLink
        Links that one employee alone has walked, by falling importance.
    islands : tuple of tuple of str
        Groups of linked departments that no link joins, the largest first.
    unlinked : tuple of str
        Departments in no dependency.
    """

    summary: Summary
    strongest: tuple[Link, ...]
    weakest: tuple[Link, ...]
    both_ways: tuple[Pair, ...]
    circles: tuple[Circle, ...]
    chain: Chain | None
    leaned_on: tuple[LeanedOn, ...]
    one_person: tuple[OnePersonLink, ...]
    islands: tuple[tuple[str, ...], ...]
    unlinked: tuple[str, ...]


def read_insights(organisation: Organisation, plan: Plan | None = None) -> GraphInsights:
    """Return what the graph of an organisation tells, before or with a plan.

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
    walked_by = walkers(organisation, plan)
    graph = graph_of(organisation, walked_by)
    return GraphInsights(
        summary=_summary(graph),
        strongest=strongest(graph),
        weakest=weakest(graph),
        both_ways=both_ways(graph),
        circles=circles(graph),
        chain=heaviest_chain(graph),
        leaned_on=leaned_on(graph),
        one_person=walked_by_one(graph, walked_by),
        islands=islands(graph),
        unlinked=unlinked(graph),
    )


def _summary(graph: nx.DiGraph[str]) -> Summary:
    found = links(graph)
    total = sum(link.importance for link in found)
    return Summary(
        departments=len(graph),
        dependencies=len(found),
        reached=sum(link.walked >= link.target for link in found),
        unwalked=sum(link.walked == 0 for link in found),
        coverage=sum(link.importance * link.credit for link in found) / total if found else 1.0,
    )
