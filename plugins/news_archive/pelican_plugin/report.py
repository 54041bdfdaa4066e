"""The build report: one calm page at the end."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ..publish import WHAT_TO_DO

STAGES = ("clean", "dedupe", "entities", "search", "pages", "publish")


def print_report(summary: dict[str, Any], seconds: float) -> None:
    """Print inputs, what became of them, the rules that fired, the seconds per stage and the size of the site."""
    for line in report_lines(summary, seconds):
        print(line, file=sys.stdout)


def report_lines(summary: dict[str, Any], seconds: float) -> list[str]:
    """Return the lines of the report; control characters of the input are escaped in them."""
    statuses = summary["statuses"]
    counts = "   ".join(f"{status} {statuses[status]:,}" for status in ("kept", "merged", "rejected"))
    lines = [f"inputs    {summary['inputs']:>9,}   {counts}"]
    lines += [f"          {count:>9,}   rejected: {reason}" for reason, count in summary["reasons"]]
    lines += [f"            {_escape(refused)}" for refused in summary["rejected"][:10]]
    if len(summary["rejected"]) > 10:
        lines.append(f"            ... and {len(summary['rejected']) - 10:,} more in data/ledger.jsonl.gz")
    if summary["rules"]:
        fired = "   ".join(f"{rule} {count:,}" for rule, count in summary["rules"])
        lines.append(f"rules     {fired}")
    lines += _tell_decisions(summary.get("decisions", {}))
    lines += [f"review    {_escape(line)}" for line in summary["review"][:10]]
    lines.append(
        f"names     {summary['mentions']:>9,}   mentions of {summary['entities']:,} names"
        f"   relations {summary['relations']:,}"
    )
    if summary.get("unchanged"):
        lines.append("site      unchanged, nothing written")
    else:
        stages = "   ".join(
            f"{stage} {summary['seconds'][stage]:.2f}" for stage in STAGES if stage in summary["seconds"]
        )
        lines.append(f"seconds   {stages}")
        lines.append(f"site      {summary['written']:>9,}   files written   {summary['removed']:,} removed")
    megabytes = summary["bytes"] / 1e6
    lines.append(
        f"output    {summary['files']:>9,}   files   {megabytes:,.1f} MB   largest {summary['largest'][0]}"
        f" {summary['largest'][1] / 1e6:.2f} MB"
    )
    lines.append(f"          {summary['output']}   {seconds:.2f} s")
    if summary["bytes"] > summary["warn_bytes"]:
        lines.append(f"warning   the site is large: GitHub Pages takes 1,000 MB. {WHAT_TO_DO}")
    lines += [f"warning   {_escape(line)}" for line in summary.get("warnings", [])]
    lines += [f"memory    not saved: {fault}; the next build has more to do" for fault in summary.get("not_saved", [])]
    return lines


def _tell_decisions(counts: Mapping[str, int]) -> list[str]:
    """Return one line on what the editor's decisions did, none where there are none.

    >>> _tell_decisions({"corrected": 1, "redacted": 2, "hidden": 0})
    ['decisions corrected 1   redacted 2 articles   hidden 0']
    """
    if not any(counts.values()):
        return []
    of = {"redacted": " article" if counts.get("redacted") == 1 else " articles"}
    return [f"decisions {'   '.join(f'{name} {count:,}{of.get(name, str())}' for name, count in counts.items())}"]


def _escape(text: str) -> str:
    """Make control and direction characters visible, so that a file name cannot forge a line of the report."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
