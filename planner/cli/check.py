"""`planner check ORG`: faults, warnings, and what the dependencies tell."""

import typer

from planner.cli import screen
from planner.cli.arguments import OrganisationPath
from planner.present.words import count, plain

EXAMPLES = screen.examples("planner check acme", "planner check acme.xlsx")
BAD_INPUT = 2


def check(
    organisation: OrganisationPath,
) -> None:
    """Look for faults and oddities in an organisation, and list them all at once.

    A fault must be mended before anything can be planned; a warning is legal but odd.
    Without faults, it also says what can be read off the dependencies between departments.
    """
    from planner.workflow.check_organisation import check_organisation

    checked = check_organisation(organisation)
    console = screen.results()
    screen.tell_findings(console, checked.faults + checked.warnings)
    if checked.insights:
        screen.heading(console, "What the dependencies tell")
        for sentence in checked.insights:
            console.print(f"- {plain(sentence)}")
    console.print()
    found = f"{count(len(checked.faults), 'fault')}, {count(len(checked.warnings), 'warning')}"
    if checked.faults:
        console.print(f"{found}. Mend the faults before planning.")
        raise typer.Exit(BAD_INPUT)
    console.print(f"{found}. The organisation can be planned.")
