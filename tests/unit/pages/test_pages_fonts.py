"""The faces hold what an Arabic newspaper page needs, and are cut the same each time."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont
from news_archive.pelican_plugin.fonts import FACES, content_name, cut_face, font_styles

_MARKS = "«»“”0123456789٠١٢٣٤٥٦٧٨٩%٪–…،؛؟ABCxyzéپچژگڤی"


@pytest.mark.parametrize("face", FACES, ids=[face.name for face in FACES])
def test_a_face_is_one_joint_subset_under_a_name_of_its_own(face: object) -> None:
    cut = cut_face(face)  # type: ignore[arg-type]
    font = TTFont(io.BytesIO(cut))
    wanted = _MARKS if face.name != "archive-display" else "«»٠٩09%…،؟گ"  # type: ignore[attr-defined]
    assert not [character for character in wanted if ord(character) not in font.getBestCmap()]
    names = {record.nameID: str(record) for record in font["name"].names}
    assert names[1].startswith("Archive ")
    assert not any(word in names[number] for number in (1, 4, 6) for word in ("Plex", "Noto", "Amiri"))
    assert names[13], "the licence goes with the file"
    assert len(cut) < 48_000, "bytes; a page asks for the reading face before anything else"
    assert cut == cut_face(face), "the same bytes each time"  # type: ignore[arg-type]


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
