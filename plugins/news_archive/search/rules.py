"""The analysis as a script: the same tables that Python uses, written out for the page, never typed twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from ..arabic import stems
from ..arabic.normal import CASED, COMPATIBLE, FOLD
from ..arabic.stems import HAMZA
from ..arabic.tokens import BASE_RANGES, MARK_RANGES
from ..crockford import DIGITS
from .apart import DOUBT, SHARES, SLIP, TIMES
from .letters import AFTER, ARABIC, BEFORE
from .tallies import LENGTHS

ASKING: Final = (
    "ما ماذا متى من اين كيف كم هل لماذا لم لما اي ايه بماذا بم مما عما عماذا ومن وما ومتى"
    " الذي التي الذين هو هي هم كان كانت يكون تكون تم يتم"
).split()
"""Normal forms that make a question and are hardly ever what it is about; they count only where nothing else is asked."""


PARTICLES: Final = "في إلى الى عن على مع بين منذ خلال حول بعد قبل حتى أن إن هذا هذه ذلك".split()
"""Words as written that lean on others: they raise what these find, and find nothing themselves while others do."""
HAPPENED: Final = "حدث حصل جرى وقع يحدث يحصل يجري".split()
"""Words as written that only ask where ماذا stands before them."""
_TRAILING: Final = re.compile(r"""(?<=[;{},)])\s+// [^"'`]*$""")


def rules_script() -> bytes:
    """Return ``rules.js``: ``NewsArchive.rules`` with the fold, token and stem tables."""
    own = sorted(point for point in FOLD if not _is_derived(point))
    folded = [point for point in own if FOLD[point]]
    rules = {
        "drop": _ranges(point for point in own if not FOLD[point]),
        "fold": ["".join(map(chr, folded)), "".join(FOLD[point] for point in folded)],
        "compatible": COMPATIBLE,
        "cased": CASED,
        "base": BASE_RANGES,
        "mark": MARK_RANGES,
        "prefixes": stems.PREFIXES,
        "suffixes": stems.SUFFIXES,
        "finals": stems.FINALS,
        "future": stems.FUTURE,
        "persons": stems.PERSONS,
        "conjunction": stems.CONJUNCTION,
        "near": stems.NEAR,
        "far": stems.FAR,
        "rounds": stems.ROUNDS,
        "weak": stems.WEAK,
        "skeleton": stems.SKELETON,
        "apart": {"shares": SHARES, "times": TIMES, "doubt": DOUBT, "slip": SLIP},
        "asking": ASKING,
        "particles": PARTICLES,
        "happened": HAPPENED,
        "arabic": ARABIC,
        "digits": DIGITS,
        "before": BEFORE,
        "after": AFTER,
        "tallies": LENGTHS,
        "hamza": {chr(point): to for point, to in sorted(HAMZA.items())},
    }
    text = json.dumps(rules, ensure_ascii=False, separators=(",", ":"))
    return f"(window.NewsArchive = window.NewsArchive || {{}}).rules = {text};\n".encode()


def _ranges(points: Iterable[int]) -> list[list[int]]:
    """Return rising code points as first and last of each run."""
    found: list[list[int]] = []
    for point in points:
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def _is_derived(point: int) -> bool:
    """Say whether the page works the letter out from its range; what is in no range is written out."""
    return any(first <= point <= last for first, last in (*COMPATIBLE, *CASED))


def bundle_scripts(*scripts: bytes) -> bytes:
    """Return the scripts of the search page as one file, which is one request, without comments and indentation.

    Drops block comments that begin a line, lines of ``//``, and comments that end a line and hold no quotation mark;
    the scripts have no text that spans lines.
    """
    lines: list[str] = []
    inside = False
    for script in scripts:
        for raw in script.decode().splitlines():
            line = raw.strip()
            if not inside and line.startswith("/*"):
                inside = True
            if inside:
                _, end, line = line.partition("*/")
                inside = not end
                line = line.strip()
            if line and not line.startswith("//"):
                lines.append(_TRAILING.sub("", line))
    return ("\n".join(lines) + "\n").encode()
