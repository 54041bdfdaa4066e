"""Progress bars on long work, on a terminal only."""

from __future__ import annotations

import sys
from typing import Any


class Progress:
    """Bars for the stages; silent, and free of rich's import, where nobody watches."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}

    def _open(self) -> None:
        if self._shown and self._bars is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bars

            columns = (TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            # no refresh thread: workers are forked from this process
            self._bars = Bars(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bars.start()

    def stop(self) -> None:
        """Take the bars from the screen."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
            self._tasks.clear()

    def start(self, stage: str, total: int | None) -> None:
        self._open()
        if self._bars is not None:
            self._tasks[stage] = self._bars.add_task(stage, total=total)

    def advance(self, stage: str, done: int) -> None:
        self._open()
        if self._bars is None:
            return
        if stage not in self._tasks:
            self.start(stage, None)
        self._bars.advance(self._tasks[stage], done)
        self._bars.refresh()
