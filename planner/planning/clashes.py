"""Why there is no plan: each conflict as its rules, its rows, a sentence and remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain import Clash
from planner.planning.clash_case import Case
from planner.planning.clash_facts import tell
from planner.planning.clash_scene import Scene
from planner.planning.clash_sentences import PROMISES, sentence

if TYPE_CHECKING:
    import solver
    from planner.domain import Organisation


def to_clashes(
    conflicts: tuple[solver.Conflict, ...], organisation: Organisation
) -> tuple[Clash, ...]:
    """Return each conflict in the organisation's rows and words.

    Parameters
    ----------
    conflicts : tuple of Conflict
        What ``solver.diagnose`` found for the problem of this organisation.
    organisation : Organisation
        The one the problem was made of.
    """
    scene = Scene(organisation)
    return tuple(_clash(conflict, scene) for conflict in conflicts)


def _clash(conflict: solver.Conflict, scene: Scene) -> Clash:
    tellings = [(fact.kind, tell(fact, scene)) for fact in conflict.facts]
    clauses: dict[str, list[str]] = {}
    for kind, telling in tellings:
        told = clauses.setdefault(kind, [])
        if telling.clause not in told:
            told.append(telling.clause)
    case = Case(
        scene=scene,
        rules=conflict.rules,
        facts=conflict.facts,
        promises=[scene.promise(fact.row) for fact in conflict.facts if fact.kind == "pin"],
        clauses=clauses,
    )
    remedies = [telling.remedy for _, telling in tellings if telling.remedy]
    remedies += _beside_the_facts(case)
    return Clash(
        rules=tuple(sorted(conflict.rules, key=lambda rule: (rule not in PROMISES, rule))),
        rows=tuple(dict.fromkeys(row for _, telling in tellings for row in telling.rows)),
        sentence=sentence(case),
        remedies=tuple(dict.fromkeys(remedies)),
    )


def _beside_the_facts(case: Case) -> list[str]:
    """Return remedies that no single fact of the clash stands for."""
    remedies = []
    if "linked_hosts" in case.rules:
        remedies.append("Add a dependency that lets these visits happen (dependencies.csv).")
    if "mentors" in case.rules and any(promise.pin.mentor for promise in case.promises):
        remedies.append("Promise another mentor, or leave the mentor open (pins.csv).")
    return remedies
