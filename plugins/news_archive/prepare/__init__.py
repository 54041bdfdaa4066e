"""prepare: the stages up to names on an engine of choice, and a folder from which a site is built later.

    sources -> records -> treated articles -> overlaps -> prepared folder -> ``invoke build --prepared``

What is done to one article is the stages' own code (``treat``), called on Arrow batches wherever it runs: in this
process and its forks (``local``, ``duckdb``) or on Spark's workers (``spark``). What compares articles is the stage's
own NumPy code (``local``) or one SQL text that DuckDB and Spark both run (``join``); both know the same exact pairs.
The engines bring memory limits, spilling, shuffles and retries; none of that is written here.

The prepared folder holds ``ledger``, ``spans``, ``articles``, ``relations`` and ``mentions`` as Parquet, with the
columns of the published data files, and ``records`` and ``overlaps``, from which a build goes on.
"""

from __future__ import annotations

from .folder import Prepared, open_prepared
from .remote import is_url
from .run import ENGINES, PrepareOptions, run_prepare

__all__ = ["ENGINES", "PrepareOptions", "Prepared", "is_url", "open_prepared", "run_prepare"]
