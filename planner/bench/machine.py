"""What a measurement was made on: facts that matter for it, and none that name the machine."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from planner.bench.memory import installed

LIBRARIES = ("rotation-planner", "ortools", "numpy", "scipy", "networkx", "pydantic")


def machine() -> dict[str, Any]:
    """Return cores, memory, kind of system, and versions."""
    memory = installed()
    return {
        "cores": _cores(),
        "memory_mb": None if memory is None else round(memory / 2**20),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def _cores() -> int:
    """Return the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
