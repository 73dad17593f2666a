"""A change request in sentences: what is asked, how it went, and what it would mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Event, Impact, RequestKind, Step
from planner.domain.days import during, in_words
from planner.domain.request_words import STATE_WORDS
from planner.planning import impact_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.domain import ChangeRequest, Placement
    from planner.present.names import Names

_DONE = {
    Event.SUBMIT: "asked",
    Event.CLAIM: "would take part",
    Event.PICK: "chose a colleague",
    Event.ACCEPT: "accepted",
    Event.DECLINE: "declined",
    Event.APPROVE: "approved",
    Event.DENY: "denied",
    Event.WITHDRAW: "withdrew it",
    Event.EXPIRE: "let it expire",
    Event.SUPERSEDE: "ended it, because a new plan overtook it",
    Event.INVALIDATE: "ended it, because it is no longer possible",
    Event.REVERT: "took the change back",
}


def what_is_asked(request: ChangeRequest, names: Names) -> str:
    """Return what is asked for in a sentence."""
    who = names.employee(request.requester)
    mine = _visit(request.gives[0], names) if request.gives else "a placement"
    partner = names.employee(request.partner) if request.partner else ""
    if request.kind is RequestKind.DROP:
        return f"{who} wants to drop {mine}."
    if request.kind is RequestKind.MOVE:
        to = during(request.takes[0].first_day, request.takes[0].last_day)
        return f"{who} wants to move {mine} and go {to} instead."
    if request.kind is RequestKind.GIVE:
        return f"{who} wants to give {mine} to {partner or 'a colleague'}."
    if len(request.gives) < 2:
        return f"{who} wants to swap {mine} with {partner or 'a colleague'}."
    theirs = _visit(request.gives[1], names)
    return f"{who} wants to swap {mine} for {theirs}, with {partner}."


def _visit(placement: Placement, names: Names) -> str:
    where = names.department(placement.host)
    return f"{where} {during(placement.first_day, placement.last_day)}"


def what_happened(step: Step, names: Names, user: Callable[[str], str]) -> str:
    """Return one step in a sentence, with what was said."""
    behalf = f" on behalf of {names.employee(step.on_behalf_of)}" if step.on_behalf_of else ""
    said = f' "{step.comment}"' if step.comment else ""
    state = STATE_WORDS[step.state]
    told = f"{in_words(step.at.date())}: {user(step.user)}{behalf} {_DONE[step.event]}"
    return f"{told} (plan version {step.version}; then: {state}).{said}"


def card_of(step: Step, names: Names) -> tuple[str, ...]:
    """Return the impact that was looked at in a step, in sentences; nothing if none was."""
    if step.impact is None:
        return ()
    try:
        return impact_sentences(Impact.from_json(dict(step.impact)), names)
    except ValueError:
        return ()  # kept by another version of the planner, or taken out with a person
