"""Places for the departments on a picture of the graph."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

Points = npt.NDArray[np.float64]

_STRESS_UP_TO = 100  # departments; beyond it the stress of all pairs takes seconds
_ROOM = 0.8  # of the side of the square cell that each department has on average
_PUSHES = 200


def layout(graph: nx.DiGraph[str], seed: int = 0) -> dict[str, tuple[float, float]]:
    """Return a readable position for each department, the same for the same seed.

    Parts that no link joins are laid out on their own and set side by side. Inside a part,
    distance follows the number of links in between (Kamada and Kawai, *Information
    Processing Letters* 31, 1989), from a start by springs (Fruchterman and Reingold,
    *Software: Practice and Experience* 21, 1991), which is all that very large parts get.
    At last, departments that came too close to carry a label each are pushed apart.

    Parameters
    ----------
    graph : nx.DiGraph
        A dependency graph.
    seed : int
        Start of the random numbers, not negative; another seed gives another picture.

    Returns
    -------
    dict of str to (float, float)
        x and y, both in [-1, 1].
    """
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(graph))
    plain.add_edges_from(sorted(graph.edges))
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=_by_size)
    placed = _side_by_side([_laid_out(plain.subgraph(part), seed) for part in parts])
    names = [name for part in parts for name in part]
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, placed, strict=True)}


def _by_size(part: list[str]) -> tuple[int, list[str]]:
    return -len(part), part


def _laid_out(part: nx.Graph[str], seed: int) -> Points:
    """Return points in a square whose side is the root of their number, in order of name."""
    names, side = sorted(part), math.sqrt(len(part))
    if len(names) == 1:
        return np.array([[0.5, 0.5]])
    # networkx walks a subgraph in the order of a set, which differs from run to run.
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in part.edges))
    position = nx.spring_layout(ordered, seed=seed)
    if len(names) <= _STRESS_UP_TO:
        position = nx.kamada_kawai_layout(ordered, pos=position)
    points = _fitted(np.array([position[name] for name in names]), side)
    # Two departments in the very same place have no direction in which to be pushed.
    noise = np.random.default_rng(seed).normal(scale=1e-3, size=points.shape)
    return _pushed_apart(points + noise, side)


def _fitted(points: Points, side: float) -> Points:
    """Return the points stretched to a square from 0 to ``side``."""
    low, high = points.min(axis=0), points.max(axis=0)
    extent = np.where(high - low > 1e-9, high - low, 1.0)
    return np.asarray((points - low) / extent * side, dtype=np.float64)


def _pushed_apart(points: Points, side: float) -> Points:
    """Return the points moved, as little as it takes, until none is within ``_ROOM``."""
    for _ in range(_PUSHES):
        offset = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((offset**2).sum(axis=2))
        np.fill_diagonal(distance, np.inf)
        short = np.maximum(0.0, _ROOM - distance)
        if short.max() < 1e-3:
            break
        direction = offset / np.maximum(distance, 1e-9)[:, :, None]
        points = np.clip(points + (direction * short[:, :, None]).sum(axis=1) / 2, 0, side)
    return points


def _side_by_side(parts: Sequence[Points]) -> Points:
    """Return all points in the square from -1 to 1, the parts on shelves, largest first."""
    if not parts:
        return np.zeros((0, 2))
    width = math.sqrt(sum(len(part) for part in parts)) * 1.2
    shelves: list[Points] = []
    x = y = shelf = 0.0
    for part in parts:
        side = math.sqrt(len(part))
        if x and x + side > width:
            x, y, shelf = 0.0, y + shelf, 0.0
        shelves.append(part + np.array([x, y]))
        x, shelf = x + side + 0.5, max(shelf, side + 0.5)
    points = np.vstack(shelves)
    low, high = points.min(axis=0), points.max(axis=0)
    half = max(float((high - low).max()) / 2, 1e-9)
    return np.asarray(np.clip((points - (low + high) / 2) / half, -1, 1), dtype=np.float64)
