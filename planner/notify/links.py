"""Where things can be looked at, relative to the start page of the app."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def request(id: str) -> str:
    """Return where a change request is."""
    return f"requests?{urlencode({'request': id}, quote_via=quote)}"


def version(cycle: str, number: int) -> str:
    """Return where a version of a plan is."""
    return f"plans?{urlencode({'cycle': cycle, 'version': number}, quote_via=quote)}"


def placement(id: str) -> str:
    """Return where an employee sees a placement."""
    return f"placements?{urlencode({'placement': id}, quote_via=quote)}"


PLACEMENTS = "placements"
"""Where employees see all of theirs, and the address of their calendar."""
TEAM = "team"
"""Where managers see who of their people is away, and who visits."""
INBOX = "inbox"
"""Where everybody sees what waits for them."""
