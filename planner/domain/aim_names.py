"""What each aim is called where people read it."""

from __future__ import annotations

AIM_NAMES = {
    "requirements": "Required placements not met",
    "coverage": "Coverage",
    "reach": "People reached",
    "stability": "Earlier placements dropped",
    "economy": "Periods spent away",
    "preferences": "Wishes met (points)",
    "earliness": "Waiting for important visits (points)",
}
"""By the aim's id, what it counts. Coverage is a share; the others are whole numbers or points."""
