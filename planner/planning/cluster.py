"""A Dask cluster as an executor: the only place that knows Dask.

Dask is an extra that need not be installed, so nothing of it is loaded before it is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import warnings
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from planner.domain import BadInput, Finding, Severity
from planner.planning.cluster_executor import ClusterExecutor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

PATIENCE = 10.0
"""Seconds in which a scheduler has to answer."""

WORKERS_PATIENCE = 5.0
"""Seconds in which a scheduler has to have workers."""

SETTINGS = {
    "distributed.admin.large-graph-warning-threshold": "1TiB",
    "distributed.diagnostics.computations.nframes": 0,
}
"""A part may be large, and nobody needs to see the source text around it."""

START_WORKER = "dask worker ADDRESS --nthreads 1 --nworkers -1"


@contextlib.contextmanager
def on_cluster(address: str | None) -> Iterator[Executor | None]:
    """Yield an executor over the workers of a cluster, None where no address is given.

    Parameters
    ----------
    address : str or None
        Of a Dask scheduler, such as tcp://10.0.0.5:8786 or tls://planner.example:8786.

    Raises
    ------
    BadInput
        If there is no such cluster, it has no workers, or they could not do the work. The
        message names the option --cluster.
    """
    if address is None:
        yield None
        return
    _check_library(address)
    import dask

    with _silence(), dask.config.set(SETTINGS):
        client = _connect(address)
        try:
            _check(client, address)
            executor = ClusterExecutor(client)
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)
        finally:
            with contextlib.suppress(Exception):  # what is lost already need not be closed
                client.close(timeout=PATIENCE)


def versions_here() -> dict[str, str]:
    """Return the versions that have to be the same wherever parts of one plan are made."""
    return {name: _version(name) for name in ("rotation-planner", "ortools", "numpy", "scipy")}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def _check_library(address: str) -> None:
    try:
        import distributed  # noqa: F401 - whether it is there is the question
    except ImportError:
        raise _refused(
            address,
            "a cluster needs a library that is not installed",
            "Install it with: pip install 'rotation-planner[cluster]'",
        ) from None


def _connect(address: str) -> Any:
    import distributed

    if not address.strip():
        raise _refused(address, "the address is empty", "Give it, such as tcp://10.0.0.5:8786")
    try:
        # A client that cannot connect blocks the end of the program: so somebody else tries.
        asyncio.run(asyncio.wait_for(_knock(address), PATIENCE + 1))
        return distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError:
        reason = f"no cluster answered within {PATIENCE:.0f} seconds"
        remedy = (
            "Start one there with dask scheduler, or correct the address; it begins with tls:// "
            "where certificates are asked for"
        )
    except Exception as error:  # each kind of address raises classes of its own
        reason = f"this is no address of a cluster ({_first_line(error)})"
        remedy = "Give it as dask scheduler prints it, such as tcp://10.0.0.5:8786"
        if address.startswith("tls:"):
            reason = f"no safe connection can be made ({_first_line(error)})"
            remedy = "Name the certificates for Dask, as docs/cluster.md says"
    raise _refused(address, reason, remedy)


async def _knock(address: str) -> None:
    """Connect to a scheduler and leave again."""
    from distributed.comm.core import connect
    from distributed.security import Security

    how = Security().get_connection_args("client")
    comm = await connect(address, timeout=PATIENCE, **how)
    await comm.close()


def _check(client: Any, address: str) -> None:
    """Make sure that there are workers, and that everybody runs what runs here."""
    start = START_WORKER.replace("ADDRESS", address)
    try:
        client.wait_for_workers(1, timeout=WORKERS_PATIENCE)
    except Exception:  # asked again below, whatever went wrong
        if not client.nthreads():
            raise _refused(
                address, "the cluster has no workers", f"Start some with: {start}"
            ) from None
    try:
        told = {"the scheduler": client.run_on_scheduler(versions_here)}
    except Exception as error:  # what cannot be loaded there fails in many ways
        told = {"the scheduler": error}
    replies = client.run(versions_here, on_error="return")
    told |= {f"the worker {worker}": reply for worker, reply in replies.items()}
    here = versions_here()
    for who, there in told.items():
        if not isinstance(there, dict):
            reason = f"{who} cannot load Rotation Planner ({_first_line(there)})"
            raise _refused(address, reason, _REMEDY.format(**{"version": here["rotation-planner"]}))
        other = [name for name in here if there.get(name) != here[name]]
        if other:
            found = ", ".join(f"{name} {there.get(name, 'unknown')}" for name in other)
            wanted = ", ".join(f"{name} {here[name]}" for name in other)
            reason = f"{who} has other versions: {found}; here it is {wanted}"
            raise _refused(address, reason, _REMEDY.format(version=here["rotation-planner"]))


_REMEDY = (
    "Install rotation-planner[cluster] {version} with the same libraries there, and start it again"
)


def _refused(address: str, message: str, remedy: str) -> BadInput:
    return BadInput([Finding(Severity.FAULT, "--cluster", None, "", address, message, remedy)])


def _first_line(error: object) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep what Dask would print about its own affairs off the user's terminal."""
    names = [
        name
        for name in logging.root.manager.loggerDict
        if name.partition(".")[0] in ("distributed", "tornado", "dask", "bokeh", "asyncio")
    ]
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger, logger.handlers, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.handlers, logger.propagate = [logging.NullHandler()], False
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=r"distributed(\.|$)")
            yield
    finally:
        for logger, handlers, propagate in before:
            logger.handlers, logger.propagate = handlers, propagate
