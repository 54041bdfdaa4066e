"""What the templates of copies, versions and passages render; as in ``views``, nothing is left to compute."""

from __future__ import annotations

import msgspec
from markupsafe import Markup


class CarrierView(msgspec.Struct, frozen=True, gc=False):
    """A record that carries a story: the page's own text, or one merged into it."""

    title: str
    """Its own headline."""
    paper: str
    agency: str
    author: str
    date: str
    first: str
    """«أول ظهور» where the dates say so, or ''."""
    url: str
    raw: str
    """Relative to the root; '' where the record is a line of a container file."""
    source: str
    """Name of its record in the ledger."""
    likeness: str
    me: bool
    """This is the text of the page."""
    compare: str
    """Anchor of its comparison on this page, or ''."""
    own: list[str]
    """Sentences that no other carrier has."""


class SideView(msgspec.Struct, frozen=True, gc=False):
    """One of two texts in a comparison."""

    paper: str
    title: str
    date: str
    href: str
    """Its page, or '' where that is the page that shows it."""
    also: list[str] = msgspec.field(default_factory=list)
    """Other papers with the very same text."""


class PairView(msgspec.Struct, frozen=True, gc=False):
    """Two texts word by word."""

    anchor: str
    a: SideView
    b: SideView
    kind: str
    """«صيغة أخرى» and its like, with the likeness."""
    counts: str
    """Words shared, words of each alone."""
    order: str
    """Which is earlier, or why that is not known; '' where the story says so of all."""
    decision: str
    """The editor's reason where he keeps the two apart, or ''."""
    rows: Markup
    """'' where no word differs."""


class VersionsView(msgspec.Struct, frozen=True, gc=False):
    """The carriers of a story."""

    title: str
    order: str
    """What is known of the order in which they appeared."""
    decision: str
    """The editor's reason, or ''."""
    carriers: list[CarrierView]
    pairs: list[PairView]
    """The page's text against each carrier's that differs."""
    cross: list[PairView]
    """The carriers' texts against each other."""
    note: str
    """What is left out, or ''."""


class StationView(msgspec.Struct, frozen=True, gc=False):
    """A source that the text names."""

    name: str
    note: str
    paragraph: str
    href: str
    """Where the text says so, or ''."""


class SharedView(msgspec.Struct, frozen=True, gc=False):
    """A page that holds a sentence of this one."""

    id: str
    anchor: str
    title: str
    paper: str


class ComparisonsView(msgspec.Struct, frozen=True, gc=False):
    """A page of comparisons."""

    title: str
    note: str
    pairs: list[PairView]
    order: str = ""
    """What holds for the pairs that do not say which of their texts is earlier, or ''."""


class MatrixRow(msgspec.Struct, frozen=True, gc=False):
    name: str
    href: str
    cells: list[str]
    """'' for none."""
    total: str
    places: list[str]
    """Where on the page of carried texts the stories of each cell stand, or ''."""


class Dot(msgspec.Struct, frozen=True, gc=False):
    x: float
    y: float
    r: float


class CarriedStory(msgspec.Struct, frozen=True, gc=False):
    id: str
    title: str


class CarriedView(msgspec.Struct, frozen=True, gc=False):
    """The stories of one cell: a paper's own texts that another one carried."""

    anchor: str
    carrier: str
    of: str
    count: str
    stories: list[CarriedStory]
    more: str
    """How many are not listed, or ''."""


class MatrixView(msgspec.Struct, frozen=True, gc=False):
    """Whose text which paper carries, as a table and as a picture."""

    title: str
    note: str
    names: list[str]
    """Heads of the columns."""
    rows: list[MatrixRow]
    size: int
    """Columns of the picture."""
    height: int
    dots: list[Dot] = msgspec.field(default_factory=list)


class CopyView(msgspec.Struct, frozen=True, gc=False):
    """A carrier of a story, in a list that shows all copies."""

    title: str
    paper: str
    date: str
