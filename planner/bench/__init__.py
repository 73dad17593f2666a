"""Measuring the planner: organisations drawn to size, runs in processes of their own."""

from planner.bench.cases import Case, drawn_case, folder_case
from planner.bench.compare import Change, Comparison, compare
from planner.bench.generate import generate
from planner.bench.growth import Growth, growth
from planner.bench.measure import Measuring, measure
from planner.bench.record import (
    FORMAT,
    OBVIOUS,
    PLANNER,
    NotARecordingError,
    Recording,
    Run,
    from_document,
    to_document,
)
from planner.bench.shape import Shape

__all__ = [
    "FORMAT",
    "OBVIOUS",
    "PLANNER",
    "Case",
    "Change",
    "Comparison",
    "Growth",
    "Measuring",
    "NotARecordingError",
    "Recording",
    "Run",
    "Shape",
    "compare",
    "drawn_case",
    "folder_case",
    "from_document",
    "generate",
    "growth",
    "measure",
    "to_document",
]
