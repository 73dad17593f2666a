"""Sending the mail that waits in the outbox."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from planner.access import Action
from planner.domain import SYSTEM, Refused
from planner.notify import Delivery, Outcome, Sender, batches, compose, mail_settings, next_try
from planner.workflow.acting import clock, demand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import EmailMessage

    from planner.domain import Actor, Mail, User
    from planner.notify import MailSettings
    from planner.store import Store

_CLAIM = timedelta(hours=1)
_USERS_AT_ONCE = 10
"""Even a server that answers at the last moment each time takes ten e-mails within an hour."""

NO_SERVER = (
    "No mail server is set, so people find their messages in the planner alone. To send them "
    "as mail too, set PLANNER_SMTP_URL and PLANNER_MAIL_FROM."
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the mail that was due.

    ``delivered`` counts e-mails, each of which may tell several things; ``later`` those that
    will be tried again, ``given_up`` those that never will. ``trouble`` holds why, each
    reason once. ``waiting`` counts what is still in the outbox, due or not.
    """

    delivered: int = 0
    later: int = 0
    given_up: int = 0
    waiting: int = 0
    trouble: tuple[str, ...] = ()


def needed_settings() -> MailSettings:
    """Return the mail server that the environment names.

    Raises
    ------
    BadInput
        With every fault of the settings.
    Refused
        None is set.
    """
    settings = mail_settings()
    if settings is None:
        raise Refused([NO_SERVER])
    return settings


def send_mail(
    store: Store,
    settings: MailSettings,
    *,
    actor: Actor = SYSTEM,
    now: datetime | None = None,
) -> Sent:
    """Send all mail that is due.

    Several senders may work at once: each takes mail that no other has. What a server took is
    noted before the next e-mail goes. Should this process die in between, the same e-mail is
    sent an hour later with the same Message-ID, by which mail programs know it again.

    Parameters
    ----------
    store : Store
    settings : MailSettings
    actor : Actor
        The planner itself.
    now : datetime, optional

    Raises
    ------
    NotAllowed, NotFound
        The actor is somebody else.
    """
    now = clock(now)
    with store.read() as unit:
        demand(unit, actor, Action.MAIL_SEND, now=now)
    tally = _Tally()
    me = f"sender {secrets.token_hex(8)}"
    while claimed := store.write(
        lambda unit: unit.outbox.claim(me, now, now + _CLAIM, users=_USERS_AT_ONCE), quiet=True
    ):
        _Round(store, settings, me, now, tally).send([mail for some in claimed for mail in some])
    with store.read() as unit:
        waiting = unit.outbox.count_waiting()
    return Sent(tally.delivered, tally.later, tally.given_up, waiting, tuple(tally.trouble))


class _Tally:
    def __init__(self) -> None:
        self.delivered = self.later = self.given_up = 0
        self.trouble: dict[str, None] = {}


class _Round:
    """Sends what was claimed, and notes of each e-mail what became of it."""

    def __init__(
        self, store: Store, settings: MailSettings, me: str, now: datetime, tally: _Tally
    ) -> None:
        self._store = store
        self._settings = settings
        self._me = me
        self._now = now
        self._tally = tally

    def send(self, mails: Sequence[Mail]) -> None:
        users = self._users({mail.user for mail in mails})
        parcels: list[tuple[Mail, ...]] = []
        messages: list[EmailMessage] = []
        for some in batches(mails):
            message = self._composed(some, users.get(some[0].user))
            if message is not None:
                parcels.append(some)
                messages.append(message)
        sender = Sender(self._settings)
        sender.send(messages, after=lambda at, outcome: self._note(parcels[at], outcome))

    def _users(self, ids: set[str]) -> dict[str, User]:
        with self._store.read() as unit:
            found = (unit.people.find(each) for each in sorted(ids))
            return {user.id: user for user in found if user is not None and user.active}

    def _composed(self, mails: tuple[Mail, ...], user: User | None) -> EmailMessage | None:
        if user is None or not user.email:
            why = "This user has no mail address." if user else "This user was disabled."
            self._note(mails, Outcome(Delivery.REFUSED, why))
            return None
        try:
            return compose(
                mails, to=user.email, settings=self._settings, now=self._now, name=user.name
            )
        except Refused as refused:
            self._note(mails, Outcome(Delivery.REFUSED, str(refused)))
        except (LookupError, ValueError, TypeError) as error:
            # A payload of another version of the planner must not hold up everybody else's.
            told = f"This mail cannot be written ({type(error).__name__})."
            self._note(mails, Outcome(Delivery.REFUSED, told))
        return None

    def _note(self, mails: tuple[Mail, ...], outcome: Outcome) -> None:
        keys = [mail.key for mail in mails]
        if outcome.delivery is Delivery.DELIVERED:
            self._tally.delivered += 1
            self._store.write(lambda unit: unit.outbox.done(keys, self._now), quiet=True)
            return
        again_at = None
        if outcome.delivery is Delivery.TRY_AGAIN:
            again_at = next_try(max(mail.attempts for mail in mails), self._now)
        if again_at is None:
            self._tally.given_up += 1
        else:
            self._tally.later += 1
        self._tally.trouble[outcome.trouble] = None
        self._store.write(
            lambda unit: unit.outbox.failed(
                keys, self._me, self._now, outcome.trouble, again_at=again_at
            ),
            quiet=True,
        )
