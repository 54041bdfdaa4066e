"""The files that one build will publish, noted with what they depend on; nothing is written here."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from ..manifest import Manifest
from ..output_tree import OutputFile
from ..parts import Layout
from ..publish import key_of
from ..store import Store, digest

_TOLD: tuple[str, ...] = ("a/", "c/", "d/", "s/", "e/")
"""Folders of pages whose keys tell where what they link to stands; the key of any other page stands for all places."""


Make = Callable[[], bytes]


def _relink(layout: Layout, path: str, make: Make, part: str) -> bytes:
    return layout.relink(path, make(), part)


class Standing:
    """What stands in the output as the last build left it; a fresh build takes nothing on trust."""

    def __init__(self, output: Path, store: Store, *, fresh: bool) -> None:
        self.output = output
        self._store = store
        self._fresh = fresh

    def is_published(self, path: str, key: bytes) -> bool:
        """Say whether the file that was noted as it is under this key stands in the output."""
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
        return Manifest({}) if self._fresh else Manifest.load(self._store)


class Publication:
    """Collects the files of a site.

    ``render_key`` is asked for the digest of what every drawn page depends on, ``layout`` where files go; None: where they
    are noted.
    """

    def __init__(self, render_key: Callable[[], bytes], *, layout: Callable[[], Layout | None] = lambda: None) -> None:
        self.files: list[OutputFile] = []
        self._make_layout = layout
        self._make_render_key = render_key

    @cached_property
    def _render_key(self) -> bytes:
        return self._make_render_key()

    def note(self, path: str, key: bytes, make: Make, part: str = "") -> None:
        """Note a file for the publication; ``make`` is called, in a worker, only if the key is new.

        A file that belongs to a ``part`` and to no article of it says so.
        """
        self._place(path, digest(self._render_key, key), make, part)

    def note_written(self, path: str, content: bytes) -> None:
        """Note a file that somebody else wrote."""
        self._place(path, key_of(content), lambda: content)

    def places(self, path: str) -> list[str]:
        """Return where a file that is noted under ``path`` goes."""
        return [path] if self._layout is None else self._layout.places(path)

    def _place(self, path: str, key: bytes, make: Make, part: str = "") -> None:
        layout = self._layout
        if layout is None:
            self.files.append(OutputFile(path, key, make))
            return
        parts = [part] if part else layout.parts(path)
        if not path.endswith(".html"):
            self.files += (OutputFile(layout.folder(own) + path, key, make) for own in parts)
            return
        key = digest(layout.ways if path.startswith(_TOLD) else layout.key, key)
        for own in parts:
            self.files.append(OutputFile(layout.folder(own) + path, key, partial(_relink, layout, path, make, own)))

    def note_as_it_is(self, path: str, key: bytes, make: Make) -> None:
        """Note a file that depends on nothing but what ``key`` stands for: neither on templates nor on settings."""
        self.files.append(OutputFile(path, key, make))

    @cached_property
    def _layout(self) -> Layout | None:
        return self._make_layout()
