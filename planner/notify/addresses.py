"""Mail addresses: which can be written to, and which would smuggle something in."""

from __future__ import annotations

import re
from email.utils import parseaddr

from planner.domain.errors import Refused
from planner.domain.texts import one_line

_LOCAL = re.compile(r"[^\s@<>()\[\],;:\\\".]+(\.[^\s@<>()\[\],;:\\\".]+)*")
_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")
_LONGEST, _LONGEST_LOCAL = 254, 64


def address_of(text: str) -> str:
    """Return a mail address in the form that mail servers take.

    Parameters
    ----------
    text : str
        One address and nothing else. Letters outside ASCII may stand in the domain, and are
        written as domains are; before the @ hardly any mail server takes them.

    Raises
    ------
    Refused
        If it is no address.
    """
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    address = f"{local}@{domain}"
    fits = len(address) <= _LONGEST and len(local) <= _LONGEST_LOCAL
    # What looks encoded would be decoded on its way into a header.
    clean = one_line(address) == address and address.isascii() and "=?" not in address
    if not (clean and fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        shown = one_line(text)[:100]
        raise Refused(
            [f'"{shown}" is no mail address. Correct the address of this person.']
            if shown
            else ["There is no mail address. Enter one for this person."]
        )
    return address


def named_address(text: str) -> tuple[str, str]:
    """Return the name, which may be empty, and the address of ``Name <address>``.

    Raises
    ------
    Refused
        If there is no address in it, or more than one.
    """
    if one_line(text) != text.strip() or "=?" in text:
        raise Refused(["The sender is not plain text. Take control characters and =? out of it."])
    name, address = parseaddr(text)
    return name, address_of(address if address else text)
