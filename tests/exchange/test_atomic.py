"""A file is written wholly or not at all, also when the writer is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.domain import BadInput, Organisation
from planner.exchange import read_organisation, write_organisation, write_text
from tests.builders import an_employee, an_organisation
from tests.exchange.folders import CHECKOUT

LOOP = """
import sys
from pathlib import Path
from planner.exchange import read_organisation, write_organisation, write_text
folder = Path(sys.argv[1])
small = read_organisation(folder / "small").organisation
large = read_organisation(folder / "large").organisation
(folder / "ready").touch()
while True:
    for number, organisation in enumerate((small, large)):
        write_text(folder / "page.html", "<" + str(number) * 300_000 * (number + 1) + ">")
        write_organisation(organisation, folder / "book.xlsx")
        write_organisation(organisation, folder / "org")
"""


def organisation_of(people: int) -> Organisation:
    staff = [an_employee(f"a{n}", name="x" * 50) for n in range(people)]
    return an_organisation(employees=[*staff, an_employee("b1", "B")])


def start_writing(folder: Path) -> subprocess.Popen[bytes]:
    (folder / "ready").unlink(missing_ok=True)
    writer = subprocess.Popen([sys.executable, "-c", LOOP, str(folder)], cwd=CHECKOUT)
    while not (folder / "ready").exists():
        assert writer.poll() is None
        time.sleep(0.01)
    return writer


def kill_and_check(folder: Path, kills: int) -> None:
    """Kill a process that writes without pause, and look at what it left behind."""
    small, large = organisation_of(20), organisation_of(600)
    write_organisation(small, folder / "small")
    write_organisation(large, folder / "large")
    pages = {"<" + "0" * 300_000 + ">", "<" + "1" * 600_000 + ">"}
    rng = random.Random(1)
    for _ in range(kills):
        writer = start_writing(folder)
        time.sleep(rng.uniform(0.0, 0.25))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        if (folder / "page.html").exists():
            assert (folder / "page.html").read_text(encoding="utf-8") in pages
        if (folder / "book.xlsx").exists():
            assert read_organisation(folder / "book.xlsx").organisation in (small, large)
        for path in (folder / "org").glob("*.*"):
            if not path.name.startswith("."):
                whole = {(folder / name / path.name).read_bytes() for name in ("small", "large")}
                assert path.read_bytes() in whole
    assert (folder / "page.html").exists()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_killed_writer_leaves_no_half_file(tmp_path: Path) -> None:
    kill_and_check(tmp_path, kills=5)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_writer_killed_at_sixty_moments_leaves_no_half_file(tmp_path: Path) -> None:
    kill_and_check(tmp_path, kills=60)


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_text(path, "old\n")
    write_text(path, "né\r\n")
    assert path.read_bytes() == "né\r\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_a_fault_in_the_middle_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_organisation(organisation_of(2), tmp_path / "org")
    before = {p.name: p.read_bytes() for p in (tmp_path / "org").iterdir()}
    calls = iter(range(100))

    def full_disk(_: int) -> None:
        if next(calls) == 6:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("planner.exchange.atomic.os.fsync", full_disk)
    with pytest.raises(BadInput, match="No space left on device"):
        write_organisation(organisation_of(3), tmp_path / "org")
    assert {p.name: p.read_bytes() for p in (tmp_path / "org").iterdir()} == before


@pytest.mark.parametrize("place", ["missing/plan.csv", "folder"])
def test_a_place_that_cannot_be_written_is_a_fault_with_a_remedy(
    tmp_path: Path, place: str
) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput) as caught:
        write_text(tmp_path / place, "text")
    (fault,) = caught.value.findings
    assert fault.file == str(tmp_path / place)
    assert fault.remedy
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of another kind")
def test_permissions_and_links_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old", encoding="utf-8")
    (tmp_path / "real.csv").chmod(0o600)
    (tmp_path / "plan.csv").symlink_to("real.csv")
    write_text(tmp_path / "plan.csv", "new")
    assert (tmp_path / "plan.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_text(Path("/dev/null"), "text")
    assert not Path("/dev/null").is_file()
