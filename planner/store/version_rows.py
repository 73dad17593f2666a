"""How a plan version becomes a row of its table, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner.domain import AimOutcome, PlanVersion, VersionState, Waiver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row


def aims_as_json(aims: Iterable[AimOutcome]) -> list[dict[str, Any]]:
    """Return what a plan is worth as JSON holds it."""
    return [asdict(aim) for aim in aims]


def aims_of(found: Iterable[dict[str, Any]]) -> tuple[AimOutcome, ...]:
    """Return what `aims_as_json` was given."""
    return tuple(AimOutcome(**aim) for aim in found)


def waiver_columns(waiver: Waiver | None) -> dict[str, Any]:
    """Return the columns of a waiver; all are empty where there is none."""
    return {
        "waiver_reason": waiver and waiver.reason,
        "waiver_asked_by": waiver and waiver.asked_by,
        "waiver_agreed_by": waiver and waiver.agreed_by,
        "waiver_sentences": waiver and list(waiver.sentences),
    }


def version_of(row: Row[Any]) -> PlanVersion:
    """Return the version that a row stands for."""
    waiver = None
    if row.waiver_reason is not None:
        waiver = Waiver(
            row.waiver_reason,
            row.waiver_asked_by,
            row.waiver_agreed_by,
            tuple(row.waiver_sentences),
        )
    return PlanVersion(
        row.cycle,
        row.number,
        row.title,
        VersionState(row.state),
        row.revision,
        row.base,
        row.made_by,
        row.made_at,
        aims_of(row.aims),
        row.organisation_hash,
        row.checked_hash,
        row.rules,
        row.published_by,
        row.published_at,
        waiver,
    )
