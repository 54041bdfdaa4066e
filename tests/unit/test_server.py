"""The server answers as GitHub Pages does, and never from outside the site."""

from __future__ import annotations

import gzip
import http.client
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from news_archive.errors import UsageError
from news_archive.server import Reloads, add_reloading, open_server
from serving import serve

PAGE = (
    "<html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">"
    "</head><body>صفحة</body></html>"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "a").mkdir(parents=True)
    (root / "index.html").write_text(PAGE, encoding="utf-8")
    (root / "about.html").write_text("about", encoding="utf-8")
    (root / "a" / "index.html").write_text("list", encoding="utf-8")
    (root / "404.html").write_text("lost", encoding="utf-8")
    (root / "font.woff2").write_bytes(b"\0" * 50)
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    return root


def get(
    base: str, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    result = answer.status, answer.headers, answer.read()
    connection.close()
    return result


def test_text_is_compressed_when_the_browser_takes_it_and_fonts_are_not(site: Path) -> None:
    with serve(site) as server:
        accept = {"Accept-Encoding": "gzip, br"}
        _, headers, body = get(server.url, "/", headers=accept)
        assert headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(body).decode() == PAGE
        _, headers, body = get(server.url, "/")
        assert headers["Content-Encoding"] is None
        assert body.decode() == PAGE
        _, headers, _ = get(server.url, "/font.woff2", headers=accept)
        assert headers["Content-Encoding"] is None
        assert headers["Content-Type"] == "font/woff2"


def test_folders_short_names_and_missing_pages_are_answered_as_on_pages(site: Path) -> None:
    with serve(site) as server:
        assert get(server.url, "/a/")[2] == b"list"
        status, headers, _ = get(server.url, "/a")
        assert (status, headers["Location"]) == (301, "/a/")
        assert get(server.url, "/about")[2] == b"about"
        assert get(server.url, "/nothing")[::2] == (404, b"lost")
        assert get(server.url, "/" + "x" * 5000)[::2] == (404, b"lost")
        status, headers, body = get(server.url, "/about.html", "HEAD")
        assert (status, headers["Content-Length"], body) == (200, "5", b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/a/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/a/..%5c..%5csecret.txt",
        "/link.txt",
        "//etc/passwd",
        "/index.html%00",
        "/%ff%fe",
    ],
)
def test_nothing_outside_the_site_is_ever_sent(site: Path, path: str) -> None:
    with serve(site) as server:
        status, _, body = get(server.url, path)
        assert (status, body) == (404, b"lost")


def test_a_prefix_behaves_like_the_address_of_a_repository(site: Path) -> None:
    with serve(site, prefix="repo") as server:
        assert server.url.endswith("/repo/")
        assert get(server.url, "/repo/about.html")[2] == b"about"
        assert get(server.url, "/repo")[1]["Location"] == "/repo/"
        assert get(server.url, "/about.html")[0] == 404


def test_a_redirect_never_leads_to_another_host(site: Path) -> None:
    (site / "evil.example").mkdir()
    (site / "evil.example" / "index.html").write_text("", encoding="utf-8")
    with serve(site) as server:
        assert get(server.url, "//evil.example")[1]["Location"] == "/evil.example/"


def test_live_pages_get_one_script_more_and_the_site_is_left_alone(site: Path) -> None:
    reloads = Reloads()
    with serve(site, reloads=reloads) as server:
        _, headers, body = get(server.url, "/")
        assert headers["Cache-Control"] == "no-store"
        assert b'<script src="/.livereload.js"></script></head>' in body
        assert b"script-src 'self'; connect-src 'self'\"" in body
        assert b"EventSource" in get(server.url, "/.livereload.js")[2]
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc)
        connection.request("GET", "/.livereload")
        answer = connection.getresponse()
        assert answer.readline() == b": waiting\n"
        reloads.announce()
        assert answer.readline() == b"\n"
        assert answer.readline() == b"data: reload\n"
        answer.close()
        connection.close()
    assert (site / "index.html").read_text(encoding="utf-8") == PAGE


@pytest.mark.parametrize("none", ["'none'", "&#39;none&#39;"])
def test_a_policy_that_names_connections_is_widened_in_place(none: str) -> None:
    meta = f"""<meta http-equiv="Content-Security-Policy" content="connect-src {none}; img-src 'self'"></head>"""
    page = meta.encode()
    assert b"content=\"connect-src 'self'; img-src 'self'\"" in add_reloading(page, "/")


def test_serving_what_was_not_built_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="invoke build"):
        open_server(tmp_path)
