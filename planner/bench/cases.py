"""What is measured: problems drawn to size, or organisations that are there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planner.bench.shape import Shape

_SIZE = re.compile(r"(\d{1,9})x(\d{1,9})x(\d{1,9})")
_KEYS = {"density": "density", "scarcity": "scarcity", "share": "target_share", "decay": "decay"}


@dataclass(frozen=True, slots=True)
class Case:
    """One problem: drawn by ``shape``, or read from ``folder``; ``seconds`` limits each run."""

    name: str
    seconds: float
    shape: Shape | None = None
    folder: Path | None = None


def folder_case(folder: Path, seconds: float) -> Case:
    """Return the case of an organisation that is there, named like its folder or workbook."""
    return Case(folder.resolve().name, seconds, folder=folder)


def drawn_case(text: str, seconds: float, **usual: Any) -> Case:
    """Return the case that a text such as ``1000x42x26,scarcity=2,time=30`` names.

    Parameters
    ----------
    text : str
        The size; after it, what is not as usual: density, scarcity, share (of headcount, for
        targets), decay, time (seconds).
    seconds : float
        The usual time limit.
    **usual
        The other usual settings, by the names of `Shape`.

    Raises
    ------
    ValueError
        If it cannot be understood, or a number is out of bounds.
    """
    size, *settings = [part.strip() for part in text.split(",")]
    found = _SIZE.fullmatch(size)
    if not found:
        raise ValueError(f"{size!r} is no size")
    changes: dict[str, Any] = {}
    for setting in settings:
        key, _, value = setting.partition("=")
        if key == "time":
            seconds = _number(setting, value)
        elif key in _KEYS:
            changes[_KEYS[key]] = _number(setting, value)
        else:
            known = ", ".join([*_KEYS, "time"])
            raise ValueError(f"{key!r} is no setting of a size; these are: {known}")
    if not 0 < seconds < 1e6:
        raise ValueError(f"time is {seconds:g}; it must be above 0 seconds")
    people, departments, periods = map(int, found.groups())
    shape = replace(Shape(people, departments, periods, **usual), **changes)
    return Case(size, seconds, shape)


def _number(setting: str, value: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise ValueError(f"{setting!r} holds no number") from None
