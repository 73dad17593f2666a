"""Who may import and export what: a share of one's own, and not a row more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from planner.domain import (
    Absence,
    Actor,
    BadInput,
    Closure,
    ClosureKind,
    NotAllowed,
    NotFound,
    Organisation,
    Placement,
    PlannerError,
)
from planner.exchange import read_organisation, write_organisation
from planner.workflow.export_organisation import export_organisation
from planner.workflow.import_organisation import import_organisation
from tests.exchange.folders import write_folder
from tests.workflow.organisation.office import (
    ABE,
    ADA,
    ANN,
    BEA,
    GONE,
    HANA,
    NOW,
    SPRING,
    entries,
    everything,
    publish,
    stored,
)

if TYPE_CHECKING:
    from pathlib import Path

    from planner.store import Store
    from planner.workflow.import_organisation import Imported


WEEK = (date(2027, 1, 11), date(2027, 1, 17))


def share_of(store: Store, actor: Actor, where: Path) -> Organisation:
    export_organisation(store, actor, where, now=NOW)
    return read_organisation(where).organisation


def back(store: Store, actor: Actor, organisation: Organisation, where: Path) -> Imported:
    write_organisation(organisation, where)
    return import_organisation(store, actor, where, commit=True, now=NOW)


def test_everything_goes_out_and_comes_back_byte_by_byte(spring: Store, tmp_path: Path) -> None:
    export_organisation(spring, HANA, tmp_path / "one", now=NOW)
    assert not import_organisation(spring, HANA, tmp_path / "one", commit=True, now=NOW).changes
    export_organisation(spring, HANA, tmp_path / "two", cycle=SPRING, now=NOW)
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) == 12
    assert read_organisation(tmp_path / "one").organisation == stored(spring)


def test_a_workbook_comes_back_too(spring: Store, tmp_path: Path) -> None:
    exported = export_organisation(spring, HANA, tmp_path / "o.xlsx", now=NOW)
    assert (exported.people, exported.in_full, exported.revision) == (5, True, 1)
    assert not import_organisation(spring, HANA, tmp_path / "o.xlsx", now=NOW).changes


def test_an_export_is_recorded(spring: Store, tmp_path: Path) -> None:
    export_organisation(spring, ANN, tmp_path / "o", now=NOW)
    entry = entries(spring)[0]
    assert (entry.user, entry.action, entry.cycle) == (ANN.user, "export.make", SPRING)
    assert dict(entry.facts) == {
        "revision": "1",
        "share": "own",
        "people in it": "2",
        "form": "folder",
    }


def test_what_cannot_be_written_is_not_recorded(spring: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.xlsx").mkdir()
    for target in ("file", "folder.xlsx", "nowhere/o.xlsx"):
        with pytest.raises(BadInput):
            export_organisation(spring, HANA, tmp_path / target, now=NOW)
    assert len(entries(spring)) == 1


def test_a_manager_gets_the_team_and_the_department(spring: Store, tmp_path: Path) -> None:
    whole, share = stored(spring), share_of(spring, BEA, tmp_path / "share")
    assert (share.departments, share.dependencies) == (whole.departments, whole.dependencies)
    assert [each.id for each in share.employees] == ["b1", "b2"]
    assert share.closures == whole.closures
    assert (share.absences, share.keep_apart, share.pins, share.experience) == ((), (), (), ())
    assert [each.employee for each in share.preferences] == ["b1"]
    assert [each.employee for each in share.restrictions] == ["b2"]


def test_an_employee_gets_what_is_theirs(spring: Store, tmp_path: Path) -> None:
    share = share_of(spring, ABE, tmp_path / "share")
    (abe,) = share.employees
    assert (abe.id, abe.manager) == ("a2", None)
    assert [each.employee for each in share.experience] == ["a2"]
    assert (share.closures, share.absences, share.keep_apart, share.preferences) == ((), (), (), ())


def test_a_share_that_comes_back_as_it_was_changes_nothing(spring: Store, tmp_path: Path) -> None:
    share = share_of(spring, ANN, tmp_path / "share")
    before = everything(spring)
    assert not back(spring, ANN, share, tmp_path / "share").changes
    assert everything(spring) == before


def test_a_manager_changes_absences_mentors_and_closures(spring: Store, tmp_path: Path) -> None:
    whole, share = stored(spring), share_of(spring, ANN, tmp_path / "share")
    ann, abe = share.employees
    ill = Absence("a2", *WEEK, "ill")
    shut = Closure("A", *WEEK, ClosureKind.HOSTING)
    changed = replace(
        share,
        employees=(ann, replace(abe, mentors=2)),
        absences=(*share.absences, ill),
        closures=(shut,),
    )
    done = back(spring, ANN, changed, tmp_path / "share")
    assert (done.revision, done.committed) == (2, True)
    after = stored(spring)
    assert after == replace(
        whole,
        employees=tuple(replace(e, mentors=2) if e.id == "a2" else e for e in whole.employees),
        absences=(*whole.absences, ill),
        closures=(*whole.closures, shut),
    )
    assert entries(spring)[0].user == ANN.user
    gone = replace(changed, absences=share.absences, closures=())
    back(spring, ANN, gone, tmp_path / "share")
    assert (stored(spring).absences, stored(spring).closures) == (whole.absences, whole.closures)


def test_managers_change_no_more_than_that(spring: Store, tmp_path: Path) -> None:
    share = share_of(spring, ANN, tmp_path / "share")
    ann, abe = share.employees
    before = everything(spring)
    for wish in (
        replace(share, employees=(ann, replace(abe, max_rotations=5))),
        replace(share, employees=(ann,), experience=(), keep_apart=()),
        replace(share, employees=(replace(ann, mentors=0), abe)),
        replace(share, closures=(Closure("B", *WEEK, ClosureKind.BOTH),)),
        replace(share, experience=()),
        replace(share, cycle=replace(share.cycle, periods=7)),
        replace(share, departments=tuple(replace(d, host_capacity=9) for d in share.departments)),
        replace(share, absences=()),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            back(spring, ANN, wish, tmp_path / "share")
    assert everything(spring) == before


def test_the_refusal_says_what_would_be_allowed(spring: Store, tmp_path: Path) -> None:
    share = share_of(spring, ANN, tmp_path / "share")
    with pytest.raises(NotAllowed, match=r"in experience.*absences, mentors, closures.*ask HR"):
        back(spring, ANN, replace(share, experience=()), tmp_path / "share")


def test_the_whole_folder_is_too_much_for_a_manager(spring: Store, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        import_organisation(spring, ANN, tmp_path / "spring", commit=True, now=NOW)


@pytest.mark.parametrize("actor", [ADA, ABE, GONE, Actor("nobody")])
def test_others_import_nothing_and_are_told_nothing(
    spring: Store, tmp_path: Path, actor: Actor
) -> None:
    before = everything(spring)
    for commit in (False, True):
        with pytest.raises(PlannerError) as caught:
            import_organisation(spring, actor, tmp_path / "spring", commit=commit, now=NOW)
        assert isinstance(caught.value, NotAllowed | NotFound)
        assert "Bob" not in str(caught.value)
    assert everything(spring) == before


@pytest.mark.parametrize("actor", [ADA, GONE, Actor("nobody")])
def test_others_export_nothing(spring: Store, tmp_path: Path, actor: Actor) -> None:
    before = everything(spring)
    with pytest.raises((NotAllowed, NotFound)):
        export_organisation(spring, actor, tmp_path / "out", now=NOW)
    assert everything(spring) == before
    assert not (tmp_path / "out").exists()


def test_only_hr_makes_a_cycle(office: Store, tmp_path: Path) -> None:
    source = write_folder(tmp_path / "org")
    for actor in (ADA, ANN, ABE, GONE):
        with pytest.raises((NotAllowed, NotFound)):
            import_organisation(office, actor, source, commit=True, now=NOW)
    assert entries(office) == ()


def test_a_manager_is_told_how_much_breaks_and_not_for_whom(spring: Store, tmp_path: Path) -> None:
    placements = [
        Placement("a2", "B", *WEEK, "b1"),
        Placement("b2", "A", date(2027, 1, 11), date(2027, 1, 24), "a1"),
    ]
    publish(spring, placements)
    share = share_of(spring, ANN, tmp_path / "share")
    shut = Closure("A", *WEEK, ClosureKind.BOTH)
    done = back(spring, ANN, replace(share, closures=(shut,)), tmp_path / "share")
    assert done.effects == (
        "The published plan (version 1) would break rules in 2 more places. "
        "Tell HR, who can mend it.",
    )
