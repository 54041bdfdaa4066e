"""Spread independent work over forked workers.

Forking shares what is already in memory (articles, templates, arrays) without copying or sending it; only the results
travel back. Where the system cannot fork, or there is little to do, the work runs in this process, with the same result.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import BuildError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")

_work: tuple[Callable[[Any], Any], Sequence[Any]] | None = None


def available_jobs() -> int:
    """Return how many workers make sense here: the processors that this process may use; 1 where forking is unsafe."""
    if sys.platform in ("win32", "darwin"):
        return 1
    return len(os.sched_getaffinity(0))


def fork_map(function: Callable[[T], R], items: Sequence[T], jobs: int) -> Iterator[R]:
    """Return an iterator over ``function(item)`` for each item in order, computed in ``jobs`` forked workers.

    The workers begin at once, whenever the results are asked for; with one job nothing is done before. Close the
    iterator (it is a generator) to give up what is not begun. The iterator raises BuildError when a worker is killed
    (out of memory, for instance); exceptions of ``function`` pass through.
    """
    if jobs <= 1 or len(items) <= 1:
        return map(function, items)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    _give_back()
    global _work  # handed to the children by the fork, never sent
    _work = (function, items)
    gc.freeze()
    try:
        start = partial(_begin_worker, os.getpid())
        pool = ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=start)
        results = _collect(pool, [pool.submit(_run_one, index) for index in range(len(items))])
        next(results)  # from now on its end shuts the pool down
    finally:
        _work = None
        gc.unfreeze()
    return results


def _give_back() -> None:
    """Return to the system what was freed and is only kept for later: each worker would count it as its own.

    A hundred of four hundred MiB, with ten thousand articles. Other C libraries than GNU's have no call for it.
    """
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def _collect(pool: ProcessPoolExecutor, futures: list[Future[Any]]) -> Iterator[Any]:
    """Yield None, then the results; whatever ends it leaves no worker behind."""
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield None
        futures.reverse()
        while futures:
            yield futures.pop().result()  # and none is kept
    except BrokenProcessPool as error:
        raise BuildError("a worker process was killed, probably for lack of memory; try --jobs 1") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin_worker(parent: int) -> None:
    """Leave interruptions to the parent, who reports them once, and end with it: a worker holds its lock, too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)


def _run_one(index: int) -> Any:
    assert _work is not None
    function, items = _work
    return function(items[index])
