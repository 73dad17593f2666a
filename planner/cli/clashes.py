"""How it is told that the rules leave no plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli import screen
from planner.present.words import listed, plain, rule_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from planner.domain import Clash, InputRow


def tell_clashes(console: Console, clashes: Iterable[Clash]) -> None:
    """Print what clashes: the sentence, the rules, the rows, and what can be changed."""
    console.print("The rules and promises leave no plan.")
    for clash in clashes:
        screen.heading(console, plain(clash.sentence))
        rules = tuple(f"{rule_name(rule)} ({rule})" for rule in clash.rules)
        console.print(f"Rules that clash: {listed(rules, at_most=len(rules))}")
        console.print("Rows that clash:")
        for row in clash.rows:
            console.print(f"- {plain(_row(row))}")
        if clash.remedies:
            console.print("Any one of these helps:")
            for remedy in clash.remedies:
                console.print(f"- {plain(remedy)}")


def _row(row: InputRow) -> str:
    if row.line is None:
        return f"{row.table}: {row.key}"
    return f"{row.table}, row {row.line}: {row.key}"
