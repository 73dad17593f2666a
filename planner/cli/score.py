"""`planner score ORG PLAN`: what any plan is worth, also one made by hand."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from planner.cli import screen
from planner.cli.arguments import OrganisationPath, PlanPath, Strict
from planner.present.words import aim_name, aim_value, count, plain, rule_name

if TYPE_CHECKING:
    from planner.workflow.score_plan import Scored

EXAMPLES = screen.examples("planner score acme plan.csv", "planner score acme plan.csv --json")


def score(
    organisation: OrganisationPath,
    plan: PlanPath,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write it for another program to read.")
    ] = False,
    previous: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The plan before: counts what is no longer there."),
    ] = None,
    strict: Strict = False,
) -> None:
    """Say which rules a plan breaks and what it is worth for every aim.

    Any plan can be scored, also one that was made or changed by hand. A plan that breaks
    rules is scored too; the status is 0 either way.
    """
    from planner.workflow.score_plan import score_plan

    scored = score_plan(organisation, plan, previous_file=previous, strict=strict)
    if as_json:
        typer.echo(json.dumps(_document(scored), indent=2, ensure_ascii=False))
        return
    console = screen.results()
    broken = scored.score.violations
    if broken:
        console.print(f"The plan breaks rules in {count(len(broken), 'place')}:")
        for violation in broken:
            console.print(f"- {rule_name(violation.rule)}: {plain(violation.sentence)}")
    else:
        console.print("The plan keeps every rule.")
    screen.heading(console, f"{count(len(scored.plan), 'placement')}, worth")
    rows = [(aim_name(aim.name), aim_value(aim.name, aim.value)) for aim in scored.score.aims]
    screen.print_table(console, [("Aim", "left"), ("Value", "right")], rows)


def _document(scored: "Scored") -> dict[str, Any]:
    def placement(row: Any) -> dict[str, Any]:
        return {
            "employee": row.employee,
            "host": row.host,
            "first_day": row.first_day.isoformat(),
            "last_day": row.last_day.isoformat(),
            "mentor": row.mentor,
        }

    return {
        "format": 1,
        "violations": [
            {
                "rule": violation.rule,
                "sentence": violation.sentence,
                "placements": [placement(row) for row in violation.placements],
            }
            for violation in scored.score.violations
        ],
        "aims": [{"name": aim.name, "value": aim.value} for aim in scored.score.aims],
        "dependencies": [asdict(outcome) for outcome in scored.score.dependencies],
        "placements": len(scored.plan),
    }
