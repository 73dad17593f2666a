"""Reading settings from the environment; whatever is wrong with them is told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from planner.domain.errors import Finding, Severity
from planner.domain.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_YES, _NO = frozenset({"yes", "true", "on", "1"}), frozenset({"no", "false", "off", "0", ""})
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}")
_SECRET = frozenset({"PLANNER_SMTP_URL", "PLANNER_SMTP_PASSWORD", "PLANNER_SMTP_USER"})


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of an address of a server; ``port`` is 0 where none is given."""

    scheme: str
    host: str
    port: int
    user: str
    password: str


class Environment:
    """Variables of an environment, and the faults that were found in them."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.faults: list[Finding] = []

    def get(self, name: str) -> str:
        """Return a variable without outer blanks; nothing where it is not set."""
        return self._variables.get(name, "").strip()

    def fault(self, name: str, problem: str, remedy: str) -> None:
        """Note that a variable is wrong. Values that may hold a password are not shown."""
        value = "not shown" if name in _SECRET and self.get(name) else one_line(self.get(name))
        self.faults.append(
            Finding(Severity.FAULT, "environment", None, name, value[:100], problem, f"{remedy}.")
        )

    def yes(self, name: str) -> bool:
        """Return whether a variable says yes; nothing means no."""
        value = self.get(name).lower()
        if value not in _YES | _NO:
            self.fault(name, "it is neither yes nor no", "Set it to yes or to no")
        return value in _YES

    def port(self, name: str, default: int) -> int:
        """Return the port that a variable names."""
        value = self.get(name)
        if not value:
            return default
        if not (value.isascii() and value.isdecimal() and 0 < int(value[:6]) < 65536):
            self.fault(name, "it is no port", "Set it to a whole number from 1 to 65535")
            return default
        return int(value)

    def is_host(self, text: str) -> bool:
        """Return whether a text can be the name or the number of a server."""
        return bool(_HOST.fullmatch(text))

    def url(self, name: str, schemes: Sequence[str]) -> Url | None:
        """Return the parts of an address of a server, or None with a fault."""
        parts, port = self._split(name)
        if parts is None or parts.scheme not in schemes or parts.path.strip("/") or parts.query:
            remedy = f"Write it as {schemes[0]}://user:password@mail.example.org:587, "
            remedy += f"beginning with one of {', '.join(f'{each}://' for each in schemes)}; "
            remedy += "write @, : and / inside user and password as %40, %3A and %2F"
            self.fault(name, "it is no address of a mail server", remedy)
            return None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return Url(parts.scheme, parts.hostname or "", port, user, password)

    def web_address(self, name: str) -> str:
        """Return an address of a web page without a slash at its end; nothing if not set."""
        if not self.get(name):
            return ""
        parts, _ = self._split(name)
        wrong = parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc
        if wrong or parts is None or parts.query or not re.fullmatch("[!-~]+", self.get(name)):
            self.fault(
                name, "it is no web address", "Set it to https://planner.example.org or alike"
            )
            return ""
        return self.get(name).rstrip("/")

    def _split(self, name: str) -> tuple[SplitResult | None, int]:
        try:
            parts = urlsplit(self.get(name))
            port = parts.port or 0
        except ValueError:
            return None, 0
        usable = not parts.fragment and self.is_host(parts.hostname or "")
        return (parts if usable else None), port
