"""Notices on their way: into the inbox, into the outbox, and out of it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from planner.domain.messages import Mail, Message
from planner.domain.notices import Notice, NoticeKind
from planner.notify.languages import language
from planner.notify.wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_IN_ONE = 50


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar file to go with a mail; ``method`` is PUBLISH, REQUEST or CANCEL."""

    method: str
    text: str


def message_of(notice: Notice, code: str = "en") -> Message:
    """Return a notice as it goes into an inbox, in the language of this code."""
    said = in_words(notice, language(code))
    return Message(
        user=notice.to,
        subject=said.subject,
        text="\n".join(said.sentences),
        link=notice.link,
        thing=notice.thing,
        created_at=notice.at,
    )


def mail_of(
    notice: Notice, *, due_at: datetime | None = None, calendar: CalendarPart | None = None
) -> Mail:
    """Return a notice as it goes into the outbox.

    ``due_at`` may lie ahead, so that what comes until then goes into one mail; by default it
    is due at once.
    """
    payload: dict[str, object] = {
        "kind": notice.kind.value,
        "thing": notice.thing,
        "occasion": notice.occasion,
        "facts": dict(notice.facts),
        "items": [dict(item) for item in notice.items],
        "link": notice.link,
        "about": list(notice.about),
        "at": notice.at.isoformat(),
    }
    if calendar is not None:
        payload["calendar"] = {"method": calendar.method, "text": calendar.text}
    return Mail(key=notice.key, user=notice.to, payload=payload, due_at=due_at or notice.at)


def notice_of(mail: Mail) -> Notice:
    """Return the notice that a mail of the outbox was made from."""
    payload: Mapping[str, Any] = mail.payload
    return Notice(
        kind=NoticeKind(payload["kind"]),
        to=mail.user,
        thing=payload["thing"],
        occasion=payload["occasion"],
        facts=dict(payload["facts"]),
        at=datetime.fromisoformat(payload["at"]),
        items=tuple(dict(item) for item in payload["items"]),
        link=payload["link"],
        about=tuple(payload["about"]),
    )


def calendar_of(mail: Mail) -> CalendarPart | None:
    """Return the calendar file that goes with a mail of the outbox."""
    payload: Mapping[str, Any] = mail.payload
    part = payload.get("calendar")
    return CalendarPart(part["method"], part["text"]) if part else None


def batches(mails: Iterable[Mail], *, most: int = _MOST_IN_ONE) -> tuple[tuple[Mail, ...], ...]:
    """Return mails as they go together into one e-mail each, every user by themselves.

    What happened first is told first.
    What was tried together before stays together: should the server have taken it without
    saying so, the second e-mail is the same one, with the same Message-ID. ``attempts`` has
    to count the one that is about to begin, as the outbox does when it hands mail out.
    """

    def together(mail: Mail) -> tuple[str, int, datetime | None]:
        again = mail.attempts > 1
        return mail.user, mail.attempts if again else 0, mail.due_at if again else None

    def order(mail: Mail) -> tuple[str, int, datetime, str, str]:
        happened = str(mail.payload.get("at", ""))
        return mail.user, max(mail.attempts, 1), mail.due_at, happened, mail.key

    found = []
    for _, group in groupby(sorted(mails, key=order), key=together):
        some = list(group)
        found += [tuple(some[first : first + most]) for first in range(0, len(some), most)]
    return tuple(found)
