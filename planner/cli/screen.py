"""Where the commands write: results to stdout, everything else to stderr.

On a terminal there are tables and colours; in a file or a pipe there are plain lines that
are never wrapped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from planner.domain import Severity
from planner.present.words import count, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.domain import Finding

_UNWRAPPED = 10_000


def results() -> Console:
    """Return what results are written to."""
    return _console(stderr=False)


def notes() -> Console:
    """Return what progress, warnings and faults are written to."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if console.is_terminal:
        return console
    return Console(
        stderr=stderr,
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
        color_system=None,
        width=_UNWRAPPED,
    )


def examples(*commands: str) -> str:
    """Return examples for the end of a help text."""
    return "\n".join(("Examples:\n", *(f"- `{command}`" for command in commands)))


Column = tuple[str, Literal["left", "right"]]


def print_table(
    console: Console, columns: Sequence[Column], rows: Iterable[Sequence[str | Text]]
) -> None:
    """Print a table; in a file or a pipe its cells stand in columns, without lines."""
    table = Table(
        box=box.SIMPLE_HEAD if console.is_terminal else None,
        pad_edge=False,
        show_edge=False,
        padding=(0, 2, 0, 0),
        header_style="bold",
    )
    for heading, side in columns:
        table.add_column(heading, justify=side, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) if isinstance(cell, str) else cell for cell in row))
    if console.is_terminal:
        console.print(table)
        return
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        console.print(line.rstrip())


def heading(console: Console, text: str) -> None:
    """Print a heading with an empty line before it."""
    console.print()
    console.print(Text(text, style="bold"))


def tell_findings(console: Console, findings: Iterable[Finding]) -> None:
    """Print every fault and warning: a table on a terminal, one line each elsewhere."""
    told = tuple(findings)
    if not console.is_terminal:
        for finding in told:
            console.print(f"{finding.severity.value}: {plain(str(finding))}")
        return
    for severity, style in ((Severity.FAULT, "red"), (Severity.WARNING, "yellow")):
        rows = [finding for finding in told if finding.severity is severity]
        if rows:
            heading(console, count(len(rows), severity.value))
            columns: list[Column] = [
                ("Where", "left"),
                ("What", "left"),
                ("Found", "left"),
                ("What to do", "left"),
            ]
            print_table(
                console,
                columns,
                [(Text(plain(_place(f)), style), f.message, f.value, f.remedy) for f in rows],
            )


def _place(finding: Finding) -> str:
    row = f" row {finding.row}" if finding.row is not None else ""
    return f"{finding.file}{row}" + (f", {finding.column}" if finding.column else "")
