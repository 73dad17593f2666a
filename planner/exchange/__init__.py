"""Organisations and plans as files: folders, workbooks, plan.csv.

Whatever is wrong in a file is told at once, as findings inside one ``BadInput``.
"""

from planner.exchange.atomic import write_text
from planner.exchange.editing import change_rows, change_settings, table_oddities
from planner.exchange.oddities import oddities
from planner.exchange.plan_file import read_plan
from planner.exchange.putting_back import put_back
from planner.exchange.reading import Reading, read_organisation
from planner.exchange.writing import write_organisation, write_plan

__all__ = [
    "Reading",
    "change_rows",
    "change_settings",
    "oddities",
    "put_back",
    "read_organisation",
    "read_plan",
    "table_oddities",
    "write_organisation",
    "write_plan",
    "write_text",
]
