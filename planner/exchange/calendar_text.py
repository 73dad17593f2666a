"""Text and addresses as calendar files want them (RFC 5545)."""

from __future__ import annotations

from urllib.parse import quote

from icalendar import vText

from planner.domain.texts import one_line

_ADDRESS_LETTERS = "-._~:/?#[]@!$&'()*+,;=%"


class Text(vText):
    r"""Text of which nothing is lost on the way into a file.

    The library takes a backslash before a capital N, as in ``C:\New``, for a line break.
    """

    def to_ical(self) -> bytes:
        """Return the text with backslash, semicolon, comma and line break escaped."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return escaped.replace("\n", "\\n").encode()


def text(*lines: str) -> Text:
    """Return lines as one text. Line breaks and control characters inside become blanks."""
    return Text("\n".join(one_line(line) for line in lines if line))


def address(link: str) -> str:
    """Return a link without letters that a link cannot hold."""
    return quote(one_line(link), safe=_ADDRESS_LETTERS)
