"""May somebody do something to a thing? Asked in every workflow, inside its transaction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from planner.access.about import ABOUT
from planner.access.actions import Action
from planner.access.reach import is_party, reaches
from planner.access.scopes import PHRASES, Scope, View, view_of
from planner.access.small_groups import SMALLEST, too_small
from planner.access.table import TABLE, Row
from planner.access.things import EVERYTHING, Thing
from planner.domain import NotAllowed, NotFound, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.access.standing import Standing

_TAKES_AWAY = frozenset({Action.USER_DISABLE, Action.ROLE_REVOKE, Action.PERSON_ERASE})
"""What may leave one administrator less."""

SHUT_OUT = "You can no longer use the planner. Ask an administrator."
"""What somebody is told whose user was disabled, whatever they ask for."""

_ROLES = {
    Role.EMPLOYEE: "employees",
    Role.MANAGER: "managers",
    Role.HR: "HR",
    Role.ADMINISTRATOR: "administrators",
}


class Outcome(StrEnum):
    """What comes of asking."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not allowed"
    """They may know of the thing, and may not do this with it."""
    NOT_FOUND = "not found"
    """They may not even know of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something is allowed, and how far.

    ``sentence`` tells a refusal and is empty otherwise. ``scope`` is the one that allowed it,
    the narrowest of those that show most, and ``view`` how much of the thing it shows.
    """

    outcome: Outcome
    sentence: str = ""
    scope: Scope | None = None
    view: View = View.NOTHING

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.outcome is Outcome.ALLOWED

    @property
    def smallest_group(self) -> int:
        """The number of people that a figure must be about at least."""
        return SMALLEST if self.view is View.GROUPS else 1


def may(standing: Standing, action: Action, thing: Thing = EVERYTHING) -> Verdict:
    """Return whether somebody may do something to a thing.

    Parameters
    ----------
    standing : Standing
        Made in this transaction.
    action : Action
    thing : Thing
        Whose it is; left out for the whole. A permission for figures or counts allows nothing
        that belongs to single people.

    Returns
    -------
    Verdict

    Raises
    ------
    ValueError
        If an administrator might be lost, and the thing does not say how many there are.
    """
    if not standing.active:
        return _refused(SHUT_OUT)
    row = TABLE.get(action)
    if row is None:
        return _unknown(action)
    scope = _best(row, standing, thing)
    barred = row.never_a_party and is_party(standing, thing)
    if scope is not None and not barred:
        return _within(scope, action, thing)
    seen = TABLE.get(row.seen)
    if seen is None or _best(seen, standing, thing) is None:
        return _unknown(action)
    if barred:
        return _refused("You are part of this request; others decide it.")
    return _refused(f'"{ABOUT[action].title}" is for {who_may(action)}.')


def demand(standing: Standing, action: Action, thing: Thing = EVERYTHING) -> Verdict:
    """Return the verdict of `may`, if it allows.

    Raises
    ------
    NotAllowed
        If they may know of the thing, and may not do this with it.
    NotFound
        If they may not know of it. The sentence is that of `missing`.
    """
    verdict = may(standing, action, thing)
    if verdict.outcome is Outcome.NOT_ALLOWED:
        raise NotAllowed(verdict.sentence)
    if verdict.outcome is Outcome.NOT_FOUND:
        raise NotFound(verdict.sentence)
    return verdict


def missing(action: Action) -> NotFound:
    """Return what to raise for a thing that does not exist, told like one that may not be seen."""
    return NotFound(_unknown(action).sentence)


def who_may(action: Action) -> str:
    """Return who may do something, in words: "managers for their own team and HR"."""
    row = TABLE[action]
    said = [" ".join((_ROLES[role], *_phrases(row.cell(role)))) for role in Role if row.cell(role)]
    if not said:
        return "the planner itself"
    *head, tail = said
    return f"{', '.join(head)} and {tail}" if head else tail


def scopes(standing: Standing, action: Action) -> tuple[Scope, ...]:
    """Return how far somebody's permission for an action reaches; what a list is filtered by."""
    row = TABLE.get(action)
    if row is None or not standing.active:
        return ()
    return tuple(dict.fromkeys(_scopes(row, standing)))


def _scopes(row: Row, standing: Standing) -> Iterator[Scope]:
    if standing.system:
        yield from row.system
        return
    for role in Role:
        if role in standing.roles:
            yield from row.cell(role)


def _best(row: Row, standing: Standing, thing: Thing) -> Scope | None:
    fitting = [each for each in _scopes(row, standing) if reaches(each, standing, thing)]
    return max(fitting, key=view_of, default=None)


def _within(scope: Scope, action: Action, thing: Thing) -> Verdict:
    view = view_of(scope)
    if view is View.GROUPS and thing.group is not None and too_small(thing.group):
        return _refused(
            f"Figures are shown for groups of at least {SMALLEST} people only; "
            "choose a larger group."
        )
    if action in _TAKES_AWAY and _is_last_administrator(action, thing):
        return _refused("This is the last administrator. Make somebody else one first.")
    return Verdict(Outcome.ALLOWED, scope=scope, view=view)


def _is_last_administrator(action: Action, thing: Thing) -> bool:
    account = thing.account
    if account is None or not account.active or Role.ADMINISTRATOR not in account.granted:
        return False
    if action is Action.ROLE_REVOKE and thing.role is not Role.ADMINISTRATOR:
        return False
    if thing.administrators is None:
        raise ValueError(f"{action} of an administrator needs to know how many there are")
    return thing.administrators <= 1


def _phrases(cell: tuple[Scope, ...]) -> list[str]:
    said = dict.fromkeys(PHRASES[scope] for scope in cell if scope in PHRASES)
    return [" or ".join(said)] if said else []


def _refused(sentence: str) -> Verdict:
    return Verdict(Outcome.NOT_ALLOWED, sentence)


def _unknown(action: Action) -> Verdict:
    noun = ABOUT[action].noun if action in ABOUT else "thing"
    return Verdict(Outcome.NOT_FOUND, f"There is no such {noun}, or it is not yours to see.")
