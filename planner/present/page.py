"""One page with everything about a plan, and pieces of it for other pages.

The page is one file: it asks nobody for anything, and every text in it is escaped.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from planner.present import drawing
from planner.present.words import number, share

if TYPE_CHECKING:
    from planner.present.overview import Overview

_TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(share=share, number=number)
    environment.globals.update(
        picture_width=drawing.WIDTH, picture_height=drawing.HEIGHT, radius=drawing.RADIUS
    )
    return environment


def page(overview: Overview) -> str:
    """Return the whole page."""
    return _environment().get_template("page.html").render(overview=overview)


def calendar_piece(overview: Overview) -> str:
    """Return the calendar with its own style, to be put into another page."""
    return _environment().get_template("calendar_piece.html").render(overview=overview)


def coverage_piece(overview: Overview) -> str:
    """Return the table of dependencies with its own style, to be put into another page."""
    return _environment().get_template("coverage_piece.html").render(overview=overview)
