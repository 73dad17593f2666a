"""The dependency graph of an organisation and what can be read off it."""

from planner.graph.chains import Chain, heaviest_chain
from planner.graph.circles import Circle, both_ways, circles
from planner.graph.dependencies import Link, dependency_graph, links
from planner.graph.insights import GraphInsights, Summary, read_insights
from planner.graph.islands import islands, unlinked
from planner.graph.layout import layout
from planner.graph.leaning import LeanedOn, leaned_on
from planner.graph.sentences import sentences
from planner.graph.walking import credit, is_valid, lies_in_season, walkers
from planner.graph.weights import OnePersonLink, strongest, walked_by_one, weakest

__all__ = [
    "Chain",
    "Circle",
    "GraphInsights",
    "LeanedOn",
    "Link",
    "OnePersonLink",
    "Summary",
    "both_ways",
    "circles",
    "credit",
    "dependency_graph",
    "heaviest_chain",
    "is_valid",
    "islands",
    "layout",
    "leaned_on",
    "lies_in_season",
    "links",
    "read_insights",
    "sentences",
    "strongest",
    "unlinked",
    "walked_by_one",
    "walkers",
    "weakest",
]
