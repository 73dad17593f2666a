"""Text of people, made fit for one line of a mail, a calendar or a screen."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s{2,}")
_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def one_line(text: str) -> str:
    """Return text as a single line: no line breaks, no control characters, no outer blanks.

    Line breaks, control characters and runs of blanks become one blank; halves of characters,
    which no file can hold, become the replacement character. Everything else stays as it is,
    letters of any script, emoji and marks of the reading direction included.
    """
    return _BLANKS.sub(" ", "".join(_harmless(letter) for letter in text)).strip()


def _harmless(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in _BREAKS:
        return " "
    return "\ufffd" if category == "Cs" else letter
