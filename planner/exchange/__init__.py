"""Organisations and plans as files: folders, workbooks, plan.csv.

Whatever is wrong in a file is told at once, as findings inside one ``BadInput``.
"""

from planner.exchange.atomic import write_text
from planner.exchange.oddities import oddities
from planner.exchange.plan_file import read_plan
from planner.exchange.reading import Reading, read_organisation
from planner.exchange.writing import write_organisation, write_plan

__all__ = [
    "Reading",
    "oddities",
    "read_organisation",
    "read_plan",
    "write_organisation",
    "write_plan",
    "write_text",
]
