"""dedupe: token arrays -> relations and stories. Found exactly; merged only where two texts are one text."""

from __future__ import annotations

from .decisions import Decisions, load_decisions
from .find import find_duplicates
from .increment import State, recall

__all__ = ["Decisions", "State", "find_duplicates", "load_decisions", "recall"]
