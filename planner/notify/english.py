"""Everything that notices and mails say, in English."""

from __future__ import annotations

from planner.domain.days import in_words, span
from planner.domain.notices import NoticeKind
from planner.notify.wording import Language, MailWords, Wording

_ASKED = "What is asked: {ask}"
_STANDING_IN = "You may decide because you stand in for {holder}."
_ON_BEHALF = "{asker} asked for this on behalf of {requester}."
_DECIDE = "Decide by {deadline:day}, or the request expires."

_NOTICES = {
    NoticeKind.REQUEST_WAITING: Wording(
        "A request of {requester} waits for your decision",
        (_ASKED, _ON_BEHALF, _STANDING_IN, _DECIDE),
        "See what it would change, and decide",
    ),
    NoticeKind.REQUEST_REMINDER: Wording(
        "Reminder: a request of {requester} waits for your decision",
        (_ASKED, _STANDING_IN, "It has been waiting since {since:day}.", _DECIDE),
        "See what it would change, and decide",
    ),
    NoticeKind.REQUEST_ESCALATED: Wording(
        "A request of {requester} has been waiting too long",
        (
            _ASKED,
            "{approver} has not answered since {since:day}; you may decide in their place.",
            _DECIDE,
        ),
        "See what it would change, and decide",
    ),
    NoticeKind.PARTNER_ASKED: Wording(
        "{requester} asks you to agree to a change",
        (
            _ASKED,
            _ON_BEHALF,
            "Nothing changes unless you accept.",
            "Answer by {deadline:day}, or the request expires.",
        ),
        "Accept or decline",
    ),
    NoticeKind.PARTNER_PICKED: Wording(
        "{requester} picked you for a change",
        (_ASKED, "Approvals needed before it takes effect: {needed}."),
        "See the request",
    ),
    NoticeKind.POOL_OPENED: Wording(
        "A placement at {host} is on offer",
        (
            _ASKED,
            "You are one of those who could take part.",
            "Say so by {deadline:day} if you would like to.",
        ),
        "See the offer",
    ),
    NoticeKind.CLAIM_MADE: Wording(
        "{claimant} would take part in your request",
        (_ASKED, "Choose who it shall be; nothing changes before that."),
        "Choose",
    ),
    NoticeKind.PARTNER_ACCEPTED: Wording(
        "{partner} accepts your request",
        (_ASKED, "Approvals still needed: {needed}."),
        "See the request",
    ),
    NoticeKind.PARTNER_DECLINED: Wording(
        "{partner} declines your request",
        (_ASKED, "The plan stays as it is. You can ask somebody else."),
        "Ask for another change",
    ),
    NoticeKind.REQUEST_APPROVED: Wording(
        "The request of {requester} has {done} of {needed} approvals",
        (_ASKED, "{decider} approved it.", "The plan stays as it is until all have approved."),
        "See the request",
    ),
    NoticeKind.REQUEST_APPLIED: Wording(
        "The request of {requester} is approved, and the plan is changed",
        ("This is the plan now: {ask}", "It is version {version} of the plan."),
        "See the plan",
    ),
    NoticeKind.REQUEST_DENIED: Wording(
        "The request of {requester} is denied",
        (
            _ASKED,
            "{decider} denied it.",
            "The reason: {reason}",
            "The plan stays as it is.",
        ),
        "See the request",
    ),
    NoticeKind.REQUEST_WITHDRAWN: Wording(
        "{requester} withdrew a request",
        (_ASKED, "There is nothing for you to do. The plan stays as it is."),
        "See the request",
    ),
    NoticeKind.REQUEST_EXPIRED: Wording(
        "The request of {requester} has expired",
        (_ASKED, "It was not decided in time.", "{reason}", "The plan stays as it is."),
        "See the request",
    ),
    NoticeKind.REQUEST_SUPERSEDED: Wording(
        "A new plan overtook the request of {requester}",
        (
            _ASKED,
            "Version {version} of the plan changed a placement that the request was about.",
            "Look at the new plan, and ask again if you still want a change.",
        ),
        "See the request",
    ),
    NoticeKind.REQUEST_INVALID: Wording(
        "The request of {requester} is no longer possible",
        (_ASKED, "The reason: {reason}", "The plan stays as it is."),
        "See the request",
    ),
    NoticeKind.REQUEST_REVERTED: Wording(
        "The change that {requester} asked for is taken back",
        (
            _ASKED,
            "HR took it back: the placements are as they were before.",
            "The reason: {reason}",
        ),
        "See the plan",
    ),
    NoticeKind.DEPUTY_NAMED: Wording(
        "You stand in for {holder}",
        ("From {days:span} you may decide the requests that wait for {holder}.",),
        "See what waits",
    ),
    NoticeKind.PLAN_PUBLISHED: Wording(
        "Your placements in {cycle}",
        ("Version {version} of the plan is published. This is what changes for you:",),
        "See your placements",
    ),
    NoticeKind.TEAM_CHANGED: Wording(
        "A new plan for {cycle} concerns your team",
        (
            "Version {version} of the plan is published.",
            "Placements change for {people:person} of your team.",
            "Visits to your department change: {visits}.",
        ),
        "See your team's calendar",
    ),
    NoticeKind.PLACEMENT_SOON: Wording(
        "Soon: your placement at {host}",
        ("You are at {host}: {days:span}.", "Your mentor is {mentor}."),
        "How to prepare",
    ),
    NoticeKind.VISITOR_SOON: Wording(
        "Soon: {visitor} comes to {host}",
        ("You guide {visitor} at {host}: {days:span}.",),
        "See the placement",
    ),
    NoticeKind.WAIVER_ASKED: Wording(
        "A plan that breaks rules waits for your agreement",
        (
            "{asker} wants to publish version {version} of the plan for {cycle}.",
            "Rules are broken in {places:place}.",
            "The reason given: {reason}",
            "It is published only if a second person in HR agrees.",
        ),
        "See the draft",
    ),
    NoticeKind.JOB_DONE: Wording(
        "Draft {version} for {cycle} is ready",
        ("The search has ended, and the plan is in the draft.",),
        "See the draft",
    ),
    NoticeKind.JOB_STOPPED: Wording(
        "The search for draft {version} for {cycle} was stopped",
        ("The best plan found until then is in the draft.", "{reason}"),
        "See the draft",
    ),
    NoticeKind.JOB_FAILED: Wording(
        "The search for draft {version} for {cycle} did not end well",
        ("The draft is as it was before.", "{reason}", "You can start the search again."),
        "See the draft",
    ),
    NoticeKind.CALENDAR_RESET: Wording(
        "The address of your calendar no longer works",
        (
            "{who} made it void on {day:day}.",
            "Calendars that used it show no changes any more. "
            "Take the new address into your calendar, or make one.",
        ),
        "See your calendar",
    ),
}

_ASKS = {
    "swap": "{requester} and {partner} swap {host} ({days:span}) and "
    "{other_host} ({other_days:span}).",
    "swap_open": "{requester} swaps {host} ({days:span}) with a colleague who is not found yet.",
    "give": "{partner} goes to {host} ({days:span}) in place of {requester}.",
    "give_open": "A colleague who is not found yet goes to {host} ({days:span}) "
    "in place of {requester}.",
    "move": "{requester} goes to {other_host} ({other_days:span}) instead of {host} ({days:span}).",
    "drop": "{requester} does not go to {host} ({days:span}).",
}

_CHANGES = {
    "new": ("New: {host}, {days:span}.", "Your mentor is {mentor}."),
    "moved": ("Moved: {host}, now {days:span} and not {before:span}.", "Your mentor is {mentor}."),
    "dropped": ("Dropped: {host}, {days:span}.",),
    "mentor": ("New mentor at {host} ({days:span}): {mentor}.",),
    "no_mentor": ("No mentor any more at {host} ({days:span}).",),
    "guides": ("You guide {visitor} at {host}, {days:span}.",),
    "guides_moved": (
        "Your visitor {visitor} at {host} has moved: now {days:span} and not {before:span}.",
    ),
    "guides_no_more": ("You no longer guide {visitor} at {host}, {days:span}.",),
}

ENGLISH = Language(
    code="en",
    day=in_words,
    span=span,
    nouns={"person": ("person", "people"), "place": ("place", "places")},
    notices=_NOTICES,
    asks=_ASKS,
    changes=_CHANGES,
    mail=MailWords(
        greeting="Hello {name},",
        greeting_nameless="Hello,",
        digest="{number} messages from the Rotation Planner",
        footer="The Rotation Planner sent this by itself. "
        "The same messages are in your inbox there; answers to this mail are not read.",
        link="{action}: {link}",
    ),
)
