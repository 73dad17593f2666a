"""Everything that is shown of one plan, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.present import calendar as calendars
from planner.present import coverage as coverages
from planner.present import drawing as drawings
from planner.present import matrix as matrices
from planner.present.names import Names
from planner.present.words import count, days, number, periods, plain, rule_name, share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.domain import Organisation, Plan, Score


BROKEN = 500
"""Breaches that are told one by one, at most."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is worth a glance, and what it means."""

    label: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A plan as people look at it."""

    title: str
    span: str
    figures: tuple[Figure, ...]
    broken: tuple[str, ...]
    """One sentence for each breach of a rule, and one for all beyond the first BROKEN."""
    calendar: calendars.Calendar
    coverage: tuple[coverages.CoverageLine, ...]
    matrix: matrices.Matrix
    drawing: drawings.Drawing
    insights: tuple[str, ...]


def overview(
    organisation: Organisation,
    plan: Plan,
    score: Score,
    insights: tuple[str, ...] = (),
    positions: Mapping[str, tuple[float, float]] | None = None,
) -> Overview:
    """Return what is shown of a plan.

    Parameters
    ----------
    score : Score
        What the plan is worth, rule by rule and aim by aim.
    insights : tuple of str
        What can be read off the dependency graph, in sentences.
    positions : mapping of department id to (x, y), optional
        Where the departments stand in the drawing, on any scale.
    """
    names = Names(organisation)
    cycle = organisation.cycle
    return Overview(
        plain(cycle.name),
        f"{days(cycle.first_day, cycle.last_day)}, " + periods(cycle.periods, cycle.period_days),
        figures(organisation, plan, score),
        _sentences(score),
        calendars.calendar(organisation, plan, names),
        coverages.coverage_lines(score.dependencies, names),
        matrices.cross_training(organisation, plan, names),
        drawings.drawing(organisation, score.dependencies, positions or {}, names),
        insights,
    )


def _sentences(score: Score) -> tuple[str, ...]:
    told = [f"{rule_name(broken.rule)}: {broken.sentence}" for broken in score.violations[:BROKEN]]
    left_out = len(score.violations) - len(told)
    if left_out:
        told.append(
            f"And {count(left_out, 'more breach', 'more breaches')}; a score of the plan lists all."
        )
    return tuple(told)


def figures(organisation: Organisation, plan: Plan, score: Score) -> tuple[Figure, ...]:
    """Return the few numbers that say what a plan does."""
    away = len({placement.employee for placement in plan})
    before = coverages.coverage_before(score.dependencies, organisation.cycle.decay)
    after = next((aim.value for aim in score.aims if aim.name == "coverage"), None)
    walked = sum(outcome.after >= outcome.target for outcome in score.dependencies)
    shown = [
        Figure("Placements", number(len(plan)), f"{count(away, 'person', 'people')} go somewhere"),
        Figure(
            "Dependencies met",
            f"{walked:,} of {len(score.dependencies):,}",
            "seen by as many people as were asked for",
        ),
    ]
    if after is not None:
        note = f"{share(before)} before this plan; the more important links count more"
        shown.insert(0, Figure("Coverage", share(after), note))
    reach = next((aim.value for aim in score.aims if aim.name == "reach"), None)
    if reach is not None:
        people = f"of {len(organisation.employees):,} people have seen another department"
        shown.append(Figure("Reach", number(reach), people))
    rules = count(len(score.violations), "breach", "breaches") if score.violations else "all kept"
    shown.append(Figure("Rules", rules, "each is checked once more after planning"))
    return tuple(shown)
