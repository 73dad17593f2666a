"""Where mail is sent through, told by environment variables.

============================ ================================================================
PLANNER_SMTP_URL             ``smtp://``, ``smtp+starttls://`` or ``smtps://``, then
                             ``user:password@host:port``; instead of the next six
PLANNER_SMTP_HOST            the mail server
PLANNER_SMTP_PORT            25, 587 with STARTTLS or 465 with SSL if it is not given
PLANNER_SMTP_USER            the name to sign in with, if any
PLANNER_SMTP_PASSWORD        the password that belongs to it
PLANNER_SMTP_STARTTLS        yes or no; no if it is not given
PLANNER_SMTP_SSL             yes or no; no if it is not given
PLANNER_SMTP_CA_FILE         certificates to trust besides those of this machine (PEM)
PLANNER_MAIL_FROM            the sender, such as ``Rotation Planner <planner@example.org>``
PLANNER_BASE_URL             where the app is; without it mails hold no links
============================ ================================================================
"""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import BadInput, Refused
from planner.notify.addresses import named_address
from planner.notify.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Mapping


class Security(StrEnum):
    """How what is said to the mail server is kept from others."""

    PLAIN = "smtp"
    STARTTLS = "smtp+starttls"
    SSL = "smtps"


_PORTS = {Security.PLAIN: 25, Security.STARTTLS: 587, Security.SSL: 465}
_ONE_BY_ONE = tuple(
    f"PLANNER_SMTP_{name}" for name in ("HOST", "PORT", "USER", "PASSWORD", "STARTTLS", "SSL")
)


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server, and what stands in every mail.

    ``sender`` is an address, ``sender_name`` may be empty. ``base_url`` ends without a slash;
    it is empty where nobody said where the app is. ``timeout`` is in seconds, for each step
    of talking to the server.
    """

    host: str
    port: int
    security: Security
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    base_url: str = ""
    ca_file: Path | None = None
    timeout: float = 30.0


def mail_settings(variables: Mapping[str, str] | None = None) -> MailSettings | None:
    """Return the settings, or None where no mail server is set.

    Parameters
    ----------
    variables : mapping of str to str, optional
        The environment of this process by default. Empty values count as not set.

    Raises
    ------
    BadInput
        With every fault at once, if the settings are incomplete or contradict each other.
        Passwords do not appear in it.
    """
    env = Environment(os.environ if variables is None else variables)
    server = [name for name in ("PLANNER_SMTP_URL", *_ONE_BY_ONE) if env.get(name)]
    if not server and not env.get("PLANNER_MAIL_FROM"):
        return None
    settings = _from_url(env) if env.get("PLANNER_SMTP_URL") else _from_parts(env)
    host, port, security, user, password = settings
    _check_sign_in(env, *settings)
    sender_name, sender = _sender(env)
    base_url = env.web_address("PLANNER_BASE_URL")
    ca_file = _ca_file(env)
    if env.faults:
        raise BadInput(env.faults)
    return MailSettings(
        host, port, security, sender, sender_name, user, password, base_url, ca_file
    )


def _from_url(env: Environment) -> tuple[str, int, Security, str, str]:
    name = "PLANNER_SMTP_URL"
    for other in _ONE_BY_ONE:
        if env.get(other):
            env.fault(other, f"it is set beside {name}", f"Take {other} or {name} away")
    url = env.url(name, [security.value for security in Security])
    if url is None:
        return "", 0, Security.SSL, "", ""
    security = Security(url.scheme)
    return url.host, url.port or _PORTS[security], security, url.user, url.password


def _from_parts(env: Environment) -> tuple[str, int, Security, str, str]:
    starttls, with_ssl = env.yes("PLANNER_SMTP_STARTTLS"), env.yes("PLANNER_SMTP_SSL")
    if starttls and with_ssl:
        env.fault(
            "PLANNER_SMTP_SSL",
            "it is set beside PLANNER_SMTP_STARTTLS",
            "Set one of the two; STARTTLS is usual at port 587, SSL at port 465",
        )
    security = Security.STARTTLS if starttls else Security.SSL if with_ssl else Security.PLAIN
    host = env.get("PLANNER_SMTP_HOST")
    if not host:
        env.fault("PLANNER_SMTP_HOST", "it is not set", "Set it to the name of the mail server")
    elif not env.is_host(host):
        env.fault(
            "PLANNER_SMTP_HOST",
            "it is no name of a server",
            "Set it to a name such as mail.example.org",
        )
    port = env.port("PLANNER_SMTP_PORT", _PORTS[security])
    return host, port, security, env.get("PLANNER_SMTP_USER"), env.get("PLANNER_SMTP_PASSWORD")


def _check_sign_in(
    env: Environment, host: str, _port: int, security: Security, user: str, password: str
) -> None:
    where = "PLANNER_SMTP_URL" if env.get("PLANNER_SMTP_URL") else "PLANNER_SMTP_USER"
    if bool(user) != bool(password):
        env.fault(where, "user and password belong together", "Set both, or neither")
    if not (user + password).isascii():
        env.fault(
            where,
            "user and password hold letters with accents or of other scripts",
            "Choose a password of English letters, digits and signs for the mail server",
        )
    if password and security is Security.PLAIN and host and not _is_this_machine(host):
        env.fault(
            where,
            "the password would travel so that others can read it",
            "Use STARTTLS or SSL, as the mail server offers",
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _sender(env: Environment) -> tuple[str, str]:
    text = env.get("PLANNER_MAIL_FROM")
    if text:
        try:
            return named_address(text)
        except Refused:
            problem = "it is no sender"
    else:
        problem = "it is not set"
    env.fault(
        "PLANNER_MAIL_FROM", problem, "Set it to Rotation Planner <planner@example.org> or alike"
    )
    return "", ""


def _ca_file(env: Environment) -> Path | None:
    text = env.get("PLANNER_SMTP_CA_FILE")
    if not text:
        return None
    try:
        ssl.create_default_context(cafile=text)
    except OSError:
        env.fault(
            "PLANNER_SMTP_CA_FILE",
            "it is no file with certificates",
            "Set it to a PEM file that can be read",
        )
    return Path(text)
