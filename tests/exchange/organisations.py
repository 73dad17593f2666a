"""Organisations whose every field is drawn, for round trips."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from planner.domain import (
    AIMS,
    Absence,
    Closure,
    ClosureKind,
    Cycle,
    Department,
    Dependency,
    Employee,
    Experience,
    KeepApart,
    Organisation,
    Pin,
    Placement,
    Plan,
    Preference,
    Requirement,
    Restriction,
    Rules,
    WhoVisits,
)

_LETTERS = st.characters(
    exclude_categories=["Cs"],
    exclude_characters="".join(chr(n) for n in range(32) if n not in (9, 10, 13))
    + "\x7f\ufffe\uffff",
)
PAYLOADS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "'=1",
    "''=1",
    "'",
    " =1",
    "＝1",  # noqa: RUF001
    '=HYPERLINK("http://example.org","x")',
    "a,b;c",
    'say "no"',
    "two\nlines",
    "two\r\nlines",
    "_x0041_",
    "x\u202ey\u200b",
    "e\u0301",
    "<script>",
    " ",
    "007",
    "2027-01-04",
    "TRUE",
    "1e5",
    "#N/A",
)
texts = st.sampled_from(PAYLOADS) | st.text(_LETTERS, max_size=20)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
counts = st.integers(0, 1000)


def _ids(most: int) -> st.SearchStrategy[list[str]]:
    ids = st.sampled_from(PAYLOADS) | st.text(_LETTERS, min_size=1, max_size=12)
    return st.lists(ids, min_size=2, max_size=most, unique=True)


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    limit = st.none() | counts
    return Cycle(
        name=draw(texts.filter(bool)),
        first_day=draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        periods=draw(st.integers(4, 60)),
        period_days=draw(st.integers(1, 31)),
        rules=Rules(draw(counts), draw(limit), draw(limit), draw(limit)),
        decay=draw(st.floats(0, 1, exclude_min=True)),
        aims=tuple(draw(st.lists(st.sampled_from(AIMS), min_size=1, unique=True))),
    )


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    cycle = draw(cycles())
    homes, people = draw(_ids(4)), draw(_ids(5))
    home, person = st.sampled_from(homes), st.sampled_from(people)

    def table(row: Any, *fields: st.SearchStrategy[Any], keys: int = 2) -> tuple[Any, ...]:
        rows = st.tuples(*fields)
        drawn = draw(st.lists(rows, max_size=4, unique_by=lambda cells: cells[:keys]))
        return tuple(row(*cells) for cells in drawn)

    spans: st.SearchStrategy[list[date]] = st.tuples(days, days).map(sorted)
    half_open: st.SearchStrategy[list[date | None]] = st.tuples(st.none() | days).map(
        lambda only: [*only, None]
    )

    def employee(id: str) -> Employee:
        managers = st.none() | st.sampled_from([other for other in people if other != id])
        begins, ends = draw(half_open | spans)
        texts_drawn = draw(texts), draw(texts), draw(home)
        return Employee(id, *texts_drawn, draw(managers), draw(counts), draw(counts), begins, ends)

    def dependency(customer: str, provider: str) -> Dependency:
        begins, ends = draw(half_open | spans)
        return Dependency(
            customer,
            provider,
            importance=draw(st.floats(0, 1e9, exclude_min=True)),
            target=draw(st.integers(1, 99)),
            who_visits=draw(st.sampled_from(WhoVisits)),
            season_from=begins,
            season_to=ends,
            service=draw(texts),
            standard_hours=draw(st.none() | st.floats(0, 1e6, exclude_min=True)),
            standard_share=draw(st.none() | st.floats(0, 1)),
        )

    def absence() -> Absence:
        first, last = draw(spans)
        return Absence(draw(person), first, last, draw(texts))

    def closure() -> Closure:
        first, last = draw(spans)
        return Closure(draw(home), first, last, draw(st.sampled_from(ClosureKind)))

    return Organisation(
        cycle=cycle,
        departments=tuple(
            Department(id, draw(texts), draw(counts), draw(counts), draw(st.integers(1, 4)))
            for id in homes
        ),
        employees=tuple(map(employee, people)),
        dependencies=tuple(dependency(a, b) for a, b in pairwise(homes)),
        absences=tuple(absence() for _ in range(draw(st.integers(0, 2)))),
        closures=tuple(closure() for _ in range(draw(st.integers(0, 2)))),
        experience=table(Experience, person, home, days),
        preferences=table(Preference, person, home, st.integers(-2, 2)),
        restrictions=table(Restriction, person, home, texts),
        keep_apart=(KeepApart(*people[:2]),),
        requirements=table(Requirement, person, home, st.none() | days),
        pins=table(Pin, person, home, st.just(cycle.first_day), st.none() | person),
    )


@st.composite
def plans(draw: st.DrawFn, organisation: Organisation) -> Plan:
    people = st.sampled_from([e.id for e in organisation.employees])
    hosts = st.sampled_from([d.id for d in organisation.departments])
    rows = st.tuples(people, hosts, days, days, st.none() | people)
    drawn = draw(st.lists(rows, max_size=6, unique_by=lambda cells: cells[:3]))
    return Plan.of(Placement(*cells) for cells in drawn)
