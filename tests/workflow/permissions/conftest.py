"""The databases that are tried: made once, copied for every case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workflow.permissions.prepared import Prepared

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def prepared(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    return Prepared(sqlite_template, tmp_path_factory.mktemp("permissions"))
