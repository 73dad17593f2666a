"""A cluster of two workers on this machine, as real as one of many machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from distributed import LocalCluster

if TYPE_CHECKING:
    from collections.abc import Iterator


def a_cluster(workers: int) -> Any:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
    )


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    with a_cluster(2) as two:
        yield two


@pytest.fixture
def idle_cluster() -> Iterator[Any]:
    """Return a cluster that has no workers."""
    with a_cluster(0) as none:
        yield none
