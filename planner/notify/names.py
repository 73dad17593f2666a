"""What people and departments are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.domain.organisation import Id

if TYPE_CHECKING:
    from planner.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id; whoever has none is called by their id.

    The mappings need to hold only those that the notices speak of.
    """

    employees: Mapping[Id, str] = field(default_factory=dict)
    departments: Mapping[Id, str] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation: Organisation) -> Names:
        """Return the names of everybody in an organisation."""
        return cls(
            {employee.id: employee.name for employee in organisation.employees},
            {department.id: department.name for department in organisation.departments},
        )

    def employee(self, id: Id | None) -> str:
        """Return the name of an employee; nothing for nobody."""
        return (self.employees.get(id, "") or id) if id else ""

    def department(self, id: Id) -> str:
        """Return the name of a department."""
        return self.departments.get(id, "") or id
