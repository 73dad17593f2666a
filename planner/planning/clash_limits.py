"""The limits of the whole cycle as facts of a clash, each with the key that states it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.planning.clash_scene import Telling
from planner.planning.words import Count

if TYPE_CHECKING:
    import solver
    from planner.planning.clash_scene import Scene


def rest(fact: solver.Fact, scene: Scene) -> Telling:
    """Tell the rest that is due between placements."""
    rest = scene.names.periods(scene.organisation.cycle.rules.rest_periods)
    return Telling(
        (scene.key("rest_periods"),),
        f"the rules ask for {rest} at home between two placements",
        "Lower rest_periods (cycle.toml).",
    )


def one_home(fact: solver.Fact, scene: Scene) -> Telling:
    """Tell how many may come from one home."""
    most = Count(scene.organisation.cycle.rules.max_from_one_home or 0)
    return Telling(
        (scene.key("max_from_one_home"),),
        f"{most:visitor} at most from one home department may be at one host at once",
        f"Raise max_from_one_home above {most} (cycle.toml).",
    )


def budget(fact: solver.Fact, scene: Scene) -> Telling:
    """Tell the budget of the cycle."""
    most = scene.organisation.cycle.rules.max_placement_periods or 0
    return Telling(
        (scene.key("max_placement_periods"),),
        f"the budget allows {scene.names.periods(most)} away in all",
        f"Raise max_placement_periods above {most} (cycle.toml).",
    )
