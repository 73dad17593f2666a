"""All rows of the table."""

from __future__ import annotations

from tests.workflow.permissions import (
    rows_on_organisations,
    rows_on_people,
    rows_on_plans,
    rows_on_requests,
)

ROWS = (
    *rows_on_plans.ROWS,
    *rows_on_requests.ROWS,
    *rows_on_organisations.ROWS,
    *rows_on_people.ROWS,
)
