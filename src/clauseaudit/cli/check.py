"""clauseaudit check PATHS…: a shop's own files, one line a finding."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from clauseaudit.audit import audit
from clauseaudit.cli import complain
from clauseaudit.cli.audit import expand
from clauseaudit.cli.options import add_pack, add_verdict, law_date, reaches, ready
from clauseaudit.errors import ClauseauditError
from clauseaudit.extract import read_document, snapshot_file
from clauseaudit.model import Audit, Grade

GRADES = {Grade.VOID: "可能无效", Grade.UNFAIR: "可能不公平", Grade.NOTICE: "请留意", Grade.MISSING: "缺少说明"}


def options(parser: argparse.ArgumentParser) -> None:
    """Files and threshold."""
    parser.add_argument("inputs", nargs="+", metavar="文件", help="文件或文件夹")
    add_pack(parser)
    add_verdict(parser)


def run(args: argparse.Namespace) -> int:
    """Print ``file:line:col`` lines in reading order; exit status by --fail-on."""
    matcher, on = ready(args), law_date(args)
    failed: list[ClauseauditError] = []
    reached = False
    for path in expand(args.inputs, failed):
        try:
            result = audit(read_document(snapshot_file(path)), matcher, on)
        except ClauseauditError as error:
            failed.append(error)
            continue
        print(*lines(path, result), sep="\n", end="\n" if any(lines(path, result)) else "")
        reached = reached or reaches(result, args.fail_on)
    for failure in failed:
        complain(str(failure))
    return 2 if failed else int(reached)


def lines(path: str, result: Audit) -> Iterator[str]:
    """One line for each finding that is no praise; a missing duty stands at the first character."""
    text = result.document.text
    for finding in sorted(result.findings, key=lambda f: f.start or 0):
        if finding.grade == Grade.GOOD:
            continue
        start = finding.start or 0
        row, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        yield f"{path}:{row}:{column}: {GRADES[finding.grade]} {finding.rule} {finding.title}"
