"""The bounds of a problem's arrays, checked once when it is created."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from solver.aims import AIMS

if TYPE_CHECKING:
    from solver.problem import Problem


def checked_arrays(problem: Problem) -> dict[str, Any]:
    """Return the problem's arrays in their final type, read-only.

    Raises
    ------
    ValueError
        If a shape or a value is out of bounds; the message names the array, the value
        and the bound.
    """
    if problem.periods < 1:
        raise ValueError(f"periods is {problem.periods}; it must be at least 1")
    if not 0 < problem.decay <= 1:
        raise ValueError(f"decay is {problem.decay}; it must be above 0 and at most 1")
    if problem.rest_periods < 0:
        raise ValueError(f"rest_periods is {problem.rest_periods}; it must not be negative")
    if problem.earliest < 0:
        raise ValueError(f"earliest is {problem.earliest}; it must not be negative")
    unknown = set(problem.aims) - set(AIMS)
    if unknown or len(set(problem.aims)) != len(problem.aims):
        raise ValueError(f"aims is {problem.aims}; each must be a known aim, named once")
    sizes = {
        "D": len(problem.length),
        "E": len(problem.home),
        "N": len(problem.customer),
        "T": problem.periods,
    }
    arrays: dict[str, Any] = {}
    for name, (shape, dtype, low, high) in _bounds(sizes).items():
        given = getattr(problem, name)
        if given is None:
            continue
        array = np.array(given, dtype=dtype)
        if not array.size and shape[0] is None:
            array = array.reshape(0, shape[1])
        _check(name, array, shape, low, high)
        array.flags.writeable = False
        arrays[name] = array
    if np.any(arrays["customer"] == arrays["provider"]):
        raise ValueError("a dependency has the same customer and provider; they must differ")
    return arrays


def _check(name: str, array: Any, shape: tuple[Any, ...], low: Any, high: Any) -> None:
    if len(array.shape) != len(shape) or any(
        want is not None and have != want for have, want in zip(array.shape, shape, strict=True)
    ):
        raise ValueError(f"{name} has shape {array.shape}; it must be {shape}")
    if array.dtype == np.bool_ or not array.size:
        return
    if np.any(array < np.array(low)) or np.any(array > np.array(high)):
        worst = array[(array < np.array(low)) | (array > np.array(high))][0]
        raise ValueError(f"{name} holds {worst}; each value must lie between {low} and {high}")


def _bounds(sizes: dict[str, int]) -> dict[str, tuple[tuple[Any, ...], Any, Any, Any]]:
    """Return shape, type, lowest and highest value of each array (None: any length)."""
    departments, employees, dependencies, periods = (sizes[key] for key in "DENT")
    most = 2**31
    d, e, t = departments - 1, employees - 1, periods - 1
    return {
        "host_capacity": ((departments,), np.int64, 0, most),
        "minimum_staffing": ((departments,), np.int64, 0, most),
        "length": ((departments,), np.int64, 1, most),
        "hosting": ((departments, periods), np.bool_, 0, 1),
        "releasing": ((departments, periods), np.bool_, 0, 1),
        "home": ((employees,), np.int64, 0, d),
        "max_rotations": ((employees,), np.int64, 0, most),
        "guides": ((employees,), np.int64, 0, most),
        "available": ((employees, periods), np.bool_, 0, 1),
        "customer": ((dependencies,), np.int64, 0, d),
        "provider": ((dependencies,), np.int64, 0, d),
        "importance": ((dependencies,), np.float64, np.nextafter(0, 1), 1e12),
        "target": ((dependencies,), np.int64, 1, most),
        "customer_visits": ((dependencies,), np.bool_, 0, 1),
        "provider_visits": ((dependencies,), np.bool_, 0, 1),
        "season_first": ((dependencies,), np.int64, -most, most),
        "season_last": ((dependencies,), np.int64, -most, most),
        "experience": ((None, 2), np.int64, (0, 0), (e, d)),
        "preferences": ((None, 3), np.int64, (0, 0, -1000), (e, d, 1000)),
        "restrictions": ((None, 2), np.int64, (0, 0), (e, d)),
        "keep_apart": ((None, 2), np.int64, (0, 0), (e, e)),
        "requirements": ((None, 3), np.int64, (0, 0, -1), (e, d, t)),
        "pins": ((None, 4), np.int64, (0, 0, 0, -1), (e, d, t, e)),
        "colleagues": ((departments, periods), np.int64, 0, most),
        "veterans": ((dependencies,), np.int64, 0, most),
        "previous": ((None, 3), np.int64, (0, 0, -most), (e, d, most)),
    }
