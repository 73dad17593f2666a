"""The shape of an organisation that is drawn: how large, how dense, how scarce."""

from __future__ import annotations

import math
from dataclasses import dataclass

_BOUNDS: dict[str, tuple[float, float]] = {
    "people": (2, 5_000_000),
    "departments": (2, 20_000),
    "periods": (2, 1000),
    "density": (0.1, 1000),
    "scarcity": (0.01, 100),
    "target_share": (0.0001, 1),
    "decay": (0.01, 1),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What an organisation is to look like.

    Attributes
    ----------
    people, departments, periods : int
        Its size. There are at least as many people as departments.
    density : float
        Dependencies for each department, on average.
    scarcity : float
        Visits that the targets ask for, as a multiple of those that there are seats for.
        Staff that can be spared and mentors follow the seats.
    target_share : float, optional
        Share of the visitors' headcount that should walk a dependency, on average. Without
        it targets are 1 to 5 people, however large a department is.
    decay : float
        Worth of each further visitor as a share of the one before.

    Raises
    ------
    ValueError
        If a number is out of bounds; the message says which and names the bounds.
    """

    people: int
    departments: int
    periods: int
    density: float = 8.0
    scarcity: float = 1.0
    target_share: float | None = None
    decay: float = 0.5

    def __post_init__(self) -> None:
        """Check every bound."""
        for name, (low, high) in _BOUNDS.items():
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                word = name.replace("_", " ")
                raise ValueError(f"{word} is {value:g}; it must lie between {low:g} and {high:g}")
        if self.people < self.departments:
            raise ValueError(
                f"people is {self.people}; it must not be below departments, {self.departments}"
            )

    @property
    def size(self) -> str:
        """People, departments and periods: 1000x42x26."""
        return f"{self.people}x{self.departments}x{self.periods}"

    @property
    def kind(self) -> str:
        """What problems of one density have in common, whatever their size."""
        words = [f"density {self.density:g}", f"scarcity {self.scarcity:g}"]
        if self.target_share is not None:
            words.append(f"targets {self.target_share:g} of headcount")
        if self.decay != Shape.__dataclass_fields__["decay"].default:
            words.append(f"decay {self.decay:g}")
        return ", ".join(words)
