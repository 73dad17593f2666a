"""One sentence for what clashes: for promises against one rule, a function per rule.

A function returns None where its sentence would not fit the facts. Then, as for rules that
have none, the facts are told one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import solver
from planner.domain.days import in_words, span
from planner.planning.words import Count, both_or_all, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.planning.clash_case import Case
    from planner.planning.clash_scene import Promise

PROMISES = ("pins", "requirements")
"""The rules that ask for placements; all others stand in their way."""


def sentence(case: Case) -> str:
    """Return what clashes in one sentence."""
    others = [rule for rule in case.rules if rule not in PROMISES]
    if len(others) == 1 and case.promises and "requirement" not in case.clauses:
        build, needed = _SENTENCES.get(others[0], (_no_sentence, ""))
        built = build(case) if not needed or needed in case.clauses else None
        if built:
            return built
    if not others and not set(case.clauses) - {"pin"} and case.promises:
        return _beyond_the_cycle(case)
    return _facts_in_turn(case, others)


def _no_sentence(case: Case) -> None:
    """Leave it to the facts, for rules that have no sentence here."""


def _facts_in_turn(case: Case, others: Sequence[str]) -> str:
    required = case.clause("requirement")
    clauses = [
        clause for kind, found in case.clauses.items() if kind != "requirement" for clause in found
    ]
    clauses += [_RULES.get(rule) or _titled(rule) for rule in others if rule not in _BY_FACTS]
    if required and not clauses:
        return f"{required}, but no visit can be over in time."
    if required:
        return f"{required}, but the rules leave no room for it: {'; '.join(clauses)}."
    return f"These cannot all hold: {'; '.join(clauses)}."


def _titled(rule: str) -> str:
    return f'the rule "{solver.rule_title(rule).rstrip(".")}" holds'


def _beyond_the_cycle(case: Case) -> str:
    cycle = case.scene.organisation.cycle
    return f"{case.clause('pin')}, but the cycle ends on {in_words(cycle.last_day)}."


def _host_capacity(case: Case) -> str | None:
    if not case.common:
        return None
    return f"{case.clause('desks')}; {_promised_together(case)}."


def _promised_together(case: Case) -> str:
    if len(case.promises) == 1:
        return case.clause("pin")
    visits = listed(f"{p.who} ({span(p.first_day, p.last_day)})" for p in case.promises)
    return f"{visits} are {both_or_all(case.promises)}promised the {case.common}"


def _availability(case: Case) -> str | None:
    if len(case.promises) != 1:
        return None
    what = case.clause("unavailable").removeprefix(f"{case.promises[0].who} ")
    return f"{case.clause('pin')} but {what}."


def _minimum_staffing(case: Case) -> str:
    home = case.scene.organisation.departments[case.fact("staffing").department]
    people = sum(e.department == home.id for e in case.scene.organisation.employees)
    name = case.scene.department(home.id)
    away = case.clause("unavailable")
    return (
        f"{name} has {Count(people):person} and needs {home.minimum_staffing} at their desks; "
        f"{f'{away} while ' if away else ''}{case.clause('pin')}."
    )


def _mentors(case: Case) -> str | None:
    named = [promise for promise in case.promises if promise.pin.mentor is not None]
    guests = [p for p in case.promises if any(p.pin.host == other.pin.host for other in named)]
    if named and (guests == named or "mentors" not in case.clauses):
        return _promised_mentor(case, named)
    if "mentors" not in case.clauses:
        return None
    mentors, away = case.clause("mentors"), case.clause("unavailable")
    numbers = case.scene.mentors(case.fact("mentors").department)
    if len(numbers) == 1:
        only = case.scene.names.employee(numbers[0])
        visitors = Count(case.scene.organisation.employees[numbers[0]].mentors)
        more = away.removeprefix(f"{only} ") if away else f"guides {visitors:visitor} at once"
        mentors += f" and {more}"
    elif away:
        mentors += f" and {away}"
    return f"{mentors}, yet {case.clause('pin')}."


def _promised_mentor(case: Case, named: Sequence[Promise]) -> str:
    """Return why the mentor who was promised too cannot guide."""
    promise = named[0]
    mentor = case.scene.employee(promise.pin.mentor or "")
    name, visitors = case.scene.person(mentor.id), Count(mentor.mentors)
    if mentor.department != promise.pin.host or not mentor.mentors:
        return f"{case.clause('pin')}, but {name} is no mentor of {promise.where}."
    if "unavailable" in case.clauses:
        return f"{case.clause('pin')}, but {case.clause('unavailable')}."
    if any(p.pin.employee == mentor.id for p in case.promises):
        return f"{case.clause('pin')}, but a mentor who is away guides nobody."
    if len(case.promises) > mentor.mentors:
        return f"{name} guides {visitors:visitor} at once, yet {case.clause('pin')}."
    return f"{case.clause('pin')}, but {name} cannot guide then."


def _one_place_at_a_time(case: Case) -> str | None:
    if len(case.promises) != 2:
        return None
    first, second = sorted(case.promises, key=lambda p: p.first_day)
    return (
        f"{first.who} is promised {first.where} until {in_words(first.last_day)} "
        f"and {second.where} from {in_words(second.first_day)}."
    )


def _rest(case: Case) -> str | None:
    same_place = _one_place_at_a_time(case)
    return same_place and f"{same_place.removesuffix('.')}, but {case.clause('rest')}."


def _keep_apart(case: Case) -> str | None:
    if not case.common:
        return None
    return f"{case.clause('keep_apart')}, but {case.clause('pin')}."


def _no_repeats(case: Case) -> str | None:
    promise = case.promises[0]
    if "experience" in case.clauses:
        what = case.clause("experience").removeprefix(f"{promise.who} ")
        return f"{case.clause('pin')} but {what}."
    if len(case.promises) != 2:
        return None
    times = listed(promise.when for promise in case.promises)
    return (
        f"{promise.who} is promised {promise.where} twice, {times}, "
        "but nobody visits the same department twice."
    )


def _restrictions(case: Case) -> str:
    what = case.clause("restriction").removeprefix(f"{case.promises[0].who} ")
    return f"{case.clause('pin')} but {what}."


def _linked_hosts(case: Case) -> str:
    promise = case.promises[0]
    if promise.home == promise.where:
        return f"{case.clause('pin')}, which is their own department."
    return (
        f"{case.clause('pin')}, but no dependency lets people of {promise.home} "
        f"visit {promise.where}."
    )


def _closures(case: Case) -> str | None:
    closed = listed(case.clauses.get("no_hosting", []) + case.clauses.get("no_releasing", []))
    return f"{closed}, but {case.clause('pin')}." if closed else None


def _rotation_limit(case: Case) -> str:
    visits = listed(f"{p.where} {p.when}" for p in case.promises)
    return f"{case.clause('rotations')} but is promised {visits}."


def _max_from_one_home(case: Case) -> str | None:
    if not case.common:
        return None
    promise = case.promises[0]
    who = listed(p.who for p in case.promises)
    verb = "are" if len(case.promises) > 1 else "is"
    return (
        f"{who} of {promise.home} {verb} {both_or_all(case.promises)}promised {promise.where} "
        f"in the {case.common}, but {case.clause('one_home')}."
    )


def _placement_budget(case: Case) -> str:
    needed = sum(len(p.periods) for p in case.promises)
    number = len(case.promises)
    promised = "placements take" if number > 1 else "placement takes"
    return (
        f"The {f'{number} ' if number > 1 else ''}promised {promised} "
        f"{case.scene.names.periods(needed)}, but {case.clause('budget')}."
    )


_SENTENCES: dict[str, tuple[Callable[[Case], str | None], str]] = {
    "host_capacity": (_host_capacity, "desks"),
    "availability": (_availability, "unavailable"),
    "minimum_staffing": (_minimum_staffing, "staffing"),
    "mentors": (_mentors, ""),
    "one_place_at_a_time": (_one_place_at_a_time, ""),
    "rest_between_rotations": (_rest, "rest"),
    "keep_apart": (_keep_apart, "keep_apart"),
    "no_repeats": (_no_repeats, ""),
    "restrictions": (_restrictions, "restriction"),
    "linked_hosts": (_linked_hosts, ""),
    "closures": (_closures, ""),
    "rotation_limit": (_rotation_limit, "rotations"),
    "max_from_one_home": (_max_from_one_home, "one_home"),
    "placement_budget": (_placement_budget, "budget"),
}
"""For each rule its sentence, and the kind of fact without which it cannot be said."""

_RULES = {
    "one_place_at_a_time": "nobody can be in two places at once",
    "no_repeats": "nobody visits the same department twice",
    "linked_hosts": "people visit only departments that a dependency links with theirs",
}
_BY_FACTS = set(_SENTENCES) - set(_RULES)
"""Rules that need no clause of their own, because their facts say what they ask for."""
