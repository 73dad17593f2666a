"""Plans: making, editing, publishing and looking at them, and the searches for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.workflow.build_plan import build_plan, search_again
from planner.workflow.compare_plans import compare_plans
from planner.workflow.discard_draft import discard_draft
from planner.workflow.draft_changes import Pin
from planner.workflow.edit_draft import EditingDesk
from planner.workflow.plan_versions import job_now, list_plans, see_plan
from planner.workflow.publish_plan import publish_plan
from planner.workflow.publish_readiness import see_readiness
from planner.workflow.read_plan import view_plan
from planner.workflow.replan_cycle import replan_cycle
from planner.workflow.stop_job import stop_job
from planner.workflow.waive_rules import agree_to_waiver, ask_waiver
from tests.workflow.permissions.prepared import actor
from tests.workflow.permissions.table import reading, row
from tests.workflow.requests.office import CYCLE, NOW, day

if TYPE_CHECKING:
    from planner.domain import Actor
    from planner.store import Store

HR_ALONE = "!! ... ..... Y. ."


def desk(store: Store, who: Actor) -> EditingDesk:
    return EditingDesk(store, who, 2, now=lambda: NOW)


def third(store: Store) -> str:
    """Return the id of a placement of the draft that nobody has pinned."""
    return list(desk(store, actor("hana")).board.placements)[2]


def the_job(store: Store) -> str:
    with store.read() as unit:
        (job,) = unit.jobs.matching(cycle=CYCLE)
        return job.id


ROWS = (
    row(build_plan, HR_ALONE, lambda s, a: build_plan(s, a, now=NOW)),
    row(
        search_again, "!! ... ..... Y. .", lambda s, a: search_again(s, a, 2, now=NOW), on="drafts"
    ),
    row(
        replan_cycle,
        HR_ALONE,
        lambda s, a: replan_cycle(s, a, from_day=day(0), freeze_days=7, now=NOW),
    ),
    row(stop_job, "!! ... ..... YY .", lambda s, a: stop_job(s, a, 5, now=NOW), on="drafts"),
    reading(
        job_now, "!! ... ..... YY .", lambda s, a: job_now(s, a, the_job(s), now=NOW), on="drafts"
    ),
    reading(list_plans, HR_ALONE, lambda s, a: list_plans(s, a, now=NOW), on="drafts"),
    reading(
        see_plan, HR_ALONE, lambda s, a: see_plan(s, a, 2, now=NOW), title="a draft", on="drafts"
    ),
    reading(see_plan, HR_ALONE, lambda s, a: see_plan(s, a, now=NOW), title="the published one"),
    reading(view_plan, "!! YYY YYYYY YY .", lambda s, a: view_plan(s, a, now=NOW)),
    reading(
        view_plan,
        "!! YY. Y.Y.. Y. .",
        lambda s, a: view_plan(s, a, employee="pam", now=NOW),
        title="of Pam",
    ),
    reading(
        view_plan,
        "!! ..Y Y.... Y. .",
        lambda s, a: view_plan(s, a, employee="Pat", now=NOW),
        title="of Pat, who has no placement",
    ),
    reading(
        compare_plans, HR_ALONE, lambda s, a: compare_plans(s, a, None, 2, now=NOW), on="drafts"
    ),
    reading(see_readiness, HR_ALONE, lambda s, a: see_readiness(s, a, 2, now=NOW), on="drafts"),
    row(publish_plan, HR_ALONE, lambda s, a: publish_plan(s, a, 2, now=NOW), on="drafts"),
    row(discard_draft, HR_ALONE, lambda s, a: discard_draft(s, a, 2, now=NOW), on="drafts"),
    row(ask_waiver, HR_ALONE, lambda s, a: ask_waiver(s, a, 3, "We do.", now=NOW), on="drafts"),
    row(agree_to_waiver, HR_ALONE, lambda s, a: agree_to_waiver(s, a, 4, now=NOW), on="drafts"),
    row(EditingDesk, HR_ALONE, lambda s, a: desk(s, a).do(Pin(third(s))), title="do", on="drafts"),
    row(EditingDesk, HR_ALONE, lambda s, a: desk(s, a).undo(), title="undo", on="drafts"),
    row(EditingDesk, HR_ALONE, lambda s, a: desk(s, a).redo(), title="redo", on="drafts"),
    reading(
        EditingDesk, HR_ALONE, lambda s, a: desk(s, a).ask(Pin(third(s))), title="ask", on="drafts"
    ),
    reading(EditingDesk, HR_ALONE, lambda s, a: desk(s, a).board, title="board", on="drafts"),
    reading(
        EditingDesk, HR_ALONE, lambda s, a: desk(s, a).violations, title="violations", on="drafts"
    ),
)
