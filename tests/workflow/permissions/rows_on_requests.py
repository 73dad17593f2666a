"""Change requests, and who stands in for whom: Pam wants to swap her Finance with Sue's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import NotFound, RequestKind, id_of
from planner.workflow.answer_request import (
    accept_request,
    claim_request,
    decline_request,
    pick_claim,
)
from planner.workflow.ask_for_change import ask_for_change, send_request
from planner.workflow.decide_request import approve_request, deny_request
from planner.workflow.delegating import delegate, delegations_of, end_delegation
from planner.workflow.list_requests import list_requests, open_offers, waiting_approvals
from planner.workflow.look_at_request import look_at_request
from planner.workflow.request_wishes import Wish
from planner.workflow.revert_request import revert_request
from planner.workflow.seek_alternatives import alternatives_of, partners_for
from planner.workflow.withdraw_request import withdraw_request
from tests.workflow.permissions.prepared import the_request
from tests.workflow.permissions.table import reading, row
from tests.workflow.requests.office import NOW, Office, day

if TYPE_CHECKING:
    from planner.domain import Actor, ChangeRequest
    from planner.store import Store

WAITING = "to be approved"


def ask(store: Store, who: Actor) -> ChangeRequest:
    mine = id_of(Office(store).placement("pam"))
    requester = None if who.user == "u-pam" else "pam"
    wish = Wish(RequestKind.SWAP, mine, requester=requester, partner="sue")
    return ask_for_change(store, who, wish, accept_loss=True, now=NOW)


def among(store: Store, lines: list[str]) -> None:
    """Go on if the one request is among those that somebody is shown."""
    if the_request(store) not in lines:
        raise NotFound("It is not among those that are listed.")


def listed(store: Store, who: Actor) -> None:
    among(store, [line.request.id for line in list_requests(store, who, now=NOW)])


def waiting(store: Store, who: Actor) -> None:
    among(store, [line.request.id for line in waiting_approvals(store, who, now=NOW)])


def offered(store: Store, who: Actor) -> None:
    among(store, [line.request.id for line, _ in open_offers(store, who, now=NOW)])


def partners(store: Store, who: Actor) -> object:
    mine = id_of(Office(store).placement("pam"))
    return partners_for(store, who, mine, RequestKind.SWAP, requester="pam", now=NOW)


ROWS = (
    # asking
    row(ask_for_change, "!! Y.. Y.... Y. .", ask),
    row(
        send_request,
        "!! Y.. Y.... Y. .",
        lambda s, a: send_request(s, a, the_request(s), accept_loss=True, now=NOW),
        on="request kept",
    ),
    reading(partners_for, "!! Y.. Y.... Y. .", partners),
    # answering
    row(
        accept_request,
        "!! !Y. !!... !. .",
        lambda s, a: accept_request(s, a, the_request(s), accept_loss=True, now=NOW),
        on="request sent",
    ),
    row(
        decline_request,
        "!! !Y. !!... !. .",
        lambda s, a: decline_request(s, a, the_request(s), now=NOW),
        on="request sent",
    ),
    reading(open_offers, "!! ..Y YY..Y .. .", offered, on="offer"),
    row(
        claim_request,
        "!! !.Y YY..Y !. .",
        lambda s, a: claim_request(s, a, the_request(s), now=NOW),
        on="offer",
    ),
    row(
        pick_claim,
        "!! Y.! !!..! !. .",
        lambda s, a: pick_claim(s, a, the_request(s), "pat", accept_loss=True, now=NOW),
        title="that Pat made",
        on="claimed",
    ),
    # deciding
    row(
        approve_request,
        "!! !!. YYY.Y !. .",
        lambda s, a: approve_request(s, a, the_request(s), accept_loss=True, now=NOW),
        on=WAITING,
    ),
    row(
        deny_request,
        "!! !!. YYY.Y !. .",
        lambda s, a: deny_request(s, a, the_request(s), "No.", now=NOW),
        on=WAITING,
    ),
    row(
        approve_request,
        "!! ... .r... Y. .",
        lambda s, a: approve_request(s, a, the_request(s), accept_loss=True, now=NOW),
        title="of Xeno, after Sam",
        on="with HR",
    ),
    row(
        deny_request,
        "!! ... .r... Y. .",
        lambda s, a: deny_request(s, a, the_request(s), "No.", now=NOW),
        title="of Xeno, after Sam",
        on="with HR",
    ),
    row(
        withdraw_request,
        "!! Y!. !!!.! !. .",
        lambda s, a: withdraw_request(s, a, the_request(s), now=NOW),
        on=WAITING,
    ),
    row(
        revert_request,
        "!! !!. !!!.! Y. .",
        lambda s, a: revert_request(s, a, the_request(s), comment="Both are ill.", now=NOW),
        on="applied",
    ),
    # looking
    reading(list_requests, "!! YY. YYY.Y Y. .", listed, on=WAITING),
    reading(waiting_approvals, "!! ... YYY.Y .. .", waiting, on=WAITING),
    reading(
        look_at_request,
        "!! YY. YYY.Y Y. .",
        lambda s, a: look_at_request(s, a, the_request(s), now=NOW),
        on=WAITING,
    ),
    reading(
        look_at_request,
        "!! Y.. Y.... Y. .",
        lambda s, a: look_at_request(s, a, the_request(s), now=NOW),
        title="that was not sent",
        on="request kept",
    ),
    reading(
        alternatives_of,
        "!! YY. YYY.Y Y. .",
        lambda s, a: alternatives_of(s, a, the_request(s), now=NOW),
        on=WAITING,
    ),
    # standing in
    row(
        delegate,
        "!! ... Y.... .. .",
        lambda s, a: delegate(s, a, "pia", "pat", last_day=day(2), now=NOW),
        title="for Pia",
    ),
    row(
        end_delegation,
        "!! ... Y.... .. .",
        lambda s, a: end_delegation(s, a, "pia", "sid", now=NOW),
        title="for Pia",
    ),
    reading(
        delegations_of,
        "!! ... Y.... .. .",
        lambda s, a: delegations_of(s, a, "pia", now=NOW),
        title="for Pia",
    ),
)
