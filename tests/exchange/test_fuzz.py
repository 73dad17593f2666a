"""Whatever the bytes, reading ends in an organisation or in BadInput, never in anything else."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain import BadInput, Finding
from planner.exchange import read_organisation, read_plan
from tests.builders import an_organisation
from tests.exchange.books import repacked, write_book
from tests.exchange.folders import SOUND, write_folder

NOISE = [
    *(b"\0", b'"', b"''", b",", b";", b"\n", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"="),
    *(b"[", b"]", b"{", b"nan", b"1e400", b"-1", b"2027-02-30", b"9" * 50, b"x" * 5000, b"\xf0"),
    *(b"9999-12-31", b"0001-01-01", b"inf", b" ", b"'=1", b'"""', b"true", b"[[a]]", b"a.b=1"),
]


def mangled(data: bytes, seed: int) -> bytes:
    """Return bytes with some of them replaced, cut out, repeated or filled with noise."""
    rng = random.Random(seed)
    for _ in range(rng.randint(1, 6)):
        at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        to = min(to, at + 30)
        piece = rng.choice([rng.choice(NOISE), b"", data[at:to] * 2, rng.randbytes(3)])
        data = data[:at] + piece + data[to:]
    return data


def read_and_check(path: Path) -> None:
    """Read what may be sound or not; anything but BadInput fails the test by itself."""
    findings: tuple[Finding, ...] = ()
    people = 0
    try:
        people = len(read_organisation(path).organisation.employees)
    except BadInput as error:
        findings = error.findings
    assert people or findings
    assert all(f.file and f.message and f.remedy for f in findings)


@given(st.sampled_from(list(SOUND)), st.binary(max_size=300))
def test_any_bytes_for_a_file(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read_and_check(write_folder(Path(folder), {name: content}))


@given(st.integers(0, 2**32))
def test_a_mangled_folder(seed: int) -> None:
    mangle = {
        name: mangled(text.encode(), seed + n) for n, (name, text) in enumerate(SOUND.items())
    }
    rng = random.Random(seed)
    changes: dict[str, str | bytes | None] = dict(rng.sample(sorted(mangle.items()), 3))
    with tempfile.TemporaryDirectory() as folder:
        read_and_check(write_folder(Path(folder), changes))


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_a_mangled_workbook(seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "o.xlsx")
        path.write_bytes(mangled(path.read_bytes(), seed))
        read_and_check(path)


@given(st.binary(max_size=300))
def test_any_bytes_for_a_plan(content: bytes) -> None:
    organisation = an_organisation()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.csv"
        path.write_bytes(content)
        with pytest.raises(BadInput) as caught:
            read_plan(path, organisation)
        assert caught.value.findings


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_a_thousand_mangled_folders_and_workbook_parts(tmp_path: Path, part: int) -> None:
    for seed in range(part * 100, part * 100 + 100):
        rng = random.Random(seed)
        names = rng.sample(sorted(SOUND), 3)
        changes: dict[str, str | bytes | None] = {
            name: mangled(SOUND[name].encode(), seed) for name in names
        }
        read_and_check(write_folder(tmp_path / "org", changes))
        chosen = f"xl/worksheets/sheet{rng.randint(1, 12)}.xml"
        target = rng.choice([chosen, "xl/workbook.xml", "xl/sharedStrings.xml"])
        path = write_book(tmp_path / "o.xlsx")

        def mangle(name: str, data: bytes, target: str = target, seed: int = seed) -> bytes:
            return mangled(data, seed) if name == target else data

        repacked(path, mangle)
        read_and_check(path)
