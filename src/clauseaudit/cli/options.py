"""Options that several verbs share."""

from __future__ import annotations

import argparse
import os
import re
import time

from clauseaudit.errors import ClauseauditError
from clauseaudit.match import Matcher
from clauseaudit.model import Audit, Grade
from clauseaudit.reader import Reader
from clauseaudit.rules import default_dir, load_pack

DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
FAIL_ON = ("never", "void", "unfair", "notice", "missing")


def add_pack(parser: argparse.ArgumentParser) -> None:
    """--patterns and --on."""
    parser.add_argument("--patterns", metavar="文件夹", help="用这个规则包（默认用自带的）")
    parser.add_argument("--no-model", action="store_true", help="只用规则，不用第二读者（机器学习）")
    parser.add_argument("--on", metavar="日期", help="按这一天施行的法律看，如 2025-05-01（默认今天）")


def add_verdict(parser: argparse.ArgumentParser, default: str = "never") -> None:
    """--fail-on."""
    parser.add_argument("--fail-on", choices=FAIL_ON, default=default, help="有这一等级或更重的发现时退出状态为 1")


def ready(args: argparse.Namespace) -> Matcher:
    """The matcher of the chosen pack."""
    return Matcher(load_pack(args.patterns))


def second_reader(args: argparse.Namespace) -> Reader | None:
    """The learned reader that comes with the pack, unless --no-model or a pack without one."""
    path = os.path.join(args.patterns or default_dir(), "reader.bin")
    return Reader(path) if not args.no_model and os.path.exists(path) else None


def law_date(args: argparse.Namespace) -> str:
    """--on, else today. Raises ClauseauditError for what is no date."""
    if args.on is None:
        # A fixed clock makes runs repeatable: https://reproducible-builds.org/specs/source-date-epoch/
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)) if epoch else time.localtime())
    found = DATE.fullmatch(args.on)
    if not found or not (1 <= int(found[2]) <= 12 and 1 <= int(found[3]) <= 31):
        raise ClauseauditError(f"--on {args.on}", "不是日期", "写成 2025-05-01 这样")
    return str(args.on)


def reaches(audit: Audit, threshold: str) -> bool:
    """True if the audit has a finding at or above the threshold."""
    if threshold == "never":
        return False
    return any(f.grade.rank <= Grade(threshold).rank for f in audit.findings)
