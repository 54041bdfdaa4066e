"""What can go wrong, drawn once.

ArchiveError
  +- UsageError            a wrong flag or a missing path            exit 2
  +- ConfigurationError    a wrong setting or authority file         exit 2
  +- BuildError            the build failed; the old site stands     exit 3
  +- LockedError           another build holds the lock              exit 4
  +- CheckError            ``invoke check`` found a fault            exit 5

A bad *article* is never an exception that ends the build: it is a ``models.Rejection`` and a line of the ledger.
"""

from __future__ import annotations


class ArchiveError(Exception):
    """One sentence for the editor: what is wrong, where, and what to do. Its class decides the exit code."""

    exit_code = 3


class UsageError(ArchiveError):
    """A command was called with something that cannot be used (a path that does not exist, an unknown flag)."""

    exit_code = 2


class ConfigurationError(ArchiveError):
    """A setting or a file that the editor owns is wrong; raised before any output is written."""

    exit_code = 2

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        place = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(place + message)
        self.file = file
        self.line = line


class BuildError(ArchiveError):
    """The build could not be completed; the published site is untouched."""


class LockedError(ArchiveError):
    """Another build is writing to the same output."""

    exit_code = 4


class CheckError(ArchiveError):
    """A check of a built site found at least one fault."""

    exit_code = 5
