"""How far a permission reaches, and how much of a thing it shows."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Scope(StrEnum):
    """Of which things a permission speaks; `reach` decides whether one is among them."""

    ALL = "all"
    OWN = "own"
    """Of the actor's own employee."""
    OWN_USER = "own user"
    """Of the actor's own user."""
    TEAM = "team"
    """Of people whose manager the actor is."""
    DEPARTMENTS = "departments"
    """Of departments that the actor manages."""
    VISITORS = "visitors hosted"
    """Placements at departments that the actor manages."""
    VISITOR_NAMES = "names of visitors"
    """Placements at the actor's home, or at a host of theirs: names only."""
    PARTY = "party"
    """Requests whose requester, partner or claimant the actor is."""
    TEAM_PARTY = "team's requests"
    """Requests whose requester or partner is of the actor's team."""
    NAMED_PARTNER = "named partner"
    """Requests that ask the actor to take part."""
    POOL = "open pool"
    """Open requests that the actor could take."""
    OWN_SLOTS = "own slots"
    """Requests with a slot of the actor's, or of somebody they stand in for."""
    HR_SLOTS = "HR slots"
    """Requests with a slot of HR's."""
    SECOND_PERSON = "second person"
    """What somebody else has asked to be agreed to."""
    OTHERS = "others"
    """Users other than the actor."""
    OWN_LINKS = "own links"
    """Dependencies of the actor's home department."""
    GROUPS = "groups"
    """Figures about groups, if these are large enough."""
    DEPARTMENT_GROUPS = "groups of departments"
    """Figures about groups in departments that the actor manages."""
    COUNTS = "counts"
    """Counts of the whole, nobody's own."""
    SIGN_IN = "name and sign-in"
    """Of anybody, but no more than the name and how they sign in."""
    OWN_ENTRIES = "own entries"
    """Of the record: what the actor did, and what was done about them."""
    TEAM_DECISIONS = "team's decisions"
    """Of the record: what was decided about requests of the actor's team."""
    BUSINESS = "business"
    """Of the record: everything but what is of security."""
    SECURITY = "security"
    """Of the record: sign-in, users, roles, secret addresses."""


class View(IntEnum):
    """How much of a thing may be seen or touched; a larger one shows more."""

    NOTHING = 0
    COUNTS = 1
    GROUPS = 2
    NAMES = 3
    SIGN_IN = 4
    FULL = 5


LESS_THAN_FULL: Mapping[Scope, View] = MappingProxyType(
    {
        Scope.COUNTS: View.COUNTS,
        Scope.GROUPS: View.GROUPS,
        Scope.DEPARTMENT_GROUPS: View.GROUPS,
        Scope.VISITOR_NAMES: View.NAMES,
        Scope.SIGN_IN: View.SIGN_IN,
    }
)
"""The scopes that show a part only."""


def view_of(scope: Scope) -> View:
    """Return how much a scope shows."""
    return LESS_THAN_FULL.get(scope, View.FULL)


PHRASES: Mapping[Scope, str] = MappingProxyType(
    {
        Scope.OWN: "for themselves",
        Scope.OWN_USER: "for themselves",
        Scope.TEAM: "for their own team",
        Scope.DEPARTMENTS: "for departments they manage",
        Scope.VISITORS: "for visitors they host",
        Scope.VISITOR_NAMES: "by name, for visitors where they are",
        Scope.PARTY: "who are part of it",
        Scope.TEAM_PARTY: "for their own team",
        Scope.NAMED_PARTNER: "who were asked",
        Scope.POOL: "who could take part",
        Scope.OWN_SLOTS: "whose approval it needs",
        Scope.HR_SLOTS: "where no manager can decide",
        Scope.SECOND_PERSON: "if somebody else asked for it",
        Scope.OTHERS: "for others than themselves",
        Scope.OWN_LINKS: "for what their department depends on or serves",
        Scope.GROUPS: "for groups of at least five",
        Scope.DEPARTMENT_GROUPS: "for groups of at least five in departments they manage",
        Scope.COUNTS: "as counts",
        Scope.SIGN_IN: "as far as name and sign-in go",
        Scope.OWN_ENTRIES: "for themselves",
        Scope.TEAM_DECISIONS: "for decisions about their team",
        Scope.BUSINESS: "as far as planning goes",
        Scope.SECURITY: "as far as sign-in and roles go",
    }
)
"""How a scope reads after a role: "managers for their own team"; nothing for everything."""
