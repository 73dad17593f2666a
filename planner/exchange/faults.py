"""Collecting what is wrong: every finding with its place, its value and its remedy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from planner.domain import BadInput, Finding, Severity
from planner.exchange.limits import MAX_ALIKE

SHOWN = 120


def shown(value: object) -> str:
    """Return a value as it may be printed: on one line, nothing invisible, not too long."""
    text = str(value)
    if len(text) > SHOWN:
        text = text[: SHOWN - 1] + "…"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


@dataclass
class Ledger:
    """Everything found while one organisation or plan is read.

    ``files`` lists the files in the order in which their findings are told.
    """

    files: list[str] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    alike: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def fault(
        self,
        file: str,
        message: str,
        remedy: str,
        *,
        row: int | None = None,
        column: str = "",
        value: object = "",
    ) -> None:
        """Note a fault; past ``MAX_ALIKE`` of the same wording they are only counted."""
        self.alike[file, column, message] += 1
        if self.alike[file, column, message] <= MAX_ALIKE:
            self.faults.append(
                Finding(Severity.FAULT, file, row, column, shown(value), message, remedy)
            )

    def warn(
        self,
        file: str,
        message: str,
        remedy: str,
        *,
        row: int | None = None,
        column: str = "",
        value: object = "",
    ) -> None:
        """Note something that is legal but odd."""
        self.warnings.append(
            Finding(Severity.WARNING, file, row, column, shown(value), message, remedy)
        )

    def ordered(self, findings: list[Finding]) -> list[Finding]:
        """Return findings file by file and, within a file, row by row."""
        rank = {file: place for place, file in enumerate(self.files)}
        return sorted(findings, key=lambda f: (rank.get(f.file, -1), f.row or 0))

    def raise_if_any(self) -> None:
        """Stop when there is a fault.

        Raises
        ------
        BadInput
            With every fault, in order.
        """
        if not self.faults:
            return
        for (file, column, message), count in self.alike.items():
            if count > MAX_ALIKE:
                self.faults.append(
                    Finding(
                        Severity.FAULT,
                        file,
                        None,
                        column,
                        f"{count - MAX_ALIKE} more rows",
                        message,
                        "Mend this column as a whole; the first rows are listed one by one",
                    )
                )
        raise BadInput(self.ordered(self.faults))


def one_fault(file: str, message: str, remedy: str, value: object = "") -> BadInput:
    """Return the exception for a single fault about a file as a whole."""
    return BadInput([Finding(Severity.FAULT, file, None, "", shown(value), message, remedy)])
