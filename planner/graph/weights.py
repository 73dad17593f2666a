"""Single links: which matter most, where most is missing, which hang on one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.graph.dependencies import Link, links

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from planner.graph.walking import Pair


@dataclass(frozen=True, slots=True)
class OnePersonLink:
    """A link that one employee alone has walked: whoever leaves takes it along."""

    link: Link
    employee: str


def strongest(graph: nx.DiGraph[str], most: int = 5) -> tuple[Link, ...]:
    """Return up to ``most`` links of the largest importance, the weightiest first."""
    return links(graph)[:most]


def weakest(graph: nx.DiGraph[str], most: int = 5) -> tuple[Link, ...]:
    """Return up to ``most`` links where most is missing: importance x (1 - credit).

    Links that have reached their target are left out. This is the share that each link
    holds back from coverage, so the first one is where one more visit is missed most.
    """
    short = (link for link in links(graph) if link.walked < link.target)
    return tuple(sorted(short, key=lambda link: -link.missing)[:most])


def walked_by_one(
    graph: nx.DiGraph[str], walked_by: Mapping[Pair, frozenset[str]]
) -> tuple[OnePersonLink, ...]:
    """Return every link that exactly one employee has walked, the weightiest first.

    The "truck number" of a link, as software teams call the count of people who may leave
    before knowledge is lost (Coplien and Harrison, *Organizational Patterns of Agile
    Software Development*, 2004, "Moderate Truck Number"), is 1 here.
    """
    alone = (link for link in links(graph) if link.walked == 1)
    return tuple(OnePersonLink(link, *walked_by[link.customer, link.provider]) for link in alone)
