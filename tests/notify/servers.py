"""A real mail server on this machine, which keeps what it is sent and can be told to be unkind."""

from __future__ import annotations

import asyncio
import email
from contextlib import contextmanager
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from planner.notify import MailSettings, Security

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
TAKEN = "250 taken"
DROP = "drop the connection"


class Box:
    """What a server has taken, and its answers: those listed first, then friendly ones.

    ``DROP`` among the answers to data breaks the connection after the mail was kept.
    """

    def __init__(
        self,
        *,
        to_data: tuple[str, ...] = (),
        to_recipient: dict[str, str] | None = None,
        to_sender: tuple[str, ...] = (),
    ) -> None:
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.sessions: set[int] = set()
        self.commands: list[str] = []
        self._to_data = list(to_data)
        self._to_recipient = to_recipient or {}
        self._to_sender = list(to_sender)

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands.append("MAIL")
        self.sessions.add(id(session))
        answer = self._to_sender.pop(0) if self._to_sender else TAKEN
        if answer == TAKEN:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return answer

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        self.commands.append("RCPT")
        answer = self._to_recipient.get(address, TAKEN)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        self.commands.append("DATA")
        answer = self._to_data.pop(0) if self._to_data else TAKEN
        if answer in (TAKEN, DROP):
            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=default)
            self.taken.append(message)
            self.envelopes.append(envelope)
        if answer == DROP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


class _AnyPort(Controller):
    """A server at whichever port is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(box: Box, *, port: int = 0, **options: Any) -> Iterator[int]:
    """Run a server and give its port."""
    controller = _AnyPort(box, hostname=HOST, port=port, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def settings(port: int, **changes: Any) -> MailSettings:
    """Return settings for a server of this machine."""
    defaults: dict[str, Any] = {
        "host": HOST,
        "port": port,
        "security": Security.PLAIN,
        "sender": "planner@example.org",
        "sender_name": "Rotation Planner",
        "base_url": "https://planner.example.org/app",
        "timeout": 5.0,
    }
    return MailSettings(**{**defaults, **changes})
