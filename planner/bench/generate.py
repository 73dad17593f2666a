"""Organisations drawn to size: the same shape and seed always give the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.bench.draw_links import (
    draw_closures,
    draw_desks,
    draw_links,
    draw_sizes,
    most_from_one_home,
    visits_of,
)
from planner.bench.draw_people import draw_absences, draw_staff
from planner.bench.draw_pins import Scene, draw_pins
from planner.bench.draw_wishes import draw_ties
from planner.bench.draws import FIRST_DAY, WEEK, Dice
from planner.bench.tables import Writer
from planner.domain import Cycle, Organisation, Rules

if TYPE_CHECKING:
    from planner.bench.shape import Shape


def generate(shape: Shape, seed: int = 0) -> Organisation:
    """Draw an organisation that could exist.

    Departments differ in size, some serve nearly all others, people are absent and restricted
    as people are. Every table has rows wherever the size leaves room for one, and all pins
    can be kept together.

    Parameters
    ----------
    shape : Shape
        Size, density and scarcity.
    seed : int
        At least 0.
    """
    dice = Dice.of(shape, seed)
    sizes = draw_sizes(dice)
    links = draw_links(dice, sizes)
    desks = draw_desks(dice, links, sizes)
    visits = visits_of(links, shape.departments)
    staff = draw_staff(dice, sizes, desks)
    absences = draw_absences(dice, staff)
    closures = draw_closures(dice)
    ties = draw_ties(dice, staff, visits)
    pins = draw_pins(Scene(dice, staff, absences, desks, visits, closures, ties))
    writer = Writer(dice)
    rules = Rules(
        rest_periods=2,
        max_from_one_home=most_from_one_home(dice, links, desks),
        experience_valid_days=730,
    )
    return Organisation(
        cycle=Cycle(
            f"{shape.size}, {shape.kind}", FIRST_DAY, shape.periods, WEEK, rules, shape.decay
        ),
        departments=writer.departments(desks),
        employees=writer.employees(staff),
        dependencies=writer.dependencies(links),
        absences=writer.absences(absences),
        closures=writer.closures(closures),
        experience=writer.experience(ties),
        preferences=writer.preferences(ties),
        restrictions=writer.restrictions(ties),
        keep_apart=writer.keep_apart(ties),
        requirements=writer.requirements(ties),
        pins=writer.pins(pins),
    )
