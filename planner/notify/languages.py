"""The languages there are; texts of a language stand in a file of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.notify.english import ENGLISH

if TYPE_CHECKING:
    from planner.notify.wording import Language

LANGUAGES = {ENGLISH.code: ENGLISH}


def language(code: str = "en") -> Language:
    """Return the texts of a language; English where there are none."""
    return LANGUAGES.get(code, ENGLISH)
