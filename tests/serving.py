"""A live server of a built site on a free port, for tests of the server and of the browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from news_archive.server import Reloads, SiteServer


@contextmanager
def serve(root: Path, *, prefix: str = "/", reloads: Reloads | None = None) -> Iterator[SiteServer]:
    """Serve ``root`` at 127.0.0.1 until the end of the block."""
    with SiteServer(root, prefix=prefix, reloads=reloads) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
