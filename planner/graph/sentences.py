"""The insights in words, with the names of departments and people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain as joined
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from planner.domain import Organisation
    from planner.graph.dependencies import Link
    from planner.graph.insights import GraphInsights

T = TypeVar("T")

MOST = 5
"""Sentences of one kind at most; a last one says how many more there are."""


@dataclass(frozen=True, slots=True)
class _Names:
    departments: Mapping[str, str]
    employees: Mapping[str, str]


def sentences(insights: GraphInsights, organisation: Organisation) -> tuple[str, ...]:
    """Return the insights in plain English, what concerns the whole organisation first.

    At most five sentences tell of the same kind of thing; one more counts the rest.
    """
    names = _Names(
        _told_apart((one.id, one.name) for one in organisation.departments),
        {one.id: one.name or one.id for one in organisation.employees},
    )
    return tuple(joined.from_iterable(tell(insights, names) for tell in _TOLD))


def _summary(insights: GraphInsights, _: _Names) -> Iterator[str]:
    summary = insights.summary
    if not summary.dependencies:
        yield f"{_count(summary.departments, 'department')}, and none depends on another."
        return
    yield (
        f"{_count(summary.departments, 'department')} and "
        f"{_count(summary.dependencies, 'dependency', 'dependencies')}: {summary.reached} walked "
        f"by as many people as asked for, {summary.unwalked} by nobody."
    )


def _leaned_on(insights: GraphInsights, names: _Names) -> Iterator[str]:
    others = insights.summary.departments - 1
    for one in insights.leaned_on[:3]:
        yield (
            f"The organisation leans on {names.departments[one.department]}: {one.customers} of "
            f"{_count(others, 'other department')} {_verb(one.customers, 'depends', 'depend')} on "
            f"it directly, and it carries {one.share:.0%} of the importance of all dependencies."
        )


def _chain(insights: GraphInsights, names: _Names) -> Iterator[str]:
    if insights.chain is None or len(insights.chain.departments) < 3:
        return
    first, *rest = (names.departments[one] for one in insights.chain.departments)
    told = f"The weightiest chain: {first} depends on " + ", which depends on ".join(rest[:MOST])
    left_out = len(rest) - MOST
    if left_out > 0:
        told += f", and so on to {rest[-1]}, {_count(left_out, 'department')} further"
    yield told + "."


def _strongest(insights: GraphInsights, names: _Names) -> Iterator[str]:
    for link in insights.strongest[:3]:
        yield f"Among what matters most: {_depends(link, names)} (importance {link.importance:g})."


def _weakest(insights: GraphInsights, names: _Names) -> Iterator[str]:
    for link in insights.weakest[:3]:
        walked = f"{link.walked or 'none'} of the {link.target} people asked for"
        if link.target == 1:
            walked = "nobody"
        have = "has" if link.target == 1 or link.walked == 1 else "have"
        yield f"Among what is missed most: {_depends(link, names)}, and {walked} {have} walked it."


def _both_ways(insights: GraphInsights, names: _Names) -> Iterator[str]:
    def tell(pair: tuple[str, str]) -> str:
        a, b = (names.departments[one] for one in pair)
        return f"{a} and {b} depend on each other: it goes both ways."

    return _some(insights.both_ways, tell, ("more pair goes", "more pairs go"), "both ways")


def _circles(insights: GraphInsights, names: _Names) -> Iterator[str]:
    for circle in insights.circles:
        if not circle.round_trip:
            continue
        way = [names.departments[one] for one in (*circle.round_trip, circle.round_trip[0])]
        yield "It goes round: " + _listed([f"{a} depends on {b}" for a, b in pairwise(way)]) + "."
        if len(circle.departments) > len(circle.round_trip):
            yield (
                f"In all, {len(circle.departments)} departments depend on each other, "
                "directly or around corners."
            )


def _one_person(insights: GraphInsights, names: _Names) -> Iterator[str]:
    by_person: dict[str, list[Link]] = {}
    for one in insights.one_person:
        by_person.setdefault(one.employee, []).append(one.link)

    def tell(item: tuple[str, list[Link]]) -> str:
        employee, links = item
        known = [_between(link, names) for link in links[:MOST]]
        if len(links) > MOST:
            known.append(_count(len(links) - MOST, "other link"))
        name = names.employees[employee]
        return f"Only {name} has walked {_listed(known)}: if {name} leaves, that is lost."

    ends = ("more person is", "more people are")
    return _some(list(by_person.items()), tell, ends, "alone in knowing a link")


def _islands(insights: GraphInsights, names: _Names) -> Iterator[str]:
    def tell(group: tuple[str, ...]) -> str:
        listed = _listed([names.departments[one] for one in group])
        return f"{listed} have no link to the rest: they are an island."

    return _some(insights.islands[1:], tell, ("more group is", "more groups are"), "an island")


def _unlinked(insights: GraphInsights, names: _Names) -> Iterator[str]:
    def tell(one: str) -> str:
        return f"{names.departments[one]} is in no dependency: it receives and sends nobody."

    ends = ("more department is", "more departments are")
    return _some(insights.unlinked, tell, ends, "in no dependency")


_TOLD = (
    _summary,
    _leaned_on,
    _chain,
    _strongest,
    _weakest,
    _both_ways,
    _circles,
    _one_person,
    _islands,
    _unlinked,
)


def _some(
    things: Sequence[T], tell: Callable[[T], str], ends: tuple[str, str], what: str
) -> Iterator[str]:
    yield from map(tell, things[:MOST])
    more = len(things) - MOST
    if more > 0:
        yield f"{more} {_verb(more, *ends)} {what}."


def _told_apart(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a name for each id, with the id behind it where two share a name."""
    known = {key: name or key for key, name in pairs}
    seen = Counter(known.values())
    return {key: f"{name} ({key})" if seen[name] > 1 else name for key, name in known.items()}


def _depends(link: Link, names: _Names) -> str:
    return f"{names.departments[link.customer]} depends on {names.departments[link.provider]}"


def _between(link: Link, names: _Names) -> str:
    provider, customer = names.departments[link.provider], names.departments[link.customer]
    return f"what {provider} does for {customer}"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {_verb(number, one, many or one + 's')}"


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 3:
        return " and ".join(parts)
    return ", ".join(parts[:-1]) + f", and {parts[-1]}"
