"""Everything that can be done, by name. What each means: `about`; who may: `table`."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.domain import Event

if TYPE_CHECKING:
    from collections.abc import Mapping


class Action(StrEnum):
    """What somebody may be allowed to do; the values stand in the record for ever."""

    ORGANISATION_READ = "organisation.read"
    ORGANISATION_EDIT = "organisation.edit"
    ORGANISATION_IMPORT = "organisation.import"
    ABSENCE_EDIT = "absence.edit"
    MENTOR_EDIT = "mentor.edit"
    CLOSURE_EDIT = "closure.edit"

    PROFILE_READ = "profile.read"
    PROFILE_EDIT = "profile.edit"
    PREFERENCE_READ = "preference.read"
    PREFERENCE_EDIT = "preference.edit"
    PERSON_ERASE = "person.erase"

    DRAFT_READ = "draft.read"
    DRAFT_EDIT = "draft.edit"
    DRAFT_SOLVE = "draft.solve"
    DRAFT_PUBLISH = "draft.publish"
    DRAFT_WAIVE = "draft.waive"
    JOB_CANCEL = "job.cancel"
    JOB_RUN = "job.run"
    PLAN_READ = "plan.read"

    REQUEST_READ = "request.read"
    REQUEST_ASK = "request.ask"
    REQUEST_CLAIM = "request.claim"
    REQUEST_PICK = "request.pick"
    REQUEST_ACCEPT = "request.accept"
    REQUEST_APPROVE = "request.approve"
    REQUEST_WITHDRAW = "request.withdraw"
    REQUEST_REVERT = "request.revert"
    REQUEST_REMIND = "request.remind"
    REQUEST_ESCALATE = "request.escalate"
    REQUEST_EXPIRE = "request.expire"
    REQUEST_SUPERSEDE = "request.supersede"
    REQUEST_INVALIDATE = "request.invalidate"
    DELEGATION_MAKE = "delegation.make"
    DELEGATION_END = "delegation.end"

    FEEDBACK_WRITE = "feedback.write"
    FEEDBACK_READ = "feedback.read"
    PULSE_ANSWER = "pulse.answer"
    PULSE_READ = "pulse.read"

    EXPORT_MAKE = "export.make"
    FEED_MAKE = "feed.make"
    FEED_RESET = "feed.reset"
    FEED_REVOKE = "feed.revoke"
    INBOX_READ = "inbox.read"
    MAIL_SEND = "mail.send"

    USER_READ = "user.read"
    USER_CREATE = "user.create"
    USER_EDIT = "user.edit"
    USER_DISABLE = "user.disable"
    USER_ENABLE = "user.enable"
    ROLE_GRANT = "role.grant"
    ROLE_REVOKE = "role.revoke"

    AUDIT_READ = "audit.read"
    AUDIT_VERIFY = "audit.verify"
    RETENTION_APPLY = "retention.apply"


BY_EVENT: Mapping[Event, Action] = MappingProxyType(
    {
        Event.SUBMIT: Action.REQUEST_ASK,
        Event.CLAIM: Action.REQUEST_CLAIM,
        Event.PICK: Action.REQUEST_PICK,
        Event.ACCEPT: Action.REQUEST_ACCEPT,
        Event.DECLINE: Action.REQUEST_ACCEPT,
        Event.APPROVE: Action.REQUEST_APPROVE,
        Event.DENY: Action.REQUEST_APPROVE,
        Event.WITHDRAW: Action.REQUEST_WITHDRAW,
        Event.EXPIRE: Action.REQUEST_EXPIRE,
        Event.SUPERSEDE: Action.REQUEST_SUPERSEDE,
        Event.INVALIDATE: Action.REQUEST_INVALIDATE,
        Event.REVERT: Action.REQUEST_REVERT,
    }
)
"""The action that each event of a change request is; who may answer may say yes or no."""
