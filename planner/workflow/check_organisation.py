"""Check an organisation: every fault, everything that is odd, and what its graph tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.domain import BadInput, Finding, Organisation, Severity
from planner.exchange import read_organisation
from planner.graph import read_insights, sentences

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found; ``organisation`` is None where there are faults."""

    organisation: Organisation | None
    faults: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    insights: tuple[str, ...]


def check_organisation(source: Path) -> Checked:
    """Read an organisation and return everything there is to say about it, faults included."""
    try:
        reading = read_organisation(source)
    except BadInput as bad:
        faults = tuple(f for f in bad.findings if f.severity is Severity.FAULT)
        warnings = tuple(f for f in bad.findings if f.severity is Severity.WARNING)
        return Checked(None, faults, warnings, ())
    organisation = reading.organisation
    insights = sentences(read_insights(organisation), organisation)
    return Checked(organisation, (), tuple(reading.warnings), insights)
