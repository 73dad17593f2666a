"""What changes of a plan mean, as tables and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli import screen
from planner.domain import Direction
from planner.present.names import Names
from planner.present.words import aim_name, aim_value, count, is_proven, plain, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from planner.domain import AimChange, Consequence, DependencyChange, Organisation, PersonChange

MOST = 25
"""Lines of a list that are shown, unless all are asked for."""


def tell_consequence(console: Console, found: Consequence) -> None:
    """Print which rules a change breaks and mends, and every aim that it changes."""
    for each in found.broken:
        console.print(f"Breaks a rule: {plain(each.sentence)}")
    for each in found.mended:
        console.print(f"Mends: {plain(each.sentence)}")
    if not found.broken:
        console.print("It breaks no rule that was kept.")
    if found.still_broken:
        console.print(f"{count(found.still_broken, 'breach', 'breaches')} as before.")
    changed = [aim for aim in found.aims if aim.direction is not Direction.SAME]
    if changed:
        tell_aims(console, changed)


def tell_aims(console: Console, aims: Iterable[AimChange], *, proven: bool = False) -> None:
    """Print aims side by side; with ``proven`` what is proven on either side."""
    columns: list[screen.Column] = [
        ("Aim", "left"),
        ("Before", "right"),
        ("After", "right"),
        ("", "left"),
    ]
    if proven:
        columns.append(("Proven after", "left"))
    rows = []
    for aim in aims:
        before, after = (aim_value(aim.name, value) for value in (aim.before, aim.after))
        row = [aim_name(aim.name), before, after, _way(aim)]
        rows.append([*row, _proof(aim)] if proven else row)
    screen.print_table(console, columns, rows)


def _way(aim: AimChange) -> str:
    return "" if aim.direction is Direction.SAME else aim.direction.value


def _proof(aim: AimChange) -> str:
    bound = aim.bound_after
    if bound is None:
        return ""
    if is_proven(aim.after, bound):
        return "proven best"
    side = "at most" if bound > aim.after else "at least"
    return f"{side} {aim_value(aim.name, bound)} possible"


def tell_dependencies(
    console: Console,
    changes: Iterable[DependencyChange],
    organisation: Organisation,
    *,
    everything: bool,
) -> None:
    """Print the dependencies that more or fewer people walk, the most important first."""
    found = sorted(changes, key=lambda each: -each.importance)
    names = Names(organisation)
    columns: list[screen.Column] = [
        ("Who depends", "left"),
        ("on whom", "left"),
        ("People before", "right"),
        ("after", "right"),
        ("of", "right"),
        ("Covered before", "right"),
        ("after", "right"),
    ]
    rows = [
        (
            names.department(each.customer),
            names.department(each.provider),
            str(each.before),
            str(each.after),
            str(each.target),
            share(each.credit_before, 0),
            share(each.credit_after, 0),
        )
        for each in found
    ]
    _tell_rows(console, "Dependencies that gain or lose visitors", columns, rows, everything)


def tell_people(
    console: Console,
    changes: Iterable[PersonChange],
    organisation: Organisation,
    *,
    everything: bool,
) -> None:
    """Print who has more or fewer placements."""
    names = Names(organisation)
    columns: list[screen.Column] = [("Who", "left"), ("Before", "right"), ("After", "right")]
    rows = [(names.employee(e.employee), str(e.before), str(e.after)) for e in changes]
    _tell_rows(console, "People who gain or lose placements", columns, rows, everything)


def tell_sentences(
    console: Console, title: str, sentences: Iterable[str], *, everything: bool
) -> None:
    """Print a list of sentences under a heading; nothing where there are none."""
    told = list(sentences)
    if not told:
        return
    screen.heading(console, f"{title}: {len(told)}")
    for sentence in told if everything else told[:MOST]:
        console.print(f"- {plain(sentence)}")
    _tell_more(console, len(told), everything)


def _tell_rows(
    console: Console,
    title: str,
    columns: list[screen.Column],
    rows: Sequence[tuple[str, ...]],
    everything: bool,
) -> None:
    if rows:
        screen.heading(console, f"{title}: {len(rows)}")
        screen.print_table(console, columns, rows if everything else rows[:MOST])
        _tell_more(console, len(rows), everything)


def _tell_more(console: Console, number: int, everything: bool) -> None:
    if number > MOST and not everything:
        console.print(f"and {number - MOST:,} more; --all shows them.")
