"""The same by the commands alone: whoever reads what they print knows what to do next.

Nothing is looked up elsewhere: every id, name and command comes from what was printed before.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import icalendar
import pytest
from typer.testing import CliRunner

from planner.cli.app import app
from planner.exchange import write_organisation
from tests.workflow.requests.office import HOMES, company

if TYPE_CHECKING:
    from pathlib import Path

FIRST_DAY = date(2091, 1, 1)
"""So far ahead that nothing begins too soon, whatever the clock says."""

EMPLOYEES = list(HOMES)
MANAGERS = ["boss", "pia", "sam", "fay"]


@dataclass
class Terminal:
    """Where commands are typed, and everything that they printed."""

    printed: list[str] = field(default_factory=list)

    def type(self, command: str, who: str = "", *, status: int = 0) -> str:
        """Run a command as somebody, as it would be typed; return all that it prints."""
        behind = ["--as", who] if who else []
        name, *arguments = shlex.split(command)
        assert name == "planner"
        result = CliRunner().invoke(app, [*arguments, *behind])
        assert result.exit_code == status, f"{command}\n{result.output}"
        if not command.startswith("planner user"):
            self.printed.append(result.output)
        return str(result.output)


def found(pattern: str, text: str) -> str:
    """Return what a pattern finds in something that was printed."""
    match = re.search(pattern, text)
    assert match is not None, f"{pattern} is not in:\n{text}"
    return str(match[1])


@pytest.mark.slow
def test_by_the_commands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_DATABASE_URL", "planner.sqlite")
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("PLANNER_USER", "PLANNER_BASE_URL", "PLANNER_SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    whole = company(first_day=FIRST_DAY)
    one_aim = replace(whole.cycle, aims=("coverage",))  # the best plan is soon found, and proven
    write_organisation(replace(whole, cycle=one_aim), tmp_path / "acme")
    terminal = Terminal()

    the_company_moves_in(terminal)
    a_plan_is_built_and_published(terminal)
    who = somebody_swaps_with_a_colleague(terminal)
    the_calendar_knows(terminal, who, tmp_path)
    the_record_tells_it(terminal, who)
    a_backup_brings_it_all_back(terminal, who)
    assert re.findall(r"\bu\d+\b", "\n".join(terminal.printed)) == [], "people have names"


def the_company_moves_in(terminal: Terminal) -> None:
    refused = terminal.type("planner import acme", status=2)
    assert "planner user add" in refused
    assert "administrator" in terminal.type("planner user add 'Ada Lund' --email ada@example.com")
    terminal.type("planner user add 'Hana Novak' --email hana@example.com --role hr", "u1")

    trial = terminal.type("planner import acme", "hana@example.com")
    assert "nothing was changed" in trial
    done = terminal.type(found(r"To do it: (planner .*)", trial), "hana@example.com")
    assert 'The cycle "Spring" was made' in done
    assert f"{len(EMPLOYEES)} users added" in terminal.type(
        "planner user add-employees", "ada@example.com"
    )


def a_plan_is_built_and_published(terminal: Terminal) -> None:
    hana = "hana@example.com"
    nothing = terminal.type("planner plan list", hana)
    build = found(r"Build one: (planner .*)", nothing)
    built = terminal.type(f"{build} --time-limit 100", hana)
    draft = found(r"Draft (\d+) of .Spring.: The draft is ready", built)
    shown = terminal.type(f"planner plan show {draft}", hana)
    assert "by Hana Novak" in shown
    assert "It keeps every rule" in shown
    not_hers = terminal.type(f"planner plan publish {draft}", "pam", status=2)
    assert "not yours to see" in not_hers
    published = terminal.type(f"planner plan publish {draft}", hana)
    assert "is the plan that holds" in published
    assert "people in their inboxes" in published


def somebody_swaps_with_a_colleague(terminal: Terminal) -> str:
    """Return who did."""
    who, host, partner, instead = a_pair(terminal)
    asked = terminal.type(
        f"planner request ask swap '{host}' --with '{partner}' {instead} --accept-loss", who
    )
    request = found(r"Request (\w+)", asked)
    assert f"waiting for {partner} to accept or decline" in asked
    assert request in terminal.type("planner inbox", partner.lower())
    terminal.type(f"planner request accept {request} --accept-loss", partner.lower())

    waiting = [m for m in MANAGERS if request in terminal.type("planner approvals list", m)]
    assert waiting
    assert "You can" in terminal.type(f"planner approvals show {request}", waiting[0])
    for approver in (*waiting, "hana@example.com"):  # HR, where a manager asks for himself
        answer = terminal.type(f"planner approvals approve {request} --accept-loss", approver)
        if "It is done." in answer:
            break
        assert "It is waiting for" in answer
    assert "version 2 of the plan" in answer
    assert "the plan is changed" in terminal.type("planner inbox", who)
    return who


def a_pair(terminal: Terminal) -> tuple[str, str, str, str]:
    """Return who could swap what with whom, found in what the commands tell."""
    for who in EMPLOYEES:
        told = terminal.type("planner inbox", who)
        for host in re.findall(r"New: (\w+), .* 2091\.", told):
            partners = terminal.type(f"planner request partners {host}", who).splitlines()
            for line in partners[1:]:
                row = re.match(r"(\w+) +(\w+) +(\w+), ", line)
                if row is not None:
                    return who, host, row[1], f"--for {row[3]}"
    raise AssertionError("nobody can swap")


def the_calendar_knows(terminal: Terminal, who: str, folder: Path) -> None:
    terminal.type(f"planner calendar {who} --out mine.ics", who)
    calendar = icalendar.Calendar.from_ical((folder / "mine.ics").read_bytes())
    states = sorted(str(event["STATUS"]) for event in calendar.events)
    assert states == ["CANCELLED", "CONFIRMED"]
    assert "calendar/" in terminal.type(f"planner calendar-link {who}", who)
    again = terminal.type(f"planner calendar-link {who}", who, status=2)
    assert "--reset" in again


def the_record_tells_it(terminal: Terminal, who: str) -> None:
    record = terminal.type("planner audit list", "hana@example.com")
    for deed in ("Import an organisation", "Publish a plan", "Decide a request"):
        assert deed in record
    assert who.title() in record
    assert "The record is whole" in terminal.type("planner audit verify", "hana@example.com")


def a_backup_brings_it_all_back(terminal: Terminal, who: str) -> None:
    assert "is sound" in terminal.type("planner db verify")
    before = terminal.type("planner plan show --placements", "hana@example.com")
    terminal.type("planner db backup monday.backup")
    terminal.type("planner user disable u1", "hana@example.com", status=2)
    terminal.type("planner plan build", "hana@example.com")

    refused = terminal.type("planner db restore monday.backup", status=2)
    assert "--replace" in refused
    terminal.type("planner db restore monday.backup --replace")
    assert "is sound" in terminal.type("planner db verify")
    assert terminal.type("planner plan show --placements", "hana@example.com") == before
    assert "queued" not in terminal.type("planner plan list", "hana@example.com")
    assert "The record is whole" in terminal.type("planner audit verify", "hana@example.com")
    assert "the plan is changed" in terminal.type("planner inbox", who)
