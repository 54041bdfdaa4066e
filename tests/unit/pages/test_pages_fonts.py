"""The faces hold what an Arabic newspaper page needs, and are cut the same each time."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from news_archive.pelican_plugin.fonts import FACES, Face, content_name, cut_face, font_styles, short_name

_MARKS = "«»“”0123456789٠١٢٣٤٥٦٧٨٩%٪–…،؛؟ABCxyzéپچژگڤی"


@pytest.mark.parametrize("face", FACES, ids=[face.name for face in FACES])
def test_a_face_is_one_joint_subset_under_a_name_of_its_own(face: Face) -> None:
    cut = cut_face(face)
    font = TTFont(io.BytesIO(cut))
    wanted = _MARKS if face.name != "archive-display" else "«»٠٩09%…،؟گ"
    assert not [character for character in wanted if ord(character) not in font.getBestCmap()]
    names = {record.nameID: str(record) for record in font["name"].names}
    assert names[1].startswith("Archive ")
    assert not any(word in names[number] for number in (1, 4, 6) for word in ("Plex", "Noto", "Amiri"))
    assert names[13], "the licence goes with the file"
    assert len(cut) < 48_000, "bytes; a page asks for the reading face before anything else"
    assert cut == cut_face(face), "the same bytes each time"


_SHAPED = "قال رئيس الهيئة الأولى: «لا إله إلّا الله»، فلمّا التقينا بلغ ١٢٫٥٪ ثمّ كُتِبَ المُعلَّقُ ومحمّد لله، office 2015"


def _shape(data: bytes, text: str, weight: float) -> list[tuple[int, int, int, int]]:
    """Return the cluster, advance and offset of each glyph of a line."""
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    font.set_variations({"wght": weight})
    line = uharfbuzz.Buffer()
    line.add_str(text)
    line.guess_segment_properties()
    wanted = ("ccmp", "init", "medi", "fina", "isol", "rlig", "liga", "mark", "mkmk", "curs", "kern")
    others = ("calt", "clig", "rclt", "rvrn", "locl", "dist", "abvm", "blwm")  # the subset is without them
    uharfbuzz.shape(font, line, dict.fromkeys(wanted, True) | dict.fromkeys(others, False))
    return [
        (info.cluster, place.x_advance, place.x_offset, place.y_offset)
        for info, place in zip(line.glyph_infos, line.glyph_positions, strict=True)
    ]


@pytest.mark.parametrize("face", FACES, ids=[face.name for face in FACES])
def test_a_subset_sets_a_line_as_the_whole_face_does(face: Face) -> None:
    font = TTFont(io.BytesIO(cut_face(face)))
    font.flavor = None
    cut = io.BytesIO()
    font.save(cut)
    whole = files(face.package).joinpath(face.file).read_bytes()
    text = "".join(character for character in _SHAPED if ord(character) in face.points)
    for weight in (400.0, 550.0, 700.0) if face.axes else (400.0,):
        shaped = _shape(cut.getvalue(), text, weight)
        assert len(shaped) > 80
        assert shaped == _shape(whole, text, weight)


def test_styles_name_every_file() -> None:
    styles = font_styles({face.name: f"fonts/{face.name}.woff2" for face in FACES})
    signs = styles.count(
        "Archive Signs"
    )  # the sign between thousands comes from the interface's face, whatever the text
    assert signs == 1
    assert styles.count("@font-face{font-family:") - styles.count("local(") == len(FACES) + signs
    assert all(f'url("fonts/{face.name}.woff2")' in styles for face in FACES)
    assert styles.count("font-display:swap") == len(FACES) + signs


def test_a_published_name_changes_with_the_content_only() -> None:
    assert content_name("style", ".css", b"a") == content_name("style", ".css", b"a")
    assert content_name("style", ".css", b"a") != content_name("style", ".css", b"b")
    assert short_name("s", ".css", b"a") != short_name("s", ".css", b"b")
    assert re.fullmatch(r"s-[0-9a-hjkmnp-tv-z]{4}\.css", short_name("s", ".css", b"a"))
