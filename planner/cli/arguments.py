"""Arguments that several commands share, with one text for each."""

from pathlib import Path
from typing import Annotated

import typer

OrganisationPath = Annotated[
    Path, typer.Argument(metavar="ORG", help="The folder or workbook of the organisation.")
]
PlanPath = Annotated[Path, typer.Argument(metavar="PLAN", help="The plan, such as plan.csv.")]
Strict = Annotated[bool, typer.Option("--strict", help="Every requirement must be met, as a rule.")]
Workers = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=1024, help="Searches side by side.")
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Let a Dask cluster do the work: tcp://host:8786."),
]
