"""The room has one door."""

from __future__ import annotations

from planner import exchange


def test_the_door_of_the_room() -> None:
    assert exchange.__all__ == [
        "Reading",
        "change_rows",
        "change_settings",
        "oddities",
        "put_back",
        "read_organisation",
        "read_plan",
        "table_oddities",
        "write_organisation",
        "write_plan",
        "write_text",
    ]
