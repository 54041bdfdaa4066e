"""The editor's pages in English: ``about.en.md`` beside ``about.md`` is the same page for who reads no Arabic.

Both texts stand in one page under one address; which is shown follows the language of the interface, and without scripts
both are there. An English file that has no Arabic one beside it is a page like any other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

_ENGLISH: Final = ".en"


def pair_pages(pages: list[Any]) -> None:
    """Give each page that has an English text that text, and take the English ones out of the list."""
    arabic = {page.source_path: page for page in pages if not _is_english(page)}
    for page in [page for page in pages if _is_english(page)]:
        path = Path(page.source_path)
        original = arabic.get(str(path.with_name(path.stem.removesuffix(_ENGLISH) + path.suffix)))
        if original is not None:
            original.english = page
            pages.remove(page)


def _is_english(page: Any) -> bool:
    return Path(page.source_path).stem.endswith(_ENGLISH)
