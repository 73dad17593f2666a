"""`planner plan ...`: drafts, the published plan, and what lies between them."""

from __future__ import annotations

import typer

from planner.cli import (
    plan_build,
    plan_compare,
    plan_edit,
    plan_publish,
    plan_replan,
    plan_show,
    plan_stop,
    plan_view,
)

HELP = {"help_option_names": ["-h", "--help"]}

plan = typer.Typer(
    name="plan",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings=HELP,
    help="Plans that live: build drafts, edit, compare and publish them, plan anew.",
)
edit = typer.Typer(
    name="edit",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings=HELP,
    help="Change a draft by hand; each change is answered with what it means.",
)

plan.command(epilog=plan_build.EXAMPLES)(plan_build.build)
plan.command(epilog=plan_view.EXAMPLES)(plan_view.view)
plan.command("list", epilog=plan_show.LIST_EXAMPLES)(plan_show.list_versions)
plan.command(epilog=plan_show.SHOW_EXAMPLES)(plan_show.show)
for command in (plan_edit.move, plan_edit.add, plan_edit.remove, plan_edit.pin, plan_edit.unpin):
    edit.command(epilog=plan_edit.EXAMPLES[command.__name__])(command)
plan.add_typer(edit)
plan.command(epilog=plan_edit.EXAMPLES["undo"])(plan_edit.undo)
plan.command(epilog=plan_edit.EXAMPLES["redo"])(plan_edit.redo)
plan.command(epilog=plan_compare.EXAMPLES)(plan_compare.compare)
plan.command(epilog=plan_publish.EXAMPLES)(plan_publish.publish)
plan.command(epilog=plan_replan.EXAMPLES)(plan_replan.replan)
plan.command(epilog=plan_stop.STOP_EXAMPLES)(plan_stop.stop)
plan.command(epilog=plan_stop.DISCARD_EXAMPLES)(plan_stop.discard)
