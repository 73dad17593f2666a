"""What the app shows: the sample organisation, unless it is told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.resources import sample_folder

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Shown:
    """An organisation, and its plan; None where one is still to be made."""

    organisation: Path
    plan: Path | None = None


def shown(arguments: Sequence[str]) -> Shown:
    """Return what the arguments behind the name of the script ask for: ORG and PLAN."""
    if not arguments:
        return Shown(sample_folder())
    return Shown(Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else None)
