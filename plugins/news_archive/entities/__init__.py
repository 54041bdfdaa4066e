"""entities: token arrays -> mentions. The editor's authority file, clitics and guards; the reason of each is kept."""

from __future__ import annotations

from .authority import Authority, load_authority
from .matcher import NameTest, find_mentions

__all__ = ["Authority", "NameTest", "find_mentions", "load_authority"]
