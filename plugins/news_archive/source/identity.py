"""An article's id: 10 characters of lower-case Crockford base32 from SHA-256 of its address, else of its bytes."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ..crockford import DIGITS

LENGTH: Final = 10
_FORBIDDEN: Final = re.compile(r"[\s<>\"'\\^`{|}]")
_TRACKING: Final = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid")


def read_url(text: str) -> str | None:
    """Return an http(s) address without control characters or spaces, or None.

    >>> read_url("javascript:alert(1)"), read_url(" http://example.org/a ")
    (None, 'http://example.org/a')
    """
    url = text.strip()
    if not url[:8].lower().startswith(("http://", "https://")) or not url.isprintable() or _FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.hostname and "@" not in parts.netloc else None


def normalise_url(url: str) -> str:
    """Return the address under which records are the same: host lower-cased, fragment and tracking query dropped.

    >>> normalise_url("http://Example.org/a?id=3&utm_source=x#top")
    'http://example.org/a?id=3'
    """
    parts = urlsplit(url)
    query = parts.query
    if query:
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not k.lower().startswith(_TRACKING)]
        query = query if len(kept) == len(parse_qsl(query, keep_blank_values=True)) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, query, ""))


def article_id(url: str | None, data: bytes) -> str:
    """Return the id of an article with this address, or of these bytes where it has none.

    >>> article_id("http://example.org/a", b"") == article_id("http://EXAMPLE.org/a#x", b"other")
    True
    """
    basis = normalise_url(url).encode("utf-8", "surrogatepass") if url else data
    number = int.from_bytes(sha256(basis).digest()[:7], "big") >> 6
    return "".join(DIGITS[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
