"""The command line: one module per verb. The only place that prints, exits and wires things.

A verb module has SUMMARY, ``options(parser)`` and ``run(args) -> int``; it is imported only when it is called.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from functools import cache

from clauseaudit.errors import ClauseauditError

VERBS = {
    "audit": "检查协议：文件、文件夹、网址或标准输入（-）",
    "check": "自查：只看文件，按等级给出退出状态",
    "letter": "写信：给商家、12315、消保委、支付渠道，或起诉状提纲",
    "rules": "规则：list、show、lint、test、pages、measure、suggest",
    "laws": "法条：list、show",
    "score": "对照标注，给出准确率和召回率",
    "verify": "核对证据包：有没有缺少、多出、改动",
    "version": "版本",
}
# The pack is some hundred thousand small tuples that live to the end: with the usual (700, 10, 10), looking through
# them for cycles over and over takes a tenth of a short run.
COLLECTOR = (200_000, 20, 100)
USAGE = "用法：clauseaudit 动作 …\n\n" + "\n".join(f"  {verb:8}{text}" for verb, text in VERBS.items())


def command() -> int:
    """``main`` as a process that ends with it."""
    gc.set_threshold(*COLLECTOR)
    try:
        return main()
    finally:
        gc.freeze()  # an ending process looks for cycles several times over; its memory goes back without that


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. 0 done, 1 findings at or above --fail-on (or a failed test), 2 bad usage or input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    verb = arguments[0] if arguments else ""
    if verb in ("-h", "--help"):
        print(USAGE)
        return 0
    if verb == "--version":
        verb = "version"
    if verb not in VERBS:
        complain(f"没有动作 {verb!r}\n\n{USAGE}" if verb else USAGE)
        return 2
    module = __import__(f"clauseaudit.cli.{verb}", fromlist=["run"])  # importlib itself takes a moment to import
    parser = argparse.ArgumentParser(prog=f"clauseaudit {verb}", description=VERBS[verb], formatter_class=_Help)
    module.options(parser)
    try:
        status: int = module.run(parser.parse_args(arguments[1:]))
        sys.stdout.flush()
        return status
    except ClauseauditError as error:
        complain(str(error))
        return 2
    except BrokenPipeError:
        # The reader (head, less) has gone; python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        complain("已停止")
        return 130


class _Help(argparse.HelpFormatter):
    """As wide as the terminal. Left to itself, argparse loads shutil and every kind of compression to ask for that."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


@cache  # argparse makes a formatter for every option
def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size().columns
    except (ValueError, OSError):
        return 80


def complain(message: str) -> None:
    """To standard error. File names and addresses may hold escape sequences; none of them reaches the terminal."""
    progress(f"clauseaudit：{message}")


def progress(line: str) -> None:
    """To standard error at once, as ``complain`` does, without saying who says it."""
    shown = "".join(c if c.isprintable() or c in "\n\u3000" else "\ufffd" for c in line)
    print(shown, file=sys.stderr, flush=True)
