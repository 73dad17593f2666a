"""The best plan by trying them all: employee by employee, each with every rotation they may do."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, lcm
from typing import TYPE_CHECKING, NamedTuple

from planner.domain import Placement, Plan
from tests.reference.facts import Facts, Stay, exact
from tests.reference.legal import Mentoring, Rotation, limits, rotations, used
from tests.reference.rules import violations
from tests.reference.values import AIMS, LARGEST, credit, walkers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.domain import Organisation

TOLERANCE = Fraction(1, 10**6)
"""Coverages closer than this are the same."""


class Optimum(NamedTuple):
    """The best value of each aim in the cycle's order, and one plan that reaches them."""

    values: dict[str, Fraction]
    plan: Plan


class Choice(NamedTuple):
    """One rotation of one employee: what it uses, what it is worth, which dependencies it adds."""

    stays: Rotation
    uses: tuple[tuple[object, int], ...]
    gains: tuple[int, ...]
    walks: tuple[int, ...]


def best(
    organisation: Organisation,
    previous: Plan | None = None,
    strict: bool = False,
    without: Collection[str] = (),
) -> Optimum | None:
    """Return the best legal plan, aims in strict order, or None where no plan is legal.

    ``without`` names rules to ignore. Coverage is settled first, exactly; the aims after it
    choose among all plans that come within 1e-6 of it.
    """
    facts = Facts(organisation)
    order = organisation.cycle.aims
    until = order.index("coverage") + 1 if "coverage" in order else len(order)
    search = _Search(facts, order[:until], previous, strict, without)
    found = search.run()
    if found is None:
        return None
    values = _values(facts, found, order[:until], previous)
    if until < len(order):
        floor = values["coverage"] - TOLERANCE
        search = _Search(facts, order, previous, strict, without, floor=floor)
        found = search.run()
        assert found is not None
        values = {**_values(facts, found, order, previous), **values}
    plan = search.plan(found)
    ignored = set(without)
    assert not [each for each in violations(organisation, plan, strict) if each.rule not in ignored]
    return Optimum({name: values[name] for name in order}, plan)


def _values(
    facts: Facts, stays: list[Stay], order: Sequence[str], previous: Plan | None
) -> dict[str, Fraction]:
    return {name: Fraction(AIMS[name](facts, stays, previous)) for name in order}


class _Search:
    """Depth first over employees; a branch is left when it breaks a rule or cannot win.

    Every rule but the pins (and strict requirements) also holds for any part of a legal plan,
    so a partial plan that breaks one need not be completed. Every aim but coverage is a sum
    over employees, so the best each of the remaining ones could add bounds what can follow.
    All values are whole numbers, larger being better, after multiplying by ``scale``.
    """

    def __init__(
        self,
        facts: Facts,
        order: Sequence[str],
        previous: Plan | None,
        strict: bool,
        without: Collection[str],
        floor: Fraction | None = None,
    ) -> None:
        self.facts, self.order, self.previous = facts, order, previous
        self.limits = limits(facts, without)
        self.mentoring = Mentoring(facts, without)
        self.dependencies = facts.organisation.dependencies
        self.at = order.index("coverage") if "coverage" in order else None
        self._weigh(floor)
        everybody = {
            employee: self._choices(rotations(facts, employee, strict, without))
            for employee in facts.employee
        }
        pinned = {pin.employee for pin in facts.organisation.pins}
        names = sorted(everybody, key=lambda name: (name not in pinned, len(everybody[name])))
        self.choices = [everybody[name] for name in names]
        self.possible = all(self.choices)
        if self.possible:
            self._look_ahead()

    def _weigh(self, floor: Fraction | None) -> None:
        """Tabulate what a dependency earns by number of walkers, in whole numbers."""
        decay = exact(self.facts.organisation.cycle.decay)
        people = len(self.facts.employee)
        total = sum(exact(each.importance) for each in self.dependencies)
        worth = [
            [exact(d.importance) / total * credit(n, d.target, decay) for n in range(people + 1)]
            for d in self.dependencies
        ]
        scale = lcm(1, *(value.denominator for row in worth for value in row))
        self.worth = [[int(value * scale) for value in row] for row in worth]
        self.enough = scale if floor is None else ceil(floor * scale)
        self.experienced = [walkers(self.facts, each, []) for each in self.dependencies]
        self.counts = [len(people) for people in self.experienced]

    def _choices(self, each: list[Rotation]) -> list[Choice]:
        nothing = [AIMS[name](self.facts, [], self.previous) for name in self.order]
        found = []
        for rotation in each:
            values = [AIMS[name](self.facts, list(rotation), self.previous) for name in self.order]
            gains = [
                0 if name == "coverage" else (new - old) * (1 if name in LARGEST else -1)
                for name, new, old in zip(self.order, values, nothing, strict=True)
            ]
            walked = tuple(
                number
                for number, dependency in enumerate(self.dependencies)
                if walkers(self.facts, dependency, list(rotation)) - self.experienced[number]
            )
            whole = tuple(
                int(gain * self._grain(name)) for gain, name in zip(gains, self.order, strict=True)
            )
            uses = tuple(use for use in used(self.facts, rotation) if use[0] in self.limits)
            found.append(Choice(rotation, uses, whole, walked))
        return sorted(found, key=self._promise, reverse=True)

    def _grain(self, name: str) -> int:
        """Return what turns every value of an aim into a whole number."""
        if name != "earliness":
            return 1
        return lcm(1, *(exact(each.importance).denominator for each in self.dependencies))

    def _promise(self, choice: Choice) -> tuple[int, ...]:
        alone = sum(self.worth[d][1] for d in choice.walks)
        return self._key(choice.gains, alone)

    def _look_ahead(self) -> None:
        """Note what those from each place in the queue on could add at most."""
        self.ahead = [[0] * len(self.order)]
        self.walkers_ahead = [[0] * len(self.dependencies)]
        for choices in reversed(self.choices):
            columns = zip(*(choice.gains for choice in choices), strict=True)
            most = [max(column) for column in columns]
            ways = {d for choice in choices for d in choice.walks}
            self.ahead.append([a + b for a, b in zip(self.ahead[-1], most, strict=True)])
            more = [n + (d in ways) for d, n in enumerate(self.walkers_ahead[-1])]
            self.walkers_ahead.append(more)
        self.ahead.reverse()
        self.walkers_ahead.reverse()
        self.ways = [list({choice.walks for choice in choices}) for choices in self.choices]

    def _key(self, gains: Sequence[int], coverage: int) -> tuple[int, ...]:
        key = list(gains)
        if self.at is not None:
            key[self.at] = min(coverage, self.enough)
        return tuple(key)

    def run(self) -> list[Stay] | None:
        """Return the stays of the best plan, or None where no plan is legal."""
        self.found: list[Stay] | None = None
        self.record: tuple[int, ...] | None = None
        self.use: dict[object, int] = dict.fromkeys(self.limits, 0)
        self.stays: list[Stay] = []
        if self.possible:
            self._place(0, tuple([0] * len(self.order)))
        return self.found

    def _place(self, place: int, gains: tuple[int, ...]) -> None:
        if self.record is not None and self._bound(place, gains) <= self.record:
            return
        if place == len(self.choices):
            self.record, self.found = self._bound(place, gains), list(self.stays)
            return
        for choice in self.choices[place]:
            if any(self.use[key] + amount > self.limits[key] for key, amount in choice.uses):
                continue
            self._enter(choice, 1)
            self.stays.extend(choice.stays)
            if self.mentoring.possible(self.stays, choice.stays):
                more = tuple(a + b for a, b in zip(gains, choice.gains, strict=True))
                self._place(place + 1, more)
            del self.stays[len(self.stays) - len(choice.stays) :]
            self._enter(choice, -1)

    def _enter(self, choice: Choice, sign: int) -> None:
        for key, amount in choice.uses:
            self.use[key] += sign * amount
        for dependency in choice.walks:
            self.counts[dependency] += sign

    def _bound(self, place: int, gains: tuple[int, ...]) -> tuple[int, ...]:
        """Return values that no completion of the plan so far exceeds."""
        most = [a + b for a, b in zip(gains, self.ahead[place], strict=True)]
        return self._key(most, self._coverage_bound(place) if self.at is not None else 0)

    def _coverage_bound(self, place: int) -> int:
        """Return the smaller of two bounds on what dependencies can earn yet.

        Either everybody ahead walks all they could, or everybody ahead adds what they would
        add if they were next: more walkers before them only make them worth less.
        """
        worth, counts = self.worth, self.counts
        ahead = self.walkers_ahead[place]
        crowd = sum(row[n + m] for row, n, m in zip(worth, counts, ahead, strict=True))
        earning = list(zip(worth, counts, strict=True))
        now = sum(row[n] for row, n in earning)
        step = [row[n + 1] - row[n] if n + 1 < len(row) else 0 for row, n in earning]
        for ways in self.ways[place:]:
            now += max(sum(step[d] for d in way) for way in ways)
        return min(crowd, now)

    def plan(self, stays: list[Stay]) -> Plan:
        """Return the stays as a plan, each with its mentor."""
        guides = self.mentoring.assign(stays)
        return Plan.of(
            Placement(stay.employee, stay.host, stay.first, stay.last, guides[stay])
            for stay in stays
        )
