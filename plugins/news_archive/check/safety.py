"""That no page can run or fetch anything from elsewhere, and that nothing of this machine or of what was taken out shows."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ..corrections import load_corrections
from .absent import find_patterns, layers
from .pages import NotRun, Pages

_NEEDED: Final = {
    "default-src": {"'self'"},
    "require-trusted-types-for": {"'script'"},
}
"""What every policy says; ``default-src`` may be ``'none'`` with what is needed named one by one."""
_OF_NAMED: Final = {"base-uri": {"'none'"}}
"""What one says besides that names its sources one by one; where all comes from ``'self'``, a foreign base can fetch nothing."""
_OF_FORMS: Final = {"form-action": {"'self'"}}
"""What that of a page with a form says besides."""
_ALLOWED: Final = {
    **_OF_NAMED,
    **_OF_FORMS,
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "font-src": {"'self'"},
    "img-src": {"'self'"},
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "worker-src": {"'self'"},
    "trusted-types": {"news-archive", "news-archive-frame"},
}
_TEXT: Final = {".html", ".js", ".css", ".json", ".svg", ".xml", ".txt", ".gz", ".zip", ".webmanifest"}
_STRANGE: Final = re.compile(r"(?:^|/)(?:\.(?!nojekyll$)[^/]*|drafts/.*|[^/]*(?:\.tmp|\.swp|~|\.pyc|\.toml|\.lock))$")
"""Names of files that no archive publishes."""


def policy(pages: Pages) -> Iterator[str]:
    """Every page has the strict policy first of all, tells no one where readers come from, and holds no script or style."""
    for path, page in pages:
        given = dict(_read_policy(page.policy))
        if not given:
            yield f"{path}: no Content-Security-Policy"
            continue
        if not page.policy_first:
            yield f"{path}: something stands before the Content-Security-Policy"
        named = given.get("default-src") == {"'none'"}
        needed = _NEEDED | (_OF_NAMED if named else {}) | (_OF_FORMS if page.forms else {})
        for name, value in needed.items():
            if given.get(name) != value and not (named and name == "default-src"):
                yield f"{path}: the policy needs {name} {' '.join(sorted(value))}"
        for name, value in given.items():
            if name not in _NEEDED and not value <= _ALLOWED.get(name, set()):
                yield f"{path}: the policy allows {name} {' '.join(sorted(value))}"
        if page.inline:
            yield f"{path}: {page.inline} inline scripts, styles or handlers"
        if page.bases:
            yield f"{path}: a base leads its links elsewhere"
        if page.refreshes:
            yield f"{path}: sends its reader elsewhere"
        if not page.referrer:
            yield f"{path}: a link tells other sites where its reader comes from"


def _read_policy(text: str) -> Iterator[tuple[str, set[str]]]:
    for directive in text.split(";"):
        words = directive.split()
        if words:
            yield words[0], set(words[1:])


def leaks(pages: Pages) -> Iterator[str]:
    """Nothing of this machine stands in the site: its paths, its user, its host, its memory, an editor's drafts."""
    words = {str(Path.cwd()), str(Path.home())}
    words |= {name for name in (getpass.getuser(), socket.gethostname()) if len(name) > 5}
    pattern = re.compile(b"|".join(re.escape(word.encode()) for word in sorted(words) if len(word) > 5))
    for path in pages.site.files():
        if _STRANGE.search(path):
            yield f"{path}: no file of an archive"
        file = pages.site.folder / path
        if file.suffix in _TEXT and any(pattern.search(data) for data in layers(file.read_bytes())):
            yield f"{path}: holds a path, user or host of this machine"


def redactions(pages: Pages) -> Iterator[str]:
    """What ``content/corrections`` redacts everywhere is nowhere."""
    everywhere = load_corrections(Path("content") / "corrections").everywhere
    if not everywhere:
        raise NotRun("content/corrections redacts nothing everywhere")
    patterns = [(f"{Path(entry.file).name}:{entry.line}", entry.pattern) for entry in everywhere if entry.pattern]
    for path, name in find_patterns(pages.site.folder, patterns):
        yield f"{path}: holds what {name} redacts"
