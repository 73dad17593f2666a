"""Telling people: the inbox of the app, and e-mail.

What has happened becomes a `Notice` of facts; a language makes sentences of it; these go into
the inbox at once, and as `Mail` into the outbox, from where they are sent.
"""

from planner.notify.about_plans import PlanNotices
from planner.notify.about_requests import RequestNotices
from planner.notify.about_work import calendar_reset, deputy_named, job_ended, waiver_asked
from planner.notify.addresses import address_of
from planner.notify.audiences import AUDIENCES
from planner.notify.letters import CalendarPart, batches, mail_of, message_of, notice_of
from planner.notify.mail import compose, message_id
from planner.notify.names import Names
from planner.notify.schedule import next_try
from planner.notify.sender import Delivery, Outcome, Sender
from planner.notify.settings import MailSettings, Security, mail_settings

__all__ = [
    "AUDIENCES",
    "CalendarPart",
    "Delivery",
    "MailSettings",
    "Names",
    "Outcome",
    "PlanNotices",
    "RequestNotices",
    "Security",
    "Sender",
    "address_of",
    "batches",
    "calendar_reset",
    "compose",
    "deputy_named",
    "job_ended",
    "mail_of",
    "mail_settings",
    "message_id",
    "message_of",
    "next_try",
    "notice_of",
    "waiver_asked",
]
