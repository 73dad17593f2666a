"""`planner plan ...` and `planner worker`, as somebody in HR types them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from planner.cli.app import app
from planner.domain import JobState, Plan, id_of
from planner.store import open_store
from planner.workflow.search_process import Failed
from tests.workflow.plans.office import (
    BROKEN,
    COMPANY,
    FIRST,
    MOVED,
    Office,
    Searches,
    a_move,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from typer.testing import Result

    Command = Callable[..., Result]

ADA, AL, PAT, PAM = FIRST.placements
ADA_ID = id_of(ADA)[:8]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "planner.sqlite"


@pytest.fixture
def office(file: Path) -> Iterator[Office]:
    with open_store(str(file)) as store:
        yield Office(store)


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> Searches:
    found = Searches()
    monkeypatch.setattr("planner.workflow.run_job.SearchProcess", found)
    return found


@pytest.fixture
def planner(file: Path, office: Office) -> Command:
    """Return a function that runs a command as Hanna, or as somebody else."""

    def run(*arguments: object, by: str = "hanna") -> Result:
        environment = {"PLANNER_DATABASE_URL": str(file), "PLANNER_USER": by}
        return CliRunner().invoke(app, [str(each) for each in arguments], env=environment)

    return run


def test_a_draft_is_built_by_a_worker_and_published(
    office: Office, searches: Searches, planner: Command
) -> None:
    asked = planner("plan", "build", "--title", "More reach", "--time-limit", 5)
    assert asked.exit_code == 0, asked.output
    assert 'Draft 1 of "Spring" waits for a worker' in asked.stdout
    assert "waits for a worker" in planner("plan", "list").stdout

    searches.will_find(FIRST)
    worked = planner("worker", "--once", "--name", "night")
    assert worked.exit_code == 0
    assert 'Ended draft 1 of "Spring": done.' in worked.stderr
    assert "1 search done." in worked.stderr

    listed = planner("plan", "list").stdout
    assert "More reach" in listed
    assert "50.00 %" in listed

    ready = planner("plan", "publish", 1, "--ask")
    assert ready.exit_code == 0
    assert "planner plan publish 1 --revision 2 --cycle Spring" in ready.stdout
    done = planner("plan", "publish", 1, "--revision", 2)
    assert done.exit_code == 0
    assert 'Version 1 of "Spring" is the plan that holds: 4 placements.' in done.stdout
    assert "published already" in planner("plan", "publish", 1).stdout
    shown = planner("plan", "show", "--host", "Payroll")
    assert "Version 1" in shown.stdout
    assert f"{ADA_ID}  Ada  Payroll  4 to 10 Jan 2027" in shown.stdout


def test_a_draft_from_an_older_plan_is_put_in_its_place_knowingly(
    office: Office, planner: Command
) -> None:
    office.published()
    number = office.draft(Plan.of([AL, PAT, PAM]), base=1)
    publish = ("plan", "publish", office.draft(MOVED, base=1))
    assert planner(*publish).exit_code == 0
    ready = planner("plan", "publish", number, "--ask")
    assert ready.exit_code == 0
    assert "would take back what has changed since" in ready.stdout
    assert "--over 3" in ready.stdout

    refused = planner("plan", "publish", number)
    assert refused.exit_code == 2
    assert f"planner plan publish {number} --over 3" in refused.stderr
    assert "It would take out: Ada's visit to Payroll from" in refused.stderr
    assert planner("plan", "publish", number, "--over", 1).exit_code == 2
    assert planner("plan", "publish", number, "--over", 3).exit_code == 0


def test_everybody_looks_at_the_plan_as_far_as_it_is_theirs(
    office: Office, planner: Command
) -> None:
    assert "No plan of" in planner("plan", "view").stderr
    office.published()
    whole = planner("plan", "view")
    assert whole.exit_code == 0, whole.output
    assert 'The plan of "Spring", version 1: 4 placements of 4 people' in whole.stdout
    (line,) = (each for each in whole.stdout.splitlines() if each.startswith("Ada "))
    assert line.split()[:6] == ["Ada", "Payroll", "4", "to", "10", "Jan"]
    assert ADA_ID in line
    own = planner("plan", "view", by="ada").stdout
    assert "your own" in own
    assert "by name only" in own
    assert "4 placements" not in own
    assert planner("plan", "view", "--employee", "Pia", by="ada").exit_code == 2
    assert "nothing there" in planner("plan", "view", "--employee", "Fin").stdout


def test_there_is_nothing_before_the_first_plan(office: Office, planner: Command) -> None:
    assert "planner plan build" in planner("plan", "list").stdout
    shown = planner("plan", "show")
    assert shown.exit_code == 2
    assert "No plan" in shown.stderr


def test_a_draft_is_edited_by_hand(office: Office, planner: Command) -> None:
    office.draft()
    moved = planner("plan", "edit", "move", 1, ADA_ID, "2027-02-01")
    assert moved.exit_code == 0, moved.output
    assert "Ada's visit to Payroll from 4 January 2027 was moved to 1 February 2027." in (
        moved.stdout
    )
    (after,) = (each for each in office.plan(1) if each.employee == "ada")
    assert f"Its id is {id_of(after)[:8]} now." in moved.stdout
    assert "It breaks no rule that was kept." in moved.stdout
    assert "worse" in moved.stdout

    asked = planner("plan", "edit", "remove", 1, id_of(AL), "--ask")
    assert "Nothing was changed." in asked.stdout
    assert AL in office.plan(1)

    added = planner("plan", "edit", "add", 1, "Fin", "Payroll", "2027-01-11", "--pin")
    assert added.exit_code == 0, added.output
    broken = planner("plan", "edit", "add", 1, "Boss", "Payroll", "2027-01-11")
    assert broken.exit_code == 0
    assert "Breaks a rule: " in broken.stdout
    shown = planner("plan", "show", 1, "--employee", "Fin").stdout
    assert "pinned" in shown
    assert "Broken rules: 1" in shown
    assert "3. Boss's visit" in shown

    assert planner("plan", "undo", 1).stdout.startswith("Taken back: Boss's visit")
    assert "was added" in planner("plan", "redo", 1).stdout
    for _ in range(3):
        assert planner("plan", "undo", 1).exit_code == 0
    assert office.plan(1) == FIRST
    assert planner("plan", "undo", 1).exit_code == 2
    assert planner("plan", "edit", "pin", 1, ADA_ID).exit_code == 0
    assert planner("plan", "edit", "pin", 1, ADA_ID).exit_code == 2
    assert planner("plan", "edit", "unpin", 1, ADA_ID).exit_code == 0


def test_two_versions_stand_side_by_side(office: Office, planner: Command) -> None:
    office.published()
    office.draft(MOVED, base=1)
    for versions in ((1, 2), (2,)):
        compared = planner("plan", "compare", *versions, "--all")
        assert compared.exit_code == 0, compared.output
        assert "From version 1 (published, A draft) to version 2 (draft, A draft)" in (
            compared.stdout
        )
        assert "Placements: 2" in compared.stdout
        assert "Dependencies that gain or lose visitors: 1" in compared.stdout
        assert "People who gain or lose placements: 1" in compared.stdout
        (line,) = (each for each in compared.stdout.splitlines() if each.startswith("Coverage"))
        assert line.split()[-1] == "worse"


def test_broken_rules_need_a_second_person(office: Office, planner: Command) -> None:
    office.draft(BROKEN)
    refused = planner("plan", "publish", 1)
    assert refused.exit_code == 2
    assert "Payroll" in refused.stderr
    assert planner("plan", "publish", 1, "--ask").exit_code == 2

    asked = planner("plan", "publish", 1, "--waive", "The audit.")
    assert asked.exit_code == 0, asked.output
    assert "planner plan publish 1 --agree" in asked.stdout
    assert "nobody has agreed yet: The audit." in planner("plan", "show", 1).stdout
    assert planner("plan", "publish", 1, "--agree").exit_code == 2
    assert planner("plan", "publish", 1, "--agree", by="ada").exit_code == 2
    agreed = planner("plan", "publish", 1, "--agree", by="henry")
    assert agreed.exit_code == 0, agreed.output
    assert "is the plan that holds" in agreed.stdout
    assert "Henry agreed: The audit." in planner("plan", "show", 1).stdout


def test_publishing_says_which_requests_it_ends(office: Office, planner: Command) -> None:
    office.published()
    office.add_request(a_move(ADA))
    office.draft(MOVED, base=1)
    assert "Ends change request r1 of Ada." in planner("plan", "publish", 2, "--ask").stdout
    done = planner("plan", "publish", 2)
    assert "in place of version 1" in done.stdout
    assert "1 change request ended, because the plan changed: r1" in done.stdout


def test_somebody_elses_change_ends_with_5(office: Office, planner: Command) -> None:
    office.draft()
    assert planner("plan", "edit", "remove", 1, ADA_ID).exit_code == 0
    late = planner("plan", "publish", 1, "--revision", 1)
    assert late.exit_code == 5
    assert "Somebody else" in late.stderr


def test_a_search_is_stopped_and_a_draft_thrown_away(office: Office, planner: Command) -> None:
    planner("plan", "build")
    assert "has ended (stopped early)" in planner("plan", "stop", 1).stdout
    assert planner("plan", "discard", 1).exit_code == 0
    assert "discarded" in planner("plan", "list", "--discarded").stdout
    assert planner("plan", "discard", 1).exit_code == 2


def test_a_published_plan_is_made_anew(
    office: Office, searches: Searches, planner: Command
) -> None:
    office.published()
    stay = tuple(each for each in COMPANY.employees if each.id != "pam")
    office.change_organisation(employees=stay)
    begun = planner("plan", "replan", "--from-day", "2027-01-04", "--freeze-days", 7)
    assert begun.exit_code == 0, begun.output
    assert "3 placements of the plan can stay." in begun.stdout
    assert "What cannot stay: 1" in begun.stdout
    searches.will_find(MOVED)
    planner("worker", "--once")
    assert office.plan(2) == MOVED
    over = planner("plan", "replan", "--from-day", "2027-01-04", "--redo", ADA_ID)
    assert over.exit_code == 2
    assert "has begun already" in over.stderr
    by_name = planner(
        "plan",
        "replan",
        "--from-day",
        "2027-01-04",
        "--freeze-days",
        0,
        "--redo",
        "Al",
        "--keep",
        "Pat",
    )
    assert by_name.exit_code == 0, by_name.output
    assert "Planned anew on" in planner("plan", "list").stdout


def test_a_failed_search_says_why(office: Office, searches: Searches, planner: Command) -> None:
    planner("plan", "build")
    searches.answers.append(Failed("The search ran out of memory."))
    assert "failed. The search ran out of memory." in planner("worker", "--once").stderr
    assert "The search ran out of memory." in planner("plan", "show", 1).stdout
    assert "waits for a worker" in planner("plan", "build", "--again", 1).stdout
    assert "job" not in planner("plan", "list").stdout


@pytest.mark.parametrize("by", ["ada", "boss", "admin"])
def test_plans_are_for_hr(office: Office, planner: Command, by: str) -> None:
    office.draft()
    for arguments in (
        ("build",),
        ("list",),
        ("show", 1),
        ("edit", "remove", 1, ADA_ID),
        ("publish", 1),
        ("discard", 1),
    ):
        refused = planner("plan", *arguments, by=by)
        assert (refused.exit_code, refused.stdout) == (2, ""), arguments
    assert office.plan(1) == FIRST


@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", 1, "--ask", "--agree"),
        ("edit", "move", 1, ADA_ID, "the first of May"),
        ("build", "--time-limit", 0),
        ("replan", "--from-day", "tomorrow"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    office: Office, planner: Command, arguments: tuple[Any, ...]
) -> None:
    office.draft()
    assert planner("plan", *arguments).exit_code == 2


@pytest.mark.slow
def test_with_wait_the_command_starts_a_worker_and_shows_the_plan(
    office: Office, planner: Command
) -> None:
    done = planner("plan", "build", "--wait", "--time-limit", 20)
    assert done.exit_code == 0, done.output
    assert 'Draft 1 of "Spring": The draft is ready.' in done.stdout
    assert "Aims, the most important first" in done.stdout
    assert done.stdout.endswith("Publish it: planner plan publish 1 --cycle Spring\n")
    with office.store.read() as unit:
        (job,) = unit.jobs.matching()
    assert job.state is JobState.DONE
    assert office.plan(1) != Plan()
    again = planner("plan", "replan", "--from-day", "2026-12-01", "--wait", by="hanna")
    assert again.exit_code == 2
    planner("plan", "publish", 1)
    again = planner("plan", "replan", "--from-day", "2026-12-01", "--wait", "--time-limit", 20)
    assert again.exit_code == 0, again.output
    assert "to version 2" in again.stdout
