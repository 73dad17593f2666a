"""`planner sample DIR`: something to try the planner on."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli import screen

EXAMPLES = screen.examples("planner sample acme")


def sample(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder for the organisation.")
    ],
) -> None:
    """Write the sample organisation: an invented company, ready to be planned.

    The tables are plain files. Open them in a spreadsheet program, change what you like,
    and plan again.
    """
    from planner.workflow.write_sample import write_sample

    written = write_sample(folder)
    console = screen.results()
    console.print(f"The sample organisation is in {written.folder}: {', '.join(written.files)}")
    console.print(f"Plan it: planner solve {written.folder} --out plan.csv")
