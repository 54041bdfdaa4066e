"""Texts that try to be more than text, made here family by family; each must come out as the letters that it is.

``1`` stands for what a script would do; nothing here runs anything if it does run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_RUN: Final = "window.hostile=1"
_TAGS: Final = (
    "script", "img", "svg", "iframe", "object", "embed", "style", "link", "meta", "base", "form", "input", "button",
    "video", "audio", "math", "template", "noscript", "textarea", "title", "plaintext", "xmp", "frameset", "body",
    "table", "select", "details", "marquee", "dialog", "slot", "portal", "a",
)  # fmt: skip
_HANDLERS: Final = (
    "onerror", "onload", "onclick", "onfocus", "onmouseover", "ontoggle", "onbegin", "onanimationstart", "onpointerdown",
    "onbeforeinput", "onpageshow", "onhashchange", "onwheel", "onscrollend",
)  # fmt: skip
_SCHEMES: Final = (
    "javascript:1", "JaVaScRiPt:1", " javascript:1", "java\tscript:1", "java\nscript:1", "javascript&colon;1",
    "&#106;avascript:1", "&#x6A;avascript:1", "java&Tab;script:1", "java\u200bscript:1", "\x01javascript:1",
    "vbscript:1", "data:text/html,<script>1</script>", "data:text/html;base64,PHNjcmlwdD4xPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload=1>", "file:///etc/passwd", "blob:null/1", "view-source:javascript:1",
    "feed:javascript:1", "jar:javascript:1!/", "//evil.example/x", "\\\\evil.example\\x", "/\\evil.example",
    "http://user:pass@evil.example/", "http://evil.example\\@good.example/", "http://[::1]:22/", "http://evil.example:0/",
    "http://evil.example/\"onmouseover=\"1", "http://evil.example/' onmouseover='1", "http://evil.example/<script>1",
    "http://evil.example/`1`", "http://evil.example/{{7*7}}", "http://evil.example/%00", "http://evil.example/%0d%0aX:1",
    "http://evil.example/?a=1&lt;b", "http://evil.example/#\u202egpj.exe", "http://xn--80ak6aa92e.com/", "http:///",
    "https:evil.example", "http://ev\u0456l.example/", "mailto:a@b.example?bcc=c@d.example", "tel:+1", "ftp://evil.example/",
)  # fmt: skip


def tags() -> Iterator[str]:
    for tag in _TAGS:
        yield f"<{tag}>1</{tag}>"
    for tag in ("script", "img", "svg", "title"):
        yield f"</{tag}><{tag.upper()} x>"
        yield f"<{tag}/x/src=//evil.example>"
        yield f"<{tag}\n{'x' * 3}\n>"
        yield f"<{tag}\x0c>"
        yield f"< {tag}>"
        yield f"<{tag} <{tag}>"
        yield f"\\<{tag}\\>"
    yield from ("<", ">", "<>", "</", "<!", "<?", "</>", "<a", "<a b=", '<a b="', "<a b='", "<<<<", "</ >", "<%= 1 %>")
    yield from ("</p></div></article></main></body></html><h1>1", "</section><section data-part=body><p id=p1>1")


def attributes() -> Iterator[str]:
    for handler in _HANDLERS:
        yield f'" {handler}="{_RUN}'
        yield f"' {handler}='{_RUN}"
    for handler in _HANDLERS[:8]:
        yield f"x {handler}={_RUN} "
        yield f"`{handler}=`{_RUN}"
    yield from ('"', "'", "`", '">', "'>", '"/>', '" "', "''", '"="', 'a"b', "a'b", "a=b", '\\"', "\\'", '" style="x:1')
    yield from ('" autofocus tabindex="1', '" formaction="//evil.example', '" srcdoc="<script>1</script>', '" is="x-y')
    yield from (
        '" id="main',
        '" data-article-id="0000000000',
        '" data-part="body',
        '" href="javascript:1',
        '" dir="ltr',
    )


def schemes() -> Iterator[str]:
    yield from _SCHEMES


def encodings() -> Iterator[str]:
    yield from (
        "&lt;script&gt;1&lt;/script&gt;", "&amp;lt;script&amp;gt;1", "&amp;amp;lt;b&amp;amp;gt;", "&#60;b&#62;1",
        "&#x3c;b&#x3e;1", "&#0000060b&#62;", "&LT;b&GT;", "&lt", "&#60", "&#x110000;", "&#0;", "&#xD800;", "&#8238;1",
        "&quot; onload=1", "&apos; onload=1", "&NewLine;&Tab;", "&nbsp;&shy;&zwj;", "&copy;&reg;&hearts;", "&;&#;&#x;",
        "%3Cscript%3E1%3C/script%3E", "%253Cscript%253E", "%u003Cscript%u003E", "\\u003cscript\\u003e1", "\\x3cscript\\x3e",
        "\\74script\\76", "+ADw-script+AD4-1", "\u00bcscript\u00be1", "\uff1cscript\uff1e1", "\ufe64script\ufe651",
        "\u2039script\u203a1", "\u3008script\u30091", "<scr\u0131pt>", "<\u017fcript>1</\u017fcript>", "<\u212aeygen>",
        "\u0000<b>", "<s\u0000cript>", "<b\u00a0onload=1>", "<b\u2028onload=1>", "\ufeff<b>", "\u00ff\u00fe<", "\x1b$B<\x1b(B",
    )  # fmt: skip


def comments() -> Iterator[str]:
    yield from (
        "<!-- 1 -->", "<!--", "-->", "--!>", "<!--><b>", "<!--->", "<!-- <!-- -->", "<![CDATA[<b>]]>", "]]>", "<![CDATA[",
        "<!DOCTYPE html>", "<!ENTITY x 'y'>", "<?php 1 ?>", "<?xml version='1.0'?>", "<!--[if IE]><b><![endif]-->", "/*", "*/",
        "<!--</script>", "<!--<script>", "//", "#", "<!-- --!><img src=x>", "<!-x>", "</ script>", "--><script>1</script><!--",
    )  # fmt: skip


def templates() -> Iterator[str]:
    yield from (
        "{{ 7*7 }}", "{% raw %}", "{% endblock %}", "{#", "#}", "{{ site.policy|safe }}", "{{ config }}", "{{''.__class__}}",
        "{% include '/etc/passwd' %}", "{% extends 'base.html' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{{x}}}", "[[7*7]]",
        "{{constructor.constructor('1')()}}", "@(7*7)", "%(name)s", "%s%s%n", "{0}", "{a.__init__.__globals__}", "$(id)", "`id`",
        "{static}/../../etc/passwd", "{filename}/pages/about.md", "{attach}x", "|filename|x", "{index}", "{author}x",
    )  # fmt: skip


def markdown() -> Iterator[str]:
    yield from (
        "[x](javascript:1)", "![x](javascript:1)", "[x]: javascript:1", "<javascript:1>", "[x](<javascript:1>)",
        "[a](data:text/html,1 'b')", "**b** _i_ `c`", "# h1", "> q", "- l", "1. l", "```\ncode\n```", "    code", "---",
        "| a | b |\n|---|---|\n| 1 | 2 |", "![x](x\" onerror=\"1)", "[x](x 'y\" onload=1')", "\\<b\\>", "&lt;b&gt;**x**", "~~x~~",
        "[^1]: x", "<https://evil.example>", "[x][y]\n\n[y]: //evil.example", "Title: x\nSave_as: ../x.html\n\ny",
    )  # fmt: skip


def xml() -> Iterator[str]:
    yield from (
        "]]></title><title>", "<dc:title>x</dc:title>", "<!DOCTYPE x [<!ENTITY a 'b'>]>&a;", "&a;&b;&xxe;",
        "<x xmlns='http://www.w3.org/1999/xhtml'><script>1</script></x>", "<?xml-stylesheet href='x'?>", "</entry><entry>",
        "</channel></rss>", "</urlset>", "<xi:include href='file:///etc/passwd'/>", "\ufffe", "\uffff", "\u0001\u0008\u000b\u000c",
        "\u001a", "\u0085\u2028\u2029", "\U0001ffff", "\U000e0001tag", "<?x", "?>", "&#1;", "&#xFFFE;",
    )  # fmt: skip


def json() -> Iterator[str]:
    yield from (
        '","x":"y', '"}</script><script>1', "</script>", "</SCRIPT >", "</script/x>", "\\", '\\"', "\\\\", "\\u0000", "\\ud800",
        '"],"x":["', "__proto__", "constructor", "hasOwnProperty", "toString", "\u2028\u2029", "*/1/*", '{"a":1}', "null", "NaN",
        "-0", "1e999", "true", "undefined", "[object Object]", "\b\f\n\r\t", "\\/", "<\\/script>", "');1;('", "\";1;\"",
        "NewsArchive.put('x')", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "e\u0301\u0327", "\u0130i\u0131I",
    )  # fmt: skip


def svg() -> Iterator[str]:
    yield from (
        "<svg><script>1</script></svg>", "<svg><style>*{x:1}</style>", "<svg><a href=javascript:1><text>1", "<svg/onload=1>",
        "<svg><use href=data:,x>", "<svg><foreignObject><b>", "<svg><animate attributeName=href to=javascript:1>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src onerror=1&gt;'>",
        "<math href=javascript:1>1", "<svg><title><b>", "<svg></p><style><a id='</style><img src=1 onerror=1>'>",
        "<svg><set attributeName=onmouseover to=1>", "<svg><image href=//evil.example/x>", "<svg><desc><![CDATA[</desc><script>1]]>",
    )  # fmt: skip


def controls() -> Iterator[str]:
    for point in (0, 1, 7, 8, 9, 0xB, 0xC, 0x1A, 0x1B, 0x1F, 0x7F, 0x85, 0x9F, 0xAD, 0xFFFE, 0xFFFF):
        yield f"a{chr(point)}b"
    yield from (
        "\x1b[31mred\x1b[0m",
        "\r\n\r\nHTTP/1.1 200",
        "a\rb",
        "\x00" * 3,
        "\x08\x08\x08",
        "\x1b]0;x\x07",
        "\x9b31m",
    )


def bidi() -> Iterator[str]:
    for point in (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E, 0x200F, 0x061C):
        yield f"مقال {chr(point)}gpj.exe"
    yield from (
        "\u202e\u202e\u202etxt", "\u2067\u202d<b>", "\u202eevil</title>", "\u200b\u200c\u200d\u2060", "\u206a\u206f", "\u180e",
        "ا\u200dب", "\u202a" * 130, "\u2067" * 130, "\u202dabc\u202c\u202c\u202c", "\ufff9x\ufffay\ufffb",
    )  # fmt: skip


def homoglyphs() -> Iterator[str]:
    yield from (
        "\u0430dmin", "p\u0430ypal", "\u13a0\u13ac", "\U0001d41a\U0001d41b", "\uff41\uff42", "\u2024\u2024/", "\u2025/", "\uff0e\uff0e\uff0f",
        "\u2215etc\u2215passwd", "\u29f8", "\u02bcx\u02bc", "\u201cx\u201d", "\uff02x\uff02", "\uff07", "\u037e", "\u0589", "a\u0300" * 40,
        "Z\u0351\u036b\u0343a\u0323\u0355l", "\ufdfd" * 5, "\u0640" * 40, "\ufe0f\u20e3", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    )  # fmt: skip


def names() -> Iterator[str]:
    yield from (
        "index", "search", "CNAME", "..", ".", "CON", "NUL", "COM1", "aux.html", "404", "robots.txt", ".nojekyll", ".git", ".htaccess",
        "../../x", "..\\..\\x", "/etc/passwd", "C:\\x", "~root", "-rf", "--help", "$HOME", "%00", "a/b", "a\\b", "a:b", "a|b", "a*b?",
        "con.txt.", "data", "ledger.jsonl.gz", "index.html", "_config.yml", "sitemap.xml", "x" * 200, "أ" * 100, " ", "\u00a0", "e/../x",
    )  # fmt: skip


def joined() -> Iterator[str]:
    """What only forms when something between its parts is cleaned away."""
    yield from (
        "<scr\u200bipt>1</scr\u200bipt>", "<scr\x00ipt>1", "<scr\x1aipt>1", "<scr\u00adipt>1", "<scr\u202eipt>1", "<s\u2060cript>1",
        "java\u200bscript:1", "java\u00adscript:1", "<\u200bscript>1", "<\x01img src=x>", "</scr\u200bipt>", "&l\u200bt;b&g\u200bt;",
        "&\u200blt;b>", "&amp;lt;script&amp;gt;1", "&amp;#60;b&amp;#62;", "&#38;lt;b&#38;gt;", "&#x26;#60;b", "<scr\nViews: 5\nipt>1</script>",
        "<scr\n\n\nipt>", "<img\u00a0\u00a0\u00a0\u00a0src=x onerror=1>", "\ufe64script\ufe65", "<\u0640script>", "{\u200b{ 7*7 }\u200b}",
        "]]\u200b>", "-\u200b->", "<!\u200b-- x", "<\ufeffb>1", "\u200b<b\u200b>", "<b\x7f>", "[x](java\u200bscript:1)", "&lt;\u200b/script&gt;",
    )  # fmt: skip


FAMILIES: Final = (
    tags, attributes, schemes, encodings, comments, templates, markdown, xml, json, svg, controls, bidi, homoglyphs, names,
    joined,
)  # fmt: skip


def all_payloads() -> list[str]:
    """Return every payload once, in order of the families."""
    return list(dict.fromkeys(payload for family in FAMILIES for payload in family()))
