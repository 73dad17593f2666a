"""E-mail: one or several notices to one person, as plain text and as HTML."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.texts import one_line
from planner.notify.addresses import address_of
from planner.notify.languages import language
from planner.notify.letters import calendar_of, notice_of
from planner.notify.wording import Language, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jinja2 import Template

    from planner.domain.messages import Mail
    from planner.notify.settings import MailSettings

# Not every server takes letters beyond ASCII in the body: with this they are always encoded.
_POLICY = SMTP.clone(cte_type="7bit")
_LONGEST_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class _Part:
    subject: str
    sentences: tuple[str, ...]
    action: str
    link: str


def compose(
    mails: Sequence[Mail],
    *,
    to: str,
    settings: MailSettings,
    now: datetime,
    name: str = "",
    code: str = "en",
) -> EmailMessage:
    """Return one e-mail that tells what one or more mails of the outbox hold.

    Parameters
    ----------
    mails : sequence of Mail
        All to the same user; several become a digest. Their keys make the Message-ID, so that
        the same mails composed again are recognised as the same e-mail.
    to : str
        The address of that user.
    settings : MailSettings
        The sender, and where the app is; without that, the e-mail holds no links.
    now : datetime
        The date of the e-mail, with its time zone.
    name : str
        What to call the user in the greeting.
    code : str
        Of the language.

    Raises
    ------
    Refused
        If ``to`` is no mail address: it will never get there.
    ValueError
        If there are no mails, or mails to several users.
    """
    if len({mail.user for mail in mails}) != 1:
        raise ValueError("an e-mail is made of one mail or more, all to the same user")
    words = language(code)
    parts = [_part(mail, words, settings.base_url) for mail in mails]
    subject = _subject(parts, words)
    called = one_line(name)
    greeting = words.mail.greeting.format(name=called) if called else words.mail.greeting_nameless
    message = EmailMessage(_POLICY)
    _head(message, mails, address_of(to), settings, now)
    _set_subject(message, subject)
    message["Content-Language"] = words.code
    message.set_content(_plain(parts, greeting, words))
    html = _template().render(
        language=words.code,
        subject=subject,
        greeting=greeting,
        parts=parts,
        footer=words.mail.footer,
    )
    message.add_alternative(html, subtype="html")
    _add_calendars(message, mails)
    return message


def message_id(mails: Sequence[Mail], domain: str) -> str:
    """Return the Message-ID of an e-mail that is made of these mails, in whatever order."""
    digest = hashlib.sha256("\n".join(sorted(mail.key for mail in mails)).encode())
    return f"<{digest.hexdigest()[:40]}@{domain}>"


def _head(
    message: EmailMessage,
    mails: Sequence[Mail],
    to: str,
    settings: MailSettings,
    now: datetime,
) -> None:
    if now.tzinfo is None:
        raise ValueError(f"{now.isoformat()} has no time zone")
    domain = settings.sender.rpartition("@")[2]
    message["From"] = Address(settings.sender_name, addr_spec=settings.sender)
    # The address alone: people know their own name, and a name can break a header.
    message["To"] = Address(addr_spec=to)
    message["Date"] = now
    message["Message-ID"] = message_id(mails, domain)
    message["List-Id"] = f"<rotation-planner.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"


def _set_subject(message: EmailMessage, subject: str) -> None:
    """Write a subject so that what comes out is what went in.

    Left to itself, the email package of some Pythons decodes text that looks encoded, line
    breaks and all, and drops blanks between words with letters outside ASCII.
    """
    if subject.isascii() and "=?" not in subject:
        message["Subject"] = subject
    else:
        message.set_raw("Subject", Header(subject, "utf-8", header_name="Subject").encode())


def _part(mail: Mail, words: Language, base_url: str) -> _Part:
    notice = notice_of(mail)
    said = in_words(notice, words)
    link = f"{base_url}/{notice.link.lstrip('/')}" if base_url and notice.link else ""
    return _Part(said.subject, said.sentences, said.action, link)


def _subject(parts: Sequence[_Part], words: Language) -> str:
    if len(parts) > 1:
        return words.mail.digest.format(number=len(parts))
    subject = parts[0].subject
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[:_LONGEST_SUBJECT]}..."


def _plain(parts: Sequence[_Part], greeting: str, words: Language) -> str:
    paragraphs = [greeting]
    for part in parts:
        # A subject stands above its sentences only where there are several to tell apart.
        head = [part.subject, *part.sentences] if len(parts) > 1 else list(part.sentences)
        paragraphs.append("\n".join(head))
        if part.link:
            paragraphs.append(words.mail.link.format(action=part.action, link=part.link))
    return "\n\n".join([*paragraphs, "-- \n" + words.mail.footer]) + "\n"


def _add_calendars(message: EmailMessage, mails: Sequence[Mail]) -> None:
    parts = [part for mail in mails if (part := calendar_of(mail)) is not None]
    if len(parts) == 1:
        # Calendars look for it among the alternatives, people among the attachments.
        message.add_alternative(
            parts[0].text, subtype="calendar", cte="base64", params={"method": parts[0].method}
        )
    for number, part in enumerate(parts, start=1):
        file = "placement.ics" if len(parts) == 1 else f"placement-{number}.ics"
        message.add_attachment(
            part.text.encode(), maintype="application", subtype="ics", filename=file
        )


@cache
def _template() -> Template:
    # Whoever only makes notices, as most commands do, need not wait for this library.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).with_name("templates")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("mail.html")
