"""Collecting what is wrong: every finding with its place, its value and its remedy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from planner.domain import BadInput, Finding, Severity
from planner.exchange.limits import MAX_ALIKE

SHOWN = 120
Alike = tuple[Severity, str, str, str]
"""Severity, file, column and wording of findings that are counted together."""

_OTHER_IDS = "the same is found in further rows"
_AS_A_WHOLE = "Mend this column as a whole; the first rows are listed one by one"


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
    alike: Counter[Alike] = field(default_factory=Counter)
    left_out: Counter[Alike] = field(default_factory=Counter)

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
        finding = Finding(Severity.FAULT, file, row, column, shown(value), message, remedy)
        if self._is_listed(finding):
            self.faults.append(finding)

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
        """Note something legal but odd; past ``MAX_ALIKE`` of the same wording only count it."""
        finding = Finding(Severity.WARNING, file, row, column, shown(value), message, remedy)
        if self._is_listed(finding):
            self.warnings.append(finding)

    def _is_listed(self, finding: Finding) -> bool:
        """Tell whether few others have the same message or, where ids differ, the same remedy."""
        severity, file, column = finding.severity, finding.file, finding.column
        for wording in (finding.message, finding.remedy):
            self.alike[severity, file, column, wording] += 1
            if self.alike[severity, file, column, wording] > MAX_ALIKE:
                told = finding.message if wording == finding.message else _OTHER_IDS
                self.left_out[severity, file, column, told] += 1
                return False
        return True

    def summaries(self, severity: Severity) -> list[Finding]:
        """Return a finding for each wording of which some were only counted."""
        return [
            Finding(severity, file, None, column, f"{count} more rows", message, _AS_A_WHOLE)
            for (kind, file, column, message), count in self.left_out.items()
            if kind is severity
        ]

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
        self.faults += self.summaries(Severity.FAULT)
        raise BadInput(self.ordered(self.faults))


def one_fault(file: str, message: str, remedy: str, value: object = "") -> BadInput:
    """Return the exception for a single fault about a file as a whole."""
    return BadInput([Finding(Severity.FAULT, file, None, "", shown(value), message, remedy)])
