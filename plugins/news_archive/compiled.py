"""Keep the compiled program in ``.cache/`` where Python is told to leave nothing beside its sources.

With ``PYTHONDONTWRITEBYTECODE`` set every build compiles the whole program: a quarter second, which is most of what a
small change costs. What is kept proves itself, as all that is remembered does: it is taken for the very source, place
and Python that it was compiled from, and anything else is compiled as if it had never been kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import sys
from importlib.machinery import FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any, Final

_DIGEST: Final = 32


def keep_compiled(sources: Path, folder: Path) -> None:
    """Let what is imported from ``sources`` be compiled once and kept in ``folder``."""
    root = os.fspath(sources)

    class Loader(SourceFileLoader):
        """Loads a module, compiled where that is known."""

        def get_code(self, fullname: str) -> CodeType:
            path = self.get_filename(fullname)
            return load_code(path, self.get_data(path), folder / fullname)

    def find_in(path: str) -> Any:
        if path != root and not path.startswith(root + os.sep):
            raise ImportError(path)
        return FileFinder(path, (Loader, [".py"]))

    sys.path_hooks.insert(0, find_in)
    for known in [path for path in sys.path_importer_cache if path == root or path.startswith(root + os.sep)]:
        del sys.path_importer_cache[known]


def load_code(path: str, source: bytes, kept: Path) -> CodeType:
    """Return the code of a module from the file ``kept``, or compile it and keep it there."""
    origin = hashlib.sha256(b"\0".join((importlib.util.MAGIC_NUMBER, os.fsencode(path), source))).digest()
    with contextlib.suppress(OSError):
        data = kept.read_bytes()
        body = data[_DIGEST:]
        if data[:_DIGEST] == hashlib.sha256(origin + body).digest():
            code: CodeType = marshal.loads(body)  # noqa: S302  as Python's own .pyc files, and proven whole
            return code
    code = compile(source, path, "exec", dont_inherit=True)
    body = marshal.dumps(code)
    temporary = kept.with_name(f"{kept.name}.{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(hashlib.sha256(origin + body).digest() + body)
        os.replace(temporary, kept)
    return code
