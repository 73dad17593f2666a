"""Write the sample organisation, something to try the planner on."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from planner.resources import sample_folder
from planner.workflow.refusals import refused


@dataclass(frozen=True, slots=True)
class Sample:
    """Where the sample was written, and the files in it."""

    folder: Path
    files: tuple[str, ...]


def write_sample(folder: Path) -> Sample:
    """Write the sample organisation into a new or empty folder, as a whole or not at all.

    Raises
    ------
    BadInput
        If the folder holds something already, or cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise refused(str(folder), "there is a file of this name", "Name another folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise refused(
            str(folder),
            "the folder is not empty, and nothing in it is overwritten",
            "Name a new folder",
        )
    try:
        _copy(folder)
    except OSError as error:
        raise refused(
            str(folder),
            f"the sample cannot be written: {error.strerror or error}",
            "Name a folder in a place where you may write",
        ) from error
    return Sample(folder, tuple(sorted(file.name for file in folder.iterdir())))


def _copy(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".planner-") as beside:
        whole = Path(beside) / "sample"
        shutil.copytree(sample_folder(), whole, copy_function=shutil.copyfile)
        whole.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        whole.rename(folder)
