"""A Dask cluster behind the interface of `concurrent.futures`."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import threading
from concurrent.futures import CancelledError, Executor, Future
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")

BEAT = 1.0
"""Seconds between two looks at how many workers there are."""


class ClusterExecutor(Executor):
    """The workers of a Dask cluster, and how many parts they can do at once.

    Dask has an executor of its own. A part whose result is lost after it was done, and which
    then fails, never comes to an end there: whoever waits for it waits for ever.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._max_workers = 0
        self._over = threading.Event()
        self._count()
        threading.Thread(target=self._watch, name="cluster", daemon=True).start()

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Have a function done by one of the workers.

        Raises
        ------
        RuntimeError
            If the executor was shut down.
        """
        if self._over.is_set():
            raise RuntimeError("cannot schedule new futures after shutdown")
        asked = self._client.submit(functools.partial(fn, *args, **kwargs), pure=False)
        future: Future[R] = Future()
        future.add_done_callback(functools.partial(self._done, asked))
        self._client.loop.add_callback(self._deliver, asked, future)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work. What was submitted ends when its client does."""
        self._over.set()

    def everywhere(self, function: Callable[..., object], *arguments: object) -> None:
        """Have every worker call a function now, beside what it is doing; wait for none."""

        def call() -> None:
            with contextlib.suppress(Exception):  # a worker that is gone need not be told
                self._client.run(function, *arguments, on_error="ignore")

        threading.Thread(target=call, name="everywhere", daemon=True).start()

    async def _deliver(self, asked: Any, future: Future[Any]) -> None:
        """Wait for what was asked for, and pass on what came of it."""
        problem: BaseException | None = None
        try:
            result = await self._client.gather(asked, asynchronous=True)
        except Exception as error:
            problem = error
        except asyncio.CancelledError as error:
            problem = CancelledError(str(error))
        if not future.set_running_or_notify_cancel():
            return
        if problem is None:
            future.set_result(result)
        else:
            future.set_exception(problem)

    def _done(self, asked: Any, future: Future[Any]) -> None:
        if future.cancelled():
            self._client.loop.add_callback(self._cancel, asked)

    async def _cancel(self, asked: Any) -> None:
        with contextlib.suppress(Exception):  # the cluster may be gone by now
            await self._client.cancel([asked], asynchronous=True)

    def _watch(self) -> None:
        while not self._over.wait(BEAT):
            self._count()

    def _count(self) -> None:
        """Note how many threads the workers have; none while the scheduler is out of reach."""
        try:
            self._max_workers = (
                sum(self._client.nthreads().values()) if self._client.status == "running" else 0
            )
        except Exception:  # whatever Dask raises, there is nobody to work now
            self._max_workers = 0
