"""A breach of a rule, in numbers; sentences are made of it elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of one rule. -1 stands where a field says nothing.

    Attributes
    ----------
    rule : str
        The rule's id.
    placements : tuple of int
        Rows of the plan that are involved.
    employee, other, department, host, period : int
        Who and where, and the first period of the breach.
    value, limit : int
        What was found and what the rule allows.
    """

    rule: str
    placements: tuple[int, ...] = ()
    employee: int = -1
    other: int = -1
    department: int = -1
    host: int = -1
    period: int = -1
    value: int = 0
    limit: int = 0
