"""What is legal but odd: worth a warning before anybody plans with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Severity
from planner.exchange.faults import Ledger
from planner.exchange.oddities_links import odd_departments, odd_dependencies, odd_mentors
from planner.exchange.oddities_people import (
    odd_experience,
    odd_ids,
    odd_managers,
    odd_pins,
    odd_preferences,
    odd_requirements,
)
from planner.exchange.reachable import Facts
from planner.exchange.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Finding, Organisation

_CHECKS = (
    odd_ids,
    odd_departments,
    odd_managers,
    odd_mentors,
    odd_dependencies,
    odd_experience,
    odd_preferences,
    odd_requirements,
    odd_pins,
)


def oddities(organisation: Organisation) -> tuple[Finding, ...]:
    """Return a warning for everything in an organisation that is legal but odd.

    Rows are named as in a folder of CSV files.
    """
    files = {table.name: f"{table.name}.csv" for table in TABLES}
    ledger = Ledger(files=list(files.values()))
    return tuple(ledger.ordered(odd_findings(organisation, files)))


def odd_findings(organisation: Organisation, files: Mapping[str, str]) -> list[Finding]:
    """Return the warnings, each table named as ``files`` says."""
    facts = Facts.of(organisation)
    ledger = Ledger()
    for check in _CHECKS:
        check(facts, files, ledger)
    return ledger.warnings + ledger.summaries(Severity.WARNING)
