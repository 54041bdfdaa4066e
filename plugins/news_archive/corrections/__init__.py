"""corrections: what the editor corrects, hides or redacts, from ``content/corrections/*.toml``.

Applied to each record right after it is parsed and before anything else sees it, so that neither pages nor index, data
files, comparisons or raw files ever hold what was taken out. Each entry has a reason, a date and an author, and is
listed on a public page.
"""

from __future__ import annotations

from .apply import Corrector, correction_keys, raw_text, redaction_keys
from .effect import count_decisions, find_in_pages
from .load import Correction, Corrections, Kind, load_corrections
from .redaction import compile_redaction, find_redacted
from .verify import (
    check_against,
    check_copies,
    check_members,
    check_public,
    find_idle,
    find_other_spellings,
    names_redacted,
    restrict_authority,
)

__all__ = [
    "Correction",
    "Corrections",
    "Corrector",
    "Kind",
    "check_against",
    "check_copies",
    "check_members",
    "check_public",
    "compile_redaction",
    "correction_keys",
    "count_decisions",
    "find_idle",
    "find_in_pages",
    "find_other_spellings",
    "find_redacted",
    "load_corrections",
    "names_redacted",
    "raw_text",
    "redaction_keys",
    "restrict_authority",
]
