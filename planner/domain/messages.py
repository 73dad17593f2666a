"""What people are told: messages in the planner's own inbox, and mail on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.domain.organisation import Id


@dataclass(frozen=True, slots=True)
class Message:
    """One message in somebody's inbox.

    ``link`` is where the thing can be looked at, relative to the start page; ``thing`` names
    it, such as ``request 3f2a``. ``number`` is given when it is kept; 0 before that.
    """

    user: Id
    subject: str
    text: str
    link: str
    thing: str
    created_at: datetime
    read_at: datetime | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail that waits to be sent, or was.

    ``key`` says what it is about and to whom, such as ``request 3f2a approved u7``: a key is
    sent once, ever. ``payload`` holds what the mail is made from, the text of a calendar
    attachment included; the address is looked up when it is sent. ``due_at`` may lie ahead,
    so that what comes until then goes into one mail. ``attempts`` counts how often sending
    was begun, ``trouble`` says why the last one failed.
    """

    key: str
    user: Id
    payload: Mapping[str, object]
    due_at: datetime
    attempts: int = 0
    trouble: str = ""
    sent_at: datetime | None = None
    given_up_at: datetime | None = None
