"""Who may do what: one row an action, one cell a role. Whatever is not here is denied.

A role that a row leaves out has no part in it. ``system`` is the planner itself. ``seen`` is the
action by which somebody may know of the thing at all: to those who may see it, a refusal says
so; to all others the thing does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.access.actions import Action
from planner.access.scopes import Scope
from planner.domain import Role

if TYPE_CHECKING:
    from collections.abc import Mapping


Cell = tuple[Scope, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What each role may do of one action, and the reading action that shows its things.

    ``never_a_party`` bars the requester and the partner of a request, whatever they are.
    """

    employee: Cell = ()
    manager: Cell = ()
    hr: Cell = ()
    administrator: Cell = ()
    system: Cell = ()
    seen: Action
    never_a_party: bool = False

    def cell(self, role: Role) -> Cell:
        """Return how far the action reaches for a role; empty for not at all."""
        return {
            Role.EMPLOYEE: self.employee,
            Role.MANAGER: self.manager,
            Role.HR: self.hr,
            Role.ADMINISTRATOR: self.administrator,
        }[role]


ALL: Cell = (Scope.ALL,)
OWN: Cell = (Scope.OWN,)
OWN_USER: Cell = (Scope.OWN_USER,)
TEAM: Cell = (Scope.TEAM,)
GROUPS: Cell = (Scope.GROUPS,)

TABLE: Mapping[Action, Row] = MappingProxyType(
    {
        # the organisation
        Action.ORGANISATION_READ: Row(
            employee=ALL, manager=ALL, hr=ALL, administrator=ALL, seen=Action.ORGANISATION_READ
        ),
        Action.ORGANISATION_EDIT: Row(hr=ALL, seen=Action.ORGANISATION_READ),
        Action.ORGANISATION_IMPORT: Row(hr=ALL, seen=Action.ORGANISATION_READ),
        Action.ABSENCE_EDIT: Row(manager=TEAM, hr=ALL, seen=Action.PROFILE_READ),
        Action.MENTOR_EDIT: Row(manager=TEAM, hr=ALL, seen=Action.PROFILE_READ),
        Action.CLOSURE_EDIT: Row(
            manager=(Scope.DEPARTMENTS,), hr=ALL, seen=Action.ORGANISATION_READ
        ),
        # people
        Action.PROFILE_READ: Row(
            employee=OWN,
            manager=TEAM,
            hr=ALL,
            administrator=(Scope.SIGN_IN,),
            seen=Action.PROFILE_READ,
        ),
        Action.PROFILE_EDIT: Row(
            employee=OWN, hr=ALL, administrator=(Scope.SIGN_IN,), seen=Action.PROFILE_READ
        ),
        Action.PREFERENCE_READ: Row(
            employee=OWN, manager=TEAM, hr=ALL, seen=Action.PREFERENCE_READ
        ),
        Action.PREFERENCE_EDIT: Row(employee=OWN, hr=ALL, seen=Action.PREFERENCE_READ),
        Action.PERSON_ERASE: Row(hr=ALL, seen=Action.PROFILE_READ),
        # plans
        Action.DRAFT_READ: Row(hr=ALL, seen=Action.DRAFT_READ),
        Action.DRAFT_EDIT: Row(hr=ALL, seen=Action.DRAFT_READ),
        Action.DRAFT_SOLVE: Row(hr=ALL, seen=Action.DRAFT_READ),
        Action.DRAFT_PUBLISH: Row(hr=ALL, seen=Action.DRAFT_READ),
        Action.DRAFT_WAIVE: Row(hr=(Scope.SECOND_PERSON,), seen=Action.DRAFT_READ),
        Action.JOB_CANCEL: Row(hr=ALL, administrator=ALL, seen=Action.JOB_CANCEL),
        Action.JOB_RUN: Row(system=ALL, seen=Action.JOB_CANCEL),
        Action.PLAN_READ: Row(
            employee=(Scope.OWN, Scope.VISITOR_NAMES),
            manager=(Scope.TEAM, Scope.VISITORS),
            hr=ALL,
            administrator=(Scope.COUNTS,),
            seen=Action.PLAN_READ,
        ),
        # change requests
        Action.REQUEST_READ: Row(
            employee=(Scope.PARTY, Scope.POOL),
            manager=(Scope.TEAM_PARTY, Scope.OWN_SLOTS),
            hr=ALL,
            seen=Action.REQUEST_READ,
        ),
        Action.REQUEST_ASK: Row(employee=OWN, manager=TEAM, hr=ALL, seen=Action.REQUEST_READ),
        Action.REQUEST_CLAIM: Row(employee=(Scope.POOL,), seen=Action.REQUEST_READ),
        Action.REQUEST_PICK: Row(employee=OWN, seen=Action.REQUEST_READ),
        Action.REQUEST_ACCEPT: Row(employee=(Scope.NAMED_PARTNER,), seen=Action.REQUEST_READ),
        Action.REQUEST_APPROVE: Row(
            manager=(Scope.OWN_SLOTS,),
            hr=(Scope.HR_SLOTS,),
            seen=Action.REQUEST_READ,
            never_a_party=True,
        ),
        Action.REQUEST_WITHDRAW: Row(employee=OWN, seen=Action.REQUEST_READ),
        Action.REQUEST_REVERT: Row(hr=ALL, seen=Action.REQUEST_READ, never_a_party=True),
        Action.REQUEST_REMIND: Row(system=ALL, seen=Action.REQUEST_READ),
        Action.REQUEST_ESCALATE: Row(system=ALL, seen=Action.REQUEST_READ),
        Action.REQUEST_EXPIRE: Row(system=ALL, seen=Action.REQUEST_READ),
        Action.REQUEST_SUPERSEDE: Row(system=ALL, seen=Action.REQUEST_READ),
        Action.REQUEST_INVALIDATE: Row(system=ALL, seen=Action.REQUEST_READ),
        Action.DELEGATION_MAKE: Row(manager=OWN, seen=Action.DELEGATION_MAKE),
        Action.DELEGATION_END: Row(manager=OWN, seen=Action.DELEGATION_END),
        # what people say of it
        Action.FEEDBACK_WRITE: Row(employee=OWN, seen=Action.PLAN_READ),
        Action.FEEDBACK_READ: Row(
            employee=OWN, manager=(Scope.DEPARTMENT_GROUPS,), hr=GROUPS, seen=Action.FEEDBACK_READ
        ),
        Action.PULSE_ANSWER: Row(employee=(Scope.OWN_LINKS,), seen=Action.ORGANISATION_READ),
        Action.PULSE_READ: Row(employee=GROUPS, manager=GROUPS, hr=GROUPS, seen=Action.PULSE_READ),
        # what leaves the planner
        Action.EXPORT_MAKE: Row(
            employee=OWN, manager=(Scope.TEAM, Scope.DEPARTMENTS), hr=ALL, seen=Action.EXPORT_MAKE
        ),
        Action.FEED_MAKE: Row(employee=OWN, manager=OWN, hr=OWN, seen=Action.FEED_MAKE),
        Action.FEED_RESET: Row(employee=OWN, manager=OWN, hr=OWN, seen=Action.FEED_RESET),
        Action.FEED_REVOKE: Row(hr=ALL, administrator=ALL, seen=Action.FEED_RESET),
        Action.INBOX_READ: Row(
            employee=OWN_USER,
            manager=OWN_USER,
            hr=OWN_USER,
            administrator=OWN_USER,
            seen=Action.INBOX_READ,
        ),
        Action.MAIL_SEND: Row(system=ALL, seen=Action.INBOX_READ),
        # users and the record
        Action.USER_READ: Row(administrator=ALL, seen=Action.USER_READ),
        Action.USER_CREATE: Row(administrator=ALL, seen=Action.USER_READ),
        Action.USER_EDIT: Row(administrator=ALL, seen=Action.USER_READ),
        Action.USER_DISABLE: Row(administrator=ALL, seen=Action.USER_READ),
        Action.USER_ENABLE: Row(administrator=ALL, seen=Action.USER_READ),
        Action.ROLE_GRANT: Row(administrator=(Scope.OTHERS,), seen=Action.USER_READ),
        Action.ROLE_REVOKE: Row(administrator=(Scope.OTHERS,), seen=Action.USER_READ),
        Action.AUDIT_READ: Row(
            employee=(Scope.OWN_ENTRIES,),
            manager=(Scope.TEAM_DECISIONS,),
            hr=(Scope.BUSINESS,),
            administrator=(Scope.SECURITY,),
            seen=Action.AUDIT_READ,
        ),
        Action.AUDIT_VERIFY: Row(hr=ALL, administrator=ALL, seen=Action.AUDIT_READ),
        Action.RETENTION_APPLY: Row(system=ALL, seen=Action.AUDIT_READ),
    }
)
"""The permission table. A row is an action; what a cell means is said at `Scope`."""
