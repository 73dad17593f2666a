"""Refusals in the form in which every fault of the input is told."""

from __future__ import annotations

from planner.domain import BadInput, Finding, Severity


def fault(where: str, message: str, remedy: str, value: str = "") -> Finding:
    """Return a fault about an argument or a file as a whole."""
    return Finding(Severity.FAULT, where, None, "", value, message, remedy)


def refused(where: str, message: str, remedy: str, value: str = "") -> BadInput:
    """Return the exception that tells one such fault."""
    return BadInput([fault(where, message, remedy, value)])
