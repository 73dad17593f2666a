"""One look per department: nine pale colours that everybody can tell apart, and stripes."""

from __future__ import annotations

COLOURS = (
    "#77aadd",
    "#ee8866",
    "#eedd88",
    "#ffaabb",
    "#99ddff",
    "#44bb99",
    "#bbcc33",
    "#b8b84a",
    "#dddddd",
)
"""Colours that people with any kind of colour vision tell apart, under black letters.

They are Paul Tol's scheme "light"; its olive is lifted a little so that letters on it read
as well as on the others.
"""

_STRIPE = "rgba(0,0,0,.16)"
_DOT = "rgba(0,0,0,.3)"
PATTERNS = (
    "",
    f"repeating-linear-gradient(45deg,{_STRIPE} 0 2px,transparent 2px 8px)",
    f"repeating-linear-gradient(90deg,{_STRIPE} 0 2px,transparent 2px 8px)",
    f"radial-gradient({_DOT} 1px,transparent 1.5px) 0 0/7px 7px",
    f"repeating-linear-gradient(-45deg,{_STRIPE} 0 2px,transparent 2px 8px)",
    f"repeating-linear-gradient(0deg,{_STRIPE} 0 2px,transparent 2px 7px)",
)
"""Second dimension of a look, drawn over the colour; "" is none."""


def look(number: int) -> str:
    """Return the CSS background of the department with this number, counted from 0.

    The first 54 are different; later ones begin again, and keep their short names.
    """
    colour = COLOURS[number % len(COLOURS)]
    pattern = PATTERNS[number // len(COLOURS) % len(PATTERNS)]
    return f"{pattern},{colour}" if pattern else colour
