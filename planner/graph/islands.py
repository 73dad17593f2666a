"""Islands: parts of the organisation that have nothing to do with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Sequence


def islands(graph: nx.DiGraph[str]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of linked departments that no link joins, the largest first.

    These are the weakly connected components of two departments or more. An organisation
    that hangs together has exactly one.
    """
    return tuple(group for group in _components(graph) if len(group) > 1)


def unlinked(graph: nx.DiGraph[str]) -> tuple[str, ...]:
    """Return the departments in no dependency, sorted by id."""
    return tuple(group[0] for group in _components(graph) if len(group) == 1)


def _components(graph: nx.DiGraph[str]) -> Sequence[tuple[str, ...]]:
    components = (tuple(sorted(group)) for group in nx.weakly_connected_components(graph))
    return sorted(components, key=lambda group: (-len(group), group))
