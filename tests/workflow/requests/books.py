"""What must be true of a database with plans and requests, whatever happened before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.domain import (
    LIVE,
    ChangeRequest,
    Decision,
    Event,
    Plan,
    RequestKind,
    RequestState,
    Step,
    VersionState,
    id_of,
)
from planner.domain.approvals import is_pending, parties_of
from planner.domain.request_table import transition
from planner.planning import score
from planner.store import plan_digest
from tests.workflow.requests.office import CYCLE

if TYPE_CHECKING:
    from planner.store import Unit

_DONE = {RequestState.APPLIED, RequestState.REVERTED}


@dataclass
class Books:
    """What was seen before, to be compared with what is there now."""

    plans: dict[int, Plan] = field(default_factory=dict)
    requests: dict[str, ChangeRequest] = field(default_factory=dict)
    steps: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    entries: int = 0

    def check(self, unit: Unit) -> None:
        """See that everything holds that must hold, and remember what there is."""
        self._check_versions(unit)
        for request in unit.requests.matching(cycle=CYCLE):
            self._check_request(unit, request)
        self._check_placements(unit)
        self._check_feeds(unit)
        assert unit.journal.verify() is None
        entries, _ = unit.journal.head()
        assert entries >= self.entries
        self.entries = entries

    def _check_versions(self, unit: Unit) -> None:
        versions = {each.number: each for each in unit.versions.list(CYCLE)}
        published = [v for v in versions.values() if v.state is VersionState.PUBLISHED]
        assert [each.number for each in published] == [unit.organisations.state(CYCLE).published]
        once = [n for n, v in versions.items() if v.published_at is not None]
        assert set(self.plans) <= set(once)
        for number in once:
            version, plan = versions[number], unit.versions.plan(CYCLE, number)
            if number in self.plans:
                assert plan == self.plans[number], "a published row has changed"
                continue
            # The organisation is still the one that it was published for.
            organisation = unit.organisations.load(CYCLE)
            before = versions.get(version.base or 0)
            base = None if before is None else unit.versions.plan(CYCLE, before.number)
            worth = score(organisation, plan, previous=base)
            excused = version.waiver.sentences if version.waiver is not None else ()
            assert {each.sentence for each in worth.violations} <= set(excused)
            assert version.checked_hash == plan_digest(plan)
            assert {a.name: a.value for a in version.aims} == {a.name: a.value for a in worth.aims}
            self.plans[number] = plan

    def _check_request(self, unit: Unit, request: ChangeRequest) -> None:
        steps = unit.requests.steps(request.id)
        before, known = self.requests.get(request.id), self.steps.get(request.id, ())
        assert steps[: len(known)] == known, "the history of a request has changed"
        if before is not None:
            self._check_way(before, request, steps[len(known) :])
        parties = parties_of(request)
        deciders = {slot.decided_by for slot in request.slots if not is_pending(slot)}
        assert not {f"u-{party}" for party in parties} & deciders
        if request.state in _DONE:
            assert request.slots
            assert {slot.decision for slot in request.slots} == {Decision.APPROVED}
            if request.kind in (RequestKind.SWAP, RequestKind.GIVE):
                said = {(each.event, each.user) for each in steps}
                accepted = (Event.ACCEPT, f"u-{request.partner}") in said
                claimed = (Event.CLAIM, f"u-{request.partner}") in said
                assert accepted or (claimed and (Event.PICK, f"u-{request.requester}") in said)
        if request.state is RequestState.PENDING_APPROVAL:
            waiting = {slot.approver for slot in request.slots if is_pending(slot)} - {None}
            known_users = unit.people.by_employees(each for each in waiting if each is not None)
            assert waiting == set(known_users), "somebody who is shut out has to decide"
        assert all(s.at < request.deadline for s in steps if s.event in (Event.APPROVE,))
        self.requests[request.id], self.steps[request.id] = request, steps

    def _check_way(
        self, before: ChangeRequest, request: ChangeRequest, steps: tuple[Step, ...]
    ) -> None:
        assert request.revision >= before.revision + len(steps)
        if before.state not in LIVE | {RequestState.APPLIED}:
            assert request == before, "a request that has ended has changed"
        state = before.state
        for each in steps:
            way = transition(state, each.event)
            assert way is not None, f"{each.event} happened to a request that was {state}"
            assert each.state in way.to
            state = each.state
        assert request.state is state, "a request came to a state without a step"

    def _check_placements(self, unit: Unit) -> None:
        requests = self.requests.values()
        plan = self.plans[max(self.plans)]
        there = {id_of(each) for each in plan}
        live = [each for each in requests if each.state in LIVE]
        offered = {id_of(c.offers) for each in live for c in each.claims if c.offers is not None}
        going = {id_of(leg) for each in live for leg in each.gives}
        assert going | offered <= there, "a request is alive about what is gone"
        outgoing = Counter(id_of(each.gives[0]) for each in live)
        assert all(number == 1 for number in outgoing.values())
        applied = [each.applied_version for each in requests if each.state in _DONE]
        assert len(applied) == len(set(applied))

    def _check_feeds(self, unit: Unit) -> None:
        plan = self.plans[max(self.plans)]
        ever = {each for some in self.plans.values() for each in some}
        for employee in {each.employee for each in ever}:
            events = {each.uid: each for each in unit.feeds.events(employee)}
            assert {id_of(each) for each in ever if each.employee == employee} == set(events)
            shown = {uid for uid, each in events.items() if not each.cancelled}
            assert shown == {id_of(each) for each in plan if each.employee == employee}
            for uid, each in events.items():
                assert each.sequence >= self.sequences.get(uid, 0)
                self.sequences[uid] = each.sequence
