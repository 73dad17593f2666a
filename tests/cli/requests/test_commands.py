"""The commands around change requests: what they print, and how they end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from planner.cli.app import app
from planner.domain import Plan
from planner.store import open_store
from tests.builders import a_plan
from tests.workflow.requests.office import VISITS, company, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MONDAY = date(2091, 1, 1)
"""So far ahead that nothing begins too soon, whatever the clock says."""


@pytest.fixture(autouse=True)
def _company(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PLANNER_USER", raising=False)
    monkeypatch.delenv("PLANNER_BASE_URL", raising=False)
    file = tmp_path / "planner.sqlite"
    monkeypatch.setenv("PLANNER_DATABASE_URL", str(file))
    organisation = company(first_day=MONDAY)
    with open_store(str(file)) as store:
        settle(store, organisation, Plan(a_plan(organisation, *VISITS).placements))


@pytest.fixture
def planner() -> Callable[..., Any]:
    """Return a function that runs a command as somebody."""

    def run(who: str, *arguments: str) -> Any:
        behind = [] if who == "" else ["--as", f"u-{who}"]
        return CliRunner().invoke(app, [*arguments, *behind])

    return run


def asked(result: Any) -> str:
    """Return the id of the request that a command asked for."""
    assert result.exit_code == 0, result.output
    return str(result.stdout.split()[1].rstrip(","))


def commands() -> Iterator[tuple[str, Any]]:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    yield "clock", known["clock"]
    for name in ("request", "approvals"):
        for inner, each in known[name].commands.items():
            for last, leaf in getattr(each, "commands", {"": each}).items():
                yield f"{name} {inner} {last}".strip(), leaf


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = dict(commands())[name]
    assert command.help
    assert f"planner {name}" in (command.epilog or "")
    assert all(each.help for each in command.params if hasattr(each, "help"))


def test_a_swap_from_asking_to_being_done(planner: Any) -> None:
    result = planner("pam", "request", "ask", "swap", "Finance", "--with", "Sue")
    request = asked(result)
    assert "Pam wants to swap Finance from 29 January to 4 February 2091" in result.stdout
    assert "waiting for Sue to accept or decline" in result.stdout

    assert "3 of 3" in planner("sue", "request", "accept", request).stdout
    assert request in planner("fay", "approvals", "list").stdout
    shown = planner("fay", "approvals", "show", request).stdout
    for title in ("What it means", "How it went", "You can", "Other ways"):
        assert title in shown
    assert "Finance hosts" in shown
    for who in ("fay", "pia"):
        assert planner(who, "approvals", "approve", request).exit_code == 0
    done = planner("sam", "approvals", "approve", request)
    assert "It is done." in done.stdout
    assert "version 2 of the plan" in done.stdout
    assert "Nothing waits" in planner("sam", "approvals", "list").stdout

    back = planner("hana", "request", "revert", request, "--comment", "Both are ill.")
    assert "taken back by HR" in back.stdout
    assert "The reason: Both are ill." in back.stdout


def test_a_loss_is_told_and_has_to_be_accepted(planner: Any) -> None:
    first = planner("fin", "request", "ask", "drop", "Payroll")
    assert first.exit_code == 2
    assert "This loses: " in first.stderr
    request = asked(planner("fin", "request", "ask", "drop", "Payroll", "--accept-loss"))
    told = planner("pia", "request", "alternatives", request)
    assert "1. Fin goes to Payroll" in told.stdout
    denied = planner("pia", "approvals", "deny", request, "--reason", "We need Fin.")
    assert "It is denied." in denied.stdout
    assert request not in planner("fin", "request", "list").stdout
    assert request in planner("fin", "request", "list", "--all").stdout


def test_an_open_offer_finds_somebody(planner: Any) -> None:
    partners = planner("pam", "request", "partners", "finance", "--give").stdout
    assert "Pat" in partners
    request = asked(planner("pam", "request", "ask", "give", "finance"))
    assert request in planner("pat", "request", "pool").stdout
    assert "no open offer" in planner("flo", "request", "pool").stdout
    assert planner("pat", "request", "claim", request).exit_code == 0
    assert "Pat would take it." in planner("pam", "request", "show", request).stdout
    assert "2 of 2" in planner("pam", "request", "pick", request, "pat").stdout
    assert "withdrawn" in planner("pam", "request", "withdraw", request).stdout


def test_a_draft_is_sent_later(planner: Any) -> None:
    day = (MONDAY + timedelta(weeks=10)).isoformat()
    draft = planner("sid", "request", "ask", "move", "Archive", "--to", day, "--draft")
    request = asked(draft)
    assert f"planner request send {request}" in draft.stdout
    assert "waiting for 2 of 2" in planner("sid", "request", "send", request).stdout


def test_a_request_may_be_declined(planner: Any) -> None:
    request = asked(
        planner("pia", "request", "ask", "give", "Finance", "--behalf", "Pam", "--to", "pat")
    )
    told = planner("pat", "request", "decline", request, "--comment", "Not then.")
    assert "declined by the colleague" in told.stdout


def test_strangers_and_latecomers_are_told_so(planner: Any) -> None:
    request = asked(planner("fin", "request", "ask", "drop", "Payroll", "--accept-loss"))
    stranger = planner("flo", "request", "show", request)
    assert (stranger.exit_code, "no such request" in stranger.stderr) == (2, True)
    planner("pia", "approvals", "approve", request)
    late = planner("fay", "approvals", "approve", request, "--revision", "1")
    assert late.exit_code == 5
    assert "Look again" in late.stderr
    unknown = planner("fin", "request", "ask", "drop", "Sales")
    assert unknown.exit_code == 2
    assert "There is: Payroll from 5 February 2091" in unknown.stderr


def test_the_clock_says_what_it_did(planner: Any) -> None:
    assert planner("", "clock").stdout.strip() == "Nothing is due."
