"""The archive's faces, cut from pinned font packages when the site is built.

Each face becomes one WOFF2 with Arabic, Latin, digits and the marks « » “ ” % – together (ready-made "arabic" files
lack them). The subsets depend on nothing but the packages: not on the articles, so a new article never renames a font.
"Plex" is a reserved name and Amiri's and Noto's are kept apart from their subsets too: inside the files all are called
"Archive". Their licences (OFL) are published beside them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Final

import xxhash

from ..crockford import DIGITS
from ..store import Store, digest

_READING: Final = (
    *range(0x20, 0x7F), 0xA0, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB, *range(0xC0, 0x100),
    0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x656), *range(0x660, 0x66E), 0x670, 0x671, 0x6D4,
    0x679, 0x67E, 0x686, 0x688, 0x691, 0x698, 0x6A4, 0x6A8, 0x6A9, 0x6AD, 0x6AF, 0x6BA, 0x6BE, 0x6C0, 0x6C1, 0x6C6,
    0x6CC, 0x6CE, 0x6D2, 0x6D5, *range(0x6F0, 0x6FA),
    *range(0x200C, 0x2012), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2039, 0x203A, 0x2212,
    0xFD3E, 0xFD3F, 0xFDFA,
)  # fmt: skip
"""Arabic as newspapers write it, the letters that Persian, Urdu, Kurdish and Maghrebi names add, three families of
digits, Latin, and the marks of both. The rest of the Arabic block (Quranic marks, languages of other presses) is
half of the faces' weight and falls to the reader's own fonts: none of it stands in 10,000 measured articles."""
_LETTERS: Final = (
    0x20, 0x21, 0x22, 0x25, 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0x3A, *range(0x30, 0x3A), 0xAB, 0xBB,
    0x60C, 0x61B, 0x61F, *range(0x621, 0x63B), *range(0x640, 0x653), *range(0x660, 0x66B), 0x670, 0x671,
    0x67E, 0x686, 0x698, 0x6A4, 0x6A9, 0x6AF, 0x6CC, 0x2013, 0x2026, 0x200C,
)  # fmt: skip
_SHAPING: Final = ("ccmp", "init", "medi", "fina", "isol", "rlig", "liga", "mark", "mkmk", "curs", "kern")


@dataclass(frozen=True, slots=True)
class Face:
    """One subset to cut."""

    name: str
    package: str
    file: str
    points: tuple[int, ...]
    weight: str
    """CSS font-weight, one number or a range for a variable font."""
    axes: tuple[tuple[str, float, float], ...] = ()
    """Axes of a variable font and the range to keep."""


FACES: Final = (
    Face(
        "archive-text", "pylopdf_fonts_ar", "NotoNaskhArabic-Variable.ttf", _READING, "400 700", (("wght", 400, 700),)
    ),
    Face("archive-display", "fontpkg_amiri", "files/Amiri-Bold.ttf", _LETTERS, "700"),
    Face("archive-ui-400", "fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Regular.ttf", _READING, "400"),
    Face("archive-ui-600", "fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-SemiBold.ttf", _READING, "600"),
)
_NAMES: Final = (0, 1, 2, 3, 4, 6, 13, 14)
"""Of the name table: copyright, names, licence."""
_DROPPED: Final = ("meta", "STAT")
_DISTRIBUTIONS: Final = (
    "uharfbuzz", "fonttools", "brotli", "pylopdf-fonts-ar", "fontpkg-amiri", "fontpkg-ibm-plex-sans-arabic",
)  # fmt: skip
_NEAR: Final = {"ui": 87, "text": 84}
"""Per cent of its size at which DejaVu Sans, what Linux has for Arabic, sets a line as wide as the face it stands in for
(130 letters of interface text measured at 100 px), so that lines break the same before the face has come."""
_FAMILY: Final = {"text": "Archive Text", "display": "Archive Display", "ui": "Archive UI"}


def build_fonts(cache: Path) -> dict[str, bytes]:
    """Return the subsets as WOFF2 by face name, from ``cache`` where it has them."""
    key = digest(Path(__file__).read_bytes(), *(f"{name} {version(name)}".encode() for name in _DISTRIBUTIONS))
    store = Store(cache)
    found = store.read("fonts", key)
    if found is not None:
        return {name: bytes(data) for name, data in found[1].items()}
    fonts = {face.name: cut_face(face) for face in FACES}
    store.write("fonts", key, {}, fonts)
    return fonts


def cut_face(face: Face) -> bytes:
    """Return one face's subset as WOFF2; the same bytes from the same packages."""
    from fontTools.ttLib import TTFont

    # what HarfBuzz wrote is taken as it is: tables are not read and laid out again
    font = TTFont(io.BytesIO(_subset(face)), recalcTimestamp=False, recalcBBoxes=False, lazy=True)
    _rename(font, face.name)
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _subset(face: Face) -> bytes:
    """Return one face's subset as TrueType."""
    import uharfbuzz as hb

    def tags(names: Sequence[str]) -> list[int]:
        return [int.from_bytes(name.encode()) for name in names]

    font = hb.Face(hb.Blob(files(face.package).joinpath(face.file).read_bytes()))
    wanted = hb.SubsetInput()
    for chosen, values in (
        (wanted.unicode_set, face.points),
        (wanted.layout_feature_tag_set, tags(_SHAPING)),
        (wanted.name_id_set, _NAMES),
    ):
        chosen.clear()
        chosen.update(values)
    wanted.drop_table_tag_set.update(tags(_DROPPED))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    for tag, low, high in face.axes:
        wanted.set_axis_range(font, tag, low, high)
    return bytes(hb.subset(font, wanted).blob.data)


def _rename(font: object, name: str) -> None:
    family = _FAMILY[name.split("-")[1]]
    for record in font["name"].names:  # type: ignore[index]
        if record.nameID in (1, 4):
            record.string = family
        elif record.nameID in (3, 6):
            record.string = family.replace(" ", "") + "-" + name.rsplit("-", 1)[-1]


def licences() -> dict[str, bytes]:
    """Return the licence texts of the packages that carry one, by file name."""
    found = {}
    for package in ("fontpkg_amiri", "fontpkg_ibm_plex_sans_arabic"):
        found[f"{package.removeprefix('fontpkg_').replace('_', '-')}-LICENSE.txt"] = (
            files(package).joinpath("LICENSE").read_bytes()
        )
    return found


def font_styles(names: dict[str, str]) -> str:
    """Return the ``@font-face`` rules; ``names`` gives each face's published file name."""
    rules = []
    for face in FACES:
        kind = face.name.split("-")[1]
        extra = {
            "text": "ascent-override:98%;descent-override:48%;line-gap-override:0%;",
            "display": "size-adjust:107%;",
            "ui": "",
        }[kind]
        rules.append(
            f'@font-face{{font-family:"{_FAMILY[kind]}";src:url("{names[face.name]}") format("woff2");'
            f"font-weight:{face.weight};font-display:swap;{extra}}}\n"
        )
    rules.append(  # Naskh draws the sign between thousands as a comma above the line
        f'@font-face{{font-family:"Archive Signs";src:url("{names["archive-ui-600"]}") format("woff2");'
        "font-display:swap;unicode-range:U+66C}\n"
    )
    for kind, share in _NEAR.items():
        rules.append(
            f'@font-face{{font-family:"{_FAMILY[kind]} Near";src:local("DejaVu Sans");size-adjust:{share}%}}\n'
        )
    return "".join(rules)


def content_name(name: str, suffix: str, content: bytes) -> str:
    """Return a file name that changes with the content: ``s-1a2b3c.css``."""
    return f"{name}-{xxhash.xxh3_64_hexdigest(content)[:6]}{suffix}"


def short_name(name: str, suffix: str, content: bytes) -> str:
    """Return such a name in two letters less, for what ten thousand pages name: four of base 32, a million states."""
    number = xxhash.xxh3_64_intdigest(content)
    return f"{name}-{''.join(DIGITS[number >> 5 * place & 31] for place in range(4))}{suffix}"
