"""The commands around people: what they print, and how they end when something is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import typer

from planner.cli.app import app
from planner.domain import Conflict, Mail, Message, NoPlanFound, NoPlanPossible, StoreTrouble, User
from planner.store import open_store
from tests.cli.office import a_company
from tests.notify.servers import Box, serving
from tests.workflow.people.company import BEGINNING, a_request
from tests.workflow.people.test_send_mail import a_mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

GROUPS = ("user", "db", "audit", "mail", "person")


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PLANNER_USER", "PLANNER_SMTP_URL", "PLANNER_MAIL_FROM", "PLANNER_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLANNER_DATABASE_URL", str(tmp_path / "planner.sqlite"))


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return a_company(tmp_path)


def old_mail(user: str = "u3", **more: Any) -> Mail:
    """Return a mail that has been due for long, whatever the clock says."""
    return replace(a_mail(user, **more), due_at=datetime(2020, 1, 1, tzinfo=UTC))


def commands() -> Iterator[tuple[str, Any]]:
    known = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for name in (*GROUPS, "inbox", "calendar", "calendar-link"):
        command = known[name]
        for inner, each in getattr(command, "commands", {}).items():
            yield f"{name} {inner}", each
        yield name, command


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    command = dict(commands())[name]
    assert command.help or command.short_help
    assert "Examples" in (command.epilog or "")
    assert all(each.help for each in command.params if hasattr(each, "help"))


def test_the_first_days_of_a_database(planner: Callable[..., Any], tmp_path: Path) -> None:
    assert planner("user", "list").exit_code == 2
    first = planner("user", "add", "Hana Novak", "--email", "hana@example.org", "--role", "hr")
    assert "user u1 (administrator, HR)" in first.stdout
    assert "administrator" in first.stdout
    assert planner("user", "add", "Ben Ode", "--email", "ben@example.org").exit_code == 0
    unnamed = planner("user", "list")
    assert unnamed.exit_code == 2
    assert "--as" in unnamed.stderr
    listed = planner("user", "list", "--as", "hana@example.org")
    assert listed.stdout.splitlines()[1].split()[:3] == ["u2", "Ben", "Ode"]
    verified = planner("audit", "verify", "--as", "u1")
    assert "2 entries" in verified.stdout
    assert planner("db", "verify").exit_code == 0


def test_a_person_is_shown_as_far_as_they_may_be_seen(
    planner: Callable[..., Any], company: Path
) -> None:
    own = planner("person", "show", "Pamela Stone", "--as", "u3")
    assert own.exit_code == 0, own.output
    for line in (
        "Pamela Stone",
        "E-mail: pam@example.org",
        "Signs in as: user u3",
        "Manager: Pia Winter",
        "- 4 Jan 2027 (illness)",
        "- Department sales (1 May 2026)",
        "- Department finance: keen",
    ):
        assert line in own.stdout
    administrator = planner("person", "show", "pam", "--as", "u1").stdout
    assert "Signs in as: user u3" in administrator
    assert "illness" not in administrator
    assert "keen" not in administrator
    other = planner("person", "show", "sue", "--as", "u3")
    assert other.exit_code == 2
    assert "no such employee" in other.stderr


def test_who_acts_may_come_from_the_environment(
    planner: Callable[..., Any], company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANNER_USER", "u1")
    assert planner("user", "show", "pia").exit_code == 0
    assert planner("user", "show", "pia", "--as", "u3").exit_code == 2
    assert planner("user", "show", "pia", "--database", company).exit_code == 0


def test_roles_from_the_command_line(planner: Callable[..., Any], company: Path) -> None:
    assert company.exists()
    admin = ("--as", "u1")
    assert "Granted" in planner("user", "grant", "u6", "hr", *admin).stdout
    assert "already" in planner("user", "grant", "u6", "hr", *admin).stdout
    assert "Taken away" in planner("user", "revoke", "sam", "hr", *admin).stdout
    assert "do not have" in planner("user", "revoke", "sam", "hr", *admin).stdout
    assert "Disabled" in planner("user", "disable", "sam", *admin).stdout
    assert "already" in planner("user", "disable", "u6", *admin).stdout
    assert "disabled" in planner("user", "show", "u6", *admin).stdout
    assert "Enabled" in planner("user", "enable", "u6", *admin).stdout
    assert "already" in planner("user", "enable", "u6", *admin).stdout
    assert "employee fay" in planner("user", "link", "u6", "fay", *admin).stdout
    assert "no employee" in planner("user", "link", "u6", "--nobody", *admin).stdout
    assert planner("user", "link", "u6", *admin).exit_code == 2
    shown = planner("user", "show", "pia", *admin).stdout
    assert "employee, manager" in shown
    assert "Manages: 2 people" in shown
    assert planner("user", "grant", "u1", "hr", *admin).exit_code == 2
    clash = planner("user", "add", "X", "--email", "pam@example.org", *admin)
    assert clash.exit_code == 5
    assert "Pamela Stone" in clash.stderr
    told = planner("audit", "list", *admin, "--action", "role", "--user", "u1").stdout
    assert "Grant a role" in told
    assert "Samuel Frost" in told


def test_users_for_all_employees(planner: Callable[..., Any], company: Path) -> None:
    with open_store(str(company)) as store:
        taken = User("x", "Somebody", "olga@example.org", None, frozenset())
        store.write(lambda unit: unit.people.add(taken, by="u1", at=BEGINNING))
    added = planner("user", "add-employees", "--as", "u1")
    assert added.stdout.strip() == "2 users added."
    assert added.stderr.startswith("Left out: Olga Berg")


def test_deputies(planner: Callable[..., Any], company: Path) -> None:
    assert company.exists()
    delegate = ("user", "delegate", "pia", "sam", "--as", "u4")
    assert planner(*delegate).exit_code == 2
    made = planner(*delegate, "--from", "2199-01-01", "--until", "2199-01-05")
    assert made.stdout.strip() == "sam decides for pia: 1 to 5 Jan 2199."
    assert "Ended" in planner(*delegate, "--end").stdout
    assert "nothing to end" in planner(*delegate, "--end").stdout
    told = planner("inbox", "sam", "--read")
    assert "Pia Winter" in told.stdout
    assert "(new)" in told.stdout
    assert "(new)" not in planner("inbox", "sam").stdout
    assert "no messages" in planner("inbox", "sam", "--unread").stdout


def test_the_inbox_counts_what_was_not_read(planner: Callable[..., Any], company: Path) -> None:
    with open_store(str(company)) as store:
        one = Message("u3", "Hello", "First line\nSecond", "", "x", BEGINNING)
        store.write(lambda unit: unit.outbox.inbox.add([one, replace(one, subject="\x1b[2J")]))
    told = planner("inbox", "--as", "pam", "--limit", 1)
    assert "2 messages not read" in told.stdout
    assert "\x1b" not in told.stdout
    assert planner("inbox", "pam", "--as", "pia").exit_code == 2


def test_backup_and_restore(planner: Callable[..., Any], company: Path, tmp_path: Path) -> None:
    backup = tmp_path / "monday.backup"
    assert planner("db", "backup", backup).exit_code == 0
    assert planner("db", "backup", backup).exit_code == 2
    other = tmp_path / "other.sqlite"
    restored = planner("db", "restore", backup, "--database", other)
    assert "rows" in restored.stdout
    assert planner("db", "restore", backup, "--database", other).exit_code == 2
    assert planner("db", "restore", backup, "--replace", "--database", other).exit_code == 0
    assert planner("db", "verify", "--database", other).exit_code == 0
    assert planner("db", "upgrade", "--database", other).exit_code == 0
    portable = tmp_path / "portable.backup"
    assert planner("db", "backup", portable, "--portable", "--database", company).exit_code == 0
    (tmp_path / "no.backup").write_text("nonsense", encoding="utf-8")
    assert planner("db", "restore", tmp_path / "no.backup", "--replace").exit_code == 2


def test_a_record_that_was_changed_ends_with_status_2(
    planner: Callable[..., Any], company: Path
) -> None:
    assert planner("user", "grant", "u6", "hr", "--as", "u1").exit_code == 0
    with open_store(str(company)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_entry_unchanged")
        connection.exec_driver_sql("UPDATE journal_entry SET user_id = 'u2'")
    verified = planner("audit", "verify", "--as", "u1")
    assert verified.exit_code == 2
    assert "Entry 1" in verified.stdout
    sound = planner("db", "verify")
    assert sound.exit_code == 2
    assert "restore" in sound.stdout


def test_mail(planner: Callable[..., Any], company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = planner("mail", "send")
    assert refused.exit_code == 2
    assert "PLANNER_SMTP_URL" in refused.stderr
    with open_store(str(company)) as store:
        store.write(lambda unit: unit.outbox.put([old_mail(), old_mail("nobody")]))
    monkeypatch.setenv("PLANNER_MAIL_FROM", "planner@example.org")
    with serving(box := Box()) as port:
        monkeypatch.setenv("PLANNER_SMTP_URL", f"smtp://127.0.0.1:{port}")
        sent = planner("mail", "send")
        again = planner("mail", "send")
    assert sent.stdout.strip() == "1 mail sent, 1 given up, 0 messages waiting."
    assert "disabled" in sent.stderr
    assert again.stdout.strip() == "0 mails sent, 0 messages waiting."
    assert len(box.taken) == 1


def test_watching_goes_on_until_it_is_stopped(
    planner: Callable[..., Any], company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            raise KeyboardInterrupt
        with open_store(str(company)) as store:
            store.write(lambda unit: unit.outbox.put([old_mail(occasion=str(len(naps)))]))

    monkeypatch.setattr("planner.cli.mail.time.sleep", nap)
    monkeypatch.setenv("PLANNER_MAIL_FROM", "planner@example.org")
    with serving(box := Box()) as port:
        monkeypatch.setenv("PLANNER_SMTP_URL", f"smtp://127.0.0.1:{port}")
        watched = planner("mail", "send", "--watch", "--every", 7)
    assert watched.exit_code == 130
    assert naps == [7, 7, 7]
    assert len(box.taken) == 2
    assert watched.stdout.count("1 mail sent") == 2


def test_calendars(planner: Callable[..., Any], company: Path, tmp_path: Path) -> None:
    assert company.exists()
    file = tmp_path / "pam.ics"
    assert "2 placements" not in planner("calendar", "pam", "--out", file, "--as", "sue").stdout
    made = planner("calendar", "pam", "--out", file, "--as", "pam")
    assert "2 placements of pam" in made.stdout
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")
    link = planner("calendar-link", "pam", "--as", "pam")
    assert link.stdout.startswith("/calendar/")
    assert "only once" in link.stderr
    assert planner("calendar-link", "pam", "--as", "pam").exit_code == 2
    reset = planner("calendar-link", "pam", "--reset", "--as", "pam")
    assert reset.stdout != link.stdout
    assert planner("calendar-link", "pam", "--reset", "--revoke", "--as", "u2").exit_code == 2
    assert "Revoked" in planner("calendar-link", "pam", "--revoke", "--as", "u2").stdout
    assert "no address" in planner("calendar-link", "pam", "--revoke", "--as", "u2").stdout


def test_a_person_is_given_their_data_and_erased(
    planner: Callable[..., Any], company: Path, tmp_path: Path
) -> None:
    with open_store(str(company)) as store:
        store.write(lambda unit: unit.requests.add(a_request(partner="olga")))
    file = tmp_path / "olga.json"
    exported = planner("person", "export", "olga", "--out", file, "--as", "u2")
    assert "requests: 1" in exported.stdout
    assert json.loads(file.read_text(encoding="utf-8"))["employee"] == "olga"
    asked = planner("person", "erase", "olga", "--as", "u2")
    assert asked.exit_code == 2
    assert "--yes" in asked.stderr
    erased = planner("person", "erase", "olga", "--yes", "--as", "u2")
    assert "Erased from 1 cycle" in erased.stdout
    assert "1 change request of theirs ended" in erased.stdout
    assert planner("person", "erase", "olga", "--yes", "--as", "u2").exit_code == 2
    assert "The user is erased" in planner("person", "erase", "u7", "--yes", "--as", "u2").stdout
    assert "nothing old" in planner("db", "forget-old").stdout


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Conflict("Somebody else was first."), 5),
        (NoPlanPossible(["It clashes."]), 3),
        (NoPlanFound("Not found."), 4),
        (StoreTrouble("It is down."), 2),
    ],
)
def test_each_kind_of_failure_has_its_status(
    planner: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    company: Path,
    error: Exception,
    status: int,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    assert company.exists()
    monkeypatch.setattr("planner.workflow.users.list_users", fail)
    ended = planner("user", "list", "--as", "u1")
    assert ended.exit_code == status
    assert ended.stderr.strip() == str(error)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_alone_shows_what_it_offers(planner: Callable[..., Any], group: str) -> None:
    assert "Commands" in planner(group, "--help").stdout


def test_a_database_that_is_none_is_told(planner: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "text.sqlite"
    file.write_text("This is no database at all, not even nearly. " * 100, encoding="utf-8")
    ended = planner("user", "list", "--database", file)
    assert ended.exit_code == 2
    assert "Traceback" not in ended.stderr
