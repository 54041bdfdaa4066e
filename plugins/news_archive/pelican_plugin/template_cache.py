"""Compiled templates remembered between builds: each generator of Pelican has an environment of its own to fill."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from ..store import Store, digest


class TemplateCache(BytecodeCache):
    """Keeps the code of a template under its source, this Python, this Jinja and whatever ``fingerprint`` stands for."""

    def __init__(self, store: Store, fingerprint: Callable[[], bytes]) -> None:
        self._store = store
        self._fingerprint = fingerprint

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code where it is remembered; the store proves that it is what was written."""
        found = self._store.read(self._name(bucket), self._print(bucket))
        if found is not None:
            bucket.code = marshal.loads(found[1]["code"])  # noqa: S302  of this program, Python and source

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._store.write(self._name(bucket), self._print(bucket), {}, {"code": marshal.dumps(bucket.code)})

    @staticmethod
    def _name(bucket: Bucket) -> str:
        return f"template-{bucket.key}"

    def _print(self, bucket: Bucket) -> bytes:
        return digest(self._fingerprint(), sys.version.encode(), jinja2.__version__.encode(), bucket.checksum.encode())
