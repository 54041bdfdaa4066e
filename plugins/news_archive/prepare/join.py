"""The exact join of shingles, as one SQL text for DuckDB and Spark.

Two texts at J >= ``jaccard`` or containment >= ``containment`` share at least ``least`` of the shorter one's shingles.
So of the ``may_miss`` + 1 rarest shingles of a text, a partner must hold one; these candidates are then counted whole.
The same argument, and the same exception (frames, ``max_shared``), as ``dedupe.pairs``, whose result this equals: where a
frame is among the rarest, all shingles that are no frames are.

The one thing in which the two dialects differ is how a list becomes rows; engines make the view ``shingle``
(``text BIGINT, hash BIGINT``, distinct) themselves, from one treated record of each distinct text.
"""

from __future__ import annotations

from typing import Final

from ..settings import DedupeSettings

_STEPS: Final = """
WITH spread AS (
  SELECT hash, COUNT(*) AS spread FROM shingle GROUP BY hash HAVING COUNT(*) > 1
),
size AS (
  SELECT text, COUNT(*) AS size FROM shingle GROUP BY text
),
shared AS (
  SELECT shingle.text AS text, shingle.hash AS hash, spread.spread AS spread
  FROM shingle JOIN spread ON shingle.hash = spread.hash
),
known AS (
  SELECT text, COUNT(*) AS known FROM shared GROUP BY text
),
allowance AS (
  SELECT size.text AS text, known.known - CAST(CEIL({least} * size.size - 1e-9) AS BIGINT) AS may_miss
  FROM size JOIN known ON size.text = known.text
  WHERE known.known >= {least} * size.size - 1e-9
),
ranked AS (
  SELECT shared.text AS text, shared.hash AS hash, shared.spread AS spread, allowance.may_miss AS may_miss,
    ROW_NUMBER() OVER (PARTITION BY shared.text ORDER BY shared.spread, shared.hash) - 1 AS place
  FROM shared JOIN allowance ON shared.text = allowance.text
),
candidate AS (
  SELECT DISTINCT LEAST(ranked.text, shared.text) AS a, GREATEST(ranked.text, shared.text) AS b
  FROM ranked JOIN shared ON ranked.hash = shared.hash
  WHERE ranked.place <= ranked.may_miss AND ranked.spread <= {max_shared} AND ranked.text <> shared.text
),
counted AS (
  SELECT candidate.a AS a, candidate.b AS b, COUNT(*) AS shared
  FROM candidate JOIN shared AS one ON one.text = candidate.a
    JOIN shared AS other ON other.text = candidate.b AND other.hash = one.hash
  GROUP BY candidate.a, candidate.b
)
SELECT counted.a AS left_text, counted.b AS right_text, counted.shared AS shared,
  first.size AS size_left, second.size AS size_right
FROM counted JOIN size AS first ON first.text = counted.a JOIN size AS second ON second.text = counted.b
WHERE CAST(counted.shared AS DOUBLE) / (first.size + second.size - counted.shared) >= {jaccard}
  OR CAST(counted.shared AS DOUBLE) / LEAST(first.size, second.size) >= {containment}
ORDER BY left_text, right_text
"""


def texts_sql(settings: DedupeSettings, treated: str) -> str:
    """Return the SQL of the distinct texts that are compared, each with its shingles, from a relation of treated records."""
    return (
        f"SELECT text, any_value(shingles) AS shingles FROM {treated}"  # noqa: S608  the engines' own names
        f" WHERE NOT rejected AND words >= {settings.min_words:d} GROUP BY text"
    )


def join_sql(settings: DedupeSettings) -> str:
    """Return the SQL text."""
    least = min(2 * settings.version / (1 + settings.version), settings.contained)
    return _STEPS.format(
        least=f"CAST({least!r} AS DOUBLE)",
        max_shared=settings.max_shared,
        jaccard=f"CAST({settings.version!r} AS DOUBLE)",
        containment=f"CAST({settings.contained!r} AS DOUBLE)",
    )
