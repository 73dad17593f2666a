"""The permission table as it should be, written out by hand, and things to try it on.

The actor is always "me": a user ``u-me``, employee ``me`` of department ``mine``, which me
manages together with Tim; me is placed at ``host`` and stands in for the manager ``holder``.
Which of it counts depends on the role alone, and each column of the matrix has one role.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from planner.access import EVERYTHING, PLANNER, Action, Standing, Thing
from planner.domain import (
    ChangeRequest,
    Claim,
    Entry,
    Placement,
    RequestKind,
    RequestState,
    Role,
    Slot,
    SlotKind,
    User,
)

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
DAY = date(2027, 3, 1)


def placed(employee: str, host: str) -> Placement:
    return Placement(employee, host, DAY, DAY)


def a_request(
    requester: str,
    partner: str | None = "zoe",
    *approvers: str | None,
    state: RequestState = RequestState.PENDING_APPROVAL,
    claimant: str | None = None,
) -> ChangeRequest:
    """Return a request with one slot an approver; None is a slot of HR's."""
    slots = [
        Slot(number, SlotKind.HOST if approver else SlotKind.HR, "far", approver)
        for number, approver in enumerate(approvers, start=1)
    ]
    return ChangeRequest(
        id="r1",
        cycle="Spring",
        version=1,
        kind=RequestKind.GIVE,
        state=state,
        revision=1,
        requester=requester,
        gives=(placed(requester, "far"),),
        takes=(),
        partner=partner,
        slots=tuple(slots),
        claims=(Claim(claimant, NOW),) if claimant else (),
        asked_by=f"u-{requester}",
        asked_at=NOW,
        deadline=NOW,
    )


def an_entry(action: str, user: str) -> Entry:
    return Entry(1, NOW, user, None, action, "Spring", "something", {})


def a_user(name: str, *granted: Role) -> User:
    return User(f"u-{name}", name, "", name, frozenset(granted))


def request(*args: str | None, **facts: RequestState | str | None) -> Thing:
    return Thing.of_request(a_request(*args, **facts))  # type: ignore[arg-type]


def offered(requester: str, *, eligible: bool) -> Thing:
    made = a_request(requester, None, state=RequestState.OPEN)
    return Thing.of_request(made, eligible=eligible)


THINGS: dict[str, Thing] = {
    "the whole": EVERYTHING,
    # people
    "own": Thing.of_employee("me"),
    "team": Thing.of_employee("tim"),
    "team and another": Thing.of_employees(("tim", "zoe")),
    "other": Thing.of_employee("zoe"),
    # departments and dependencies
    "my department": Thing.of_departments(("mine",)),
    "other department": Thing.of_departments(("far",)),
    "team elsewhere": Thing(employees=frozenset({"tim"}), departments=frozenset({"far"})),
    "own elsewhere": Thing(employees=frozenset({"me"}), departments=frozenset({"far"})),
    "other in my department": Thing(employees=frozenset({"zoe"}), departments=frozenset({"mine"})),
    "my link": Thing.of_departments(("mine", "far")),
    "other link": Thing.of_departments(("near", "far")),
    # placements
    "my placement": Thing.of_placement(placed("me", "host")),
    "team's placement": Thing.of_placement(placed("tim", "far")),
    "visitor of mine": Thing.of_placement(placed("zoe", "mine")),
    "visitor beside me": Thing.of_placement(placed("zoe", "host")),
    "other placement": Thing.of_placement(placed("zoe", "far")),
    # requests
    "my request": request("me", "zoe", "ann"),
    "my request, to me": request("me", "zoe", "me"),
    "my request, to HR": request("me", "zoe", None),
    "asked of me": request("zoe", "me", "ann"),
    "asked of me, to me": request("zoe", "me", "me"),
    "asked of me, to HR": request("zoe", "me", None),
    "team's request": request("tim", "zoe", "ann"),
    "asked of team": request("zoe", "tim", "ann"),
    "to me": request("zoe", "zac", "ann", "me"),
    "to my principal": request("zoe", "zac", "holder"),
    "to HR": request("zoe", "zac", "ann", None),
    "other request": request("zoe", "zac", "ann"),
    "draft for me": request("zoe", "me", state=RequestState.DRAFT),
    "draft for team": request("zoe", "tim", state=RequestState.DRAFT),
    "team's draft": request("tim", "zoe", state=RequestState.DRAFT),
    "offer for me": offered("zoe", eligible=True),
    "offer not for me": offered("zoe", eligible=False),
    "my offer": offered("me", eligible=True),
    "past offer": Thing.of_request(a_request("zoe", "zac"), eligible=True),
    "I answered": request("zoe", "zac", claimant="me"),
    # figures
    "five of my department": Thing.of_group(5, ("mine",)),
    "five of another": Thing.of_group(5, ("far",)),
    "four of my department": Thing.of_group(4, ("mine",)),
    # drafts
    "waiver I asked for": Thing(asked_by="u-me"),
    "waiver another asked for": Thing(asked_by="u-zoe"),
    # users
    "my user": Thing.of_user(a_user("me"), role=Role.HR),
    "other user": Thing.of_user(a_user("zoe"), role=Role.HR),
    # the record
    "my entry": Thing.of_entry(an_entry("draft.edit", "u-me")),
    "role given to me": Thing.of_entry(an_entry("role.grant", "u-zoe"), ("me",)),
    "team decision": Thing.of_entry(an_entry("request.approve", "u-zoe"), ("tim", "zac")),
    "team request": Thing.of_entry(an_entry("request.ask", "u-zoe"), ("tim",)),
    "other decision": Thing.of_entry(an_entry("request.approve", "u-zoe"), ("zac",)),
    "sign-in of another": Thing.of_entry(an_entry("user.disable", "u-zoe"), ("zac",)),
    "unheard-of": Thing.of_entry(an_entry("nothing.known", "u-zoe"), ("zac",)),
}

_ME = Standing(
    "u-me",
    employee="me",
    team=frozenset({"tim"}),
    departments=frozenset({"mine"}),
    home="mine",
    hosts=frozenset({"host"}),
    stands_in_for=frozenset({"holder"}),
)

COLUMNS: dict[str, Standing] = {
    **{role.value: replace(_ME, roles=frozenset({role})) for role in Role},
    "planner": PLANNER,
}
"""In the order of the matrix: employee, manager, HR, administrator, the planner itself."""

MATRIX = """
organisation.read    | the whole               | Y Y Y Y .
organisation.edit    | the whole               | ! ! Y ! .
organisation.import  | the whole               | ! ! Y ! .
absence.edit         | own                     | ! . Y ! .
absence.edit         | team                    | . Y Y ! .
absence.edit         | team and another        | . . Y ! .
absence.edit         | other                   | . . Y ! .
mentor.edit          | own                     | ! . Y ! .
mentor.edit          | team                    | . Y Y ! .
mentor.edit          | other                   | . . Y ! .
closure.edit         | my department           | ! Y Y ! .
closure.edit         | other department        | ! ! Y ! .
closure.edit         | other in my department  | ! ! Y ! .
profile.read         | own                     | Y . Y S .
profile.read         | team                    | . Y Y S .
profile.read         | other                   | . . Y S .
profile.read         | other in my department  | . . Y S .
profile.read         | the whole               | . . Y . .
profile.edit         | own                     | Y . Y S .
profile.edit         | team                    | . ! Y S .
profile.edit         | other                   | . . Y S .
preference.read      | own                     | Y . Y . .
preference.read      | team                    | . Y Y . .
preference.read      | other                   | . . Y . .
preference.edit      | own                     | Y . Y . .
preference.edit      | team                    | . ! Y . .
preference.edit      | other                   | . . Y . .
person.erase         | own                     | ! . Y ! .
person.erase         | team                    | . ! Y ! .
person.erase         | other                   | . . Y ! .

draft.read           | the whole               | . . Y . .
draft.edit           | the whole               | . . Y . .
draft.solve          | the whole               | . . Y . .
draft.publish        | the whole               | . . Y . .
draft.waive          | waiver I asked for      | . . ! . .
draft.waive          | waiver another asked for| . . Y . .
draft.waive          | the whole               | . . ! . .
job.cancel           | the whole               | . . Y Y .
job.run              | the whole               | . . ! ! Y
plan.read            | my placement            | Y . Y . .
plan.read            | team's placement        | . Y Y . .
plan.read            | visitor of mine         | N Y Y . .
plan.read            | visitor beside me       | N . Y . .
plan.read            | other placement         | . . Y . .
plan.read            | the whole               | . . Y C .

request.read         | my request              | Y . Y . .
request.read         | asked of me             | Y . Y . .
request.read         | team's request          | . Y Y . .
request.read         | asked of team           | . Y Y . .
request.read         | to me                   | . Y Y . .
request.read         | to my principal         | . Y Y . .
request.read         | to HR                   | . . Y . .
request.read         | other request           | . . Y . .
request.read         | draft for me            | . . Y . .
request.read         | draft for team          | . . Y . .
request.read         | team's draft            | . Y Y . .
request.read         | offer for me            | Y . Y . .
request.read         | offer not for me        | . . Y . .
request.read         | past offer              | . . Y . .
request.read         | I answered              | Y . Y . .
request.ask          | own                     | Y . Y . .
request.ask          | team                    | . Y Y . .
request.ask          | other                   | . . Y . .
request.ask          | my request              | Y . Y . .
request.ask          | asked of me             | ! . Y . .
request.ask          | team's draft            | . Y Y . .
request.claim        | offer for me            | Y . ! . .
request.claim        | offer not for me        | . . ! . .
request.claim        | my offer                | ! . ! . .
request.claim        | past offer              | . . ! . .
request.pick         | my offer                | Y . ! . .
request.pick         | offer for me            | ! . ! . .
request.pick         | team's request          | . ! ! . .
request.accept       | asked of me             | Y . ! . .
request.accept       | my request              | ! . ! . .
request.accept       | asked of team           | . ! ! . .
request.accept       | other request           | . . ! . .
request.approve      | to me                   | . Y ! . .
request.approve      | to my principal         | . Y ! . .
request.approve      | to HR                   | . . Y . .
request.approve      | team's request          | . ! ! . .
request.approve      | other request           | . . ! . .
request.approve      | my request              | ! . ! . .
request.approve      | my request, to me       | ! . ! . .
request.approve      | my request, to HR       | ! . ! . .
request.approve      | asked of me             | ! . ! . .
request.approve      | asked of me, to me      | ! . ! . .
request.approve      | asked of me, to HR      | ! . ! . .
request.withdraw     | my request              | Y . ! . .
request.withdraw     | asked of me             | ! . ! . .
request.withdraw     | team's request          | . ! ! . .
request.withdraw     | other request           | . . ! . .
request.revert       | my request              | ! . ! . .
request.revert       | asked of me             | ! . ! . .
request.revert       | team's request          | . ! Y . .
request.revert       | other request           | . . Y . .
request.remind       | my request              | ! . ! . Y
request.remind       | other request           | . . ! . Y
request.escalate     | my request              | ! . ! . Y
request.escalate     | to me                   | . ! ! . Y
request.expire       | my request              | ! . ! . Y
request.expire       | other request           | . . ! . Y
request.supersede    | my request              | ! . ! . Y
request.supersede    | other request           | . . ! . Y
request.invalidate   | my request              | ! . ! . Y
request.invalidate   | other request           | . . ! . Y
delegation.make      | own                     | . Y . . .
delegation.make      | team                    | . . . . .
delegation.make      | other                   | . . . . .
delegation.end       | own                     | . Y . . .
delegation.end       | team                    | . . . . .
delegation.end       | other                   | . . . . .

feedback.write       | my placement            | Y . ! . .
feedback.write       | team's placement        | . ! ! . .
feedback.write       | visitor of mine         | ! ! ! . .
feedback.write       | other placement         | . . ! . .
feedback.read        | own                     | Y . . . .
feedback.read        | team                    | . . . . .
feedback.read        | other                   | . . . . .
feedback.read        | five of my department   | . G G . .
feedback.read        | five of another         | . . G . .
feedback.read        | four of my department   | . ! ! . .
feedback.read        | other in my department  | . . . . .
pulse.answer         | my link                 | Y ! ! ! .
pulse.answer         | other link              | ! ! ! ! .
pulse.read           | five of my department   | G G G . .
pulse.read           | five of another         | G G G . .
pulse.read           | four of my department   | ! ! ! . .
pulse.read           | own                     | . . . . .
pulse.read           | other                   | . . . . .

export.make          | own                     | Y . Y . .
export.make          | team                    | . Y Y . .
export.make          | my department           | . Y Y . .
export.make          | team and another        | . . Y . .
export.make          | team elsewhere          | . . Y . .
export.make          | own elsewhere           | . . Y . .
export.make          | other in my department  | . . Y . .
export.make          | other                   | . . Y . .
export.make          | other department        | . . Y . .
export.make          | the whole               | . . Y . .
feed.make            | own                     | Y Y Y . .
feed.make            | team                    | . . . . .
feed.make            | other                   | . . . . .
feed.reset           | own                     | Y Y Y . .
feed.reset           | team                    | . . . . .
feed.reset           | other                   | . . . . .
feed.revoke          | own                     | ! ! Y Y .
feed.revoke          | team                    | . . Y Y .
feed.revoke          | other                   | . . Y Y .
inbox.read           | my user                 | Y Y Y Y .
inbox.read           | other user              | . . . . .
inbox.read           | the whole               | . . . . .
mail.send            | the whole               | . . . . Y

user.read            | my user                 | . . . Y .
user.read            | other user              | . . . Y .
user.create          | the whole               | . . . Y .
user.edit            | my user                 | . . . Y .
user.edit            | other user              | . . . Y .
user.disable         | my user                 | . . . Y .
user.disable         | other user              | . . . Y .
user.enable          | other user              | . . . Y .
role.grant           | my user                 | . . . ! .
role.grant           | other user              | . . . Y .
role.revoke          | my user                 | . . . ! .
role.revoke          | other user              | . . . Y .
audit.read           | my entry                | Y . Y . .
audit.read           | role given to me        | Y . . Y .
audit.read           | team decision           | . Y Y . .
audit.read           | team request            | . . Y . .
audit.read           | other decision          | . . Y . .
audit.read           | sign-in of another      | . . . Y .
audit.read           | unheard-of              | . . . . .
audit.read           | the whole               | . . . . .
audit.verify         | the whole               | . . Y Y .
retention.apply      | the whole               | . . . . Y
"""
"""What each role gets: Y all of it, N names, S name and sign-in, G figures about groups,
C counts; ``!`` is refused, and ``.`` does not exist for them."""


def expectations() -> list[tuple[Action, str, str]]:
    """Return the rows of the matrix as action, name of the thing, and five letters."""
    rows = [[cell.strip() for cell in line.split("|")] for line in MATRIX.split("\n") if line]
    return [(Action(action), thing, cells.replace(" ", "")) for action, thing, cells in rows]
