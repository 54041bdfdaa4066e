"""The files that one build will publish, noted with what they depend on; nothing is written here."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from ..manifest import Manifest
from ..publish import OutputFile
from ..store import Store, digest


class Publication:
    """Collects the files of a site.

    ``render_key`` is asked for the digest of what every drawn page depends on, ``fresh`` builds take nothing of what
    stands in ``output`` on trust.
    """

    def __init__(self, output: Path, store: Store, render_key: Callable[[], bytes], *, fresh: bool) -> None:
        self.output = output
        self.files: list[OutputFile] = []
        self._store = store
        self._make_render_key = render_key
        self._fresh = fresh

    @cached_property
    def _render_key(self) -> bytes:
        return self._make_render_key()

    def note(self, path: str, key: bytes, make: Any) -> None:
        """Note a file for the publication; ``make`` is called, in a worker, only if the key is new."""
        self.files.append(OutputFile(path, digest(self._render_key, key), make))

    def note_as_it_is(self, path: str, key: bytes, make: Any) -> None:
        """Note a file that depends on nothing but what ``key`` stands for: neither on templates nor on settings."""
        self.files.append(OutputFile(path, key, make))

    def is_published(self, path: str, key: bytes) -> bool:
        """Say whether the file that was noted as it is under this key stands in the output as the last build left it."""
        known = self._published.files.get(path)
        if known is None or known.key != key:
            return False
        try:
            status = os.stat(self.output / path)
        except OSError:
            return False
        return (status.st_size, status.st_mtime_ns) == (known.size, known.mtime_ns)

    @cached_property
    def _published(self) -> Manifest:
        """What the last build published; nothing in a fresh build, which takes nothing on trust."""
        return Manifest({}) if self._fresh else Manifest.load(self._store)
