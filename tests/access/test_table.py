"""Every cell of the permission table, against the one that was written out by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

from planner.access import ABOUT, BY_EVENT, TABLE, Action, Outcome, Row, Scope, View, may, who_may
from planner.access.scopes import PHRASES
from planner.domain import Event, Role
from tests.access.matrix import COLUMNS, THINGS, expectations

LETTERS = {
    View.FULL: "Y",
    View.SIGN_IN: "S",
    View.NAMES: "N",
    View.GROUPS: "G",
    View.COUNTS: "C",
}
ROWS = expectations()
MAY = import_module("planner.access.may")
CELLS = ("employee", "manager", "hr", "administrator", "system")


def letters(action: Action, thing: str) -> str:
    told = ""
    for standing in COLUMNS.values():
        verdict = may(standing, action, THINGS[thing])
        if verdict.outcome is Outcome.ALLOWED:
            told += LETTERS[verdict.view]
        else:
            told += {Outcome.NOT_ALLOWED: "!", Outcome.NOT_FOUND: "."}[verdict.outcome]
    return told


@pytest.mark.parametrize(("action", "thing", "expected"), ROWS)
def test_every_cell(action: Action, thing: str, expected: str) -> None:
    assert letters(action, thing) == expected


def test_every_action_is_in_every_table() -> None:
    assert {action for action, _, _ in ROWS} == set(Action)
    assert set(TABLE) == set(Action)
    assert set(ABOUT) == set(Action)


def test_the_columns_are_the_roles_and_the_planner() -> None:
    assert list(COLUMNS) == ["employee", "manager", "hr", "administrator", "planner"]
    assert {field.name for field in fields(Row)} == {*CELLS, "seen", "never_a_party"}


@pytest.mark.parametrize("column", CELLS)
@pytest.mark.parametrize("action", list(Action))
def test_a_changed_cell_is_noticed(
    action: Action, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = TABLE[action]
    before = getattr(row, column)
    for changed in {(), (Scope.ALL,)} - {before}:
        cell: dict[str, Any] = {column: changed}
        other = replace(row, **cell)
        monkeypatch.setattr(MAY, "TABLE", MappingProxyType({**TABLE, action: other}))
        assert [
            thing
            for tried, thing, expected in ROWS
            if tried is action and letters(tried, thing) != expected
        ], f"{action} with {column} {changed}"


@pytest.mark.parametrize("action", [Action.REQUEST_APPROVE, Action.REQUEST_REVERT])
def test_the_bar_of_parties_is_noticed(action: Action, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {each for each in TABLE if TABLE[each].never_a_party} == {
        Action.REQUEST_APPROVE,
        Action.REQUEST_REVERT,
    }
    other = replace(TABLE[action], never_a_party=False)
    monkeypatch.setattr(MAY, "TABLE", MappingProxyType({**TABLE, action: other}))
    told = may(COLUMNS["hr"], action, THINGS["my request"]).sentence
    assert "part of this request" not in told


def test_an_action_without_a_row_is_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    less = {action: row for action, row in TABLE.items() if action is not Action.DRAFT_READ}
    monkeypatch.setattr(MAY, "TABLE", MappingProxyType(less))
    for action in (Action.DRAFT_READ, Action.DRAFT_WAIVE):
        for standing in COLUMNS.values():
            assert may(standing, action).outcome is Outcome.NOT_FOUND


def test_what_is_seen_through_another_action_is_a_reading_one() -> None:
    leads = {row.seen for action, row in TABLE.items() if row.seen is not action}
    assert all(TABLE[seen].seen is seen for seen in leads)


@pytest.mark.parametrize("action", list(Action))
def test_people_can_read_what_an_action_is(action: Action) -> None:
    about = ABOUT[action]
    assert about.title[0].isupper()
    assert not about.title.endswith(".")
    assert about.description.endswith(".")
    assert about.noun.islower()
    assert action.value.split("_")[0] == action.value
    assert who_may(action)


def test_titles_are_different() -> None:
    assert len({about.title for about in ABOUT.values()}) == len(ABOUT)


def test_who_may_in_words() -> None:
    assert who_may(Action.DRAFT_PUBLISH) == "HR"
    assert who_may(Action.ABSENCE_EDIT) == "managers for their own team and HR"
    assert who_may(Action.JOB_RUN) == "the planner itself"
    assert who_may(Action.ROLE_GRANT) == "administrators for others than themselves"
    assert set(PHRASES) == set(Scope) - {Scope.ALL}


def test_every_event_of_a_request_is_an_action() -> None:
    assert set(BY_EVENT) == set(Event)
    assert all(action.value.startswith("request.") for action in BY_EVENT.values())


def test_every_role_has_its_cell() -> None:
    row = Row(
        employee=(Scope.OWN,),
        manager=(Scope.TEAM,),
        hr=(Scope.ALL,),
        administrator=(Scope.COUNTS,),
        seen=Action.PLAN_READ,
    )
    assert [row.cell(role) for role in Role] == [
        (Scope.OWN,),
        (Scope.TEAM,),
        (Scope.ALL,),
        (Scope.COUNTS,),
    ]
