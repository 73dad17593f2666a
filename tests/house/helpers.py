"""Where the checkout is, and what is in it."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((CHECKOUT / folder).rglob("*.py"))]
    assert found
    return found


def own_files() -> list[Path]:
    """Return the files that belong to the project: not those that git is told to ignore."""
    git = shutil.which("git")
    if git is None or not (CHECKOUT / ".git").exists():
        pytest.skip("needs a checkout and git")
    listing = subprocess.run(
        [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        check=False,
        text=True,
    )
    if listing.returncode:
        pytest.skip(f"git lists no files here: {listing.stderr}")
    paths = [CHECKOUT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]
