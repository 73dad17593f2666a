from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.domain import BadInput
from planner.exchange import read_organisation
from planner.workflow.write_sample import write_sample

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sample_reads_back(tmp_path: Path) -> None:
    written = write_sample(tmp_path / "new" / "acme")

    organisation = read_organisation(written.folder).organisation
    assert len(organisation.employees) > 100
    assert "cycle.toml" in written.files


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()

    write_sample(folder)

    assert (folder / "cycle.toml").is_file()


@pytest.mark.parametrize("what", ["a folder with something in it", "a file"])
def test_nothing_is_overwritten(tmp_path: Path, what: str) -> None:
    place = tmp_path / "acme"
    if what == "a file":
        place.write_text("mine")
    else:
        place.mkdir()
        (place / "mine.txt").write_text("mine")

    with pytest.raises(BadInput, match="acme"):
        write_sample(place)

    mine = place if what == "a file" else place / "mine.txt"
    assert mine.read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acme"]
