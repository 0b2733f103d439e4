"""clauseaudit laws list | show"""

from __future__ import annotations

import argparse

from clauseaudit.cli.options import law_date
from clauseaudit.errors import ClauseauditError
from clauseaudit.laws import cite
from clauseaudit.rules import load_pack


def options(parser: argparse.ArgumentParser) -> None:
    """The command, the law and the date."""
    parser.add_argument("command", choices=("list", "show"), help="list 列出；show 一部法里收录的条文")
    parser.add_argument("law", nargs="?", help="法的 id，如 civil-code")
    parser.add_argument("--on", metavar="日期", help="只看这一天施行的条文")
    parser.add_argument("--patterns", metavar="文件夹", help="用这个规则包（默认用自带的）")


def run(args: argparse.Namespace) -> int:
    """Print the cited provisions; ``show`` adds quote, holding, effect, scope and source."""
    laws, on = load_pack(args.patterns).laws, law_date(args) if args.on else ""
    if args.law:
        laws.instrument(args.law)
    elif args.command == "show":
        raise ClauseauditError("laws show", "没有说是哪一部法", "如 clauseaudit laws show civil-code")
    for article in laws.articles():
        if args.law and article.law != args.law:
            continue
        if on and not (article.effective <= on and (not article.until or on < article.until)):
            continue
        period = f"{article.effective} 起" + (f"，{article.until} 止" if article.until else "")
        print(f"{article.law:28} {cite(article)}（{period}）")
        if args.command == "show":
            print(f"  “{article.quote}”\n  {article.holding}")
            doubt = "（只核对过一个来源）" if laws.verified(article) == "one-source" else ""
            print(f"  效果：{article.effect}；范围：{article.scope}；来源：{article.source}{doubt}\n")
    return 0
