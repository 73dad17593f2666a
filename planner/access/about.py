"""What each action means, in words that people read, and where it stands in the record."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.access.actions import Action

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class About:
    """What an action is called.

    Attributes
    ----------
    title : str
        What is done: "Publish a plan".
    description : str
        One sentence more.
    noun : str
        What it is done to, as in "no such draft".
    security : bool
        Whether the record of it is for administrators; else it is for HR.
    decision : bool
        Whether it decides what becomes of somebody's request, so that their manager may read
        the record of it.
    """

    title: str
    description: str
    noun: str
    security: bool = False
    decision: bool = False


ABOUT: Mapping[Action, About] = MappingProxyType(
    {
        Action.ORGANISATION_READ: About(
            "See the organisation",
            "Departments, what they depend on, and the service standards between them.",
            "organisation",
        ),
        Action.ORGANISATION_EDIT: About(
            "Edit the organisation",
            "Departments, people, dependencies, rules and everything else that is planned with.",
            "organisation",
        ),
        Action.ORGANISATION_IMPORT: About(
            "Import an organisation",
            "Try a folder or workbook out first, then take it over as a whole.",
            "organisation",
        ),
        Action.ABSENCE_EDIT: About(
            "Enter absences", "Days on which somebody is not there.", "employee"
        ),
        Action.MENTOR_EDIT: About(
            "Choose mentors", "How many visitors somebody can guide at once.", "employee"
        ),
        Action.CLOSURE_EDIT: About(
            "Enter closures",
            "Days on which a department receives nobody, or lets nobody go.",
            "department",
        ),
        Action.PROFILE_READ: About(
            "See a profile", "Somebody's data, absences and experience.", "employee"
        ),
        Action.PROFILE_EDIT: About("Edit a profile", "Somebody's own data.", "employee"),
        Action.PREFERENCE_READ: About(
            "See wishes", "The departments that somebody would like to visit.", "employee"
        ),
        Action.PREFERENCE_EDIT: About(
            "Enter wishes", "The departments that one would like to visit.", "employee"
        ),
        Action.PERSON_ERASE: About(
            "Erase a person", "Take somebody's data out of every table; counts stay.", "employee"
        ),
        Action.DRAFT_READ: About(
            "See drafts", "Plans in the making, and how they compare.", "draft"
        ),
        Action.DRAFT_EDIT: About("Edit a draft", "Move, add, remove and pin placements.", "draft"),
        Action.DRAFT_SOLVE: About(
            "Build a draft", "Let the planner search for the best plan.", "draft"
        ),
        Action.DRAFT_PUBLISH: About("Publish a plan", "Make a draft the plan that holds.", "draft"),
        Action.DRAFT_WAIVE: About(
            "Agree to a waiver",
            "Agree, as a second person, that a plan is published although it breaks a rule.",
            "draft",
        ),
        Action.JOB_CANCEL: About(
            "Stop a search", "End it and keep the best plan so far.", "search"
        ),
        Action.JOB_RUN: About("Run a search", "Carry a search out and report on it.", "search"),
        Action.PLAN_READ: About("See the plan", "The plan that was published.", "placement"),
        Action.REQUEST_READ: About(
            "See a change request", "What is asked for, and where it stands.", "request"
        ),
        Action.REQUEST_ASK: About(
            "Ask for a change", "Swap, give away, move or drop a placement.", "request"
        ),
        Action.REQUEST_CLAIM: About(
            "Answer an open offer", "Say that one would take what a colleague offers.", "request"
        ),
        Action.REQUEST_PICK: About(
            "Choose a colleague", "Choose among those who answered an open offer.", "request"
        ),
        Action.REQUEST_ACCEPT: About(
            "Answer a colleague",
            "Accept or decline what a colleague asks.",
            "request",
            decision=True,
        ),
        Action.REQUEST_APPROVE: About(
            "Decide a request", "Approve or deny a change.", "request", decision=True
        ),
        Action.REQUEST_WITHDRAW: About(
            "Withdraw a request", "Take back what one asked for.", "request"
        ),
        Action.REQUEST_REVERT: About(
            "Take back a change", "Undo a change soon after it was made.", "request", decision=True
        ),
        Action.REQUEST_REMIND: About(
            "Remind of a request", "Tell those who have not answered yet.", "request"
        ),
        Action.REQUEST_ESCALATE: About(
            "Pass a request on", "Give it to the next in line.", "request", decision=True
        ),
        Action.REQUEST_EXPIRE: About(
            "Let a request expire", "End what was not answered in time.", "request", decision=True
        ),
        Action.REQUEST_SUPERSEDE: About(
            "Overtake a request", "End what a new plan overtook.", "request", decision=True
        ),
        Action.REQUEST_INVALIDATE: About(
            "Void a request", "End what is no longer possible.", "request", decision=True
        ),
        Action.DELEGATION_MAKE: About(
            "Name a delegate", "Let somebody decide requests in one's place.", "delegation"
        ),
        Action.DELEGATION_END: About(
            "End a delegation", "Decide requests oneself again.", "delegation"
        ),
        Action.FEEDBACK_WRITE: About("Give feedback", "Say how a placement was.", "placement"),
        Action.FEEDBACK_READ: About("Read feedback", "How placements were.", "feedback"),
        Action.PULSE_ANSWER: About(
            "Answer the pulse", "Say how working with another department goes.", "dependency"
        ),
        Action.PULSE_READ: About("Read the pulse", "How departments work together.", "pulse"),
        Action.EXPORT_MAKE: About("Export", "Take data out as a file; it is recorded.", "employee"),
        Action.FEED_MAKE: About(
            "Subscribe to a calendar",
            "A secret address for one's own placements.",
            "calendar",
            security=True,
        ),
        Action.FEED_RESET: About(
            "Renew a calendar address", "The old address stops working.", "calendar", security=True
        ),
        Action.FEED_REVOKE: About(
            "Revoke a calendar address", "It stops working at once.", "calendar", security=True
        ),
        Action.INBOX_READ: About("Read messages", "What one was told.", "message"),
        Action.MAIL_SEND: About("Send mail", "Send what waits to be sent.", "message"),
        Action.USER_READ: About(
            "See users", "Who may sign in, and as what.", "user", security=True
        ),
        Action.USER_CREATE: About("Add a user", "Let somebody sign in.", "user", security=True),
        Action.USER_EDIT: About("Edit a user", "Name, address and sign-in.", "user", security=True),
        Action.USER_DISABLE: About(
            "Disable a user", "Shut somebody out at once.", "user", security=True
        ),
        Action.USER_ENABLE: About("Enable a user", "Let somebody in again.", "user", security=True),
        Action.ROLE_GRANT: About(
            "Grant a role", "Make somebody HR or administrator.", "user", security=True
        ),
        Action.ROLE_REVOKE: About(
            "Revoke a role", "Take a granted role away.", "user", security=True
        ),
        Action.AUDIT_READ: About(
            "Read the record", "Who did what, and when.", "entry", security=True
        ),
        Action.AUDIT_VERIFY: About(
            "Verify the record",
            "See that nothing in it was changed or lost.",
            "record",
            security=True,
        ),
        Action.RETENTION_APPLY: About(
            "Forget what is old",
            "Take out what has been kept long enough.",
            "record",
            security=True,
        ),
    }
)
"""What each action means; every action is here."""
