"""The stages in their order, each told what is remembered and asked only for what is not.

source -> clean -> analyse -> dedupe -> entities. Pages and search follow in ``pelican_plugin``; nothing here knows
Pelican, so the same run serves the command line. Each stage's memory is kept under a fingerprint of its own code, its
settings and the editor's files it reads: a change of the authority file re-links without re-cleaning, a change of the
theme does neither.
"""

from __future__ import annotations

from .prints import PACKAGE, code_fingerprint, fingerprint_records
from .run import Archive, Findings, run_stages
from .taking_in import PreparedInput, open_records

__all__ = [
    "PACKAGE",
    "Archive",
    "Findings",
    "PreparedInput",
    "code_fingerprint",
    "fingerprint_records",
    "open_records",
    "run_stages",
]
