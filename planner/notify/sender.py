"""Sending: e-mails go to the mail server over one connection, and each gets its outcome."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.domain.texts import one_line
from planner.notify.settings import MailSettings, Security

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from email.message import EmailMessage

_MOST_BREAKS = 3
_DONE, _TOO_BIG = 250, 552
# These say "not like this" of the conversation, not of the message or whom it is for.
_ABOUT_THE_CONVERSATION = frozenset({500, 501, 502, 503, 504, 530, 534, 535, 538})


class Delivery(StrEnum):
    """What became of an e-mail."""

    DELIVERED = "delivered"
    """The server has taken it on."""
    TRY_AGAIN = "try_again"
    """Not now; it may well work later."""
    REFUSED = "refused"
    """It will never be taken, however often it is tried."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one e-mail; ``trouble`` says why in a sentence, empty if delivered."""

    delivery: Delivery
    trouble: str = ""


class Sender:
    """Sends e-mails through the mail server of some settings."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(
        self,
        messages: Sequence[EmailMessage],
        after: Callable[[int, Outcome], None] | None = None,
    ) -> tuple[Outcome, ...]:
        """Send e-mails over as few connections as will do.

        Whatever goes wrong while talking to the server becomes an outcome, never an
        exception. A broken connection is made anew for the next e-mail, up to three times;
        after that, and where the server cannot be reached, the rest is to be tried again.

        Parameters
        ----------
        messages : sequence of EmailMessage
        after : callable, optional
            Called with the position and the outcome of each e-mail as soon as it is known, so
            that it can be noted before the next one goes. What it raises is passed on.

        Returns
        -------
        tuple of Outcome
            One for each e-mail, in their order.
        """
        outcomes = []
        conversation = _Conversation(self._settings)
        try:
            for position, message in enumerate(messages):
                outcome = conversation.send(message)
                outcomes.append(outcome)
                if after is not None:
                    after(position, outcome)
        finally:
            conversation.end()
        return tuple(outcomes)


class _Conversation:
    """Talks to the server: connects when needed, and again after a break."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None
        self._breaks = 0
        self._given_up = ""

    def send(self, message: EmailMessage) -> Outcome:
        if self._smtp is None and not self._given_up:
            self._connect()
        if self._smtp is None:
            return Outcome(Delivery.TRY_AGAIN, self._given_up)
        try:
            self._smtp.send_message(message)
        except Exception as error:
            self._recover(error)
            return _outcome(error)
        self._breaks = 0
        return Outcome(Delivery.DELIVERED)

    def end(self) -> None:
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.quit()
            self._drop()

    def _connect(self) -> None:
        try:
            self._smtp = _connected(self._settings)
        except Exception as error:
            where = f"{self._settings.host}, port {self._settings.port}"
            self._given_up = f"The mail server ({where}) cannot be used: {_reason(error)}"

    def _recover(self, error: Exception) -> None:
        """Leave the connection ready for the next e-mail, or leave it."""
        with suppress(OSError):
            if self._smtp is not None and self._smtp.rset()[0] == _DONE:
                return
        self._drop()
        self._breaks += 1
        if self._breaks >= _MOST_BREAKS:
            self._given_up = f"The mail server breaks off: {_reason(error)}"

    def _drop(self) -> None:
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.close()
            self._smtp = None


def _connected(settings: MailSettings) -> smtplib.SMTP:
    """Return a connection that is encrypted and signed in as the settings want it."""
    context = None
    if settings.security is not Security.PLAIN:
        context = ssl.create_default_context()
        if settings.ca_file is not None:
            context.load_verify_locations(settings.ca_file)
    host, port, timeout = settings.host, settings.port, settings.timeout
    if settings.security is Security.SSL:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=timeout, context=context)
    else:
        smtp = smtplib.SMTP(host, port, timeout=timeout)
    try:
        if settings.security is Security.STARTTLS:
            smtp.starttls(context=context)
        if settings.user:
            smtp.login(settings.user, settings.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _outcome(error: Exception) -> Outcome:
    """Tell failures that pass from those that stay."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = min((code for code, _ in error.recipients.values()), default=0)
        return Outcome(_by_code(code), f"The mail server refuses the address: {_reason(error)}")
    if isinstance(error, smtplib.SMTPSenderRefused):
        # Our own address is a matter of the settings, which can be mended; only size is not.
        delivery = Delivery.REFUSED if error.smtp_code == _TOO_BIG else Delivery.TRY_AGAIN
        return Outcome(delivery, f"The mail server refuses the sender: {_reason(error)}")
    if isinstance(error, smtplib.SMTPResponseException):
        told = f"The mail server refuses the mail: {_reason(error)}"
        return Outcome(_by_code(error.smtp_code), told)
    if isinstance(error, OSError):
        told = f"The connection to the mail server broke: {_reason(error)}"
        return Outcome(Delivery.TRY_AGAIN, told)
    return Outcome(Delivery.REFUSED, f"This mail cannot be written: {_reason(error)}")


def _by_code(code: int) -> Delivery:
    stays = 500 <= code < 600 and code not in _ABOUT_THE_CONVERSATION
    return Delivery.REFUSED if stays else Delivery.TRY_AGAIN


def _reason(error: Exception) -> str:
    """Return what the server or the machine said, on one line."""
    answers: list[tuple[int, bytes | str]] = []
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    for code, said in answers[:1]:
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return one_line(f"{code} {text}")[:300]
    said = getattr(error, "strerror", None) or str(error)
    return one_line(said)[:300] or type(error).__name__
