"""The room has one door."""

from __future__ import annotations

from planner import exchange


def test_the_door_of_the_room() -> None:
    assert exchange.__all__ == [
        "Reading",
        "oddities",
        "read_organisation",
        "read_plan",
        "write_organisation",
        "write_plan",
        "write_text",
    ]
