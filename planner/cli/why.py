"""`planner why ORG [PLAN]`: why there is no plan, or what holds a dependency back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import screen
from planner.cli.arguments import OrganisationPath, Strict
from planner.cli.clashes import tell_clashes
from planner.present.words import plain, rule_name

if TYPE_CHECKING:
    from rich.console import Console

    from planner.domain import Explanation

EXAMPLES = screen.examples(
    "planner why acme",
    "planner why acme plan.csv",
    "planner why acme plan.csv --customer Payroll --provider Stores",
)
NO_PLAN = 3


def why(
    organisation: OrganisationPath,
    plan: Annotated[
        Path | None, typer.Argument(metavar="PLAN", help="The plan, such as plan.csv.")
    ] = None,
    customer: Annotated[
        str | None,
        typer.Option(metavar="X", help="Who depends: the id or name of a department."),
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(metavar="Y", help="On whom it depends: the id or name of a department."),
    ] = None,
    strict: Strict = False,
) -> None:
    """Say why there can be no plan, or why a dependency is not better covered.

    With ORG alone: which rules and rows clash, if they leave no plan (status 3 then). With
    a plan: what holds back the dependencies that are missed most. With --customer and
    --provider: what holds back that one.
    """
    if (customer is None) != (provider is None):
        raise typer.BadParameter("--customer and --provider go together: give both or none.")
    from planner.workflow.explain_plan import explain_plan

    explained = explain_plan(
        organisation, plan, customer=customer, provider=provider, strict=strict
    )
    console = screen.results()
    if explained.clashes:
        tell_clashes(console, explained.clashes)
        raise typer.Exit(NO_PLAN)
    if explained.plan is None and customer is None:
        console.print("Nothing clashes: the rules and promises leave room for a plan.")
        return
    if not explained.explanations:
        console.print("Every dependency is walked by as many people as were asked for.")
    for number, explanation in enumerate(explained.explanations):
        if number:
            console.print()
        _tell(console, explanation)


def _tell(console: "Console", explanation: "Explanation") -> None:
    console.print(plain(explanation.summary))
    for holdback in explanation.holdbacks:
        rule = f" [{rule_name(holdback.rule)}]" if holdback.rule else ""
        console.print(f"- {plain(holdback.sentence)}{rule}")
