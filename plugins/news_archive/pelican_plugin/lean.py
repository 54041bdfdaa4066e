"""Import Pelican without the packages that a build of this archive never comes to.

Pelican imports docutils for pages in reStructuredText, with Pygments for their code, and watchfiles to wait for changes:
together a tenth of a second, in every build. Where no page needs them, empty modules stand in their place while Pelican
is imported, and no longer: whoever imports one of the packages afterwards gets it.
"""

from __future__ import annotations

import sys
from collections.abc import MutableSequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

PLUGIN: Final = "news_archive.pelican_plugin"
_LEFT_OUT: Final = ("docutils", "watchfiles", "pelican.rstdirectives")


def is_lean(plugins: object, content: Path) -> bool:
    """Say whether nothing will ask for what is left out: no other plugin, no page in reStructuredText."""
    return plugins == [PLUGIN] and not any(content.rglob("*.rst"))


class _StandIn(ModuleType):
    """A module in which every name is an empty class, to be inherited from and never used."""

    __path__: MutableSequence[str] = []  # noqa: RUF012  as in the base class

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


class _StandInFinder(MetaPathFinder, Loader):
    """Finds a stand-in for each package that is left out and for the modules in it."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002
        wanted = any(fullname == name or fullname.startswith(f"{name}.") for name in _LEFT_OUT)
        return ModuleSpec(fullname, self, is_package=True) if wanted else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: it is empty."""


def import_pelican() -> None:
    """Import Pelican with stand-ins for what is not there yet of the packages that are left out."""
    finder = _StandInFinder()
    sys.meta_path.insert(0, finder)
    try:
        from pelican.readers import RstReader
    finally:
        sys.meta_path.remove(finder)
        left_out = [name for name, module in sys.modules.items() if isinstance(module, _StandIn)]
        for name in left_out:
            del sys.modules[name]
    if "docutils" in left_out:
        RstReader.file_extensions = []  # Pelican makes one of each reader that has any
