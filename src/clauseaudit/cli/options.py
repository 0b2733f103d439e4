"""Options that several verbs share."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING

from clauseaudit.errors import ClauseauditError
from clauseaudit.findings import FAIL_ON
from clauseaudit.laws import is_date
from clauseaudit.match import Matcher
from clauseaudit.render import words
from clauseaudit.rules import default_dir, load_pack

if TYPE_CHECKING:
    from clauseaudit.reader import Reader

RENDER = ("auto", "always", "never")


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
    model, examples = (os.path.join(args.patterns or default_dir(), name) for name in ("reader.bin", "examples.json"))
    if args.no_model or not os.path.exists(model):
        return None
    from clauseaudit.reader import Reader

    return Reader(model, examples if os.path.exists(examples) else "")


def law_date(args: argparse.Namespace) -> str:
    """--on, else today. Raises ClauseauditError for what is no date."""
    if args.on is None:
        # A fixed clock makes runs repeatable: https://reproducible-builds.org/specs/source-date-epoch/
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        try:
            return time.strftime("%Y-%m-%d", time.gmtime(int(epoch)) if epoch else time.localtime())
        except (ValueError, OverflowError, OSError) as error:
            raise ClauseauditError(f"SOURCE_DATE_EPOCH={epoch}", "不是时刻", "写成从 1970 年起的秒数") from error
    if not is_date(args.on):
        raise ClauseauditError(f"--on {args.on}", "不是日期", "写成 2025-05-01 这样")
    return str(args.on)


def add_crawl(parser: argparse.ArgumentParser) -> None:
    """How an address is read."""
    group = parser.add_argument_group("网址")
    kinds = "、".join(words.TYPE)
    group.add_argument("--only", metavar="种类", default="", help=f"只看这几种协议，用逗号隔开：{kinds}")
    group.add_argument("--max", type=int, metavar="份数", default=20, help="最多看几份协议（默认 20）")
    group.add_argument("--no-discover", action="store_true", help="只看这一页，不找这个平台的其他协议")
    group.add_argument("--render", choices=RENDER, default="auto", help="要不要用浏览器打开网页：需要时、总是、从不")
    group.add_argument("--measure", action=argparse.BooleanOptionalAction, default=None,
                       help="用浏览器量每份协议显示得是否醒目；默认只量本来就要打开的网页")  # fmt: skip
    group.add_argument("--ignore-robots", action="store_true", help="不看 robots.txt（只用于自己的网站）")
    group.add_argument("--contact", metavar="邮箱或网址", default="", help="告诉网站怎样联系你，随每次访问发出")
    group.add_argument("--resume", metavar="文件", default="", help="边读边记到文件；中断后再运行，读过的不再问网站")
    group.add_argument("--evidence", metavar="文件夹", default="", help="把看到的一切存成证据包")
    group.add_argument("--timestamp", metavar="网址", default="", help="给证据包盖时间戳（RFC 3161 服务的网址）")
