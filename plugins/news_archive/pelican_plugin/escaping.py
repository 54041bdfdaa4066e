"""Text made safe for where it goes: into XML, into a script element, into an address. Each has one function.

HTML is the templates' business: Jinja escapes it, through ``escape_output`` where a page is put together at once.
"""

from __future__ import annotations

import json
import re
from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, Final
from urllib.parse import quote

import msgspec
from jinja2 import Environment, Template
from jinja2.runtime import Context
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner
except ImportError:  # no compiled part here
    from markupsafe._native import _escape_inner

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped: most controls, surrogates, U+FFFE and U+FFFF."""
_NOT_SCRIPT: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
"""What is escaped in JSON that stands inside a script element."""
_encode_json: Final = msgspec.json.Encoder().encode
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Bidi controls: one left open would turn the text of whoever shows the feed."""
_KEPT: Final = "!#$%&'()*+,/:;=?@[]~"
"""Beside letters and digits what an address may hold as it is (RFC 3986)."""
_NOT_IRI: Final = re.compile(rf"[^\w.\-{re.escape(_KEPT)}]")
"""What is encoded also where letters of any writing may stand (RFC 3987)."""


escape_text: Final[Callable[[str], str]] = _escape_inner
"""``markupsafe.escape`` of a string, as plain text."""


def between_tags(text: str) -> Markup:
    """Return a text that stands between tags, never in an attribute: there quotes are text, and cost a byte, not five.

    >>> print(between_tags('قال "نعم" <b> & </b>'))
    قال "نعم" &lt;b&gt; &amp; &lt;/b&gt;
    """
    return _mark_safe(Markup, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


_mark_safe: Final = str.__new__
"""``Markup`` of a plain string without the questions that its constructor asks of any object."""


_BARE: Final = re.compile(r"""[^\s"'`=<>&]+""")


def attribute(text: str) -> str:
    """Return the value of an attribute, in quotes where it needs them.

    >>> attribute("سبق"), attribute("الشرق الأوسط"), attribute('"<'), attribute("")
    ('سبق', '"الشرق الأوسط"', '"&#34;&lt;"', '""')
    """
    return text if _BARE.fullmatch(text) else f'"{escape_text(text)}"'


def escape_output(value: Any) -> str:
    """Return what stands for a value in HTML, as ``markupsafe.escape`` does, but as plain text to be joined.

    >>> escape_output("<b>"), escape_output(Markup("<b>"))
    ('&lt;b&gt;', '<b>')
    """
    kind = type(value)
    if kind is str:
        return escape_text(value)
    if kind is Markup:
        return str.__str__(value)
    return str(value) if kind is int else escape(value)


class QuickTemplate(Template):
    """A template whose output is not wrapped in ``Markup`` piece by piece: ten thousand pages hold millions of pieces."""

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], given: MutableMapping[str, Any]
    ) -> Template:
        namespace["escape"] = escape_output  # what compiled templates call on what they put out, and on nothing else
        return super()._from_namespace(environment, namespace, given)

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002  Jinja's name
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002
    ) -> Context:
        """As Jinja's own, but the globals are laid together map by map, not name by name."""
        if shared or locals or not isinstance(self.globals, ChainMap):
            return super().new_context(vars, shared, locals)
        values: dict[str, Any] = {}
        for below in reversed(self.globals.maps):
            values.update(below)
        values.update(vars or ())
        return self.environment.context_class(self.environment, values, self.name, self.blocks)


def xml_text(text: str) -> str:
    """Return text for an XML element or attribute; what XML cannot hold is seen as U+FFFD, bidi controls are left out.

    >>> xml_text("a\\x1a ]]> <b> & \\"c\\" \\u202eخبر")
    'a\\ufffd ]]&gt; &lt;b&gt; &amp; &quot;c&quot; خبر'
    """
    text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", _BIDI.sub("", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def json_for_script(value: object) -> Markup:
    """Return JSON that can stand inside a script element: no <, > or & as such, so nothing in it can end the element.

    It parses back to the same value, a lone surrogate included.

    >>> str(json_for_script({"t": "</script> خبر"}))
    '{"t":"\\\\u003c/script\\\\u003e خبر"}'
    """
    try:
        text = _encode_json(value).decode()
    except UnicodeEncodeError:  # a lone surrogate
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if _NOT_SCRIPT.search(text):
        text = _NOT_SCRIPT.sub(lambda m: f"\\u{ord(m.group()):04x}", text)
    return Markup(text)  # noqa: S704  escaped above


def address(url: str) -> str:
    """Return a web address with everything percent-encoded that may not stand in one; what is encoded stays so.

    >>> address("https://example.org/خبر 1?q=<a>%20")
    'https://example.org/%D8%AE%D8%A8%D8%B1%201?q=%3Ca%3E%20'
    """
    return quote(url.encode("utf-8", "replace"), safe=_KEPT)


def iri(url: str) -> str:
    """Return a web address in which letters stay letters, and what may not stand in one is percent-encoded.

    A third as long as ``address`` in Arabic; for formats whose addresses are IRIs, as Atom's are.

    >>> iri("https://example.org/خبر 1?q=<a>%20\\u202e")
    'https://example.org/خبر%201?q=%3Ca%3E%20%E2%80%AE'
    """
    return _NOT_IRI.sub(lambda found: quote(found.group().encode("utf-8", "replace"), safe=""), url)
