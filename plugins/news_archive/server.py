"""Serve a built site on this machine the way GitHub Pages serves it.

``invoke serve`` is for looking: gzip for text, ``index.html`` for a folder, ``about`` for ``about.html``, ``404.html``,
ten minutes of cache, any prefix. ``invoke livereload`` builds again when a file changes and tells the open pages.
The pages' policy forbids inline scripts and connections, so the reloading script is a file of its own and the policy is
widened by one word, in what this server sends and never in the site. Not for the internet: no TLS, no limits.
"""

from __future__ import annotations

import contextlib
import gzip
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

from .errors import UsageError

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ico": "image/vnd.microsoft.icon",
    ".woff2": "font/woff2",
    ".gz": "application/gzip",
    ".zip": "application/zip",
}
COMPRESSED: Final = frozenset({".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".webmanifest", ".md"})
"""What Pages compresses on the way."""
RELOAD_SCRIPT: Final = ".livereload.js"
RELOAD_EVENTS: Final = ".livereload"
_SCRIPT: Final = b"""\
new EventSource(new URL("%s", document.currentScript.src)).onmessage = () => location.reload();
"""
_POLICY: Final = re.compile(
    rb"""(<meta\b[^>]*http-equiv=["']?content-security-policy["']?[^>]*\bcontent=")([^"]*)""", re.IGNORECASE
)
_CONNECT: Final = re.compile(rb"(connect-src)(?:\s+(?:'|&#39;)none(?:'|&#39;))?")
_HEARTBEAT: Final = 15.0  # seconds between signs of life, so that closed pages are noticed


@dataclass(slots=True)
class Reloads:
    """Counts the builds and wakes the pages that wait for the next one."""

    number: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def announce(self) -> None:
        """Tell every open page to load itself again."""
        with self._changed:
            self.number += 1
            self._changed.notify_all()

    def wait_after(self, number: int, seconds: float) -> int:
        """Wait until there is a build after ``number`` or ``seconds`` are over; return the latest number."""
        with self._changed:
            self._changed.wait_for(lambda: self.number != number, timeout=seconds)
            return self.number


class SiteServer(ThreadingHTTPServer):
    """A site at ``http://host:port/prefix``; the folder is looked up each time, for builds exchange it whole."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(
        self, root: Path, *, host: str = "127.0.0.1", port: int = 0, prefix: str = "/", reloads: Reloads | None = None
    ) -> None:
        self.root = root.absolute()
        self.prefix = clean_prefix(prefix)
        self.reloads = reloads
        super().__init__((host, port), SiteHandler)

    @property
    def url(self) -> str:
        """Address of the front page."""
        host, port = self.server_address[:2]
        name = host.decode() if isinstance(host, bytes) else str(host)
        return f"http://{f'[{name}]' if ':' in name else name}:{port}{self.prefix}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is not an error of the site."""
        import sys

        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def clean_prefix(prefix: str) -> str:
    """Return a prefix with one slash at each end.

    >>> clean_prefix("repo"), clean_prefix("/"), clean_prefix("/a/b/")
    ('/repo/', '/', '/a/b/')
    """
    inner = prefix.strip("/")
    return f"/{inner}/" if inner else "/"


def find_file(root: Path, path: str) -> Path | None:
    """Return the file of the site that an address (already without the prefix, still percent-encoded) stands for.

    None if there is none, and for every address that would leave ``root``.
    """
    parts = unquote(path, errors="surrogateescape").split("/")
    if any(part == ".." or "\0" in part or "\\" in part for part in parts):
        return None
    target = root.joinpath(*(part for part in parts if part not in ("", ".")))
    candidates = [target / "index.html"] if parts[-1] == "" else [target, target.with_name(target.name + ".html")]
    home = root.resolve()
    for candidate in candidates:
        try:
            if candidate.is_file() and candidate.resolve().is_relative_to(home):
                return candidate
        except OSError:  # a name that is too long for the file system
            return None
    return None


def add_reloading(page: bytes, prefix: str) -> bytes:
    """Return a page that loads itself again after a build: one script more, one word more in its policy."""

    def widen(match: re.Match[bytes]) -> bytes:
        words = match[2]
        widened, found = _CONNECT.subn(rb"\1 'self'", words, count=1)
        return match[1] + (widened if found else words.rstrip(b"; ") + b"; connect-src 'self'")

    script = f'<script src="{prefix}{RELOAD_SCRIPT}"></script>'.encode()
    head, found, tail = _POLICY.sub(widen, page, count=1).partition(b"</head>")
    return head + script + found + tail


class SiteHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD as GitHub Pages does."""

    server: SiteServer
    protocol_version = "HTTP/1.1"
    server_version = "news-archive"
    sys_version = ""
    quiet: ClassVar[bool] = True

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if not path.startswith(self.server.prefix):
            if path + "/" == self.server.prefix:
                return self._redirect(self.server.prefix)
            return self._send(HTTPStatus.NOT_FOUND, f"The site is at {self.server.prefix}\n".encode(), ".txt")
        inner = path[len(self.server.prefix) :]
        if self.server.reloads is not None and inner == RELOAD_EVENTS:
            return self._stream_reloads(self.server.reloads)
        if self.server.reloads is not None and inner == RELOAD_SCRIPT:
            return self._send(HTTPStatus.OK, _SCRIPT % RELOAD_EVENTS.encode(), ".js")
        found = find_file(self.server.root, inner)
        if found is not None:
            return self._send_file(HTTPStatus.OK, found)
        if inner and find_file(self.server.root, inner + "/") is not None:
            return self._redirect(path + "/")
        missing = find_file(self.server.root, "404.html")
        if missing is not None:
            return self._send_file(HTTPStatus.NOT_FOUND, missing)
        return self._send(HTTPStatus.NOT_FOUND, b"404\n", ".txt")

    do_HEAD = do_GET  # noqa: N815  the name is the standard library's

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", "/" + path.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_file(self, status: HTTPStatus, file: Path) -> None:
        try:
            body, changed = file.read_bytes(), file.stat().st_mtime
        except OSError:  # exchanged by a build at this moment
            return self._send(HTTPStatus.NOT_FOUND, b"404\n", ".txt")
        if self.server.reloads is not None and file.suffix == ".html":
            body = add_reloading(body, self.server.prefix)
        return self._send(status, body, file.suffix, formatdate(changed, usegmt=True))

    def _send(self, status: HTTPStatus, body: bytes, suffix: str, changed: str = "") -> None:
        compressed = suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        if compressed:
            body = gzip.compress(body, compresslevel=6, mtime=0)
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store" if self.server.reloads is not None else "max-age=600")
        self.send_header("X-Content-Type-Options", "nosniff")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        if suffix in COMPRESSED:
            self.send_header("Vary", "Accept-Encoding")
        if changed:
            self.send_header("Last-Modified", changed)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _stream_reloads(self, reloads: Reloads) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        seen = reloads.number
        while True:
            self.wfile.write(b": waiting\n\n")
            self.wfile.flush()
            latest = reloads.wait_after(seen, _HEARTBEAT)
            if latest != seen:
                self.wfile.write(b"data: reload\n\n")
                seen = latest

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the standard library's signature
        if not self.quiet:
            super().log_message(format, *args)


def open_server(root: Path, *, host: str = "127.0.0.1", port: int = 8000, prefix: str = "/") -> SiteServer:
    """Return a server that listens; raise UsageError when there is no site or the port is taken."""
    return _open(root, host, port, prefix, None)


def _open(root: Path, host: str, port: int, prefix: str, reloads: Reloads | None) -> SiteServer:
    if not (root / "index.html").is_file():
        raise UsageError(f"{root} holds no built site; run `invoke build` first")
    try:
        return SiteServer(root, host=host, port=port, prefix=prefix, reloads=reloads)
    except (OSError, OverflowError) as error:
        raise UsageError(f"cannot listen on {host}:{port} ({error}); choose another --port") from None


def serve_until_interrupted(server: SiteServer) -> None:
    """Answer requests until Ctrl-C."""
    with server, contextlib.suppress(KeyboardInterrupt):
        server.serve_forever()


def rebuild_on_change(paths: Iterable[Path], rebuild: Callable[[], bool], stop: threading.Event | None = None) -> None:
    """Call ``rebuild`` after each change at or below ``paths`` until Ctrl-C (or until ``stop`` is set)."""
    from watchfiles import watch

    existing = [path for path in paths if path.exists()]
    for _ in watch(*existing, stop_event=stop, raise_interrupt=False):
        rebuild()


def serve_with_reload(
    root: Path,
    watched: Iterable[Path],
    rebuild: Callable[[], bool],
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    prefix: str = "/",
    opened: Callable[[SiteServer], None] = lambda _: None,
) -> None:
    """Serve, rebuild after each change, and reload the open pages after each build that succeeded, until Ctrl-C."""
    reloads = Reloads()
    server = _open(root, host, port, prefix, reloads)

    def rebuild_and_announce() -> bool:
        done = rebuild()
        if done:
            reloads.announce()
        return done

    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened(server)
        rebuild_on_change(watched, rebuild_and_announce)
        server.shutdown()
