"""What can go wrong, and how it is told.

::

    PlannerError
      BadInput            a file or an argument is wrong; holds every finding at once
      NoPlanPossible      the rules leave no plan; holds what clashes
      NoPlanFound         no plan was found in the time that was given
      NotAllowed          the actor may see the thing and may not do this with it
      NotFound            no such thing, or none that the actor may know of
      Conflict            somebody else was first; nothing was changed
      Refused             what was asked for breaks a rule or does not fit the state of things
      StoreTrouble        the database cannot be used; says what to do
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Severity(StrEnum):
    """A fault stops the work; a warning is legal but odd."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in the input, precise enough to be mended without searching.

    ``row`` is the line in the file, the header being line 1; None where a finding is about
    the file as a whole. ``column`` and ``value`` are empty in the same case.
    """

    severity: Severity
    file: str
    row: int | None
    column: str
    value: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        found = f' (found "{self.value}")' if self.value or self.column else ""
        return f"{place}: {self.message}{found}. {self.remedy}"


class PlannerError(Exception):
    """The root of everything the planner raises on purpose."""


class BadInput(PlannerError):
    """The input cannot be used as it is; ``findings`` lists every fault that was seen."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class NoPlanPossible(PlannerError):
    """The rules and promises leave no plan; ``sentences`` say what clashes."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class NoPlanFound(PlannerError):
    """No plan was found in the time that was given."""


class NotAllowed(PlannerError):
    """The actor may not do this; the message says who may."""


class NotFound(PlannerError):
    """There is no such thing, or the actor may not even know of it: told alike."""


class Conflict(PlannerError):
    """Somebody else changed the same thing first. Nothing was changed; look again."""


class Refused(PlannerError):
    """What was asked for cannot be done; ``sentences`` say why, and what would do."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__("\n".join(self.sentences))


class StoreTrouble(PlannerError):
    """The database cannot be reached, is too old or too new, or is damaged."""
